"""The figures as a page, with what was asked of them; docs/reference/figures.md is a copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from benchmarks.figure import MACHINE, ROOT, Figure

__all__ = ["PAGE", "write_page"]

PAGE = ROOT / "build" / "figures.md"

GOALS = {
    "review.cold": "at most 800",
    "review.warm": "at most 5",
    "review.batch_per_s": "at least 1,000",
    "batch.memory": "flat",
    "engine.W1": "at most 50 us",
    "engine.W2": "at most 15 ms, and 2.5 times engine.fill_fresh",
    "engine.W3": "at most 8 ms",
    "engine.W4": "at most 0.2 ms",
    "engine.W5": "at most 0.1 s",
    "engine.W5_slope": "at most 1e-8",
    "engine.W6": "at most 20 ms",
    "engine.max_relative_error": "at most 1e-10",
    "review.exposure_warm": "at most 60",
    "review.exposure_cold": "at most 2,500",
    "watch.year": "at most 20",
    "watch.clinic": "at most 30 s",
    "population.memory_growth": "flat",
    "law.answers_per_s": "at least 10,000",
}
HEAD = """# Figures

Measured by `make bench` on {day}, {machine}; it writes this page as
`build/figures.md`, and `build/bench.json`. A figure says what one machine did on one day.

| Figure | Measured | Asked | n | What was measured |
|---|---|---|---|---|
"""


def write_page(figures: Iterable[Figure], on: date) -> None:
    """Write the page anew into `build/`."""
    rows = [
        f"| {figure.name} | {figure.value:,} {figure.unit} | {GOALS.get(figure.name, '')} "
        f"| {figure.n:,} | {figure.note} |\n"
        for figure in figures
    ]
    head = HEAD.format(day=on.isoformat(), machine=MACHINE)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(head + "".join(rows), encoding="utf-8")
