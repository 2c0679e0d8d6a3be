"""One alkaloid by any of its names, or the names that are near to what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ketum.catalogue.groups import TargetGroup, groups_of
from ketum.evidence import KnowledgeBase
from ketum.evidence.catalogue import Alkaloid, Catalogue, Content
from ketum.evidence.spelling import spelling

__all__ = ["Described", "NotListed", "describe"]

NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is known of an alkaloid.

    `models` are the exposure models that compute it; `not_certain` says what of the entry nobody
    confirmed.
    """

    alkaloid: Alkaloid
    targets: tuple[TargetGroup, ...]
    contents: tuple[Content, ...]
    models: tuple[str, ...]
    not_certain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotListed:
    """No alkaloid has this name; `near` are those that are spelt alike. Not listed is not safe."""

    near: tuple[str, ...]


def describe(name: str, catalogue: Catalogue, knowledge: KnowledgeBase) -> Described | NotListed:
    """The alkaloid of this name or synonym: the whole name counts, no part of one."""
    names = _names(catalogue)
    found = names.get(_key(name))
    if found is None:
        near = get_close_matches(_key(name), names, n=NEAR)
        return NotListed(tuple(dict.fromkeys(names[key] for key in near)))
    alkaloid = catalogue.alkaloids[found]
    return Described(
        alkaloid=alkaloid,
        targets=groups_of(e for e in catalogue.effects if e.substance == found),
        contents=tuple(c for c in catalogue.contents if c.substance == found),
        models=tuple(
            model.id
            for model in knowledge.models.values()
            if found in (model.analyte, model.metabolite)
        ),
        not_certain=tuple(_not_certain(alkaloid)),
    )


def _not_certain(alkaloid: Alkaloid) -> list[str]:
    said = []
    if not any(cite.confirmed for cite in alkaloid.cites):
        said.append("the entry: its source was not read in the original")
    if alkaloid.drawing is None:
        said.append("its structure")
    elif not alkaloid.shows_stereo:
        said.append("its stereochemistry: isomers have the same drawing")
    if alkaloid.cas_confirmed is False:
        said.append("its CAS number, which was recalled and not looked up")
    return said


def _names(catalogue: Catalogue) -> Mapping[str, str]:
    """Every name and synonym; a synonym that two share names neither."""
    own = {_key(name): name for name in catalogue.alkaloids}
    others: dict[str, set[str]] = {}
    for alkaloid in catalogue.alkaloids.values():
        for synonym in alkaloid.synonyms:
            others.setdefault(_key(synonym), set()).add(alkaloid.name)
    single = {key: names.pop() for key, names in others.items() if len(names) == 1}
    return {**single, **own}


def _key(name: str) -> str:
    return spelling(name).replace("-", " ").strip()
