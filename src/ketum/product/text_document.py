"""Plain text as lines of cells: two spaces, a tab or a drawn line part them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketum.product.layout import Cell, Document, Line, Page

__all__ = ["text_document"]

GAP = re.compile(r"\s{2,}|\t+|\s*[|│┃║¦]\s*|\s*(?:\.{3,}|…+|_{3,})\s*")
BARS = re.compile(r"[|│┃║¦]")
BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,120}?)(?<=\S)\1")
FEWEST_BARS = 2
WIDTH = 10.0
RULE = re.compile(r"[\s\-=_+|─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬:.*]*")
COMMENT = re.compile(r"# ?(?:kind|completeness|source|seen):")


def text_document(text: str) -> Document:
    """The document of a text; a form feed begins a page. Lines of drawing alone are left out."""
    pages = tuple(
        Page(number, tuple(_lines(part))) for number, part in enumerate(text.split("\f"), start=1)
    )
    return Document(kind="text", pages=pages)


def _lines(text: str) -> Iterator[Line]:
    # One tab between cells parts columns; several in a row only fill a line up.
    by_tab = "\t" in text and "\t\t" not in text
    for number, raw in enumerate(text.splitlines(), start=1):
        line = BOLD.sub(r"\2", raw)
        is_parted = by_tab and "\t" in line and "|" not in line
        line = line.expandtabs(8) if "|" not in line and not is_parted else line
        if RULE.fullmatch(line) or COMMENT.match(line):
            continue
        cells = tuple(_parted(line) if is_parted else _cells(line))
        if cells:
            yield Line(number, cells)


def _parted(line: str) -> Iterator[Cell]:
    for at, part in enumerate(line.split("\t")):
        if part.strip():
            yield Cell(part.strip(), WIDTH * at, WIDTH * at + WIDTH / 2)


def _cells(line: str) -> Iterator[Cell]:
    """The pieces of a line; between drawn bars each has the place of its column."""
    if len(BARS.findall(line)) >= FEWEST_BARS:
        for at, part in enumerate(BARS.split(line)):
            if part.strip():
                yield Cell(part.strip(), WIDTH * at, WIDTH * at + WIDTH / 2)
        return
    start = 0
    for gap in GAP.finditer(line):
        yield from _cell(line, start, gap.start())
        start = gap.end()
    yield from _cell(line, start, len(line))


def _cell(line: str, start: int, end: int) -> Iterator[Cell]:
    text = line[start:end].strip()
    if text:
        yield Cell(text, float(start), float(start + len(text)))
