"""What a review says: findings, what stayed unanswered, what was not recognised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import NamedTuple

from ketum.citation import Citation

__all__ = [
    "Alternative",
    "Because",
    "Certainty",
    "Disposition",
    "Finding",
    "NotRecognised",
    "Severity",
    "Unanswered",
    "Urgency",
]

FOLLOWING_FAMILIES = ("MGMT", "LAW", "PLAN")


class Severity(IntEnum):
    """How loud one finding is, in rising order."""

    INFO = 0
    MINOR = 1
    MODERATE = 2
    MAJOR = 3
    CONTRAINDICATED = 4
    EMERGENCY = 5

    @property
    def word(self) -> str:
        return self.name.lower()


class Urgency(Enum):
    """When to act on a finding."""

    NOW = "now"
    TODAY = "today"
    WITHIN_72_H = "72h"
    ROUTINE = "routine"


class Disposition(IntEnum):
    """Where the person goes today, in rising order."""

    MONITOR = 0
    SUPERVISED_ONLY = 1
    STOP_AND_REFER = 2
    URGENT_SPECIALIST = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Certainty(Enum):
    """How well a finding is founded: the best standing among its sources, and its inputs."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    JUDGEMENT = "judgement"
    ESTIMATED = "estimated"


class Because(NamedTuple):
    """One fact of the case that made a rule hold: its name, its value, its place in the case."""

    fact: str
    value: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What the evidence names instead, and where; there is none where it names none."""

    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding: one mechanism, condition or action, never one pair.

    `shown_with` is the code of the finding on whose card this one is read.
    """

    code: str
    severity: Severity
    urgency: Urgency
    title: str
    action: str
    because: tuple[Because, ...]
    cites: tuple[Citation, ...]
    certainty: Certainty
    rule: str
    alternatives: tuple[Alternative, ...] = ()
    shown_with: str | None = None

    @property
    def is_clinical(self) -> bool:
        """False for MGMT_, LAW_ and PLAN_: they follow the disposition and never move it."""
        return self.code.split("_", 1)[0] not in FOLLOWING_FAMILIES


class Unanswered(NamedTuple):
    """A fact nobody gave, the rules that need it, and what it could change."""

    fact: str
    needed_by: tuple[str, ...]
    why: str
    could_reach: Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecognised:
    """Words that were not read with certainty, and what they were read as, if anything."""

    text: str
    where: str
    read_as: str | None = None
