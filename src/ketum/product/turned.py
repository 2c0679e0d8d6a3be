"""Tables whose columns are analytes and whose rows are result, limits and units, put upright."""

from __future__ import annotations

from collections.abc import Sequence

from ketum.evidence.analytes import Analytes
from ketum.product.columns import ColumnRole, columns_of, role_of_label
from ketum.product.layout import Cell, Line

__all__ = ["upright"]

ROLES = frozenset(
    {
        ColumnRole.RESULT, ColumnRole.LOD, ColumnRole.LOQ, ColumnRole.SPECIFICATION,
        ColumnRole.UNIT, ColumnRole.METHOD, ColumnRole.OTHER,
    }
)  # fmt: skip


def upright(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines, each such table with a row for each analyte; all other lines as they were.

    The new rows have the number of the row that holds the results.
    """
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows = _table_from(lines, at, analytes)
        if rows:
            found += _turned([lines[at], *rows], analytes)
            at += len(rows) + 1
        else:
            found.append(lines[at])
            at += 1
    return found


def _table_from(lines: Sequence[Line], at: int, analytes: Analytes) -> list[Line]:
    """The rows below a heading of analytes, nothing unless each says what it is."""
    columns = (columns_of(lines[at], analytes) or ()) if len(lines[at].cells) > 2 else ()
    if len(columns) < 3 or any(c.role is not ColumnRole.OF_ANALYTE for c in columns[1:]):
        return []
    rows: list[Line] = []
    for line in lines[at + 1 :]:
        role, _ = role_of_label(line.cells[0].text, analytes) if line.cells else (None, None)
        if role not in ROLES or len(line.cells) != len(columns):
            break
        rows.append(line)
    results = sum(_role(line, analytes) is ColumnRole.RESULT for line in rows)
    return rows if results == 1 else []


def _role(line: Line, analytes: Analytes) -> ColumnRole | None:
    return role_of_label(line.cells[0].text, analytes)[0]


def _turned(rows: Sequence[Line], analytes: Analytes) -> list[Line]:
    number = next(row.number for row in rows[1:] if _role(row, analytes) is ColumnRole.RESULT)
    return [
        Line(
            number=rows[0].number if at == 0 else number,
            cells=tuple(
                Cell(text, float(place), place + 0.5)
                for place, text in enumerate(row.cells[at].text for row in rows)
            ),
            table=rows[0].table,
        )
        for at in range(len(rows[0].cells))
    ]
