"""What no certificate may bring about: a pass from less knowledge, a fail that more takes away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ketum.evidence import KnowledgeBase
from ketum.evidence.law import ContentLimit, EventKind
from ketum.evidence.product_limits import Comparator, ProductLimit
from ketum.product import (
    Basis,
    Censored,
    Certificate,
    HeaderField,
    Judged,
    LegalCap,
    Result,
    Verdict,
    assess,
)
from ketum.product.amounts import convert

ON = date(2026, 11, 22)
MASS = ("%", "mg/g", "ppm", "ppb")
ALKALOIDS = (
    "mitragynine",
    "7-hydroxymitragynine",
    "mitragynine pseudoindoxyl",
    "paynantheine",
    "speciogynine",
    "speciociliatine",
    "total alkaloids",
    "MGM-15",
)
METALS = ("lead", "arsenic", "inorganic arsenic", "cadmium", "mercury", "methylmercury", "nickel")
COUNTS = ("total aerobic microbial count", "total combined yeasts and moulds", "coliforms")
CAPS = tuple(
    LegalCap(
        limit=ContentLimit(analyte=analyte, value=value, unit=unit),
        event=f"cap {number}",
        place="US-XX",
        place_name="Somewhere",
        instrument="an act",
        kind=EventKind.IN_FORCE,
        is_in_force=True,
        cites=(),
        confirmed=True,
    )
    for number, (analyte, value, unit) in enumerate(
        (
            ("7-OH", "2", "% of alkaloids"),
            ("7-OH", "0.5", "mg/g"),
            ("7-OH", "1", "mg/serving"),
            ("7-OH", "400", "ppm of dry weight"),
            ("mitragynine to 7-OH", "100", "least ratio"),
            ("7-OH", "", "any amount"),
        )
    )
)
# Whether a paper agrees with itself, and whether a method saw enough, are no limits on a product.
LIMIT_TOPICS = frozenset(
    {
        "metal-limit",
        "microbe-limit",
        "two-part",
        "two-part-concentration",
        "two-part-ratio",
        "alkaloid-share",
        "legal-cap",
        "adulterant",
        "profile",
        "profile-strength",
        "profile-seven-oh",
    }
)

numbers = st.decimals("0.0001", "300", places=4, allow_nan=False)


@st.composite
def results(draw: st.DrawFn) -> Result:
    kind = draw(st.sampled_from((ALKALOIDS, ALKALOIDS, METALS, COUNTS)))
    analyte = draw(st.sampled_from(kind))
    units = {ALKALOIDS: (*MASS, "mg/unit", "mg/serving"), METALS: MASS, COUNTS: ("CFU/g",)}[kind]
    number = draw(numbers)
    is_censored = draw(st.booleans())
    return Result(
        analyte=analyte,
        unit=draw(st.sampled_from(units)),
        value=None if is_censored else number,
        censored=Censored.NOT_DETECTED if is_censored else None,
        limit=number if is_censored and draw(st.booleans()) else None,
        uncertainty=draw(st.none() | st.just(Decimal("0.1"))) if not is_censored else None,
        basis=draw(st.sampled_from((Basis.PRODUCT, Basis.PRODUCT, Basis.ALKALOIDS)))
        if kind is ALKALOIDS
        else Basis.PRODUCT,
        as_read="as read",
        page=1,
        line=1,
    )


papers = st.lists(results(), min_size=1, max_size=6)
daily = st.none() | st.sampled_from((1, Decimal("7.2"), (2, 8)))
headers = st.sampled_from(({}, {"serving": "2.4 g"}, {"unit_mass": "600 mg"}))


def certificate(listed: list[Result], header: dict[str, str]) -> Certificate:
    fields = {
        name: HeaderField(value=value, as_read=value, page=1, line=1)
        for name, value in header.items()
    }
    return Certificate(kind="typed", pages=1, header=fields, results=tuple(listed))


def verdicts(
    listed: list[Result], knowledge: KnowledgeBase, header: dict[str, str], grams: object
) -> tuple[Verdict, ...]:
    found = assess(
        certificate(listed, header), knowledge, on=ON, grams_per_day=grams, legal=CAPS
    ).verdicts
    return tuple(verdict for verdict in found if verdict.topic in LIMIT_TOPICS)


def same_question(verdict: Verdict) -> tuple[object, ...]:
    """A question about one result is another for each result; one about a product is not."""
    of_result = verdict.topic in {"metal-limit", "microbe-limit", "adulterant"}
    return (
        verdict.topic,
        verdict.limit_id,
        verdict.question,
        verdict.results if of_result else (),
    )


def by_question(found: tuple[Verdict, ...]) -> dict[tuple[object, ...], Judged]:
    return {same_question(verdict): verdict.verdict for verdict in found}


def less_known(result: Result, more: Decimal) -> Iterator[Result]:
    """The same result as a laboratory that sees less would print it."""
    if result.censored is None and result.value is not None:
        limit = result.value + more + (result.uncertainty or 0)
        yield replace(
            result, value=None, censored=Censored.BELOW_LOQ, limit=limit, uncertainty=None
        )
    elif result.limit is not None:
        yield replace(result, limit=result.limit + more)
    yield replace(result, value=None, censored=Censored.NOT_DETECTED, limit=None, uncertainty=None)


@given(papers, st.integers(0, 5), numbers, headers, daily)
def test_seeing_less_never_turns_a_doubt_or_a_fail_into_a_pass(
    knowledge: KnowledgeBase,
    listed: list[Result],
    which: int,
    more: Decimal,
    header: dict[str, str],
    grams: object,
) -> None:
    at = which % len(listed)
    before = by_question(verdicts(listed, knowledge, header, grams))
    for blurred in less_known(listed[at], more):
        after = by_question(
            verdicts([*listed[:at], blurred, *listed[at + 1 :]], knowledge, header, grams)
        )
        for question, verdict in after.items():
            # A trace that was found may be too little for a method that counts as having looked.
            kept = {Judged.PASS, Judged.FAIL} if question[0] == "adulterant" else {Judged.PASS}
            if verdict is Judged.PASS and question in before:
                assert before[question] in kept, question


@given(papers, results(), headers, daily)
def test_another_result_never_takes_a_fail_away(
    knowledge: KnowledgeBase,
    listed: list[Result],
    another: Result,
    header: dict[str, str],
    grams: object,
) -> None:
    before = by_question(verdicts(listed, knowledge, header, grams))
    after = by_question(verdicts([*listed, another], knowledge, header, grams))

    for question, verdict in before.items():
        if verdict is Judged.FAIL:
            assert after[question] is Judged.FAIL, question


@given(papers, st.randoms(use_true_random=False), headers, daily)
def test_the_order_of_results_does_not_matter(
    knowledge: KnowledgeBase,
    listed: list[Result],
    random: object,
    header: dict[str, str],
    grams: object,
) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def said(found: tuple[Verdict, ...]) -> Counter[tuple[object, ...]]:
        return Counter((v.topic, v.limit_id, v.question, v.analyte, v.verdict) for v in found)

    assert said(verdicts(listed, knowledge, header, grams)) == said(
        verdicts(shuffled, knowledge, header, grams)
    )


def tightened(limit: ProductLimit, factor: Decimal) -> ProductLimit:
    if limit.value is None:
        return limit
    if limit.comparator is Comparator.AT_LEAST:
        return replace(limit, value=limit.value * factor)
    return replace(limit, value=limit.value / factor)


@given(papers, st.sampled_from(("1.0001", "2", "50")).map(Decimal), headers, daily)
def test_a_tighter_limit_never_passes_what_failed(
    knowledge: KnowledgeBase,
    listed: list[Result],
    factor: Decimal,
    header: dict[str, str],
    grams: object,
) -> None:
    tight = replace(
        knowledge,
        product_limits=tuple(tightened(limit, factor) for limit in knowledge.product_limits),
    )
    before = by_question(verdicts(listed, knowledge, header, grams))
    after = by_question(verdicts(listed, tight, header, grams))

    assert before.keys() == after.keys()
    for question, verdict in before.items():
        if verdict is Judged.FAIL:
            assert after[question] is not Judged.PASS, question
        if verdict is Judged.CANNOT_TELL:
            assert after[question] is not Judged.PASS, question


@given(papers, st.sampled_from(MASS), headers, daily)
def test_a_verdict_does_not_depend_on_the_unit_of_a_mass(
    knowledge: KnowledgeBase,
    listed: list[Result],
    unit: str,
    header: dict[str, str],
    grams: object,
) -> None:
    turned = [in_unit(result, unit) for result in listed]

    assert by_question(verdicts(listed, knowledge, header, grams)) == by_question(
        verdicts(turned, knowledge, header, grams)
    )


def in_unit(result: Result, unit: str) -> Result:
    if result.unit not in MASS or result.basis is Basis.ALKALOIDS:
        return result

    def number(value: Decimal | None) -> Decimal | None:
        return None if value is None else convert(value, result.unit, unit)

    return replace(
        result,
        unit=unit,
        value=number(result.value),
        limit=number(result.limit),
        uncertainty=number(result.uncertainty),
    )
