"""Metals and microbes against every limit on them: in the product, and in what a day brings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ketum.evidence.product_limits import Comparator, ProductLimit
from ketum.product.certificate import FAIL_DOUBT, Censored
from ketum.product.daily import Daily, daily_ug, grams_reaching, said_per_day
from ketum.product.judgement import with_uncertainty
from ketum.product.readings import PPM_PER_MG_G
from ketum.product.sample import Amount, Numbered, Sample, raw_span, text_of
from ketum.product.span import NONE_KNOWN, ZERO, Span, compare, in_digits
from ketum.product.verdicts import Judged, Standing, Verdict, softened, standing_of

__all__ = ["Asked", "judge_limit", "judge_limits", "judge_own", "limit_said"]

# An element and the forms of it that are a part of the whole.
WHOLE_OF = {
    "inorganic arsenic": "arsenic",
    "inorganic mercury": "mercury",
    "methylmercury": "mercury",
}
CONTAMINANTS = ("metal", "microbe", "solvent", "pesticide", "mycotoxin")
COUNTED = ("CFU/g",)
UNITS_OF_TOPIC = {"ug/day": "metal-limit", "ppm": "metal-limit", "CFU/g": "microbe-limit"}
TESTED = re.compile(r"in (\d{1,9}(?:\.\d{1,9})?) g")
TOO_MANY = re.compile(r"\b(tntc|too numerous)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked beside the certificate: the day, the place, and what a person takes."""

    on: date
    place: str | None
    day: Daily


def judge_limits(sample: Sample, limits: Iterable[ProductLimit], asked: Asked) -> Iterator[Verdict]:
    """A verdict for each limit and each result it speaks of."""
    for limit in limits:
        if limit.test or (limit.unit not in UNITS_OF_TOPIC and not TESTED.match(limit.unit)):
            continue
        for each, related in _results_for(sample, limit.analyte):
            yield judge_limit(sample, each, limit, asked, related=related)


def judge_own(sample: Sample, groups: Mapping[str, str]) -> Iterator[Verdict]:
    """What the laboratory itself says fails, against whatever limit it took."""
    for each in sample.measured:
        result = each.result
        if FAIL_DOUBT not in result.doubts:
            continue
        is_contaminant = groups.get(result.analyte) in CONTAMINANTS
        limit = result.specification or "the limit was not read"
        yield Verdict(
            topic="laboratory-fail" if is_contaminant else "laboratory-other",
            question=f"Does {result.analyte} keep the laboratory's own limit?",
            verdict=Judged.FAIL,
            arithmetic=f"{result.as_read}; printed beside it: {limit}; {FAIL_DOUBT}",
            standing=Standing.LABORATORY,
            analyte=result.analyte,
            sample=sample.name,
            limit=f"Limit of the laboratory: {limit} ({Standing.LABORATORY.value}).",
            limit_id="laboratory-own",
            results=(each.at,),
            as_read=text_of((each,)),
        )


def _results_for(sample: Sample, analyte: str) -> Iterator[tuple[Numbered, str]]:
    """Results of the analyte; else of the whole it is a part of, and of its own parts."""
    own = sample.of(analyte)
    for each in own:
        yield each, ""
    if not own and analyte in WHOLE_OF:
        for each in sample.of(WHOLE_OF[analyte]):
            yield each, "whole"
    for part, whole in WHOLE_OF.items():
        if whole == analyte:
            for each in sample.of(part):
                yield each, "part"


def judge_limit(
    sample: Sample, each: Numbered, limit: ProductLimit, asked: Asked, *, related: str = ""
) -> Verdict:
    """One result against one limit. `related` says it is of the whole element, or a part of it."""
    if limit.unit == "ug/day":
        verdict, arithmetic = _per_day(sample, each, limit, asked.day, related)
    elif limit.unit == "ppm":
        verdict, arithmetic = _share(sample, each, limit, related)
    else:
        verdict, arithmetic = _microbe(each, limit)
    standing = standing_of(limit, asked.place, asked.on)
    judged = softened(verdict, standing)
    if judged is not verdict:
        arithmetic += "; it is over, but no product has to keep this limit"
    return Verdict(
        topic=UNITS_OF_TOPIC.get(limit.unit, "microbe-limit"),
        question=_question(limit),
        verdict=judged,
        arithmetic=arithmetic,
        standing=standing,
        analyte=limit.analyte,
        sample=sample.name,
        limit=limit_said(limit, standing),
        limit_id=limit.id,
        place=limit.place,
        per_day=said_per_day(sample, each, asked.day),
        results=(each.at,),
        as_read=text_of((each,)),
        cites=limit.cites,
        confirmed=limit.confirmed,
    )


def _question(limit: ProductLimit) -> str:
    if limit.unit == "ug/day":
        return f"Is the {limit.analyte} of a day within {limit.standard}?"
    return f"Does {limit.analyte} keep {limit.standard}?"


