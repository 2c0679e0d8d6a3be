"""The JSON Schema of a case says what the reader takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ketum.evidence.plausible import shipped_limits
from ketum.intake import case_schema
from ketum.intake.model import PARTS

HERE = Path(__file__).parent
SCHEMA: dict[str, Any] = case_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def keys(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, part in node.get("properties", {}).items():
            yield name, part
        for part in node.values():
            yield from keys(part)
    elif isinstance(node, list):
        for part in node:
            yield from keys(part)


def test_it_is_a_schema_of_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_every_key_is_described() -> None:
    found = dict(keys(SCHEMA))
    assert {name for part in PARTS.values() for name in part.model_fields} <= set(found)
    assert [name for name, part in found.items() if not part.get("description")] == []


def test_every_number_has_its_unit_and_its_limits() -> None:
    for name, part in keys(SCHEMA):
        if "number" in part.get("type", ()) and "string" not in part["type"]:
            assert part.get("x-unit"), name
    person = SCHEMA["$defs"]["PersonPart"]["properties"]
    span = shipped_limits()["weight"]
    assert (person["weight_kg"]["minimum"], person["weight_kg"]["maximum"]) == (span.low, span.high)
    assert person["weight_kg"]["x-unit"] == "kilograms"


def test_nothing_of_the_models_shows_through() -> None:
    text = json.dumps(SCHEMA)
    assert "x-limit" not in text
    assert '"default"' not in text


@pytest.mark.parametrize(
    "case",
    [
        {},
        json.loads((HERE / "full_case.json").read_text(encoding="utf-8")),
        {"kratom": {"form": "tea"}, "conditions": None, "person": {"pregnant": None}},
        {"medicines": [{"name": "a", "status": None}], "kratom": []},
    ],
)
def test_it_takes_what_is_read(case: dict[str, object]) -> None:
    VALIDATOR.validate(case)


@pytest.mark.parametrize(
    "case",
    [
        [],
        {"Zebrafink": 1},
        {"person": {"Zebrafink": 1}},
        {"person": {"weight_kg": "70"}},
        {"person": {"weight_kg": 0}},
        {"person": {"pregnant": "yes"}},
        {"conditions": "a"},
        {"conditions": [""]},
        {"conditions": [1]},
        {"medicines": [{"dose": "a"}]},
        {"medicines": [{"name": "a", "status": "Zebrafink"}]},
        {"observations": [{"what": "a"}]},
        {"observations": ["a"]},
        {"complete": ["person"]},
        {"kratom": "tea"},
        {"kratom": {"grams_per_day": -1}},
        {"on": "soon"},
        {"plan": []},
    ],
)
def test_it_refuses_what_is_refused(case: object) -> None:
    assert not VALIDATOR.is_valid(case)
