"""Names one letter away from a written word; never silent, never between two listed names."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import Vocabulary
from ketum.terminology.lexicon import Lexicon, Meaning, is_listed

__all__ = ["near"]

# Among shorter words one letter makes another word.
SHORTEST = 6


def near(text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[Meaning, ...]:
    """What the names at edit distance 1 mean, each meaning once."""
    spelled = spelling(text)
    if len(spelled) < SHORTEST or not spelled.isalpha() or is_listed(spelled, vocabulary):
        return ()
    found: dict[tuple[str, str], Meaning] = {}
    for variant in _edits(spelled):
        meaning = lexicon.meaning(variant)
        if meaning is not None and len(variant) >= SHORTEST and not meaning.ordinary:
            found.setdefault((meaning.kind.value, meaning.id), meaning)
    plurals = {spelling(f"{meaning.label}s") for meaning in found.values()}
    return tuple(m for m in found.values() if spelling(m.label) not in plurals)


def _edits(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in ascii_lowercase:
            yield f"{head}{letter}{tail}"
        if tail:
            yield f"{head}{tail[1:]}"
            for letter in ascii_lowercase:
                yield f"{head}{letter}{tail[1:]}"
