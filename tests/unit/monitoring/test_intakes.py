"""One intake held against the largest that the plan holds for its day."""

from __future__ import annotations

from ketum.evidence import KnowledgeBase
from ketum.monitoring import watch
from tests.unit.monitoring.course import a_plan, events_of, moment


def flags_of(amounts: list[float], knowledge: KnowledgeBase) -> list[str]:
    told: list[dict[str, object]] = [
        {"day": 2, "at": f"{8 + place:02}:00", "kind": "dose", "amount": amount, "unit": "g"}
        for place, amount in enumerate(amounts)
    ]
    plan = a_plan()
    found = watch(plan, events_of(told, knowledge), knowledge, moment(3))
    return sorted({alert.flag.id for alert in found.alerts if alert.flag.group == "dose"})


def test_a_large_intake_is_told_though_the_day_stays_within_the_plan(
    knowledge: KnowledgeBase,
) -> None:
    assert flags_of([8.0, 4.0], knowledge) == ["intake_above_plan"]
    assert flags_of([4.0, 4.0, 4.0], knowledge) == []
    assert flags_of([4.0, 4.0, 4.0, 4.0], knowledge) == ["dose_above_plan"]
    assert flags_of([9.0, 4.0], knowledge) == ["dose_above_plan", "intake_above_plan"]
