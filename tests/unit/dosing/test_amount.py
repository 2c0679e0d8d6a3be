"""One reading of what is taken a day, for levels and for ratios of co-medicines alike."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from ketum.dosing import LotContent, dosing_of
from ketum.dosing.amount import amount_of, range_of
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, Interval, establish
from ketum.intake import Format, read
from ketum.interactions.ratios import exposure_ratios
from ketum.interactions.regimen import Regimen, regimen_of
from tests.unit.plan.plans import ON


def facts_of(knowledge: KnowledgeBase, **kratom: object) -> Facts:
    case = read(
        json.dumps({"kratom": kratom, "medicines": ["midazolam"]}).encode(), Format.JSON, today=ON
    )
    return establish(case, knowledge)


def test_a_stated_range_keeps_its_ends(knowledge: KnowledgeBase) -> None:
    facts = facts_of(knowledge, form="capsules")
    kratom = replace(facts.kratom, mitragynine_mg_per_day=Interval(40.0, 160.0))
    facts = replace(facts, kratom=kratom)
    amount = amount_of(facts, knowledge, None, is_extract=False, is_thai=False)
    assert not isinstance(amount, str)
    low, middle, high = range_of(amount)
    assert (low, high) == pytest.approx((40, 160))
    assert middle == pytest.approx(80)


def test_the_ratios_of_medicines_use_the_lot_in_hand(knowledge: KnowledgeBase) -> None:
    facts = facts_of(knowledge, form="capsules", grams_per_day=6, doses_per_day=3)
    lot = LotContent(30.0, 0.05)
    plain, assayed = regimen_of(facts, knowledge), regimen_of(facts, knowledge, lot)
    assert isinstance(plain, Regimen)
    assert isinstance(assayed, Regimen)
    assert assayed.dose_mg.typical == pytest.approx(6 * 30 / 3)
    assert plain.dose_mg.typical == pytest.approx(6 * 15 / 3)
    width = [math.log(each.dose_mg.high / each.dose_mg.low) for each in (plain, assayed)]
    assert width[1] < width[0]
    (weak,), (strong,) = (exposure_ratios(facts, knowledge, each) for each in (None, lot))
    assert weak.auc is not None
    assert strong.auc is not None
    assert strong.auc.typical > weak.auc.typical


def test_levels_and_ratios_speak_of_the_same_milligrams(knowledge: KnowledgeBase) -> None:
    case = read(
        b'{"kratom": {"form": "powder", "amount": "4 to 9 g a day", "doses_per_day": 2}}',
        Format.JSON, today=ON,
    )  # fmt: skip
    facts = establish(case, knowledge)
    dosing, regimen = dosing_of(case, facts, knowledge), regimen_of(facts, knowledge)
    assert isinstance(regimen, Regimen)
    assert regimen.dose_mg.typical == pytest.approx(dosing.of("mitragynine")[0].amount_mg)  # type: ignore[union-attr]


def test_an_extract_without_strength_has_no_regimen(knowledge: KnowledgeBase) -> None:
    facts = facts_of(knowledge, form="extract", grams_per_day=2)
    found = regimen_of(facts, knowledge)
    assert not isinstance(found, Regimen)
    assert "strength" in found.reason
