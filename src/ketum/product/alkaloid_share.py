"""An alkaloid as a share of all alkaloids, and what can be said where these were not all measured.

All alkaloids weigh at least as much as those that were measured: so without a total a share is at
most that of the measured ones, which can pass a cap and never fail one. They weigh at most as much
as the product: so a share is at least the content of the product, which can fail a cap.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal

from ketum.evidence.product_limits import Comparator
from ketum.product.amounts import SHARE
from ketum.product.certificate import Basis
from ketum.product.judgement import Judgement, bases_of, with_uncertainty
from ketum.product.readings import Reading, reading_of
from ketum.product.sample import Numbered, Sample, raw_span
from ketum.product.span import NONE_KNOWN, ZERO, Span, compare, in_digits
from ketum.product.verdicts import Judged, worst

__all__ = ["TOTAL", "judge_share"]

TOTAL = "total alkaloids"
PERCENT = Decimal(100)
MG_IN_A_G = Decimal(1000)
UNIT = "% of alkaloids"
IN_PRODUCT = "mg/g"


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent; `is_whole` says that it rests on all alkaloids and not on a bound."""

    span: Span
    said: str
    results: tuple[Numbered, ...]
    is_whole: bool


def judge_share(
    sample: Sample, analyte: str, comparator: Comparator, value: Decimal, kratom: Set[str]
) -> Judgement:
    """The share of an analyte in the alkaloids against a cap in percent.

    `kratom` are the alkaloids that count into the whole.
    """
    shares = _shares(sample, analyte, kratom, guarded=False)
    bound = f"limit {comparator.value} {in_digits(value)} {UNIT}"
    if not shares:
        own = reading_of(sample, analyte, "mg/g")
        return Judgement(Judged.CANNOT_TELL, f"{own.missing}; {bound}", own.results)

    def judge(guarded: bool) -> Judged:
        found = _shares(sample, analyte, kratom, guarded=guarded)
        judged = [compare(share.span, comparator, value) for share in found]
        if Judged.FAIL in judged:
            return Judged.FAIL
        whole = [one for one, share in zip(judged, found, strict=True) if share.is_whole]
        return worst(whole or judged)

    verdict = with_uncertainty(judge)
    deciding = [s for s in shares if compare(s.span, comparator, value) is verdict] or shares
    whole = [share for share in deciding if share.is_whole] or deciding
    return Judgement(verdict, f"{whole[0].said}; {bound}", whole[0].results)


def _shares(sample: Sample, analyte: str, kratom: Set[str], *, guarded: bool) -> list[Share]:
    """Every way in which the share, or an end of it, can be told."""
    found = []
    for each in sample.of(analyte):
        if each.result.unit in SHARE or each.result.basis is Basis.ALKALOIDS:
            span = raw_span(each.result, guarded=guarded)
            found.append(Share(span, f"printed: {span.said(UNIT)}", (each,), is_whole=True))
    for unit in bases_of(sample, (analyte, TOTAL)):
        own = reading_of(sample, analyte, unit, guarded=guarded)
        total = reading_of(sample, TOTAL, unit, guarded=guarded)
        if not own.missing and not total.missing:
            found.append(_of_total(analyte, own, total, unit))
    is_known = bool(found)
    for unit in bases_of(sample, (analyte,)):
        own = reading_of(sample, analyte, unit, guarded=guarded)
        if own.missing or unit in SHARE:
            continue
        mass = _of_mass(analyte, own) if unit == IN_PRODUCT else None
        if not is_known:
            found.append(_of_parts(sample, own, unit, mass, kratom - {analyte}, guarded))
        elif mass is not None:
            found.append(mass)
    return found


def _of_total(analyte: str, own: Reading, total: Reading, unit: str) -> Share:
    """Of totals that differ the lowest counts, which gives the highest share."""
    most = total.low.high
    low = own.high.low / most * PERCENT if most > 0 and most.is_finite() else ZERO
    least = total.low.low
    high = own.high.high / least * PERCENT if least > 0 else NONE_KNOWN.high
    span = Span(low, high)
    said = (
        f"{analyte} {own.high.said(unit)} / {TOTAL} {Span(least, most).said(unit)} = "
        f"{span.said(UNIT)}"
    )
    return Share(span, said, (*own.results, *total.results), is_whole=True)


def _of_mass(analyte: str, own: Reading) -> Share:
    low = own.high.low / MG_IN_A_G * PERCENT
    said = (
        f"the alkaloids are at most the whole product, so {analyte} is at least "
        f"{Span(low, low).said(UNIT)}"
    )
    return Share(Span(low, NONE_KNOWN.high), said, own.results, is_whole=False)


def _of_parts(
    sample: Sample, own: Reading, unit: str, mass: Share | None, kratom: Set[str], guarded: bool
) -> Share:
    """Up to its share in what was measured, that at its least; in mg/g from that of the product."""
    others = [reading_of(sample, name, unit, guarded=guarded) for name in sorted(kratom)]
    measured = [reading for reading in others if not reading.missing]
    rest = sum((reading.low.low for reading in measured), ZERO)
    most = own.high.high
    high = most / (most + rest) * PERCENT if most.is_finite() and rest > 0 else PERCENT
    beside = (
        f"with the other alkaloids measured, {Span(rest, rest).said(unit)}"
        if measured
        else f"and no other alkaloid measured in {unit}"
    )
    said = (
        f"{own.results[0].result.analyte} {own.high.said(unit)} {beside}: "
        f"at most {Span(high, high).said(UNIT)}"
        + (f"; {mass.said}" if mass else "")
        + f"; missing: {TOTAL}"
    )
    results = (*own.results, *(each for reading in measured for each in reading.results))
    return Share(Span(mass.span.low if mass else ZERO, high), said, results, is_whole=False)
