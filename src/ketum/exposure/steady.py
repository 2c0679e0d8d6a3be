"""Steady state in closed form: highest, lowest and total concentration between two doses.

Each concentration is a sum of four exponentials. A grid over the interval finds where it is highest
and lowest, a bracketed Halley iteration finds the moment. People are taken in blocks, the loop over
people is the innermost, and nothing in it branches: the processor works on several at once.

Where rates are so close, or an end of the interval so low, that the sum would lose its digits, the
person is computed from the state instead (`turning.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.decay import decay
from ketum.exposure.engine import ALL_CORES
from ketum.exposure.lanes import LANES, scratch
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import LONGEST_H, MOST_MG
from ketum.exposure.turning import extremes

Array = NDArray[np.float64]

BLOCK = 128
PITCH = BLOCK + LANES
GRID = 8
MOST_STEPS = 40
# A step this short, in units of the fastest rate, leaves an error of its fourth power.
SHORT = 1e-3
# Digits that the sum may lose before the state is asked: 1e-16 times this.
MOST_LOSS = 2e5
# Rows of a block.
LAM, DECAY, PARENT, METABOLITE = 0, 4, 8, 12
LOSS, END, TOP, BOTTOM, LOW, HIGH, NOW, VALUE, DONE, POINT = range(16, 26)
# The analyte that is looked at. Rows that the compiler knows: only so it sees that none overlap.
SHARE = 26
ROWS = SHARE + 4
WORTH_ALL_CORES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyState:
    """Per analyte and person, shape (2, people): ng/mL, ng/mL and ng*h/mL over one interval."""

    cmax: Array
    cmin: Array
    auc: Array


def steady_state(parameters: Parameters, amt_mg: float, interval_h: float) -> SteadyState:
    """What infinitely many swallowed doses of `amt_mg` mg each `interval_h` h come to.

    The relative error is at most 1e-10.

    Raises:
        InputRefused: the dose or the interval is not a positive number, or absurd.
    """
    complaints = [
        Complaint(place=place, problem="It is not above 0, or absurd.", remedy=remedy)
        for place, value, most, remedy in (
            ("amt_mg", amt_mg, MOST_MG, "Give mg."),
            ("interval_h", interval_h, LONGEST_H, "Give hours."),
        )
        if not 0.0 < value <= most
    ]
    if complaints:
        raise InputRefused(complaints)
    found = np.empty((3, 2, len(parameters)))
    given = parameters.rates().T, parameters.scales(), amt_mg, interval_h, found
    if len(parameters) < WORTH_ALL_CORES:
        _summaries(*given)
    else:
        with ALL_CORES:
            _summaries_on_all_cores(*given)
    return SteadyState(cmax=found[0], cmin=found[1], auc=found[2])


@numba.njit(cache=True, error_model="numpy")
def _shares(rates: Array, first: int, last: int, amt: float, interval: float, w: Array) -> None:
    """The rates of a block, and the shares of their exponentials in the amounts (mg).

    A block's lanes beyond the last person repeat that person.
    """
    for s in range(BLOCK):
        i = min(first + s, last - 1)
        ka, k10, k12, k21 = rates[0, i], rates[1, i], rates[2, i], rates[3, i]
        kfp, kf, km = rates[4, i], rates[5, i], rates[6, i]
        total = k10 + k12 + k21
        root = math.sqrt((k10 + k12 - k21) ** 2 + 4.0 * k12 * k21)
        alpha = 0.5 * (total + root)
        beta = k10 * k21 / alpha
        per_gap = 1.0 / root
        to_alpha, to_beta = 1.0 / (ka - alpha), 1.0 / (ka - beta)
        fast = (alpha - k21) * per_gap * ka * to_alpha
        slow = (k21 - beta) * per_gap * ka * to_beta
        to_ka, to_fast, to_slow = 1.0 / (km - ka), kf / (km - alpha), kf / (km - beta)
        first_share = (kfp - kf * (fast + slow)) * to_ka
        second, third = fast * to_fast, slow * to_slow
        w[LAM * PITCH + s], w[(LAM + 1) * PITCH + s] = ka, alpha
        w[(LAM + 2) * PITCH + s], w[(LAM + 3) * PITCH + s] = beta, km
        w[PARENT * PITCH + s] = -(fast + slow)
        w[(PARENT + 1) * PITCH + s], w[(PARENT + 2) * PITCH + s] = fast, slow
        w[(PARENT + 3) * PITCH + s] = 0.0
        w[METABOLITE * PITCH + s] = first_share
        w[(METABOLITE + 1) * PITCH + s], w[(METABOLITE + 2) * PITCH + s] = second, third
        w[(METABOLITE + 3) * PITCH + s] = -(first_share + second + third)
        # How much a rounding of the rates moves the shares: one over the gaps between them.
        far_ka, far_km = abs(ka * to_alpha) + abs(ka * to_beta), abs(km * to_ka)
        far_fast = max(alpha, km) / abs(km - alpha) + max(beta, km) / abs(km - beta)
        w[LOSS * PITCH + s] = alpha * per_gap + far_ka + far_km + far_fast
    for i in range(4):
        for s in range(BLOCK):
            step = decay(w[(LAM + i) * PITCH + s] * interval / GRID)
            w[(DECAY + i) * PITCH + s] = step
            whole = step * step
            whole *= whole
            whole *= whole
            # Only where a rate is 0 has nothing passed, and then it has no share.
            passed = 1.0 - whole
            kept = amt / passed if passed > 0.0 else 0.0
            w[(PARENT + i) * PITCH + s] *= kept
            w[(METABOLITE + i) * PITCH + s] *= kept
            w[LOSS * PITCH + s] += 1.0 / passed if passed > 0.0 else 0.0


@numba.njit(cache=True, error_model="numpy")
def _grid(w: Array) -> None:
    """At which of the grid's points a concentration is highest and lowest; its value at the end."""
    for s in range(BLOCK):
        a, b = w[SHARE * PITCH + s], w[(SHARE + 1) * PITCH + s]
        c, d = w[(SHARE + 2) * PITCH + s], w[(SHARE + 3) * PITCH + s]
        da, db = w[DECAY * PITCH + s], w[(DECAY + 1) * PITCH + s]
        dc, dd = w[(DECAY + 2) * PITCH + s], w[(DECAY + 3) * PITCH + s]
        highest = lowest = a + b + c + d
        at_top = at_bottom = 0.0
        for k in range(1, GRID + 1):
            a, b, c, d = a * da, b * db, c * dc, d * dd
            value = a + b + c + d
            is_higher, is_lower = value > highest, value < lowest
            at_top = k if is_higher else at_top
            highest = value if is_higher else highest
            at_bottom = k if is_lower else at_bottom
            lowest = value if is_lower else lowest
        w[TOP * PITCH + s], w[BOTTOM * PITCH + s] = at_top, at_bottom
        w[END * PITCH + s] = a + b + c + d


