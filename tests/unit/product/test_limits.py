"""Metals and microbes against their limits, at the edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Assessment, Certificate, Judged, Result, Standing, Verdict, assess
from tests.unit.product.certificates import certificate, not_detected, result

ON = date(2026, 11, 22)
PASS, FAIL, CANNOT_TELL = Judged.PASS, Judged.FAIL, Judged.CANNOT_TELL


def judged(
    knowledge: KnowledgeBase,
    *results: Result,
    grams: object = None,
    servings: object = None,
    place: str | None = None,
    header: dict[str, str] | None = None,
) -> Assessment:
    paper = certificate(*results, header=header)
    return assess(
        paper, knowledge, on=ON, grams_per_day=grams, servings_per_day=servings, place=place
    )


def of_limit(assessment: Assessment, limit: str) -> Verdict:
    (found,) = (v for v in assessment.verdicts if v.limit_id == limit)
    return found


def lead(value: str, unit: str = "ppm") -> Result:
    return result("lead", value, unit)


def test_lead_of_1_2_ppm_at_7_2_g_a_day_is_8_64_ug_and_over_the_limit_of_usp(
    knowledge: KnowledgeBase,
) -> None:
    verdict = of_limit(judged(knowledge, lead("1.2"), grams=Decimal("7.2")), "usp-2232-lead")

    assert verdict.verdict is FAIL
    assert verdict.per_day == "1.2 ug/g x 7.2 g/day = 8.64 ug/day"
    assert verdict.arithmetic == (
        "1.2 ug/g x 7.2 g/day = 8.64 ug/day; limit at most 5 ug/day; reached at 4.167 g/day"
    )


def test_the_first_text_of_usp_is_shown_as_superseded(knowledge: KnowledgeBase) -> None:
    assessment = judged(knowledge, lead("1.2"), grams=Decimal("7.2"))
    old = of_limit(assessment, "usp-2232-lead-first-text")

    assert (old.verdict, old.standing) == (PASS, Standing.SUPERSEDED)
    assert of_limit(assessment, "usp-2232-lead").standing is Standing.STANDARD


@pytest.mark.parametrize(
    ("value", "unit", "verdict"),
    [
        ("1.2", "ppm", FAIL),
        ("1.1999", "ppm", PASS),
        ("1200", "ppb", FAIL),
        ("1199", "ng/g", PASS),
        ("0.00012", "%", FAIL),
        ("0.0011", "mg/g", PASS),
    ],
)
def test_below_1_2_ppm_means_below(
    knowledge: KnowledgeBase, value: str, unit: str, verdict: Judged
) -> None:
    assert of_limit(judged(knowledge, lead(value, unit)), "utah-lead").verdict is verdict


def test_at_most_5_ug_a_day_means_that_5_passes(knowledge: KnowledgeBase) -> None:
    at = of_limit(judged(knowledge, lead("1.25"), grams=4), "usp-2232-lead")
    above = of_limit(judged(knowledge, lead("1.2501"), grams=4), "usp-2232-lead")

    assert (at.verdict, above.verdict) == (PASS, FAIL)


def test_a_range_of_grams_decides_only_where_both_ends_agree(knowledge: KnowledgeBase) -> None:
    def verdict(low: int, high: int) -> Judged:
        return of_limit(judged(knowledge, lead("1"), grams=(low, high)), "usp-2232-lead").verdict

    assert verdict(2, 5) is PASS
    assert verdict(2, 6) is CANNOT_TELL
    assert verdict(6, 8) is FAIL


def test_without_grams_a_limit_of_a_day_cannot_be_told_and_says_when_it_is_reached(
    knowledge: KnowledgeBase,
) -> None:
    verdict = of_limit(judged(knowledge, lead("1.25")), "usp-2232-lead")

    assert verdict.verdict is CANNOT_TELL
    assert verdict.arithmetic == (
        "missing: the grams a day; limit at most 5 ug/day; reached at 4 g/day"
    )


def test_servings_a_day_with_the_mass_of_one_give_the_grams(knowledge: KnowledgeBase) -> None:
    assessment = judged(knowledge, lead("1.2"), servings=3, header={"serving": "2.4 g"})

    assert of_limit(assessment, "usp-2232-lead").per_day == "1.2 ug/g x 7.2 g/day = 8.64 ug/day"


def test_an_amount_a_serving_needs_no_mass(knowledge: KnowledgeBase) -> None:
    assessment = judged(knowledge, lead("2", "ug/serving"), servings=3)

    assert of_limit(assessment, "usp-2232-lead").verdict is FAIL
    assert of_limit(assessment, "usp-2232-lead").per_day == "6 ug/day"
    assert of_limit(assessment, "utah-lead").arithmetic.startswith(
        "missing: the mass of one serving"
    )


def test_the_laboratorys_own_daily_amount_is_not_this_persons(knowledge: KnowledgeBase) -> None:
    verdict = of_limit(judged(knowledge, lead("2", "ug/day"), grams=3), "usp-2232-lead")

    assert verdict.verdict is CANNOT_TELL


def test_total_arsenic_passes_a_limit_on_the_inorganic_part_but_never_fails_it(
    knowledge: KnowledgeBase,
) -> None:
    below = judged(knowledge, result("arsenic", "1", "ppm"), grams=15)
    above = judged(knowledge, result("arsenic", "2", "ppm"), grams=15)

    assert of_limit(below, "usp-2232-inorganic-arsenic").verdict is PASS
    assert of_limit(above, "usp-2232-inorganic-arsenic").verdict is CANNOT_TELL
    assert "not measured apart" in of_limit(above, "usp-2232-inorganic-arsenic").arithmetic


def test_total_mercury_and_methylmercury_are_told_apart(knowledge: KnowledgeBase) -> None:
    total = judged(knowledge, result("mercury", "0.3", "ppm"), grams=10)
    methyl = judged(knowledge, result("methylmercury", "0.5", "ppm"), grams=10)

    assert of_limit(total, "usp-2232-methylmercury").verdict is CANNOT_TELL
    assert of_limit(methyl, "usp-2232-methylmercury").verdict is FAIL
    assert of_limit(methyl, "utah-mercury").verdict is FAIL
    assert of_limit(methyl, "usp-2232-mercury-total").verdict is CANNOT_TELL


def test_a_law_binds_at_its_place_and_nowhere_else(knowledge: KnowledgeBase) -> None:
    def standing(place: str | None) -> Standing:
        return of_limit(judged(knowledge, lead("2"), place=place), "utah-lead").standing

    assert standing("US-UT") is Standing.LAW_HERE
    assert standing("US-UT:Provo") is Standing.LAW_HERE
    assert standing("US-RI") is Standing.LAW_ELSEWHERE
    assert standing(None) is Standing.LAW_ELSEWHERE


def test_a_law_that_asks_for_a_warning_is_no_limit_that_binds(knowledge: KnowledgeBase) -> None:
    verdict = of_limit(judged(knowledge, lead("2"), grams=3, place="US-CA"), "prop-65-lead")

    assert (verdict.verdict, verdict.standing) == (FAIL, Standing.WARNING)
    assert not verdict.is_binding


def test_a_law_does_not_bind_before_its_day(knowledge: KnowledgeBase) -> None:
    def standing(on: date) -> Standing:
        paper: Certificate = certificate(lead("2"))
        return of_limit(
            assess(paper, knowledge, on=on, place="US-RI"), "rhode-island-lead"
        ).standing

    assert standing(date(2026, 3, 31)) is Standing.NOT_IN_FORCE
    assert standing(date(2026, 4, 1)) is Standing.LAW_HERE


@pytest.mark.parametrize("limit", ["colorado-cannabis-lead", "nsf-173-lead"])
def test_a_borrowed_limit_and_a_sellers_statement_fail_nothing(
    knowledge: KnowledgeBase, limit: str
) -> None:
    verdict = of_limit(judged(knowledge, lead("9"), grams=9), limit)

    assert verdict.verdict is CANNOT_TELL
    assert verdict.arithmetic.endswith("no product has to keep this limit")


def test_below_a_limit_of_quantification_is_anything_up_to_it(knowledge: KnowledgeBase) -> None:
    def verdict(limit: str | None) -> Judged:
        return of_limit(judged(knowledge, not_detected("lead", limit, "ppm")), "utah-lead").verdict

    assert verdict("1.1") is PASS
    assert verdict("1.2") is CANNOT_TELL
    assert verdict(None) is CANNOT_TELL


def test_a_printed_zero_is_not_zero(knowledge: KnowledgeBase) -> None:
    assert of_limit(judged(knowledge, lead("0.00")), "utah-lead").verdict is CANNOT_TELL


def test_a_pass_must_hold_within_the_printed_uncertainty_and_a_fail_need_not(
    knowledge: KnowledgeBase,
) -> None:
    def verdict(value: str) -> Judged:
        paper = result("lead", value, "ppm", uncertainty="0.1")
        return of_limit(judged(knowledge, paper), "utah-lead").verdict

    assert verdict("1.09") is PASS
    assert verdict("1.1") is CANNOT_TELL
    assert verdict("1.2") is FAIL


@pytest.mark.parametrize(
    ("found", "limit", "verdict"),
    [
        (result("Salmonella", None, "in 25 g", present=False), "ahpa-salmonella", PASS),
        (result("Salmonella", None, "in 25 g", present=False), "utah-salmonella", CANNOT_TELL),
        (result("Salmonella", None, "in 10 g", present=False), "ahpa-salmonella", CANNOT_TELL),
        (result("Salmonella", None, "in 100 g", present=False), "utah-salmonella", PASS),
        (result("Salmonella", None, "", present=True), "utah-salmonella", FAIL),
        (result("Salmonella", None, "", present=False), "utah-salmonella", CANNOT_TELL),
        (not_detected("Escherichia coli", "10", "CFU/g"), "utah-escherichia-coli", CANNOT_TELL),
        (result("Escherichia coli", "20", "CFU/g"), "utah-escherichia-coli", FAIL),
    ],
)
def test_absence_counts_in_as_many_grams_as_the_limit_asks_for(
    knowledge: KnowledgeBase, found: Result, limit: str, verdict: Judged
) -> None:
    assert of_limit(judged(knowledge, found), limit).verdict is verdict


def test_a_count_is_compared_on_its_side_of_the_limit(knowledge: KnowledgeBase) -> None:
    def verdict(analyte: str, value: str, limit: str) -> Judged:
        return of_limit(judged(knowledge, result(analyte, value, "CFU/g")), limit).verdict

    aerobic = "total aerobic microbial count"
    gram_negative = "bile-tolerant gram-negative bacteria"
    assert verdict(aerobic, "10000000", "utah-total-aerobic-microbial-count") is PASS
    assert verdict(aerobic, "10000001", "utah-total-aerobic-microbial-count") is FAIL
    assert verdict(gram_negative, "10000", "utah-bile-tolerant-gram-negative-bacteria") is FAIL
    assert verdict(gram_negative, "9999", "utah-bile-tolerant-gram-negative-bacteria") is PASS


def test_too_many_to_count_fails_and_another_unit_cannot_be_told(knowledge: KnowledgeBase) -> None:
    aerobic = "total aerobic microbial count"
    many = result(aerobic, None, "CFU/g", present=True, as_read="TPC TNTC")
    other = result(aerobic, "20", "CFU/mL")

    limit = "utah-total-aerobic-microbial-count"
    assert of_limit(judged(knowledge, many), limit).verdict is FAIL
    assert of_limit(judged(knowledge, other), limit).verdict is CANNOT_TELL
