"""The caps of a place's law, each in its own unit, against one sample."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from ketum.citation import Citation
from ketum.evidence.law import ContentLimit, EventKind, LegalEvent
from ketum.evidence.product_limits import Comparator
from ketum.product.alkaloid_share import judge_share
from ketum.product.judgement import Judgement, judge_content, judge_ratio
from ketum.product.limits import Asked
from ketum.product.readings import amount_in
from ketum.product.sample import Numbered, Sample, raw_span, text_of
from ketum.product.span import NONE_KNOWN, ZERO, Span, compare, highest
from ketum.product.verdicts import Judged, Standing, Verdict, is_at

__all__ = ["LegalCap", "analytes_of_cap", "judge_cap"]

FULL_NAMES = {"7-OH": "7-hydroxymitragynine"}
MOISTURE = "moisture"
# What a cap says of whom it speaks, behind a comma, is said and not judged.
PORTIONS = {
    "mg/serving": "mg/serving",
    "mg/container": "mg/container",
    "mg/unit": "mg/unit",
    "mg/article": "mg/unit",
}
SHARES = {"mg/g": "mg/g", "ppm": "ppm", "mg/mL": "mg/mL"}
DRY = {"ppm of dry weight": ("ppm", Decimal(1)), "% of dry weight": ("mg/g", Decimal(10))}
PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCap:
    """A cap with the act it stands in; `kind` and `is_in_force` say whether it is law that day."""

    limit: ContentLimit
    event: str
    place: str
    place_name: str
    instrument: str
    kind: EventKind
    is_in_force: bool
    cites: tuple[Citation, ...]
    confirmed: bool

    @classmethod
    def all_of(cls, event: LegalEvent, *, is_in_force: bool) -> tuple[LegalCap, ...]:
        """The caps of one event of the law; whether it is in force that day the law room says."""
        return tuple(
            cls(
                limit=limit,
                event=event.id,
                place=event.place,
                place_name=event.place_name,
                instrument=event.instrument,
                kind=event.kind,
                is_in_force=is_in_force,
                cites=event.cites,
                confirmed=event.confirmed,
            )
            for limit in event.limits
        )


def analytes_of_cap(limit: ContentLimit) -> tuple[str, ...]:
    """The full names of the analytes a cap speaks of, the upper one of a ratio first."""
    return tuple(
        FULL_NAMES.get(name, name) for name in re.split(r" to | and ", limit.analyte) if name
    )


def judge_cap(
    cap: LegalCap, sample: Sample, asked: Asked, *, kratom: Set[str], liquid: bool
) -> Verdict | None:
    """One cap against one sample; None where it speaks of liquids and this is none, or else.

    `kratom` are the alkaloids that count into a total.
    """
    unit, _, whom = cap.limit.unit.partition(", ")
    if (whom == "liquid" and not liquid) or (whom == "solid" and liquid):
        return None
    found = _judgement(cap.limit, unit, sample, kratom)
    standing = _standing(cap, asked)
    value = f" {cap.limit.value}" if cap.limit.value else ""
    says = f"{cap.limit.analyte}{value} {cap.limit.unit}"
    return Verdict(
        topic="legal-cap",
        question=f"Does {cap.limit.analyte} keep the cap of {cap.place_name} ({cap.limit.unit})?",
        verdict=found.verdict,
        arithmetic=found.arithmetic,
        standing=standing,
        analyte=" and ".join(analytes_of_cap(cap.limit)),
        sample=sample.name,
        limit=f"{cap.place_name}, {cap.instrument}: {says} ({standing.value}, {cap.place}).",
        limit_id=cap.event,
        place=cap.place,
        results=tuple(each.at for each in found.results),
        as_read=text_of(found.results),
        cites=cap.cites,
        confirmed=cap.confirmed,
    )


def _standing(cap: LegalCap, asked: Asked) -> Standing:
    if cap.kind is EventKind.PROPOSED:
        return Standing.PROPOSED
    if not cap.is_in_force:
        return Standing.NOT_IN_FORCE
    return Standing.LAW_HERE if is_at(asked.place, cap.place) else Standing.LAW_ELSEWHERE


def _judgement(limit: ContentLimit, unit: str, sample: Sample, kratom: Set[str]) -> Judgement:
    names = analytes_of_cap(limit)
    if unit == "any amount":
        return _none_at_all(sample, names)
    try:
        value = Decimal(limit.value)
    except InvalidOperation:
        return Judgement(Judged.CANNOT_TELL, "the value of the cap was not read")
    if unit == "least ratio":
        return judge_ratio(sample, names[0], names[1:], value)
    if unit == "% of alkaloids" and len(names) == 1:
        return judge_share(sample, names[0], Comparator.AT_MOST, value, kratom)
    if unit in DRY:
        own, factor = DRY[unit]
        return _dry(sample, names, own, value * factor)
    own = PORTIONS.get(unit) or SHARES.get(unit, "")
    if not own:
        return Judgement(Judged.CANNOT_TELL, f"a cap in {unit} is not read by this program")
    return judge_content(sample, names, own, Comparator.AT_MOST, value)


def _none_at_all(sample: Sample, names: Collection[str]) -> Judgement:
    """A substance that is found is there; one that is not seen may still be."""
    results = tuple(each for name in names for each in sample.of(name))
    found = tuple(each for each in results if is_found(each))
    if found:
        return Judgement(Judged.FAIL, f"found: {text_of(found)}", found)
    said = "not tested" if not results else "not seen, and below what can be seen is not none"
    return Judgement(Judged.CANNOT_TELL, said, results)


def is_found(each: Numbered) -> bool:
    return each.result.present is True or raw_span(each.result).low > 0


def _dry(sample: Sample, names: Collection[str], unit: str, value: Decimal) -> Judgement:
    """Dry, the same alkaloid weighs more of the rest: without the moisture only a fail is sure."""
    as_is = judge_content(sample, tuple(names), unit, Comparator.AT_MOST, value)
    if as_is.verdict is Judged.FAIL:
        return replace(as_is, arithmetic=f"{as_is.arithmetic}, and more of the dry weight")
    moisture = [
        Span(span.low / PERCENT, span.high / PERCENT)
        for each in sample.of(MOISTURE)
        if each.result.unit == "%" and (span := raw_span(each.result)).high < PERCENT
    ]
    if not moisture:
        return Judgement(
            Judged.CANNOT_TELL, f"{as_is.arithmetic}; missing: the moisture", as_is.results
        )
    wet = highest(moisture)
    total = Span(ZERO, ZERO)
    for name in names:
        amounts = [amount_in(sample, each, unit, guarded=True) for each in sample.of(name)]
        spans = [amount.span for amount in amounts if amount.span is not None]
        total = total.plus(highest(spans) if spans else NONE_KNOWN)
    dry = Span(total.low / (1 - wet.low), total.high / (1 - wet.high))
    verdict = compare(dry, Comparator.AT_MOST, value)
    return Judgement(verdict, f"{as_is.arithmetic}; dry {dry.said(unit, value)}", as_is.results)
