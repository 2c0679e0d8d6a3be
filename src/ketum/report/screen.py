"""The report on one screen: what is dangerous, what to do, what was not checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ketum.report.build import Card, Report, Tier
from ketum.report.levels import screen_block
from ketum.report.lines import Ink, Line, Look, fold, items, mark
from ketum.report.text import NOTHING_ASKED, SERIOUS, heading
from ketum.report.told import Shown, Told, told_of

__all__ = ["SCREENS", "screen_lines"]

# The screens that must hold it all: width in columns, and lines.
SCREENS = ((80, 50), (100, 40))
UNREAD_SHOWN = 4
NOT_CHECKED_SHORT = 3
NOT_CHECKED_FEWEST = 1
EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much is shown of the findings of each loudness, and of what was not checked.

    `airy` gives each part an empty line; `tight` lets lists run on in their line.
    """

    urgent: Shown = Shown.WHOLE
    ruled_out: Shown = Shown.WHOLE
    serious: Shown = Shown.WHOLE
    quiet: Shown = Shown.TITLE
    airy: bool = False
    not_checked: int | None = NOT_CHECKED_SHORT
    tight: bool = False

    def of(self, severity: str) -> Shown:
        """How much is shown of a finding of this severity."""
        loud = {EMERGENCY: self.urgent, "contraindicated": self.ruled_out, "major": self.serious}
        return loud.get(severity, self.quiet)


ALL, SHORT, FORBIDDEN = Shown.ACTION, Shown.FIRST, Shown.FORBIDDEN
# From the most that is shown to the least.
DETAILS = (
    Detail(quiet=Shown.ACTION, airy=True, not_checked=None),
    Detail(airy=True, not_checked=None),
    Detail(not_checked=None),
    Detail(),
    Detail(tight=True),
    Detail(urgent=ALL, ruled_out=ALL, serious=ALL, tight=True),
    Detail(urgent=ALL, ruled_out=ALL, serious=SHORT, tight=True),
)
FEWEST = Detail(
    urgent=ALL,
    ruled_out=Shown.TITLE,
    serious=Shown.TITLE,
    quiet=Shown.COUNT,
    not_checked=NOT_CHECKED_FEWEST,
    tight=True,
)
# Beside an emergency, which keeps its whole action, everything else waits.
BESIDE_EMERGENCY = (
    Detail(urgent=ALL, ruled_out=SHORT, serious=SHORT, tight=True),
    Detail(urgent=ALL, ruled_out=SHORT, serious=FORBIDDEN, tight=True),
    Detail(urgent=ALL, ruled_out=SHORT, serious=FORBIDDEN, quiet=Shown.COUNT, tight=True),
    replace(FEWEST, ruled_out=FORBIDDEN, serious=FORBIDDEN),
    replace(FEWEST, ruled_out=FORBIDDEN),
    FEWEST,
)
LAST_WITHOUT = Detail(urgent=ALL, ruled_out=ALL, serious=SHORT, quiet=Shown.COUNT, tight=True)


def screen_lines(report: Report, look: Look) -> list[Line]:
    """As much detail as fits each of `SCREENS`, laid out as `look` says.

    The detail never hangs on the width, so that every width holds the same words.
    """
    is_emergency = report.document["disposition"] == EMERGENCY
    details = (*DETAILS, *(BESIDE_EMERGENCY if is_emergency else (LAST_WITHOUT,)))
    for detail in details:
        if all(
            len(_laid_out(report, Look(width=width), detail)) <= lines for width, lines in SCREENS
        ):
            return _laid_out(report, look, detail)
    return _laid_out(report, look, details[-1])


def _laid_out(report: Report, look: Look, detail: Detail) -> list[Line]:
    told = told_of(report.tiers, detail.of)
    help_now = fold(f"Help: {' '.join(report.help_now)}", look, hang="  ")
    is_emergency = report.document["disposition"] == EMERGENCY
    do_now = fold(f"What to do: {report.do_now}", look, hang="  ")
    loud = {tier.severity: _loud(tier, told, look, detail) for tier in report.tiers}
    blocks = [
        [*heading(report, look), *do_now, *(help_now if is_emergency else [])],
        *(lines for severity, lines in loud.items() if severity == EMERGENCY),
        fold(report.not_recommended, look),
        *(lines for severity, lines in loud.items() if severity in SERIOUS),
        _not_checked(report, look, detail),
        *_quiet_blocks(report, told, look, detail),
        *(
            []
            if report.levels is None or detail.quiet is Shown.COUNT
            else [screen_block(report.levels, look)]
        ),
        [*([] if is_emergency else help_now), *_footer(report, told, look, detail)],
    ]
    lines: list[Line] = []
    for block in blocks:
        lines += [Line(""), *block] if lines and detail.airy else block
    return lines


def _tier_words(tier: Tier, look: Look) -> str:
    return f"{mark(tier.word, Ink(tier.severity), look)} ({len(tier.cards)})"


def _loud(tier: Tier, told: Mapping[str, Told], look: Look, detail: Detail) -> list[Line]:
    if detail.of(tier.severity) is Shown.TITLE:
        return _titles(tier, look)
    lines = [Line(_tier_words(tier, look), Ink(tier.severity))]
    titles = []
    for card in tier.cards:
        said = told[card.code]
        if said.action:
            lines += _card(card, said, look)
        else:
            titles.append(card.title)
    if titles:
        lines += fold(f"{'; '.join(titles)}. {MORE}", look, indent="  ", hang="    ")
    return lines


