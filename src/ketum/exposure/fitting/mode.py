"""The most likely person (MAP): damped Fisher scoring from a few starts, then Newton's method.

Fisher scoring takes the information instead of the curvature, so each step leads downhill; adding
a multiple of the identity shortens it where the surface bends. Near the lowest point the true
curvature, by differences of the exact slope, ends the search in a few steps.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.fitting.response import SD
from ketum.exposure.fitting.score import objective, score

Array = NDArray[np.float64]
Index = NDArray[np.int64]

MOST_STEPS = 200
# After so many steps the information is not the curvature; then the curvature itself is taken.
SLOW = 12
FLAT = 1e-10
# In deviations between people: the information holds no further from where it was taken.
LONGEST_STEP = 2.0
# From here Newton's method is tried.
NEAR, POLISHES = 0.1, 8
FIRST_DAMPING, MOST_DAMPING, HARDER, EASIER = 1e-3, 1e12, 8.0, 0.125
# What the objective may rise by rounding alone.
ROUNDING = 1e-13
DIFFERENCE = 1e-6
# The distance from the typical person from where on other starts are tried; all numbers of
# the person up or down, with all hours late or early.
RARE, STARTS, APART = 4.0, 4, 1.0


@numba.njit(cache=True, error_model="numpy")
def cholesky(matrix: Array, lower: Array) -> bool:
    """The lower triangular root of a small symmetric matrix; whether it is positive definite."""
    n = len(matrix)
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            if i > j:
                lower[i, j] = rest / lower[j, j]
            elif rest > 0.0:
                lower[i, i] = math.sqrt(rest)
            else:
                return False
    return True


@numba.njit(cache=True, error_model="numpy")
def solved(lower: Array, right: Array, left: Array) -> None:
    """Solve lower lower^T left = right."""
    n = len(right)
    for i in range(n):
        rest = right[i]
        for k in range(i):
            rest -= lower[i, k] * left[k]
        left[i] = rest / lower[i, i]
    back_substituted(lower, left)


@numba.njit(cache=True, error_model="numpy")
def back_substituted(lower: Array, x: Array) -> None:
    """Solve lower^T x = x in place."""
    n = len(x)
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            x[i] -= lower[k, i] * x[k]
        x[i] /= lower[i, i]


@numba.njit(cache=True, error_model="numpy")
def curvature(
    z: Array, prior: Array, lines: Array, shape: Array, levels: Array, slope: Array, into: Array
) -> None:
    """The second derivatives of the objective at `z`, by differences of its exact slope."""
    d = len(z)
    above, told = np.empty(d), np.empty((d, d))
    moved = z.copy()
    for i in range(d):
        moved[i] = z[i] + DIFFERENCE
        score(moved, prior, lines, shape, levels, above, told)
        moved[i] = z[i]
        for k in range(d):
            into[i, k] = (above[k] - slope[k]) / DIFFERENCE
    for i in range(d):
        for k in range(i):
            into[i, k] = into[k, i] = 0.5 * (into[i, k] + into[k, i])


@numba.njit(cache=True, error_model="numpy")
def steepest(slope: Array) -> float:
    """The largest component, and infinity for what is not a number."""
    most = 0.0
    for value in slope:
        most = max(most, abs(value)) if math.isfinite(value) else np.inf
    return most


@numba.njit(cache=True, error_model="numpy")
def length(x: Array) -> float:
    """The Euclidean length."""
    squares = 0.0
    for value in x:
        squares += value * value
    return math.sqrt(squares)


@numba.njit(cache=True, error_model="numpy")
def polish(z: Array, prior: Array, lines: Array, shape: Array, levels: Array, slope: Array) -> bool:
    """Newton's steps with one curvature, as long as the slope gets flatter; whether it is flat."""
    d = len(z)
    bent, lower, step, told = np.empty((d, d)), np.zeros((d, d)), np.empty(d), np.empty((d, d))
    curvature(z, prior, lines, shape, levels, slope, bent)
    if not cholesky(bent, lower):
        return False
    before = steepest(slope)
    trial, after = z.copy(), slope.copy()
    for _ in range(POLISHES):
        solved(lower, after, step)
        trial -= step
        score(trial, prior, lines, shape, levels, after, told)
        now = steepest(after)
        if not now < before:
            break
        z[:], slope[:], before = trial, after, now
        if now < FLAT:
            return True
    return False


