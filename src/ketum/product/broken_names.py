"""A name broken over two lines or run into its value, put together or parted."""

from __future__ import annotations

import re
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.layout import Cell, Line
from ketum.product.names import read_name

__all__ = ["may_go_on", "parted", "put_together"]

HOLDS_NUMBER = re.compile(r"\d")
LONGEST = 40
LONG_NAME = re.compile(r"(.{3,60}?) ((?:< ?)?[\d.,]+|ND|<LO[DQ]|BLQ)")
# The beginning of a name of another substance than the word on the next line alone.
BEGINNING = re.compile(
    r"(?:hydroxy|hydro|iso|epi|allo|acetoxy|acetyl|dehydro|methyl|ethyl|oxo|fluoro|nor|pseudo"
    r"|inorganic|organic|-)$",
    re.IGNORECASE,
)


def may_go_on(line: Line) -> bool:
    """Whether a line may be the beginning of a name that goes on below."""
    first = line.cells[0].text
    is_short = not HOLDS_NUMBER.search(first[1:]) and len(first) < LONGEST
    return len(line.cells) == 1 and (is_short or first.rstrip().endswith("-"))


def put_together(above: Line, line: Line, analytes: Analytes) -> Line | None:
    """The lower line with the whole name, None where what is above is no part of it.

    Where each of the two names a substance of its own, which of them has the value cannot be told.
    """
    first = line.cells[0]
    before = above.cells[0].text.rstrip()
    alone, other = read_name(first.text, analytes), read_name(before, analytes)
    for glue in ("", " "):
        text = f"{before}{glue}{first.text}"
        whole = read_name(text, analytes)
        if whole.analyte is None or whole.conflict:
            continue
        if alone.analyte not in (None, whole.analyte) and other.analyte is not None:
            text = f"{before} / {first.text}"
        return replace(line, cells=(replace(first, text=text), *line.cells[1:]))
    if alone.analyte is not None and BEGINNING.search(before):
        return replace(line, cells=(replace(first, text=f"{before}{first.text}"), *line.cells[1:]))
    return None


def parted(line: Line, analytes: Analytes) -> Line:
    """A long name that left one space before the first number, parted from it."""
    first = line.cells[0]
    found = LONG_NAME.fullmatch(first.text)
    if found is None or read_name(first.text, analytes).analyte is not None:
        return line
    if read_name(found[1], analytes).analyte is None:
        return line
    at = first.left + (first.right - first.left) * found.start(2) / len(first.text)
    cells = (Cell(found[1], first.left, at - 1.0), Cell(found[2], at, first.right))
    return replace(line, cells=(*cells, *line.cells[1:]))
