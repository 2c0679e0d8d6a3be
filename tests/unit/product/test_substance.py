"""Whether a laboratory could see it, whether it looks like leaf, what does not belong in it."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Assessment, Judged, Result, Role, Standing, Verdict, assess
from tests.unit.product.certificates import (
    MITRAGYNINE,
    PSEUDOINDOXYL,
    SEVEN_OH,
    certificate,
    not_detected,
    result,
)

ON = date(2026, 11, 22)
PASS, FAIL, CANNOT_TELL = Judged.PASS, Judged.FAIL, Judged.CANNOT_TELL
LEAF = (
    result(MITRAGYNINE, "19.48", "mg/g"),
    result("paynantheine", "5.86", "mg/g"),
    result("speciogynine", "3.18", "mg/g"),
    result("speciociliatine", "5.12", "mg/g"),
)
MINORS = ("paynantheine", "speciogynine", "speciociliatine")


def only(assessment: Assessment, topic: str, analyte: str = "") -> Verdict:
    (found,) = (v for v in assessment.about(topic) if not analyte or v.analyte == analyte)
    return found


def of_results(knowledge: KnowledgeBase, *results: Result, grams: object = None) -> Assessment:
    return assess(certificate(*results), knowledge, on=ON, grams_per_day=grams)


def with_header(knowledge: KnowledgeBase, **header: str) -> Assessment:
    return assess(certificate(*LEAF, header=header), knowledge, on=ON)


# --- what the laboratory can see ---


def test_a_limit_of_0_3_percent_cannot_see_what_a_test_at_0_1_percent_needs(
    knowledge: KnowledgeBase,
) -> None:
    blind = only(of_results(knowledge, not_detected(SEVEN_OH, "0.3", "%")), "detection")
    seeing = only(of_results(knowledge, not_detected(SEVEN_OH, "0.1", "%")), "detection")

    assert blind.verdict is FAIL
    assert "1 mg/g (DEA proposal 2026-20943)" in blind.arithmetic
    assert seeing.verdict is PASS


def test_the_ratio_needs_a_lower_limit_where_there_is_little_mitragynine(
    knowledge: KnowledgeBase,
) -> None:
    def verdict(limit: str) -> Judged:
        seen = not_detected(PSEUDOINDOXYL, limit, "mg/g")
        leaf = result(MITRAGYNINE, "14", "mg/g")
        return only(of_results(knowledge, leaf, seen), "detection").verdict

    assert verdict("0.14") is PASS
    assert verdict("0.141") is FAIL


def test_what_others_of_the_same_sum_may_hide_leaves_less_to_be_seen(
    knowledge: KnowledgeBase,
) -> None:
    def verdicts(limit: str, unit: str) -> set[Judged]:
        amount = {"mg/g": "14", "mg/unit": "14"}[unit]
        unseen = (not_detected(SEVEN_OH, limit, unit), not_detected(PSEUDOINDOXYL, limit, unit))
        found = of_results(knowledge, result(MITRAGYNINE, amount, unit), *unseen)
        return {verdict.verdict for verdict in found.about("detection")}

    for unit in ("mg/g", "mg/unit"):
        assert verdicts("0.07", unit) == {PASS}
        assert verdicts("0.071", unit) == {FAIL}


def test_how_low_lead_must_be_seen_follows_from_the_grams_a_day(
    knowledge: KnowledgeBase,
) -> None:
    def verdict(grams: int) -> Judged:
        seen = not_detected("lead", "0.05", "ppm")
        return only(of_results(knowledge, seen, grams=grams), "detection").verdict

    assert verdict(10) is PASS
    assert verdict(11) is FAIL  # California asks for a warning from 0.5 ug a day on


def test_not_detected_without_a_limit_shows_no_sight(knowledge: KnowledgeBase) -> None:
    found = only(of_results(knowledge, not_detected(SEVEN_OH, None, "%")), "detection")

    assert found.verdict is CANNOT_TELL


def test_a_measured_number_needs_no_limit_of_detection(knowledge: KnowledgeBase) -> None:
    assert not of_results(knowledge, *LEAF).about("detection")


# --- the profile ---


def test_a_published_leaf_looks_like_leaf(knowledge: KnowledgeBase) -> None:
    assessment = of_results(knowledge, *LEAF, not_detected(SEVEN_OH, "0.124", "mg/g"))

    for topic in ("profile", "profile-strength", "profile-seven-oh"):
        assert only(assessment, topic).verdict is PASS
    assert only(assessment, "profile").standing is Standing.PUBLISHED


def test_a_published_semi_synthetic_product_does_not(knowledge: KnowledgeBase) -> None:
    made = (
        result(MITRAGYNINE, "4", "mg/g"),
        result(SEVEN_OH, "22", "mg/g"),
        *(not_detected(name, "0.02", "mg/g") for name in MINORS),
    )
    assessment = of_results(knowledge, *made)

    assert only(assessment, "profile").verdict is FAIL
    assert only(assessment, "profile-seven-oh").verdict is FAIL
    assert only(assessment, "profile-strength").verdict is PASS


def test_minor_alkaloids_that_were_not_tested_or_could_not_be_seen_decide_nothing(
    knowledge: KnowledgeBase,
) -> None:
    alone = of_results(knowledge, LEAF[0])
    unseen = of_results(
        knowledge,
        result(MITRAGYNINE, "4", "mg/g"),
        *(not_detected(name, "1", "mg/g") for name in MINORS),
    )

    assert only(alone, "profile").verdict is CANNOT_TELL
    assert "paynantheine: not tested" in only(alone, "profile").arithmetic
    assert only(unseen, "profile").verdict is CANNOT_TELL


def test_a_minor_alkaloid_above_what_leaf_holds_is_not_leaf_like(
    knowledge: KnowledgeBase,
) -> None:
    enriched = (*LEAF[:3], result("speciociliatine", "100", "mg/g"))

    found = only(of_results(knowledge, *enriched), "profile")
    assert found.verdict is CANNOT_TELL
    assert "more than in leaf" in found.arithmetic


@pytest.mark.parametrize(
    ("mitragynine", "seven_oh", "verdict"),
    [
        ("14", "0.4", PASS),
        ("14", "0.41", CANNOT_TELL),
        ("14", "14", CANNOT_TELL),
        ("14", "14.1", FAIL),
        ("300", "3", CANNOT_TELL),
        ("300", "22", FAIL),
        ("60", "21", CANNOT_TELL),
    ],
)
def test_7_oh_is_weighed_against_leaf_and_against_what_is_made_from_it(
    knowledge: KnowledgeBase, mitragynine: str, seven_oh: str, verdict: Judged
) -> None:
    results = (result(MITRAGYNINE, mitragynine, "mg/g"), result(SEVEN_OH, seven_oh, "mg/g"))

    assert only(of_results(knowledge, *results), "profile-seven-oh").verdict is verdict


def test_more_7_oh_than_mitragynine_in_a_tablet_needs_no_mass(knowledge: KnowledgeBase) -> None:
    tablet = (result(MITRAGYNINE, "5", "mg/unit"), result(SEVEN_OH, "15", "mg/unit"))

    assert only(of_results(knowledge, *tablet), "profile-seven-oh").verdict is FAIL


def test_more_mitragynine_than_any_published_leaf_is_an_extract(knowledge: KnowledgeBase) -> None:
    def verdict(value: str) -> Judged:
        found = of_results(knowledge, result(MITRAGYNINE, value, "%"))
        return only(found, "profile-strength").verdict

    assert verdict("4.94") is PASS
    assert verdict("4.95") is FAIL


# --- what does not belong in it ---


def test_a_foreign_substance_fails_where_found_whatever_the_label_says(
    knowledge: KnowledgeBase,
) -> None:
    label = result("caffeine", "50", "mg/unit", role=Role.CLAIMED)
    assessment = of_results(knowledge, result("caffeine", "48", "mg/unit"), label)
    found = only(assessment, "adulterant", "caffeine")

    assert found.verdict is FAIL
    assert "the label names it" in found.arithmetic


def test_what_is_scheduled_at_any_amount_binds_where_the_order_does(
    knowledge: KnowledgeBase,
) -> None:
    paper = certificate(result("MGM-15", "0.01", "mg/g"))

    def standing(on: date, place: str) -> Standing:
        return only(assess(paper, knowledge, on=on, place=place), "adulterant", "MGM-15").standing

    assert standing(date(2026, 8, 25), "US-TX") is Standing.NOT_IN_FORCE
    assert standing(date(2026, 8, 26), "US-TX") is Standing.LAW_HERE
    assert standing(ON, "DE") is Standing.LAW_ELSEWHERE


def test_not_seen_passes_only_a_method_that_sees_little_and_never_says_none(
    knowledge: KnowledgeBase,
) -> None:
    def found(limit: str | None) -> Verdict:
        unseen = not_detected("O-desmethyltramadol", limit, "ppm")
        return only(of_results(knowledge, unseen), "adulterant", "O-desmethyltramadol")

    assert found("10").verdict is PASS
    assert found("10").arithmetic == "not seen above 0.01 mg/g; that is not none"
    assert found("11").verdict is CANNOT_TELL
    assert found(None).verdict is CANNOT_TELL


def test_what_was_not_tested_is_listed(knowledge: KnowledgeBase) -> None:
    found = only(of_results(knowledge, *LEAF), "adulterant")

    assert found.verdict is CANNOT_TELL
    assert "MGM-16" in found.arithmetic
    assert "fentanyl" in found.arithmetic


def test_any_analyte_of_the_group_of_adulterants_counts_when_found(
    knowledge: KnowledgeBase,
) -> None:
    found = only(
        of_results(knowledge, result("Xanax", None, ""), result("alprazolam", "1", "ppm")),
        "adulterant",
        "alprazolam",
    )

    assert (found.verdict, found.standing) == (FAIL, Standing.JUDGEMENT)


def test_a_label_that_names_a_foreign_substance_says_that_it_is_there(
    knowledge: KnowledgeBase,
) -> None:
    label = result("paraxanthine", "50", "mg/unit", role=Role.CLAIMED)
    found = only(of_results(knowledge, label), "adulterant", "paraxanthine")

    assert found.verdict is FAIL
    assert "the label names it" in found.arithmetic
