"""The calendar: days of the plan's own zone, also where clocks change and months are short."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketum.evidence import KnowledgeBase
from ketum.monitoring import Item, State, Watched
from ketum.monitoring.days import Days, months_later
from ketum.plan import Plan, Substance, Track
from tests.unit.monitoring.course import a_plan, watched

SOWS = {"kind": "scale", "scale": "SOWS", "total": 3}


def only(measure: str, **more: object) -> Plan:
    return replace(a_plan(**more), check_ins=(measure,))  # type: ignore[arg-type]


def items(found: Watched, measure: str) -> dict[int, Item]:
    return {(i.due - date(2026, 3, 2)).days: i for i in found.items if i.measure == measure}


def test_track_a_asks_for_sows_twice_a_day_then_daily_then_weekly(
    knowledge: KnowledgeBase,
) -> None:
    plan = only("sows16", days=70)
    asked = items(watched([], knowledge, day=70, plan=plan), "sows16")
    assert [asked[day].needed for day in range(15)] == [2] * 8 + [1] * 7
    assert sorted(asked)[15:] == [15, 22, 29, 36, 43, 50]


def test_an_item_is_due_on_its_day_and_missed_once_the_next_has_begun(
    knowledge: KnowledgeBase,
) -> None:
    plan = only("sows16", days=70)
    asked = items(watched([], knowledge, day=23, at="00:00", plan=plan), "sows16")
    assert asked[14].state is State.MISSED
    assert asked[15].state is State.MISSED
    assert asked[22].state is State.OVERDUE
    assert asked[29].state is State.UPCOMING
    today = items(watched([], knowledge, day=22, at="23:59", plan=plan), "sows16")
    assert today[22].state is State.DUE


def test_an_entry_of_the_day_is_done_and_one_told_later_is_late(knowledge: KnowledgeBase) -> None:
    told = [
        {**SOWS, "day": 8, "at": "23:59"},
        {**SOWS, "day": 9, "at": "09:00", "recorded": 15},
        {**SOWS, "day": 10, "at": "09:00", "recorded": 14.98},
        {**SOWS, "day": 23, "at": "00:00"},
    ]
    asked = items(watched(told, knowledge, day=24, plan=only("sows16")), "sows16")
    assert asked[8].state is State.DONE
    assert asked[9].state is State.LATE
    assert asked[10].state is State.DONE
    assert asked[22].state is State.LATE
    assert asked[8].by == ("the person",)


def test_two_a_day_need_two_entries(knowledge: KnowledgeBase) -> None:
    told = [{**SOWS, "day": 0, "at": "09:00"}, {**SOWS, "day": 1, "at": "09:00"}]
    told += [{**SOWS, "day": 1, "at": "19:00"}]
    asked = items(watched(told, knowledge, day=2, plan=only("sows16")), "sows16")
    assert (asked[0].state, asked[0].given) == (State.MISSED, 1)
    assert asked[1].state is State.DONE


def test_every_measure_of_a_track_is_on_the_calendar(knowledge: KnowledgeBase) -> None:
    for track in Track:
        plan = replace(a_plan(days=400, track=track))
        found = watched([], knowledge, day=400, plan=plan)
        named = {item.measure for item in found.items} | {name for name, _ in found.circumstances}
        asked = {
            m.id
            for m in knowledge.monitoring.measures.values()
            if any(not run.each for run in m.tracks[track.value])
        }
        assert asked <= named, track


def test_a_month_that_is_too_short_has_its_last_day() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months_later(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_monthly_items_of_a_plan_begun_on_the_31st(knowledge: KnowledgeBase) -> None:
    plan = replace(a_plan(days=120, start=date(2026, 1, 31)), check_ins=("naloxone",))
    due = [
        i.due for i in watched([], knowledge, day=100, plan=plan).items if i.measure == "naloxone"
    ]
    assert due == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
    ],
)
def test_a_day_has_as_many_hours_as_its_zone_gives_it(zone: str, start: date, hours: float) -> None:
    days = Days(start, ZoneInfo(zone), -2, 2)
    assert days.ends(0) - days.begins(0) == hours * 3600


def test_an_entry_belongs_to_the_local_day_not_that_of_utc(knowledge: KnowledgeBase) -> None:
    plan = only("sows16", zone="Pacific/Auckland")
    told = [{**SOWS, "day": 8, "at": "00:00"}, {**SOWS, "day": 9, "at": "23:59"}]
    asked = items(watched(told, knowledge, day=10, at="00:00", plan=plan), "sows16")
    assert (asked[8].state, asked[9].state) == (State.DONE, State.DONE)


def test_the_first_moment_of_a_day_is_that_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    days = Days(date(2026, 3, 28), zone, -5, 5)
    for day in range(-5, 5):
        at = days.begins(day)
        assert days.day_of(at) == day
        assert days.day_of(at - 1) == day - 1
        assert datetime.fromtimestamp(at, UTC).astimezone(zone).date() == days.date_of(day)


def test_a_plan_without_doses_has_its_risk_weeks_from_the_first_day(
    knowledge: KnowledgeBase,
) -> None:
    plan = replace(a_plan(), steps=(), substance=Substance.NONE)
    risk = watched([], knowledge, day=3, plan=plan).risk
    assert risk is not None
    assert risk.starts == plan.start
    assert Counter(item.measure for item in risk.items) == {
        "after_contact": 9,
        "after_naloxone": 5,
    }
    assert risk.ends - risk.starts == timedelta(days=28)