READ_FIRST = "What must not be done is among it: read it first."
# Beside what is cut; the last lines say how much there is, and the option that shows it.
MORE = "[more]"


def _card(card: Card, said: Told, look: Look) -> list[Line]:
    title = f"{card.title} ({card.code})"
    if said.shown is not Shown.WHOLE:
        cut = "" if said.is_whole else f" {MORE}"
        # Where so little is told, its code is looked up with the rest.
        name = card.title if said.shown is Shown.FORBIDDEN else title
        return fold(f"{name}: {said.action}{cut}", look, indent="  ", hang="    ")
    lines = fold(title, look, indent="  ", hang="    ", ink=Ink.STRONG)
    lines += fold(f"Do: {said.action}", look, indent="    ", hang="        ")
    if card.because:
        reasons = f"Because: {'; '.join(card.because)}"
        lines += fold(reasons, look, indent="    ", hang="        ")
    return lines


def _quiet_blocks(
    report: Report, told: Mapping[str, Told], look: Look, detail: Detail
) -> list[list[Line]]:
    """One block a tier; titles alone are so short that one block holds all of them."""
    others = [t for t in report.tiers if t.severity not in (EMERGENCY, *SERIOUS)]
    if detail.quiet is Shown.COUNT:
        counted = [_tier_words(tier, look) for tier in others]
        counted += [] if report.levels is None else ["Exposure"]
        return [fold(f"{', '.join(counted)}: with --full.", look, hang="  ")] if counted else []
    if detail.quiet is Shown.TITLE and others:
        return [[line for tier in others for line in _titles(tier, look)]]
    return [_quiet(tier, told, look) for tier in others]


def _titles(tier: Tier, look: Look) -> list[Line]:
    titles = "; ".join(card.title for card in tier.cards)
    return fold(f"{_tier_words(tier, look)}: {titles}.", look, hang="  ")


def _quiet(tier: Tier, told: Mapping[str, Told], look: Look) -> list[Line]:
    lines = [Line(_tier_words(tier, look), Ink(tier.severity))]
    for card in tier.cards:
        lines += fold(f"{card.title}: {told[card.code].action}", look, indent="  ", hang="    ")
    return lines


def _not_checked(report: Report, look: Look, detail: Detail) -> list[Line]:
    words = f"{mark('Not checked', Ink.UNKNOWN, look)} (facts not known: {report.not_known})"
    shown = list(report.not_checked_short[: detail.not_checked] or NOTHING_ASKED)
    more = len(report.not_checked_short[len(shown) :]) + report.not_checked_more
    if more:
        shown.append(f"More not checked: {more} (--full lists them)")
    lines = _part(words, shown, look, detail)
    unread = report.not_recognised_short
    if unread:
        words = f"{mark('Not recognised', Ink.UNKNOWN, look)} ({len(unread)})"
        shown = list(unread[:UNREAD_SHOWN])
        if len(unread) > UNREAD_SHOWN:
            shown.append(f"More not recognised: {len(unread) - UNREAD_SHOWN} (--full lists them)")
        lines += _part(words, shown, look, detail)
    return lines


def _part(words: str, shown: Iterable[str], look: Look, detail: Detail) -> list[Line]:
    """A heading and its list, or one after the other in a running line."""
    if not detail.tight or look.width is None:
        return [*fold(words, look, ink=Ink.UNKNOWN), *items(shown, look)]
    ended = (each if each.endswith((".", "?")) else f"{each}." for each in shown)
    return fold(f"{words}: {' '.join(ended)}", look, hang="  ")


def _footer(report: Report, told: Mapping[str, Told], look: Look, detail: Detail) -> list[Line]:
    rooms = ", ".join(report.rooms_silent)
    number_without = report.not_covered_number
    without = f"; {number_without} subjects without a rule" if number_without else ""
    answers = f"No answer: {rooms}{without}."
    sources = f"Sources: {len(report.sources)}, {report.sources_unconfirmed} of them not confirmed."
    folded = _folded(told.values(), detail)
    read_on = f"{folded} All of it: --full. Why: --explain CODE.".strip()
    parts = (
        [f"{answers} {sources}"] if detail.tight and look.width is not None else [answers, sources]
    )
    said = [line for part in (*parts, read_on) for line in fold(part, look, hang="  ")]
    return [*said, *fold(report.release, look, ink=Ink.MUTED)]


def _folded(told: Iterable[Told], detail: Detail) -> str:
    """How much of the findings does not stand here."""
    listed = tuple(told)
    titles = sum(not said.action for said in listed)
    cut = sum(bool(said.action) and not said.is_whole for said in listed)
    reasons = sum(said.has_reasons and said.shown is not Shown.WHOLE for said in listed)
    counted = (
        (titles, "{} actions" if titles > 1 else "1 action"),
        (cut, "a part of {} actions" if cut > 1 else "a part of 1 action"),
        (reasons, "the reasons of {} findings" if reasons > 1 else "the reasons of 1 finding"),
    )
    parts = [words.format(number) for number, words in counted if number]
    if not parts:
        return ""
    warned = f" {READ_FIRST}" if detail.serious is Shown.TITLE else ""
    return f"Folded here: {', '.join(parts)}.{warned}"
