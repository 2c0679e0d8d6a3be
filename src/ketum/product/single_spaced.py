"""Tables copied out of a viewer, whose cells stand one space apart: put back into cells.

A row is parted only where it can be in one way: its name is known, and each piece behind it fits
the heading of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.cells import CellKind, Marks, read_cell
from ketum.product.columns import Column, ColumnRole, columns_of, named_columns
from ketum.product.layout import Cell, Line
from ketum.product.names import read_name

__all__ = ["with_cells_parted"]

WIDTH = 10.0
LONGEST = 200
MOST_WORDS = 24
MOST_IN_HEADING = 4
MOST_IN_NAME = 8
FEWEST_COLUMNS = 3
R = ColumnRole
NUMERIC = (R.LOD, R.LOQ)
VALUES = (R.RESULT, R.CLAIM)
VALUE_KINDS = (
    CellKind.NUMBER, CellKind.CENSORED, CellKind.ABSENT, CellKind.PRESENT, CellKind.NOT_TESTED,
)  # fmt: skip
GLUED = re.compile(r"(?<=[<>≤≥±]) (?=\d)| (?=±)|(?<=\d) (?=[x×] ?10)|(?<=[x×]) (?=10)")


def with_cells_parted(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines, the rows below such a heading with a cell for each column."""
    found: list[Line] = []
    columns: tuple[Column, ...] | None = None
    for line in lines:
        parted: Line | None = None
        if len(line.cells) != 1 or len(line.text) > LONGEST:
            columns = None
        elif (heading := _heading(line, analytes)) is not None:
            parted, columns = heading
        elif columns is not None:
            parted = _row(line, columns, analytes)
        found.append(parted or line)
    return found


def _heading(line: Line, analytes: Analytes) -> tuple[Line, tuple[Column, ...]] | None:
    """A line of words that heads columns, each word used, the longest phrases first."""
    words = line.text.split()
    if not FEWEST_COLUMNS <= len(words) <= MOST_WORDS:
        return None
    pieces = list(_phrases(words, analytes))
    if len(pieces) < FEWEST_COLUMNS or "" in pieces:
        return None
    parted = replace(line, cells=_placed(pieces))
    columns = columns_of(parted, analytes)
    if columns is None or columns[0].role is not R.ANALYTE:
        return None
    if any(c.role in (R.OF_ANALYTE, R.OF_SAMPLE, R.ANALYTE) for c in columns[1:]):
        return None
    return parted, columns


def _phrases(words: Sequence[str], analytes: Analytes) -> Iterator[str]:
    """The headings one after the other; "" where a word heads nothing."""
    at = 0
    while at < len(words):
        for length in range(min(MOST_IN_HEADING, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if _heads(phrase, analytes):
                yield phrase
                at += length
                break
        else:
            yield ""
            return


def _heads(phrase: str, analytes: Analytes) -> bool:
    """Whether a phrase heads a column, by itself beside one of analytes and one of results."""
    beside = ("Analyte", "Result", phrase)
    columns = named_columns(Line(1, _placed(beside)), analytes)
    if columns is None:
        return False
    names_nothing = (R.OTHER, R.UNKNOWN, R.OF_ANALYTE, R.OF_SAMPLE)
    return columns[-1].role not in names_nothing or phrase.lower() in {"status", "pass/fail"}


def _row(line: Line, columns: Sequence[Column], analytes: Analytes) -> Line | None:
    """The cells of a row, None where they cannot be told apart or one is missing."""
    words = GLUED.sub("", line.text).split()
    names = [
        length
        for length in range(1, min(MOST_IN_NAME, len(words)))
        if read_name(" ".join(words[:length]), analytes).analyte is not None
    ]
    if not names:
        return None
    name, rest = " ".join(words[: names[-1]]), words[names[-1] :]
    if len(rest) != len(columns) - 1:
        return None
    if not all(_fits(text, c) for text, c in zip(rest, columns[1:], strict=True)):
        return None
    return replace(line, cells=_placed((name, *rest)))


def _fits(text: str, column: Column) -> bool:
    if column.role is R.UNIT:
        return unit_of(text) is not None
    if column.role in VALUES:
        return read_cell(text, Marks.NOT_SEEN).kind in VALUE_KINDS or text[:1].isdigit()
    if column.role in NUMERIC:
        return text[:1].isdigit() or text in ("-", "—", "–")
    return True


def _placed(texts: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(text, WIDTH * at, WIDTH * at + WIDTH / 2) for at, text in enumerate(texts))
