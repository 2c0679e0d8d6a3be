"""Which virtual people there are: shares of groups, and how each group is spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ketum.dosing import Form

# Intervals differ: only the area of a day can be compared between them.
MEASURES = ("cmax", "cmin", "auc_24h")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Shape(Enum):
    """How weights lie around their middle."""

    FIXED = "fixed"
    NORMAL = "normal"
    LOG_NORMAL = "log-normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A group by weight: `middle_kg` is the median before the bounds cut it; both bounds count."""

    name: str
    share: float
    shape: Shape
    middle_kg: float
    cv: float = 0.0
    least_kg: float = 0.0
    most_kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What a unit (a gram, a capsule, a bottle) holds of mitragynine: the median, and its spread.

    `form` is None where the form is drawn by itself.
    """

    name: str
    share: float
    mg_per_unit: float
    cv: float
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """How many units are taken, and each how many hours."""

    name: str
    share: float
    units: float
    interval_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CoMedication:
    """A medicine that a share of people take, whoever they are.

    `clearance_factor` multiplies the clearance of mitragynine: a supposition of whoever wrote it.
    `not_computed` says why the levels of these people cannot be computed, where that is so.
    """

    name: str
    share: float
    clearance_factor: float | None = None
    not_computed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A level to count the people above: ng/mL, or ng*h/mL for `auc_24h`."""

    analyte: str
    measure: str
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some of the people: those whose draw in one respect fell on the entry number `at`."""

    respect: str
    name: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """`people` virtual people of `seed`; every list of shares adds to 1, that of medicines aside.

    `reader.cohort_of` makes one from a document, and says all that is wrong with it.
    """

    people: int
    seed: int
    weights: tuple[Weights, ...]
    forms: tuple[tuple[Form, float], ...]
    products: tuple[Product, ...]
    regimens: tuple[Regimen, ...]
    medicines: tuple[CoMedication, ...] = ()
    above: tuple[Above, ...] = ()
    quantiles: tuple[float, ...] = QUANTILES

    def groups(self) -> tuple[Group, ...]:
        """Everyone, then the groups of each respect in which people differ."""
        return (Group(respect="everyone", name="", at=0), *self._groups())

    def _groups(self) -> Iterator[Group]:
        forms = self.forms_taken()
        for respect, names in (
            ("weight", [each.name for each in self.weights]),
            ("form", [form.value for form in forms]),
            ("product", [each.name for each in self.products]),
            ("regimen", [each.name for each in self.regimens]),
        ):
            if len(names) > 1:
                for at, name in enumerate(names):
                    yield Group(respect=respect, name=name, at=at)
        for at, medicine in enumerate(self.medicines):
            if not medicine.not_computed:
                yield Group(respect="co-medication", name=medicine.name, at=at)

    def forms_taken(self) -> tuple[Form, ...]:
        """Every form that somebody takes, in the order of `Form`."""
        named = {form for form, _ in self.forms} | {p.form for p in self.products if p.form}
        return tuple(form for form in Form if form in named)
