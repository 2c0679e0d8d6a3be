"""What kratom does to CYP3A of the gut and the liver, and so to the level of another medicine.

Enzyme E of each organ (1 without kratom), h = kinact I / (KI + I):

    dE/dt = kdeg (1 - E) - h E,   activity = E / (1 + I / Ki)

I is mitragynine at the enzyme: fu_gut ka D / Qen in the gut, fu_p (C + ka D / Qh) in the liver,
with D what is left in the depot. The other medicine has one compartment; its gut availability is
Fg / (Fg + (1 - Fg) activity), and its liver is well stirred, with an intrinsic clearance that
scales with fm activity + 1 - fm. Integrated by Runge-Kutta 4 with a fixed step; halving the step
gives the error.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inactivator:
    """Mitragynine on CYP3A: uM and 1/h; flows in L/h; its own disposition apparent, as in M1."""

    ki: float
    ki_gut: float
    kinact_gut: float
    kdeg_gut: float
    ki_liver: float
    kinact_liver: float
    kdeg_liver: float
    flow_gut: float
    flow_liver: float
    fu_gut: float
    fu_plasma: float
    ka: float
    cl: float
    v1: float
    q: float
    v2: float
    f: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A medicine cleared by CYP3A: gut availability, share by CYP3A, 1/h, L/h and L."""

    fg: float
    fm: float
    ka: float
    cl: float
    v: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """With kratom over without: AUC, Cmax; and the least activity of each organ."""

    auc: float
    cmax: float
    half_life: float
    least_gut: float
    least_liver: float


def exposure_ratio(
    kratom: Inactivator,
    victim: Victim,
    doses_umol: Array,
    dose_times_h: Array,
    victim_time_h: float,
    *,
    steps_per_h: int = 32,
    follow_h: float = 48.0,
) -> Ratio:
    """How one dose of a medicine changes after doses of mitragynine (umol) at these times (h)."""
    end = victim_time_h + follow_h
    numbers = np.array(astuple(kratom)), np.array(astuple(victim))
    with_kratom = _run(*numbers, doses_umol, dose_times_h, victim_time_h, end, steps_per_h)
    alone = _run(*numbers, 0.0 * doses_umol, dose_times_h, victim_time_h, end, steps_per_h)
    return Ratio(
        auc=with_kratom[0] / alone[0],
        cmax=with_kratom[1] / alone[1],
        half_life=alone[2] / with_kratom[2],
        least_gut=with_kratom[3],
        least_liver=with_kratom[4],
    )


@numba.njit(cache=True, error_model="numpy")
def _slope(x: Array, p: Array, v: Array, out: Array) -> tuple[float, float, float]:
    """Derivatives of depot, central, tissue, gut enzyme, liver enzyme, victim depot and central."""
    ki, ki_gut, kinact_gut, kdeg_gut, ki_liver, kinact_liver, kdeg_liver = p[:7]
    flow_gut, flow_liver, fu_gut, fu_plasma, ka, cl, v1, q, v2, f = p[7:]
    fg, fm, victim_ka, victim_cl, victim_v = v
    absorbed = ka * x[0]
    gut = fu_gut * absorbed / flow_gut
    liver = fu_plasma * (f * x[1] / v1 + absorbed / flow_liver)
    out[0] = -absorbed
    out[1] = absorbed - (cl + q) / v1 * x[1] + q / v2 * x[2]
    out[2] = q / v1 * x[1] - q / v2 * x[2]
    out[3] = kdeg_gut * (1.0 - x[3]) - kinact_gut * gut / (ki_gut + gut) * x[3]
    out[4] = kdeg_liver * (1.0 - x[4]) - kinact_liver * liver / (ki_liver + liver) * x[4]
    gut_activity = x[3] / (1.0 + gut / ki)
    liver_activity = x[4] / (1.0 + liver / ki)
    intrinsic = flow_liver * victim_cl / (flow_liver - victim_cl)
    intrinsic *= fm * liver_activity + 1.0 - fm
    clearance = flow_liver * intrinsic / (flow_liver + intrinsic)
    first_pass = fg / (fg + (1.0 - fg) * gut_activity) * (1.0 - clearance / flow_liver)
    out[5] = -victim_ka * x[5]
    out[6] = first_pass * victim_ka * x[5] - clearance / victim_v * x[6]
    out[7] = x[6]
    return clearance / victim_v, gut_activity, liver_activity


@numba.njit(cache=True, error_model="numpy")
def _run(
    p: Array, v: Array, doses: Array, times: Array, victim_time: float, end: float, per_h: int
) -> tuple[float, float, float, float, float]:
    """AUC, Cmax, last elimination rate (1/h), least gut and least liver activity."""
    h = 1.0 / per_h
    x = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    k1, k2, k3, k4 = np.empty(8), np.empty(8), np.empty(8), np.empty(8)
    cmax, rate, least_gut, least_liver = 0.0, 0.0, 1.0, 1.0
    upcoming, taken = 0, False
    first = min(times.min(), victim_time)
    for step in range(round((end - first) * per_h)):
        now = first + step * h
        while upcoming < len(times) and times[upcoming] <= now + 0.5 * h:
            x[0] += doses[upcoming]
            upcoming += 1
        if not taken and victim_time <= now + 0.5 * h:
            x[5], taken = 1.0, True
        rate, gut, liver = _slope(x, p, v, k1)
        _slope(x + 0.5 * h * k1, p, v, k2)
        _slope(x + 0.5 * h * k2, p, v, k3)
        _slope(x + h * k3, p, v, k4)
        x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        cmax = max(cmax, x[6])
        least_gut, least_liver = min(least_gut, gut), min(least_liver, liver)
    return x[7] + x[6] / rate, cmax, rate, least_gut, least_liver
