"""What the machine did meanwhile: a yardstick beside which the other figures are read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from benchmarks.figure import MACHINE, Figure, times_ms

ADDITIONS = 100_000
RUNS = 50


def figures() -> Iterator[Figure]:
    load = ", ".join(f"{mean:.1f}" for mean in os.getloadavg())
    usual, least = times_ms(_add, RUNS)
    yield Figure(
        name="machine.loop", value=usual, unit="ms", n=RUNS,
        note=f"median of {ADDITIONS:,} additions in Python; least {least} ms; load of the last "
        f"1, 5 and 15 minutes {load}; {MACHINE}",
    )  # fmt: skip


def _add() -> int:
    total = 0
    for number in range(ADDITIONS):
        total += number
    return total
