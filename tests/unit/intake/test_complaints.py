"""All complaints at once, in the order of the file."""

from __future__ import annotations

from ketum.intake.complaints import MAX_COMPLAINTS, complaints_of
from ketum.intake.fault import Fault
from ketum.intake.format import Format
from tests.unit.intake.refusal import complaints


def test_complaints_are_sorted_by_line_then_by_place() -> None:
    places = [f"conditions[{index}]" for index in range(12)]
    found = complaints({"conditions": [1] * 12, "person": {"sex": 1}, "medicines": [1]})
    assert [complaint.place for complaint in found] == [*places, "medicines[0]", "person.sex"]
    found = complaints('{"person": {"sex": 1},\n"conditions": [1]}')
    assert [complaint.place for complaint in found] == ["person.sex", "conditions[0]"]


def test_a_value_is_complained_of_once() -> None:
    text = '{"person": {"weight_kg": NaN, "age_years": NaN}, "medicines": [{"name": "\\u0000"}]}'
    found = complaints(text)
    assert [complaint.place for complaint in found] == [
        "medicines[0].name", "person.age_years", "person.weight_kg",
    ]  # fmt: skip


def test_a_hostile_file_is_answered_with_a_thousand_complaints() -> None:
    faults = [
        Fault(path=("plan", index), problem=f"fault {index}.", remedy="Mend it.")
        for index in range(MAX_COMPLAINTS + 1)
    ]
    found = complaints_of(faults, '{"plan": {}}', Format.JSON)
    assert len(found) == MAX_COMPLAINTS + 1
    assert "more than 1,000 faults" in found[-1].problem
    assert len(complaints_of(faults[:-1], "{}", Format.JSON)) == MAX_COMPLAINTS


def test_only_the_first_thousand_faults_of_the_models_are_worded() -> None:
    entries = [{"name": 1, "dose": True, "status": 1} for _ in range(900)]
    found = complaints({"medicines": entries})
    assert len(found) == MAX_COMPLAINTS + 1
    assert found[-1].place == "the file"
