"""The whole report as text, and the findings on what is combined."""

from __future__ import annotations

from collections.abc import Iterable

from ketum.report.build import Card, Report, Tier
from ketum.report.combined import is_combined
from ketum.report.levels import level_lines
from ketum.report.lines import Ink, Line, Look, fold, items, mark

__all__ = ["NOTHING_ASKED", "SERIOUS", "full_lines", "heading", "interaction_lines"]

EVIDENCE = "Kratom and opioid withdrawal: the evidence"
SERIOUS = ("contraindicated", "major")
NOTHING_ASKED = ("Nothing that a rule of this release asks for.",)


def full_lines(report: Report, look: Look) -> list[Line]:
    """Everything a report says, in reading order."""
    now = [tier for tier in report.tiers if tier.severity == "emergency"]
    serious = [tier for tier in report.tiers if tier.severity in SERIOUS]
    rest = [tier for tier in report.tiers if tier not in (*now, *serious)]
    lines = heading(report, look)
    lines += fold(f"Row {report.decision.id} of the decision table.", look)
    lines += [Line(""), *fold(report.summary, look)]
    lines += _tiers(now, look)
    if report.treatment:
        lines += [Line(""), Line("Recommended treatment first", Ink.STRONG)]
        lines += items(report.treatment, look)
    lines += _tiers(serious, look)
    lines += [Line(""), *_not_checked(report, look)]
    lines += _tiers(rest, look)
    if report.levels is not None:
        lines += [Line(""), Line("Exposure", Ink.STRONG), *level_lines(report.levels, look)]
    if report.not_recognised:
        lines += [Line(""), Line(mark("Not recognised", Ink.UNKNOWN, look), Ink.UNKNOWN)]
        lines += items(report.not_recognised, look)
    lines += [Line(""), *fold(EVIDENCE, look, ink=Ink.STRONG)]
    lines += fold(report.evidence, look, indent="  ")
    lines += [Line(""), Line("Help", Ink.STRONG), *items(report.help, look)]
    lines += [Line(""), Line("Not answered by this release", Ink.STRONG)]
    lines += items(report.rooms, look)
    return [*lines, Line(""), *_sources(report, look)]


def heading(report: Report, look: Look) -> list[Line]:
    """Where the person goes, by when, and why."""
    disposition = report.document["disposition"]
    ink = HEADINGS.get(str(disposition), Ink.STRONG)
    when = fold(f"{report.heading}  ({report.clock})", look, ink=ink)
    return [*when, *fold(report.decided_by, look)]


HEADINGS = {
    "emergency": Ink.EMERGENCY,
    "urgent_specialist": Ink.CONTRAINDICATED,
    "stop_and_refer": Ink.CONTRAINDICATED,
    "supervised_only": Ink.MAJOR,
}


def interaction_lines(report: Report, look: Look) -> list[Line]:
    """The findings on what is combined, what was not recognised, and the sources: no case."""
    lines: list[Line] = []
    for tier in report.tiers:
        cards = tuple(card for card in tier.cards if is_combined(card.code))
        if cards:
            lines += _tier_heading(tier, len(cards), look)
            lines += [*(line for card in cards for line in _card(card, look)), Line("")]
    if not lines:
        lines += [*fold("Nothing found for these in what was checked.", look), Line("")]
    unknown = Ink.UNKNOWN
    if report.not_recognised_short:
        lines += [Line(mark("Not recognised", unknown, look), unknown)]
        lines += [*items(report.not_recognised_short, look), Line("")]
    lines += [Line(mark("Not checked", unknown, look), unknown)]
    lines += [*items(["Everything about the person: give a case for that."], look), Line("")]
    return [*lines, *_sources(report, look)]


def _tiers(tiers: Iterable[Tier], look: Look) -> list[Line]:
    lines = []
    for tier in tiers:
        lines += [Line(""), *_tier_heading(tier, len(tier.cards), look)]
        lines += [line for card in tier.cards for line in _card(card, look)]
    return lines


def _tier_heading(tier: Tier, number: int, look: Look) -> list[Line]:
    ink = Ink(tier.severity)
    return fold(f"{mark(tier.word, ink, look)} ({number})", look, ink=ink)


def _sources(report: Report, look: Look) -> list[Line]:
    lines = [Line("Sources", Ink.STRONG)]
    for number, source in enumerate(report.sources, start=1):
        lines += fold(f"[{number}] {source}", look, hang="    ")
    return [*lines, Line(""), *fold(report.release, look, ink=Ink.MUTED)]


def _card(card: Card, look: Look) -> list[Line]:
    sources = "".join(f"[{number}]" for number in card.sources)
    lines = fold(f"{card.title} {sources}", look, indent="  ", hang="    ", ink=Ink.STRONG)
    lines += fold(f"Do: {card.action}", look, indent="    ", hang="        ")
    if card.because:
        because = f"Because: {'; '.join(card.because)}"
        lines += fold(because, look, indent="    ", hang="        ")
    for alternative in card.alternatives:
        lines += fold(f"Instead: {alternative}", look, indent="    ", hang="        ")
    return lines + fold(f"Certainty: {card.certainty}. Code: {card.code}", look, indent="    ")


def _not_checked(report: Report, look: Look) -> list[Line]:
    lines = [Line(mark("Not checked", Ink.UNKNOWN, look), Ink.UNKNOWN)]
    lines += items((*report.not_checked, *report.not_checked_rest) or NOTHING_ASKED, look)
    if report.not_covered:
        lines += items([f"This release has no rule for: {report.not_covered}."], look)
    return lines
