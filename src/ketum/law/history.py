"""The changes at one place over time, and everywhere since a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ketum.evidence import KnowledgeBase
from ketum.evidence.law import SUBSTANCES, LawStatus, LegalEvent
from ketum.law.places import read_place
from ketum.law.standing import State, state_of
from ketum.law.status import history

__all__ = ["Change", "changes", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A day on which an event begins or ends, or a status flips; `said` is the date as known."""

    on: date | None
    said: str
    place: str
    name: str
    what: str
    event: LegalEvent | None = None
    substance: str | None = None
    status: LawStatus | None = None


def timeline(place: str, on: date, knowledge: KnowledgeBase) -> tuple[Change, ...]:
    """Every event of the place and of the layers above it, and each flip of a status.

    Events without a date come last.
    """
    reading = read_place(place, knowledge.law)
    found: list[Change] = []
    for layer in reading.layers:
        for event in knowledge.law.events.get(layer, ()):
            found += _of_event(event, on)
    if reading.code:
        for substance in SUBSTANCES:
            days = history(reading, substance, None, knowledge)
            before = None
            for day, answer in zip(days.starts, days.answers, strict=True):
                if before is not None and answer.status is not before:
                    found.append(
                        Change(
                            on=day, said=day.isoformat(), place=reading.code, name=reading.name,
                            what=f"{substance}: {answer.status.value}", substance=substance,
                            status=answer.status,
                        )
                    )  # fmt: skip
                before = answer.status
    return tuple(sorted(found, key=_in_time))


def changes(since: date, on: date, knowledge: KnowledgeBase) -> tuple[Change, ...]:
    """Every dated beginning and end since a day, and what is still to come."""
    found = (
        change
        for events in knowledge.law.events.values()
        for event in events
        for change in _of_event(event, on)
        if change.on is not None and change.on >= since
    )
    return tuple(sorted(found, key=_in_time))


def _of_event(event: LegalEvent, on: date) -> Iterator[Change]:
    state = state_of(event, on)
    statuses = " or ".join(s.value for s in event.statuses)
    what = f"{', '.join(event.substances)}: {statuses} ({state.value})"
    start = event.starts
    if start is None and event.as_of is not None and state in (State.PROPOSED, State.WITHDRAWN):
        start = event.as_of
        what += f", as its source said on {start.said}"
    yield Change(
        on=start.first if start else None, said=start.said if start else "no date",
        place=event.place, name=event.place_name, what=what, event=event,
    )  # fmt: skip
    if event.ends is not None:
        yield Change(
            on=event.ends.last, said=event.ends.said, place=event.place, name=event.place_name,
            what=f"last day of: {', '.join(event.substances)}: {statuses}", event=event,
        )  # fmt: skip


def _in_time(change: Change) -> tuple[date, str, str]:
    return (change.on or date.max, change.place, change.what)
