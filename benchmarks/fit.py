"""From levels back to the person, through the public API: one, a thousand, and draws.

The model and the people are those of `engine.py`: a dose every 8 h, here 21 of them, then parent
and metabolite at two hours, each with an error of 20 % that is proportional to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np

from benchmarks.engine import EVENTS, FIXED, OMEGA, TYPICAL, least_s, people
from benchmarks.engine_peers import DOSE_MG, EVERY_H
from benchmarks.figure import MACHINE, Figure
from ketum.exposure import concentrations
from ketum.exposure.fitting import (
    Analyte,
    DoseLine,
    Level,
    Prior,
    Question,
    estimate,
    estimates,
    posterior,
)

PRIOR = Prior(
    typical={**TYPICAL, **FIXED, "ffp": 0.0, "f": 1.0}, omega=dict.fromkeys(TYPICAL, OMEGA)
)
DOSES = (DoseLine(time_h=0.0, amount_mg=DOSE_MG, count=21, ii_h=EVERY_H),)
AT_H = (162.0, 167.0)
ERROR = 0.2
DRAWS = 1000


def questions(count: int) -> list[Question]:
    """People drawn from the prior, and what a laboratory found in them; the same each time."""
    draw = np.random.default_rng(2)
    true = concentrations(people(count), EVENTS, np.array(AT_H))
    found = true * np.maximum(1.0 + ERROR * draw.standard_normal(true.shape), ERROR)
    return [
        Question(
            prior=PRIOR,
            doses=DOSES,
            levels=[
                Level(analyte=a, time_h=hour, value=found[a, j, i], proportional=ERROR)
                for j, hour in enumerate(AT_H)
                for a in Analyte
            ],
        )
        for i in range(count)
    ]


def figures() -> Iterator[Figure]:
    machine = f"{MACHINE}, load {os.getloadavg()[0]:.1f}, least of n"
    asked = questions(1000)
    note = f"one MAP of four levels; limit 0.2; {machine}"
    w4 = [least_s(lambda one=one: estimate(one), 50) for one in asked[:50]]  # type: ignore[misc]
    yield _figure("engine.W4", float(np.median(w4)) * 1e3, "ms", 50, f"median of 50 people, {note}")
    yield _figure("engine.W4_slowest", max(w4) * 1e3, "ms", 50, f"slowest of 50 people, {note}")
    w5 = least_s(lambda: estimates(asked), 20)
    yield _figure("engine.W5", w5, "s", 20, f"1,000 MAPs; limit 0.1; {machine}")
    steepest = max(found.steepest for found in estimates(asked))
    note = "the largest component of the slope at the optimum over W5; limit 1e-8"
    yield _figure("engine.W5_slope", steepest, "", len(asked), note)
    one = asked[0]
    w6 = least_s(lambda: posterior(one, DRAWS), 20)
    found = posterior(one, DRAWS)
    note = f"{DRAWS:,} posterior draws; limit 20; worth {found.effective:,.0f} of 20,000 proposals"
    note = f"{note}, Pareto k {found.pareto_k:.2f}; {machine}"
    yield _figure("engine.W6", w6 * 1e3, "ms", 20, note)


def _figure(name: str, value: float, unit: str, n: int, note: str) -> Figure:
    return Figure(name=name, value=float(f"{value:.4g}"), unit=unit, n=n, note=note)
