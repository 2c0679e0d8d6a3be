"""What no value may be, wherever it stands."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.intake import Format, read
from ketum.intake.raw import MAX_DEPTH
from ketum.intake.sweep import MAX_ENTRIES, MAX_TEXT, sweep
from tests.unit.intake.refusal import TODAY, complaints, problems

LONG = "a" * (MAX_TEXT + 1)


def test_two_thousand_characters_are_text() -> None:
    case = {"person": {"sex": LONG[1:]}, "conditions": [LONG[1:]], "plan": {"a": [LONG[1:]]}}
    read(json.dumps(case).encode(), Format.JSON, today=TODAY)


def test_longer_text_is_refused_wherever_it_stands() -> None:
    found = problems(
        {
            "person": {"sex": LONG},
            "conditions": [LONG],
            "plan": {"a": [{"b": LONG}]},
            "product": {"certificate": {"a": LONG}},
            "scales": [{"scale": "COWS", "answers": {"a": LONG}}],
        }
    )
    assert set(found) == {
        "person.sex", "conditions[0]", "plan", "product.certificate", "scales[0].answers",
    }  # fmt: skip
    assert set(found.values()) == {"this text is longer than 2,000 characters."}


def test_a_thousand_entries_are_a_list() -> None:
    content = json.dumps({"conditions": ["a"] * MAX_ENTRIES}).encode()
    case = read(content, Format.JSON, today=TODAY)
    assert len(case.conditions.entries) == MAX_ENTRIES


def test_more_entries_are_refused_wherever_they_stand() -> None:
    many = ["a"] * (MAX_ENTRIES + 1)
    group = dict.fromkeys(map(str, range(MAX_ENTRIES + 1)))
    assert list(problems({"conditions": many})) == ["conditions"]
    assert list(problems({"plan": {"a": [[many]]}})) == ["plan"]
    assert list(problems({"scales": [{"scale": "a", "answers": group}]})) == ["scales[0].answers"]
    assert list(problems(group)) == ["the case"]


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\x85", chr(0xD800), chr(0xDFFF)])
def test_signs_that_cannot_be_shown_are_refused(sign: str) -> None:
    found = problems({"conditions": [sign], "plan": {sign: [sign]}})
    assert list(found) == ["conditions[0]", "plan"]


@pytest.mark.parametrize("text", ["\U0001f9ad", "é", "\t\n\r", "ü\u200d", "日本"])
def test_other_signs_are_text(text: str) -> None:
    content = json.dumps({"conditions": [f"a{text}b"]}).encode()
    assert read(content, Format.JSON, today=TODAY).conditions.entries[0].name == f"a{text}b"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 400])
def test_what_is_no_number_or_far_too_large_is_refused(number: str) -> None:
    text = f'{{"observations": [{{"what": "a", "value": {number}}}], "plan": {{"a": {number}}}}}'
    assert [complaint.place for complaint in complaints(text)] == ["observations[0].value", "plan"]


def test_toml_can_be_deeper_than_its_brackets() -> None:
    half = ".".join(["a"] * (MAX_DEPTH // 2))
    assert sweep({"plan": {}}) == []
    read(f"[plan.{half}]\nb = 1".encode(), Format.TOML, today=date(2026, 11, 22))
    (complaint,) = complaints(f"[plan.{half}]\n{half} = 1", Format.TOML)
    assert (complaint.place, complaint.line) == ("plan", 2)
    assert "32 deep" in complaint.problem
