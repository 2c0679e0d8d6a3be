"""Tapers as arithmetic: the published row of numbers, and the laws every schedule keeps."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.plan import read_plan
from ketum.plan.schedules import Pace, schedules
from ketum.plan.taper import (
    Rounding,
    as_plan,
    exposure_linear,
    fixed_amount,
    intakes_first,
    occupancy_linear,
    percent,
)
from tests.unit.plan.plans import case_of, plan_of

TENTHS = Rounding(to=0.1)


def test_thirty_grams_at_ten_percent_a_week() -> None:
    steps = percent(30, 0.10, 7, 2, TENTHS).steps
    assert [each.total for each in steps[:4]] == [27.0, 24.3, 21.9, 19.7]
    assert (steps[7].total, steps[11].total) == (12.9, 8.5)
    assert [each.day for each in steps[:3]] == [0, 7, 14]


def test_a_fixed_cut_takes_the_same_away_each_time() -> None:
    assert [each.total for each in fixed_amount(10, 2, 7, 0, TENTHS).steps] == [8, 6, 4, 2]


def test_intakes_go_one_by_one_before_their_amount_falls() -> None:
    steps = intakes_first(12, 4, 0.25, 7, 1, Rounding(to=0.5)).steps
    assert [each.intakes for each in steps] == [(3, 3, 3), (3, 3), (3,), (2,), (1.5,)]


def test_equal_steps_of_exposure_are_equal_steps_of_the_amount() -> None:
    assert [each.total for each in exposure_linear(12, 4, 7, 0, TENTHS).steps] == [9, 6, 3]


def test_equal_steps_of_occupancy_grow_smaller_and_say_how_unsure_they_are() -> None:
    strong = occupancy_linear(30, (2.8, 2.8), 10, 7, 0, TENTHS).steps
    cuts = [a.total - b.total for a, b in itertools.pairwise(strong)]
    assert cuts == sorted(cuts, reverse=True)
    # x = 2.8: half of the occupancy 0.7368 is 0.3684, that is x = 0.5833, a share of 0.2083.
    assert strong[4].exact == pytest.approx(30 * 0.5833333 / 2.8)
    for each in occupancy_linear(30, (0.04, 2.8), 10, 7, 0, TENTHS).steps:
        assert each.low is not None
        assert each.high is not None
        assert each.low < each.exact < each.high


def test_a_weak_hold_on_the_receptor_is_nearly_linear() -> None:
    weak = occupancy_linear(30, (1e-6, 1e-6), 10, 7, 0, TENTHS).steps
    linear = exposure_linear(30, 10, 7, 0, TENTHS).steps
    assert [each.total for each in weak] == [each.total for each in linear]


def test_a_rest_keeps_the_amount_for_one_step_more() -> None:
    steps = fixed_amount(10, 2, 7, 0, Rounding(to=0.5, rest_after=2)).steps
    assert [(each.total, each.rest) for each in steps] == [
        (8, False), (6, False), (6, True), (4, False), (2, False), (2, True),
    ]  # fmt: skip


def test_the_last_of_the_day_is_cut_last() -> None:
    step = percent(6, 0.1, 7, 1, Rounding(to=0.5, intakes=3)).steps[0]
    assert step.total == 5.5
    assert step.intakes == (1.5, 2.0, 2.0)


@given(
    st.floats(1, 100), st.floats(0.02, 0.5), st.sampled_from([0.1, 0.25, 0.5]), st.integers(1, 6)
)
def test_no_schedule_ever_rises_or_adds_up_to_something_else(
    start: float, share: float, to: float, intakes: int
) -> None:
    rounding = Rounding(to=to, intakes=intakes)
    pace = Pace(every_days=7, until=start / 20, share=share, cut=start / 8, steps=8)
    for taper in schedules(start, pace, rounding, (0.04, 2.8)):
        before = start
        for each in taper.steps:
            assert 0 < each.total < before
            assert sum(each.intakes) == pytest.approx(each.total)
            before = each.total


@pytest.mark.parametrize(
    "make",
    [
        lambda: percent(0, 0.1, 7, 0, TENTHS),
        lambda: percent(10, 1.0, 7, 0, TENTHS),
        lambda: percent(10, 0.1, 0, 0, TENTHS),
        lambda: percent(10, 0.1, 7, 10, TENTHS),
        lambda: percent(float("nan"), 0.1, 7, 0, TENTHS),
        lambda: percent(10, 0.1, 7, 0, Rounding(to=0)),
        lambda: percent(10, 0.1, 7, 0, Rounding(to=0.1, intakes=0)),
        lambda: fixed_amount(10, 10, 7, 0, TENTHS),
        lambda: exposure_linear(10, 0, 7, 0, TENTHS),
        lambda: occupancy_linear(10, (0, 1), 5, 7, 0, TENTHS),
        lambda: intakes_first(10, 0, 0.1, 7, 0, TENTHS),
    ],
)
def test_numbers_that_make_no_taper_are_refused(make: Callable[[], Any]) -> None:
    with pytest.raises(InputRefused):
        make()


def test_a_schedule_becomes_steps_at_the_times_of_the_plan(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    steps = as_plan(intakes_first(6, 3, 0.2, 7, 1, Rounding(to=0.5)), plan)
    assert [[f"{i.at:%H}" for i in each.intakes] for each in steps[:2]] == [["12", "17"], ["17"]]
    assert steps[1].starts == date(2026, 12, 1)
