"""The report on one screen: what is dangerous, what to do, what was not checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ketum.report.build import Card, Report, Tier
from ketum.report.levels import screen_block
from ketum.report.lines import Ink, Line, Look, fold, items, mark
from ketum.report.text import NOTHING_ASKED, SERIOUS, heading

__all__ = ["SCREEN_LINES", "screen_lines"]

SCREEN_LINES = 50
UNREAD_SHOWN = 4
NOT_CHECKED_SHORT = 3
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")
FORBIDS = re.compile(r"\b(?:not|never|no|nothing|nobody|neither|none)\b", re.IGNORECASE)


class Shown(Enum):
    """How much of a finding stands on the screen."""

    WHOLE = "title, action, reasons"
    ACTION = "title, action"
    FIRST = "title, first sentence of the action and what it forbids"
    FORBIDDEN = "title and what the action forbids"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is shown of the findings of each loudness, and of what was not checked.

    `airy` gives each part an empty line, and each action its own.
    """

    serious: Shown
    quiet: Shown
    airy: bool = True
    not_checked: int | None = None
    ruled_out: Shown = Shown.ACTION


# From the most that is shown to the least. An emergency always keeps its whole action, and what is
# forbidden is never folded; beside an emergency the rest of what is serious waits.
DETAILS = (
    Detail(Shown.WHOLE, Shown.ACTION),
    Detail(Shown.WHOLE, Shown.TITLE),
    Detail(Shown.WHOLE, Shown.TITLE, airy=False),
    Detail(Shown.WHOLE, Shown.TITLE, airy=False, not_checked=NOT_CHECKED_SHORT),
    Detail(Shown.ACTION, Shown.TITLE, airy=False, not_checked=NOT_CHECKED_SHORT),
    Detail(Shown.FIRST, Shown.TITLE, airy=False, not_checked=NOT_CHECKED_SHORT),
)
BESIDE_EMERGENCY = Detail(Shown.FORBIDDEN, Shown.TITLE, False, NOT_CHECKED_SHORT, Shown.FIRST)


def screen_lines(report: Report, look: Look) -> list[Line]:
    """As much detail as fits one screen of 80 columns, laid out as `look` says.

    The detail never hangs on the width, so that every width holds the same words.
    """
    is_emergency = report.document["disposition"] == "emergency"
    details = (*DETAILS, BESIDE_EMERGENCY) if is_emergency else DETAILS
    for detail in details:
        if len(_laid_out(report, Look(), detail)) <= SCREEN_LINES:
            return _laid_out(report, look, detail)
    return _laid_out(report, look, details[-1])


def _laid_out(report: Report, look: Look, detail: Detail) -> list[Line]:
    help_now = fold(f"Help: {' '.join(report.help_now)}", look, hang="  ")
    is_emergency = report.document["disposition"] == "emergency"
    do_now = fold(f"What to do: {report.do_now}", look, hang="  ")
    blocks = [
        [*heading(report, look), *do_now, *(help_now if is_emergency else [])],
        *(_loud(tier, look, detail) for tier in report.tiers if tier.severity == "emergency"),
        fold(report.not_recommended, look),
        *(_serious(tier, look, detail) for tier in report.tiers if tier.severity in SERIOUS),
        _not_checked(report, look, detail),
        *_quiet_blocks(report, look, detail),
        *([] if report.levels is None else [screen_block(report.levels, look)]),
        [*([] if is_emergency else help_now), *_footer(report, look)],
    ]
    lines: list[Line] = []
    for block in blocks:
        lines += [Line(""), *block] if lines and detail.airy else block
    return lines


def _quiet_blocks(report: Report, look: Look, detail: Detail) -> list[list[Line]]:
    """One block a tier; titles alone are so short that one block holds all of them."""
    others = [t for t in report.tiers if t.severity not in ("emergency", *SERIOUS)]
    blocks = [_quiet(tier, look, detail) for tier in others]
    if detail.quiet is Shown.TITLE and blocks:
        return [[line for block in blocks for line in block]]
    return blocks


def _tier_words(tier: Tier, look: Look) -> str:
    return f"{mark(tier.word, Ink(tier.severity), look)} ({len(tier.cards)})"


