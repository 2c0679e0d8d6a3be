"""Results as they stand once the whole document is known: with its footnotes, and their role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.product.amounts import convert
from ketum.product.certificate import Censored, Confidence, NotRead, Result, Role
from ketum.product.footnotes import Footnote
from ketum.product.notes import may_change_a_limit

__all__ = ["Placed", "settled"]

NOTED = "a note stands beside it: {note}"
PLAIN_ND = re.compile(r"(?i)nd|n\.d\.?|not detected|none detected|blq|bloq|<loq|<lod")


@dataclass(frozen=True, slots=True)
class Placed:
    """A result with the section it stands in.

    `is_bare` says that it is below a number and no heading says that this is a result.
    """

    result: Result
    section: str
    is_bare: bool = False


def settled(
    placed: Sequence[Placed],
    footnotes: Sequence[Footnote],
    role: Role,
    notes: Mapping[str, str],
) -> tuple[list[Result], list[NotRead]]:
    """The results in order, and those that may as well be limits.

    `notes` are those of the document by their mark.
    """
    seen = {each.section for each in placed if not each.is_bare}
    pointed = {each.result.noted for each in placed}
    # A mark that no row bears stands at a heading, and its note is for all.
    meant = [
        _meant(note if note.mark in pointed else replace(note, mark=""), placed)
        for note in footnotes
    ]
    results, not_read = [], []
    for each in placed:
        result = each.result
        if each.is_bare and each.section not in seen and not PLAIN_ND.fullmatch(result.as_read):
            why = "no heading says whether this is a result or a limit."
            not_read.append(
                NotRead(text=result.as_read, why=why, page=result.page, line=result.line)
            )
            continue
        noted = _with_footnote(_doubted(result, meant, notes), meant, each.section)
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


def _doubted(result: Result, footnotes: Sequence[Footnote], notes: Mapping[str, str]) -> Result:
    """A result whose note may change it: without its limit, unless the note states the new one."""
    if not result.noted or not may_change_a_limit(result.noted, notes):
        return result
    if any(note.mark == result.noted for note in footnotes):
        is_censored = result.censored is not None
        return replace(result, limit=None, lod=None, loq=None) if is_censored else result
    return replace(
        result,
        limit=None,
        lod=None,
        loq=None,
        confidence=Confidence.LOW,
        doubts=(*result.doubts, NOTED.format(note=notes[result.noted])),
    )


def _with_footnote(result: Result, footnotes: Sequence[Footnote], section: str) -> Result:
    """The limit of a footnote, where the row has none and one footnote alone can be meant."""
    if result.censored is None or result.limit is not None or result.unit.startswith("in "):
        return result
    wanted = ("loq",) if result.censored is Censored.BELOW_LOQ else ("lod", "loq")
    for kind in wanted:
        limits: set[Decimal] = set()
        for note in footnotes:
            if note.kind != kind or note.mark != _bound(result, footnotes):
                continue
            if note.section not in ("", section) and not note.mark:
                continue
            converted = convert(note.value, note.unit, result.unit)
            if converted is not None:
                limits.add(converted)
        if len(limits) == 1:
            return replace(result, limit=limits.pop(), confidence=Confidence.MEDIUM)
        if limits:
            return result
    return result


def _bound(result: Result, footnotes: Sequence[Footnote]) -> str:
    """The mark of the notes that are for this result: its own, or that of notes for all."""
    return result.noted if any(note.mark == result.noted for note in footnotes) else ""
