"""Words and drawn lines of a page as rows of cells in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ketum.product.pdf_words import Word

__all__ = ["Row", "Span", "joined", "lines_of", "rows_of"]

# Shares of the size of the type.
SAME_ROW = 0.4
CELL_GAP = 0.75


@dataclass(frozen=True, slots=True)
class Span:
    """The text of a cell and where it begins and ends, in points from the left."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """One row of cells; `table` is 0 outside of a ruled table."""

    base: float
    size: float
    cells: list[Span] = field(default_factory=list)
    table: int = 0


def rows_of(words: Iterable[Word]) -> list[Row]:
    """The rows of words without ruled lines, cells where the gap is wider than a space."""
    return [_row(line) for line in lines_of(words)]


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words of each line, both in order."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if lines and word.base - lines[-1][0].base < SAME_ROW * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: word.left)
    return lines


def _row(line: Sequence[Word]) -> Row:
    groups: list[list[Word]] = []
    for word in line:
        if groups and word.left - groups[-1][-1].right <= CELL_GAP * word.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return Row(
        base=line[0].base,
        size=max(word.size for word in line),
        cells=[
            Span(" ".join(word.text for word in group), group[0].left, group[-1].right)
            for group in groups
        ],
    )


def joined(lines: Iterable[str]) -> str:
    """Lines of one cell as one text; a word that was parted at a hyphen is put together."""
    text = ""
    for line in lines:
        is_parted = re.search(r"\w-$", text) and re.match(r"\w", line)
        text += line if is_parted or not text else f" {line}"
    return text
