"""The two-part test, at its edges."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Basis, Judged, Result, Standing, Verdict, assess
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
DEA, FLORIDA = "DEA proposal 2026-20943", "Florida emergency rule 2ER26-1"


def asked(
    knowledge: KnowledgeBase,
    topic: str,
    *results: Result,
    standard: str = DEA,
    header: dict[str, str] | None = None,
) -> Verdict:
    assessment = assess(certificate(*results, header=header), knowledge, on=ON)
    (found,) = (v for v in assessment.about(topic) if standard in v.question)
    return found


def leaf(seven_oh: str, *others: Result) -> tuple[Result, ...]:
    return (result(MITRAGYNINE, "1.4", "%"), result(SEVEN_OH, seven_oh, "%"), *others)


def test_a_ratio_of_exactly_100_passes_and_just_below_it_fails(knowledge: KnowledgeBase) -> None:
    at = asked(knowledge, "two-part-ratio", *leaf("0.014"), standard=FLORIDA)
    below = asked(knowledge, "two-part-ratio", *leaf("0.0141"), standard=FLORIDA)

    assert at.verdict is PASS
    assert at.arithmetic == (
        "mitragynine 14 mg/g / (7-hydroxymitragynine 0.14 mg/g) = 100 to 1; limit at least 100"
    )
    assert below.verdict is FAIL
    assert "= 99.29 to 1" in below.arithmetic


def test_the_pseudoindoxyl_counts_into_the_proposed_ratio(knowledge: KnowledgeBase) -> None:
    def verdict(pseudoindoxyl: str) -> Judged:
        other = result(PSEUDOINDOXYL, pseudoindoxyl, "%")
        return asked(knowledge, "two-part", *leaf("0.012", other)).verdict

    assert verdict("0.002") is PASS
    assert verdict("0.0021") is FAIL


def test_without_the_pseudoindoxyl_the_proposal_cannot_be_passed_but_can_be_failed(
    knowledge: KnowledgeBase,
) -> None:
    unknown = asked(knowledge, "two-part", *leaf("0.014"))
    failed = asked(knowledge, "two-part", *leaf("0.0141"))

    assert unknown.verdict is CANNOT_TELL
    assert "mitragynine pseudoindoxyl: not tested" in unknown.arithmetic
    assert failed.verdict is FAIL


@pytest.mark.parametrize(("seven_oh", "verdict"), [("0.5", PASS), ("0.5001", FAIL)])
def test_exactly_1_mg_per_g_passes(
    knowledge: KnowledgeBase, seven_oh: str, verdict: Judged
) -> None:
    alkaloids = (result(SEVEN_OH, seven_oh, "mg/g"), result(PSEUDOINDOXYL, "0.5", "mg/g"))

    assert asked(knowledge, "two-part-concentration", *alkaloids).verdict is verdict


def test_not_detected_from_0_3_percent_on_cannot_pass_a_test_at_0_1_percent(
    knowledge: KnowledgeBase,
) -> None:
    blind = (
        result(MITRAGYNINE, "1.4", "%"),
        not_detected(SEVEN_OH, "0.3", "%"),
        not_detected(PSEUDOINDOXYL, "0.001", "%"),
    )
    seeing = (blind[0], not_detected(SEVEN_OH, "0.099", "%"), blind[2])

    assert asked(knowledge, "two-part-concentration", *blind).verdict is CANNOT_TELL
    assert asked(knowledge, "two-part-concentration", *seeing).verdict is PASS
    assert asked(knowledge, "two-part-ratio", *seeing).verdict is CANNOT_TELL


def test_not_detected_without_a_limit_says_nothing(knowledge: KnowledgeBase) -> None:
    blind = (result(MITRAGYNINE, "1.4", "%"), not_detected(SEVEN_OH, None, "%"))

    assert asked(knowledge, "two-part-concentration", *blind).verdict is CANNOT_TELL


def test_much_7_oh_fails_alone(knowledge: KnowledgeBase) -> None:
    verdict = asked(knowledge, "two-part", result(SEVEN_OH, "22", "mg/g"))

    assert verdict.verdict is FAIL
    assert verdict.standing is Standing.PROPOSED
    assert not verdict.is_binding


def test_an_amount_per_tablet_needs_its_mass_for_the_content_but_not_for_the_ratio(
    knowledge: KnowledgeBase,
) -> None:
    tablet = (
        result(MITRAGYNINE, "25", "mg/unit"),
        result(SEVEN_OH, "0.1", "mg/unit"),
        result(PSEUDOINDOXYL, "0.1", "mg/unit"),
    )
    without = asked(knowledge, "two-part-concentration", *tablet)
    weighed = asked(knowledge, "two-part-concentration", *tablet, header={"unit_mass": "600 mg"})

    assert without.verdict is CANNOT_TELL
    assert "missing the mass of one unit" in without.arithmetic
    assert weighed.verdict is PASS
    assert asked(knowledge, "two-part-ratio", *tablet).verdict is PASS


def test_a_liquid_is_judged_per_millilitre_and_a_share_of_its_mass_needs_the_density(
    knowledge: KnowledgeBase,
) -> None:
    per_ml = (
        result(MITRAGYNINE, "150", "mg/mL"),
        result(SEVEN_OH, "1", "mg/mL"),
        not_detected(PSEUDOINDOXYL, "0.0001", "mg/mL"),
    )
    share = tuple(result(each.analyte, "0.5", "mg/g") for each in per_ml)
    form = {"form": "liquid extract"}

    assert asked(knowledge, "two-part-concentration", *per_ml).verdict is CANNOT_TELL
    assert asked(knowledge, "two-part-concentration", per_ml[0], per_ml[1]).limit_id.endswith(
        "-liquid"
    )
    without = asked(knowledge, "two-part-concentration", *share, header=form)
    assert without.verdict is CANNOT_TELL
    assert "missing the density" in without.arithmetic
    for density, verdict in (("1 g/mL", PASS), ("1.1 g/mL", FAIL)):
        weighed = {**form, "density": density}
        assert asked(knowledge, "two-part-concentration", *share, header=weighed).verdict is verdict


def test_of_two_readings_of_one_analyte_the_worse_counts(knowledge: KnowledgeBase) -> None:
    twice = leaf("0.01", result(SEVEN_OH, "0.02", "%"))

    assert asked(knowledge, "two-part-ratio", *twice, standard=FLORIDA).verdict is FAIL
    both = (result(MITRAGYNINE, "0.9", "%"), *leaf("0.01"))
    assert asked(knowledge, "two-part-ratio", *both, standard=FLORIDA).verdict is FAIL


def test_a_certificate_without_alkaloids_is_not_asked(knowledge: KnowledgeBase) -> None:
    assessment = assess(certificate(result("lead", "1", "ppm")), knowledge, on=ON)

    assert not assessment.about("two-part")


def test_shares_of_the_alkaloids_give_the_ratio_too(knowledge: KnowledgeBase) -> None:
    def verdict(seven_oh: str) -> Judged:
        shares = (
            result(MITRAGYNINE, "60", "%", basis=Basis.ALKALOIDS),
            result(SEVEN_OH, seven_oh, "% of alkaloids"),
        )
        return asked(knowledge, "two-part-ratio", *shares, standard=FLORIDA).verdict

    assert verdict("0.6") is PASS
    assert verdict("0.61") is FAIL
