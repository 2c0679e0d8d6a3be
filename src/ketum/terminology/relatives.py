"""Other people: which words name one, and the phrases they are made into."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketum.evidence.qualifiers import Effect, Position, Qualifier
from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import Vocabulary

__all__ = ["PARTS", "Relatives", "made_phrases", "relatives_of"]

# Not phrases themselves: what phrases are made from.
PARTS = (
    Position.PERSON,
    Position.ACQUAINTANCE,
    Position.ANIMAL,
    Position.VERB,
    Position.END,
    Position.LEAD,
)
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relatives:
    """Names of people and animals, and the words that may stand before them, spelled."""

    persons: frozenset[Phrase]
    acquaintances: frozenset[Phrase]
    animals: frozenset[Phrase]
    leads: frozenset[str]

    def are_all_of(self, words: Sequence[str]) -> bool:
        """Whether the words name other people and nothing else ("his mother", "aunt")."""
        at, found = 0, False
        while at < len(words):
            size = self._size(words, at)
            if not size and words[at] not in self.leads:
                return False
            found = found or size > 0
            at += size or 1
        return found

    def are_acquaintances(self, words: Sequence[str]) -> bool:
        """Whether the words are somebody who is seldom the patient of who speaks ("friend")."""
        return tuple(words) in self.acquaintances

    def _size(self, words: Sequence[str], at: int) -> int:
        sizes = [
            len(name)
            for name in self.persons | self.animals
            if tuple(words[at : at + len(name)]) == name
        ]
        return max(sizes, default=0)


@lru_cache(maxsize=8)
def relatives_of(vocabulary: Vocabulary) -> Relatives:
    """The people of the vocabulary; the words for the person of the case may lead to them."""
    leads = _of(vocabulary, (Position.LEAD,))
    selves = [
        _phrase(q) for q in vocabulary.qualifiers if q.effect is Effect.SELF and " " not in q.phrase
    ]
    return Relatives(
        persons=frozenset(_of(vocabulary, (Position.PERSON, Position.ACQUAINTANCE))),
        acquaintances=frozenset(_of(vocabulary, (Position.ACQUAINTANCE,))),
        animals=frozenset(_of(vocabulary, (Position.ANIMAL,))),
        leads=frozenset(word for phrase in (*leads, *selves) for word in phrase),
    )


def made_phrases(vocabulary: Vocabulary) -> Iterator[tuple[Phrase, Position, Effect]]:
    """Such as "mother has" before a name, and "in his mother" after one."""
    who = relatives_of(vocabulary)
    verbs = _of(vocabulary, (Position.VERB,))
    ends = _of(vocabulary, (Position.END,))
    for names, effect in ((who.persons, Effect.KIN), (who.animals, Effect.FAMILY)):
        for name in names:
            yield from ((name + verb, Position.BEFORE, effect) for verb in verbs)
            yield from ((name + end, Position.BEFORE, Effect.FAMILY) for end in ends)
            yield ("in", *name), Position.AFTER, Effect.FAMILY
            yield from ((("in", lead, *name), Position.AFTER, Effect.FAMILY) for lead in who.leads)


def _of(vocabulary: Vocabulary, positions: Collection[Position]) -> list[Phrase]:
    return [_phrase(q) for q in vocabulary.qualifiers if q.position in positions]


def _phrase(qualifier: Qualifier) -> Phrase:
    words = qualifier.phrase.replace("-", " ").replace("'", " ").split()
    return tuple(spelling(word) for word in words)
