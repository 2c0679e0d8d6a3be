"""Notes with a mark of their own below a table, and the values and names that carry the mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import convert, unit_of
from ketum.product.cells import NUMBER, POWER, SIGN, CellKind, Marks, number_in, read_cell, tidy
from ketum.product.certificate import Censored, Confidence, Result
from ketum.product.footnotes import limits_in
from ketum.product.layout import Cell, Document, Line, Page
from ketum.product.names import read_name
from ketum.product.sentences import name_and_value

__all__ = ["MarkedNote", "marks_on", "notes_of", "with_note", "with_signs"]

MARK = r"\((?:\d{1,2}|[a-z])\)|\[(?:\d{1,2}|[a-z])\]|[*†‡§#]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\^\d"
OPENS = re.compile(rf"(?:(?:foot)?notes?:? ?)?({MARK})[ :=.-]*(\S.*)", re.IGNORECASE)
CLOSES = re.compile(rf"(.*\S) ?({MARK})", re.IGNORECASE)
OF_LIMIT = re.compile(
    r"\b(?:lod|loq|mdl|detection|quanti(?:ta|fica)tion|reporting limit|limits?|raised|elevated"
    r"|nachweisgrenze|bestimmungsgrenze)\b",
    re.IGNORECASE,
)
OF_DOUBT = re.compile(
    r"estimat|approximat|outside|out of|exceed|beyond|interfer|matrix"
    r"|not (?:in the scope|accredited|validated)|unreliab|suspect|dilut|fail|recovery",
    re.IGNORECASE,
)
STATED = re.compile(
    rf"(?P<number>{NUMBER}{POWER}) ?(?P<unit>%(?: ?\(?w/w\)?)?|[a-zµμ]+(?:/| per )[a-z]+|ppm|ppb)",
    re.IGNORECASE,
)
RAISED = re.compile(r"rais|elevat|increas|higher|instead| from ", re.IGNORECASE)
WORD = re.compile(r"[A-Za-zÀ-ÿ]{3}")
SIGNED = (
    CellKind.NUMBER, CellKind.CENSORED, CellKind.ABSENT, CellKind.PRESENT, CellKind.AT_LEAST,
)  # fmt: skip
LONGEST = 160


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """What stands beside a mark, and where; it speaks of what carries the mark, of nothing else."""

    mark: str
    text: str
    page: int
    line: int


def notes_of(document: Document, analytes: Analytes, marks: Marks) -> tuple[MarkedNote, ...]:
    """The notes whose mark some value or name of the document carries."""
    found = [
        note for page in document.pages for line in page.lines
        for note in _notes(line, page.number, analytes)
    ]  # fmt: skip
    known = {note.mark for note in found}
    used = {
        mark for page in document.pages for line in page.lines for cell in line.cells
        if (mark := _mark_of(cell.text, known, analytes, marks))
    }  # fmt: skip
    return tuple(note for note in found if note.mark in used)


def _notes(line: Line, page: int, analytes: Analytes) -> Iterator[MarkedNote]:
    """Each cell that opens with a mark, with what follows up to the next one that does."""
    opened: list[tuple[str, list[str]]] = []
    for at, cell in enumerate(line.cells):
        text = tidy(cell.text)
        opens = OPENS.fullmatch(text)
        if opens is not None and read_name(opens[2], analytes).analyte is None:
            opened.append((opens[1], [opens[2]]))
        elif at == 0 and re.fullmatch(MARK, text):
            opened.append((text, []))
        elif opened:
            opened[-1][1].append(text)
        else:
            return
    for mark, texts in opened:
        if WORD.search(" ".join(texts)):
            yield MarkedNote(mark, " ".join(texts)[:LONGEST], page, line.number)


def _mark_of(text: str, known: set[str], analytes: Analytes, marks: Marks) -> str:
    """The mark that a value or a name ends with, "" where it ends with none of a note."""
    closes = CLOSES.fullmatch(text.strip())
    if closes is None or closes[2] not in known:
        return ""
    rest = closes[1].strip()
    # "10²" is a hundred, and no ten with a note.
    if rest.endswith("10") and closes[2][0] not in "([*†‡§#":
        return ""
    is_value = read_cell(rest, marks).kind in SIGNED
    if is_value or read_name(rest, analytes).analyte is not None:
        return closes[2]
    return closes[2] if name_and_value(rest, analytes) is not None else ""


def with_signs(
    page: Page, notes: Sequence[MarkedNote], analytes: Analytes, marks: Marks
) -> list[Line]:
    """The lines but those of notes, a mark set apart from the value or name it stands with."""
    known = {note.mark for note in notes}
    if not known:
        return list(page.lines)

    def signed(cell: Cell) -> Cell:
        mark = _mark_of(cell.text, known, analytes, marks)
        text = cell.text.strip()
        return replace(cell, text=f"{text.removesuffix(mark)}{SIGN}{mark}") if mark else cell

    own = {note.line for note in notes if note.page == page.number}
    return [
        replace(line, cells=tuple(map(signed, line.cells)))
        for line in page.lines
        if line.number not in own
    ]


def marks_on(result: Result, line: Line, analytes: Analytes) -> tuple[str, ...]:
    """The marks of a result: those of its value, and of its name."""
    names = (
        cell.text
        for cell in line.cells
        if SIGN in cell.text
        # What keeps a method from seeing it in one unit keeps it in every unit of the row.
        and (result.censored is not None or _names(cell.text, result.analyte, analytes))
    )
    found = (text.partition(SIGN)[2] for text in (result.as_read, *names))
    return tuple(dict.fromkeys(mark for mark in found if mark))


def _names(text: str, analyte: str, analytes: Analytes) -> bool:
    named = read_name(text, analytes).analyte
    return named is not None and named.id == analyte


def with_note(
    result: Result, marked: Sequence[str], notes: Sequence[MarkedNote], marks: Marks
) -> Result:
    """The result with the notes that its marks lead to, and the limit that they raise."""
    plain = replace(result, as_read=result.as_read.replace(SIGN, ""))
    for mark in marked:
        note = _nearest(result, [note for note in notes if note.mark == mark])
        if note is not None:
            plain = _noted(plain, note, marks)
    return plain


def _nearest(result: Result, notes: Sequence[MarkedNote]) -> MarkedNote | None:
    """The first note below the result, else the last above it."""
    here = (result.page, result.line)
    below = [note for note in notes if (note.page, note.line) >= here]
    return below[0] if below else (notes[-1] if notes else None)


def _noted(result: Result, note: MarkedNote, marks: Marks) -> Result:
    doubtful = OF_DOUBT.search(note.text) is not None
    least = Confidence.LOW if doubtful or result.confidence is Confidence.LOW else Confidence.MEDIUM
    noted = replace(
        result, confidence=least, doubts=(*result.doubts, f"note {note.mark} {note.text}")
    )
    if result.censored in (None, Censored.ABOVE) or OF_LIMIT.search(note.text) is None:
        return noted
    # Of what the row and the note say the highest counts: a note never makes a method see more.
    stated = _limits_of(result, note.text, marks)
    if not stated:
        return replace(noted, limit=None, lod=None, loq=None)
    return _raised(noted if doubtful else replace(noted, doubts=result.doubts), max(stated))


def _limits_of(result: Result, text: str, marks: Marks) -> list[Decimal]:
    """The limits a note states of the kind that censors the result; all, where one was raised."""
    kind = "loq" if result.censored is Censored.BELOW_LOQ else "lod"
    own = [
        converted
        for note in limits_in(text, marks)
        if note.kind == kind
        and (converted := convert(note.value, note.unit, result.unit)) is not None
    ]
    return own if own and not RAISED.search(text) else [*_stated(text, result.unit, marks)]


def _raised(result: Result, limit: Decimal) -> Result:
    highest = max(limit, result.limit if result.limit is not None else limit)
    if result.censored is Censored.BELOW_LOQ:
        return replace(result, limit=highest, loq=highest)
    return replace(result, limit=highest, lod=highest)


def _stated(text: str, unit: str, marks: Marks) -> Iterator[Decimal]:
    for found in STATED.finditer(tidy(text)):
        number, own = number_in(found["number"], marks), unit_of(found["unit"])
        if number is None or own is None:
            continue
        converted = convert(number, own, unit)
        if converted is not None:
            yield converted