@numba.njit(cache=True, error_model="numpy")
def _turn(w: Array, sign: float, width: float) -> None:
    """The highest (`sign` 1) or lowest (-1) value near a point of the grid, in [0, interval]."""
    for s in range(BLOCK):
        point = w[POINT * PITCH + s]
        # The curve is the same at both ends: what turns there turns at the beginning.
        point = 0.0 if point == GRID else point
        w[LOW * PITCH + s] = width * max(0.0, point - 1.0)
        w[HIGH * PITCH + s] = width * (point + 1.0)
        w[NOW * PITCH + s] = width * max(point, 0.25)
        w[DONE * PITCH + s] = 0.0
    for _ in range(MOST_STEPS):
        left_over = 0
        for s in range(BLOCK):
            now = w[NOW * PITCH + s]
            la, lb = w[LAM * PITCH + s], w[(LAM + 1) * PITCH + s]
            lc, ld = w[(LAM + 2) * PITCH + s], w[(LAM + 3) * PITCH + s]
            a = w[SHARE * PITCH + s] * decay(la * now)
            b = w[(SHARE + 1) * PITCH + s] * decay(lb * now)
            c = w[(SHARE + 2) * PITCH + s] * decay(lc * now)
            d = w[(SHARE + 3) * PITCH + s] * decay(ld * now)
            value = a + b + c + d
            a, b, c, d = a * la, b * lb, c * lc, d * ld
            slope = -(a + b + c + d)
            a, b, c, d = a * la, b * lb, c * lc, d * ld
            bend = a + b + c + d
            third = -(a * la + b * lb + c * lc + d * ld)
            rising = slope * sign > 0.0
            low = now if rising else w[LOW * PITCH + s]
            high = w[HIGH * PITCH + s] if rising else now
            step = -slope * bend / (bend * bend - 0.5 * slope * third)
            wanted = now + step
            inside = (wanted > low) & (wanted < high) & (bend * sign < 0.0)
            moved = wanted if inside else 0.5 * (low + high)
            step = moved - now
            better = value + step * (slope + step * (0.5 * bend + step * (third / 6.0)))
            done = w[DONE * PITCH + s]
            w[LOW * PITCH + s], w[HIGH * PITCH + s] = low, high
            w[NOW * PITCH + s] = moved
            # Who is done stays as he is: no one's answer depends on who else is in the block.
            w[VALUE * PITCH + s] = w[VALUE * PITCH + s] if done > 0.0 else better
            fastest = la + lb + ld
            short = max(abs(step), 0.0 if inside else high - low) * fastest < SHORT
            done = 1.0 if short else done
            w[DONE * PITCH + s] = done
            left_over += 0 if done > 0.0 else 1
        if left_over == 0:
            return


