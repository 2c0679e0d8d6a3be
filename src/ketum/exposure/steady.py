"""Steady state in closed form: highest, lowest and total concentration between two doses.

Each concentration is a sum of four exponentials. A grid over the interval finds where it is highest
and lowest, a bracketed Newton iteration finds the moment. People are taken in blocks, the loop over
people is the innermost, and nothing in it branches: the processor works on several at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.parameters import Parameters

Array = NDArray[np.float64]

BLOCK = 64
GRID = 8
NEWTON_STEPS = 6
HALVINGS = 10
LARGEST_EXPONENT = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyState:
    """Per analyte and person, shape (2, people): ng/mL, ng/mL and ng*h/mL over one interval."""

    cmax: Array
    cmin: Array
    auc: Array


def steady_state(parameters: Parameters, amt_mg: float, interval_h: float) -> SteadyState:
    """What infinitely many doses of `amt_mg` mg each `interval_h` h come to.

    Raises:
        InputRefused: the dose or the interval is not a positive number.
    """
    complaints = [
        Complaint(place=place, problem="It is not above 0.", remedy="Give a positive number.")
        for place, value in (("amt_mg", amt_mg), ("interval_h", interval_h))
        if not (math.isfinite(value) and value > 0.0)
    ]
    if complaints:
        raise InputRefused(complaints)
    found = np.empty((3, 2, len(parameters)))
    _summaries(parameters.rates(), parameters.scales(), amt_mg, interval_h, found)
    return SteadyState(cmax=found[0], cmin=found[1], auc=found[2])


@numba.njit(cache=True, error_model="numpy")
def _decay(x: float) -> float:
    """exp(-x) for x from 0 on, to 1e-12 of itself below 40: a Taylor series, squared ten times.

    The library's function would keep the loop around it from running on several people at once.
    """
    y = min(x, LARGEST_EXPONENT) * 2.0**-HALVINGS
    e = 1.0 - y * (
        1.0
        - y
        / 2.0
        * (
            1.0
            - y
            / 3.0
            * (
                1.0
                - y / 4.0 * (1.0 - y / 5.0 * (1.0 - y / 6.0 * (1.0 - y / 7.0 * (1.0 - y / 8.0))))
            )
        )
    )
    for _ in range(HALVINGS):
        e *= e
    return e


@numba.njit(cache=True, error_model="numpy")
def _shares(
    rates: Array, amt: float, interval: float, lam: Array, decay: Array, parent: Array, metab: Array
) -> None:
    """The rates of a block and their shares in the amounts (mg) after a dose at steady state."""
    for s in range(len(rates)):
        ka, k10, k12, k21 = rates[s, 0], rates[s, 1], rates[s, 2], rates[s, 3]
        kfp, kf, km = rates[s, 4], rates[s, 5], rates[s, 6]
        total = k10 + k12 + k21
        root = math.sqrt((k10 + k12 - k21) ** 2 + 4.0 * k12 * k21)
        alpha = 0.5 * (total + root)
        beta = k10 * k21 / alpha
        fast = (alpha - k21) / (alpha - beta) * ka / (ka - alpha)
        slow = (k21 - beta) / (alpha - beta) * ka / (ka - beta)
        lam[0, s], lam[1, s], lam[2, s], lam[3, s] = ka, alpha, beta, km
        parent[0, s], parent[1, s], parent[2, s], parent[3, s] = -(fast + slow), fast, slow, 0.0
        first = (kfp - kf * (fast + slow)) / (km - ka)
        second, third = fast * kf / (km - alpha), slow * kf / (km - beta)
        metab[0, s], metab[1, s], metab[2, s] = first, second, third
        metab[3, s] = -(first + second + third)
    for i in range(4):
        for s in range(len(rates)):
            step = _decay(lam[i, s] * interval / GRID)
            decay[i, s] = step
            whole = step * step
            whole *= whole
            whole *= whole
            kept = amt / (1.0 - whole)
            parent[i, s] *= kept
            metab[i, s] *= kept


@numba.njit(cache=True, error_model="numpy")
def _grid(share: Array, decay: Array, m: int, top: Array, bottom: Array) -> None:
    """At which of the grid's points a concentration is highest, and at which lowest."""
    for s in range(m):
        a, b, c, d = share[0, s], share[1, s], share[2, s], share[3, s]
        highest = lowest = a + b + c + d
        at_top = at_bottom = 0.0
        for k in range(1, GRID):
            a, b, c, d = a * decay[0, s], b * decay[1, s], c * decay[2, s], d * decay[3, s]
            value = a + b + c + d
            at_top = k if value > highest else at_top
            highest = max(value, highest)
            at_bottom = k if value < lowest else at_bottom
            lowest = min(value, lowest)
        top[s], bottom[s] = at_top, at_bottom


