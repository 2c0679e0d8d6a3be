"""From what is swallowed to milligrams, with what is not known left wide or refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.product import Certificate, Result, Role
from ketum.product.content import contents
from ketum.product.servings import AlkaloidDose, Amount, amount_of, doses_of
from tests.unit.product.test_content import MITRAGYNINE, SEVEN_OH, certificate


def doses(text: str, given: Certificate, knowledge: KnowledgeBase) -> dict[str, AlkaloidDose]:
    found = doses_of(amount_of(text), contents(given, "leaf", knowledge), given, knowledge)
    assert not isinstance(found, str)
    return {dose.analyte: dose for dose in found}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2.4 g", Amount(Decimal("2.4"), "g")),
        ("2,4 grams", Amount(Decimal("2.4"), "g")),
        ("500 mg", Amount(Decimal(500), "mg")),
        ("6 capsules", Amount(Decimal(6), "unit")),
        ("1 Tablet", Amount(Decimal(1), "unit")),
        ("1.5 tsp", Amount(Decimal("1.5"), "tsp")),
        ("10 mL", Amount(Decimal(10), "mL")),
        ("1 serving", Amount(Decimal(1), "serving")),
    ],
)
def test_an_amount_is_a_number_and_a_unit(text: str, amount: Amount) -> None:
    assert amount_of(text) == amount


@pytest.mark.parametrize("text", ["", "g", "two grams", "-1 g", "2 cups", "1 g 2 g", "1e9 g"])
def test_what_is_no_amount_is_refused_with_the_units_there_are(text: str) -> None:
    with pytest.raises(WrongUsage, match="Units: g, mg"):
        amount_of(text)


def test_grams_times_content_is_the_middle(knowledge: KnowledgeBase) -> None:
    dose = doses("5 g", certificate(MITRAGYNINE), knowledge)["mitragynine"]
    assert dose.mg == pytest.approx(70.0)
    assert dose.arithmetic == "5 g x 14 mg/g"


def test_milligrams_of_powder_are_grams_divided_by_a_thousand(knowledge: KnowledgeBase) -> None:
    dose = doses("500 mg", certificate(MITRAGYNINE), knowledge)["mitragynine"]
    assert dose.mg == pytest.approx(7.0)


def test_a_spoon_is_wider_than_a_weighed_dose(knowledge: KnowledgeBase) -> None:
    weighed = doses("2.449 g", certificate(MITRAGYNINE), knowledge)["mitragynine"]
    spoon = doses("1 tsp", certificate(MITRAGYNINE), knowledge)["mitragynine"]
    assert spoon.mg == pytest.approx(weighed.mg or 0.0, rel=1e-3)
    assert spoon.low < weighed.low
    assert (spoon.high or 0.0) > (weighed.high or 0.0)


def test_a_printed_weight_of_a_capsule_is_used(knowledge: KnowledgeBase) -> None:
    printed = certificate(MITRAGYNINE, unit_mass="0.6 g")
    assert doses("2 capsules", printed, knowledge)["mitragynine"].mg == pytest.approx(16.8)
    guessed = doses("2 capsules", certificate(MITRAGYNINE), knowledge)["mitragynine"]
    assert "not weighed" in guessed.arithmetic


def test_what_a_certificate_gives_a_capsule_needs_no_weight(knowledge: KnowledgeBase) -> None:
    each = certificate(replace(MITRAGYNINE, unit="mg/unit", value=Decimal(25)))
    dose = doses("3 tablets", each, knowledge)["mitragynine"]
    assert dose.mg == pytest.approx(75.0)
    assert dose.measured


def test_millilitres_need_a_density_or_a_content_of_the_liquid(knowledge: KnowledgeBase) -> None:
    held = contents(certificate(MITRAGYNINE), "extract", knowledge)
    said = doses_of(amount_of("10 mL"), held, certificate(MITRAGYNINE), knowledge)
    assert isinstance(said, str)
    assert "density" in said
    liquid = certificate(replace(MITRAGYNINE, unit="mg/mL", value=Decimal(3)))
    assert doses("10 mL", liquid, knowledge)["mitragynine"].mg == pytest.approx(30.0)


def test_what_was_not_detected_stays_a_range_from_nothing(knowledge: KnowledgeBase) -> None:
    dose = doses("2 g", certificate(MITRAGYNINE, SEVEN_OH), knowledge)["7-hydroxymitragynine"]
    assert (dose.mg, dose.low) == (None, 0.0)
    assert dose.high == pytest.approx(6.0)


def test_nothing_measured_gives_the_published_range(knowledge: KnowledgeBase) -> None:
    found = doses_of(amount_of("1 g"), contents(None, None, knowledge), None, knowledge)
    assert not isinstance(found, str)
    by_name: dict[str, AlkaloidDose] = {dose.analyte: dose for dose in found}
    assert by_name["mitragynine"].low == pytest.approx(2.0)
    assert by_name["mitragynine"].high == pytest.approx(387.0)


def test_a_claim_on_a_label_makes_no_dose(knowledge: KnowledgeBase) -> None:
    claim: Result = replace(MITRAGYNINE, unit="mg/unit", value=Decimal(25), role=Role.CLAIMED)
    assert not doses("1 tablet", certificate(claim), knowledge)["mitragynine"].measured
