"""Forms of kratom product named in a text: the whole text, or the most dangerous form inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import KratomForm

__all__ = ["form_of", "is_label", "strong_families"]

# The most dangerous first; what has no chemistry of its own, or none at all, is no form inside.
FAMILIES = ("seven_oh", "adulterated", "extract", "unknown", "leaf")
STRONG = ("seven_oh", "extract")
WORD = re.compile(r"[a-z]+|\d+")
NOT_INSIDE = ("mixed", "none")
# Lists of names taken apart once: those of a few releases.
LISTS = 256
# Texts on a form read once: the same stand in most cases of a batch.
TEXTS = 1_024


def form_of(text: str, knowledge: KnowledgeBase) -> KratomForm | None:
    """The form the text names; beside others ("capsules and 7-OH") the most dangerous one."""
    plain = " ".join(text.lower().replace("_", " ").split())
    whole = next((form for form in knowledge.forms if plain in form.names), None)
    if whole is not None:
        return whole
    inside = sorted(_inside(text, knowledge), key=lambda form: FAMILIES.index(form.family))
    return inside[0] if inside else None


def strong_families(text: str | None, knowledge: KnowledgeBase) -> set[str]:
    """The families more dangerous than leaf that are named anywhere in the text."""
    found = _inside(text or "", knowledge)
    return {form.family for form in found if form.family in STRONG}


def is_label(text: str, knowledge: KnowledgeBase) -> bool:
    """Whether the text is only colours and names of strains, which say nothing of the form."""
    labels = _words_of(knowledge.words["strain_labels"].words)
    words = _words(text)
    return bool(words) and labels.issuperset(words)


def _inside(text: str, knowledge: KnowledgeBase) -> tuple[KratomForm, ...]:
    """Forms with a name among the words, unless the words closely before deny it."""
    words = _words(text)
    return _among(tuple(words), knowledge) if words else ()


@lru_cache(maxsize=TEXTS)
def _among(said: tuple[str, ...], knowledge: KnowledgeBase) -> tuple[KratomForm, ...]:
    return tuple(_named_in(list(said), knowledge))


def _named_in(words: list[str], knowledge: KnowledgeBase) -> Iterator[KratomForm]:
    denying = _words_of(knowledge.words["denying"].words)
    for form in knowledge.forms:
        if form.id in NOT_INSIDE:
            continue
        for name in _names_apart(form.names):
            for start in range(len(words) - len(name) + 1 if name else 0):
                before = words[max(0, start - 2) : start]
                if words[start : start + len(name)] == name and denying.isdisjoint(before):
                    yield form


@lru_cache(maxsize=LISTS)
def _names_apart(names: tuple[str, ...]) -> tuple[list[str], ...]:
    """The words of each name of a form of the knowledge."""
    return tuple(map(_words, names))


@lru_cache(maxsize=LISTS)
def _words_of(names: tuple[str, ...]) -> frozenset[str]:
    """The words of a list of the knowledge, whichever of its entries they are from."""
    return frozenset(word for name in names for word in _words(name))


def _words(text: str) -> list[str]:
    """Letters and digits apart: "7OH", "7-OH" and "7 oh" are the same words."""
    return WORD.findall(text.lower())
