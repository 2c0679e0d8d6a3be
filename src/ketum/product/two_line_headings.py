"""Headings of tables that run over two lines, brought to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.columns import ColumnRole, columns_of
from ketum.product.layout import Cell, Line
from ketum.product.lot_headings import with_lots_above, with_lots_below

__all__ = ["with_headings_joined"]

FEWEST = 2
HOLDS_NUMBER = re.compile(r"\d")


def with_headings_joined(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines, each heading with its units or second words below it as one line."""
    found: list[Line] = []
    for line in lines:
        joined = None
        if found:
            joined = (
                with_lots_above(found[-1], line, analytes)
                or with_lots_below(found[-1], line, analytes)
                or _split(found[-1], line, analytes)
                or _joined(found[-1], line, analytes)
            )
        if joined is None:
            found.append(line)
        else:
            found[-1] = joined
    return found


def _split(above: Line, below: Line, analytes: Analytes) -> Line | None:
    """A heading over two units or more, one for each; a cell drawn over both lines is one."""
    units = [cell for cell in below.cells if cell not in above.cells]
    if len(units) < FEWEST or any(unit_of(cell.text) is None for cell in units):
        return None
    cells: list[Cell] = []
    placed = 0
    for cell in above.cells:
        under = [c for c in units if cell.left - 1.0 <= c.left and c.right <= cell.right + 1.0]
        placed += len(under)
        cells += [replace(c, text=f"{cell.text} ({c.text.strip('()[] ')})") for c in under] or [
            cell
        ]
    line = replace(above, cells=tuple(cells))
    is_split = placed == len(units) and len(cells) > len(above.cells)
    return line if is_split and columns_of(line, analytes) is not None else None


def _joined(above: Line, below: Line, analytes: Analytes) -> Line | None:
    """Both as one, None where the lower one is not the rest of a heading."""
    if len(below.cells) > len(above.cells) or len(above.cells) < FEWEST:
        return None
    are_units = all(unit_of(cell.text) is not None for cell in below.cells)
    if not are_units and HOLDS_NUMBER.search(below.text):
        return None
    if not are_units and (len(below.cells) < FEWEST or columns_of(below, analytes) is not None):
        return None
    cells = list(above.cells)
    for cell in below.cells:
        under = [i for i, c in enumerate(above.cells) if _overlap(c, cell) > 0.0]
        if len(under) != 1:
            return None
        at = under[0]
        text = f"{cells[at].text} ({cell.text.strip('()[] ')})" if are_units else (
            f"{cells[at].text} {cell.text}"
        )  # fmt: skip
        cells[at] = Cell(text, min(cells[at].left, cell.left), max(cells[at].right, cell.right))
    line = replace(above, cells=tuple(cells))
    before, after = columns_of(above, analytes), columns_of(line, analytes)
    if after is None or (before is None and are_units):
        return None
    if not are_units and any(
        column.role in (ColumnRole.OTHER, ColumnRole.UNKNOWN) for column in after
    ):
        return None
    return line


def _overlap(first: Cell, second: Cell) -> float:
    return min(first.right, second.right) - max(first.left, second.left)
