"""How long a review takes, from a shell and inside a running program; writes build/bench.json."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from ketum.evidence import load
from ketum.intake import read_path
from ketum.review import review

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "review_case.toml"
DAY = date(2026, 11, 22)
COLD_RUNS = 9
WARM_RUNS = 200


def median_ms(action: Callable[[], object], runs: int) -> float:
    """The median time of some runs, after one that is not counted."""
    action()
    times = []
    for _ in range(runs):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return round(median(times) * 1000, 2)


def measure() -> list[dict[str, object]]:
    ketum = str(Path(sys.executable).with_name("ketum"))
    command = [ketum, "review", str(CASE), "--format", "json"]
    kb = load()
    case = read_path(CASE, today=DAY)
    cold = median_ms(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), COLD_RUNS
    )
    warm = median_ms(lambda: review(case, kb), WARM_RUNS)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return [
        {
            "name": "review.cold",
            "value": cold,
            "unit": "ms",
            "n": COLD_RUNS,
            "note": f"median whole process, {CASE.name} to JSON; {machine}",
        },
        {
            "name": "review.warm",
            "value": warm,
            "unit": "ms",
            "n": WARM_RUNS,
            "note": f"median review() alone, knowledge and case already read; {machine}",
        },
    ]


def main() -> None:
    figures = measure()
    output = ROOT / "build" / "bench.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for figure in figures:
        print(f"{figure['name']:<12} {figure['value']:>9} {figure['unit']}  n={figure['n']}")


if __name__ == "__main__":
    main()
