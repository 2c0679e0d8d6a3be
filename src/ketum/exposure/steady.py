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
# Points at 2**-k and 0.75 * 2**-k of the interval: what a dose does, it does soon after it.
SOONEST_H = 1 / 16
MOST_HALVINGS = 24
MOST_STEPS = 40
# A step this short, in units of the fastest rate, leaves an error of its fourth power.
SHORT = 1e-3
# Digits that the sum may lose before the state is asked: 1e-16 times this.
MOST_LOSS = 1e5
# Rows of a block: four rates, decays at two points, shares of two analytes and of the one that is
# looked at; then one row each. The compiler knows every row, so it sees that none overlap.
LAM, NEAR, FAR, PARENT, METABOLITE, SHARE = range(0, 24, 4)
LOSS, END, VALUE, DONE, HIGHEST, LOWEST = range(24, 30)
# Each a time before, the time, and a time after: of the highest, the lowest, the one looked at.
TOP, BOTTOM, LOW = 30, 33, 36
NOW, HIGH = LOW + 1, LOW + 2
ALLOWED = 39
ROWS = 40
WORTH_ALL_CORES = 2_000
# A product and a sum may be rounded once. All lanes of a block are always computed together, so
# this too is the same for everyone.
FUSED = {"contract"}


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


@numba.njit(cache=True, error_model="numpy", fastmath=FUSED)
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
            whole = decay(w[(LAM + i) * PITCH + s] * interval)
            # Only where a rate is 0 has nothing passed, and then it has no share.
            passed = 1.0 - whole
            kept = amt / passed if passed > 0.0 else 0.0
            w[(PARENT + i) * PITCH + s] *= kept
            w[(METABOLITE + i) * PITCH + s] *= kept
            w[LOSS * PITCH + s] += 1.0 / passed if passed > 0.0 else 0.0


@numba.njit(cache=True, error_model="numpy", fastmath=FUSED)
def _grid(w: Array, interval: float, halvings: int) -> None:
    """Around which of the grid's points a concentration is highest and lowest; its last value."""
    near = 1.5 * interval * 2.0**-halvings
    for i in range(4):
        for s in range(BLOCK):
            w[(NEAR + i) * PITCH + s] = decay(w[(LAM + i) * PITCH + s] * near)
            w[(FAR + i) * PITCH + s] = decay(w[(LAM + i) * PITCH + s] * near / 0.75)
    for s in range(BLOCK):
        a, b = w[SHARE * PITCH + s], w[(SHARE + 1) * PITCH + s]
        c, d = w[(SHARE + 2) * PITCH + s], w[(SHARE + 3) * PITCH + s]
        w[HIGHEST * PITCH + s] = w[LOWEST * PITCH + s] = a + b + c + d
        w[TOP * PITCH + s] = w[BOTTOM * PITCH + s] = 0.0
        w[(TOP + 1) * PITCH + s] = w[(BOTTOM + 1) * PITCH + s] = 0.0
        w[(TOP + 2) * PITCH + s] = w[(BOTTOM + 2) * PITCH + s] = near
    before = 0.0
    for _ in range(halvings):
        far, after = near / 0.75, near * 2.0
        for s in range(BLOCK):
            a, b = w[SHARE * PITCH + s], w[(SHARE + 1) * PITCH + s]
            c, d = w[(SHARE + 2) * PITCH + s], w[(SHARE + 3) * PITCH + s]
            na, nb = w[NEAR * PITCH + s], w[(NEAR + 1) * PITCH + s]
            nc, nd = w[(NEAR + 2) * PITCH + s], w[(NEAR + 3) * PITCH + s]
            fa, fb = w[FAR * PITCH + s], w[(FAR + 1) * PITCH + s]
            fc, fd = w[(FAR + 2) * PITCH + s], w[(FAR + 3) * PITCH + s]
            first = a * na + b * nb + c * nc + d * nd
            second = a * fa + b * fb + c * fc + d * fd
            w[NEAR * PITCH + s], w[(NEAR + 1) * PITCH + s] = na * na, nb * nb
            w[(NEAR + 2) * PITCH + s], w[(NEAR + 3) * PITCH + s] = nc * nc, nd * nd
            w[FAR * PITCH + s], w[(FAR + 1) * PITCH + s] = fa * fa, fb * fb
            w[(FAR + 2) * PITCH + s], w[(FAR + 3) * PITCH + s] = fc * fc, fd * fd
            w[END * PITCH + s] = second
            is_second = second > first
            value = second if is_second else first
            new = value > w[HIGHEST * PITCH + s]
            w[HIGHEST * PITCH + s] = value if new else w[HIGHEST * PITCH + s]
            low, at, high = (near, far, after) if is_second else (before, near, far)
            w[TOP * PITCH + s] = low if new else w[TOP * PITCH + s]
            w[(TOP + 1) * PITCH + s] = at if new else w[(TOP + 1) * PITCH + s]
            w[(TOP + 2) * PITCH + s] = high if new else w[(TOP + 2) * PITCH + s]
            is_second = second < first
            value = second if is_second else first
            new = value < w[LOWEST * PITCH + s]
            w[LOWEST * PITCH + s] = value if new else w[LOWEST * PITCH + s]
            low, at, high = (near, far, after) if is_second else (before, near, far)
            w[BOTTOM * PITCH + s] = low if new else w[BOTTOM * PITCH + s]
            w[(BOTTOM + 1) * PITCH + s] = at if new else w[(BOTTOM + 1) * PITCH + s]
            w[(BOTTOM + 2) * PITCH + s] = high if new else w[(BOTTOM + 2) * PITCH + s]
        before, near = far, after


