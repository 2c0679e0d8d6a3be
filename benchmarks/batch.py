"""How many cases a second `ketum review --batch` does, and whether its memory grows.

The cases are those of all vignettes, in an order that is mixed and always the same.
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.figure import KETUM, MACHINE, Figure
from tests.vignettes.vignette import vignettes

CASES = 100_000
SEED = 20261122
# Memory is compared from here on: by then every worker has met cases of each kind.
SETTLED = 0.3
PAUSE_S = 0.5
MEGABYTE = 1e6
KILOBYTE = 1024


def figures() -> Iterator[Figure]:
    lines = [json.dumps(v.case, default=lambda day: day.isoformat()) for v in vignettes()]
    random.Random(SEED).shuffle(lines)  # noqa: S311  # an order, not a secret
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "cases.ndjson"), Path(folder, "reviews.ndjson")
        with source.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in islice(cycle(lines), CASES))
        start = perf_counter()
        command = [KETUM, "review", "--batch", str(source), "--on", "2026-11-22", "-o", str(output)]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as run:
            memory = list(_memory(run))
            seconds = perf_counter() - start
        if run.returncode != 0:
            raise SystemExit(f"the batch ended with {run.returncode}; nothing was measured.")
    yield Figure(
        name="review.batch_per_s", value=round(CASES / seconds), unit="cases/s", n=CASES,
        note=f"whole process, {len(lines)} cases of the vignettes over and over; {MACHINE}",
    )  # fmt: skip
    settled = memory[int(len(memory) * SETTLED) :]
    if settled:
        third = max(1, len(settled) // 3)
        before, after = max(settled[:third]), max(settled[-third:])
        yield Figure(
            name="batch.memory", value=round(after - before, 1), unit="MB", n=CASES,
            note=f"growth over the last {1 - SETTLED:.0%} of the run, all processes; "
            f"{after:.0f} MB at the end; {MACHINE}",
        )  # fmt: skip


def _memory(run: subprocess.Popen[bytes]) -> Iterator[float]:
    """What the process and its workers hold, in MB, again and again until it ends (Linux)."""
    while run.poll() is None:
        try:
            children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="ascii")
            yield sum(_resident(pid) for pid in (str(run.pid), *children.split()))
        except OSError:
            pass  # one of them has just ended, or this system has no /proc
        sleep(PAUSE_S)


def _resident(pid: str) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    shares = (line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return sum(map(int, shares)) * KILOBYTE / MEGABYTE
