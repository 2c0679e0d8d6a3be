"""What a history of doses has made of the blood at a moment: a sum of single doses.

The response to a dose is a sum of four exponentials. Doses that follow each other in equal steps
are a geometric series of each of them, so a line of a hundred doses costs as much as one.

Every function here takes real or complex numbers. A complex one whose imaginary part is a tiny
step in one direction gives the exact derivative in that direction (`score.py`).
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.extending import overload
from numpy.typing import NDArray

from ketum.exposure.transition import series

Array = NDArray[np.float64]
# Real, or complex with a derivative in the imaginary part.
Numbers = NDArray[Any]

# The order of a person's parameters.
KA, CL, V1, Q, V2, FFP, FSYS, CLM, VM, F = range(10)
# The columns of a line of doses.
TIME, AMT, COUNT, II, SD = range(5)
NG_PER_ML = 1000.0
# Partial fractions lose digits where rates are close or no time has passed; here at most four.
SMALLEST_GAP, SHORTEST = 0.02, 0.02
TERMS = 4


def exp(x: Any) -> Any:
    """The exponential; of a complex number whose imaginary part is a tiny step."""
    return np.exp(x)


@overload(exp)
def _exp(x: Any) -> Any:
    if isinstance(x, types.Complex):

        def stepped(x: Any) -> Any:
            # The cosine of a tiny step is 1 and its sine the step itself, to the last digit.
            whole = math.exp(x.real)
            return complex(whole, whole * x.imag)

        return stepped

    def real(x: Any) -> Any:
        return math.exp(x)

    return real


@numba.njit(cache=True, error_model="numpy")
def rates_of(p: Numbers) -> Any:
    """The seven rates (1/h) of `transition.py` from a person's parameters."""
    k10 = p[CL] / p[V1]
    return (
        p[KA], k10, p[Q] / p[V1], p[Q] / p[V2], p[FFP] * p[KA], p[FSYS] * k10, p[CLM] / p[VM],
    )  # fmt: skip


@numba.njit(cache=True, error_model="numpy")
def exponents(rates: Any) -> Any:
    """The four rates of decline: of the depot, the two of the parent, the metabolite's own."""
    ka, k10, k12, k21, _, _, km = rates
    total, apart = k10 + k12 + k21, k10 + k12 - k21
    alpha = 0.5 * (total + np.sqrt(apart * apart + 4.0 * k12 * k21))
    return ka, alpha, k10 * k21 / alpha, km


@numba.njit(cache=True, error_model="numpy")
def are_apart(lam: Any) -> bool:
    """Whether the rates are so different that fractions keep their digits."""
    for i in range(TERMS):
        for j in range(i):
            one, other = lam[i].real, lam[j].real
            if abs(one - other) <= SMALLEST_GAP * max(one, other):
                return False
    return True


@numba.njit(cache=True, error_model="numpy")
def shares(rates: Any, lam: Any) -> Any:
    """How much of each exponential one mg in the depot puts into central and metabolite."""
    ka, alpha, beta, km = lam
    _, _, _, k21, kfp, kf, _ = rates
    part = ka / (alpha - beta)
    fast, slow = part * (alpha - k21) / (ka - alpha), part * (k21 - beta) / (ka - beta)
    depot = (kfp - kf * (fast + slow)) / (km - ka)
    formed_fast, formed_slow = fast * kf / (km - alpha), slow * kf / (km - beta)
    return (
        (-(fast + slow), fast, slow),
        (depot, formed_fast, formed_slow, -(depot + formed_fast + formed_slow)),
    )


@numba.njit(cache=True, error_model="numpy")
def arrived(line: Array, start: float, lag: float, time: float) -> int:
    """How many doses of a line are in the body at a time; `start` is when the first was taken."""
    since = time - lag - start
    if since < 0.0:
        return 0
    if line[COUNT] <= 1.0:
        return 1
    return int(min(line[COUNT], math.floor(since / line[II]) + 1.0))


@numba.njit(cache=True, error_model="numpy")
def _repeated(rate: Any, count: int, ii: float) -> Any:
    """The sum of `count` exponentials, each `ii` h older than the one before, over the youngest."""
    if count == 1:
        return 1.0 + 0.0 * rate
    return (1.0 - exp(-rate * (count * ii))) / (1.0 - exp(-rate * ii))


