"""Withdrawal scores beside the exposure of the doses that were told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ketum.dosing import LotContent
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.monitoring import watch
from ketum.plan import Phase, Plan, Step, Substance
from ketum.trajectories import Trajectory, trajectory, trajectory_object
from tests.unit.monitoring.course import START, a_plan, events_of, moment

LOT = {"mitragynine": LotContent(15.0, 0.05)}
USE = {"form": "capsules", "grams_per_day": 12, "doses_per_day": 3, "duration": "2 years"}


def two_steps() -> Plan:
    """Twelve grams a day for ten days, then half of it."""
    plan = a_plan(days=10, phase=Phase.HOLD)
    first = plan.steps[0]
    half = tuple(replace(each, amount=2.0) for each in first.intakes)
    second = Step(number=2, phase=Phase.TAPER, starts=first.ends, days=20, intakes=half)
    return replace(plan, steps=(first, second))


def doses(day: int, grams: float) -> Iterable[dict[str, object]]:
    for at in ("08:00", "14:00", "20:00"):
        yield {"day": day, "at": at, "kind": "dose", "amount": grams, "unit": "g"}


def sows(day: int, total: int) -> dict[str, object]:
    return {"day": day, "at": "09:00", "kind": "scale", "scale": "SOWS", "total": total}


def of(
    told: list[dict[str, object]],
    knowledge: KnowledgeBase,
    *,
    day: int = 30,
    kratom: dict[str, object] | None = USE,
    plan: Plan | None = None,
) -> Trajectory:
    plan = plan or two_steps()
    text = json.dumps({"on": START.isoformat(), "kratom": kratom or {}})
    case = read(text.encode(), Format.JSON, today=START)
    events = events_of(told, knowledge, plan=plan)
    seen = watch(plan, events, knowledge, moment(day, "00:00", plan=plan))
    return trajectory(plan, seen, case, establish(case, knowledge), LOT, knowledge, people=100)


def whole_course() -> list[dict[str, object]]:
    told = [each for day in range(30) for each in doses(day, 4.0 if day < 10 else 2.0)]
    return [*told, *(sows(day, 4 if day < 12 else min(20, 2 + day // 2)) for day in range(30))]


def test_half_the_dose_ends_near_half_of_the_own_baseline(knowledge: KnowledgeBase) -> None:
    found = of(whole_course(), knowledge)
    first, last = found.days[0], found.days[-1]
    assert first.share is not None
    assert last.share is not None
    assert first.share[1] == pytest.approx(1.0, abs=0.05)
    assert last.share[1] == pytest.approx(0.5, abs=0.05)
    assert last.share[2] - last.share[0] < 0.1 < last.mean[2] / last.mean[0]
    assert [day.on for day in found.days] == [START + timedelta(days=n) for n in range(30)]


def test_a_score_that_rises_while_exposure_falls_shows_in_both_slopes(
    knowledge: KnowledgeBase,
) -> None:
    (course,) = of(whole_course(), knowledge).scales
    assert course.baseline == 4
    assert course.a_week is not None
    assert 3.0 < course.a_week.middle < 4.0
    assert course.a_week.low > 0.0
    assert course.a_halving is not None
    assert course.a_halving.middle > 5.0
    assert course.a_halving.points == 30


def test_while_exposure_stays_nothing_is_said_of_how_a_score_goes_with_it(
    knowledge: KnowledgeBase,
) -> None:
    told = [each for day in range(10) for each in doses(day, 4.0)]
    told += [sows(day, day) for day in range(10)]
    (course,) = of(told, knowledge, day=10).scales
    assert course.a_halving is None


def test_before_the_first_entry_the_use_of_the_case_counts_and_without_it_that_is_said(
    knowledge: KnowledgeBase,
) -> None:
    told = [each for day in range(10) for each in doses(day, 4.0)]
    known = of(told, knowledge, day=10)
    unknown = of(told, knowledge, day=10, kratom=None)
    assert known.days[0].mean[1] > 1.5 * unknown.days[0].mean[1]
    assert any("the case tells" in said for said in known.assumed)
    assert any("not known" in said for said in unknown.assumed)


def test_a_day_without_an_entry_is_told_as_such_and_not_as_no_dose(
    knowledge: KnowledgeBase,
) -> None:
    told = [each for day in (0, 1, 3) for each in doses(day, 4.0)]
    found = of(told, knowledge, day=4)
    assert [day.doses for day in found.days] == [3, 3, None, 3]
    assert any("nobody told of one" in said for said in found.assumed)


def test_another_product_and_another_lot_are_said_and_not_reckoned(
    knowledge: KnowledgeBase,
) -> None:
    told = list(doses(0, 4.0))
    other = {
        "day": 0, "at": "10:00", "kind": "dose", "amount": 1, "unit": "g", "substance": "7-OH",
    }  # fmt: skip
    lot = {"day": 0, "at": "11:00", "kind": "lot", "lot": "L-2"}
    alone, with_others = of(told, knowledge, day=1), of([*told, other, lot], knowledge, day=1)
    assert alone.days[0].mean == with_others.days[0].mean
    assert len(with_others.assumed) == len(alone.assumed) + 2


def test_a_corrected_dose_counts_as_corrected(knowledge: KnowledgeBase) -> None:
    told = [{**each, "id": f"d{n}"} for n, each in enumerate(doses(0, 4.0))]
    twice = {
        "day": 0, "at": "20:30", "kind": "correction", "corrects": "d0",
        "payload": {"amount": 8, "unit": "g"},
    }  # fmt: skip
    before, after = of(told, knowledge, day=1), of([*told, twice], knowledge, day=1)
    assert after.days[0].mean[1] > before.days[0].mean[1]


def test_without_a_dose_the_scores_stand_alone_with_the_reason(knowledge: KnowledgeBase) -> None:
    found = of([sows(day, 9) for day in range(5)], knowledge, day=5)
    assert found.days == ()
    assert found.reason
    assert found.scales[0].a_halving is None
    extract = replace(two_steps(), substance=Substance.EXTRACT)
    assert of(list(doses(0, 4.0)), knowledge, day=1, plan=extract).days


def test_the_object_is_finite_json_with_open_ends_as_null(knowledge: KnowledgeBase) -> None:
    told = [*doses(0, 4.0), *(sows(day, 9) for day in (0, 12, 13, 14))]
    shown = trajectory_object(of(told, knowledge, day=15))
    text = json.dumps(shown, allow_nan=False)
    assert json.loads(text) == shown
    assert shown["scales"][0]["change_a_week"]["p05"] is None  # type: ignore[index]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Apia", "Asia/Kathmandu"])
def test_days_are_those_of_the_plan(zone: str, knowledge: KnowledgeBase) -> None:
    plan = a_plan(zone=zone, start=date(2026, 3, 7))
    told = [each for day in range(3) for each in doses(day, 4.0)]
    found = of(told, knowledge, day=3, plan=plan)
    assert [day.doses for day in found.days][:3] == [3, 3, 3]
