"""Reading word lists and the sentences a review is built from, each with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import read_entries, read_toml
from ketum.evidence.person_texts import PERSON_FILE

__all__ = ["Text", "WordList", "read_texts", "read_word_lists"]

# What stands between words: all but letters, digits and a few signs.
APART = re.compile(r"[^\w'%?]|_")
# One text is looked through for a dozen lists, one after the other.
TEXTS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Words that mean one thing wherever a case may write them, lower case.

    `entries` are ids of terms, where a list is one of terms and not of words.
    """

    id: str
    words: tuple[str, ...]
    entries: frozenset[str]
    cites: tuple[Citation, ...]
    checked: date

    def occurs_in(self, text: str | None) -> bool:
        """Whether one of the words or phrases stands in the text as whole words."""
        if not text:
            return False
        padded = _padded(text)
        return any(f" {word} " in padded for word in self.words)

    def is_all_of(self, text: str) -> bool:
        """Whether the text is one of the words, and nothing else."""
        return " ".join(_bare(text).split()) in self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence shown to a person."""

    id: str
    text: str
    cites: tuple[Citation, ...]
    reviewed: date


def _bare(text: str) -> str:
    return APART.sub(" ", text.lower())


@lru_cache(maxsize=TEXTS)
def _padded(text: str) -> str:
    return f" {' '.join(_bare(text).split())} "


def read_word_lists(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, WordList]:
    """`terms/words.toml`, by id."""
    name = "terms/words.toml"
    content = read_toml(folder.joinpath("words.toml"), name, faults)
    return {
        (identity := entry.text("id")): WordList(
            id=identity,
            words=tuple(" ".join(_bare(word).split()) for word in entry.words("words")),
            entries=frozenset(entry.words("entries")),
            cites=entry.cites(),
            checked=entry.day("checked"),
        )
        for entry in read_entries(content, "list", name, sources, faults)
    }


def read_texts(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Text]:
    """Every file of `texts/`, by id; what is said by code is read by `read_person_texts`."""
    texts = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name == PERSON_FILE:
            continue
        name = f"texts/{file.name}"
        for entry in read_entries(read_toml(file, name, faults), "text", name, sources, faults):
            identity = entry.text("id")
            if identity in texts:
                entry.fault("another file already has a text with this id. Rename one.")
            texts[identity] = Text(
                id=identity,
                text=entry.text("text"),
                cites=entry.cites(),
                reviewed=entry.day("reviewed"),
            )
    return texts
