"""Where something stands in a case: paths of known keys only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketum.intake.fault import THE_CASE, Path
from ketum.intake.model import LISTS, PARTS, CaseFile, Part

__all__ = ["known_keys", "path_in_file", "place_of", "value_at"]


def place_of(path: Path) -> str:
    """The path as far as its keys are known, such as "medicines[1].dose"."""
    place = ""
    model: type[Part] | None = CaseFile
    for step in path:
        if isinstance(step, int):
            if place not in LISTS and place != "complete":
                break
            place += f"[{step}]"
        elif model is not None and step in model.model_fields:
            place += f".{step}" if place else step
            model = PARTS.get(step) if model is CaseFile else None
        else:
            break
    return place or THE_CASE


def known_keys(path: Path) -> tuple[str, ...]:
    """The keys that may stand in the group at a path."""
    model = PARTS[str(path[0])] if path else CaseFile
    return tuple(model.model_fields)


def path_in_file(loc: Path, tree: Mapping[str, object]) -> Path:
    """The path in the file of what the model calls `loc`.

    The model sees a bare name as a group with `name`, and one kratom product as a list of one.
    """
    node: Any = tree
    path: list[str | int] = []
    for step in loc:
        if isinstance(node, dict) and isinstance(step, int):
            continue
        if isinstance(node, str) and step == "name":
            break
        path.append(step)
        node = _child(node, step)
    return tuple(path)


def value_at(path: Path, tree: Mapping[str, object]) -> object:
    """What stands at a path of the file; None where nothing does."""
    node: Any = tree
    for step in path:
        node = _child(node, step)
    return node


def _child(node: Any, step: str | int) -> object:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None
