"""Comma-separated text as lines of cells."""

from __future__ import annotations

import csv
import re
from collections import Counter

from ketum.product.layout import Cell, Document, Line, Page

__all__ = ["csv_document", "delimiter_of"]

DELIMITERS = (";", "\t", ",")
OUTSIDE_NUMBERS = re.compile(r"(?<!\d),|,(?!\d)")
WIDTH = 10.0
MOST_COLUMNS = 1_000
SHOWS = 3


def delimiter_of(text: str) -> str | None:
    """What parts the cells, None where the text is no table of that kind.

    It stands in most lines, equally often; a comma that may be a decimal one comes last.
    """
    lines = [line for line in text.splitlines() if line.strip()][:200]
    for delimiter in DELIMITERS:
        parts = OUTSIDE_NUMBERS if delimiter == "," else re.compile(re.escape(delimiter))
        counts = Counter(_marks(line, delimiter) for line in lines if parts.search(line))
        if not counts:
            continue
        _, often = counts.most_common(1)[0]
        if often >= min(SHOWS, len(lines)) and 2 * sum(counts.values()) >= len(lines):
            return delimiter
    return None


def _marks(line: str, delimiter: str) -> int:
    """How many cells but one a line has; what stands in quotes is one cell."""
    return sum(len(row) - 1 for row in csv.reader([line], delimiter=delimiter))


def csv_document(text: str, delimiter: str) -> Document:
    """Every row as a line; a column stands at the same place in every row."""
    lines = []
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
        cells = tuple(
            Cell(value.strip(), WIDTH * at, WIDTH * at + WIDTH / 2)
            for at, value in enumerate(row[:MOST_COLUMNS])
            if value.strip()
        )
        if cells:
            lines.append(Line(number, cells, table=1))
    return Document(kind="csv", pages=(Page(1, tuple(lines)),))
