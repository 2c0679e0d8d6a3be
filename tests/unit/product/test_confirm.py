"""A person corrects and confirms; a question that is open stops that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.product import Basis, Censored
from ketum.product.confirm import confirmed, corrected
from tests.unit.product.test_content import LEAD, MITRAGYNINE, SEVEN_OH, certificate

DAY = date(2026, 11, 23)
READ = certificate(MITRAGYNINE, LEAD)


def test_a_confirmed_reading_says_by_whom_and_when() -> None:
    signed = confirmed(READ, " A. Reader ", DAY)
    assert (signed.confirmed_by, signed.confirmed_on) == ("A. Reader", "2026-11-23")
    assert signed.is_confirmed
    assert not READ.is_confirmed


def test_nobody_confirms_without_a_name() -> None:
    with pytest.raises(WrongUsage, match="name of the person"):
        confirmed(READ, "  ", DAY)


def test_a_share_of_nobody_knows_what_stops_the_confirmation(knowledge: KnowledgeBase) -> None:
    asked = replace(SEVEN_OH, value=Decimal(2), censored=None, limit=None, basis=Basis.NOT_SAID)
    doubtful = certificate(MITRAGYNINE, asked)
    with pytest.raises(WrongUsage, match="share"):
        confirmed(doubtful, "A. Reader", DAY)
    answered = corrected(doubtful, "7-OH=2 % of alkaloids", knowledge)
    assert confirmed(answered, "A. Reader", DAY).is_confirmed
    assert answered.results[-1].basis is Basis.ALKALOIDS


def test_a_correction_takes_the_place_of_every_value_of_the_analyte(
    knowledge: KnowledgeBase,
) -> None:
    mended = corrected(READ, "Pb = 0.8 ppm", knowledge)
    lead = [result for result in mended.results if result.analyte == "lead"]
    assert [(r.value, r.unit, r.corrected) for r in lead] == [(Decimal("0.8"), "ppm", True)]
    assert MITRAGYNINE in mended.results


@pytest.mark.parametrize(
    ("text", "censored", "limit"),
    [
        ("7-OH=ND (LOD 0.01 %)", Censored.NOT_DETECTED, Decimal("0.01")),
        ("7-OH=<0.01 %", Censored.BELOW_LOQ, Decimal("0.01")),
        ("salmonella=absent in 25 g", Censored.NOT_DETECTED, None),
    ],
)
def test_a_correction_may_be_below_a_limit(
    text: str, censored: Censored, limit: Decimal | None, knowledge: KnowledgeBase
) -> None:
    result = corrected(READ, text, knowledge).results[-1]
    assert (result.value, result.censored, result.limit) == (None, censored, limit)


@pytest.mark.parametrize("text", ["lead", "lead=", "lead=0.8", "gold=1 ppm", "lead=much ppm", "=1"])
def test_a_correction_without_analyte_value_or_unit_is_refused(
    text: str, knowledge: KnowledgeBase
) -> None:
    with pytest.raises(WrongUsage, match="--correct"):
        corrected(READ, text, knowledge)
