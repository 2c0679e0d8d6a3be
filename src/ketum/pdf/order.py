"""The order in which the rows of a page are read: tables beside each other one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketum.pdf.layout import Block, Row, is_quantity, lines_of, rows_of
from ketum.pdf.words import Word
from ketum.pdf.wrapped import with_wrapped

__all__ = ["in_reading_order"]

DEEPEST = 4
MOST_LINES = 500
FEWEST_RESULTS = 2
TITLE_LINES = 3

# Shares of the size of the type.
GAP = 1.0
BESIDE = 0.4
TITLE_GAP = 3.0

NAME = re.compile(r"(?:\d{1,2}['α-]{1,2}|[(\[])?[^\W\d]")
HEAD = re.compile(
    r"(?:analyte|test|parameter|compound|component|constituent|element|metal|organism|microb\w*"
    r"|pathogen|pesticide|solvent|mycotoxin|alkaloid|substance|adulterant|name|assay)s?\b",
    re.IGNORECASE,
)
BESIDE_A_NAME = re.compile(
    r"[%±]|[\w³μ]{1,4}/[\w³]+|(?:pp[mb]|pass\w*|fail\w*|results?|specs?|specifications?|units?|uom"
    r"|amounts?|conc\w*|methods?|test methods?|test results?|status|conclusion|limits?|lo[dq]|mdl"
    r"|values?|actions?|accept\w*|reporting|detection|nmt|nlt|uncertainty|claim\w*)\b",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"\b(?:hplc|uhplc|icp|lc|gc|ms|usp|aoac|fda|bam|epa|iso|astm|method|pcr|pass\w*|fail\w*|ppm|ppb"
    r"|mg|cfu|report\w*|complies|conform\w*|nmt|nlt|max\w*|limit|nd|n/a|absent|negative)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a page in which a left and a right column are read one after the other."""

    x: float
    top: float
    bottom: float
    lines: int


def in_reading_order(words: Sequence[Word], blocks: Sequence[Block], depth: int = 0) -> list[Row]:
    """The rows of a part of a page, free ones and those of ruled tables."""
    lines = lines_of(words)
    split = _split(lines, blocks) if depth < DEEPEST and len(lines) <= MOST_LINES else None
    if split is None:
        items = [(row.base, [row]) for row in with_wrapped(rows_of(words))]
        items += [(block.top, list(block.rows)) for block in blocks]
        return [row for _, rows in sorted(items, key=lambda item: item[0]) for row in rows]
    inside = [word for line in lines if split.top <= line[0].base <= split.bottom for word in line]
    between = [block for block in blocks if split.top <= _middle(block) <= split.bottom]
    parts = (
        (
            [word for line in lines if line[0].base < split.top for word in line],
            [block for block in blocks if _middle(block) < split.top],
        ),
        (
            [word for word in inside if word.left < split.x],
            [block for block in between if block.left < split.x],
        ),
        (
            [word for word in inside if word.left >= split.x],
            [block for block in between if block.left >= split.x],
        ),
        (
            [word for line in lines if line[0].base > split.bottom for word in line],
            [block for block in blocks if _middle(block) > split.bottom],
        ),
    )
    return [row for own, tables in parts for row in in_reading_order(own, tables, depth + 1)]


def _middle(block: Block) -> float:
    return (block.top + block.bottom) / 2


def _split(lines: Sequence[list[Word]], blocks: Sequence[Block]) -> Split | None:
    found = [*_between_blocks(lines, blocks)]
    for x in _gaps(lines):
        found += _between_lines(lines, blocks, x)
    return max(found, key=lambda split: split.lines, default=None)


