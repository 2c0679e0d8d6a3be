"""Refusals that concern the shape of the whole case."""

from __future__ import annotations

import pytest

from ketum.intake import Format
from tests.unit.intake.refusal import complaints, problems


def test_fhir_is_refused_with_one_complaint() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {}}], "type": 1}
    (complaint,) = complaints(bundle)
    assert str(complaint) == (
        "the case: this is a FHIR resource, which this release cannot read yet. "
        "Write the case as JSON or TOML; `ketum schema case` shows its keys."
    )


@pytest.mark.parametrize("text", ["[]", '["a"]', '"a"', "1", "null", "true"])
def test_a_case_is_a_group_of_keys(text: str) -> None:
    (complaint,) = complaints(text)
    assert "not a case" in complaint.problem


def test_a_key_written_twice_is_named_on_its_last_line() -> None:
    found = complaints('{"person": {"sex": "f",\n"sex": "m"},\n"plan": {"a": 1, "a": 2}}')
    assert [(c.line, c.place, c.problem) for c in found] == [
        (2, "person.sex", "this key is written twice."),
        (3, "plan", "a key here is written twice."),
    ]


def test_equal_complaints_of_one_line_are_counted() -> None:
    (complaint,) = complaints({"plan": {"a": 1e308, "b": 1e308}})
    assert complaint.problem == "this number is too large to be right (2 times)."


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "2025-02-29T10:00", "2026-01-01T25:00"]
)
def test_days_that_are_not_in_the_calendar(day: str) -> None:
    found = problems({"on": day, "kratom": {"last_use": day}})
    assert found == dict.fromkeys(("on", "kratom.last_use"), "there is no such day or time.")


@pytest.mark.parametrize(
    "day", ["1899-12-31", "2201-01-01", "9999-12-31", "0001-01-01T00:00+14:00"]
)
def test_years_that_cannot_be_meant(day: str) -> None:
    assert problems({"on": day}) == {"on": "the year of this date is not plausible."}


def test_groups_and_lists_that_are_something_else() -> None:
    assert problems(
        {"person": [], "kratom": "tea", "conditions": {}, "medicines": [None, []], "plan": 1}
    ) == {
        "person": "this must be a group of keys, not a list.",
        "kratom": "this must be a group of keys or a list of such groups, not text.",
        "conditions": "this must be a list, not a group of keys.",
        "medicines[0]": "an entry of this list must be a name in quotes or a group of keys, "
        "not null.",
        "medicines[1]": "an entry of this list must be a name in quotes or a group of keys, "
        "not a list.",
        "plan": "this must be a group of keys, not a number.",
    }


@pytest.mark.parametrize(
    ("text", "notation", "remedy"),
    [
        (
            '{"scales": {"scale": "a"}}',
            Format.JSON,
            'Put [ and ] around it, as in [{"scale": "COWS", "total": 12}].',
        ),
        ('[scales]\nscale = "a"', Format.TOML, "Begin each entry with [[scales]]."),
        (
            'scales = "a"',
            Format.TOML,
            'Put [ and ] around it, as in [{ scale = "COWS", total = 12 }].',
        ),
        ('{"symptoms": 1}', Format.JSON, 'Write it as in ["nausea"]; [ ] says that there is none.'),
        ('{"person": 1}', Format.JSON, 'Write it as in {"age_years": 64}.'),
        ("person = 1", Format.TOML, "Write it as in { age_years = 64 }."),
    ],
)
def test_the_remedy_is_written_in_the_format_of_the_file(
    text: str, notation: Format, remedy: str
) -> None:
    assert complaints(text, notation)[0].remedy == remedy


def test_answers_are_items_with_plain_answers() -> None:
    found = problems(
        {
            "scales": [
                {"scale": "COWS", "answers": [1, 2]},
                {"scale": "COWS", "answers": {"a": [1], "b": {}}},
            ]
        }
    )
    assert found["scales[0].answers"] == "this must be a group of items and answers, not a list."
    assert found["scales[1].answers"].startswith("the answer to an item cannot be a")


def test_a_time_without_a_day_is_no_date() -> None:
    (complaint,) = complaints("on = 10:30:00", Format.TOML)
    assert complaint.problem == "this must be a date, not a time without a day."


def test_complete_must_name_lists_that_are_there() -> None:
    found = problems({"complete": ["person", "medicines", "symptoms"], "medicines": None})
    assert list(found) == ["complete[0]", "complete[1]", "complete[2]"]
    assert "not in the case" in found["complete[1]"]
    assert problems({"complete": "medicines", "medicines": []}) == {
        "complete": "this must be a list, not text."
    }


def test_the_written_day_must_be_readable_even_when_another_is_given() -> None:
    from_argument = complaints({"on": "soon"})
    assert from_argument[0].place == "on"
