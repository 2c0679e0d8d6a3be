"""A case: what was asked about one person and what was answered, in the words of the record.

Nothing here is interpreted. A key that was not given stays None or `asked=False`: missing is
not "no". `ketum.facts` turns the words into concepts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

__all__ = [
    "Agent",
    "Case",
    "Kratom",
    "Listing",
    "Observation",
    "Opioid",
    "Person",
    "Product",
    "ScaleResult",
    "Statement",
]

T = TypeVar("T")
Moment = date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """A list of the case, and what it answers.

    asked=False: the key was absent. Empty and asked: asked, none. Not empty: answers for what
    it names, and for everything else only when `complete`.
    """

    asked: bool = False
    complete: bool = False
    entries: tuple[T, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether something the list does not name is known to be absent."""
        return self.asked and (self.complete or not self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A condition, symptom, allergy or circumstance as it was written."""

    name: str
    place: str
    present: bool = True
    at: Moment | None = None
    severity: str | None = None
    icd10: str | None = None
    snomed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A medicine or substance as it was written; both lists are read by the same rules."""

    name: str
    place: str
    present: bool = True
    dose: str | None = None
    route: str | None = None
    frequency: str | None = None
    status: str | None = None
    last_use: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the case is about. Weights in kg, heights in cm, age in years or in words."""

    age_years: float | str | None = None
    sex: str | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    pregnant: bool | None = None
    breastfeeding: bool | None = None
    location: str | None = None
    drives: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kratom:
    """One kratom product in use. Grams are grams of product; alkaloids are mg a day."""

    place: str
    form: str | None = None
    amount: str | None = None
    grams_per_dose: float | None = None
    doses_per_day: float | None = None
    grams_per_day: float | None = None
    mitragynine_mg_per_day: float | None = None
    seven_oh_mg_per_day: float | None = None
    duration: str | None = None
    last_use: str | None = None
    changed_product: bool | str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The product in hand. A certificate is a path or the certificate's own content."""

    name: str | None = None
    brand: str | None = None
    lot: str | None = None
    form: str | None = None
    label: str | None = None
    certificate: str | dict[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opioid:
    """Opioid use apart from kratom; the daily dose in words, the equivalent in mg morphine."""

    name: str | None = None
    daily_dose: str | None = None
    morphine_mg_equivalent_per_day: float | None = None
    last_use: str | None = None
    overdoses: float | None = None
    days_since_last_opioid: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A measured value as it was written: a number, "<0.3", "122/78", "positive" or words."""

    what: str
    place: str
    value: float | str
    unit: str | None = None
    at: Moment | None = None
    upper_limit: float | None = None
    lower_limit: float | None = None
    specimen: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleResult:
    """A completed scale: its answers, or only its total."""

    scale: str
    place: str
    answers: dict[str, float | str | bool | None] | None = None
    total: float | None = None
    at: Moment | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything known about one case on the day `on`."""

    on: date
    person: Person = field(default_factory=Person)
    conditions: Listing[Statement] = field(default_factory=Listing)
    medicines: Listing[Agent] = field(default_factory=Listing)
    substances: Listing[Agent] = field(default_factory=Listing)
    allergies: Listing[Statement] = field(default_factory=Listing)
    circumstances: Listing[Statement] = field(default_factory=Listing)
    kratom: Listing[Kratom] = field(default_factory=Listing)
    product: Product | None = None
    opioid: Opioid | None = None
    symptoms: Listing[Statement] = field(default_factory=Listing)
    observations: Listing[Observation] = field(default_factory=Listing)
    scales: Listing[ScaleResult] = field(default_factory=Listing)
    plan: dict[str, object] | None = None
