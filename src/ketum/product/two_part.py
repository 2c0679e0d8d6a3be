"""The two-part test: how much 7-hydroxymitragynine and pseudoindoxyl, and how much beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ketum.evidence.product_limits import ProductLimit
from ketum.evidence.words import WordList
from ketum.product.amounts import MASS_FRACTIONS, VOLUMES
from ketum.product.limits import Asked, limit_said, with_uncertainty
from ketum.product.sample import Numbered, Sample, raw_span, text_of
from ketum.product.span import NONE_KNOWN, ZERO, Span, compare, highest, lowest
from ketum.product.verdicts import Judged, Verdict, softened, standing_of, worst

__all__ = ["is_liquid", "judge_two_part"]

IN_PRODUCT = "mg/g"


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the test: the verdict, its arithmetic, the results, what could not be used."""

    limit: ProductLimit
    verdict: Judged
    arithmetic: str
    results: tuple[Numbered, ...]


def is_liquid(sample: Sample, words: WordList) -> bool:
    """By the form that is printed; without one, by a content given per millilitre."""
    form = sample.text("form")
    if form:
        return words.occurs_in(form)
    return any(each.result.unit in VOLUMES for each in sample.measured)


def judge_two_part(
    sample: Sample, limits: Iterable[ProductLimit], liquids: WordList, asked: Asked
) -> Iterator[Verdict]:
    """For each rule its two halves and both together; nothing where no alkaloid was measured."""
    matrix = "liquid" if is_liquid(sample, liquids) else "solid"
    rules: dict[str, list[ProductLimit]] = {}
    for limit in limits:
        if limit.test == "two-part" and limit.matrix in (matrix, "any product"):
            rules.setdefault(limit.standard, []).append(limit)
    for standard, halves in rules.items():
        parts = [
            _ratio(sample, limit) if "/" in limit.analyte else _content(sample, limit)
            for limit in halves
        ]
        if not any(part.results for part in parts):
            continue
        for part in parts:
            yield _verdict(sample, [part], standard, asked)
        yield _verdict(sample, parts, standard, asked)


