"""Absent, null, empty, `present: false`, `complete`: what was asked and what was answered."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.case import Case, Kratom, Listing, Person, Statement
from ketum.intake import Format, read
from ketum.intake.model import LISTS

TODAY = date(2026, 11, 22)


def case(**keys: object) -> Case:
    return read(json.dumps(keys).encode(), Format.JSON, today=TODAY)


def toml(text: str) -> Case:
    return read(text.encode(), Format.TOML, today=TODAY)


@pytest.mark.parametrize("key", LISTS)
def test_absent_and_null_are_not_asked(key: str) -> None:
    assert getattr(case(), key) == Listing()
    assert getattr(case(**{key: None}), key) == Listing()
    assert not getattr(case(), key).is_closed


@pytest.mark.parametrize("key", LISTS)
def test_an_empty_list_is_asked_and_none(key: str) -> None:
    for listing in (getattr(case(**{key: []}), key), getattr(toml(f"{key} = []"), key)):
        assert listing == Listing(asked=True)
        assert listing.is_closed


def test_present_false_is_kept_and_null_is_as_absent() -> None:
    listing = case(
        conditions=[{"name": "epilepsy", "present": False}, {"name": "asthma", "present": None}]
    ).conditions
    assert [entry.present for entry in listing.entries] == [False, True]
    assert not listing.is_closed


def test_complete_closes_the_lists_it_names_and_no_other() -> None:
    found = case(complete=["conditions"], conditions=["asthma"], medicines=["sertraline"])
    assert found.conditions.is_closed
    assert not found.medicines.is_closed
    assert not found.symptoms.is_closed


def test_complete_may_name_an_empty_list_and_kratom_alone() -> None:
    found = case(complete=["medicines", "kratom"], medicines=[], kratom={"form": "tea"})
    assert found.medicines == Listing(asked=True, complete=True)
    assert found.kratom.complete


def test_one_kratom_alone_has_no_number_in_its_place() -> None:
    assert case(kratom={"form": "tea"}).kratom.entries == (Kratom(place="kratom", form="tea"),)
    assert toml('[kratom]\nform = "tea"').kratom.entries == (Kratom(place="kratom", form="tea"),)
    assert case(kratom=[{"form": "tea"}]).kratom.entries[0].place == "kratom[0]"


def test_an_entry_with_a_name_alone_is_the_name() -> None:
    assert case(symptoms=["nausea"]) == case(symptoms=[{"name": "nausea"}])
    assert case(symptoms=[" nausea "]).symptoms.entries == (
        Statement(name="nausea", place="symptoms[0]"),
    )


def test_groups_of_null_are_absent() -> None:
    found = case(person=None, product=None, opioid=None, plan=None)
    assert (found.person, found.product, found.opioid, found.plan) == (Person(), None, None, None)


@pytest.mark.parametrize("key", ["age_years", "sex", "weight_kg", "pregnant", "location"])
def test_null_within_a_group_is_absent(key: str) -> None:
    assert case(person={key: None}).person == Person()


def test_blank_text_answers_nothing() -> None:
    assert case(person={"sex": " ", "age_years": ""}).person == Person()
    assert case(medicines=[{"name": "sertraline", "dose": ""}]).medicines.entries[0].dose is None


def test_words_in_a_field_of_numbers_or_words_are_kept() -> None:
    assert case(person={"age_years": "young adults"}).person.age_years == "young adults"
    values = ["mixed", "<0.3", ">500", "122/78", "positive", 0, -2.5]
    observations = case(
        observations=[{"what": "ALT", "value": value} for value in values]
    ).observations
    assert [entry.value for entry in observations.entries] == values


@pytest.mark.parametrize(
    ("written", "kept"),
    [(5, "5"), (5.0, "5"), (2.5, "2.5"), ("5 mg", "5 mg"), (0, "0"), ("5-10 mg", "5-10 mg")],
)
def test_a_number_where_words_may_stand_is_kept_as_text(written: object, kept: str) -> None:
    agent = case(medicines=[{"name": "a", "dose": written, "frequency": written}])
    assert agent.medicines.entries[0].dose == agent.medicines.entries[0].frequency == kept
    kratom = case(kratom={"duration": written, "amount": written, "last_use": written})
    entry = kratom.kratom.entries[0]
    assert (entry.duration, entry.amount, entry.last_use) == (kept, kept, kept)


@pytest.mark.parametrize(
    "words", ["yesterday", "2026-11-20 in the evening", "2026-11", "-", "-3 days", "20 Nov"]
)
def test_last_use_may_be_any_words(words: str) -> None:
    assert case(kratom={"last_use": words}).kratom.entries[0].last_use == words


def test_answers_keep_numbers_words_flags_and_null() -> None:
    answers = {"a": 1, "b": "often", "c": True, "d": None, "e": False}
    entry = case(scales=[{"scale": "COWS", "answers": answers}]).scales.entries[0]
    assert entry.answers == answers
    assert entry.answers is not None
    assert entry.answers["c"] is True
    assert isinstance(entry.answers["a"], float)


def test_a_scale_may_be_named_without_answers() -> None:
    entry = case(scales=[{"scale": "COWS"}]).scales.entries[0]
    assert (entry.answers, entry.total) == (None, None)


def test_a_certificate_may_be_a_path() -> None:
    product = case(product={"certificate": "lot.pdf"}).product
    assert product is not None
    assert product.certificate == "lot.pdf"


def test_dates_within_a_free_group_are_the_same_text_from_both_formats() -> None:
    from_toml = toml("[plan]\nstart = 2026-11-21\nat = [{ time = 08:30:00 }]")
    from_json = case(plan={"start": "2026-11-21", "at": [{"time": "08:30:00"}]})
    assert from_toml == from_json


@pytest.mark.parametrize("notation", list(Format))
def test_the_day_is_the_argument_then_the_file_then_today(notation: Format) -> None:
    dated = {Format.JSON: b'{"on": "2026-11-01"}', Format.TOML: b"on = 2026-11-01"}[notation]
    undated = {Format.JSON: b'{"on": null}', Format.TOML: b"person = {}"}[notation]
    given = date(2025, 1, 1)
    assert read(dated, notation, today=TODAY, on=given).on == given
    assert read(dated, notation, today=TODAY).on == date(2026, 11, 1)
    assert read(undated, notation, today=TODAY).on == TODAY


def test_the_day_may_carry_a_time() -> None:
    assert case(on="2026-11-01T09:30:00Z").on == date(2026, 11, 1)
    assert toml("on = 2026-11-01T09:30:00Z").on == date(2026, 11, 1)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_allowed(mark: bytes) -> None:
    assert read(mark + b'{"person": {"sex": "f"}}', Format.JSON, today=TODAY).person.sex == "f"
    assert read(mark + b'[person]\nsex = "f"', Format.TOML, today=TODAY).person.sex == "f"


def test_tabs_and_line_breaks_within_text_are_kept() -> None:
    assert case(medicines=[{"name": "a", "note": "b\n\tc\r\nd"}]).medicines.entries[0].note == (
        "b\n\tc\r\nd"
    )
