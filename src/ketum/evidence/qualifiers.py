"""Phrases around a name: what they do to it, and where they must stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ketum.citation import Citation

__all__ = ["EFFECTS", "POSITIONS", "Effect", "Position", "Qualifier"]


class Effect(Enum):
    """What a phrase does to the name beside it; DOSE and ASIDE do nothing to it.

    ENDED is past for a drug or a lasting condition, and nothing for a symptom; HISTORY is past
    for what can be over. LIMIT makes a denial one of a time, BRIEF a time of these days, and
    TODAY is one. AFFIRMED ends a denial. NAMED is neither there nor denied; WORRY is NAMED for
    a disease. SUSPECTED counts until it is settled, and is shown; QUERIED is that for a symptom
    and NAMED for a condition. PLAIN gives an ordinary word its ordinary meaning back. UNTAKEN
    is a denial among medicines. FAMILY and KIN are of others,
    KIN perhaps of who speaks; SELF ends what is said of them.
    """

    ABSENT = "absent"
    LIMIT = "limit"
    BRIEF = "brief"
    TODAY = "today"
    PAST = "past"
    HISTORY = "history"
    ENDED = "ended"
    FAMILY = "family"
    KIN = "kin"
    CURRENT = "current"
    AFFIRMED = "affirmed"
    NAMED = "named"
    WORRY = "worry"
    SUSPECTED = "suspected"
    QUERIED = "queried"
    UNTAKEN = "untaken"
    SELF = "self"
    PLAIN = "plain"
    DOSE = "dose"
    ASIDE = "aside"


class Position(Enum):
    """Where a phrase stands: before one name, before a whole list, after, or anywhere.

    CLOSING is after, as the last word; COUNTED is after, before a number. The last six are
    the parts from which phrases about other people are made: END is a verb of their death.
    """

    BEFORE = "before"
    LIST = "list"
    AFTER = "after"
    CLOSING = "closing"
    COUNTED = "counted"
    AROUND = "around"
    PERSON = "person"
    ANIMAL = "animal"
    ACQUAINTANCE = "acquaintance"
    VERB = "verb"
    END = "end"
    LEAD = "lead"


EFFECTS = {effect.value: effect for effect in Effect}
POSITIONS = {position.value: position for position in Position}


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A phrase that says something about the name beside it."""

    phrase: str
    effect: Effect
    position: Position
    cites: tuple[Citation, ...]