def _between_blocks(lines: Sequence[list[Word]], blocks: Sequence[Block]) -> Iterable[Split]:
    """Ruled tables that stand beside each other, with the titles above them."""
    for left in blocks:
        for right in blocks:
            shared = min(left.bottom, right.bottom) - max(left.top, right.top)
            least = min(left.bottom - left.top, right.bottom - right.top)
            if left.right > right.left or shared < least / 2:
                continue
            x = (left.right + right.left) / 2
            top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
            if any(
                block.left < x < block.right and block.bottom > top and block.top < bottom
                for block in blocks
            ):
                continue
            for line in reversed([line for line in lines if line[0].base < top][-TITLE_LINES:]):
                if top - line[0].base > TITLE_GAP * line[0].size or _crosses(line, x):
                    break
                top = line[0].base
            yield Split(x, top - 0.1, bottom, len(left.rows) + len(right.rows))


def _gaps(lines: Sequence[list[Word]]) -> list[float]:
    """Where a right column could begin, from the left."""
    found = {
        round(after.left - BESIDE * after.size)
        for line in lines
        for before, after in pairwise(line)
        if after.left - before.right > GAP * after.size
    }
    return sorted(found)


def _between_lines(
    lines: Sequence[list[Word]], blocks: Sequence[Block], x: float
) -> Iterable[Split]:
    run: list[list[Word]] = []
    crossing = [block for block in blocks if block.left < x < block.right]
    for line in [*lines, []]:
        last = run[-1][0].base if run else 0.0
        is_parted = line and any(last < block.top < line[0].base for block in crossing)
        is_free = bool(line) and not _crosses(line, x) and not _goes_on(line, x)
        if is_free and not is_parted:
            run.append(line)
            continue
        if split := _of_run(run, x):
            yield split
        run = [line] if is_free else []


def _crosses(line: Iterable[Word], x: float) -> bool:
    return any(
        word.left < x + 0.2 * word.size and word.right > x - BESIDE * word.size for word in line
    )


def _goes_on(line: Iterable[Word], x: float) -> bool:
    """Whether what stands right of x belongs to the row that begins on the left."""
    left = [word for word in line if word.left < x]
    right = rows_of(word for word in line if word.left >= x)
    if not left or not right:
        return False
    text = right[0].cells[0].text
    return is_quantity(text) or BESIDE_A_NAME.match(text) is not None


def _of_run(run: Sequence[list[Word]], x: float) -> Split | None:
    """The part of the run in which results stand on both sides of x."""
    rows = [
        (
            rows_of(word for word in line if word.left < x),
            rows_of(word for word in line if word.left >= x),
        )
        for line in run
    ]
    left = [index for index, (row, _) in enumerate(rows) if row and _is_result(row[0])]
    right = [index for index, (_, row) in enumerate(rows) if row and _is_result(row[0])]
    if min(len(left), len(right)) < FEWEST_RESULTS:
        return None
    if left[-1] < right[0] or right[-1] < left[0]:
        return None  # one below the other
    names = {rows[index][1][0].cells[0].text for index in right}
    is_headed = any(row and HEAD.match(row[0].cells[0].text) for _, row in rows)
    is_uneven = len(set(left) ^ set(right)) > len(set(left) | set(right)) / 3
    has_cells = all(len(rows[index][1][0].cells) > 1 for index in right)
    if len(names) < len(right) or not (is_headed or is_uneven or has_cells):
        return None
    first, last = min(left[0], right[0]), max(left[-1], right[-1])
    for _ in range(TITLE_LINES):
        if first and run[first][0].base - run[first - 1][0].base < TITLE_GAP * run[first][0].size:
            first -= 1
    return Split(x, run[first][0].base - 0.1, run[last][-1].base + 0.1 + run[last][0].size, last)


def _is_result(row: Row) -> bool:
    """Whether a row begins with a name and goes on with an amount."""
    first = row.cells[0].text
    if not NAME.match(first) or NO_NAME.search(first) or is_quantity(first):
        return False
    if len(row.cells) > 1:
        return any(is_quantity(cell.text) for cell in row.cells[1:])
    return re.search(r"[^\W\d]{3}.* [<>]?\d", first) is not None
