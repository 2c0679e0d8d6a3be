"""The two-part test: how much 7-hydroxymitragynine and pseudoindoxyl, and how much beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ketum.evidence.product_limits import ProductLimit
from ketum.evidence.words import WordList
from ketum.product.amounts import VOLUMES
from ketum.product.judgement import Judgement, judge_content, judge_ratio
from ketum.product.limits import Asked, limit_said
from ketum.product.sample import Sample, text_of
from ketum.product.span import ZERO
from ketum.product.verdicts import Verdict, softened, standing_of, worst

__all__ = ["is_liquid", "judge_two_part"]


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the test and what came of it."""

    limit: ProductLimit
    found: Judgement


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
        parts = [Part(limit, _half(sample, limit)) for limit in halves]
        if not any(part.found.results for part in parts):
            continue
        for part in parts:
            yield _verdict(sample, [part], standard, asked)
        yield _verdict(sample, parts, standard, asked)


def _half(sample: Sample, limit: ProductLimit) -> Judgement:
    value = limit.value or ZERO
    if "/" in limit.analyte:
        above, below = limit.analyte.split("/")
        return judge_ratio(sample, above, below.split("+"), value)
    return judge_content(sample, limit.analyte.split("+"), limit.unit, limit.comparator, value)


def _verdict(sample: Sample, parts: list[Part], standard: str, asked: Asked) -> Verdict:
    limit = parts[0].limit
    standing = standing_of(limit, asked.place, asked.on)
    is_whole = len(parts) > 1
    is_ratio = "/" in limit.analyte
    half = "ratio" if is_ratio else "concentration"
    asks = "both parts of the test" if is_whole else f"the {half} part of the test"
    used = sorted({each.at: each for part in parts for each in part.found.results}.items())
    return Verdict(
        topic="two-part" if is_whole else f"two-part-{half}",
        question=f"Does it pass {asks} of {standard}?",
        verdict=softened(worst(part.found.verdict for part in parts), standing),
        arithmetic="; ".join(part.found.arithmetic for part in parts),
        standing=standing,
        analyte=limit.analyte.replace("+", " and ").replace("/", " to "),
        sample=sample.name,
        limit=f"{standard}: both parts ({standing.value}, {limit.place})."
        if is_whole
        else limit_said(limit, standing),
        limit_id=" ".join(part.limit.id for part in parts),
        place=limit.place,
        results=tuple(at for at, _ in used),
        as_read=text_of(each for _, each in used),
        cites=tuple(dict.fromkeys(cite for part in parts for cite in part.limit.cites)),
        confirmed=all(part.limit.confirmed for part in parts),
    )
