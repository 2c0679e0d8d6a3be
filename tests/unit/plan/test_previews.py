"""A plan as exposure: what the engine gives for it, and what is left when it ends."""

from __future__ import annotations

import pytest

from ketum.dosing import LotContent, NotComputable, dosing_of
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.plan import read_plan
from ketum.plan.steps import content_of, dosing_of_plan
from ketum.plan.switch import switch
from ketum.previews import (
    days_to_settle,
    preview,
    preview_object,
    remaining_after,
    strength_at,
)
from tests.unit.plan.plans import case_of, plan_of

LOT = {"mitragynine": LotContent(15.0, 0.05)}


def test_peaks_fall_with_the_steps_and_carry_their_interval(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    made = preview(plan, LOT, 68.0, knowledge)
    peaks = [each.peak[1] for each in made.steps]
    assert peaks == sorted(peaks, reverse=True)
    for each in made.steps:
        assert each.trough[1] < each.peak[1]
        assert each.peak[0] < each.peak[1] < each.peak[2]
    assert [each.day for each in made.steps] == [10, 20, 30]
    shown = preview_object(made)
    assert shown["beyond_studied"]
    assert shown["reason"] is None


def test_a_person_settles_in_about_the_published_days(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    days = days_to_settle(plan, LOT, 70.0, knowledge)
    assert days is not None
    assert 7 < days < 11


def test_what_has_no_strength_has_no_preview(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of(substance="extract")), knowledge)
    made = preview(plan, {}, None, knowledge)
    assert made.exposure is None
    assert made.reason
    assert days_to_settle(plan, {}, None, knowledge) is None
    rest = read_plan(case_of(plan_of(steps=[{"phase": "hold", "days": 3}])), knowledge)
    assert preview(rest, {}, None, knowledge).exposure is None


def test_a_switch_shows_every_source_and_what_is_left_by_its_wait(
    knowledge: KnowledgeBase,
) -> None:
    case = case_of(None)
    dosing = dosing_of(case, establish(case, knowledge), knowledge)
    assert not isinstance(dosing, NotComputable)
    made = switch(
        "buprenorphine", knowledge, lambda hours: remaining_after(dosing, hours, knowledge)
    )
    assert {row.figure.cows for row in made.rows} >= {8, 9, 11, 12, 13, None}
    shares = {left.hours: left.share for row in made.rows for left in row.remaining}
    assert sorted(shares) == [8, 12, 16, 18]
    assert list(dict(sorted(shares.items())).values()) == sorted(shares.values(), reverse=True)
    for row in made.rows:
        for left in row.remaining:
            assert left.p05 < left.median < left.p95
    assert any("precipitated" in risk.says.lower() for risk in made.risks)


def test_after_daily_use_no_wait_for_naltrexone_under_two_weeks_is_stated(
    knowledge: KnowledgeBase,
) -> None:
    made = switch("naltrexone", knowledge, reason="no amount")
    after_kratom = [row.figure for row in made.rows if "kratom" in row.figure.id]
    assert [figure.wait_low_h for figure in after_kratom] == [14 * 24]
    assert made.reason == "no amount"
    with pytest.raises(InputRefused):
        switch("heroin", knowledge)


def test_the_hold_on_the_receptor_is_a_wide_range(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    dosing = dosing_of_plan(plan, plan.steps[:1], content_of(plan, LOT, knowledge), 70.0)
    assert dosing is not None
    low, high = strength_at(dosing, knowledge)
    assert 0 < low < high / 5