@numba.njit(cache=True, error_model="numpy")
def _turn(
    share: Array,
    lam: Array,
    sign: float,
    width: float,
    m: int,
    near: Array,
    low: Array,
    high: Array,
    t: Array,
    out: Array,
) -> None:
    """The highest (`sign` 1) or lowest (-1) value near grid point `near`, in [0, interval]."""
    for s in range(m):
        low[s] = width * max(0.0, near[s] - 1.0)
        high[s] = width * (near[s] + 1.0)
        t[s] = width * max(near[s], 0.25)
    for _ in range(NEWTON_STEPS):
        for s in range(m):
            now = t[s]
            a = share[0, s] * _decay(lam[0, s] * now)
            b = share[1, s] * _decay(lam[1, s] * now)
            c = share[2, s] * _decay(lam[2, s] * now)
            d = share[3, s] * _decay(lam[3, s] * now)
            value = a + b + c + d
            a, b, c, d = a * lam[0, s], b * lam[1, s], c * lam[2, s], d * lam[3, s]
            slope = -(a + b + c + d)
            bend = a * lam[0, s] + b * lam[1, s] + c * lam[2, s] + d * lam[3, s]
            rising = slope * sign > 0.0
            left = now if rising else low[s]
            right = high[s] if rising else now
            low[s], high[s] = left, right
            step = -slope / bend
            wanted = now + step
            inside = (wanted > left) & (wanted < right) & (bend * sign < 0.0)
            t[s] = wanted if inside else 0.5 * (left + right)
            out[s] = value + (0.5 * slope * step if inside else 0.0)


@numba.njit(cache=True, error_model="numpy", parallel=True)
def _summaries(rates: Array, scales: Array, amt: float, interval: float, found: Array) -> None:
    """Fill `found` (highest, lowest, total; analyte; person), block by block."""
    people = len(rates)
    width = interval / GRID
    for block in numba.prange((people + BLOCK - 1) // BLOCK):
        first = block * BLOCK
        last = min(people, first + BLOCK)
        m = last - first
        work = np.empty((22, BLOCK + 8))
        lam, decay = work[0:4], work[4:8]
        top, bottom, low, high, t, value = (
            work[16],
            work[17],
            work[18],
            work[19],
            work[20],
            work[21],
        )
        _shares(rates[first:last], amt, interval, lam, decay, work[8:12], work[12:16])
        for analyte in range(2):
            share = work[8:12] if analyte == 0 else work[12:16]
            _grid(share, decay, m, top, bottom)
            _turn(share, lam, 1.0, width, m, top, low, high, t, value)
            for s in range(m):
                found[0, analyte, first + s] = scales[first + s, analyte] * value[s]
            _turn(share, lam, -1.0, width, m, bottom, low, high, t, value)
            for s in range(m):
                start = share[0, s] + share[1, s] + share[2, s] + share[3, s]
                found[1, analyte, first + s] = scales[first + s, analyte] * min(value[s], start)
        for s in range(first, last):
            total = amt / rates[s, 1]
            fed = amt * rates[s, 4] / rates[s, 0] + rates[s, 5] * total
            found[2, 0, s] = scales[s, 0] * total
            found[2, 1, s] = scales[s, 1] * fed / rates[s, 6]