def _serious(tier: Tier, look: Look, detail: Detail) -> list[Line]:
    if tier.severity != "major" or detail.serious is not Shown.FORBIDDEN:
        return _loud(tier, look, detail)
    lines = [Line(_tier_words(tier, look), Ink(tier.severity))]
    others = []
    for card in tier.cards:
        forbidden = [s for s in SENTENCE_END.split(card.action) if FORBIDS.search(s)]
        if forbidden:
            words = f"{card.title} ({card.code}): {' '.join(forbidden)} [more: --full]"
            lines += fold(words, look, indent="  ", hang="    ")
        else:
            others.append(card.title)
    if others:
        lines += fold(f"{'; '.join(others)}. [more: --full]", look, indent="  ", hang="    ")
    return lines


def _loud(tier: Tier, look: Look, detail: Detail) -> list[Line]:
    lines = [Line(_tier_words(tier, look), Ink(tier.severity))]
    for card in tier.cards:
        lines += _card(card, look, tier.severity, detail)
    return lines


def _card(card: Card, look: Look, severity: str, detail: Detail) -> list[Line]:
    title = f"{card.title} ({card.code})"
    action = card.action
    shown = {"major": detail.serious, "contraindicated": detail.ruled_out}.get(severity)
    if shown is Shown.FIRST:
        action = _shortened(action)
    if detail.serious is not Shown.WHOLE:
        return fold(f"{title}: {action}", look, indent="  ", hang="    ")
    lines = fold(title, look, indent="  ", hang="    ", ink=Ink.STRONG)
    lines += fold(f"Do: {action}", look, indent="    ", hang="        ")
    if card.because:
        reasons = f"Because: {'; '.join(card.because)}"
        lines += fold(reasons, look, indent="    ", hang="        ")
    return lines


def _shortened(action: str) -> str:
    """The first sentence and every one that forbids; what must not be done is never folded."""
    first, *others = SENTENCE_END.split(action)
    kept = [first, *(sentence for sentence in others if FORBIDS.search(sentence))]
    return action if len(kept) > len(others) else f"{' '.join(kept)} [more: --full]"


def _titles(tier: Tier, look: Look) -> list[Line]:
    titles = "; ".join(card.title for card in tier.cards)
    return fold(f"{_tier_words(tier, look)}: {titles}.", look, hang="  ")


def _quiet(tier: Tier, look: Look, detail: Detail) -> list[Line]:
    if detail.quiet is Shown.TITLE:
        return _titles(tier, look)
    lines = [Line(_tier_words(tier, look), Ink(tier.severity))]
    for card in tier.cards:
        lines += fold(f"{card.title}: {card.action}", look, indent="  ", hang="    ")
    return lines


def _not_checked(report: Report, look: Look, detail: Detail) -> list[Line]:
    unknown = Ink.UNKNOWN
    words = f"{mark('Not checked', unknown, look)} (facts not known: {report.not_known})"
    shown = report.not_checked_short[: detail.not_checked]
    lines = [*fold(words, look, ink=unknown), *items(shown or NOTHING_ASKED, look)]
    more = len(report.not_checked_short) - len(shown) + report.not_checked_more
    if more:
        lines += items([f"and more: {more} (--format json lists all)"], look)
    if report.not_recognised:
        lines += [Line(mark("Not recognised", unknown, look), unknown)]
        lines += items(report.not_recognised[:UNREAD_SHOWN], look)
        if len(report.not_recognised) > UNREAD_SHOWN:
            unread = len(report.not_recognised) - UNREAD_SHOWN
            lines += items([f"and more: {unread} (--full lists them)"], look)
    return lines


def _footer(report: Report, look: Look) -> list[Line]:
    number, unread = len(report.sources), report.sources_unconfirmed
    rooms = ", ".join(report.rooms_silent)
    number_without = report.not_covered_number
    without = f"; {number_without} subjects without a rule" if number_without else ""
    return [
        *fold(f"No answer: {rooms}{without}.", look, hang="  "),
        *fold(
            f"Sources: {number}, {unread} of them not confirmed. "
            "All of it: --full. Why: --explain CODE.",
            look,
            hang="  ",
        ),
        *fold(report.release, look, ink=Ink.MUTED),
    ]
