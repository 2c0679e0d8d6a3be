"""Reading `terms/analytes.csv`: what a certificate can name, and the names it is printed under."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.tables import read_table

__all__ = ["ANALYTE_GROUPS", "Analyte", "Analytes", "name_key", "read_analytes"]

TABLE = "analytes.csv"
COLUMNS = ("id", "group", "names")
ANALYTE_GROUPS = (
    "adulterant", "alkaloid", "metal", "microbe", "mycotoxin", "pesticide", "physical", "solvent",
    "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyte:
    """A substance or count a laboratory reports; `id` is its full name."""

    id: str
    group: str
    names: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, eq=False)
class Analytes:
    """Every analyte by full name, and by each name it is printed under.

    A name is matched whole: mitragynine stands inside the names of four other substances.
    """

    by_id: Mapping[str, Analyte]
    by_key: Mapping[str, Analyte]

    def named(self, text: str) -> Analyte | None:
        """The analyte of this name, None where it is not known."""
        return self.by_key.get(name_key(text))

    def group_of(self, identity: str) -> str:
        """The group of an analyte by its full name, "" where it is not known."""
        known = self.by_id.get(identity)
        return "" if known is None else known.group


def name_key(text: str) -> str:
    """A printed name without case, spaces, hyphens, quotes and dots."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum() or c in "()[]+,/&#%")


def read_analytes(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Analytes:
    """The table; two analytes under one name are a fault."""
    by_id: dict[str, Analyte] = {}
    by_key: dict[str, Analyte] = {}
    for row in read_table(folder, TABLE, COLUMNS, sources, faults):
        known = Analyte(
            id=row["id"],
            group=row["group"],
            names=row.words("names"),
            cites=row.cites,
            checked=row.checked,
        )
        if known.group not in ANALYTE_GROUPS:
            row.fault(f"`group` must be one of {', '.join(ANALYTE_GROUPS)}.")
        by_id[known.id] = known
        for name in (known.id, *known.names):
            other = by_key.setdefault(name_key(name), known)
            if other.id != known.id:
                row.fault(f"a name of it is also one of `{other.id}`. Remove one of them.")
    return Analytes(by_id, by_key)
