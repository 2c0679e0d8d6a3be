"""Ratios of levels: in order, monotone, under the static model, and of no weight in a review."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ketum.facts import establish
from ketum.intake import Format, read
from ketum.interactions.ratios import ExposureRatio, exposure_ratios
from ketum.interactions.regimen import Range
from ketum.review import review
from tests.properties.test_reviews import KNOWLEDGE, cases

TODAY = date(2026, 11, 22)
VICTIMS = sorted(drug for drug, shares in KNOWLEDGE.shares.items() if "fm_cyp3a" in shares)
GRAMS = st.floats(0.1, 20.0)
DOSES = st.integers(1, 8)
WITHOUT_SHARES = replace(KNOWLEDGE, shares={}, binding={})


def ratio_of(drug: str, grams: float, doses: int) -> ExposureRatio:
    case = {
        "kratom": {"form": "powder", "grams_per_dose": grams, "doses_per_day": doses},
        "medicines": [KNOWLEDGE.vocabulary.drugs[drug].label],
    }
    facts = establish(read(json.dumps(case).encode(), Format.JSON, today=TODAY), KNOWLEDGE)
    (found,) = (
        ratio
        for ratio in exposure_ratios(facts, KNOWLEDGE)
        if ratio.drug == drug and ratio.moved == "medicine" and ratio.enzyme == "CYP3A"
    )
    return found


def number(given: Range | None) -> Range:
    assert given is not None
    return given


@settings(max_examples=40)
@given(st.sampled_from(VICTIMS), GRAMS, DOSES)
def test_a_ratio_lies_between_1_and_the_static_model(drug: str, grams: float, doses: int) -> None:
    ratio = ratio_of(drug, grams, doses)
    assert ratio.upper_bound is not None
    for found in (number(ratio.auc), *(gap.auc for gap in ratio.by_gap)):
        assert 1.0 - 1e-12 <= found.low <= found.typical <= found.high <= ratio.upper_bound
    cmax = number(ratio.cmax)
    assert cmax.low <= cmax.typical <= cmax.high


@settings(max_examples=20)
@given(st.sampled_from(VICTIMS), GRAMS, DOSES, st.floats(1.05, 3.0))
def test_more_kratom_never_lowers_a_ratio(
    drug: str, grams: float, doses: int, factor: float
) -> None:
    less, more = (number(ratio_of(drug, g, doses).auc) for g in (grams, grams * factor))
    assert less.low <= more.low
    assert less.typical <= more.typical
    assert less.high <= more.high


@given(cases())
def test_no_finding_depends_on_a_ratio(case: dict[str, object]) -> None:
    asked = read(json.dumps(case).encode(), Format.JSON, today=TODAY)
    with_ratios, without = review(asked, KNOWLEDGE), review(asked, WITHOUT_SHARES)
    assert with_ratios.findings == without.findings
    assert with_ratios.disposition == without.disposition
