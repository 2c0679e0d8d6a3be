"""The highest and the lowest point of one person's curve at steady state, from the state.

Slower than a sum of exponentials, and exact also where rates are equal: the state is moved by a
series of positive terms, so nothing that is nearly equal is ever subtracted.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.march import steady_state

Array = NDArray[np.float64]
State = tuple[float, float, float, float]

MOST_STEPS = 60
LONGEST_SERIES = 20.0
NEGLIGIBLE = 1e-18
SHORT = 1e-6  # of a step, in units of the fastest rate
PARENT, METABOLITE = 1, 3


@numba.njit(cache=True, error_model="numpy")
def advance(rates: Array, shift: float, state: State, dt: float) -> State:
    """The state (mg) `dt` h later: exp(-shift dt) times the series of exp((K + shift) dt)."""
    ka, k10, k12, k21 = rates[0], rates[1], rates[2], rates[3]
    kfp, kf, km = rates[4], rates[5], rates[6]
    parts = max(1, math.ceil(shift * dt / LONGEST_SERIES))
    step = dt / parts
    fading = math.exp(-shift * step)
    depot, central, tissue, metabolite = state
    for _ in range(parts):
        d, c, t, m = depot, central, tissue, metabolite
        order = 0.0
        going = True
        while going:
            order += 1.0
            scale = step / order
            d, c, t, m = (
                scale * (shift - ka) * d,
                scale * (ka * d + (shift - k10 - k12) * c + k21 * t),
                scale * (k12 * c + (shift - k21) * t),
                scale * (kfp * d + kf * c + (shift - km) * m),
            )
            depot, central, tissue, metabolite = depot + d, central + c, tissue + t, metabolite + m
            going = order < shift * step or (
                d > NEGLIGIBLE * depot
                or c > NEGLIGIBLE * central
                or t > NEGLIGIBLE * tissue
                or m > NEGLIGIBLE * metabolite
            )
        depot, central, tissue, metabolite = (
            depot * fading,
            central * fading,
            tissue * fading,
            metabolite * fading,
        )
    return depot, central, tissue, metabolite


@numba.njit(cache=True, error_model="numpy")
def _change(rates: Array, state: State) -> State:
    """How fast each amount changes (mg/h)."""
    depot, central, tissue, metabolite = state
    return (
        -rates[0] * depot,
        rates[0] * depot - (rates[1] + rates[2]) * central + rates[3] * tissue,
        rates[2] * central - rates[3] * tissue,
        rates[4] * depot + rates[5] * central - rates[6] * metabolite,
    )


@numba.njit(cache=True, error_model="numpy")
def extremes(rates: Array, amt: float, interval: float, halvings: int, found: Array) -> None:
    """Fill `found` ((highest, lowest), (parent, metabolite)) in mg, for doses each `interval` h.

    Looked for between points from 2**-`halvings` of the interval on.
    """
    shift = max(rates[0], rates[1] + rates[2], rates[3], rates[6])
    begin = steady_state(rates, amt, interval, 0.0, 0.0)
    state = begin[0], begin[1], begin[2], begin[3]
    found[:, 0], found[:, 1] = state[PARENT], state[METABOLITE]
    before = 0.0
    for point in range(2 * halvings + 1):
        # 1, 1.5, 2, 3, 4, 6 ... of the smallest
        now = interval * 2.0 ** (point // 2 - halvings) * (1.5 if point % 2 else 1.0)
        width = now - before
        after = advance(rates, shift, state, width)
        rises, ends = _change(rates, state), _change(rates, after)
        for number in range(2):
            analyte = PARENT if number == 0 else METABOLITE
            value = after[analyte]
            found[0, number] = max(found[0, number], value)
            found[1, number] = min(found[1, number], value)
            if (rises[analyte] > 0.0) != (ends[analyte] > 0.0):
                value = _turn(rates, shift, state, width, analyte)
                found[0, number] = max(found[0, number], value)
                found[1, number] = min(found[1, number], value)
        state, before = after, now


@numba.njit(cache=True, error_model="numpy")
def _turn(rates: Array, shift: float, state: State, width: float, analyte: int) -> float:
    """The amount (mg) where its slope is zero, by Newton's method within a bracket."""
    low, high = 0.0, width
    rises = _change(rates, state)[analyte] > 0.0
    now = 0.5 * width
    value = 0.0
    for _ in range(MOST_STEPS):
        here = advance(rates, shift, state, now)
        change = _change(rates, here)
        slope, bend = change[analyte], _change(rates, change)[analyte]
        if (slope > 0.0) == rises:
            low = now
        else:
            high = now
        step = -slope / bend
        value = here[analyte]
        if low < now + step < high:
            value += 0.5 * slope * step
            moved = now + step
        else:
            moved = 0.5 * (low + high)
        if abs(moved - now) * shift < SHORT:
            break
        now = moved
    return value
