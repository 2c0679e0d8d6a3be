"""The exposure engine through its public API: one person, ten thousand, a hundred thousand.

A swallowed dose every 8 h for 28 days, parent and metabolite at 673 hours; a limit stands beside
each figure. Peers are asked for the same curves in the same run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import numpy as np

from benchmarks.engine_peers import DOSE_MG, DOSES, EVERY_H, installed
from benchmarks.figure import MACHINE, Figure
from ketum.exposure import (
    Event,
    Parameters,
    concentrations,
    population_summary,
    steady_state,
)
from ketum.exposure.draws import normals
from ketum.exposure.summaries import BLOCK
from tests.reference.exact import curve, one_of, relative_error

EVENTS = (Event(time=0.0, amt=DOSE_MG, ii=EVERY_H, addl=DOSES - 1),)
TIMES = np.arange(673.0)
TYPICAL = {"ka": 1.5, "cl": 140.0, "v1": 900.0, "q": 150.0, "fsys": 0.2, "clm": 60.0}
FIXED = {"v2": 4000.0, "vm": 300.0}
OMEGA = 0.4
CHECKED = 5


def people(count: int) -> Parameters:
    """People whose first parameters differ log-normally; the same people each time."""
    draw = np.random.default_rng(1)
    varied = {k: v * np.exp(OMEGA * draw.standard_normal(count)) for k, v in TYPICAL.items()}
    return Parameters.of({**varied, **FIXED})


def least_s(action: Callable[[], object], runs: int) -> float:
    """The least time of many: other work on the machine only ever adds."""
    action()
    found = []
    for _ in range(runs):
        start = perf_counter()
        action()
        found.append(perf_counter() - start)
    return min(found)


def figures() -> Iterator[Figure]:
    machine = f"{MACHINE}, load {os.getloadavg()[0]:.1f}, least of n"
    one, many, crowd = people(1), people(10_000), people(100_000)
    w1 = least_s(lambda: concentrations(one, EVENTS, TIMES), 2000)
    yield _figure("engine.W1", w1 * 1e6, "us", 2000, f"one person; limit 50; {machine}")
    shape = (2, len(TIMES), len(many))
    fill = least_s(lambda: np.full(shape, 1.0), 40)
    yield _figure(
        "engine.fill_fresh", fill * 1e3, "ms", 40, f"allocate and fill {shape}; {machine}"
    )
    w2 = least_s(lambda: concentrations(many, EVENTS, TIMES), 40)
    times = f"{w2 / fill:.1f} times engine.fill_fresh, limit 2.5"
    yield _figure("engine.W2", w2 * 1e3, "ms", 40, f"10,000 people; limit 15; {times}; {machine}")
    w3 = least_s(lambda: steady_state(crowd, DOSE_MG, EVERY_H), 40)
    note = f"Cmax, Cmin, AUC at steady state of 100,000 people; limit 8; {machine}"
    yield _figure("engine.W3", w3 * 1e3, "ms", 40, note)
    yield _accuracy(many)
    yield from _million()
    for name, solve in installed().items():
        taken = least_s(lambda solve=solve: solve(one), 3)  # type: ignore[misc]
        ours = concentrations(one, EVENTS, TIMES)[:, 1:, 0]
        apart = float(np.abs(solve(one)[:, 1:] / ours - 1).max())
        note = f"{taken / w1:.0f} times engine.W1; it differs by {apart:.0e}; {machine}"
        yield _figure(f"engine.peer.{name}.W1", taken * 1e3, "ms", 3, note)


def _million() -> Iterator[Figure]:
    """The time of a million people, and the memory that they need beyond that of one block."""

    def block(first: int, count: int) -> Parameters:
        drawn = normals(1, first, count, len(TYPICAL))
        varied = {k: v * np.exp(OMEGA * drawn[:, i]) for i, (k, v) in enumerate(TYPICAL.items())}
        return Parameters.of({**varied, **FIXED})

    count = 1_000_000
    population_summary(block, BLOCK, DOSE_MG, EVERY_H)
    before = getrusage(RUSAGE_SELF).ru_maxrss
    taken = least_s(lambda: population_summary(block, count, DOSE_MG, EVERY_H), 1)
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    note = f"drawn and summarised; peak memory grew by {grown:.0f} MB; {MACHINE}"
    yield _figure("engine.million_summaries", taken, "s", count, note)


def _figure(name: str, value: float, unit: str, n: int, note: str) -> Figure:
    return Figure(name=name, value=float(f"{value:.4g}"), unit=unit, n=n, note=note)


def _accuracy(many: Parameters) -> Figure:
    """Against 50 digits, over the first people of W2."""
    found = concentrations(many, EVENTS, TIMES)
    doses = [(EVERY_H * k, DOSE_MG) for k in range(DOSES)]
    worst = max(
        relative_error(found[:, :, i], curve(one_of(many, i), doses, list(TIMES)))
        for i in range(CHECKED)
    )
    note = f"against 50 digits, {CHECKED} people of W2, each hour; limit 1e-10"
    return _figure("engine.max_relative_error", worst, "", CHECKED, note)
