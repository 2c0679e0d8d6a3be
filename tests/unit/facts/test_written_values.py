"""Values as clinicians write them: multiples of a limit, ranges, remarks, several at once."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import pytest

from ketum.case import Agent, Case, Listing, Observation, Statement
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, Interval, establish

TODAY = date(2026, 11, 22)


def observed(knowledge: KnowledgeBase, what: str, value: str, unit: str | None = None) -> Facts:
    entry = Observation(place="observations[0]", what=what, value=value, unit=unit)
    return establish(Case(on=TODAY, observations=Listing(asked=True, entries=(entry,))), knowledge)


def told(knowledge: KnowledgeBase, text: str) -> Facts:
    entry = Statement(name=text, place="symptoms[0]")
    return establish(Case(on=TODAY, symptoms=Listing(asked=True, entries=(entry,))), knowledge)


def taken(knowledge: KnowledgeBase, *names: str) -> Facts:
    entries = tuple(Agent(name=name, place=f"medicines[{at}]") for at, name in enumerate(names))
    return establish(Case(on=TODAY, medicines=Listing(asked=True, entries=entries)), knowledge)


def values(facts: Facts) -> list[tuple[str, Interval | None]]:
    return [(fact.id, fact.value) for fact in facts.measures]


@pytest.mark.parametrize(
    "text", ["7/15", "7 of 15", "7 out of 15", "E2V2M3", "E2 V2 M3 = 7", "7", "3-7/15"]
)
def test_a_coma_scale_is_read_with_its_maximum_and_by_its_parts(
    knowledge: KnowledgeBase, text: str
) -> None:
    facts = observed(knowledge, "GCS", text)
    if text == "3-7/15":
        assert (facts.measures, len(facts.not_recognised)) == ((), 1)
    else:
        assert values(facts) == [("glasgow-coma-scale", Interval(7, 7))]
        assert facts.not_recognised == ()


@pytest.mark.parametrize(
    ("value", "unit", "times"),
    [
        ("5x ULN", None, Interval(5, 5)),
        ("5 x upper limit", None, Interval(5, 5)),
        ("3 times the upper limit", None, Interval(3, 3)),
        ("three times the upper limit of normal", None, Interval(3, 3)),
        ("twice the upper limit", None, Interval(2, 2)),
        ("8-10x ULN", None, Interval(8, 10)),
        ("3x normal", None, Interval(3, 3)),
        ("5", "xULN", Interval(5, 5)),
    ],
)
def test_a_multiple_of_the_upper_limit_is_one_and_no_value(
    knowledge: KnowledgeBase, value: str, unit: str | None, times: Interval
) -> None:
    (fact,) = observed(knowledge, "ALT", value, unit).measures
    assert (fact.value, fact.times_upper) == (None, times)


def test_more_than_ten_limits_has_no_upper_end(knowledge: KnowledgeBase) -> None:
    (fact,) = observed(knowledge, "ALT", ">10x ULN").measures
    assert fact.times_upper is not None
    assert fact.times_upper.low > 10
    assert fact.times_upper.high == inf


def test_both_pressures_of_both_positions_are_read(knowledge: KnowledgeBase) -> None:
    found = values(observed(knowledge, "BP", "122/78 mmHg lying, 100/60 standing"))
    systolic = [value.low for what, value in found if what.startswith("systolic") and value]
    assert systolic == [122, 100]
    assert len(found) == 4


@pytest.mark.parametrize("text", ["80 systolic", "SBP 80", "80/P", "80 by palpation"])
def test_an_upper_pressure_alone_is_read(knowledge: KnowledgeBase, text: str) -> None:
    expected = [("systolic-blood-pressure", Interval(80, 80))]
    assert values(observed(knowledge, "BP", text)) == expected


@pytest.mark.parametrize(
    ("what", "text", "value"),
    [
        ("HR", "~150", Interval(150, 150)),
        ("CK", "12,500 U/L", Interval(12500, 12500)),
        ("K", "2,4", Interval(2.4, 2.4)),
        ("K", "0,700", Interval(0.7, 0.7)),
        ("RR", "6/min", Interval(6, 6)),
        ("eGFR", "45 mL/min/1.73 m2", Interval(45, 45)),
    ],
)
def test_a_number_is_read_however_it_is_written(
    knowledge: KnowledgeBase, what: str, text: str, value: Interval
) -> None:
    facts = observed(knowledge, what, text)
    assert [fact.value for fact in facts.measures] == [value]
    assert facts.not_recognised == ()


def test_words_behind_a_number_are_shown_with_what_was_read(knowledge: KnowledgeBase) -> None:
    facts = observed(knowledge, "SpO2", "82% RA")
    assert values(facts) == [("oxygen-saturation", Interval(82, 82))]
    assert [note.read_as for note in facts.not_recognised] == ["Oxygen saturation 82 %"]


@pytest.mark.parametrize("text", ["82 → 95 on O2", "12 500", "88, then 92", "7/15/20"])
def test_of_two_numbers_none_is_chosen(knowledge: KnowledgeBase, text: str) -> None:
    facts = observed(knowledge, "SpO2", text)
    assert facts.measures == ()
    assert [note.text for note in facts.not_recognised] == [text]


def test_low_potassium_in_words_is_hypokalaemia(knowledge: KnowledgeBase) -> None:
    (said,) = observed(knowledge, "potassium", "low").said
    assert said.term.id == "hypokalaemia"


def test_a_value_told_as_the_result_of_an_ecg_is_the_value(knowledge: KnowledgeBase) -> None:
    assert values(observed(knowledge, "ECG", "QTc 510")) == [("qtc-interval", Interval(510, 510))]


def test_values_told_among_symptoms_are_read_as_values(knowledge: KnowledgeBase) -> None:
    facts = told(knowledge, "denies chest pain, HR 150 BP 80/40 RR 6, seizure at home")
    assert [fact.id for fact in facts.measures] == [
        "heart-rate", "systolic-blood-pressure", "diastolic-blood-pressure", "respiratory-rate",
    ]  # fmt: skip
    assert {(said.term.id, said.present) for said in facts.said} == {
        ("chest-pain", False), ("seizure", True),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["seizure x2", "weight loss 5 kg", "headache since 3 days"])
def test_a_number_beside_a_symptom_is_no_value(knowledge: KnowledgeBase, text: str) -> None:
    facts = told(knowledge, text)
    assert facts.measures == ()
    assert len(facts.said) == 1


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("medicines", "none"),
        ("medicines", "No medications."),
        ("substances", "denies all"),
        ("allergies", "NKDA"),
        ("conditions", "no PMH"),
        ("symptoms", "asymptomatic"),
    ],
)
def test_none_as_the_only_entry_closes_the_list(
    knowledge: KnowledgeBase, key: str, text: str
) -> None:
    entry = (Agent if key in ("medicines", "substances") else Statement)(name=text, place=key)
    lists: dict[str, Any] = {key: Listing(asked=True, entries=(entry,))}
    facts = establish(Case(on=TODAY, **lists), knowledge)
    assert facts.closed[key]
    assert facts.not_recognised == ()


@pytest.mark.parametrize("text", ["no regular medication", "no prescription medicines", "unknown"])
def test_none_of_some_closes_nothing(knowledge: KnowledgeBase, text: str) -> None:
    assert not taken(knowledge, text).closed["medicines"]


def test_none_beside_a_name_is_odd_and_shown(knowledge: KnowledgeBase) -> None:
    facts = taken(knowledge, "none", "sertraline")
    assert [agent.label for agent in facts.agents] == ["sertraline"]
    assert not facts.closed["medicines"]
    assert facts.unread["medicines"] == 1
    assert [note.text for note in facts.not_recognised] == ["none"]


def test_none_denied_says_nothing(knowledge: KnowledgeBase) -> None:
    entry = Agent(name="none", place="medicines[0]", present=False)
    case = Case(on=TODAY, medicines=Listing(asked=True, entries=(entry,)))
    assert not establish(case, knowledge).closed["medicines"]


@pytest.mark.parametrize(
    ("text", "on_board"),
    [
        ("0 % beer", "no"),
        ("0.0% beer", "no"),
        ("alcohol: 0 units/week", "no"),
        ("5.0 % beer", "yes"),
        ("10 % beer", "yes"),
        ("alcohol 0-2 units a week", "yes"),
        ("alcohol, last drink 0 days ago", "yes"),
    ],
)
def test_an_amount_of_nothing_is_not_taken(
    knowledge: KnowledgeBase, text: str, on_board: str
) -> None:
    assert [agent.on_board.value for agent in taken(knowledge, text).agents] == [on_board]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("stopped heroin 2 weeks ago", 14),
        ("no heroin for 5 days", 5),
        ("diazepam 10 mg for 3 years, stopped 2 weeks ago", 14),
        ("heroin, last used 5 days ago", 5),
    ],
)
def test_how_long_ago_is_read_from_the_words_beside_the_name(
    knowledge: KnowledgeBase, text: str, days: int
) -> None:
    (agent,) = taken(knowledge, text).agents
    assert agent.days_since_last_use == Interval(days, days)


def test_a_plain_denial_is_not_listed_as_unread(knowledge: KnowledgeBase) -> None:
    assert told(knowledge, "denies chest pain, palpitations").not_recognised == ()
    (note,) = told(knowledge, "worried about liver damage").not_recognised
    assert "named only" in str(note.read_as)
