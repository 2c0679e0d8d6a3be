"""One sample of a certificate: its results as amounts in the product, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ketum.product.amounts import (
    PER_CONTAINER,
    PER_SERVING,
    PER_UNIT,
    SHARE,
    VOLUMES,
    convert,
    is_mass_fraction,
    mass_in_g,
)
from ketum.product.certificate import (
    Basis,
    Censored,
    Certificate,
    HeaderField,
    Result,
    Role,
)
from ketum.product.span import NONE_KNOWN, ZERO, Span

__all__ = ["Amount", "Numbered", "Sample", "in_unit", "raw_span", "samples_of", "text_of"]

COUNT = re.compile(r"(?<![\d.,/])\d{1,4}(?:\.\d{1,3})?(?![\d.,/])")
PORTIONS = {
    **{unit: ("unit", factor) for unit, factor in PER_UNIT.items()},
    **{unit: ("serving", factor) for unit, factor in PER_SERVING.items()},
    **{unit: ("container", factor) for unit, factor in PER_CONTAINER.items()},
}
HOLDS_DIGIT = re.compile(r"\d")
WATER = "moisture"
MG_IN_A_G = Decimal(1000)
COUNTS = {"serving": "units_per_serving", "container": "units_per_container"}


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
    """The measured results of one sample, those claimed for it, and its header.

    `lots` are what it can be called: its own lot and name; the document's lot where no sample has
    one of its own. `unread` are analytes that are printed somewhere and were not read.
    """

    name: str
    lots: tuple[str, ...]
    header: Mapping[str, HeaderField]
    measured: tuple[Numbered, ...]
    claimed: tuple[Numbered, ...]
    unread: frozenset[str] = frozenset()

    def of(self, analyte: str) -> tuple[Numbered, ...]:
        return tuple(each for each in self.measured if each.result.analyte == analyte)

    def text(self, field: str) -> str:
        """A field of the header as it was read, "" where it is not there."""
        return self.header[field].value.strip() if field in self.header else ""

    def count(self, field: str) -> Decimal | None:
        """The one number of a field ("2 capsules"); none where it holds another or a fraction."""
        found = COUNT.findall(self.text(field))
        number = Decimal(found[0]) if len(found) == 1 else Decimal(0)
        return number if number > 0 else None

    def mass(self, field: str) -> Decimal | None:
        """The mass that a field names in g, of a density that of a millilitre."""
        mass = mass_in_g(self.text(field))
        return mass if mass is not None and mass > 0 else None

    def grams(self, portion: str) -> Amount:
        """The mass of a unit, a serving or a container in g."""
        unit = self.mass("unit_mass")
        if portion == "unit":
            return _amount(unit, "the mass of one unit")
        if portion == "serving" and (serving := self.mass("serving")) is not None:
            return _amount(serving, "")
        count = self.count(COUNTS[portion])
        grams = unit * count if unit is not None and count is not None else None
        return _amount(grams, f"the mass of one {portion}")

    def mg_per_g(self, each: Numbered, *, guarded: bool = False) -> Amount:
        """The content of the product in mg/g; `guarded` counts the laboratory's uncertainty."""
        result = each.result
        if result.basis is Basis.ALKALOIDS or result.unit in SHARE:
            return Amount(None, "it is a share of the alkaloids, and how much these are")
        if result.basis is Basis.NOT_SAID:
            return Amount(None, "what it is a share of")
        span = raw_span(result, guarded=guarded)
        if is_mass_fraction(result.unit):
            share = in_unit(span, result.unit, "mg/g")
            return self._as_is(share) if result.basis is Basis.DRY else Amount(share)
        if result.unit in VOLUMES:
            density = self.mass("density")
            if density is None:
                return Amount(None, "the density")
            return Amount(_of(in_unit(span, result.unit, "mg/mL")).over(density))
        if result.unit in PORTIONS:
            portion, factor = PORTIONS[result.unit]
            grams = self.grams(portion)
            if grams.span is None:
                return grams
            return Amount(span.times(factor).over(grams.span.low))
        return Amount(None, f"how {result.unit or 'a number without a unit'} turns into mg/g")

    def _as_is(self, dry: Span | None) -> Amount:
        """What the product holds as it is of what its dry weight holds."""
        water = [
            in_unit(raw_span(each.result), each.result.unit, "mg/g") for each in self.of(WATER)
        ]
        known = [span for span in water if span is not None and span.high < MG_IN_A_G]
        if dry is None or not known:
            return Amount(None, "the moisture: it is given of the dry weight")
        wet = known[0]
        return Amount(
            Span(dry.low * (1 - wet.high / MG_IN_A_G), dry.high * (1 - wet.low / MG_IN_A_G))
        )

    def mg_per_ml(self, each: Numbered, *, guarded: bool = False) -> Amount:
        """The content of a liquid in mg/mL."""
        if each.result.unit in VOLUMES and each.result.basis is Basis.PRODUCT:
            span = raw_span(each.result, guarded=guarded)
            return Amount(in_unit(span, each.result.unit, "mg/mL"))
        share = self.mg_per_g(each, guarded=guarded)
        density = self.mass("density")
        if share.span is None:
            return share
        if density is None:
            return Amount(None, "the density")
        return Amount(share.span.times(density))

    def mg_per_portion(self, each: Numbered, portion: str, *, guarded: bool = False) -> Amount:
        """What one unit, serving or container holds in mg."""
        own, factor = PORTIONS.get(each.result.unit, ("", Decimal(1)))
        span = raw_span(each.result, guarded=guarded)
        if own == portion and each.result.basis is Basis.PRODUCT:
            return Amount(span.times(factor))
        count = self.count(COUNTS[portion]) if portion in COUNTS else None
        if own == "unit" and count is not None:
            return Amount(span.times(factor).times(count))
        grams, share = self.grams(portion), self.mg_per_g(each, guarded=guarded)
        if share.span is None or grams.span is None:
            return Amount(None, share.missing or grams.missing)
        return Amount(share.span.times(grams.span.low))


