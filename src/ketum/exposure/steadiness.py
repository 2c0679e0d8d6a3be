"""How many days of the same doses until the trough is nearly that of endless use."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose
from ketum.evidence.models import ExposureModel
from ketum.exposure.strands import levels, strands

Array = NDArray[np.float64]

NEARLY = 0.95
HOURS_OF_A_DAY = 24.0
FOLLOWED_D = 14


def days_to_steady_state(
    model: ExposureModel,
    values: Mapping[str, Array],
    doses: Sequence[Dose],
    rates: tuple[Array, Array],
) -> tuple[Array, Array] | None:
    """Days, for the alkaloid and what is formed from it; None where the doses are not regular.

    After weeks only the slowest term still grows, by the same factor each day: a geometric series
    gives the trough of endless use. Between two days the time is interpolated.
    """
    if len(doses) != 1 or doses[0].ii_h <= 0.0:
        return None
    dose = doses[0]
    step = dose.ii_h * math.ceil(HOURS_OF_A_DAY / dose.ii_h * (1.0 - 1e-9))
    counted = math.ceil(FOLLOWED_D * HOURS_OF_A_DAY / dose.ii_h)
    run = strands(model, values, [replace(dose, time_h=0.0, addl=counted)])
    times = run[0].lag_h + step * np.arange(
        math.ceil(FOLLOWED_D * HOURS_OF_A_DAY / step) + 1, dtype=np.float64
    )
    troughs = levels(run, times)
    found = []
    for place in range(2):
        curve = troughs[place]
        left = np.exp(-rates[place] * step)
        endless = curve[-1] + (curve[-1] - curve[-2]) * left / (1.0 - left)
        wanted = NEARLY * endless
        after = np.maximum((curve < wanted).sum(axis=0), 1)
        everyone = np.arange(curve.shape[1])
        inside = np.minimum(after, len(times) - 1)
        low, high = curve[inside - 1, everyone], curve[inside, everyone]
        days = inside - 1.0 + (wanted - low) / np.where(high > low, high - low, 1.0)
        # Beyond what was followed the rest shrinks by the slowest rate alone.
        rest = (endless - curve[-1]) / np.where(endless > 0.0, endless, 1.0)
        later = (
            len(times)
            - 1
            + np.log(np.maximum(rest, 1e-300) / (1.0 - NEARLY)) / (rates[place] * step)
        )
        found.append(np.where(after >= len(times), later, days) * step / HOURS_OF_A_DAY)
    return found[0], found[1]
