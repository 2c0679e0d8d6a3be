"""Marks of notes: which note a row points to, and what the note may change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ketum.product.cells import tidy

__all__ = ["mark_of_note", "mark_of_row", "may_change_a_limit", "notes_in"]

SIGNS = r"[*†‡§]+"
# A number or letter in brackets behind a cell; a limit there has a unit, or digits of its own.
BRACKETED = re.compile(r"\s*\(([1-9a-z])\)$", re.IGNORECASE)
SIGNED = re.compile(rf"({SIGNS})\)?$")
NOTE = re.compile(rf"\s*(?:\(([1-9a-z])\)|({SIGNS}))\s*[:.=]?\s*(\S.*)", re.IGNORECASE)
LIMIT = re.compile(
    r"\b(?:lod|loq|mdl|rl|(?:detection|quanti\w+|reporting) limits?|limits? of \w+)\b.*\d",
    re.IGNORECASE,
)
DOUBT = re.compile(
    r"\b(?:raised|elevated|dilut\w*|matrix|interfer\w*|estimat\w*|calibration|recover\w*)\b",
    re.IGNORECASE,
)


def mark_of_row(cells: Iterable[str]) -> str:
    """The mark behind any cell of a row, "" where there is none."""
    for text in cells:
        found = BRACKETED.search(tidy(text)) or SIGNED.search(tidy(text))
        if found is not None:
            return found[1].lower()
    return ""


def mark_of_note(text: str) -> str:
    """The mark that a note begins with, "" where the line is none."""
    found = NOTE.fullmatch(tidy(text))
    return "" if found is None else (found[1] or found[2]).lower()


def notes_in(lines: Iterable[str]) -> dict[str, str]:
    """What each mark stands for, all its lines together."""
    notes: dict[str, str] = {}
    for line in lines:
        mark = mark_of_note(line)
        if mark:
            notes[mark] = f"{notes.get(mark, '')} {tidy(line)}".strip()
    return notes


def may_change_a_limit(mark: str, notes: Mapping[str, str]) -> bool:
    """Whether the note of a mark states a limit, or says that something went otherwise."""
    note = notes.get(mark, "")
    return DOUBT.search(note) is not None or LIMIT.search(note) is not None
