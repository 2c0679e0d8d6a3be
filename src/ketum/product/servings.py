"""From what is swallowed (grams, capsules, teaspoons, millilitres, servings) to milligrams."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Parameter
from ketum.product.amounts import mass_in_g, to_mg_per_ml
from ketum.product.certificate import Certificate, HeaderField, Result, Role
from ketum.product.content import DEVIATIONS, Content, lognormal_range, together

__all__ = ["AlkaloidDose", "Amount", "amount_of", "doses_of"]

UNITS: Mapping[str, tuple[str, ...]] = {
    "g": ("g", "gram", "grams", "gr"),
    "mg": ("mg", "milligram", "milligrams"),
    "unit": (
        "unit", "units", "capsule", "capsules", "cap", "caps", "tablet", "tablets", "pill",
        "pills", "gummy", "gummies", "piece", "pieces",
    ),
    "tsp": ("tsp", "teaspoon", "teaspoons", "level teaspoon", "level teaspoons"),
    "mL": ("ml", "millilitre", "millilitres", "milliliter", "milliliters"),
    "serving": ("serving", "servings"),
}  # fmt: skip
WRITTEN = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*([a-z ]{1,20}?)\s*", re.IGNORECASE)
PER_UNIT = {"unit": "mg/unit", "serving": "mg/serving"}
MG_IN_A_G = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of product; `unit` is g, mg, unit, tsp, mL or serving, `written` its own words."""

    value: Decimal
    unit: str
    written: str = field(default="", compare=False)

    @property
    def number(self) -> str:
        return f"{self.value.normalize():f}"

    def __str__(self) -> str:
        return self.written or f"{self.number} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlkaloidDose:
    """Milligrams of one alkaloid in an amount: middle and 5-95 % range, or why there is none.

    `mg` is None where only a range is known, `high` where nothing bounds it.
    """

    analyte: str
    mg: float | None
    low: float
    high: float | None
    cv: float | None
    measured: bool
    arithmetic: str


@dataclass(frozen=True, slots=True)
class _Mass:
    """Grams of product with their range; `said` is how they came about."""

    middle: float
    cv: float
    said: str


def amount_of(text: str) -> Amount:
    """The amount a text such as "2 capsules" or "1.5 tsp" names.

    Raises:
        WrongUsage: it names none, or in a unit that is not known.
    """
    found = WRITTEN.fullmatch(text)
    if found is not None:
        named = " ".join(found[2].lower().split())
        for unit, spellings in UNITS.items():
            if named in spellings:
                number = found[1].replace(",", ".")
                return Amount(Decimal(number), unit, f"{number} {named}")
    raise WrongUsage(
        "An amount is a number and a unit, such as 2 capsules. Units: g, mg, capsules or tablets, "
        "tsp, mL, servings."
    )


def doses_of(
    amount: Amount,
    found: Mapping[str, Content],
    certificate: Certificate | None,
    knowledge: KnowledgeBase,
    *,
    sample: str = "",
) -> tuple[AlkaloidDose, ...] | str:
    """Milligrams of each alkaloid in the amount, or which number is missing to tell."""
    direct = {} if certificate is None else dict(_direct(amount, certificate, sample, knowledge))
    mass = _mass(amount, certificate, knowledge)
    if isinstance(mass, str):
        return tuple(direct.values()) or mass
    return tuple(direct.get(name) or _dose(content, mass) for name, content in found.items())


def _direct(
    amount: Amount, certificate: Certificate, sample: str, knowledge: KnowledgeBase
) -> Iterator[tuple[str, AlkaloidDose]]:
    """What a certificate gives a unit, a serving or a millilitre: no mass is needed."""
    alkaloids = knowledge.analytes
    spread = knowledge.parameters["assay_repeat_cv"], knowledge.parameters["assay_method_gap"]
    cv = together(*(parameter.value / 100.0 for parameter in spread))
    for result in certificate.results:
        each = _each(result, amount)
        if (
            each is None
            or alkaloids.group_of(result.analyte) != "alkaloid"
            or result.role is not Role.MEASURED
            or result.sample not in {"", sample}
        ):
            continue
        total = float(each * amount.value)
        low, high = lognormal_range(total, cv)
        yield (
            result.analyte,
            AlkaloidDose(
                analyte=result.analyte,
                mg=total,
                low=low,
                high=high,
                cv=cv,
                measured=True,
                arithmetic=f"{each.normalize():f} mg in one {amount.unit} x {amount.number}",
            ),
        )


def _each(result: Result, amount: Amount) -> Decimal | None:
    if result.value is None:
        return None
    if result.unit == PER_UNIT.get(amount.unit):
        return result.value
    return to_mg_per_ml(result.value, result.unit) if amount.unit == "mL" else None


def _mass(amount: Amount, certificate: Certificate | None, knowledge: KnowledgeBase) -> _Mass | str:
    header = {} if certificate is None else certificate.header
    value = float(amount.value)
    if amount.unit in ("g", "mg"):
        grams = amount.value if amount.unit == "g" else amount.value / MG_IN_A_G
        return _Mass(float(grams), 0.0, f"{grams.normalize():f} g")
    if amount.unit == "tsp":
        return _of_range(knowledge.parameters["grams_per_teaspoon"], amount)
    if amount.unit == "unit":
        printed = _printed_g(header.get("unit_mass"))
        if printed is not None:
            return _Mass(value * printed, 0.0, f"{amount} x {printed:g} g as printed")
        return _of_range(knowledge.parameters["grams_per_unit"], amount)
    name = "density" if amount.unit == "mL" else "serving"
    printed = _printed_g(header.get(name))
    if printed is None:
        return (
            f"The certificate gives neither {amount.unit} of alkaloid nor the grams in one "
            f"{amount.unit} ({name}): this amount cannot be turned into milligrams."
        )
    return _Mass(value * printed, 0.0, f"{amount} x {printed:g} g as printed")


def _printed_g(field: HeaderField | None) -> float | None:
    grams = None if field is None else mass_in_g(field.value)
    return None if grams is None else float(grams)


def _of_range(parameter: Parameter, amount: Amount) -> _Mass:
    """A range is read as the 5 % and the 95 % point of a log-normal mass."""
    omega = math.log(parameter.high / parameter.low) / (2.0 * DEVIATIONS)
    middle = math.sqrt(parameter.low * parameter.high)
    value = float(amount.value)
    said = f"{amount} x {parameter.low:g} to {parameter.high:g} g, not weighed"
    return _Mass(value * middle, math.sqrt(math.expm1(omega * omega)), said)


def _dose(content: Content, mass: _Mass) -> AlkaloidDose:
    if content.mg_per_g is None or content.cv is None:
        low_g, high_g = lognormal_range(mass.middle, mass.cv)
        return AlkaloidDose(
            analyte=content.analyte,
            mg=None,
            low=low_g * content.low,
            high=None if content.high is None else high_g * content.high,
            cv=None,
            measured=content.measured,
            arithmetic=f"{mass.said} x {_span(content)} mg/g",
        )
    cv = together(mass.cv, content.cv)
    middle = mass.middle * content.mg_per_g
    low, high = lognormal_range(middle, cv)
    return AlkaloidDose(
        analyte=content.analyte,
        mg=middle,
        low=low,
        high=high,
        cv=cv,
        measured=content.measured,
        arithmetic=f"{mass.said} x {content.mg_per_g:g} mg/g",
    )


def _span(content: Content) -> str:
    if content.high is None:
        return f"{content.low:g} or more"
    return f"{content.low:g} to {content.high:g}"
