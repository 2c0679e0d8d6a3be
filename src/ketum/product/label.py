"""What a label claims beside what a laboratory measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ketum.product.amounts import is_mass_fraction
from ketum.product.readings import amount_in, reading_of
from ketum.product.sample import Sample, raw_span, text_of
from ketum.product.span import Span, in_digits
from ketum.product.verdicts import Judged, Standing, Verdict

__all__ = ["judge_label"]

PERCENT = Decimal(100)


def judge_label(sample: Sample, label: Mapping[str, Span]) -> Iterator[Verdict]:
    """Each claim of the document, and each of `label` in mg/g, against the assay."""
    for claim in sample.claimed:
        unit = "mg/g" if is_mass_fraction(claim.result.unit) else claim.result.unit
        claimed = amount_in(sample, claim, unit).span
        if claimed is None:
            claimed = raw_span(claim.result)
        is_bound = claim.result.censored is not None
        yield _verdict(
            sample, claim.result.analyte, unit, claimed, (claim.at,), text_of((claim,)), is_bound
        )  # fmt: skip
    for analyte, claimed in sorted(label.items()):
        yield _verdict(sample, analyte, "mg/g", claimed, (), "", False)


def _verdict(
    sample: Sample,
    analyte: str,
    unit: str,
    claimed: Span,
    at: tuple[int, ...],
    as_read: str,
    is_bound: bool,
) -> Verdict:
    reading = reading_of(sample, analyte, unit)
    if reading.missing:
        verdict, said = Judged.CANNOT_TELL, reading.missing
    elif is_bound:
        verdict, said = _under(reading.high, claimed.high, unit)
    else:
        verdict, said = _beside(reading.low, reading.high, claimed, unit)
    results = tuple(each.at for each in reading.results)
    return Verdict(
        topic="label",
        question=f"Does the label tell the {analyte} that was measured?",
        verdict=verdict,
        arithmetic=f"label {claimed.said(unit)}; {said}",
        standing=Standing.JUDGEMENT,
        analyte=analyte,
        sample=sample.name,
        limit="The label's own claim; no tolerance with a source is known.",
        results=(*at, *results),
        as_read="; ".join(filter(None, (as_read, text_of(reading.results)))),
    )


def _under(measured: Span, most: Decimal, unit: str) -> tuple[Judged, str]:
    """A claim of less than so much is kept or it is not."""
    said = f"measured {measured.said(unit, most)}"
    if measured.low > most:
        return Judged.FAIL, f"{said}: more than claimed"
    return (Judged.PASS if measured.high <= most else Judged.CANNOT_TELL), said


def _beside(low: Span, high: Span, claimed: Span, unit: str) -> tuple[Judged, str]:
    measured = Span(low.low, high.high)
    said = f"measured {measured.said(unit, claimed.low)}"
    if not (measured.is_point and claimed.is_point and claimed.low > 0):
        return Judged.CANNOT_TELL, said
    if measured == claimed:
        return Judged.PASS, said
    off = (measured.low - claimed.low) / claimed.low * PERCENT
    side = "more" if off > 0 else "less"
    return Judged.CANNOT_TELL, f"{said}: {in_digits(abs(off))} % {side} than claimed"
