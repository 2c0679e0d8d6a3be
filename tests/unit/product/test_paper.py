"""The label, the lot, the dates, the panels, and numbers beyond reason."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Assessment, Certificate, Judged, Result, Role, Verdict, assess
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
    """The one verdict on a topic; of the paper each is named by its own id."""
    (found,) = (
        v
        for v in assessment.verdicts
        if topic in {v.topic, v.limit_id} and (not analyte or v.analyte == analyte)
    )
    return found


def of_results(knowledge: KnowledgeBase, *results: Result, grams: object = None) -> Assessment:
    return assess(certificate(*results), knowledge, on=ON, grams_per_day=grams)


def with_header(knowledge: KnowledgeBase, **header: str) -> Assessment:
    return assess(certificate(*LEAF, header=header), knowledge, on=ON)


# --- the label ---


def test_the_label_is_set_beside_the_assay_without_a_tolerance(knowledge: KnowledgeBase) -> None:
    paper = certificate(result(MITRAGYNINE, "12", "mg/g"))

    def found(claim: str) -> Verdict:
        label = {MITRAGYNINE: float(claim)}
        return only(assess(paper, knowledge, on=ON, label_mg_per_g=label), "label")

    assert found("12").verdict is PASS
    assert found("10").verdict is CANNOT_TELL
    assert "20 % more than claimed" in found("10").arithmetic
    assert "20 % less than claimed" in found("15").arithmetic


def test_a_claim_of_less_than_so_much_is_kept_or_broken(knowledge: KnowledgeBase) -> None:
    claim = not_detected(SEVEN_OH, "400", "ppm")
    label = result(SEVEN_OH, None, "ppm", censored=claim.censored, limit="400", role=Role.CLAIMED)

    def verdict(value: str) -> Judged:
        measured = result(SEVEN_OH, value, "ppm")
        return only(of_results(knowledge, label, measured), "label").verdict

    assert verdict("400") is PASS
    assert verdict("401") is FAIL


def test_a_claim_per_tablet_is_compared_per_tablet(knowledge: KnowledgeBase) -> None:
    label = result(MITRAGYNINE, "25", "mg/unit", role=Role.CLAIMED)
    measured = result(MITRAGYNINE, "5", "%")
    light = certificate(label, measured, header={"unit_mass": "0.5 g"})

    assert only(assess(light, knowledge, on=ON), "label").verdict is PASS
    found = only(of_results(knowledge, label, measured), "label")
    assert found.verdict is CANNOT_TELL
    assert "the mass of one unit" in found.arithmetic


# --- the paper ---


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ({"tested": "2025-11-22"}, PASS),
        ({"tested": "2025-11-21"}, FAIL),
        ({"reported": "2026-01-01"}, PASS),
        ({"tested": "2026-11-23"}, FAIL),
        ({"tested": "03/04/2026"}, CANNOT_TELL),
        ({"tested": "2026-11-01", "expires": "2026-11-21"}, FAIL),
        ({"tested": "2026-11-01", "expires": "2026-11-22"}, PASS),
        ({}, CANNOT_TELL),
    ],
)
def test_a_certificate_ages(
    knowledge: KnowledgeBase, header: dict[str, str], verdict: Judged
) -> None:
    assert only(with_header(knowledge, **header), "paperwork-age").verdict is verdict


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ({"received": "2026-01-02", "tested": "2026-01-02", "reported": "2026-01-02"}, PASS),
        ({"received": "2026-01-03", "tested": "2026-01-02"}, FAIL),
        ({"tested": "2026-01-03", "reported": "2026-01-02"}, FAIL),
        ({"received": "2026-01-03", "reported": "2026-01-02"}, FAIL),
        ({"reported": "2026-11-23"}, FAIL),
        ({}, CANNOT_TELL),
    ],
)
def test_dates_follow_one_another(
    knowledge: KnowledgeBase, header: dict[str, str], verdict: Judged
) -> None:
    assert only(with_header(knowledge, **header), "paperwork-dates").verdict is verdict


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("ISO/IEC 17025:2017 PJLA #109876", PASS),
        ("A2LA 4356.01 ISO 17025", PASS),
        ("ISO/IEC 17025:2017 accredited", CANNOT_TELL),
        ("GMP 1234", CANNOT_TELL),
        ("", CANNOT_TELL),
    ],
)
def test_an_accreditation_counts_with_its_number(
    knowledge: KnowledgeBase, printed: str, verdict: Judged
) -> None:
    found = only(with_header(knowledge, accreditation=printed), "paperwork-accreditation")

    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("printed", "wanted", "verdict"),
    [
        ("K-51 22", "k5122", PASS),
        ("Lot # 0002801", "0002801", PASS),
        ("0002801", "2801", FAIL),
        ("", "2801", CANNOT_TELL),
        ("0002801", None, CANNOT_TELL),
    ],
)
def test_a_lot_matches_as_a_whole(
    knowledge: KnowledgeBase, printed: str, wanted: str | None, verdict: Judged
) -> None:
    paper = certificate(*LEAF, header={"lot": printed} if printed else {})

    assert only(assess(paper, knowledge, on=ON, wanted_lot=wanted), "paperwork-lot").verdict is (
        verdict
    )


def two_lots() -> Certificate:
    return certificate(
        result("lead", "2", "ppm", sample="one"),
        result("lead", "0.1", "ppm", sample="two"),
        samples={"one": {"lot": "A1"}, "two": {"lot": "B2"}},
    )


def test_of_several_lots_the_one_in_hand_is_judged(knowledge: KnowledgeBase) -> None:
    assessment = assess(two_lots(), knowledge, on=ON, wanted_lot="b2")

    assert assessment.samples == ("two",)
    assert {v.verdict for v in assessment.verdicts if v.limit_id == "utah-lead"} == {PASS}


def test_of_several_lots_without_the_one_in_hand_each_is_judged(
    knowledge: KnowledgeBase,
) -> None:
    assessment = assess(two_lots(), knowledge, on=ON, wanted_lot="C3")

    assert only(assessment, "paperwork-lot").verdict is FAIL
    assert [(v.sample, v.verdict) for v in assessment.verdicts if v.limit_id == "utah-lead"] == [
        ("one", FAIL),
        ("two", PASS),
    ]


def test_what_names_no_sample_is_of_every_sample(knowledge: KnowledgeBase) -> None:
    paper = certificate(
        result("lead", "2", "ppm"),
        result(MITRAGYNINE, "1.4", "%", sample="one"),
        result(MITRAGYNINE, "1.2", "%", sample="two"),
        samples={"one": {"lot": "A1"}, "two": {"lot": "B2"}},
    )
    assessment = assess(paper, knowledge, on=ON, wanted_lot="B2")

    assert assessment.samples == ("two",)
    assert {v.verdict for v in assessment.verdicts if v.limit_id == "utah-lead"} == {FAIL}


def test_a_lot_of_the_document_is_of_all_samples_only_where_none_has_its_own(
    knowledge: KnowledgeBase,
) -> None:
    def samples(of: dict[str, dict[str, str]]) -> tuple[str, ...]:
        results = (result("lead", "2", "ppm", sample=name) for name in ("one", "two"))
        paper = certificate(*results, header={"lot": "A1"}, samples=of)
        return assess(paper, knowledge, on=ON, wanted_lot="A1").samples

    assert samples({"one": {}, "two": {}}) == ("one", "two")
    assert samples({"one": {"lot": "A1"}, "two": {}}) == ("one",)


def test_a_label_can_break_a_limit_by_its_own_word_and_keep_none(
    knowledge: KnowledgeBase,
) -> None:
    def found(amount: str) -> list[Verdict]:
        claims = (
            result(SEVEN_OH, amount, "mg/g", role=Role.CLAIMED),
            result(PSEUDOINDOXYL, "0.1", "mg/g", role=Role.CLAIMED),
        )
        return list(of_results(knowledge, *claims).about("two-part-concentration"))

    assert {v.verdict for v in found("2")} == {FAIL}
    assert all(v.arithmetic.startswith("by the label's own claim: ") for v in found("2"))
    assert found("0.2") == []


def test_missing_panels_are_named_and_solvents_asked_of_extracts_alone(
    knowledge: KnowledgeBase,
) -> None:
    def found(form: str, *results: Result) -> dict[str, tuple[Judged, str]]:
        paper = certificate(*results, header={"form": form})
        return {
            v.question: (v.verdict, v.arithmetic)
            for v in assess(paper, knowledge, on=ON).about("paperwork")
            if v.limit_id == "paperwork-panel"
        }

    metals = tuple(result(name, "0.1", "ppm") for name in ("lead", "arsenic", "cadmium"))
    leaf = found("powder", *metals)
    extract = found("liquid extract", *metals, result("ethanol", "10", "ppm"))

    assert leaf["Were the heavy metals tested?"] == (CANNOT_TELL, "not tested: mercury")
    assert "Were the residual solvents tested?" not in leaf
    assert extract["Were the residual solvents tested?"] == (
        PASS,
        "tested; no limit is held here for them, so what was found is not compared",
    )


def test_a_total_below_its_parts_is_wrong_beyond_rounding(knowledge: KnowledgeBase) -> None:
    def verdict(total: str) -> Judged:
        parts = (result(MITRAGYNINE, "1.42", "%"), result("paynantheine", "0.38", "%"))
        whole = result("total alkaloids", total, "%")
        return only(of_results(knowledge, *parts, whole), "paperwork-total").verdict

    assert verdict("1.80") is PASS
    assert verdict("1.8") is PASS
    assert verdict("1.78") is FAIL
    assert verdict("1.7") is FAIL


def test_made_up_unconfirmed_and_questioned_papers_are_said_to_be_so(
    knowledge: KnowledgeBase,
) -> None:
    made_up = assess(certificate(*LEAF, marked_synthetic=True), knowledge, on=ON)
    confirmed = assess(certificate(*LEAF, confirmed_by="a nurse"), knowledge, on=ON)

    assert only(made_up, "paperwork-synthetic").verdict is FAIL
    assert only(made_up, "confirmation").verdict is CANNOT_TELL
    assert only(confirmed, "paperwork-synthetic").verdict is PASS
    assert only(confirmed, "confirmation").verdict is PASS


def test_a_certificate_without_results_gets_verdicts_on_the_paper_alone(
    knowledge: KnowledgeBase,
) -> None:
    topics = {v.limit_id for v in assess(certificate(), knowledge, on=ON).verdicts}

    assert topics == {
        "paperwork-synthetic",
        "confirmation",
        "paperwork-age",
        "paperwork-dates",
        "paperwork-accreditation",
        "paperwork-lot",
        "paperwork-panel",
    }


def test_numbers_beyond_reason_give_verdicts_and_no_error(knowledge: KnowledgeBase) -> None:
    huge = (
        result("lead", "9E+999999", "ppm"),
        result(MITRAGYNINE, "1E-999999", "%"),
        result(SEVEN_OH, "9E+999999", "ng/g"),
        not_detected(PSEUDOINDOXYL, "9E+999999", "mg/g"),
    )
    assessment = of_results(knowledge, *huge, grams=9)

    assert not [v for v in assessment.about("metal-limit") if v.verdict is PASS]
    assert all(len(v.arithmetic) < 2_000 for v in assessment.verdicts)