@numba.njit(cache=True, error_model="numpy")
def _summarise_block(
    rates: Array, scales: Array, first: int, last: int, amt: float, interval: float, found: Array
) -> None:
    """Fill `found` (highest, lowest, total; analyte; person) for a block of people."""
    w = scratch(ROWS * PITCH)
    single, exact = np.empty(len(rates)), np.empty((2, 2))
    _shares(rates, first, last, amt, interval, w)
    for analyte in range(2):
        _copy(w, PARENT if analyte == 0 else METABOLITE, SHARE, 4)
        _grid(w)
        _copy(w, TOP, POINT, 1)
        _turn(w, 1.0, interval / GRID)
        found[0, analyte, first:last] = w[VALUE * PITCH : VALUE * PITCH + last - first]
        falls = False
        for s in range(BLOCK):
            falls |= _slope_at_start(w, s) < 0.0
        if falls:
            _copy(w, BOTTOM, POINT, 1)
            _turn(w, -1.0, interval / GRID)
        for s in range(last - first):
            end = w[END * PITCH + s]
            turned = min(w[VALUE * PITCH + s], end)
            found[1, analyte, first + s] = turned if _slope_at_start(w, s) < 0.0 else end
    for s in range(last - first):
        i = first + s
        if not _keeps_digits(w, s, found[1, 0, i], found[1, 1, i]):
            single[:] = rates[:, i]
            extremes(single, amt, interval, exact)
            found[:2, :, i] = exact
        for analyte in range(2):
            found[0, analyte, i] *= scales[analyte, i]
            found[1, analyte, i] *= scales[analyte, i]
        total = amt / rates[1, i]
        fed = amt * rates[4, i] / rates[0, i] + rates[5, i] * total
        found[2, 0, i] = scales[0, i] * total
        found[2, 1, i] = scales[1, i] * fed / rates[6, i]


@numba.njit(cache=True, error_model="numpy")
def _copy(w: Array, source: int, target: int, rows: int) -> None:
    for i in range(rows * PITCH):
        w[target * PITCH + i] = w[source * PITCH + i]


@numba.njit(cache=True, error_model="numpy")
def _slope_at_start(w: Array, s: int) -> float:
    """The slope (mg/h) right after a dose; where it is not negative, the curve was lowest then."""
    slope = 0.0
    for k in range(4):
        slope -= w[(LAM + k) * PITCH + s] * w[(SHARE + k) * PITCH + s]
    return slope


@numba.njit(cache=True, error_model="numpy")
def _keeps_digits(w: Array, s: int, parent: float, metabolite: float) -> bool:
    """Whether the sums of exponentials are exact enough at their lowest; false where not a number.

    A share has an error of about its size times the loss; the least value has to stand above it.
    """
    first = second = 0.0
    for k in range(4):
        first += abs(w[(PARENT + k) * PITCH + s])
        second += abs(w[(METABOLITE + k) * PITCH + s])
    allowed = MOST_LOSS / w[LOSS * PITCH + s]
    return bool(first <= parent * allowed and second <= metabolite * allowed)


@numba.njit(cache=True, error_model="numpy")
def _summaries(rates: Array, scales: Array, amt: float, interval: float, found: Array) -> None:
    people = rates.shape[1]
    for first in range(0, people, BLOCK):
        _summarise_block(rates, scales, first, min(first + BLOCK, people), amt, interval, found)


@numba.njit(cache=True, error_model="numpy", parallel=True)
def _summaries_on_all_cores(
    rates: Array, scales: Array, amt: float, interval: float, found: Array
) -> None:
    people = rates.shape[1]
    for block in numba.prange((people + BLOCK - 1) // BLOCK):
        first = block * BLOCK
        _summarise_block(rates, scales, first, min(first + BLOCK, people), amt, interval, found)
