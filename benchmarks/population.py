"""How long the steady state of a million virtual people takes, and whether memory stays flat."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.figure import KETUM, MACHINE, ROOT, Figure
from ketum.evidence import load
from ketum.exposure import cohort_of, population

EXAMPLE = ROOT / "examples" / "population.toml"
MILLION = 1_000_000
SIZES = (100_000, MILLION, 10 * MILLION)
RUNS = 3
KILOBYTES_OF_A_MEGABYTE = 1e6 / 1024
WORKERS = (1, 2)


def figures() -> Iterator[Figure]:
    yield _million()
    peaks = {people: _peak_mb(people) for people in SIZES}
    listed = ", ".join(f"{people:,}: {mb:.1f} MB" for people, mb in peaks.items())
    yield Figure(
        name="population.memory_growth", value=round(peaks[MILLION] - peaks[SIZES[0]], 1),
        unit="MB", n=MILLION,
        note=f"peak of the whole process, a million against 100,000 people; {listed}; {MACHINE}",
    )  # fmt: skip
    for workers in WORKERS:
        start = perf_counter()
        _command(MILLION, "--workers", str(workers))
        yield Figure(
            name=f"population.workers_{workers}", value=round(perf_counter() - start, 2), unit="s",
            n=MILLION, note=f"whole process, starting the cluster too; {MACHINE}",
        )  # fmt: skip


def _million() -> Figure:
    given = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    cohort = cohort_of({**given, "people": MILLION}, lambda _: "not computed")
    knowledge = load()
    times = []
    for _ in range(RUNS + 1):
        start = perf_counter()
        population(cohort, knowledge)
        times.append(perf_counter() - start)
    groups = len(cohort.groups())
    return Figure(
        name="population.million", value=round(min(times[1:]), 2), unit="s", n=MILLION,
        note=f"population() alone, {groups} groups, least of {RUNS}; load "
        f"{os.getloadavg()[0]:.1f}; {MACHINE}",
    )  # fmt: skip


def _peak_mb(people: int) -> float:
    """The most memory that the command held (Linux)."""
    with Path(os.devnull).open("wb") as nowhere:
        run = subprocess.Popen(
            [KETUM, "population", EXAMPLE, "-n", str(people), "--format", "csv"], stdout=nowhere
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"the population ended with {run.returncode}; nothing was measured.")
    return used.ru_maxrss / KILOBYTES_OF_A_MEGABYTE


def _command(people: int, *options: str) -> None:
    command = [KETUM, "population", str(EXAMPLE), "-n", str(people), "--format", "csv", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
