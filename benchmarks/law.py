"""How many answers on the law a second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter

from benchmarks.figure import MACHINE, Figure
from ketum.evidence import load
from ketum.evidence.law import SUBSTANCES
from ketum.law import status

FIRST = date(2016, 1, 1)
DAYS = 300
STEP = timedelta(days=17)


def figures() -> Iterator[Figure]:
    knowledge = load()
    places = sorted(knowledge.law.events)
    for place in places:
        status(place, FIRST, knowledge)
    count = 0
    start = perf_counter()
    for step in range(DAYS):
        for place in places:
            count += len(status(place, FIRST + step * STEP, knowledge).answers)
    seconds = perf_counter() - start
    yield Figure(
        name="law.answers_per_s", value=round(count / seconds), unit="1/s", n=count,
        note=f"one substance at one place on one day each, {len(places)} places, {DAYS} days, "
        f"{len(SUBSTANCES)} substances; each place asked once before; {MACHINE}",
    )  # fmt: skip
