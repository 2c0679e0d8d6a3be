"""Rows of a table whose columns are analytes; the other cells of a row name its sample."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.beside import OF_LOT
from ketum.product.cells import CellKind, Marks, read_cell
from ketum.product.columns import Column, ColumnRole, role_of_label
from ketum.product.layout import Line
from ketum.product.rows import NO_UNIT, RowReading, aligned
from ketum.product.sentences import NUMBER_AND_UNIT
from ketum.product.state import State, keep, refuse

__all__ = ["is_turned", "turned_row"]

R = ColumnRole
LONGEST_NAME = 60
MAY_BE_VALUE = (CellKind.NUMBER, CellKind.CENSORED, CellKind.AT_LEAST, CellKind.RANGE)
DAY = re.compile(r"date\b|datum\b|.{0,20} date$", re.IGNORECASE)
STATISTICS = re.compile(
    r"\b(?:mean|average|overall|sd|s\.d\.|%?rsd|median|min|max|n ?=|blank|lcsd?|spiked?|recovery"
    r"|calibration|reference material)\b",
    re.IGNORECASE,
)


def is_turned(columns: Sequence[Column] | None) -> bool:
    """Whether columns are those of a table whose headings are analytes."""
    return any(column.role is R.OF_ANALYTE for column in columns or ())


def turned_row(line: Line, state: State, analytes: Analytes, marks: Marks) -> bool:
    """Whether the line is a row of such a table, which is then kept or listed as not read."""
    placed = aligned(line.cells, state.columns or ())
    headed = tuple(c.named for c in state.columns or () if c.role is R.OF_ANALYTE)
    if placed is None:
        holds_number = NUMBER_AND_UNIT.search(line.text) is not None or any(
            read_cell(c.text, marks).kind is CellKind.NUMBER for c in line.cells
        )
        if holds_number:
            refuse(line, state, "the cells do not stand under the headings.", headed)
        return holds_number
    if not any(c.role is R.OF_ANALYTE for c, _ in placed):
        return False
    if _is_of_units(placed):
        state.columns = tuple(_with_unit(column, placed) for column in state.columns or ())
        return True
    names = [text for c, text in placed if c.role is not R.OF_ANALYTE]
    if STATISTICS.search(" ".join(names)) or STATISTICS.search(line.cells[0].text):
        refuse(line, state, "a mean or a spread, not the result of one sample.", headed)
        return True
    labels = [role_of_label(name, analytes) for name in names]
    roles = {role for role, _ in labels} - {None, R.RESULT}
    if roles:
        if R.UNIT not in roles:
            refuse(line, state, "a row of limits or methods, not of results.")
        return True
    units = {unit_of(name) for name in names} | {unit for _, unit in labels}
    unknown = [pair for pair in placed[1:] if _is_of_unknown(*pair, marks)]
    for column, _ in unknown:
        refuse(line, state, f'"{column.heading}" names no analyte that is known.')
    placed = [pair for pair in placed if pair not in unknown]
    _keep_values(placed, _one(units), line, state, analytes, marks)
    return True


def _is_of_units(placed: Sequence[tuple[Column, str]]) -> bool:
    """Whether a row names the unit of each analyte above it, and nothing else of them."""
    texts = [text for column, text in placed if column.role is R.OF_ANALYTE]
    return len(texts) > 1 and all(unit_of(text) is not None for text in texts)


def _with_unit(column: Column, placed: Sequence[tuple[Column, str]]) -> Column:
    """The column with what the row of units says of it; a heading of its own stays."""
    text = next((text for own, text in placed if own is column), "")
    if column.role is R.OF_ANALYTE:
        return replace(column, unit=column.unit or unit_of(text))
    return replace(column, heading=text) if OF_LOT.search(text) else column


def _is_of_unknown(column: Column, text: str, marks: Marks) -> bool:
    """Whether a cell holds a value under a heading that names nothing that is known."""
    return column.role is R.UNKNOWN and read_cell(text, marks).kind in MAY_BE_VALUE


def _one(units: set[str | None]) -> str | None:
    known = units - {None}
    return known.pop() if len(known) == 1 else None


def _keep_values(
    placed: Sequence[tuple[Column, str]],
    unit: str | None,
    line: Line,
    state: State,
    analytes: Analytes,
    marks: Marks,
) -> None:
    sample = _named(placed, analytes)
    readings = [
        (
            column,
            RowReading.of_value(
                column.named,
                text,
                replace(column, role=R.RESULT),
                column.unit or unit or state.unit,
                marks,
            ),
        )
        for column, text in placed
        if column.role is R.OF_ANALYTE
    ]
    # Where the numbers of a row have no unit, "ND" in it has none that is known either.
    lacks_unit = any(NO_UNIT in reading.not_read for _, reading in readings)
    for column, reading in readings:
        if lacks_unit and any(not (r.unit or r.limit or r.value) for r in reading.results):
            refuse(line, state, NO_UNIT, (column.named,))
            continue
        results = tuple(replace(result, sample=sample) for result in reading.results)
        whole = replace(reading, results=results)
        keep(whole, line, state, analytes, with_columns=True, names=(column.named,))


def _named(placed: Sequence[tuple[Column, str]], analytes: Analytes) -> str:
    """The lot of a row where a column names it, else all that names its sample; no day."""
    told = [
        (column, text)
        for column, text in placed
        if column.role is not R.OF_ANALYTE
        and unit_of(text) is None
        and role_of_label(text, analytes)[0] is None
        and not DAY.match(column.heading)
    ]
    lots = [text for column, text in told if OF_LOT.search(column.heading)]
    return " ".join(lots[:1] or [text for _, text in told])[:LONGEST_NAME]
