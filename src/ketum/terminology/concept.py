"""What an entry of a case was read as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from ketum.evidence.vocabulary import Term

__all__ = ["Concept", "ConceptKind", "Field", "Reading", "Time", "Unread"]

# "history" is past for what can be over; "possible" is neither said to be there nor denied.
Time = Literal["current", "past", "history", "family", "possible"]


class Field(Enum):
    """The key of the case a text stands under; it decides which names are looked at first."""

    CONDITIONS = "conditions"
    AGENTS = "agents"
    SYMPTOMS = "symptoms"
    CIRCUMSTANCES = "circumstances"
    ALLERGIES = "allergies"
    MEASUREMENT = "measurement"
    VALUE = "value"


class ConceptKind(Enum):
    """What kind of thing a name stands for."""

    DRUG = "drug"
    DRUG_CLASS = "class"
    COMBINATION = "combination"
    AMBIGUOUS = "ambiguous"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing an entry names.

    `drug_ids` holds one drug, or the members a class, combination or ambiguous name may
    mean. `present` is False and `time` set only where the words say so. `read_as` is set
    whenever the words were not simply a listed name; `why` says how they were understood.
    `doubtful` is set where a reader should compare: a misspelling, a name of two things, or a
    phrase beside words that were not read.
    """

    kind: ConceptKind
    id: str
    label: str
    drug_ids: tuple[str, ...] = ()
    term: Term | None = None
    present: bool = True
    time: Time | None = None
    remark: str = ""
    read_as: str | None = None
    doubtful: bool = False
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Words that were not understood, and the labels they may have meant."""

    text: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one entry was read as; nothing of it is dropped."""

    concepts: tuple[Concept, ...] = ()
    not_recognised: tuple[Unread, ...] = ()
