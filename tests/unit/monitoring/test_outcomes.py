"""What is told of people to others names nobody, and hides what is told of too few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketum.evidence import KnowledgeBase
from ketum.monitoring import watch
from ketum.monitoring.outcomes import Outcome, clinic_table, outcome, tidy
from tests.unit.monitoring.course import a_plan, events_of, moment

TOLD = [
    {"day": 0, "at": "08:00", "kind": "scale", "scale": "SOWS", "total": 14},
    {"day": 1, "at": "09:00", "kind": "symptom", "what": "seizure"},
    {"day": 6, "at": "08:00", "kind": "scale", "scale": "SOWS", "total": 6},
]


def of(knowledge: KnowledgeBase, day: int = 7) -> Outcome:
    plan = a_plan()
    events = events_of(TOLD, knowledge)
    return outcome(plan, events, watch(plan, events, knowledge, moment(day)), knowledge)


def test_one_person_is_summed_up(knowledge: KnowledgeBase) -> None:
    found = of(knowledge)
    assert (found.track, found.days, found.retained) == ("A", 8, True)
    assert found.planned == (12, 12)
    assert (found.first["SOWS"], found.last["SOWS"]) == (14, 6)
    assert found.adverse == ("seizure_em",)
    assert found.alerts["now"] == 1
    assert found.unanswered >= 1


@pytest.mark.parametrize(("day", "retained"), [(35, True), (36, False)])
def test_who_was_not_heard_of_for_a_month_is_not_retained(
    day: int, retained: bool, knowledge: KnowledgeBase
) -> None:
    assert of(knowledge, day).retained is retained


def test_a_cell_of_fewer_than_five_is_left_out_and_one_more_with_it(
    knowledge: KnowledgeBase,
) -> None:
    one = of(knowledge)
    people = [one] * 6 + [replace(one, retained=False)] * 4 + [replace(one, track="B")] * 5
    rows = {(name, value): number for name, value, number in clinic_table(people, knowledge)}
    assert rows["all", "people"] == 15
    assert rows["track", "A"] == 10
    assert rows["track", "B"] == 5
    # Fifteen less eleven would tell the four.
    assert rows["retained", "no"] is None
    assert rows["retained", "yes"] is None
    assert rows["SOWS, last against first", "lower"] == 15


def test_a_table_holds_no_name_and_says_what_it_left_out(knowledge: KnowledgeBase) -> None:
    text = tidy(clinic_table([of(knowledge)], knowledge))
    assert text.splitlines()[0] == "outcome,value,people,suppressed"
    assert text.splitlines()[1] == "all,people,,true"
    assert "the person" not in text
    assert "2026" not in text