def _amount(number: Decimal | None, missing: str) -> Amount:
    return Amount(None, missing) if number is None else Amount(Span(number, number))


def _of(span: Span | None) -> Span:
    return NONE_KNOWN if span is None else span


def in_unit(span: Span, unit: str, to: str) -> Span | None:
    """Both ends in another unit, None where no factor leads there."""
    low, high = convert(span.low, unit, to), convert(span.high, unit, to)
    return None if low is None or high is None else Span(low, high)


def raw_span(result: Result, *, guarded: bool = False) -> Span:
    """What the number can be, in the result's own unit; a censored one begins at nothing.

    A printed zero is one that is not detected: no laboratory measures zero.
    """
    if result.censored is Censored.ABOVE:
        return Span(result.limit or ZERO, NONE_KNOWN.high)
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
    """Every sample with results or a header of its own, by name; one where none is named.

    What names no sample in a document of several is of each of them.
    """
    numbered = [Numbered(at, result) for at, result in enumerate(certificate.results)]
    unread = frozenset(name for each in certificate.not_read for name in each.names)
    names = {each.result.sample for each in numbered} | set(certificate.samples)
    own_lots = any("lot" in own for own in certificate.samples.values())
    found = []
    for name in sorted(names - {""} or {""}):
        own = certificate.samples.get(name, {})
        header = {**certificate.header, **own}
        printed = own if own_lots else header
        # A table may put the product, the lot and a day into the cells before its values.
        parts = [part for part in name.split() if HOLDS_DIGIT.search(part)]
        lots = (printed["lot"].value if "lot" in printed else "", name, *parts)
        here = [each for each in numbered if each.result.sample in {"", name}]
        found.append(
            Sample(
                name=name,
                lots=tuple(lot.strip() for lot in lots if lot.strip()),
                header=header,
                unread=unread,
                measured=tuple(each for each in here if each.result.role is Role.MEASURED),
                claimed=tuple(each for each in here if each.result.role is Role.CLAIMED),
            )
        )
    return tuple(found)


def text_of(results: Iterable[Numbered]) -> str:
    return "; ".join(each.result.as_read for each in results)
