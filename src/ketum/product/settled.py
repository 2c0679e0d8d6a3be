"""Results as they stand once the whole document is known: with its footnotes, and their role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.product.amounts import convert
from ketum.product.cells import Marks
from ketum.product.certificate import Censored, Confidence, NotRead, Result, Role
from ketum.product.footnotes import Footnote
from ketum.product.marked_notes import MarkedNote, with_note

__all__ = ["Placed", "settled"]

KINDS = {
    Censored.BELOW_LOQ: (("loq",),),
    Censored.NOT_DETECTED: (("nd", "lod"), ("loq",)),
}
NEVER_RAISED = (None, Censored.ABOVE)
PLAIN_ND = re.compile(r"(?i)nd|n\.d\.?|not detected|none detected|blq|bloq|<loq|<lod")


@dataclass(frozen=True, slots=True)
class Placed:
    """A result with the section it stands in.

    `is_bare` says that it is below a number and no heading says that this is a result.
    """

    result: Result
    section: str
    is_bare: bool = False
    marks: tuple[str, ...] = ()


def settled(
    placed: Sequence[Placed],
    footnotes: Sequence[Footnote],
    notes: Sequence[MarkedNote],
    role: Role,
    marks: Marks,
) -> tuple[list[Result], list[NotRead]]:
    """The results in order, and those that may as well be limits."""
    seen = {each.section for each in placed if not each.is_bare}
    meant = [_meant(note, placed) for note in footnotes]
    results, not_read = [], []
    for each in placed:
        result = with_note(each.result, each.marks, notes, marks)
        if each.is_bare and each.section not in seen and not PLAIN_ND.fullmatch(result.as_read):
            why = "no heading says whether this is a result or a limit."
            not_read.append(
                NotRead(text=result.as_read, why=why, page=result.page, line=result.line)
            )
            continue
        # A note that left the limit open is not filled from another one.
        is_open = any(doubt.startswith("note ") for doubt in result.doubts)
        noted = result if is_open else _with_footnote(result, meant, each.section)
        is_measured = noted.role is Role.MEASURED
        results.append(replace(noted, role=role) if is_measured else noted)
    return results, not_read


def _meant(note: Footnote, placed: Sequence[Placed]) -> Footnote:
    """The note without its section, where no result of that section has a unit like its own."""
    fits = any(
        each.section == note.section
        and convert(note.value, note.unit, each.result.unit) is not None
        for each in placed
        if not each.is_bare
    )
    return note if fits else replace(note, section="")


def _with_footnote(result: Result, footnotes: Sequence[Footnote], section: str) -> Result:
    """The limit of a footnote, where the row has none and one footnote alone can be meant.

    One that names the analyte raises the limit of the row too: it says more than a column.
    """
    if result.censored in NEVER_RAISED or result.unit.startswith("in "):
        return result
    own = [
        converted
        for note in footnotes
        if result.analyte in note.only
        and (converted := convert(note.value, note.unit, result.unit)) is not None
    ]
    if own and max(own) > (result.limit or Decimal(0)):
        return replace(result, limit=max(own), confidence=_least(result))
    if result.limit is not None:
        return result
    for kinds in KINDS.get(result.censored, (("lod",), ("loq",))):
        limits: set[Decimal] = set()
        for note in footnotes:
            if note.kind not in kinds or note.only or note.section not in ("", section):
                continue
            if note.kind == "nd" and note.unit != result.unit:
                continue
            converted = convert(note.value, note.unit, result.unit)
            if converted is not None:
                limits.add(converted)
        if len(limits) == 1:
            return replace(result, limit=limits.pop(), confidence=_least(result))
        if limits:
            return result
    return result


def _least(result: Result) -> Confidence:
    """A footnote makes nothing surer than it was."""
    return Confidence.LOW if result.confidence is Confidence.LOW else Confidence.MEDIUM
