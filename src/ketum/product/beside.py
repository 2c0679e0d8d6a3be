"""What the other cells of a row say of its value: units, limits, samples, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.product.amounts import convert, unit_of
from ketum.product.cells import CellKind, Marks, read_cell, tidy
from ketum.product.certificate import FAIL_DOUBT, Basis, Result
from ketum.product.columns import Column, ColumnRole

__all__ = [
    "OF_DRY",
    "OF_LOT",
    "ROW_UNIT",
    "SAYS_FAIL",
    "VALUES",
    "Beside",
    "in_own_unit",
    "limit_in",
    "note_cell",
    "sample_of",
    "told",
    "uncertainty_in",
    "unit_of_limit",
]

R = ColumnRole
SAYS_FAIL = re.compile(r"fail(?:ed|s)?", re.IGNORECASE)
OF_DRY = re.compile(r"\bdry[ -]?(?:weight|basis|matter|wt)|\bd\.?w\.?b?\b", re.IGNORECASE)
OF_LOT = re.compile(r"lot|batch|charge|lote", re.IGNORECASE)
ROW_UNIT = "(unit of the row)"
VALUES = (R.RESULT, R.CLAIM, R.OF_SAMPLE)


@dataclass(slots=True)
class Beside:
    """What the other cells of the row say; `mass` is that of a test of absence in the name."""

    unit: str | None = None
    lod: str = ""
    loq: str = ""
    lod_unit: str | None = None
    loq_unit: str | None = None
    specification: str = ""
    method: str = ""
    uncertainty: str = ""
    uncertainty_unit: str | None = None
    qualifier: str = ""
    mass: str = ""


def note_cell(column: Column, text: str, beside: Beside) -> None:
    if column.role is R.UNIT:
        # "25 g" beside "absent" is the mass that was looked in.
        given = unit_of(tidy(text)) or unit_of(f"in {tidy(text)}")
        beside.unit = given or (f"?{text.strip()}" if text.strip() else beside.unit)
    elif column.role is R.LOD:
        beside.lod, beside.lod_unit = text, column.unit
    elif column.role is R.LOQ:
        beside.loq, beside.loq_unit = text, column.unit
    elif column.role is R.SPECIFICATION:
        beside.specification = f"{beside.specification}; {text}".strip("; ")
    elif column.role is R.QUALIFIER:
        beside.qualifier = tidy(text).upper()
    elif column.role is R.METHOD:
        beside.method = text
    elif column.role is R.UNCERTAINTY:
        beside.uncertainty, beside.uncertainty_unit = text, column.unit


def in_own_unit(
    placed: Sequence[tuple[Column, str]], own: str | None
) -> Iterator[tuple[Column, str]]:
    """The columns with a value; the unit beside a name is that of the row, whatever heads it.

    Where another column has the unit of the name, the name says nothing of this one.
    """
    values = [(column, text) for column, text in placed if column.role in VALUES]
    units = {column.unit for column, _ in values}
    for column, text in values:
        is_other = own is not None and column.unit is not None and own not in units
        if is_other and convert(Decimal(1), own or "", column.unit or "") is not None:
            yield replace(column, unit=own, heading=f"{column.heading} {ROW_UNIT}"), text
        else:
            yield column, text


def sample_of(placed: Sequence[tuple[Column, str]]) -> str:
    """What a column of samples or lots names; a lot before anything else."""
    named = [(c, text.strip()) for c, text in placed if c.role is R.SAMPLE and text.strip()]
    lots = [text for column, text in named if OF_LOT.search(column.heading)]
    return (lots or [text for _, text in named] or [""])[0]


def told(results: Sequence[Result], sample: str, *, failed: bool, is_dry: bool) -> list[Result]:
    """The results with what the other cells of the row say of them."""
    doubts = (FAIL_DOUBT,) if failed else ()
    return [
        replace(
            each,
            sample=each.sample or sample,
            doubts=(*each.doubts, *doubts),
            basis=Basis.DRY if is_dry and each.basis is Basis.PRODUCT else each.basis,
        )
        for each in results
    ]


def unit_of_limit(beside: Beside, marks: Marks) -> str | None:
    """The unit of the limits beside a result that is below one of them and names no unit."""
    given = ((beside.lod, beside.lod_unit), (beside.loq, beside.loq_unit))
    units = {read_cell(text, marks).unit or unit for text, unit in given if text} - {None}
    return units.pop() if len(units) == 1 else None


def uncertainty_in(
    beside: Beside, unit: str, value: Decimal | None, marks: Marks
) -> Decimal | None:
    """What a column of uncertainties says, in the unit of the result."""
    around = read_cell(beside.uncertainty.lstrip("± +/-"), marks)
    if around.kind is not CellKind.NUMBER or around.value is None or around.is_grouped:
        return None
    given = around.unit or beside.uncertainty_unit or unit
    if given == unit:
        return around.value
    if given == "%":
        return None if value is None else value * around.value / 100
    return convert(around.value, given, unit)


def limit_in(text: str, own: str | None, unit: str, marks: Marks) -> Decimal | None:
    """The detection or quantification limit of a column, in the unit of the result."""
    cell = read_cell(text, marks) if text else None
    if cell is None or cell.kind not in (CellKind.NUMBER, CellKind.CENSORED) or cell.value is None:
        return None
    if cell.unit_text or cell.is_grouped:
        return None
    given = cell.unit or own
    if given is None or given == unit:
        return cell.value
    return convert(cell.value, given, unit)
