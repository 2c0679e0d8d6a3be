"""The calendar of a plan: what is due on which day, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from math import inf
from typing import NamedTuple

from ketum.evidence.monitoring import CalendarRun, WatchMeasure
from ketum.monitoring.days import Days, months_later

__all__ = ["Answered", "Item", "Slot", "State", "agenda", "answers_of", "slots_of"]


SHORTEST_MONTH = 28


class State(Enum):
    """What became of an item. LATE was told after its day, or from memory; MISSED will not be."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


class Answered(NamedTuple):
    """One entry: when it happened, when it became known, by whom, in which event."""

    at: float
    known: float
    by: str
    event: str


class Slot(NamedTuple):
    """A day on which a measure is asked for, and how often."""

    day: int
    needed: int


class Item(NamedTuple):
    """One line of the calendar; `by` are those who answered it."""

    measure: str
    who: str
    due: date
    needed: int
    given: int
    state: State
    by: tuple[str, ...]


Told = Mapping[str, Sequence[Answered]]


def slots_of(
    runs: Iterable[CalendarRun], days: Days, until: int, open_until: int | None = None
) -> tuple[Slot, ...]:
    """The days up to `until` on which a measure is asked for, in order.

    A run that has no end of its own ends on `open_until`.
    """
    wanted: dict[int, int] = {}
    for run in runs:
        for day in _days_of(run, days, until if open_until is None else open_until):
            if day <= until:
                wanted[day] = max(run.per_day, wanted.get(day, 0))
    return tuple(Slot(day, wanted[day]) for day in sorted(wanted))


def _days_of(run: CalendarRun, days: Days, until: int) -> Iterator[int]:
    yield from run.days
    if run.start is not None:
        last = until if run.to is None else run.to
        yield from range(run.start, last + 1, run.every)
    months = list(run.months)
    if run.every_months:
        most = until // SHORTEST_MONTH + 1
        months += range(run.from_month, most + 1, run.every_months)
    for month in months:
        yield days.number_of(months_later(days.start, month))


def answers_of(measure: WatchMeasure, told: Told) -> Sequence[Answered]:
    """The entries that answer a measure, each event once, in the order in which they happened."""
    found = [told[name] for name in sorted(measure.done_by) if name in told]
    if not found:
        return ()
    if len(found) == 1:
        return sorted(found[0])
    by_event = {entry.event: entry for entries in found for entry in entries}
    return sorted(by_event.values())


def agenda(
    measure: WatchMeasure,
    slots: Sequence[Slot],
    answers: Sequence[Answered],
    days: Days,
    now: float,
) -> Iterator[Item]:
    """What became of each slot. An entry answers the last slot that had begun."""
    place, several, who, identity = 0, len(answers), measure.who, measure.id
    starts = [days.begins(slot.day) for slot in slots]
    starts.append(inf)
    for index, (day, needed) in enumerate(slots):
        begins, closes = starts[index], starts[index + 1]
        while place < several and answers[place].at < begins:
            place += 1
        first = place
        while place < several and answers[place].at < closes:
            place += 1
        given = answers[first:place]
        # Days that follow one another share a midnight.
        ends = closes if closes < inf and slots[index + 1].day == day + 1 else days.ends(day)
        state = _state(given, needed, begins, ends, closes, now)
        by = tuple({entry.by: None for entry in given}) if given else ()
        yield Item(identity, who, days.date_of(day), needed, len(given), state, by)


def _state(
    given: Sequence[Answered], needed: int, begins: float, ends: float, closes: float, now: float
) -> State:
    if len(given) >= needed:
        last = given[needed - 1]
        return State.DONE if last.at < ends and last.known < ends else State.LATE
    if now < begins:
        return State.UPCOMING
    if now < ends:
        return State.DUE
    return State.OVERDUE if now < closes else State.MISSED
