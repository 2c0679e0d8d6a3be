"""Whether a laboratory that saw nothing would have seen what the limits are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ketum.citation import Citation
from ketum.evidence.product_limits import Comparator, ProductLimit
from ketum.product.amounts import is_mass_fraction
from ketum.product.certificate import Censored
from ketum.product.legal_caps import LegalCap, analytes_of_cap
from ketum.product.limits import WHOLE_OF, Asked
from ketum.product.readings import amount_in, reading_of
from ketum.product.sample import Numbered, Sample, raw_span, text_of
from ketum.product.span import in_digits
from ketum.product.verdicts import FAILS_NOTHING, Judged, Standing, Verdict, standing_of

__all__ = ["judge_support"]

UG_PER_MG = Decimal(1000)
MITRAGYNINE = "mitragynine"
UNSEEN = (*FAILS_NOTHING, Standing.SUPERSEDED, Standing.NOT_IN_FORCE)


@dataclass(frozen=True, slots=True)
class Need:
    """What a method has to see, in `unit`; `below` says that the value itself is too much.

    `value` is less than the limit by what others of the same sum may hide.
    """

    value: Decimal
    unit: str
    below: bool
    said: str
    cites: tuple[Citation, ...]


def judge_support(
    sample: Sample, limits: Iterable[ProductLimit], caps: Iterable[LegalCap], asked: Asked
) -> Iterator[Verdict]:
    """One verdict for each result that is below a limit of the method."""
    standing = [
        limit for limit in limits if standing_of(limit, asked.place, asked.on) not in UNSEEN
    ]
    in_force = [cap for cap in caps if cap.is_in_force]
    for each in sample.measured:
        if each.result.censored in (None, Censored.ABOVE):
            continue
        needs = [
            *_of_limits(sample, each, standing, asked),
            *_of_caps(each, in_force),
        ]
        if needs:
            yield _verdict(sample, each, needs)


def _of_limits(
    sample: Sample, each: Numbered, limits: Iterable[ProductLimit], asked: Asked
) -> Iterator[Need]:
    analyte = each.result.analyte
    for limit in limits:
        value, below = limit.value, limit.comparator is Comparator.BELOW
        if value is None or not _speaks_of(limit, analyte):
            continue
        if limit.unit == "mass ratio":
            yield from _of_ratio(sample, each, limit, value)
        elif limit.unit in {"ppm", "mg/g", "mg/mL", "CFU/g"}:
            said = f"{in_digits(value)} {limit.unit} ({limit.standard})"
            left = value - _unseen_beside(sample, each, _low_in(limit), limit.unit)
            yield Need(left, limit.unit, below, said, limit.cites)
        elif limit.unit == "ug/day" and (grams := asked.day.grams_of(sample)) is not None:
            needed = value / grams.high
            shown = f"{in_digits(needed, value)} ppm at {grams.said('g/day')} ({limit.standard})"
            yield Need(needed, "ppm", below, shown, limit.cites)


def _speaks_of(limit: ProductLimit, analyte: str) -> bool:
    """Whether the analyte must be low: alone, in a sum, below in a ratio, or as the whole."""
    return analyte in _low_in(limit) or WHOLE_OF.get(limit.analyte) == analyte


def _low_in(limit: ProductLimit) -> list[str]:
    """What has to be low: all that is summed, or what stands below in a ratio."""
    return limit.analyte.rpartition("/")[2].split("+")


def _unseen_beside(sample: Sample, each: Numbered, names: Iterable[str], unit: str) -> Decimal:
    """What may hide below the limits of the others that count into the same sum."""
    readings = [reading_of(sample, name, unit) for name in names if name != each.result.analyte]
    hidden = [reading.high.high - reading.high.low for reading in readings if not reading.missing]
    return sum((amount for amount in hidden if amount.is_finite()), Decimal(0))


def _of_ratio(
    sample: Sample, each: Numbered, limit: ProductLimit, value: Decimal
) -> Iterator[Need]:
    """So much beside this much mitragynine is what the ratio allows."""
    unit = "mg/g" if is_mass_fraction(each.result.unit) else each.result.unit
    beside = reading_of(sample, MITRAGYNINE, unit)
    if beside.missing or beside.low.high == 0 or not beside.low.is_bounded:
        return
    needed = beside.low.high / value
    said = (
        f"{in_digits(needed)} {unit} beside {beside.low.said(unit)} of mitragynine "
        f"({limit.standard}, ratio)"
    )
    left = needed - _unseen_beside(sample, each, _low_in(limit), unit)
    yield Need(left, unit, False, said, limit.cites)


def _of_caps(each: Numbered, caps: Iterable[LegalCap]) -> Iterator[Need]:
    """Caps on a content; those on a share or a portion are in their own verdict."""
    for cap in caps:
        unit = cap.limit.unit.partition(",")[0].removesuffix(" of dry weight")
        if unit not in {"mg/g", "mg/mL", "ppm", "mg/serving", "mg/container"}:
            continue
        if each.result.analyte not in analytes_of_cap(cap.limit):
            continue
        try:
            value = Decimal(cap.limit.value)
        except InvalidOperation:
            continue
        said = f"{cap.limit.value} {unit} ({cap.place_name}, {cap.instrument})"
        yield Need(value, unit, False, said, cap.cites)


def _verdict(sample: Sample, each: Numbered, needs: list[Need]) -> Verdict:
    name = each.result.analyte
    judged = [(need, _is_seen(sample, each, need)) for need in needs]
    judged = [(need, seen) for need, seen in judged if seen is not None]
    blind = [need for need, seen in judged if seen is False]
    bound = raw_span(each.result).said(each.result.unit)
    if not raw_span(each.result).is_bounded:
        verdict, said = Judged.CANNOT_TELL, "from where on it would be seen is not said"
    elif blind:
        verdict, said = Judged.FAIL, f"{bound}; not low enough for {_listed(blind)}"
    elif judged:
        verdict, said = Judged.PASS, f"{bound}; needed {_listed([need for need, _ in judged])}"
    else:
        verdict, said = Judged.CANNOT_TELL, f"{bound}; no limit could be put in this unit"
    shown = blind or [need for need, _ in judged]
    return Verdict(
        topic="detection",
        question=f"Can this laboratory see as little {name} as it needs to?",
        verdict=verdict,
        arithmetic=said,
        standing=Standing.JUDGEMENT,
        analyte=name,
        sample=sample.name,
        limit=_listed(shown),
        results=(each.at,),
        as_read=text_of((each,)),
        cites=tuple(dict.fromkeys(cite for need in shown for cite in need.cites)),
    )


def _listed(needs: Iterable[Need]) -> str:
    return "; ".join(dict.fromkeys(need.said for need in needs))


def _is_seen(sample: Sample, each: Numbered, need: Need) -> bool | None:
    """Whether "not seen" settles it; None where the units cannot be brought together."""
    amount = amount_in(sample, each, need.unit)
    if amount.span is None or not amount.span.is_bounded:
        return None
    return amount.span.high < need.value if need.below else amount.span.high <= need.value
