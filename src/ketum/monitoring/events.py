"""What was told about a person who is followed: events are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

from ketum.errors import Complaint

__all__ = ["CONTRADICTS", "Event", "Kind", "Reading", "Role", "without_duplicates"]

CONTRADICTS = "contradicts another event of the same id."
ORDER = attrgetter("known", "at", "id")


class Kind(Enum):
    """What an event tells."""

    DOSE = "dose"
    SCALE = "scale"
    SYMPTOM = "symptom"
    VITAL = "vital"
    LABORATORY = "laboratory"
    LEVEL = "level"
    LAPSE = "lapse"
    CONTACT = "contact"
    LOT = "lot"
    NOTE = "note"
    ACKNOWLEDGEMENT = "acknowledgement"
    CLOSING = "closing"
    CORRECTION = "correction"


class Role(Enum):
    """As what somebody, or something, tells it."""

    PERSON = "person"
    SUPPORTER = "supporter"
    CLINICIAN = "clinician"
    CLINIC = "clinic"
    SENSOR = "sensor"

    @property
    def answers_for_care(self) -> bool:
        return self in {Role.CLINICIAN, Role.CLINIC}


class Reading(NamedTuple):
    """One value an event tells: low and high differ where answers are missing."""

    of: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: when it happened, when it was recorded (both aware), who told it as what.

    `readings` are the payload as numbers of the knowledge, `unread` what could not be turned
    into one. Seconds since 1970 of both times stand beside them because a watch compares them
    thousands of times.
    """

    id: str
    happened: datetime
    recorded: datetime
    by: str
    role: Role
    kind: Kind
    payload: Mapping[str, object]
    readings: tuple[Reading, ...] = ()
    unread: tuple[str, ...] = ()
    at: float = field(init=False)
    known: float = field(init=False)

    def __post_init__(self) -> None:
        if self.happened.tzinfo is None or self.recorded.tzinfo is None:
            raise ValueError("an event needs times with a time zone")
        object.__setattr__(self, "at", self.happened.timestamp())
        object.__setattr__(self, "known", self.recorded.timestamp())

    def same_as(self, other: Event) -> bool:
        """Whether the other is this one delivered again."""
        return (
            self.at == other.at
            and self.known == other.known
            and self.kind is other.kind
            and self.by == other.by
            and self.role is other.role
            and self.payload == other.payload
        )


def without_duplicates(events: Iterable[Event]) -> tuple[list[Event], tuple[Complaint, ...]]:
    """The events in the order in which they became known, each once.

    Of two that contradict each other under one id neither is dropped: both stay, and a complaint
    names it, because nobody can tell which one is true.
    """
    arrived = list(events)
    kept = {event.id: event for event in reversed(arrived)}
    if len(kept) == len(arrived):
        return sorted(arrived, key=ORDER), ()
    others = [
        event
        for event in arrived
        if (first := kept[event.id]) is not event and not first.same_as(event)
    ]
    extra: dict[str, list[Event]] = {}
    for event in others:
        found = extra.setdefault(event.id, [])
        if not any(event.same_as(other) for other in found):
            found.append(event)
    ordered = [*kept.values(), *(event for found in extra.values() for event in found)]
    ordered.sort(key=ORDER if not extra else _order_of_several)
    if not extra:
        return ordered, ()
    complaint = Complaint(
        place="events",
        problem=f"{len(extra)} of them: one {CONTRADICTS}",
        remedy="Both count until one is corrected; give each event an id of its own.",
    )
    return ordered, (complaint,)


def _order_of_several(event: Event) -> tuple[float, float, str, str]:
    """The payload too: which of two that contradict each other arrived first is not known."""
    told = (event.by, event.role.value, event.kind.value, sorted(event.payload.items()))
    return event.known, event.at, event.id, repr(told)
