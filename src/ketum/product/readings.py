"""What a sample holds of one analyte in a given unit, from all the results there are of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ketum.product.amounts import SHARE, is_mass_fraction
from ketum.product.certificate import Basis, Censored
from ketum.product.sample import PORTIONS, Amount, Numbered, Sample, raw_span
from ketum.product.span import NONE_KNOWN, ZERO, Span, highest, lowest

__all__ = ["Reading", "amount_in", "reading_of", "said_sum", "sum_of"]

PPM_PER_MG_G = Decimal(1000)
# As much as two printed digits may be off.
ROUNDED = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Reading:
    """The highest and the lowest of the results; `missing` says why there is neither."""

    high: Span
    low: Span
    results: tuple[Numbered, ...]
    missing: str = ""


def amount_in(sample: Sample, each: Numbered, unit: str, *, guarded: bool = False) -> Amount:
    """One result in a unit; a unit of its own kind is left as it is."""
    if unit == "mg/g":
        return sample.mg_per_g(each, guarded=guarded)
    if unit == "ppm":
        share = sample.mg_per_g(each, guarded=guarded)
        return share if share.span is None else Amount(share.span.times(PPM_PER_MG_G))
    if unit == "mg/mL":
        return sample.mg_per_ml(each, guarded=guarded)
    if unit in {"mg/unit", "mg/serving", "mg/container"}:
        return sample.mg_per_portion(each, PORTIONS[unit][0], guarded=guarded)
    if unit in SHARE and each.result.basis is Basis.ALKALOIDS:
        return Amount(raw_span(each.result, guarded=guarded))
    if each.result.unit == unit:
        return Amount(raw_span(each.result, guarded=guarded))
    return Amount(None, f"how {each.result.unit or 'a number without a unit'} turns into {unit}")


def reading_of(sample: Sample, analyte: str, unit: str, *, guarded: bool = False) -> Reading:
    """Of several results both ends are kept; one that cannot be turned counts for nothing."""
    results = sample.of(analyte)
    amounts = [amount_in(sample, each, unit, guarded=guarded) for each in results]
    told = [
        (each, amount.span)
        for each, amount in zip(results, amounts, strict=True)
        if amount.span is not None
    ]
    spans = [span for _, span in _without_echoes(_without_silent(told))]
    if not spans:
        untold = "printed, but not read" if analyte in sample.unread else "not tested"
        missing = f"missing {amounts[0].missing}" if amounts else untold
        return Reading(NONE_KNOWN, NONE_KNOWN, results, f"{analyte}: {missing}")
    return Reading(highest(spans), lowest(spans), results)


Told = tuple[Numbered, Span]


def _without_silent(told: list[Told]) -> list[Told]:
    """Without what was not seen by no limit that is named, where another column names one."""
    saying = [
        (each, span)
        for each, span in told
        if span.is_bounded or each.result.censored in (None, Censored.ABOVE)
    ]
    return saying or told


def _without_echoes(told: list[Told]) -> list[Told]:
    """Without amounts of a serving or a unit that repeat, rounded, the share beside them."""
    shares = [span for each, span in told if is_mass_fraction(each.result.unit)]
    return [
        (each, span)
        for each, span in told
        if is_mass_fraction(each.result.unit) or not any(_is_near(span, s) for s in shares)
    ]


def _is_near(one: Span, other: Span) -> bool:
    if not (one.is_bounded and other.is_bounded):
        return False
    return abs(one.high - other.high) <= ROUNDED * other.high and abs(
        one.low - other.low
    ) <= ROUNDED * max(other.low, other.high)


def sum_of(readings: Iterable[Reading]) -> Span:
    """The highest readings together; one that is missing leaves the sum without an end."""
    total = Span(ZERO, ZERO)
    for reading in readings:
        total = total.plus(reading.high)
    return total


def said_sum(readings: Mapping[str, Reading], unit: str) -> str:
    return " + ".join(
        reading.missing or f"{name} {reading.high.said(unit)}" for name, reading in readings.items()
    )
