"""After a lapse, a missed dose or another lot a course goes on from where the person is."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.plan import Plan, differences, read_plan, replanned
from tests.unit.plan.plans import case_of, plan_of, step

DAY = date(2026, 12, 20)


@pytest.fixture
def plan(knowledge: KnowledgeBase) -> Plan:
    return read_plan(case_of(plan_of()), knowledge)


@pytest.mark.parametrize(
    ("taken", "totals"),
    [(9.0, [6, 5, 4]), (6.0, [6, 5, 4]), (5.9, [5, 4]), (4.0, [4])],
)
def test_the_course_goes_on_with_the_first_step_not_above_what_is_taken(
    taken: float, totals: list[float], plan: Plan
) -> None:
    new = replanned(plan, DAY, taken)
    assert [each.day_total for each in new.steps] == totals
    assert (new.version, new.start, new.steps[0].starts) == (2, DAY, DAY)
    assert not new.is_signed
    assert all(a.ends == b.starts for a, b in zip(new.steps, new.steps[1:], strict=False))


def test_less_than_any_step_goes_on_with_what_follows_the_last_intake(
    knowledge: KnowledgeBase,
) -> None:
    steps = [step("taper", 10, 2, 2), {"phase": "follow_up", "days": 28}]
    course = read_plan(case_of(plan_of(steps=steps)), knowledge)
    (only,) = replanned(course, DAY, 1.0).steps
    assert not only.intakes


def test_where_nothing_is_low_enough_nothing_is_offered(plan: Plan) -> None:
    with pytest.raises(InputRefused, match="above what is taken"):
        replanned(plan, DAY, 1.0)


def test_a_lot_of_twice_the_strength_halves_the_grams_and_never_rounds_up(plan: Plan) -> None:
    new = replanned(plan, DAY, 6.0, strength=2.0, weighed_to=0.4)
    assert [each.amount for each in new.steps[0].intakes] == [0.8, 0.8, 0.8]
    assert [each.amount for each in new.steps[1].intakes] == [0.8, 0.8, 0.4]


def test_the_new_version_differs_visibly(plan: Plan) -> None:
    places = {change.place for change in differences(plan, replanned(plan, DAY, 5.0))}
    assert {"version", "start", "step 3", "step 1, starts", "step 1, intakes"} <= places
    assert not differences(plan, plan)


@pytest.mark.parametrize(
    ("taken", "strength", "to"),
    [(-1, 1, 0), (float("nan"), 1, 0), (6, 0, 0), (6, float("inf"), 0), (6, 1, -1)],
)
def test_numbers_that_make_no_sense_are_refused(
    taken: float, strength: float, to: float, plan: Plan
) -> None:
    with pytest.raises(InputRefused):
        replanned(plan, DAY, taken, strength=strength, weighed_to=to)


def test_a_cut_steeper_than_any_published_pace_is_left_to_a_clinician(plan: Plan) -> None:
    with pytest.raises(InputRefused) as refused:
        replanned(plan, DAY, 20.0, steepest_cut=0.25)
    assert "steeper cut" in str(refused.value)
    assert replanned(plan, DAY, 7.0, steepest_cut=0.25).steps[0].day_total == 6


def test_a_weaker_lot_never_raises_the_grams(plan: Plan) -> None:
    assert replanned(plan, DAY, 6.0, strength=0.1).steps[0].day_total == 6
