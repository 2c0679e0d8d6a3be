"""Sharing a receptor: a research view whose honest answer is wide."""

from __future__ import annotations

import pytest

from ketum.errors import WrongUsage
from ketum.evidence import load
from ketum.interactions.occupancy import RESEARCH_VIEW, occupancy

KNOWLEDGE = load()
# Predicted peak after 4 g of leaf, ng/mL.
PEAK = {"mitragynine": 177.0, "7-hydroxymitragynine": 30.2}


def test_the_same_peak_is_compatible_with_4_and_with_74_percent() -> None:
    together = occupancy(KNOWLEDGE, PEAK).together
    assert (round(100 * together.low), round(100 * together.high)) == (4, 74)


def test_7_oh_carries_most_of_it_at_either_end() -> None:
    each = occupancy(KNOWLEDGE, PEAK).each
    assert each["7-hydroxymitragynine"].low > each["mitragynine"].low
    assert each["7-hydroxymitragynine"].high > each["mitragynine"].high


def test_another_alkaloid_only_raises_the_upper_end() -> None:
    more = occupancy(KNOWLEDGE, {**PEAK, "speciociliatine": 123.0})
    assert more.together.high > occupancy(KNOWLEDGE, PEAK).together.high
    assert more.each["mitragynine"].high <= occupancy(KNOWLEDGE, PEAK).each["mitragynine"].high


def test_buprenorphine_displaces_the_alkaloids() -> None:
    alone = occupancy(KNOWLEDGE, PEAK)
    beside = occupancy(KNOWLEDGE, PEAK, {"buprenorphine": 1.0})
    for name in PEAK:
        assert beside.each[name].high < alone.each[name].high
        assert beside.each[name].low < alone.each[name].low


def test_what_has_no_constant_is_named_and_nothing_is_made_up() -> None:
    found = occupancy(KNOWLEDGE, {**PEAK, "paynantheine": 24.0}, {"naloxone": 5.0})
    assert set(found.not_computed) == {"paynantheine", "naloxone"}
    assert set(found.each) == set(PEAK)


def test_the_view_says_that_it_is_for_research_and_what_it_does_not_say() -> None:
    label = occupancy(KNOWLEDGE, PEAK).label
    assert label == RESEARCH_VIEW
    assert "Research view" in label
    assert "nothing on relief of withdrawal or on breathing" in label


def test_every_constant_that_is_used_is_cited_and_none_that_was_recalled_is_confirmed() -> None:
    cites = occupancy(KNOWLEDGE, PEAK).cites
    assert {"obeng2020", "obeng2021", "hemby2026", "kruegel2016"} <= {c.source.id for c in cites}
    assert not any(cite.confirmed for cite in cites)


@pytest.mark.parametrize("level", [-1.0, float("nan"), float("inf")])
def test_a_concentration_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(WrongUsage, match="0 or more"):
        occupancy(KNOWLEDGE, {"mitragynine": level})


def test_nothing_in_the_blood_holds_no_receptor() -> None:
    together = occupancy(KNOWLEDGE, {"mitragynine": 0.0}).together
    assert (together.low, together.high) == (0.0, 0.0)
