"""What a ratio of levels needs: how medicines are cleared, and what binds the mu receptor."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from operator import gt

from ketum.citation import Citation, Source
from ketum.evidence.tables import Row, read_table

__all__ = ["BindingConstant", "Share", "read_binding_constants", "read_shares"]

SHARES = "victims.csv"
SHARE_COLUMNS = ("id", "quantity", "value", "low", "high", "basis")
QUANTITIES = ("fg", "fm_cyp3a", "fm_cyp2d6")
BINDING = "receptors.csv"
BINDING_COLUMNS = ("id", "receptor", "ki_nm", "assay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share between 0 and 1 of one drug, with the lowest and highest value published.

    `quantity` is fg (what passes the gut wall unchanged) or the share of the clearance by one
    enzyme, fm_cyp3a or fm_cyp2d6.
    """

    drug: str
    quantity: str
    value: float
    low: float
    high: float
    basis: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingConstant:
    """One published Ki (nmol/L) of one substance at one receptor."""

    substance: str
    receptor: str
    ki_nm: float
    assay: str
    cites: tuple[Citation, ...]
    checked: date


def read_shares(
    folder: Traversable,
    sources: Mapping[str, Source],
    drugs: Collection[str],
    faults: list[str],
) -> dict[str, dict[str, Share]]:
    """`terms/victims.csv` by drug, then by quantity; a drug without a row has no known share."""
    shares: dict[str, dict[str, Share]] = {}
    for row in read_table(folder, SHARES, SHARE_COLUMNS, sources, faults):
        drug, quantity = row["id"], row["quantity"]
        if drug not in drugs:
            row.fault(f"unknown drug `{drug}`. Add it to terms/drugs.csv or correct `id`.")
        if quantity not in QUANTITIES:
            row.fault(f"`quantity` must be one of {', '.join(QUANTITIES)}.")
        of_drug = shares.setdefault(drug, {})
        if quantity in of_drug:
            row.fault("the quantity is given twice. Remove one.")
        low, value, high = _numbers(row, "low", "value", "high")
        if high > 1.0:
            row.fault("a share is at most 1.")
        of_drug[quantity] = Share(
            drug=drug,
            quantity=quantity,
            value=value,
            low=low,
            high=high,
            basis=row["basis"],
            cites=row.cites,
            checked=row.checked,
        )
    return shares


def read_binding_constants(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, tuple[BindingConstant, ...]]:
    """`terms/receptors.csv` by substance: every published constant, none preferred."""
    constants: dict[str, tuple[BindingConstant, ...]] = {}
    for row in read_table(folder, BINDING, BINDING_COLUMNS, sources, faults):
        constant = BindingConstant(
            substance=row["id"],
            receptor=row["receptor"],
            ki_nm=_numbers(row, "ki_nm")[0],
            assay=row["assay"],
            cites=row.cites,
            checked=row.checked,
        )
        constants[row["id"]] = (*constants.get(row["id"], ()), constant)
    return constants


def _numbers(row: Row, *columns: str) -> tuple[float, ...]:
    """The numbers of these columns, which must be above 0 and not fall."""
    try:
        numbers = tuple(float(row[column]) for column in columns)
    except ValueError:
        row.fault(f"{', '.join(f'`{column}`' for column in columns)} must be a number.")
        return (1.0,) * len(columns)
    if not 0.0 < numbers[0] < float("inf") or any(map(gt, numbers, numbers[1:])):
        row.fault(f"{', '.join(f'`{column}`' for column in columns)} must rise from above 0.")
    return numbers
