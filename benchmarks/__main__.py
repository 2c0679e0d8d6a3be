"""Measure everything, print the figures as they come, write build/bench.json and their page.

`python -m benchmarks batch` measures one subject, and writes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date

from benchmarks import (
    alarms,
    batch,
    engine,
    fit,
    law,
    machine,
    one_review,
    plan,
    population,
    product,
    ratios,
    watch,
)
from benchmarks.figure import ROOT, Figure
from benchmarks.table import write_page

SUBJECTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "machine": machine.figures,
    "one_review": one_review.figures,
    "alarms": alarms.figures,
    "batch": batch.figures,
    "engine": engine.figures,
    "population": population.figures,
    "fit": fit.figures,
    "ratios": ratios.figures,
    "law": law.figures,
    "product": product.figures,
    "plan": plan.figures,
    "watch": watch.figures,
}


def measure(subjects: list[str]) -> Iterator[Figure]:
    for subject in subjects:
        for figure in SUBJECTS[subject]():
            print(f"{figure.name:<32} {figure.value:>10} {figure.unit:<8} n={figure.n}", flush=True)
            yield figure


def main() -> None:
    asked = sys.argv[1:]
    if unknown := set(asked) - SUBJECTS.keys():
        raise SystemExit(f"no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}.")
    measured = list(measure(asked or list(SUBJECTS)))
    if not asked:
        write_page(measured, date.today())  # the day of this machine
        found = [asdict(figure) for figure in measured]
        output = ROOT / "build" / "bench.json"
        output.parent.mkdir(exist_ok=True)
        output.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
