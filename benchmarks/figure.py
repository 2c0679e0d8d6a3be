"""What a measurement gives, and the clock that the measurements share."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

__all__ = ["EXAMPLE", "KETUM", "MACHINE", "ROOT", "Figure", "times_ms"]

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "review_case.toml"
KETUM = str(Path(sys.executable).with_name("ketum"))
MACHINE = f"Python {platform.python_version()}, {os.cpu_count()} cores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of build/bench.json; `n` is how often it was measured, or over how many."""

    name: str
    value: float
    unit: str
    n: int
    note: str


def times_ms(action: Callable[[], object], runs: int) -> tuple[float, float]:
    """The median and the least time of some runs, after one that is not counted."""
    action()
    times = []
    for _ in range(runs):
        start = perf_counter()
        action()
        times.append((perf_counter() - start) * 1000)
    return round(median(times), 2), round(min(times), 2)
