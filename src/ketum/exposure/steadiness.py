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
# In a model without slow changes only the slowest term is left after so many days.
ENOUGH_D = 7


def step_of(doses: Sequence[Dose]) -> float | None:
    """Hours of whole intervals that make about a day; None where the doses are not regular."""
    if len(doses) != 1 or doses[0].ii_h <= 0.0:
        return None
    return doses[0].ii_h * math.ceil(HOURS_OF_A_DAY / doses[0].ii_h * (1.0 - 1e-9))


def is_long_enough(model: ExposureModel, history_h: float) -> bool:
    """Whether the troughs of a history tell those of endless use."""
    return history_h >= ENOUGH_D * HOURS_OF_A_DAY and not model.extends


def followed(model: ExposureModel, values: Mapping[str, Array], dose: Dose, step_h: float) -> Array:
    """Troughs of the same doses for weeks, one each `step_h` from the first dose on."""
    counted = math.ceil(FOLLOWED_D * HOURS_OF_A_DAY / dose.ii_h)
    run = strands(model, values, [replace(dose, time_h=0.0, addl=counted)])
    times = step_h * np.arange(
        math.ceil(FOLLOWED_D * HOURS_OF_A_DAY / step_h) + 1, dtype=np.float64
    )
    return levels(run, times)


def days_to_steady_state(
    troughs: Array, step_h: float, rates: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Days for the alkaloid and what is formed from it, from troughs (2, times, people).

    In the end only the slowest term still grows, by the same factor each day: a geometric series
    gives the trough of endless use. Between two troughs the time is interpolated.
    """
    step = step_h
    times = troughs[0]
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
