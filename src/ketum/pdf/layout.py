"""Words and grids of a page as rows of cells in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketum.pdf.rules import Field, Grid
from ketum.pdf.words import Word

__all__ = ["Block", "Row", "Span", "joined", "lines_of", "rows_of", "table_of"]

# Shares of the size of the type.
SAME_ROW = 0.4
CELL_GAP = 0.75
APART_GAP = 0.33

FEWEST_ROWS = 3

QUANTITY = re.compile(
    r"(?![\d,']+-[^\W\d])"
    r"(?:[<>≤≥~±=]|NMT|NLT|n\.?d\.?|nd|blq|bql|absent|not detected|none detected|negative"
    r"|[<>≤≥]? ?lo[dq])?[ <>≤≥=]*(?:[\d.,]+.*)?\*?",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\d|n\.?d|blq|bql|lo[dq]|absent|detected|negative", re.IGNORECASE)
LABEL = re.compile(r"[^\W\d][\w /#.&-]{1,30}:")
PER_COLUMN = re.compile(
    r"\b(?:lod|loq|mdl|mrl|rl|limits?|spec\w*|units?|method\w*|grenzwert|einheit|methode)\b",
    re.IGNORECASE,
)


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
    cells: list[Span]
    table: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A ruled table where it stands on the page."""

    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[Row, ...]


def is_quantity(text: str) -> bool:
    """Whether a text is an amount, or stands where one would."""
    return bool(text) and QUANTITY.fullmatch(text) is not None


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
        most = (APART_GAP if word.is_apart else CELL_GAP) * word.size
        if groups and word.left - groups[-1][-1].right <= most:
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


def table_of(grid: Grid, words: Sequence[Word], number: int) -> tuple[Block | None, list[Word]]:
    """The rows of a grid, and the words outside of it; None where the lines make no table."""
    inside: list[list[Word]] = [[] for _ in grid.fields]
    outside: list[Word] = []
    for word in words:
        at = grid.field_at((word.left + word.right) / 2, word.base - word.size * 0.3)
        (outside if at is None else inside[at]).append(word)
    filled = [field for field, own in zip(grid.fields, inside, strict=True) if own]
    if len({field.columns for field in filled}) < 2:
        return None, list(words)
    texts = [lines_of(own) for own in inside]
    rows: list[Row] = []
    for index in range(len(grid.down) - 1):
        rows += _rows_of_band(grid, texts, index)
    for row in rows:
        row.table = number
    return Block(grid.left, grid.right, grid.top, grid.bottom, tuple(rows)), outside


Lines = list[list[Word]]


def _rows_of_band(grid: Grid, texts: list[Lines], index: int) -> list[Row]:
    """The rows between two level lines of a grid."""
    numbers = list(dict.fromkeys(grid.places[index]))
    band = [(grid.fields[number], texts[number]) for number in numbers if texts[number]]
    cells: list[tuple[Field, Lines]] = []
    apart: list[Row] = []
    for field, lines in band:
        starts_here = field.rows[0] == index
        if _is_panel(lines):
            apart += [_row(line) for line in lines] if starts_here else []
        elif field.rows[0] == field.rows[1] or _may_repeat(grid, texts, field, lines):
            cells.append((field, lines))
        elif starts_here:
            apart.append(_whole_row([(field, lines)]))
    if not any(field.rows == (index, index) for field, _ in cells):
        cells = [(field, lines) for field, lines in cells if field.rows[0] == index]
    return [*_split(cells), *apart]


def _is_panel(lines: Lines) -> bool:
    """Whether a cell holds a small table of its own, made with gaps, or fields of a header."""
    several = sum(len(_row(line).cells) > 1 for line in lines)
    labelled = sum(LABEL.match(_text([line])) is not None for line in lines)
    return (several > 1 and len(lines) > 2) or labelled > 1


def _may_repeat(grid: Grid, texts: list[Lines], field: Field, lines: Lines) -> bool:
    """Whether a cell that reaches over rows speaks of each of them.

    A name, a method or a limit does. An amount may be that of all rows together, so it stays on
    a row of its own, where nobody takes it for the amount of one.
    """
    if not is_quantity(_text(lines)):
        return True
    if field.rows[0] == 0:
        return False
    head = texts[grid.places[0][field.columns[0]]]
    return PER_COLUMN.search(_text(head)) is not None


def _text(lines: Lines) -> str:
    return joined(" ".join(word.text for word in line) for line in lines)


def _split(cells: list[tuple[Field, Lines]]) -> list[Row]:
    """One row; or several, where columns of amounts stand between two level lines."""
    if not cells:
        return []
    names = [line[0].base for line in cells[0][1]]
    amounts = [lines for _, lines in cells if len(lines) > 2 and all(map(_is_amount, lines[1:]))]
    step = SAME_ROW * cells[0][1][0][0].size
    is_level = all(
        any(abs(line[0].base - base) < step for base in names)
        for _, lines in cells
        for line in lines
    )
    if len(names) < FEWEST_ROWS or not amounts or not is_level:
        return [_whole_row(cells)]
    return [
        _whole_row(
            [
                (field, [line])
                for field, lines in cells
                for line in lines
                if abs(line[0].base - base) < step
            ]
        )
        for base in names
    ]


def _is_amount(line: list[Word]) -> bool:
    text = _text([line])
    return is_quantity(text) and AMOUNT.search(text) is not None


def _whole_row(cells: list[tuple[Field, Lines]]) -> Row:
    first = cells[0][1][0][0]
    return Row(
        base=first.base,
        size=first.size,
        cells=[Span(_text(lines), field.left, field.right) for field, lines in cells],
    )
