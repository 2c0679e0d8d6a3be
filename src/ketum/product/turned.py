"""Tables whose columns are analytes and whose rows are result, limits and units, put upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.columns import Column, ColumnRole, columns_of, role_of_label
from ketum.product.layout import Cell, Line
from ketum.product.rows import aligned

__all__ = ["upright"]

ROLES = frozenset(
    {
        ColumnRole.RESULT, ColumnRole.LOD, ColumnRole.LOQ, ColumnRole.SPECIFICATION,
        ColumnRole.UNIT, ColumnRole.METHOD, ColumnRole.OTHER, ColumnRole.CLAIM,
        ColumnRole.UNCERTAINTY,
    }
)  # fmt: skip
UNNAMED = "Analyte"


def upright(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines, each such table with a row for each analyte; all other lines as they were.

    The new rows have the number of the row that holds the results.
    """
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows = _table_from(lines, at, analytes)
        if rows:
            found += _turned(rows, analytes)
            at += len(rows)
        else:
            found.append(lines[at])
            at += 1
    return found


def _table_from(lines: Sequence[Line], at: int, analytes: Analytes) -> list[Line]:
    """The heading of analytes and the rows below it, nothing unless each says what it is."""
    columns = columns_of(lines[at], analytes) or ()
    across = [column.role for column in columns[1:]]
    if len(columns) < 3 or not set(across) <= {ColumnRole.OF_ANALYTE, ColumnRole.UNKNOWN}:
        return []
    if 2 * across.count(ColumnRole.OF_ANALYTE) < len(across):
        return []
    title, *names = [column.heading for column in columns]
    is_title = columns[0].role is ColumnRole.ANALYTE
    texts = (title if is_title else UNNAMED, *names)
    rows = [_line(lines[at], texts, columns)]
    for line in lines[at + 1 :]:
        role, _ = role_of_label(line.cells[0].text, analytes) if line.cells else (None, None)
        whole = _filled(line, columns) if role in ROLES else None
        if whole is None:
            break
        rows.append(whole)
    return rows if any(_role(row, analytes) is ColumnRole.RESULT for row in rows[1:]) else []


def _filled(line: Line, columns: Sequence[Column]) -> Line | None:
    """The row with an empty cell where nothing stands; None where a cell has no one place."""
    placed = aligned(line.cells, columns)
    if placed is None or len(placed) != len(line.cells) or placed[0][0] is not columns[0]:
        return None
    texts = {id(column): text for column, text in placed}
    return _line(line, [texts.get(id(column), "") for column in columns], columns)


def _line(line: Line, texts: Sequence[str], columns: Sequence[Column]) -> Line:
    cells = (Cell(text, c.left, c.right) for text, c in zip(texts, columns, strict=True))
    return replace(line, cells=tuple(cells))


def _role(line: Line, analytes: Analytes) -> ColumnRole | None:
    return role_of_label(line.cells[0].text, analytes)[0]


def _turned(rows: Sequence[Line], analytes: Analytes) -> list[Line]:
    number = next(row.number for row in rows[1:] if _role(row, analytes) is ColumnRole.RESULT)
    return [
        Line(
            number=rows[0].number if at == 0 else number,
            cells=tuple(
                Cell(row.cells[at].text, float(place), place + 0.5)
                for place, row in enumerate(rows)
                if row.cells[at].text or not (at and place)
            ),
            table=rows[0].table,
        )
        for at in range(len(rows[0].cells))
    ]