@numba.njit(cache=True, error_model="numpy")
def descend(
    z: Array, prior: Array, lines: Array, shape: Array, levels: Array
) -> tuple[float, float]:
    """Walk `z` to the lowest point near it; the objective there and its steepest slope."""
    d = len(z)
    slope, told, lower = np.empty(d), np.empty((d, d)), np.zeros((d, d))
    step, trial = np.empty(d), np.empty(d)
    least = score(z, prior, lines, shape, levels, slope, told)
    damping, polished_at = FIRST_DAMPING, NEAR
    for number in range(MOST_STEPS):
        steep = steepest(slope)
        if steep < FLAT:
            break
        if number >= SLOW:
            curvature(z, prior, lines, shape, levels, slope, told)
        if steep < polished_at:
            polished_at = 0.01 * steep
            if polish(z, prior, lines, shape, levels, slope):
                break
            least = score(z, prior, lines, shape, levels, slope, told)
        moved = False
        while damping < MOST_DAMPING:
            for i in range(d):
                told[i, i] += damping
            is_sound = cholesky(told, lower)
            for i in range(d):
                told[i, i] -= damping
            if is_sound:
                solved(lower, slope, step)
                shorter = min(1.0, LONGEST_STEP / length(step))
                for i in range(d):
                    trial[i] = z[i] - shorter * step[i]
                reached = objective(trial, prior, lines, shape, levels)
                if reached <= least + ROUNDING * (1.0 + abs(least)):
                    moved = True
                    break
            damping = max(damping * HARDER, FIRST_DAMPING)
        if not moved:
            break
        damping *= EASIER
        z[:] = trial
        least = score(z, prior, lines, shape, levels, slope, told)
    return objective(z, prior, lines, shape, levels), steepest(slope)


@numba.njit(cache=True, error_model="numpy")
def mode(z: Array, prior: Array, lines: Array, shape: Array, levels: Array) -> tuple[float, float]:
    """The lowest point into `z`; the objective there and its steepest slope.

    The search begins at the typical person. Other starts are tried only where they ever found
    something lower: where hours are uncertain, and where the person found is a rare one.
    """
    d = len(z)
    z[:] = 0.0
    least, steep = descend(z, prior, lines, shape, levels)
    shifts = (lines[:, SD] > 0.0).sum()
    if shifts == 0 and length(z) < RARE:
        return least, steep
    start = np.empty(d)
    for number in range(STARTS):
        for i in range(d):
            is_up = (number // 2 if i >= d - shifts else number) % 2 == 0
            start[i] = APART if is_up else -APART
        reached, slope = descend(start, prior, lines, shape, levels)
        if reached < least - ROUNDING * (1.0 + abs(least)):
            least, steep = reached, slope
            z[:] = start
    return least, steep


@numba.njit(cache=True, error_model="numpy", parallel=True)
def modes(
    z: Array, prior: Array, lines: Array, shape: Array, levels: Array, ends: Index, found: Array
) -> None:
    """The modes of many people on all cores.

    `prior` (people, 2, 10) and `shape` (people, 2); `lines` and `levels` of all people one after
    another, and `z` their numbers; `ends` (people + 1, 3) where each person's lines, levels and
    numbers end, the first row 0. `found` (people, 2): the objective and its steepest slope.
    """
    for i in numba.prange(len(prior)):
        first, last = ends[i], ends[i + 1]
        found[i, 0], found[i, 1] = mode(
            z[first[2] : last[2]],
            prior[i],
            lines[first[0] : last[0]],
            shape[i],
            levels[first[1] : last[1]],
        )
