"""Flags that nobody tells: entries that did not come, as it was known when they should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import inf
from typing import NamedTuple

from ketum.evidence.flags import WatchFlag
from ketum.monitoring.agenda import Answered, Slot
from ketum.monitoring.days import Days
from ketum.monitoring.rules import Rules

__all__ = ["Asked", "Silent", "missed", "silent"]

HOUR = 3600.0


class Silent(NamedTuple):
    """A flag raised by the clock, at this moment."""

    at: float
    flag: WatchFlag
    of: str


class Asked(NamedTuple):
    """A measure of the plan with its slots and what answered it."""

    measure: str
    who: str
    slots: Sequence[Slot]
    answers: Sequence[Answered]


def silent(rules: Rules, entries: Iterable[float], days: Days, now: float) -> Iterator[Silent]:
    """So many hours without an entry in the first days; `entries` say when each became known."""
    asked = rules.of_kind.get("silent", ())
    last = max((days.ends(int(trend.numbers["to_day"])) for _, trend in asked), default=-inf)
    told = list(takewhile(lambda known: known <= last, entries))
    for flag, trend in asked:
        wait = trend.numbers["hours"] * HOUR
        since = days.begins(int(trend.numbers["from_day"]))
        until = min(now, days.ends(int(trend.numbers["to_day"])))
        for at in (*(at for at in told if since < at <= until), until):
            if since + wait <= at:
                yield Silent(since + wait, flag, "silent")
            since = at


def missed(rules: Rules, asked: Iterable[Asked], days: Days, now: float) -> Iterator[Silent]:
    """So many days in a row whose entry was not there when the day ended."""
    measures = tuple(asked)
    for flag, trend in rules.of_kind.get("missed", ()):
        wanted, gap = int(trend.numbers["count"]), int(trend.numbers["every_at_most"])
        for measure in measures:
            if trend.who in measure.who:
                yield from (
                    Silent(at, flag, f"{measure.measure}, missed")
                    for at in _runs(measure, days, now, wanted, gap)
                )


def _runs(measure: Asked, days: Days, now: float, wanted: int, gap: int) -> Iterator[float]:
    """When each run of missed slots came to its length."""
    run, last, place, answers = 0, None, 0, measure.answers
    for slot in measure.slots:
        begins, ends = days.begins(slot.day), days.ends(slot.day)
        if ends > now:
            return
        while place < len(answers) and answers[place].at < begins:
            place += 1
        is_told, ahead = False, place
        while ahead < len(answers) and answers[ahead].at < ends and not is_told:
            is_told = answers[ahead].known < ends
            ahead += 1
        is_next = last is not None and slot.day - last <= gap
        run = 0 if is_told else run + 1 if is_next else 1
        last = slot.day
        if run == wanted:
            yield ends
