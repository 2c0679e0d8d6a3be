"""Whatever comes in, the reader gives a Case or complaints; both formats say the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from ketum.case import Case
from ketum.errors import InputRefused
from ketum.intake import Format, read
from ketum.intake.model import LISTS, PARTS, STATUS, CaseFile, Part

TODAY = date(2026, 11, 22)
CANARY = "Zebrafink"

formats = st.sampled_from(Format)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
).filter(lambda text: text.strip() and "resourceType" not in text)
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
trees: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
PARTS_AND_CASE: tuple[type[Part], ...] = (CaseFile, *PARTS.values())
KNOWN = sorted({key for part in PARTS_AND_CASE for key in part.model_fields})
known_keys = st.sampled_from(KNOWN)
shaped = st.recursive(
    st.none() | st.booleans() | numbers | words | st.sampled_from(STATUS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(known_keys, inner, max_size=4),
    max_leaves=15,
)
cases = st.dictionaries(st.sampled_from(list(CaseFile.model_fields)), shaped, max_size=6)


def outcome(content: bytes, notation: Format) -> Case | InputRefused:
    try:
        return read(content, notation, today=TODAY)
    except InputRefused as refused:
        return refused


def as_json(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def as_toml(group: dict[str, Any]) -> bytes:
    return "".join(f"{_toml(k)} = {_toml(v)}\n" for k, v in group.items()).encode()


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def without_null(tree: Any) -> Any:
    """TOML has no null: a key that is null is left out."""
    if isinstance(tree, dict):
        return {key: without_null(value) for key, value in tree.items() if value is not None}
    if isinstance(tree, list):
        return [without_null(value) for value in tree if value is not None]
    return tree


def full_case() -> dict[str, Any]:
    return {
        "on": "2026-11-20",
        "person": {"age_years": 64, "weight_kg": 81.5, "sex": "male", "pregnant": False},
        "conditions": ["chronic pain", {"name": "epilepsy", "present": False}],
        "medicines": [{"name": "oxycodone", "dose": "10 mg", "status": "taking"}],
        "kratom": {"form": "tea", "grams_per_day": 12},
        "observations": [{"what": "ALT", "value": 40, "upper_limit": 40, "at": "2026-11-20"}],
        "scales": [{"scale": "COWS", "answers": {"yawning": 2}}],
        "plan": {"steps": [10, 8, 6]},
    }


FULL_TEXT = json.dumps(full_case(), indent=1).encode()


@given(st.binary(max_size=200), formats)
def test_any_bytes_are_answered(content: bytes, notation: Format) -> None:
    found = outcome(content, notation)
    assert isinstance(found, Case) or found.complaints


@given(st.text(alphabet="[]{}\"'\\,:=.#\n\t -_0123eEau", max_size=120), formats)
def test_any_signs_of_the_two_formats_are_answered(text: str, notation: Format) -> None:
    outcome(text.encode(), notation)


@given(st.integers(0, len(FULL_TEXT)), st.integers(0, 30), st.binary(max_size=6))
def test_a_case_with_a_piece_exchanged_is_answered(start: int, length: int, piece: bytes) -> None:
    outcome(FULL_TEXT[:start] + piece + FULL_TEXT[start + length :], Format.JSON)


@given(st.integers(0, len(FULL_TEXT.rstrip()) - 1))
def test_a_case_that_is_cut_off_is_never_taken_for_a_whole_one(length: int) -> None:
    assert isinstance(outcome(FULL_TEXT[:length], Format.JSON), InputRefused)


@given(st.dictionaries(words, trees, max_size=5) | cases)
def test_any_tree_is_answered_the_same_in_both_formats(tree: dict[str, Any]) -> None:
    tree = without_null(tree)
    from_json, from_toml = outcome(as_json(tree), Format.JSON), outcome(as_toml(tree), Format.TOML)
    if isinstance(from_json, InputRefused):
        assume(tree)  # a TOML file without a key is an empty file
        assert isinstance(from_toml, InputRefused)
        assert {complaint.place for complaint in from_json.complaints} == {
            complaint.place for complaint in from_toml.complaints
        }
    elif tree:
        assert from_toml == from_json


@given(cases)
def test_null_is_as_absent(tree: dict[str, Any]) -> None:
    everything: dict[str, Any] = dict.fromkeys(CaseFile.model_fields)
    first, second = (
        outcome(as_json(tree), Format.JSON),
        outcome(as_json(everything | tree), Format.JSON),
    )
    if isinstance(first, Case):
        assert second == first


@given(cases)
def test_reading_does_not_depend_on_the_order_of_the_keys(tree: dict[str, Any]) -> None:
    first = outcome(as_json(tree), Format.JSON)
    turned = outcome(as_json(dict(reversed(tree.items()))), Format.JSON)
    if isinstance(first, Case):
        assert turned == first
    else:
        assert isinstance(turned, InputRefused)
        assert len(turned.complaints) == len(first.complaints)


def canaries(tree: Any) -> Any:
    """The same tree with the canary in every text, and in every key that is not known."""
    if isinstance(tree, dict):
        return {
            key if key in KNOWN else f"{CANARY}{index}": canaries(value)
            for index, (key, value) in enumerate(tree.items())
        }
    if isinstance(tree, list):
        return [canaries(value) for value in tree]
    return CANARY if isinstance(tree, str) else tree


@given(st.dictionaries(words, trees, max_size=5) | cases, formats)
def test_nothing_of_the_file_is_quoted(tree: dict[str, Any], notation: Format) -> None:
    tree = canaries(without_null(tree))
    content = as_json(tree) if notation is Format.JSON else as_toml(tree)
    found = outcome(content, notation)
    if isinstance(found, InputRefused):
        assert CANARY.lower() not in str(found).lower()


@given(st.sampled_from(LISTS), st.integers(0, 20), st.integers(0, 20))
def test_the_line_of_an_entry_is_the_line_it_stands_on(key: str, before: int, after: int) -> None:
    wrong = "true"
    right = {
        "observations": '{"what": "a", "value": 1}',
        "scales": '{"scale": "a"}',
        "kratom": "{}",
    }
    entry = right.get(key, '"a"')
    entries = [entry] * before + [wrong] + [entry] * after
    text = f'{{\n"{key}": [\n' + ",\n".join(entries) + "\n]}"
    (complaint,) = _complaints(text, Format.JSON)
    assert (complaint.line, complaint.place) == (before + 3, f"{key}[{before}]")


@given(st.integers(0, 12), st.integers(0, 12))
def test_the_line_of_a_key_in_a_toml_section(before: int, comments: int) -> None:
    entry = "[[observations]]\nwhat = 'a'\nvalue = 1\n"
    text = entry * before + "# a comment\n" * comments + entry + f"{CANARY} = 1\n" + entry
    (complaint,) = _complaints(text, Format.TOML)
    assert complaint.line == 3 * before + comments + 4
    assert complaint.place == f"observations[{before}]"


def _complaints(text: str, notation: Format) -> Any:
    found = outcome(text.encode(), notation)
    assert isinstance(found, InputRefused)
    return found.complaints


@given(st.integers(1, 60), formats)
def test_thirty_two_levels_and_no_more(levels: int, notation: Format) -> None:
    lists = "[" * (levels - 1) + "]" * (levels - 1) if levels > 1 else "1"
    text = f'{{"plan": {{"a": {lists}}}}}' if notation is Format.JSON else f"plan.a = {lists}"
    deep = levels + 1 > 32
    found = outcome(text.encode(), notation)
    assert isinstance(found, InputRefused) == deep
    if deep:
        assert "32 deep" in str(found)
