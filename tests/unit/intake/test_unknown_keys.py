"""What an unknown key is answered with."""

from __future__ import annotations

import pytest

from tests.unit.intake.refusal import complaints


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("wieght_kg", "Did you mean `weight_kg`?"),
        ("weight", "Did you mean `weight_kg`?"),
        ("Weight-KG", "Did you mean `weight_kg`?"),
        ("age", "Did you mean `age_years`?"),
        ("gender", "Did you mean `sex`?"),
        ("doses_per_day", "`doses_per_day` belongs in `kratom`."),
        ("scales", "`scales` belongs at the top of the case."),
        ("labs", "`observations` belongs at the top of the case."),
        ("Zebrafink", "The keys known here are age_years, sex, weight_kg, height_cm, pregnant,"),
        ("", "The keys known here are age_years,"),
        ("e", "The keys known here are age_years,"),
        ("weight_kg" * 1000, "The keys known here are age_years,"),
    ],
)
def test_what_was_meant(key: str, remedy: str) -> None:
    complaint = complaints({"person": {key: 1}})[0]
    assert complaint.place == "person"
    if len(key) > 100:
        assert "too long" in complaint.problem
    else:
        assert complaint.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("group", "key", "remedy"),
    [
        ("observations", "test", "Did you mean `what`?"),
        ("observations", "result", "Did you mean `value`?"),
        ("scales", "score", "Did you mean `total`?"),
        ("symptoms", "date", "Did you mean `at`?"),
        ("medicines", "doses", "Did you mean `dose`?"),
        ("medicines", "status_now", "Did you mean `status`?"),
    ],
)
def test_what_was_meant_in_an_entry(group: str, key: str, remedy: str) -> None:
    found = [c for c in complaints({group: [{key: "a"}]}) if "not known" in c.problem]
    assert [(c.place, c.remedy) for c in found] == [(f"{group}[0]", remedy)]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("medications", "Did you mean `medicines`?"),
        ("patient", "Did you mean `person`?"),
        ("weight_kg", "`weight_kg` belongs in `person`."),
        ("grams_per_day", "`grams_per_day` belongs in `kratom`."),
        ("certificate", "`certificate` belongs in `product`."),
        ("overdoses", "`overdoses` belongs in `opioid`."),
    ],
)
def test_what_was_meant_at_the_top(key: str, remedy: str) -> None:
    (complaint,) = complaints({key: []})
    assert (complaint.place, complaint.remedy) == ("the case", remedy)


def test_a_key_that_is_there_already_was_not_meant() -> None:
    (complaint,) = complaints({"person": {"weight_kg": 70, "weight": 70}})
    assert complaint.remedy.startswith("The keys known here are")


def test_keys_of_one_line_are_counted() -> None:
    (complaint,) = complaints({"Zebrafink": 1, "Zebrafink 2": 2, "Zebrafink 3": 3})
    assert complaint.problem == "3 keys here are not known."
