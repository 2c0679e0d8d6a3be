"""The models' faults in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ketum.intake.fault import UNKNOWN_KEY, Fault, Path
from ketum.intake.fields import told
from ketum.intake.format import Format
from ketum.intake.model import LISTS, CaseFile
from ketum.intake.places import known_keys, path_in_file, value_at
from ketum.intake.unknown_keys import instead_of

__all__ = ["faults_of"]


def faults_of(
    error: ValidationError, tree: Mapping[str, object], notation: Format, most: int
) -> Iterator[Fault]:
    """Each fault the models found, up to a number of them."""
    for detail in error.errors(include_url=False, include_input=False)[:most]:
        yield _fault_of(detail, tree, notation)


def _fault_of(detail: ErrorDetails, tree: Mapping[str, object], notation: Format) -> Fault:
    path = path_in_file(detail["loc"], tree)
    kind = detail["type"]
    if kind == "refused":
        problem, remedy = detail["ctx"]["problem"], detail["ctx"]["remedy"]
    elif kind == "extra_forbidden":
        problem, remedy = UNKNOWN_KEY, instead_of(path, tree)
    elif kind == "missing":
        problem, remedy = f"the key `{path[-1]}` is missing.", "Add it, or take the entry out."
    else:
        problem, remedy = _wrong_shape(path, value_at(path, tree), notation)
    return Fault(path=path, problem=problem, remedy=remedy)


def _wrong_shape(path: Path, given: object, notation: Format) -> tuple[str, str]:
    """A list, a group or an entry of a list was expected."""
    key = str(path[0])
    example = _example(key, notation)
    if path[-1] == "answers":
        return (
            f"this must be a group of items and answers, not {told(given)}.",
            "Write each item of the scale with its answer, or give only `total`.",
        )
    if len(path) == 2:
        name = "" if key == "kratom" or "name" not in known_keys(path) else "a name in quotes or "
        return (
            f"an entry of this list must be {name}a group of keys, not {told(given)}.",
            f"Write it as in {example}.",
        )
    if key not in (*LISTS, "complete"):
        return f"this must be a group of keys, not {told(given)}.", f"Write it as in {example}."
    wanted = "a group of keys or a list of such groups" if key == "kratom" else "a list"
    if isinstance(given, dict) and notation is Format.TOML:
        remedy = f"Begin each entry with [[{key}]]."
    elif isinstance(given, str | dict):
        remedy = f"Put [ and ] around it, as in {example}."
    else:
        remedy = f"Write it as in {example}; [ ] says that there is none."
    return f"this must be {wanted}, not {told(given)}.", remedy


def _example(key: str, notation: Format) -> str:
    example = (CaseFile.model_fields[key].examples or [{}])[0]
    return json.dumps(example) if notation is Format.JSON else _in_toml(example)


def _in_toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_in_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_in_toml(part)}' for key, part in value.items())} }}"
    return json.dumps(value)
