"""A clearance that saturates: no closed form, so a fixed step of Runge-Kutta 4.

As the linear model, but the clearance of the parent falls with its own concentration C (ng/mL):

    CL(C) = CL / (1 + C / C50)

Every answer is computed with a step and with half of it. The difference estimates the error, and
the better of the two is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.march import STATES
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Event, check
from ketum.exposure.timeline import Stops, timeline

Array = NDArray[np.float64]

# Halving the step of a method of fourth order divides its error by 16; what is left of the
# difference is a fifteenth. Taking all of it is the safe side.
STEPS_PER_H = 16
MOST_STEPS_PER_H = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrated:
    """Concentrations in ng/mL, shape (2, times, people), and the largest error (ng/mL) of each.

    `error` (2, people) is the difference to the answer with the double step.
    """

    concentrations: Array
    error: Array


def saturable_concentrations(
    parameters: Parameters,
    half_saturation_ng_per_ml: float,
    events: Sequence[Event],
    times_h: ArrayLike,
    *,
    lag_h: float = 0.0,
    steps_per_h: int = STEPS_PER_H,
) -> Integrated:
    """Concentrations where the clearance is half of itself at `half_saturation_ng_per_ml`.

    Raises:
        InputRefused: as `concentrations` does; also for a steady state, which has no shortcut
            here, and for rates too fast for the step.
    """
    times = np.asarray(times_h, dtype=np.float64)
    check(events, times, lag_h, ())
    rates = parameters.rates()
    fastest = float(np.max(rates.sum(axis=1)))
    complaints = []
    if not half_saturation_ng_per_ml > 0.0:
        complaints.append(_complaint("half_saturation", "It is not above 0.", "Give ng/mL."))
    if any(event.ss for event in events):
        complaints.append(_complaint("doses", "ss needs a linear model.", "Give each dose."))
    if not fastest < steps_per_h <= MOST_STEPS_PER_H:
        remedy = f"Give more than the fastest rate, at most {MOST_STEPS_PER_H}."
        complaints.append(_complaint("steps_per_h", "The step does not fit the rates.", remedy))
    if complaints:
        raise InputRefused(complaints)
    line = timeline(events, times, lag_h)
    shape = (2, line.outputs, len(parameters))
    scales = parameters.scales()
    coarse, fine = np.empty(shape), np.empty(shape)
    for made, steps in ((coarse, steps_per_h), (fine, 2 * steps_per_h)):
        _integrate(rates, scales, 1.0 / half_saturation_ng_per_ml, line.stops, float(steps), made)
    error = np.abs(fine - coarse).max(axis=1)
    found = fine if line.rows is None else np.take(fine, line.rows, axis=1)
    return Integrated(concentrations=found, error=error)


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)


@numba.njit(cache=True, error_model="numpy")
def _slope(x: Array, r: Array, scale: float, per_half: float, rate: float, out: Array) -> None:
    """How fast depot, central, tissue and metabolite change (mg/h)."""
    slowed = 1.0 / (1.0 + x[1] * scale * per_half)
    out[0] = -r[0] * x[0]
    out[1] = rate + r[0] * x[0] - (r[1] * slowed + r[2]) * x[1] + r[3] * x[2]
    out[2] = r[2] * x[1] - r[3] * x[2]
    out[3] = r[4] * x[0] + r[5] * slowed * x[1] - r[6] * x[3]


@numba.njit(cache=True, error_model="numpy")
def _integrate(
    rates: Array, scales: Array, per_half: float, stops: Stops, per_h: float, out: Array
) -> None:
    """Walk each person along the stops, with at least `per_h` steps in an hour."""
    dose, keep, inputs, gap, _, _, _, row, _ = stops
    k1, k2, k3, k4 = np.empty(STATES), np.empty(STATES), np.empty(STATES), np.empty(STATES)
    for s in range(len(rates)):
        r, x, scale = rates[s], np.zeros(STATES), scales[0, s]
        for i in range(len(dose)):
            if keep[i] == 0.0:
                x[:] = 0.0
            x[0] += dose[i]
            if row[i] >= 0:
                out[0, row[i], s] = x[1] * scale
                out[1, row[i], s] = x[3] * scales[1, s]
            # Steps double when `per_h` does, so that halving compares like with like.
            steps = int(np.ceil(gap[i])) * int(per_h)
            h = gap[i] / max(steps, 1)
            for _ in range(steps):
                _slope(x, r, scale, per_half, inputs[i], k1)
                _slope(x + 0.5 * h * k1, r, scale, per_half, inputs[i], k2)
                _slope(x + 0.5 * h * k2, r, scale, per_half, inputs[i], k3)
                _slope(x + h * k3, r, scale, per_half, inputs[i], k4)
                x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
