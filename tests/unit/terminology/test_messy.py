"""Phrases as clinicians, poison centres and users write them, each reading judged by hand.

Written as "id" for there, "-id" for not there, and "id@past" (or family, history, possible).
"""

from __future__ import annotations

import pytest

from ketum.terminology import Concept, Field
from tests.unit.terminology.shipped import read


def shown(concept: Concept) -> str:
    time = concept.time if concept.time != "current" else None
    return f"{'' if concept.present else '-'}{concept.id}{f'@{time}' if time else ''}"


def readings(text: str, field: Field) -> set[str]:
    return {shown(concept) for concept in read(text, field).concepts}


@pytest.mark.parametrize(
    "text",
    [
        "no seizures since 2015",
        "no recent seizures",
        "no seizures in the last 5 years",
        "no seizures for 3 years",
        "no seizures since childhood",
        "seizures: none for many years",
    ],
)
def test_denied_for_a_time_is_a_history(text: str) -> None:
    for field in (Field.SYMPTOMS, Field.CONDITIONS):
        assert readings(text, field) == {"-seizures", "seizures@past"}


def test_denied_for_hours_is_of_these_days() -> None:
    assert readings("no chest pain for 3 hours", Field.SYMPTOMS) == {"chest-pain"}
    assert readings("no chest pain for 2 days", Field.SYMPTOMS) == {"chest-pain"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Denies chest pain, nausea. Seizure witnessed by wife.",
            {"-chest-pain", "-nausea", "seizure"},
        ),
        ("denies chest pain, reports seizure", {"-chest-pain", "seizure"}),
        ("denies nausea, had a seizure at home", {"-nausea", "seizure"}),
        ("denies nausea, seizure at 10:00", {"-nausea", "seizure"}),
        ("denies chest pain; found unresponsive", {"-chest-pain", "found-unresponsive"}),
        ("denies fever, jaundice noted on exam", {"-fever", "jaundice"}),
        ("denies SI but admits overdose", {"-suicidal-ideation", "overdose"}),
        ("Chest pain: no. Seizure: yes.", {"-chest-pain", "seizure"}),
        (
            "No chest pain. No palpitations. Seizure x1.",
            {"-chest-pain", "-palpitations", "seizure"},
        ),
        (
            "denies chest pain, palpitations, any syncope",
            {"-chest-pain", "-palpitations", "-syncope"},
        ),
        ("no CP, +SOB", {"-chest-pain", "shortness-of-breath"}),
        ("seizure not ruled out", {"seizure"}),
        ("does not deny chest pain", {"chest-pain"}),
        ("not only chest pain but also syncope", {"chest-pain", "syncope"}),
        ("no chest pain currently but had some this morning", {"chest-pain"}),
        ("chest pain yesterday, none today", {"chest-pain"}),
        ("no further seizures after lorazepam", {"seizures"}),
        ("no worsening jaundice", {"jaundice"}),
        ("brief LOC", {"loss-of-consciousness"}),
        ("crushing CP radiating to L arm", {"chest-pain"}),
        ("c/o chest pain x 2 days", {"chest-pain"}),
        ("seizure, no prior history", {"seizure"}),
        ("her mother has epilepsy, she had a seizure", {"epilepsy@family", "seizure"}),
        ("no fever/chills, but rigid", {"-fever", "-chills", "muscle-rigidity"}),
        ("took 20 pills to end her life", {"intentional-overdose"}),
        ("Denies SI. Reports passive death wish", {"-suicidal-ideation", "suicidal-ideation"}),
    ],
)
def test_no_danger_is_swallowed_by_a_denial_beside_it(text: str, expected: set[str]) -> None:
    assert readings(text, Field.SYMPTOMS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seizure - no", {"-seizure"}),
        ("seizures: none", {"-seizures"}),
        ("neg for jaundice", {"-jaundice"}),
        ("w/o chest pain", {"-chest-pain"}),
        ("-ve for jaundice", {"-jaundice"}),
        ("absence of jaundice", {"-jaundice"}),
        ("afebrile", {"-fever"}),
        ("anicteric", {"-jaundice"}),
        ("A&O x3", {"-confusion"}),
        ("didn't pass out", {"-loss-of-consciousness"}),
        ("did not have a seizure", {"-seizure"}),
    ],
)
def test_a_denial_is_understood_however_it_is_written(text: str, expected: set[str]) -> None:
    assert readings(text, Field.SYMPTOMS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "wife reports seizure this morning",
        "wife is concerned about seizure today",
        "husband was present when she had a seizure",
        "partner had to call 911 because of seizure",
        "my husband is having a seizure",
        "brought in by wife with seizure",
        "girlfriend is a nurse and witnessed the seizure",
        "family history unremarkable, presents with seizure",
        "mother has his seizure on video",
    ],
)
def test_who_tells_of_a_danger_does_not_take_it_over(text: str) -> None:
    assert "seizure" in readings(text, Field.SYMPTOMS)
    assert "seizure@family" not in readings(text, Field.SYMPTOMS)


@pytest.mark.parametrize(
    "text",
    [
        "dog has epilepsy",
        "neighbour has epilepsy",
        "neighbor's dog has epilepsy",
        "colleague has epilepsy",
        "epilepsy (mother)",
        "epilepsy in his mother",
        "mother: epilepsy",
        "mum has epilepsy",
        "maternal grandmother with epilepsy",
        "FHx: childhood epilepsy",
        "two brothers have epilepsy",
    ],
)
def test_somebody_else_s_illness_is_not_the_person_s(text: str) -> None:
    assert readings(text, Field.CONDITIONS) == {"epilepsy@family"}