@numba.njit(cache=True, error_model="numpy")
def _marched(rates: Any, count: int, ii: float) -> Any:
    """The four amounts right after the last of `count` doses of 1 mg.

    From dose to dose: it keeps its digits where two rates are close.
    """
    depot, central = 1.0 + 0.0 * rates[0], 0.0 * rates[0]
    tissue, metabolite = central, central
    if count > 1:
        phi = series(rates, ii + central)
        for _ in range(count - 1):
            metabolite = phi[7] * depot + phi[8] * central + phi[9] * tissue + phi[10] * metabolite
            tissue, central = (
                phi[4] * depot + phi[5] * central + phi[6] * tissue,
                phi[1] * depot + phi[2] * central + phi[3] * tissue,
            )
            depot = phi[0] * depot + 1.0
    return depot, central, tissue, metabolite


@numba.njit(cache=True, error_model="numpy")
def _later(rates: Any, amounts: Any, age: Any) -> Any:
    """What is left in central and metabolite of the four amounts, `age` h later."""
    depot, central, tissue, metabolite = amounts
    phi = series(rates, age)
    return (
        phi[1] * depot + phi[2] * central + phi[3] * tissue,
        phi[7] * depot + phi[8] * central + phi[9] * tissue + phi[10] * metabolite,
    )


@numba.njit(cache=True, error_model="numpy")
def respond(
    p: Numbers, starts: Numbers, lines: Array, lag: float, ratio: float, times: Array, out: Numbers
) -> None:
    """Concentrations in ng/mL of parent and metabolite, into `out` of shape (times, 2).

    `p` are a person's ten parameters; `lines` the doses (rows of TIME, AMT, COUNT, II, SD) and
    `starts` when the first of each was really taken. A time equal to the one before it costs
    nothing.
    """
    rates = rates_of(p)
    lam = exponents(rates)
    are_far = are_apart(lam)
    # A complex division by 0 would stop the program, where a real one would not.
    none = 0.0 * lam[0]
    central, formed = (none, none, none), (none, none, none, none)
    if are_far:
        central, formed = shares(rates, lam)
    slowest = min(lam[0].real, lam[1].real, lam[3].real)
    out[:] = 0.0
    for i in range(len(lines)):
        amt, ii, held, marched = lines[i, AMT], lines[i, II], -1, -1
        depot = fast = slow = own = none
        amounts = (none, none, none, none)
        for j in range(len(times)):
            if j > 0 and times[j] == times[j - 1]:
                continue
            count = arrived(lines[i], starts[i].real, lag, times[j])
            if count == 0:
                continue
            age = times[j] - lag - starts[i] - (count - 1) * ii
            if are_far and (age.real + (count - 1) * ii) * slowest > SHORTEST:
                if count != held:
                    depot, fast = _repeated(lam[0], count, ii), _repeated(lam[1], count, ii)
                    slow, own = _repeated(lam[2], count, ii), _repeated(lam[3], count, ii)
                    held = count
                a, b = depot * exp(-lam[0] * age), fast * exp(-lam[1] * age)
                c, d = slow * exp(-lam[2] * age), own * exp(-lam[3] * age)
                out[j, 0] += amt * (central[0] * a + central[1] * b + central[2] * c)
                out[j, 1] += amt * (formed[0] * a + formed[1] * b + formed[2] * c + formed[3] * d)
            else:
                if count != marched:
                    amounts, marched = _marched(rates, count, ii), count
                left = _later(rates, amounts, age)
                out[j, 0] += amt * left[0]
                out[j, 1] += amt * left[1]
    parent, metabolite = NG_PER_ML * p[F] / p[V1], ratio * NG_PER_ML * p[F] / p[VM]
    for j in range(len(times)):
        if j > 0 and times[j] == times[j - 1]:
            out[j, 0], out[j, 1] = out[j - 1, 0], out[j - 1, 1]
        else:
            out[j, 0] *= parent
            out[j, 1] *= metabolite
