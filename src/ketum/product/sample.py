"""One sample of a certificate: its results as amounts in the product, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ketum.product.certificate import (
    Basis,
    Censored,
    Certificate,
    HeaderField,
    Result,
    Role,
)
from ketum.product.span import NONE_KNOWN, ZERO, Span

__all__ = ["Amount", "Numbered", "Sample", "raw_span", "samples_of", "text_of"]

NUMBER = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*([A-Za-zµμ]*)")
PER_GRAM = {
    "%": Decimal(10),
    "% w/w": Decimal(10),
    "g/kg": Decimal(1),
    "mg/g": Decimal(1),
    "mg/kg": Decimal("0.001"),
    "ug/g": Decimal("0.001"),
    "ppm": Decimal("0.001"),
    "ng/g": Decimal("0.000001"),
    "ppb": Decimal("0.000001"),
}
PER_ML = {"mg/mL": Decimal(1), "ug/mL": Decimal("0.001")}
PER_PORTION = {
    "mg/unit": ("unit", Decimal(1)),
    "ug/unit": ("unit", Decimal("0.001")),
    "mg/serving": ("serving", Decimal(1)),
    "ug/serving": ("serving", Decimal("0.001")),
    "mg/container": ("container", Decimal(1)),
}
MASSES = {"": Decimal(1), "g": Decimal(1), "mg": Decimal("0.001")}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A result and its place in the certificate's results."""

    at: int
    result: Result


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a unit, or None with what is missing to work it out."""

    span: Span | None
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The measured results of one sample, those claimed for it, and its header."""

    name: str
    header: Mapping[str, HeaderField]
    measured: tuple[Numbered, ...]
    claimed: tuple[Numbered, ...]

    def of(self, analyte: str) -> tuple[Numbered, ...]:
        return tuple(each for each in self.measured if each.result.analyte == analyte)

    def text(self, field: str) -> str:
        return self.header[field].value.strip() if field in self.header else ""

    def number(self, field: str) -> Decimal | None:
        """The number a field begins with; one with another unit is none."""
        return self._number(field, {"": Decimal(1)})

    def _number(self, field: str, units: Mapping[str, Decimal]) -> Decimal | None:
        found = NUMBER.match(self.text(field))
        if found is None or found[2].casefold() not in units:
            return None
        number = Decimal(found[1]) * units[found[2].casefold()]
        return number if number > 0 else None

    def density(self) -> Decimal | None:
        """In g/mL."""
        return self._number("density", MASSES | {"kg": Decimal(1)})

    def grams(self, portion: str) -> Amount:
        """The mass of a unit, a serving or a container in g."""
        unit = self._number("unit_mass", MASSES)
        if portion == "unit":
            return _amount(unit, "the mass of one unit")
        if portion == "serving":
            serving = self._number("serving", MASSES) if _is_mass(self.text("serving")) else None
            if serving is not None:
                return _amount(serving, "")
            count = self.number("units_per_serving")
            grams = unit * count if unit is not None and count is not None else None
            return _amount(grams, "the mass of one serving")
        count = self.number("units_per_container")
        grams = unit * count if unit is not None and count is not None else None
        return _amount(grams, "the mass in one container")

    def mg_per_g(self, each: Numbered, *, guarded: bool = False) -> Amount:
        """The content of the product in mg/g; `guarded` counts the laboratory's uncertainty."""
        result = each.result
        if result.basis is Basis.ALKALOIDS:
            return Amount(None, "it is a share of the alkaloids, and how much these are")
        if result.basis is Basis.NOT_SAID:
            return Amount(None, "of what it is a share")
        span = raw_span(result, guarded=guarded)
        if result.unit in PER_GRAM:
            return Amount(span.times(PER_GRAM[result.unit]))
        if result.unit in PER_ML:
            density = self.density()
            if density is None:
                return Amount(None, "the density")
            return Amount(span.times(PER_ML[result.unit]).over(density))
        if result.unit in PER_PORTION:
            portion, factor = PER_PORTION[result.unit]
            grams = self.grams(portion)
            if grams.span is None:
                return grams
            return Amount(span.times(factor).over(grams.span.low))
        return Amount(None, f"how {result.unit or 'a number without a unit'} turns into mg/g")

    def mg_per_ml(self, each: Numbered, *, guarded: bool = False) -> Amount:
        """The content of a liquid in mg/mL."""
        if each.result.unit in PER_ML and each.result.basis is Basis.PRODUCT:
            span = raw_span(each.result, guarded=guarded)
            return Amount(span.times(PER_ML[each.result.unit]))
        share = self.mg_per_g(each, guarded=guarded)
        density = self.density()
        if share.span is None:
            return share
        if density is None:
            return Amount(None, "the density")
        return Amount(share.span.times(density))

    def mg_per_portion(self, each: Numbered, portion: str, *, guarded: bool = False) -> Amount:
        """What one unit, serving or container holds in mg."""
        own, factor = PER_PORTION.get(each.result.unit, ("", Decimal(1)))
        span = raw_span(each.result, guarded=guarded)
        if own == portion and each.result.basis is Basis.PRODUCT:
            return Amount(span.times(factor))
        counts = {"serving": "units_per_serving", "container": "units_per_container"}
        count = self.number(counts[portion]) if portion in counts else None
        if own == "unit" and portion in counts and count is not None:
            return Amount(span.times(factor).times(count))
        grams, share = self.grams(portion), self.mg_per_g(each, guarded=guarded)
        if share.span is None or grams.span is None:
            return Amount(None, share.missing or grams.missing)
        return Amount(share.span.times(grams.span.low))