@numba.njit(cache=True, error_model="numpy", fastmath=FUSED)
def _turn(w: Array, sign: float, interval: float, halvings: int) -> None:
    """The highest (`sign` 1) or lowest (-1) value between LOW and HIGH, from NOW on."""
    soonest = 1.5 * interval * 2.0**-halvings
    for s in range(BLOCK):
        now = w[NOW * PITCH + s]
        # The curve is the same at both ends: what turns there turns at the beginning.
        at_end = (now == 0.0) | (now > 0.999 * interval)
        w[LOW * PITCH + s] = 0.0 if at_end else w[LOW * PITCH + s]
        w[HIGH * PITCH + s] = soonest if at_end else w[HIGH * PITCH + s]
        w[NOW * PITCH + s] = 0.25 * soonest if at_end else now
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
    halvings = max(4, min(math.ceil(math.log2(interval / SOONEST_H)), MOST_HALVINGS))
    for analyte in range(2):
        _copy(w, PARENT if analyte == 0 else METABOLITE, SHARE, 4)
        _grid(w, interval, halvings)
        _copy(w, TOP, LOW, 3)
        _turn(w, 1.0, interval, halvings)
        found[0, analyte, first:last] = w[VALUE * PITCH : VALUE * PITCH + last - first]
        if _some_fall(w):
            _copy(w, BOTTOM, LOW, 3)
            _turn(w, -1.0, interval, halvings)
        _settle(w)
        found[1, analyte, first:last] = w[LOWEST * PITCH : LOWEST * PITCH + last - first]
    for s in range(last - first):
        if not w[ALLOWED * PITCH + s] >= 0.0:
            single[:] = rates[:, first + s]
            extremes(single, amt, interval, halvings, exact)
            found[:2, :, first + s] = exact
    for analyte in range(2):
        for i in range(first, last):
            total = amt / rates[1, i]
            fed = (amt * rates[4, i] / rates[0, i] + rates[5, i] * total) / rates[6, i]
            scale = scales[analyte, i]
            found[0, analyte, i] *= scale
            found[1, analyte, i] *= scale
            found[2, analyte, i] = scale * (fed if analyte else total)


@numba.njit(cache=True, error_model="numpy")
def _copy(w: Array, source: int, target: int, rows: int) -> None:
    for i in range(rows * PITCH):
        w[target * PITCH + i] = w[source * PITCH + i]


@numba.njit(cache=True, error_model="numpy", inline="always")
def _slope_at_start(w: Array, s: int) -> float:
    """The slope (mg/h) right after a dose; where it is not negative, the curve was lowest then."""
    slope: float = -(
        w[LAM * PITCH + s] * w[SHARE * PITCH + s]
        + w[(LAM + 1) * PITCH + s] * w[(SHARE + 1) * PITCH + s]
        + w[(LAM + 2) * PITCH + s] * w[(SHARE + 2) * PITCH + s]
        + w[(LAM + 3) * PITCH + s] * w[(SHARE + 3) * PITCH + s]
    )
    return slope


@numba.njit(cache=True, error_model="numpy", fastmath=FUSED)
def _some_fall(w: Array) -> bool:
    """Whether the curve of any lane falls right after a dose."""
    falling = 0
    for s in range(BLOCK):
        falling += 1 if _slope_at_start(w, s) < 0.0 else 0
    return falling > 0


@numba.njit(cache=True, error_model="numpy", fastmath=FUSED)
def _settle(w: Array) -> None:
    """The lowest value of each lane; ALLOWED becomes negative where the sum is not exact enough.

    A share has an error of about its size times the loss; the least value has to stand above it.
    """
    for s in range(BLOCK):
        end = w[END * PITCH + s]
        turned = min(w[VALUE * PITCH + s], end)
        lowest = turned if _slope_at_start(w, s) < 0.0 else end
        w[LOWEST * PITCH + s] = lowest
        size = (
            abs(w[SHARE * PITCH + s])
            + abs(w[(SHARE + 1) * PITCH + s])
            + abs(w[(SHARE + 2) * PITCH + s])
            + abs(w[(SHARE + 3) * PITCH + s])
        )
        spare = lowest * MOST_LOSS - size * w[LOSS * PITCH + s]
        before = w[ALLOWED * PITCH + s]
        # A comparison with what is not a number is false, and what it was compared with is kept.
        w[ALLOWED * PITCH + s] = before if spare >= 0.0 else -1.0


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
