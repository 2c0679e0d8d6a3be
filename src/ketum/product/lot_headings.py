"""Headings of tables in which each of several lots has columns of its own, brought to one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.columns import ColumnRole, named_columns, role_of_label, word_of_lot
from ketum.product.layout import Cell, Line

__all__ = ["with_lots_above", "with_lots_below"]

FEWEST = 2


def with_lots_above(above: Line, below: Line, analytes: Analytes) -> Line | None:
    """The lower line with the lot of each column, None where it is not plain which is whose.

    The headings have to repeat once for each lot, each lot above its own.
    """
    lots = [cell for cell in above.cells if word_of_lot(cell.text)]
    others = [cell for cell in above.cells if cell not in lots and cell not in below.cells]
    cells = sorted([*others, *below.cells], key=lambda cell: cell.left)
    if not _are_alike(lots) or named_columns(replace(below, cells=tuple(cells)), analytes) is None:
        return None
    texts = [cell.text.casefold() for cell in cells]
    results = [role_of_label(cell.text, analytes)[0] is ColumnRole.RESULT for cell in cells]
    found = []
    for length in range((len(cells) - 1) // len(lots), 0, -1):
        for start in range(1, len(cells) - length * len(lots) + 1):
            end = start + length * len(lots)
            block = texts[start : start + length]
            if (
                texts[start:end] == block * len(lots)
                and any(results[start:end])
                and not any(results[:start] + results[end:])
                and _are_above(lots, cells[start:end], length)
            ):
                found.append((start, length))
        if found:
            break
    if len(found) != 1:
        return None
    (start, length) = found[0]
    for at in range(start, start + length * len(lots)):
        cells[at] = _of_lot(lots[(at - start) // length], cells[at])
    return replace(below, cells=tuple(cells))


def _are_alike(lots: Sequence[Cell]) -> bool:
    """Whether there are several, under one word: a header may name a lot beside a sample."""
    words = {word_of_lot(cell.text) for cell in lots}
    return len(lots) >= FEWEST and len(words) == 1 and "" not in words


def _are_above(lots: Sequence[Cell], cells: Sequence[Cell], length: int) -> bool:
    """Whether each lot stands above some of its own columns, and above no other's."""
    for at, cell in enumerate(cells):
        over = [i for i, lot in enumerate(lots) if lot.left < cell.right and cell.left < lot.right]
        if any(i != at // length for i in over):
            return False
    return all(
        any(lot.left < c.right and c.left < lot.right for c in cells[i * length : (i + 1) * length])
        for i, lot in enumerate(lots)
    )


def with_lots_below(above: Line, below: Line, analytes: Analytes) -> Line | None:
    """The upper line with the lot that stands under each heading, None where it is none."""
    lots = below.cells
    if not _are_alike(lots) or named_columns(above, analytes) is None:
        return None
    cells = list(above.cells)
    for lot in lots:
        under = [
            at for at, c in enumerate(above.cells) if lot.left < c.right and c.left < lot.right
        ]
        if len(under) != 1 or cells[under[0]] is not above.cells[under[0]]:
            return None
        cells[under[0]] = _of_lot(lot, cells[under[0]])
    without = [
        cell
        for cell, own in zip(above.cells, cells, strict=True)
        if cell is own and role_of_label(cell.text, analytes)[0] is ColumnRole.RESULT
    ]
    return None if without else replace(above, cells=tuple(cells))


def _of_lot(lot: Cell, cell: Cell) -> Cell:
    return replace(cell, text=f"{lot.text} {cell.text}")
