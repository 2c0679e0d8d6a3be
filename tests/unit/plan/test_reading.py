"""A plan is read whole, or refused with everything that is wrong; nothing of it is quoted."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.plan import Phase, Substance, Track, read_plan
from ketum.plan.document import plan_object
from tests.unit.plan.plans import case_of, plan_of, step


def complaints_of(plan: dict[str, Any], knowledge: KnowledgeBase) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        read_plan(case_of(plan), knowledge)
    return {each.place: each.problem for each in refused.value.complaints}


def test_steps_follow_one_another_from_the_start(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    assert [each.starts for each in plan.steps] == [
        date(2026, 11, 24), date(2026, 12, 4), date(2026, 12, 14),
    ]  # fmt: skip
    assert plan.ends == date(2026, 12, 24)
    assert (plan.substance, plan.track) == (Substance.LEAF, Track.A)
    assert [each.day_total for each in plan.steps] == [6, 5, 4]
    assert plan.steps[0].phase is Phase.HOLD
    assert plan.steps[1].intakes[2].at == time(17)
    assert plan.step_on(date(2026, 12, 4)) == plan.steps[1]
    assert plan.step_on(date(2026, 12, 24)) is None


def test_what_is_written_of_a_plan_reads_as_the_same_plan(knowledge: KnowledgeBase) -> None:
    plan = read_plan(case_of(plan_of()), knowledge)
    assert read_plan(case_of(plan_object(plan)), knowledge) == plan


def test_a_plan_of_a_concentrate_is_followed_as_one(knowledge: KnowledgeBase) -> None:
    assert read_plan(case_of(plan_of(substance="7-OH")), knowledge).track is Track.D
    held = plan_of(steps=[step("hold", 10, 2)])
    assert read_plan(case_of(held), knowledge).track is Track.C


def test_every_complaint_comes_at_once_with_its_place(knowledge: KnowledgeBase) -> None:
    steps = [
        step("hold", -3, 2),
        {"phase": "dash", "days": 2.5, "intakes": [{"at": "25:00", "amount": -1, "unit": "lb"}]},
        step("taper", 10, 2, starts="2026-01-01"),
        "three grams",
    ]
    found = complaints_of(
        plan_of(steps=steps, time_zone="Mars/Olympus", track="Z", secret_key=1, check_ins="all"),
        knowledge,
    )
    assert set(found) == {
        "plan", "plan.time_zone", "plan.track", "plan.check_ins", "plan.steps[0].days",
        "plan.steps[1].phase", "plan.steps[1].days", "plan.steps[1].intakes[0].at",
        "plan.steps[1].intakes[0].amount", "plan.steps[1].intakes[0].unit",
        "plan.steps[2].starts", "plan.steps[3]", "plan.steps",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"steps": [step("taper", 3650, 2)]}, "plan.steps[0].days"),
        ({"steps": [step("taper", 700, 2), step("taper", 31, 1)]}, "plan.steps[1].days"),
        ({"start": "1999-01-01"}, "plan.start"),
        ({"version": 0}, "plan.version"),
        ({"steps": {"a": 1}}, "plan.steps"),
        ({"signatures": [{"by": "x", "role": "y", "reason": "z", "at": "2026-11-23"}]},
         "plan.signatures[0].at"),
        ({"signatures": [{"by": "x", "role": "y", "reason": "z", "at": "2026-11-23T10:00+01:00",
                          "acknowledged": {"A": ""}}]}, "plan.signatures[0].acknowledged"),
        ({"steps": [{"phase": "hold", "days": 9, "intakes": [
            {"at": "07:00", "amount": 1, "unit": "g"},
            {"at": "07:00", "amount": 1, "unit": "g"}]}]}, "plan.steps[0].intakes"),
        ({"steps": [{"phase": "hold", "days": 9, "intakes": [
            {"at": "07:00", "amount": 1, "unit": "g"},
            {"at": "08:00", "amount": 1, "unit": "mg"}]}]}, "plan.steps"),
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_refused(
    change: dict[str, Any], place: str, knowledge: KnowledgeBase
) -> None:
    assert place in complaints_of(plan_of(**change), knowledge)


def test_nothing_that_was_written_is_quoted(knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputRefused) as refused:
        read_plan(case_of(plan_of(Zwiebel="Fisch", track="Zwiebel", time_zone="Fisch")), knowledge)
    assert "Zwiebel" not in str(refused.value)
    assert "Fisch" not in str(refused.value)


def test_a_case_without_a_plan_says_so(knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputRefused, match="none"):
        read_plan(case_of(None), knowledge)