def _amount(number: Decimal | None, missing: str) -> Amount:
    return Amount(None, missing) if number is None else Amount(Span(number, number))


def _is_mass(text: str) -> bool:
    """Whether a serving is given in grams: "2" alone may be two capsules."""
    found = NUMBER.match(text)
    return found is not None and found[2].casefold() in {"g", "mg"}


def raw_span(result: Result, *, guarded: bool = False) -> Span:
    """What the number can be, in the result's own unit; a censored one begins at nothing.

    A printed zero is one that is not detected: no laboratory measures zero.
    """
    if result.censored is not None or not result.value:
        if result.value is None and result.censored is None and result.present is None:
            return NONE_KNOWN
        bound = _bound(result)
        return NONE_KNOWN if bound is None or result.present else Span(ZERO, bound)
    off = result.uncertainty if guarded and result.uncertainty is not None else ZERO
    return Span(max(ZERO, result.value - off), result.value + off)


def _bound(result: Result) -> Decimal | None:
    """The limit that censors it; one of detection says nothing of what is below quantification."""
    if result.limit is not None:
        return result.limit
    if result.censored is Censored.BELOW_LOQ:
        return result.loq
    return result.lod if result.lod is not None else result.loq


def samples_of(certificate: Certificate) -> tuple[Sample, ...]:
    """Every sample with results or a header of its own, by name; one where none is named."""
    numbered = [Numbered(at, result) for at, result in enumerate(certificate.results)]
    names = {each.result.sample for each in numbered} | set(certificate.samples)
    if len(names) > 1 and not any(not each.result.sample for each in numbered):
        names -= {""}
    return tuple(
        Sample(
            name=name,
            header={**certificate.header, **certificate.samples.get(name, {})},
            measured=_with_role(numbered, name, Role.MEASURED),
            claimed=_with_role(numbered, name, Role.CLAIMED),
        )
        for name in sorted(names or {""})
    )


def _with_role(numbered: Iterable[Numbered], name: str, role: Role) -> tuple[Numbered, ...]:
    return tuple(
        each for each in numbered if each.result.sample == name and each.result.role is role
    )


def text_of(results: Iterable[Numbered]) -> str:
    return "; ".join(each.result.as_read for each in results)
