"""Negation, history and family history around a name."""

from __future__ import annotations

import pytest

from ketum.terminology import Field
from tests.unit.terminology.shipped import only, read


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("no seizures", Field.SYMPTOMS),
        ("denies chest pain", Field.SYMPTOMS),
        ("seizure free", Field.SYMPTOMS),
        ("not pregnant", Field.CONDITIONS),
        ("no history of seizure", Field.CONDITIONS),
        ("no family history of epilepsy", Field.CONDITIONS),
        ("epilepsy ruled out", Field.CONDITIONS),
        ("not taking oxycodone", Field.AGENTS),
        ("never used heroin", Field.AGENTS),
        ("not on any opioids", Field.AGENTS),
        ("no epileptiform discharges", Field.VALUE),
    ],
)
def test_a_denied_name_is_read_as_not_present_and_shown(text: str, field: Field) -> None:
    concept = only(text, field)
    assert not concept.present
    assert concept.read_as == f"{concept.label}, not present"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("no improvement in seizures", Field.SYMPTOMS),
        ("nausea without relief from jaundice", Field.SYMPTOMS),
        ("no further seizures", Field.SYMPTOMS),
    ],
)
def test_a_no_that_belongs_to_another_word_denies_nothing(text: str, field: Field) -> None:
    assert all(concept.present for concept in read(text, field).concepts)


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("no nausea or vomiting", [False, False]),
        ("denies nausea, vomiting, diarrhoea", [False, False, False]),
        ("denies nausea but has vomiting", [False, True]),
        ("no nausea, vomiting", [False, True]),
        ("nausea, no vomiting", [True, False]),
        ("itching without rash", [True, False]),
    ],
)
def test_a_denial_reaches_as_far_as_its_words_say(text: str, present: list[bool]) -> None:
    assert [concept.present for concept in read(text, Field.SYMPTOMS).concepts] == present


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("had a fit as a child", Field.SYMPTOMS),
        ("seizure 3 years ago", Field.CONDITIONS),
        ("OUD in remission", Field.CONDITIONS),
        ("asthma (resolved)", Field.CONDITIONS),
        ("smoker, quit 2010", Field.CONDITIONS),
        ("past suicide attempts", Field.CONDITIONS),
        ("stopped alprazolam two years ago", Field.AGENTS),
        ("oxycodone, stopped last week", Field.AGENTS),
        ("prescribed stimulant (stopped for cardiac side effects)", Field.AGENTS),
        ("past heroin use", Field.AGENTS),
        ("no longer taking sertraline", Field.AGENTS),
        ("jaundice last month", Field.SYMPTOMS),
        ("chest pain in the past", Field.SYMPTOMS),
    ],
)
def test_what_the_words_place_in_the_past_is_past(text: str, field: Field) -> None:
    concept = only(text, field)
    assert (concept.present, concept.time) == (True, "past")


@pytest.mark.parametrize(
    "text",
    [
        "stopped breathing",
        "heart stopped",
        "seizure stopped after 5 minutes",
        "seizure resolved",
        "seizure before arrival",
        "35 year old with seizure",
        "mother found him unresponsive",
        "earlier today collapse",
        "seizure in the past 24 hours",
        "chest pain in the past hour",
        "overdose in the past few days",
        "jaundice in the past two weeks",
        "jaundice since last month",
        "yellow eyes last month and today",
    ],
)
def test_an_event_of_today_is_never_put_into_the_past_or_the_family(text: str) -> None:
    concept = only(text, Field.SYMPTOMS)
    assert concept.present
    assert concept.time in (None, "current")


@pytest.mark.parametrize(
    "text",
    [
        "family history of epilepsy",
        "family history of seizures",
        "brother has bipolar disorder",
        "mother has schizophrenia",
        "epilepsy in the family",
    ],
)
def test_a_relative_s_condition_is_of_the_family(text: str) -> None:
    assert only(text, Field.CONDITIONS).time == "family"


def test_everything_after_a_relative_is_the_relative_s() -> None:
    reading = read("father died of heart attack", Field.CONDITIONS)
    assert {concept.time for concept in reading.concepts} == {"family"}
    both = read("family history of epilepsy and depression", Field.CONDITIONS)
    assert [concept.time for concept in both.concepts] == ["family", "family"]


def test_a_relative_s_medicine_is_of_the_family() -> None:
    assert only("mother takes methadone", Field.AGENTS).time == "family"


def test_an_acute_event_is_current() -> None:
    assert only("acute MI", Field.CONDITIONS).time == "current"


def test_a_listed_name_that_speaks_of_the_past_is_not_shown_as_uncertain() -> None:
    concept = only("previous overdose", Field.CONDITIONS)
    assert (concept.time, concept.read_as) == ("past", None)
