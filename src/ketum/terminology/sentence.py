"""A text as words and clauses, with the phrases of negation, history and dose marked in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketum.evidence.qualifiers import Effect, Position
from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import Vocabulary
from ketum.terminology.relatives import PARTS, made_phrases

__all__ = [
    "WORD",
    "Clause",
    "Mark",
    "Word",
    "apart",
    "clauses",
    "doses",
    "marks_of",
    "neutral",
    "words_of",
]

WORD = re.compile(r"[^\W_]+|[+<>°]")
SEPARATOR = re.compile(r"[,;\n/&]|\s\+\s")
# The end of a sentence: nothing said before it goes on behind it.
STOP = re.compile(r"[.!?]\s|[;\n]")
NUMBER_COMMA = re.compile(r"\d,\d")
NUMBER = re.compile(r"[xq]?\d+[a-zµ]*")
CONJUNCTIONS = {
    "and": "and",
    "plus": "and",
    "or": "or",
    "nor": "or",
    "but": "but",
    "vs": "or",
    "versus": "or",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; `joint` says how a new clause begins with it ("" if none does)."""

    text: str
    start: int
    end: int
    bracketed: bool
    joint: str

    @property
    def is_joint(self) -> bool:
        return self.text.casefold() in CONJUNCTIONS

    @property
    def is_number(self) -> bool:
        """A number, with or without a unit ("20mg", "x4"); "DM2" is a name."""
        return NUMBER.fullmatch(self.text.casefold()) is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A qualifying phrase: words start..end, and its effect for each position it may take."""

    start: int
    end: int
    effects: Mapping[Position, Effect]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words start..end of a text, and how the clause is joined to the one before it."""

    start: int
    end: int
    joint: str


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text with their places; commas inside numbers separate nothing."""
    found: list[Word] = []
    end = depth = 0
    joint = ""
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        depth = max(0, depth + gap.count("(") + gap.count("[") - gap.count(")") - gap.count("]"))
        in_number = NUMBER_COMMA.fullmatch(text[end - 1 : match.start() + 1]) if end else None
        if found and SEPARATOR.search(gap) and not in_number:
            # "No fever/chills" is "no fever or chills".
            joint = joint or ("or" if gap == "/" else "list")
        if found and STOP.search(gap):
            joint = "stop"
        word = Word(match.group(), match.start(), match.end(), depth > 0, joint)
        if match.group() == "+" and text[end : match.end() + 1].strip(" ") == "+" and found:
            joint, end = "list", match.end()
            continue
        found.append(word)
        joint = CONJUNCTIONS.get(word.text.casefold(), "")
        end = match.end()
    return tuple(found)


def clauses(
    words: Sequence[Word], bound: Sequence[tuple[int, int]], doses: frozenset[int]
) -> Iterator[Clause]:
    """The clauses of a text; words of a `bound` span and of one dose stay together."""
    inside = {at for start, end in bound for at in range(start + 1, end)}
    inside |= {at for at in doses if at - 1 in doses and not words[at].is_joint}
    start, joint = 0, ""
    for at, word in enumerate(words):
        if at in inside or word.bracketed or not (word.joint or word.is_joint):
            continue
        if at > start:
            yield Clause(start, at, joint)
        joint = CONJUNCTIONS.get(word.text.casefold(), word.joint)
        start = at + 1 if word.is_joint else at
    if start < len(words):
        yield Clause(start, len(words), joint)


@lru_cache(maxsize=8)
def _phrases(vocabulary: Vocabulary) -> tuple[dict[tuple[str, ...], dict[Position, Effect]], int]:
    found: dict[tuple[str, ...], dict[Position, Effect]] = {}
    for qualifier in vocabulary.qualifiers:
        if qualifier.position not in PARTS:
            phrase = tuple(spelling(word) for word in _plain_words(qualifier.phrase))
            found.setdefault(phrase, {})[qualifier.position] = qualifier.effect
    for phrase, position, effect in made_phrases(vocabulary):
        found.setdefault(phrase, {})[position] = effect
    return found, max(map(len, found), default=0)


def _plain_words(phrase: str) -> list[str]:
    # Of letters and spaces alone the words are what stands between the spaces.
    if phrase.replace(" ", "").isalnum():
        return phrase.split()
    return [word.text for word in words_of(phrase)]


def marks_of(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Mark, ...]:
    """Every qualifying phrase in the words, longer ones first, overlapping ones included."""
    phrases, longest = _phrases(vocabulary)
    spelled = [spelling(word.text) for word in words]
    found = []
    for size in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            effects = phrases.get(tuple(spelled[start : start + size]))
            if effects is not None:
                found.append(Mark(start, start + size, effects))
    return tuple(found)


def apart(marks: Iterable[Mark], named: Collection[int]) -> tuple[Mark, ...]:
    """The marked phrases outside the named words and inside no longer phrase."""
    taken = set(named)
    kept = []
    for mark in marks:
        if taken.isdisjoint(range(mark.start, mark.end)):
            taken.update(range(mark.start, mark.end))
            kept.append(mark)
    return tuple(kept)


def doses(words: Sequence[Word], marks: Sequence[Mark]) -> frozenset[int]:
    """The words that are numbers, or phrases of a dose."""
    marked = {
        at
        for mark in marks
        if Effect.DOSE in mark.effects.values()
        for at in range(mark.start, mark.end)
    }
    return frozenset(at for at, word in enumerate(words) if at in marked or word.is_number)


def neutral(
    words: Sequence[Word], marks: Sequence[Mark], effects: Collection[Effect]
) -> frozenset[int]:
    """The words that name nothing: numbers, and phrases that have one of the effects."""
    marked = {
        at
        for mark in marks
        if any(effect in effects for effect in mark.effects.values())
        for at in range(mark.start, mark.end)
    }
    return frozenset(
        at for at, word in enumerate(words) if at in marked or word.is_number or word.is_joint
    )