def limit_said(limit: ProductLimit, standing: Standing) -> str:
    """The limit in words, whom it binds and how it stands."""
    value = f" {in_digits(limit.value)}" if limit.value is not None else ""
    bound = f"{limit.comparator.value}{value} {limit.unit}"
    at = f", {limit.place}" if limit.place else ""
    remark = f" {limit.remark}" if limit.remark else ""
    name = limit.analyte.replace("+", " and ").replace("/", " to ")
    return f"{limit.standard}: {name} {bound} ({standing.value}{at}).{remark}"


def _seen_from(amount: Amount, related: str) -> Span:
    """What an amount says of the analyte: a part is at most the whole, a whole at least a part."""
    if amount.span is None:
        return NONE_KNOWN
    if related == "whole":
        return Span(ZERO, amount.span.high)
    if related == "part":
        return Span(amount.span.low, NONE_KNOWN.high)
    return amount.span


RELATED = {
    "": "",
    "whole": "; of the whole element only a part counts here, and it was not measured apart",
    "part": "; measured is a part of the whole that counts here",
}


def _bound(limit: ProductLimit) -> str:
    return f"limit {limit.comparator.value} {in_digits(limit.value or ZERO)} {limit.unit}"


def _off(each: Numbered, verdict: Judged) -> str:
    """Why a number that keeps the limit does not pass."""
    if each.result.uncertainty is None or verdict is not Judged.CANNOT_TELL:
        return ""
    off = in_digits(each.result.uncertainty)
    return f"; the laboratory's own uncertainty is {off} {each.result.unit}"


def _share(sample: Sample, each: Numbered, limit: ProductLimit, related: str) -> tuple[Judged, str]:
    found = sample.mg_per_g(each)
    value = limit.value or ZERO
    if found.span is None:
        return Judged.CANNOT_TELL, f"missing: {found.missing}; {_bound(limit)}"

    def judge(guarded: bool) -> Judged:
        seen = _seen_from(sample.mg_per_g(each, guarded=guarded), related)
        return compare(seen.times(PPM_PER_MG_G), limit.comparator, value)

    verdict = with_uncertainty(judge)
    number = found.span.times(PPM_PER_MG_G).said("ppm", value)
    return verdict, f"{number}; {_bound(limit)}{RELATED[related]}{_off(each, verdict)}"


def _per_day(
    sample: Sample, each: Numbered, limit: ProductLimit, day: Daily, related: str
) -> tuple[Judged, str]:
    found = daily_ug(sample, each, day)
    value = limit.value or ZERO
    share = sample.mg_per_g(each).span
    reached = grams_reaching(value, share)
    at = f"; reached at {reached.said('g/day')}" if reached is not None else ""
    if found.span is None:
        return Judged.CANNOT_TELL, f"missing: {found.missing}; {_bound(limit)}{at}"

    def judge(guarded: bool) -> Judged:
        seen = _seen_from(daily_ug(sample, each, day, guarded=guarded), related)
        return compare(seen, limit.comparator, value)

    verdict = with_uncertainty(judge)
    said = said_per_day(sample, each, day) or ""
    return verdict, f"{said}; {_bound(limit)}{at}{RELATED[related]}{_off(each, verdict)}"


def _microbe(each: Numbered, limit: ProductLimit) -> tuple[Judged, str]:
    if limit.comparator is Comparator.ABSENT:
        return _absence(each, limit)
    result = each.result
    if TOO_MANY.search(result.as_read):
        return Judged.FAIL, f"too many to count; {_bound(limit)}"
    if result.unit not in COUNTED:
        return Judged.CANNOT_TELL, f"{result.unit or 'no unit'} is not CFU/g; {_bound(limit)}"
    value = limit.value or ZERO
    verdict = with_uncertainty(
        lambda guarded: compare(raw_span(result, guarded=guarded), limit.comparator, value)
    )
    return verdict, f"{raw_span(result).said('CFU/g', value)}; {_bound(limit)}"


def _absence(each: Numbered, limit: ProductLimit) -> tuple[Judged, str]:
    """Absence counts only in as many grams as the limit asks for."""
    result, asked = each.result, f"limit absent {limit.unit}"
    is_over = result.censored is Censored.ABOVE
    if result.present or is_over or (result.censored is None and (result.value or ZERO) > 0):
        return Judged.FAIL, f"found; {asked}"
    tested, needed = TESTED.fullmatch(result.unit), TESTED.fullmatch(limit.unit)
    if result.present is None and result.censored is None:
        return Judged.CANNOT_TELL, f"neither found nor said to be absent; {asked}"
    if tested is None or needed is None:
        said = f"not found by {result.unit}" if result.unit else "not found, grams not said"
        return Judged.CANNOT_TELL, f"{said}; {asked}"
    enough = Decimal(tested[1]) >= Decimal(needed[1])
    return (
        Judged.PASS if enough else Judged.CANNOT_TELL,
        f"absent {result.unit}; {asked}{'' if enough else ': too little was tested'}",
    )
