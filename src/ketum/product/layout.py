"""A document as lines of cells: what every format is brought to before it is understood."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cell", "Document", "Line", "Page"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text with where it begins and ends, in points or characters from the left."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page or one row of a table, its cells from left to right.

    `table` numbers the ruled table on the page that the line belongs to, 0 where none was drawn.
    """

    number: int
    cells: tuple[Cell, ...]
    table: int = 0

    @property
    def text(self) -> str:
        return "  ".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Page:
    """One page; its lines in reading order, one column after the other."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All pages; `kind` is `pdf`, `text`, `csv` or `json`; `pictures` are pages without text."""

    kind: str
    pages: tuple[Page, ...]
    pictures: tuple[int, ...] = ()