@pytest.mark.parametrize(
    "text",
    [
        "tramadol allergy",
        "allergic to tramadol",
        "tramadol, declined",
        "tramadol offered but declined",
        "tramadol recommended, patient refused",
        "prescribed tramadol but never took it",
        "tramadol prescribed, not taking",
        "tramadol prescribed but not started",
        "does not take tramadol",
        "urine drug screen negative for tramadol",
    ],
)
def test_a_medicine_that_is_named_and_not_taken(text: str) -> None:
    assert readings(text, Field.AGENTS) == {"-tramadol"}


def test_an_allergy_to_one_medicine_says_nothing_of_the_next() -> None:
    expected = {"-tramadol", "codeine"}
    assert readings("allergic to tramadol, takes codeine", Field.AGENTS) == expected


def test_an_allergy_among_allergies_is_one_and_may_be_denied() -> None:
    assert readings("codeine allergy", Field.ALLERGIES) == {"codeine"}
    assert readings("allergic to tramadol", Field.ALLERGIES) == {"tramadol"}
    assert readings("no allergy to codeine", Field.ALLERGIES) == {"-codeine"}


@pytest.mark.parametrize(
    "text",
    [
        "no heroin since 2019",
        "no recent heroin use",
        "no heroin for 2 weeks",
        "heroin, stopped 2 weeks ago",
        "last used heroin 2 weeks ago",
        "history of heroin use",
        "d/c heroin",
    ],
)
def test_a_substance_that_was_taken_once_is_past(text: str) -> None:
    assert readings(text, Field.AGENTS) == {"heroin@past"}


@pytest.mark.parametrize(
    "text", ["no alcohol today", "alcohol, none tonight", "no beer for 12 hours"]
)
def test_none_today_is_not_none(text: str) -> None:
    assert readings(text, Field.AGENTS) == {"ethanol"}


@pytest.mark.parametrize(
    "text",
    [
        "zero alcohol",
        "alcohol-free beer",
        "non-alcoholic beer",
        "teetotal",
        "doesn't drink alcohol",
        "non-drinker",
        "abstinent from alcohol",
        "does not drink",
    ],
)
def test_a_drink_without_alcohol_is_none(text: str) -> None:
    assert readings(text, Field.AGENTS) == {"-ethanol"}


def test_a_test_that_contradicts_a_denial_stands_beside_it() -> None:
    read_as = readings("denies benzodiazepines but UDS + benzos", Field.AGENTS)
    assert read_as == {"-benzodiazepines", "benzodiazepines"}


def test_who_drinks_no_coffee_may_drink_alcohol() -> None:
    assert readings("doesn't drink coffee", Field.AGENTS) == {"-caffeine"}
    assert readings("alcohol-free beer, vodka at weekends", Field.AGENTS) >= {"ethanol"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("risk of stroke", {"stroke@possible"}),
        ("at risk for diabetes", {"diabetes@possible"}),
        ("worried about liver damage", {"drug-induced-liver-injury@possible"}),
        ("hepatitis C screening", {"chronic-hepatitis-c@possible"}),
        ("screening for hepatitis C", {"chronic-hepatitis-c@possible"}),
        ("vaccinated against hepatitis B", {"chronic-hepatitis-b@possible"}),
        ("hepatitis C screen negative", {"-chronic-hepatitis-c"}),
        ("hep C screen positive", {"chronic-hepatitis-c"}),
        ("HIV test negative", {"-hiv-infection"}),
        ("at risk of suicide", {"suicidal-ideation"}),
        ("worried about chest pain", {"chest-pain"}),
        ("rule out MI", {"myocardial-infarction"}),
        ("?PE", {"pulmonary-embolism"}),
    ],
)
def test_a_fear_a_test_or_a_chance_is_neither_yes_nor_no(text: str, expected: set[str]) -> None:
    assert readings(text, Field.CONDITIONS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fainted once at a vaccination", {"syncope@past"}),
        ("history of cirrhosis", {"cirrhosis@history"}),
        ("h/o COPD", {"chronic-obstructive-pulmonary-disease@history"}),
        ("remote history of alcohol use disorder", {"alcohol-use-disorder@past"}),
        ("no history of cirrhosis", {"-cirrhosis"}),
    ],
)
def test_what_was(text: str, expected: set[str]) -> None:
    assert readings(text, Field.CONDITIONS) == expected


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("denies chest pain", Field.SYMPTOMS),
        ("no seizures", Field.SYMPTOMS),
        ("family history of epilepsy", Field.CONDITIONS),
        ("stopped alprazolam two years ago", Field.AGENTS),
    ],
)
def test_words_that_were_read_in_full_need_no_second_look(text: str, field: Field) -> None:
    assert [concept.doubtful for concept in read(text, field).concepts] == [False]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("not taking escitalopran", Field.AGENTS),
        ("no chest pain zebrafink", Field.SYMPTOMS),
        ("no alcohol today", Field.AGENTS),
        ("ICP", Field.CONDITIONS),
        ("risk of stroke", Field.CONDITIONS),
    ],
)
def test_a_guess_or_a_part_reading_needs_one(text: str, field: Field) -> None:
    assert [concept.doubtful for concept in read(text, field).concepts] == [True]
