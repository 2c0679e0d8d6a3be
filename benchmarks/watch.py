"""How long a watch takes: over a year of one person, and over a clinic."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import cycle, islice
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.figure import MACHINE, Figure, times_ms
from ketum.evidence import KnowledgeBase, load
from ketum.monitoring import Event, Kind, Reader, Role, watch
from ketum.plan import Intake, Phase, Plan, Step, Substance, Track

START = date(2025, 11, 1)
ZONE = "America/New_York"
RUNS = 15
PEOPLE = 10_000
WORKERS = 2
# A person of the clinic is in week 12, with three intakes a day.
CLINIC_DAYS, CLINIC_INTAKES = 84, 3
YEAR_DAYS, YEAR_INTAKES = 365, 10
COURSES = 40
CHUNKS = 100
SEEDED = Random(7)  # noqa: S311 - no secret


def figures() -> Iterator[Figure]:
    yield _year()
    yield _clinic()


def _year() -> Figure:
    knowledge, plan = load(), _plan(YEAR_DAYS, YEAR_INTAKES)
    events = _events(plan, YEAR_DAYS, SEEDED, Reader(knowledge))
    now = _at(YEAR_DAYS, 12)
    median, least = times_ms(lambda: watch(plan, events, knowledge, now), RUNS)
    return Figure(
        name="watch.year", value=median, unit="ms", n=RUNS,
        note=f"median, {len(events):,} events of one person in a year, {YEAR_INTAKES} intakes a "
        f"day; least {least} ms; {MACHINE}",
    )  # fmt: skip


def _clinic() -> Figure:
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(_watch_people, [COURSES] * WORKERS))
        start = perf_counter()
        watched = sum(pool.map(_watch_people, [PEOPLE // CHUNKS] * CHUNKS))
        elapsed = perf_counter() - start
    return Figure(
        name="watch.clinic", value=round(elapsed, 1), unit="s", n=watched,
        note=f"{WORKERS} processes, {CLINIC_DAYS} days and {len(_courses()[0][1])} events each, "
        f"{COURSES} courses in turn; {MACHINE}",
    )  # fmt: skip


def _watch_people(people: int) -> int:
    """Watch so many people, whose courses were made before."""
    knowledge, now = _knowledge(), _at(CLINIC_DAYS, 12)
    for plan, events in islice(cycle(_courses()), people):
        watch(plan, events, knowledge, now)
    return people


@cache
def _knowledge() -> KnowledgeBase:
    return load()


@cache
def _courses() -> tuple[tuple[Plan, list[Event]], ...]:
    plan, reader = _plan(CLINIC_DAYS, CLINIC_INTAKES), Reader(_knowledge())
    return tuple(
        (plan, _events(plan, CLINIC_DAYS, Random(seed), reader))  # noqa: S311 - no secret
        for seed in range(COURSES)
    )


def _plan(days: int, intakes: int) -> Plan:
    steps = []
    starts = START
    for number in range(days // 7 + 1):
        each = 3 - 0.04 * number
        hours = tuple(Intake(at=time(7 + hour), amount=each, unit="g") for hour in range(intakes))
        steps.append(
            Step(number=number + 1, phase=Phase.TAPER, starts=starts, days=7, intakes=hours)
        )
        starts = steps[-1].ends
    return Plan(
        id="bench", version=1, start=START, time_zone=ZONE, track=Track.A, goal="stop",
        substance=Substance.LEAF, steps=tuple(steps),
    )  # fmt: skip


def _at(day: int, hour: int) -> datetime:
    local = datetime.combine(START + timedelta(days=day), time(hour), tzinfo=ZoneInfo(ZONE))
    return local.astimezone(ZoneInfo("UTC"))


def _events(plan: Plan, days: int, random: Random, reader: Reader) -> list[Event]:
    events: list[Event] = []

    def tell(day: int, hour: int, kind: Kind, payload: dict[str, object]) -> None:
        readings, unread = reader.read(kind, payload)
        at = _at(day, hour)
        events.append(
            Event(
                id=f"e{len(events)}",
                happened=at,
                recorded=at,
                by="the person",
                role=Role.PERSON,
                kind=kind,
                payload=payload,
                readings=readings,
                unread=unread,
            )
        )

    for day in range(days):
        step = plan.steps[day // 7]
        for intake in step.intakes:
            tell(day, intake.at.hour, Kind.DOSE, {"amount": intake.amount, "unit": "g"})
        tell(day, 9, Kind.SCALE, {"scale": "SOWS", "total": random.randint(2, 12)})
        for what, low, high, unit in (
            ("craving", 1, 6, "1"), ("heart-rate", 55, 100, "/min"), ("sleep", 5, 9, "h"),
        ):  # fmt: skip
            value = random.randint(low, high)
            tell(day, 9, Kind.VITAL, {"what": what, "value": value, "unit": unit})
        if day % 7 == 0:
            tell(day, 10, Kind.SCALE, {"scale": "PHQ-9", "total": random.randint(2, 9)})
    return events
