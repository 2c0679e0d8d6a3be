"""The report as plain text for a terminal; no colour, so that nothing depends on it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ketum.report.build import Card, Report, Tier

__all__ = ["render_interactions", "render_text"]

COMBINED = ("PD_", "PK_", "POLYPHARMACY_")

MARKS = {
    "emergency": "!!",
    "contraindicated": "(/)",
    "major": "!",
    "moderate": "<>",
    "minor": "[]",
    "info": "(i)",
}
SERIOUS = ("contraindicated", "major")


WIDTH = 80


def render_text(report: Report, width: int = WIDTH) -> str:
    """The report in lines of at most `width` characters (longer words are not broken)."""
    lines = [f"{report.heading}  ({report.clock})", *_fold(report.decided_by, width, "")]
    lines += ["", *_fold(report.summary, width, "")]
    now = [tier for tier in report.tiers if tier.severity == "emergency"]
    serious = [tier for tier in report.tiers if tier.severity in SERIOUS]
    rest = [tier for tier in report.tiers if tier not in (*now, *serious)]
    lines += _tiers(now, width)
    if report.treatment:
        lines += ["", "Recommended treatment first"]
        lines += _items(report.treatment, width)
    lines += _tiers(serious, width)
    lines += ["", *_not_checked(report, width)]
    lines += _tiers(rest, width)
    if report.not_recognised:
        lines += ["", "? Not recognised"]
        lines += _items(report.not_recognised, width)
    lines += ["", "Kratom and opioid withdrawal: the evidence"]
    lines += _fold(f"  {report.evidence}", width, "  ")
    lines += ["", "Help", *_items(report.help, width)]
    lines += ["", "Not answered by this release", *_items(report.rooms, width)]
    lines += ["", *_sources(report, width)]
    return "\n".join(lines) + "\n"


def render_interactions(report: Report, width: int = WIDTH) -> str:
    """The findings on what is combined, what was not recognised, and the sources: no case."""
    lines: list[str] = []
    for tier in report.tiers:
        cards = [card for card in tier.cards if card.code.startswith(COMBINED)]
        if cards:
            lines += [f"{MARKS[tier.severity]} {tier.word} ({len(cards)})"]
            lines += [*(line for card in cards for line in _card(card, width)), ""]
    if not lines:
        lines += ["Nothing found for these in what was checked.", ""]
    if report.not_recognised:
        lines += ["? Not recognised", *_items(report.not_recognised, width), ""]
    lines += ["? Not checked", "  - Everything about the person: give a case for that.", ""]
    lines += _sources(report, width)
    return "\n".join(lines) + "\n"


def _tiers(tiers: Iterable[Tier], width: int) -> list[str]:
    lines = []
    for tier in tiers:
        lines += ["", f"{MARKS[tier.severity]} {tier.word} ({len(tier.cards)})"]
        lines += [line for card in tier.cards for line in _card(card, width)]
    return lines


def _sources(report: Report, width: int) -> list[str]:
    lines = ["Sources"]
    for number, source in enumerate(report.sources, start=1):
        lines += _fold(f"[{number}] {source}", width, "    ")
    return [*lines, "", report.release]


def _card(card: Card, width: int) -> list[str]:
    sources = "".join(f"[{number}]" for number in card.sources)
    lines = _fold(f"  {card.title} {sources}", width, "    ")
    lines += _fold(f"    Do: {card.action}", width, "        ")
    if card.because:
        lines += _fold(f"    Because: {'; '.join(card.because)}", width, "        ")
    return lines


def _not_checked(report: Report, width: int) -> list[str]:
    lines = ["? Not checked"]
    lines += _items(report.not_checked or ("Nothing that a rule of this release asks for.",), width)
    if report.not_checked_more:
        lines.append(f"  - and {report.not_checked_more} more: --format json lists all.")
    if report.not_covered:
        lines += _fold(f"  - This release has no rule for: {report.not_covered}.", width, "    ")
    return lines


def _items(items: Iterable[str], width: int) -> list[str]:
    return [line for item in items for line in _fold(f"  - {item}", width, "    ")]


def _fold(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text, width=width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]
