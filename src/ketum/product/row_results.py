"""One result from a cell and what stands beside it: its limits, basis, uncertainty and doubts."""

from __future__ import annotations

from decimal import Decimal

from ketum.product.beside import OF_DRY, ROW_UNIT, Beside, limit_in, uncertainty_in
from ketum.product.cells import CellKind, CellReading, Marks, tidy
from ketum.product.certificate import Basis, Censored, Confidence, Result, Role
from ketum.product.columns import Column, ColumnRole

__all__ = ["GROUPED_DOUBT", "ZERO_DOUBT", "presence_of", "result_of"]

ROLES = {ColumnRole.CLAIM: Role.CLAIMED}
UNIT_DOUBT = "its row and the heading of its column name different units: that of the row was taken"
ZERO_DOUBT = "printed as zero: a laboratory cannot measure zero, so it was not detected"
GROUPED_DOUBT = "its point was read as a mark of thousands, as decimals have a comma here"


def presence_of(
    analyte: str, text: str, column: Column, beside: Beside, cell: CellReading
) -> Result:
    """What a cell says that was found or not found, without a number."""
    absent = cell.kind is not CellKind.PRESENT
    unit = cell.unit or (beside.unit if (beside.unit or "").startswith("in ") else None)
    unit = unit or (column.unit if (column.unit or "").startswith("in ") else None) or beside.mass
    return Result(
        analyte=analyte,
        unit=unit or "",
        present=not absent,
        censored=(cell.censored or Censored.NOT_DETECTED) if absent else None,
        role=ROLES.get(column.role, Role.MEASURED),
        specification=beside.specification,
        method=beside.method,
        sample=column.named,
        as_read=tidy(text),
        page=0,
        line=0,
    )


def result_of(
    analyte: str, text: str, column: Column, beside: Beside, cell: CellReading, unit: str,
    marks: Marks,
) -> Result:  # fmt: skip
    """What a cell with a number, or below a limit, says with all that stands beside it."""
    lod = limit_in(beside.lod, beside.lod_unit, unit, marks)
    loq = limit_in(beside.loq, beside.loq_unit, unit, marks)
    value, censored, limit = _bounded(cell, lod, loq)
    is_zero = cell.kind is CellKind.NUMBER and not cell.value
    doubts = (ZERO_DOUBT,) * is_zero
    basis = Basis.ALKALOIDS if unit == "% of alkaloids" else Basis.PRODUCT
    if basis is Basis.PRODUCT and OF_DRY.search(column.heading):
        basis = Basis.DRY
    is_of_row = column.heading.endswith(ROW_UNIT)
    asked = (UNIT_DOUBT,) * is_of_row + (GROUPED_DOUBT,) * cell.is_grouped
    uncertainty = cell.uncertainty
    if uncertainty is None and beside.uncertainty:
        uncertainty = uncertainty_in(beside, unit, value, marks)
    return Result(
        analyte=analyte,
        unit=unit,
        value=value,
        censored=censored,
        limit=limit,
        lod=lod,
        loq=loq,
        uncertainty=uncertainty,
        basis=basis,
        role=ROLES.get(column.role, Role.MEASURED),
        specification=beside.specification,
        method=beside.method,
        sample=column.named,
        as_read=tidy(text),
        page=0,
        line=0,
        doubts=(*doubts, *asked),
        confidence=Confidence.LOW if asked else Confidence.HIGH,
    )


def _bounded(
    cell: CellReading, lod: Decimal | None, loq: Decimal | None
) -> tuple[Decimal | None, Censored | None, Decimal | None]:
    """The value, else why there is none and the limit it lies below."""
    least = lod if lod is not None else loq
    if cell.kind is not CellKind.CENSORED:
        return (cell.value, None, None) if cell.value else (None, Censored.NOT_DETECTED, least)
    limit, censored = cell.value, cell.censored
    if censored is None:
        is_lod = limit == lod and lod != loq
        censored = Censored.BELOW_LOD if is_lod else Censored.BELOW_LOQ
    if limit is None:
        limit = loq if censored is Censored.BELOW_LOQ else least
    return None, censored, limit or None
