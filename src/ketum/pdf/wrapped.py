"""Rows without ruled lines whose texts wrap: the lines of one row put together.

The end of a wrapped name may be the name of another substance, so a line that belongs to the
one below or above must not stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ketum.pdf.layout import Row, Span, is_quantity, joined

__all__ = ["with_wrapped"]

# Shares of the size of the type.
TIGHT = 1.32
LOOSE = 1.8
CLEARLY_WIDER = 1.12
MOST_LINES = 6
UNIT = re.compile(
    r"[(\[]?(?:%|pp[mb]|[^\W\d]{1,4}\s?/\s?\w{1,9}|% ?\(?w/w\)?)[)\]]?", re.IGNORECASE
)
UNFINISHED = re.compile(
    r"(?:[\w)]-|,|/|&|\b(?:and|und|et|y|of|the|von|de))$|\([^)]*$", re.IGNORECASE
)


def with_wrapped(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that were one row joined."""
    found: list[Row] = []
    for group in _groups(_with_units(rows)):
        merged = _merged(group) if 1 < len(group) <= MOST_LINES else None
        found += [merged] if merged else group
    return _unfinished_joined(found)


def _with_units(rows: Sequence[Row]) -> list[Row]:
    """A line that holds only units, joined to the headings above it."""
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else None
        if above and row.base - above.base <= LOOSE * above.size and len(above.cells) > 1:
            texts = [[cell.text] for cell in above.cells]
            for cell in row.cells:
                under = [n for n, head in enumerate(above.cells) if _overlap(cell, head)]
                if len(under) != 1 or not UNIT.fullmatch(cell.text):
                    break
                texts[under[0]].append(cell.text)
            else:
                above.cells = [
                    Span(joined(text), head.left, head.right)
                    for text, head in zip(texts, above.cells, strict=True)
                ]
                continue
        found.append(row)
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one.left < other.right and other.left < one.right


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Lines that stand close, with clearly more space above and below them than between them."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and row.base - groups[-1][-1].base <= TIGHT * max(row.size, groups[-1][-1].size):
            groups[-1].append(row)
        else:
            groups.append([row])
    kept: list[list[Row]] = []
    for index, group in enumerate(groups):
        inner = max((b.base - a.base for a, b in pairwise(group)), default=0.0)
        around = []
        if index:
            around.append(group[0].base - groups[index - 1][-1].base)
        if index + 1 < len(groups):
            around.append(groups[index + 1][0].base - group[-1].base)
        if all(space > CLEARLY_WIDER * inner for space in around):
            kept.append(group)
        else:
            kept += [[row] for row in group]
    return kept


def _merged(group: Sequence[Row]) -> Row | None:
    """One row, where only one of the lines holds amounts and the others fill its columns."""
    full = [row for row in group if any(is_quantity(cell.text) for cell in row.cells)]
    if len(full) != 1 or (len(full[0].cells) < 2 and len(group) < 3):
        return None
    amounts = [cell for cell in full[0].cells if is_quantity(cell.text)]
    if any(
        _overlap(c, at) for row in group if row is not full[0] for c in row.cells for at in amounts
    ):
        return None  # a heading, or another row
    columns = [[cell.left, cell.right] for cell in full[0].cells]
    first = min(row.cells[0].left for row in group)
    if columns[0][0] > first + full[0].size:
        columns.insert(0, [first, columns[0][0] - 1])
    texts: list[list[str]] = [[] for _ in columns]
    for row in group:
        for cell in row.cells:
            at = [
                n
                for n, (left, right) in enumerate(columns)
                if cell.left < right and cell.right > left
            ]
            if not at or (len(at) > 1 and row is not full[0]):
                return None
            texts[at[0]].append(cell.text)
            columns[at[0]][1] = max(columns[at[0]][1], cell.right)
    cells = [
        Span(joined(lines), left, right)
        for lines, (left, right) in zip(texts, columns, strict=True)
        if lines
    ]
    return Row(full[0].base, full[0].size, cells)


def _unfinished_joined(rows: Sequence[Row]) -> list[Row]:
    """A name that clearly goes on, joined to the start of the next line."""
    found: list[Row] = []
    small = [row.cells[0].text[:1].islower() for row in rows if len(row.cells) > 1]
    are_small = 2 * sum(small) > len(small)
    for row in rows:
        last = found[-1] if found else None
        goes_on = row.cells[0].text[:1].islower() and not are_small
        if (
            last
            and len(last.cells) == 1
            and (goes_on or UNFINISHED.search(last.cells[0].text))
            and row.base - last.base <= LOOSE * row.size
            and abs(row.cells[0].left - last.cells[0].left) < 2 * row.size
        ):
            first = row.cells[0]
            text = joined((last.cells[0].text, first.text))
            found[-1] = Row(
                row.base, row.size, [Span(text, first.left, first.right), *row.cells[1:]]
            )
        else:
            found.append(row)
    return found
