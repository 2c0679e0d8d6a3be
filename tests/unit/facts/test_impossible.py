"""A number that nobody can have is refused, and none is bent into another or lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.review import review

DAY = date(2026, 11, 22)


def observed(what: str, value: object, unit: str | None = None) -> Mapping[str, object]:
    return {"observations": [{"what": what, "value": value, **({"unit": unit} if unit else {})}]}


def refused(case: Mapping[str, object], knowledge: KnowledgeBase) -> list[str]:
    """The places complained of; nothing of the case is quoted."""
    try:
        review(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)
    except InputRefused as error:
        return [complaint.place for complaint in error.complaints]
    return []


@pytest.mark.parametrize(
    ("what", "value", "unit"),
    [
        ("SpO2", 900, "%"),
        ("SpO2", "101 %", None),
        ("Glasgow coma scale", 40, None),
        ("Glasgow coma scale", "2", None),
        ("QTc", -1, "ms"),
        ("ALT", -50, "U/L"),
        ("ALT", -50, "furlongs"),
        ("heart rate", -4, "/min"),
        ("pulse", 9000, None),
        ("potassium", -3, "mmol/L"),
        ("respiratory rate", -1, None),
        ("INR", -2, None),
        ("temperature", 400, "Cel"),
        ("blood pressure", "900/60", "mmHg"),
    ],
)
def test_what_nobody_can_have_is_refused(
    what: str, value: object, unit: str | None, knowledge: KnowledgeBase
) -> None:
    assert refused(observed(what, value, unit), knowledge) == ["observations[0].value"]


@pytest.mark.parametrize(
    ("what", "value", "unit"),
    [
        ("SpO2", 100, "%"),
        ("SpO2", 38, "%"),
        ("Glasgow coma scale", 3, None),
        ("ALT", 31000, "U/L"),
        ("heart rate", 0, "/min"),
        ("potassium", 9.4, "mmol/L"),
        ("INR", ">10", None),
        ("temperature", 13.7, "Cel"),
        ("temperature", 113, "[degF]"),
        ("systolic fall on standing", -12, "mmHg"),
        ("base excess", -12, "mmol/L"),
    ],
)
def test_what_somebody_had_is_read(
    what: str, value: object, unit: str | None, knowledge: KnowledgeBase
) -> None:
    assert refused(observed(what, value, unit), knowledge) == []


def test_every_impossible_value_is_told_at_once(knowledge: KnowledgeBase) -> None:
    case = {
        "observations": [
            {"what": "SpO2", "value": 900, "unit": "%"},
            {"what": "pulse", "value": 80},
            {"what": "ALT", "value": -1, "unit": "U/L"},
        ]
    }
    assert refused(case, knowledge) == ["observations[0].value", "observations[2].value"]


@pytest.mark.parametrize(
    "case",
    [
        {"person": {"age_years": "-3"}},
        {"person": {"age_years": "300"}},
        {"opioid": {"overdoses": 2.5}},
    ],
)
def test_an_impossible_count_or_age_is_refused(
    case: Mapping[str, object], knowledge: KnowledgeBase
) -> None:
    assert len(refused(case, knowledge)) == 1


@pytest.mark.parametrize(
    ("case", "text"),
    [
        (observed("ALT", ">", "U/L"), ">"),
        ({"kratom": {"duration": "1e309 years"}}, "1e309 years"),
        ({"kratom": {"amount": "999999999999 g a day"}}, "999999999999 g a day"),
    ],
)
def test_what_cannot_be_read_is_told(
    case: Mapping[str, object], text: str, knowledge: KnowledgeBase
) -> None:
    facts = establish(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)
    assert text in [entry.text for entry in facts.not_recognised]
    assert facts.kratom.used_for_days is None
    assert facts.kratom.grams_per_day is None


def test_two_amounts_of_a_day_that_differ_are_told(knowledge: KnowledgeBase) -> None:
    use = {"grams_per_dose": 4, "doses_per_day": 3, "grams_per_day": 100}
    told = establish(
        read(json.dumps({"kratom": use}).encode(), Format.JSON, today=DAY), knowledge
    ).not_recognised
    assert [entry.read_as for entry in told] == ["100 g a day: the larger of the two"]
    alike = {"grams_per_dose": 4, "doses_per_day": 3, "grams_per_day": 12}
    assert not establish(
        read(json.dumps({"kratom": alike}).encode(), Format.JSON, today=DAY), knowledge
    ).not_recognised
