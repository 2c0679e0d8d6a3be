"""What people tell in their own words, and values known from one side, raise their flags."""

from __future__ import annotations

import pytest

from ketum.evidence import KnowledgeBase
from ketum.monitoring import Alert, Watched, watch
from tests.unit.monitoring.course import a_plan, events_of, moment


def watched(told: list[dict[str, object]], knowledge: KnowledgeBase) -> Watched:
    plan = a_plan()
    events = events_of([{"day": 2, "at": "09:00", **each} for each in told], knowledge)
    return watch(plan, events, knowledge, moment(3))


def flags(found: Watched) -> dict[str, Alert]:
    return {alert.flag.id: alert for alert in found.alerts}


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("tonic-clonic seizure", "seizure_em"), ("pregnant", "pregnant_new"),
        ("positive pregnancy test", "pregnant_new"), ("yellow skin", "jaundice"),
        ("overdose", "told_emergency"), ("suicidal thoughts", "suicide_told"),
        ("vomiting blood", "told_emergency"),
    ],
)  # fmt: skip
def test_a_symptom_in_free_words_raises_its_flag(
    words: str, flag: str, knowledge: KnowledgeBase
) -> None:
    assert flag in flags(watched([{"kind": "symptom", "what": words}], knowledge))
    absent = watched([{"kind": "symptom", "what": words, "present": False}], knowledge)
    assert flag not in flags(absent)


def test_words_that_nobody_can_read_are_named_by_their_entry(knowledge: KnowledgeBase) -> None:
    found = watched([{"kind": "symptom", "what": "flurble", "id": "x7"}], knowledge)
    assert [each.event for each in found.unread] == ["x7"]
    assert (
        found.unread
        == watched([{"kind": "symptom", "what": "flurble", "id": "x7"}], knowledge).unread
    )


@pytest.mark.parametrize(
    ("kind", "what", "value", "unit", "flag"),
    [
        ("laboratory", "potassium", ">7.0", "mmol/L", "potassium"),
        ("vital", "oxygen saturation", "<80", "%", "spo2_low"),
    ],
)
def test_a_value_known_from_one_side_counts_from_that_side(
    kind: str, what: str, value: str, unit: str, flag: str, knowledge: KnowledgeBase
) -> None:
    found = flags(watched([{"kind": kind, "what": what, "value": value, "unit": unit}], knowledge))
    assert any(each.startswith(flag[:4]) for each in found), sorted(found)
    turned = value.translate(str.maketrans("<>", "><"))
    other = watched([{"kind": kind, "what": what, "value": turned, "unit": unit}], knowledge)
    assert not [each for each in flags(other) if each.startswith(flag[:4])]
    assert other.unclear


def test_a_lapse_names_what_was_used(knowledge: KnowledgeBase) -> None:
    (alert,) = (
        a
        for a in watched([{"kind": "lapse", "substance": "oxycodone"}], knowledge).alerts
        if a.of.startswith("break")
    )
    assert alert.of == "break, oxycodone"


def test_a_late_entry_shows_the_value_that_was_risen_to(knowledge: KnowledgeBase) -> None:
    cows = {"kind": "scale", "scale": "COWS"}
    found = watched(
        [{**cows, "total": 12, "at": "11:00"}, {**cows, "total": 6, "at": "09:30", "recorded": 4}],
        knowledge,
    )
    (rise,) = (a for a in found.alerts if a.of == "COWS, rise")
    assert rise.value == 12
