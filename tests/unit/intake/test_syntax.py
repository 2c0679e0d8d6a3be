"""Every fault the two parsers can find, in words that quote nothing."""

from __future__ import annotations

import pytest

from ketum.intake.format import Format
from ketum.intake.syntax import parse
from tests.unit.intake.refusal import complaints

JSON, TOML = Format.JSON, Format.TOML


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('{"a" 1}', "colon is missing"),
        ('{"a": 1 "b": 2}', "comma or a closing bracket"),
        ('{"a": [1 2]}', "comma or a closing bracket"),
        ("{a: 1}", "a key is expected"),
        ('{"a": }', "a value is expected"),
        ('{"a": 01}', "comma or a closing bracket"),
        ('{"a": +1}', "a value is expected"),
        ('{"a": .5}', "a value is expected"),
        ('{"a": "\\x"}', "backslash"),
        ('{"a": "\\u12"}', "backslash"),
        ('{"a": "b\tc"}', "holds a tab"),
        ('{"a": 1} x', "something follows"),
        ('{"a": 1', "ends too early"),
        ('{"a": "b', "ends too early"),
        ("{", "ends too early"),
        ('{"a": 1, # no\n}', "comments cannot stand"),
        ('{"a": /* no */ 1}', "comments cannot stand"),
    ],
)
def test_json(text: str, phrase: str) -> None:
    (complaint,) = complaints(text, JSON)
    assert complaint.problem.startswith("this is not valid JSON: ")
    assert phrase in complaint.problem


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a", "ends too early"),
        ("a\n", "equals sign"),
        ("= 1", "neither a key"),
        ("!", "neither a key"),
        ("a.! = 1", "a key is expected"),
        ("a = ", "ends too early"),
        ("a = b", "a value is expected"),
        ("a = 1 b = 2", "stands behind the end"),
        ("a = [1 2]", "a list is not closed"),
        ("a = {b = 1 c = 2}", "a group is not closed"),
        ("[a", "ends too early"),
        ("[a\n", "section is not closed"),
        ("[[a]\n", "section is not closed"),
        ('a = "b', "ends too early"),
        ('a = "b\nc"', "runs over the end"),
        ("a = 'b", "ends too early"),
        ("a = '''b", "ends too early"),
        ('a = "\\x"', "backslash"),
        ('a = "\\u12"\n', "is not complete"),
        ('a = "\\ud800"', "stands for no letter"),
        ("a = 2026-02-30", "no such day"),
        ("a = 1\na = 2\n", "written twice"),
        ("[a]\n[a]\n", "written twice"),
        ("a = {b = 1, b = 2}", "written twice"),
        ("a = {b = 1}\na.c = 2\n", "already complete"),
        ("a = [1]\n[[a]]\n", "already complete"),
        ("a = {b = 1}\n[a.c]\n", "written twice"),
        ("[a.b]\n[a]\nb.c = 1\n", "written twice"),
        ("[a.b]\n[a]\nb.c = 1", "written twice"),
        ("a.b = 1\n[a]\nc = 1\n", "written twice"),
        ("a = 1\rb = 2", "stands behind the end"),
    ],
)
def test_toml(text: str, phrase: str) -> None:
    (complaint,) = complaints(text, TOML)
    assert complaint.problem.startswith("this is not valid TOML: ")
    assert phrase in complaint.problem
    assert complaint.line is not None


@pytest.mark.parametrize("text", ['{"a": 1,\n}', '{"a": [1,\n\n ]}', '{"a": {"b": 1 ,\n}}'])
def test_a_comma_after_the_last_entry_is_named_where_it_stands(text: str) -> None:
    (complaint,) = complaints(text, JSON)
    assert "a comma stands after the last entry" in complaint.problem
    assert complaint.line == 1


def test_keys_written_twice_are_remembered() -> None:
    tree = parse('{"a": {"b": 1, "b": 2, "c": 3}}', JSON)
    assert tree == {"a": {"b": 2, "c": 3}}
    assert tree["a"].twice == {"b"}  # type: ignore[attr-defined]


def test_parsing_stays_safe_when_nothing_was_checked_before() -> None:
    for text, notation in (
        ("[" * 100_000, JSON),
        ("a = " + "[" * 100_000, TOML),
        ("a = " + "9" * 9999, TOML),
    ):
        with pytest.raises(Exception, match="nested more than 32 deep"):
            parse(text, notation)