def _verdict(sample: Sample, parts: list[Part], standard: str, asked: Asked) -> Verdict:
    limit = parts[0].limit
    standing = standing_of(limit, asked.place, asked.on)
    is_whole = len(parts) > 1
    is_ratio = "/" in limit.analyte
    half = "ratio" if is_ratio else "content"
    asks = "both parts of the test" if is_whole else f"the {half} part of the test"
    used = sorted({each.at: each for part in parts for each in part.results}.items())
    return Verdict(
        topic="two-part" if is_whole else f"two-part-{half}",
        question=f"Does it pass {asks} of {standard}?",
        verdict=softened(worst(part.verdict for part in parts), standing),
        arithmetic="; ".join(part.arithmetic for part in parts),
        standing=standing,
        analyte=limit.analyte.replace("+", " and ").replace("/", " to "),
        sample=sample.name,
        limit=" ".join(limit_said(part.limit, standing) for part in parts),
        limit_id=" ".join(part.limit.id for part in parts),
        place=limit.place,
        results=tuple(at for at, _ in used),
        as_read=text_of(each for _, each in used),
        cites=tuple(dict.fromkeys(cite for part in parts for cite in part.limit.cites)),
        confirmed=all(part.limit.confirmed for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What one analyte can be: the highest reading of its results, and the lowest."""

    high: Span
    low: Span
    results: tuple[Numbered, ...]
    missing: str = ""


def _contents(
    sample: Sample, analytes: Iterable[str], unit: str, *, guarded: bool
) -> Mapping[str, Content]:
    return {name: _content_of(sample, name, unit, guarded=guarded) for name in analytes}


def _content_of(sample: Sample, analyte: str, unit: str, *, guarded: bool) -> Content:
    """Of several results the worse one counts; one that cannot be turned counts for nothing."""
    results = sample.of(analyte)
    spans, missing = [], ""
    for each in results:
        if unit == IN_PRODUCT:
            amount = sample.mg_per_g(each, guarded=guarded)
        elif unit == "mg/mL":
            amount = sample.mg_per_ml(each, guarded=guarded)
        elif each.result.unit == unit:
            spans.append(raw_span(each.result, guarded=guarded))
            continue
        else:
            continue
        missing = missing or amount.missing
        if amount.span is not None:
            spans.append(amount.span)
    if not spans:
        why = f"{analyte}: missing {missing}" if missing else f"{analyte}: not tested"
        return Content(NONE_KNOWN, NONE_KNOWN, results, why)
    return Content(highest(spans), lowest(spans), results)


def _sum(contents: Mapping[str, Content]) -> Span:
    total = Span(ZERO, ZERO)
    for content in contents.values():
        total = total.plus(content.high)
    return total


def _said(contents: Mapping[str, Content], unit: str) -> str:
    return " + ".join(
        content.missing or f"{name} {content.high.said(unit)}" for name, content in contents.items()
    )


def _content(sample: Sample, limit: ProductLimit) -> Part:
    analytes, value = limit.analyte.split("+"), limit.value or ZERO

    def judge(guarded: bool) -> Judged:
        total = _sum(_contents(sample, analytes, limit.unit, guarded=guarded))
        return compare(total, limit.comparator, value)

    found = _contents(sample, analytes, limit.unit, guarded=False)
    total = f" = {_sum(found).said(limit.unit, value)}" if len(found) > 1 else ""
    bound = f"limit {limit.comparator.value} {value:f} {limit.unit}"
    return Part(
        limit,
        with_uncertainty(judge),
        f"{_said(found, limit.unit)}{total}; {bound}",
        tuple(each for content in found.values() for each in content.results),
    )


def _ratio(sample: Sample, limit: ProductLimit) -> Part:
    """The ratio needs no mass of a portion: any unit will do that all of them are given in."""
    above, below = limit.analyte.split("/")
    names = [above, *below.split("+")]
    units = {each.result.unit for name in names for each in sample.of(name)}
    bases = [IN_PRODUCT, *sorted(units - set(MASS_FRACTIONS))]
    complete = []
    judged = {}
    for unit in bases:
        judged[unit] = with_uncertainty(partial(_ratio_in, sample, limit, unit))
        if not any(content.missing for content in _found(sample, names, unit).values()):
            complete.append(unit)
    if Judged.FAIL in judged.values():
        verdict = Judged.FAIL
        unit = next(unit for unit in bases if judged[unit] is Judged.FAIL)
    else:
        verdict = worst(judged[unit] for unit in complete)
        unit = complete[0] if complete else IN_PRODUCT
    found = _found(sample, names, unit)
    return Part(
        limit,
        verdict,
        _ratio_said(found, above, unit, limit),
        tuple(each for content in found.values() for each in content.results),
    )


def _found(sample: Sample, names: Iterable[str], unit: str) -> Mapping[str, Content]:
    return _contents(sample, names, unit, guarded=False)


def _ratio_in(sample: Sample, limit: ProductLimit, unit: str, guarded: bool) -> Judged:
    """Multiplied out, so that a ratio on the limit is exactly on it."""
    above, below = limit.analyte.split("/")
    over = _content_of(sample, above, unit, guarded=guarded).low
    under = _sum(_contents(sample, below.split("+"), unit, guarded=guarded))
    needed = under.times(limit.value or ZERO)
    if over.low >= needed.high:
        return Judged.PASS
    return Judged.FAIL if over.high < needed.low else Judged.CANNOT_TELL


def _ratio_said(found: Mapping[str, Content], above: str, unit: str, limit: ProductLimit) -> str:
    value = limit.value or ZERO
    over = found[above]
    rest = {name: content for name, content in found.items() if name != above}
    under = _sum(rest)
    bound = f"limit {limit.comparator.value} {value:f}"
    upper = over.missing or f"{above} {over.low.said(unit)}"
    lower = _said(rest, unit)
    most = over.low.high / under.low if under.low > 0 else NONE_KNOWN.high
    least = over.low.low / under.high if under.is_bounded and under.high > 0 else ZERO
    if most.is_finite() and most == least:
        ratio = f" = {Span(most, most).said('to 1', value)}"
    elif most.is_finite():
        ratio = f" = at most {Span(most, most).said('to 1', value)}"
    elif least > 0:
        ratio = f" = at least {Span(least, least).said('to 1', value)}"
    else:
        ratio = ""
    return f"{upper} / ({lower}){ratio}; {bound}"
