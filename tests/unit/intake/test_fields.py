"""The ends of what a single value may be."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ketum.evidence.plausible import Span, shipped_limits
from ketum.intake import Format, read
from ketum.intake.model import STATUS
from tests.unit.intake.refusal import TODAY, complaints, problems

LIMITED = {
    ("person", "age_years"): "age",
    ("person", "weight_kg"): "weight",
    ("person", "height_cm"): "height",
    ("kratom", "grams_per_dose"): "grams-per-dose",
    ("kratom", "doses_per_day"): "doses-per-day",
    ("kratom", "grams_per_day"): "grams-per-day",
    ("kratom", "mitragynine_mg_per_day"): "alkaloid-per-day",
    ("kratom", "seven_oh_mg_per_day"): "alkaloid-per-day",
    ("opioid", "morphine_mg_equivalent_per_day"): "morphine-equivalent-per-day",
    ("opioid", "overdoses"): "overdoses",
    ("opioid", "days_since_last_opioid"): "days-since-last-opioid",
}


@pytest.mark.parametrize(("group", "key"), LIMITED)
def test_a_number_is_taken_up_to_its_limits_and_refused_beyond(group: str, key: str) -> None:
    span = shipped_limits()[LIMITED[group, key]]
    for number in (span.low, span.high):
        read(json.dumps({group: {key: number}}).encode(), Format.JSON, today=TODAY)
    above = problems({group: {key: span.high * 1.001}})
    below = problems({group: {key: span.low * 0.999 or -0.001}})
    assert above.keys() == below.keys() == {f"{group}.{key}"}
    assert "this large is not plausible" in above[f"{group}.{key}"]
    assert "this small" in below[f"{group}.{key}"] or "negative" in below[f"{group}.{key}"]


def test_limits_are_a_plain_argument() -> None:
    limits = {**shipped_limits(), "weight": Span(low=1, high=2, unit="kilograms")}
    content = b'{"person": {"weight_kg": 2}}'
    assert read(content, Format.JSON, today=TODAY, limits=limits).person.weight_kg == 2


def test_the_message_says_what_to_give() -> None:
    (complaint,) = complaints('{\n "person": {\n  "age_years": 64,\n  "weight_kg": 0}}')
    assert str(complaint) == (
        "line 4, person.weight_kg: a weight cannot be zero or less. Give kilograms, for example 70."
    )


@pytest.mark.parametrize("word", STATUS)
def test_every_status_of_the_contract_is_taken(word: str) -> None:
    content = json.dumps({"medicines": [{"name": "a", "status": word}]}).encode()
    assert read(content, Format.JSON, today=TODAY).medicines.entries[0].status == word


def test_a_date_may_be_a_day_after_the_review_but_not_two() -> None:
    for days, taken in ((0, True), (1, True), (2, False)):
        at = (TODAY + timedelta(days=days)).isoformat()
        for case in (
            {"observations": [{"what": "ALT", "value": 1, "at": at}]},
            {"observations": [{"what": "ALT", "value": 1, "at": f"{at}T23:59:59Z"}]},
            {"conditions": [{"name": "a", "at": at}]},
            {"scales": [{"scale": "COWS", "at": at}]},
            {"medicines": [{"name": "a", "last_use": at}]},
            {"opioid": {"last_use": f"{at} 10:30"}},
        ):
            if taken:
                read(json.dumps(case).encode(), Format.JSON, today=TODAY)
            else:
                (complaint,) = complaints(case)
                assert "after the day of the review" in complaint.problem


def test_dates_are_held_against_the_day_that_is_reviewed() -> None:
    case = {"on": "2026-01-01", "conditions": [{"name": "a", "at": "2026-06-01"}]}
    assert "after the day" in complaints(case)[0].problem
    read(json.dumps(case).encode(), Format.JSON, today=TODAY, on=date(2026, 7, 1))
    assert (
        "after the day"
        in complaints({"conditions": case["conditions"]}, on=date(2026, 5, 1))[0].problem
    )


def test_without_a_readable_day_no_date_is_called_late() -> None:
    case = {"on": "soon", "conditions": [{"name": "a", "at": "2099-01-01"}]}
    assert list(problems(case)) == ["on"]


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20",
        "20261120",
        "2026-W47-5",
        "2026-11-20T08:30",
        "2026-11-20 08:30:00.5Z",
        "2026-11-20t08:30z",
        " 2026-11-20 ",
    ],
)
def test_iso_dates_are_read(written: str) -> None:
    content = json.dumps({"conditions": [{"name": "a", "at": written}]}).encode()
    at = read(content, Format.JSON, today=TODAY).conditions.entries[0].at
    assert at is not None
    assert (at.year, at.month, at.day) == (2026, 11, 20)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "today",
        "20/11/2026",
        "2026",
        "2026-11",
        "2026-11-20x08:30",
        "2026-11-20T",
        "T08:30",
        "1763596800",
        "2026-1-2",
        "٢٠٢٦-١١-٢٠",
    ],
)
def test_other_dates_are_refused(written: str) -> None:
    assert "not a date that can be read" in complaints({"on": written})[0].problem


@pytest.mark.parametrize("value", [True, "70", [70], {"kg": 70}])
def test_only_numbers_are_numbers(value: object) -> None:
    assert "must be a number" in problems({"person": {"weight_kg": value}})["person.weight_kg"]


@pytest.mark.parametrize("value", [0, 1, "true", "yes", [True], {}])
def test_only_true_and_false_are_flags(value: object) -> None:
    for key in ("pregnant", "breastfeeding", "drives"):
        assert "true or false" in problems({"person": {key: value}})[f"person.{key}"]


@pytest.mark.parametrize("dose", [-1, -0.5, "-5 mg", "\N{MINUS SIGN}5 mg"])
def test_a_dose_is_never_negative(dose: object) -> None:
    found = problems({"medicines": [{"name": "a", "dose": dose}], "opioid": {"daily_dose": dose}})
    assert found == dict.fromkeys(
        ("medicines[0].dose", "opioid.daily_dose"), "a dose cannot be negative."
    )


def test_limits_of_an_observation_may_be_equal_or_negative_but_not_exchanged() -> None:
    for lower, upper, taken in ((3, 3, True), (-3, -2, True), (3, 2, False), (-2, -3, False)):
        entry = {"what": "base excess", "value": -2, "lower_limit": lower, "upper_limit": upper}
        if taken:
            read(json.dumps({"observations": [entry]}).encode(), Format.JSON, today=TODAY)
        else:
            assert list(problems({"observations": [entry]})) == ["observations[0].upper_limit"]


def test_true_is_no_answer_to_how_much_a_limit_is() -> None:
    entry = {"what": "a", "value": 1, "lower_limit": True, "upper_limit": False}
    assert len(complaints({"observations": [entry]})) == 2
