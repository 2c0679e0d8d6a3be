"""What became of people who were followed: one row a person, and a clinic's table without anyone.

A table for others holds no name, id, place or date. A cell of fewer people than the knowledge base
allows is left out, and so is a second one of its column where the first could be worked out from
the sum. Tables are tidy rows, written by `ketum.exchange` as CSV or Parquet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ketum.evidence import KnowledgeBase
from ketum.exchange import Row, write_csv
from ketum.monitoring.events import Event, Kind, without_duplicates
from ketum.monitoring.watch import Watched
from ketum.plan import Plan

__all__ = ["Outcome", "clinic_table", "outcome", "rows_of", "tidy"]

SCALES = ("SOWS", "COWS", "PHQ-9")
DAY = 24 * 3600.0
COLUMNS = ("outcome", "value", "people", "suppressed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One person's course until a moment, without anything that names the person.

    `retained`: somebody told or did something within the last `outcome.retained_days`. `first` and
    `last` are totals of scales, `planned` the grams or mg a day of the first and the present step.
    `overrides` are warnings that were acknowledged at signing, each with its reason.
    """

    track: str
    days: int
    retained: bool
    planned: tuple[float | None, float | None]
    first: Mapping[str, float]
    last: Mapping[str, float]
    alerts: Mapping[str, int]
    adverse: tuple[str, ...]
    unanswered: int
    overrides: Mapping[str, str]


def outcome(
    plan: Plan, events: Iterable[Event], watched: Watched, knowledge: KnowledgeBase
) -> Outcome:
    """What the events of one person come to, as of the moment of the watch."""
    moment = watched.now.timestamp()
    known = [e for e in without_duplicates(events)[0] if e.known <= moment and e.at <= moment]
    latest = max((event.at for event in known), default=None)
    within = knowledge.monitoring.number("outcome.retained_days") * DAY
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    for event in sorted(known, key=lambda each: each.at):
        if event.kind is Kind.SCALE:
            for reading in event.readings:
                if reading.of in SCALES and reading.low == reading.high:
                    first.setdefault(reading.of, reading.low)
                    last[reading.of] = reading.low
    step = plan.step_on(watched.now.date())
    taken = [each for each in plan.steps if each.intakes]
    return Outcome(
        track=plan.track.value,
        days=max(0, watched.day + 1),
        retained=latest is not None and moment - latest <= within,
        planned=(taken[0].day_total if taken else None, step.day_total if step else None),
        first=first,
        last=last,
        alerts=Counter(alert.flag.urgency.value for alert in watched.alerts),
        adverse=tuple(dict.fromkeys(a.flag.id for a in watched.alerts if a.stops)),
        unanswered=sum(alert.escalated is not None for alert in watched.alerts),
        overrides={
            code: why for each in plan.signatures for code, why in each.acknowledged.items()
        },
    )


def clinic_table(
    people: Iterable[Outcome], knowledge: KnowledgeBase
) -> tuple[tuple[str, str, int | None], ...]:
    """Rows of (outcome, value, people); None where a cell is too small to be shown."""
    counted: dict[str, Counter[str]] = {}

    def count(name: str, value: str) -> None:
        counted.setdefault(name, Counter())[value] += 1

    for person in people:
        count("all", "people")
        count("track", person.track)
        count("retained", "yes" if person.retained else "no")
        for flag in person.adverse:
            count("adverse event", flag)
        for urgency, number in person.alerts.items():
            if number:
                count("alert", urgency)
        for code in person.overrides:
            count("override", code)
        for scale in person.last:
            change = person.last[scale] - person.first[scale]
            fell = "lower" if change < 0 else "higher" if change > 0 else "the same"
            count(f"{scale}, last against first", fell)
    least = int(knowledge.monitoring.number("outcome.least_cell"))
    return tuple(
        (name, value, number)
        for name, values in counted.items()
        for value, number in _suppressed(values, least).items()
    )


def _suppressed(values: Counter[str], least: int) -> dict[str, int | None]:
    """Small cells left out; where one alone is, the next smallest too, or a sum would tell it."""
    small = [value for value, number in values.items() if number < least]
    if len(small) == 1 and len(values) > 1:
        others = sorted((number, value) for value, number in values.items() if value not in small)
        small.append(others[0][1])
    return {value: None if value in small else number for value, number in values.items()}


def rows_of(table: Iterable[tuple[str, str, int | None]]) -> list[Row]:
    """The table as tidy rows, one observation each; a cell that was left out says so."""
    return [
        dict(zip(COLUMNS, (name, value, number, number is None), strict=True))
        for name, value, number in table
    ]


def tidy(table: Iterable[tuple[str, str, int | None]]) -> str:
    """The rows as CSV."""
    return write_csv(rows_of(table), COLUMNS)
