"""Reading limits for products, and the panels a certificate is looked through for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from importlib.resources.abc import Traversable
from typing import TypeVar

from ketum.citation import Citation, Source
from ketum.evidence.analytes import Analytes
from ketum.evidence.entries import read_entries, read_toml
from ketum.evidence.tables import Row, read_table

__all__ = [
    "ABSENT_UNITS",
    "Comparator",
    "LimitKind",
    "Panel",
    "ProductLimit",
    "check_analytes",
    "read_panels",
    "read_product_limits",
]

COLUMNS = (
    "id", "standard", "place", "kind", "test", "analyte", "comparator", "value", "unit", "matrix",
    "from", "to", "superseded_by", "remark",
)  # fmt: skip
JOINED = re.compile(r"[+/]")
ABSENT_UNITS = ("any amount", "in 10 g", "in 25 g", "in 100 g")
UNITS = ("ug/day", "ppm", "CFU/g", "mg/g", "mg/mL", "mass ratio", "% of alkaloids", *ABSENT_UNITS)

Kind = TypeVar("Kind", bound=Enum)


class LimitKind(Enum):
    """What a limit is: only a law binds, and only at its place while it is in force.

    Above a limit of the kind WARNING a law asks for a warning and forbids nothing.
    """

    LAW = "law"
    WARNING = "warning"
    STANDARD = "standard"
    PROPOSAL = "proposal"
    VENDOR = "vendor"
    BORROWED = "borrowed"
    JUDGEMENT = "judgement"


class Comparator(Enum):
    """On which side of its value a limit is kept."""

    AT_MOST = "at most"
    BELOW = "below"
    AT_LEAST = "at least"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLimit:
    """One limit on one analyte; `value` is None where it must be absent.

    `analyte` may be several, joined by "+", of which the sum counts, or "one/others" for a ratio.
    `test` names the test that a limit is a part of; `superseded_by` the limit that took its place.
    """

    id: str
    standard: str
    place: str
    kind: LimitKind
    test: str
    analyte: str
    comparator: Comparator
    value: Decimal | None
    unit: str
    matrix: str
    starts: date | None
    ends: date | None
    superseded_by: str
    remark: str
    cites: tuple[Citation, ...]
    confirmed: bool
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Analytes that belong together; `asked_of` is "any" product, "extract" or "none".

    `any_of` is a group of analytes of which any one will do in the place of those named.
    """

    id: str
    label: str
    asked_of: str
    analytes: tuple[str, ...]
    any_of: str
    cites: tuple[Citation, ...]
    checked: date


def read_product_limits(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> tuple[ProductLimit, ...]:
    """`limits/product.csv`, in its order."""
    rows = list(read_table(folder, "product.csv", COLUMNS, sources, faults, under="limits"))
    identities = {row["id"] for row in rows}
    seen: set[str] = set()
    for row in rows:
        if row["id"] in seen:
            row.fault("the entry is given twice. Rename or remove one.")
        seen.add(row["id"])
        if row["superseded_by"] and row["superseded_by"] not in identities:
            row.fault("`superseded_by` names no limit. Correct it.")
    return tuple(_limit(row) for row in rows)


def _limit(row: Row) -> ProductLimit:
    comparator = _of(Comparator, row, "comparator")
    if row["unit"] not in UNITS:
        row.fault(f"`unit` must be one of {', '.join(UNITS)}.")
    value = _value(row)
    if (value is None) != (comparator is Comparator.ABSENT):
        row.fault("a limit has a `value`, and one that is `absent` has none.")
    if (comparator is Comparator.ABSENT) != (row["unit"] in ABSENT_UNITS):
        row.fault("`absent` goes with `any amount` or with the grams that were tested.")
    kind = _of(LimitKind, row, "kind")
    if kind in {LimitKind.LAW, LimitKind.WARNING} and not row["place"]:
        row.fault("a law binds at a place. Give `place`.")
    return ProductLimit(
        id=row["id"],
        standard=row["standard"],
        place=row["place"],
        kind=kind,
        test=row["test"],
        analyte=row["analyte"],
        comparator=comparator,
        value=value,
        unit=row["unit"],
        matrix=row["matrix"],
        starts=_day(row, "from"),
        ends=_day(row, "to"),
        superseded_by=row["superseded_by"],
        remark=row["remark"],
        cites=row.cites,
        confirmed=row["confirmed"] == "yes",
        checked=row.checked,
    )


def _of(kinds: type[Kind], row: Row, column: str) -> Kind:
    """The member that the cell names; another word is a fault."""
    members = list(kinds)
    for member in members:
        if member.value == row[column]:
            return member
    row.fault(f"`{column}` must be one of {', '.join(str(member.value) for member in members)}.")
    return members[0]


def _value(row: Row) -> Decimal | None:
    if not row["value"]:
        return None
    try:
        value = Decimal(row["value"])
    except InvalidOperation:
        value = Decimal("NaN")
    if not (value.is_finite() and value > 0):
        row.fault("`value` must be a number above 0.")
        return None
    return value


def _day(row: Row, column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        row.fault(f"`{column}` must be a day, such as 2026-11-22.")
        return None


def read_panels(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Panel]:
    """`limits/panels.toml`, by id."""
    name = "limits/panels.toml"
    found = {}
    content = read_toml(folder.joinpath("panels.toml"), name, faults)
    for entry in read_entries(content, "panel", name, sources, faults):
        panel = Panel(
            id=entry.text("id"),
            label=entry.text("label"),
            asked_of=entry.text("asked_of"),
            analytes=entry.words("analytes"),
            any_of=entry.text("any_of", ""),
            cites=entry.cites(),
            checked=entry.day("checked"),
        )
        if panel.asked_of not in ("any", "extract", "none"):
            entry.fault("`asked_of` must be any, extract or none.")
        if not panel.analytes:
            entry.fault("no `analytes`. Name at least one.")
        found[panel.id] = panel
    return found


def check_analytes(
    limits: Iterable[ProductLimit],
    panels: Mapping[str, Panel],
    analytes: Analytes,
    faults: list[str],
) -> None:
    """An analyte that no certificate could name would never be judged: it is a fault."""
    for limit in limits:
        for name in JOINED.split(limit.analyte):
            if name not in analytes.by_id:
                faults.append(f"limits/product.csv: {limit.id}: `{name}` is not an analyte.")
    for panel in panels.values():
        for name in panel.analytes:
            if name not in analytes.by_id:
                faults.append(f"limits/panels.toml: {panel.id}: `{name}` is not an analyte.")
