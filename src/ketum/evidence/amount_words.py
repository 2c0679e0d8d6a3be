"""Words of amounts, frequencies and ages: what they count, from how much to how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from math import inf

from ketum.citation import Citation, Source
from ketum.evidence.tables import read_table

__all__ = ["AmountWord", "AmountWords", "read_amount_words"]

ROLES = (
    "number",
    "mass",
    "spoon",
    "unit",
    "serving",
    "volume",
    "period",
    "regularly",
    "frequency",
    "repeat",
    "single",
    "per",
    "each",
    "from",
    "rising",
    "falling",
    "at_least",
    "at_most",
    "below",
    "share",
    "alkaloid",
    "large",
    "as_needed",
    "age",
    "decade",
    "age_unit",
    "age_filler",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountWord:
    """One word in one role: grams in a mass, days in a period, times a day in a frequency."""

    word: str
    role: str
    low: float
    high: float
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountWords:
    """The words by phrase and role, and the most words a phrase has."""

    phrases: Mapping[tuple[str, ...], Mapping[str, AmountWord]]
    longest: int

    def value(self, word: str, role: str) -> float:
        """What one word counts in a role ("mg" as a mass)."""
        return self.phrases[(word,)][role].low


def read_amount_words(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> AmountWords:
    """`terms/amount_words.csv`; an empty `high` is open upwards."""
    phrases: dict[tuple[str, ...], dict[str, AmountWord]] = {}
    columns = ("word", "role", "low", "high")
    for row in read_table(folder, "amount_words.csv", columns, sources, faults):
        roles = phrases.setdefault(tuple(row["word"].casefold().split()), {})
        if row["role"] not in ROLES:
            row.fault(f"`role` must be one of {', '.join(ROLES)}.")
        if row["role"] in roles:
            row.fault("the entry is given twice. Rename or remove one.")
        low, high = _number(row["low"]), _number(row["high"] or "inf")
        if low is None or high is None or low > high:
            row.fault("`low` and `high` must be numbers in rising order; `high` may be empty.")
            continue
        roles[row["role"]] = AmountWord(
            word=row["word"], role=row["role"], low=low, high=high, cites=row.cites
        )
    return AmountWords(phrases=phrases, longest=max(map(len, phrases), default=0))


def _number(cell: str) -> float | None:
    if cell == "inf":
        return inf
    return float(cell) if cell.replace(".", "", 1).isdecimal() else None
