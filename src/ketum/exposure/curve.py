"""What is read off the curves of many people: peaks, troughs, spreads."""

from __future__ import annotations

from collections.abc import Sequence

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose
from ketum.exposure.answer import Spread

Array = NDArray[np.float64]

QUANTILES = (0.05, 0.5, 0.95)
# Hours after each dose at which the curve is followed; the peak lies between two by a parabola.
AFTER_A_DOSE_H = np.array(
    (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0,
     16.0, 20.0, 24.0, 30.0, 36.0, 48.0)
)  # fmt: skip
# The typical person costs so little that the peak may be sought more finely.
FINELY_AFTER_A_DOSE_H = np.append(np.arange(0.0, 12.0, 1 / 32), AFTER_A_DOSE_H[-7:])
SHOWN_AFTER_A_DOSE_H = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 24.0)
AFTER_ONE_DOSE_H = 48.0


def taken_at(doses: Sequence[Dose]) -> Array:
    """The hour of each dose, in order."""
    times = [dose.time_h + dose.ii_h * np.arange(dose.addl + 1) for dose in doses]
    return np.unique(np.concatenate(times))


def end_of(taken: Array) -> float:
    """Where the history ends: when the next dose would be taken, or two days after a single one."""
    if len(taken) == 1:
        return float(taken[0]) + AFTER_ONE_DOSE_H
    return float(2.0 * taken[-1] - taken[-2])


def grid_of(taken: Array, after_h: Array, end_h: float) -> Array:
    """Hours at which a curve is followed, denser after each dose."""
    parts = [
        start + after_h[after_h < until - start]
        for start, until in zip(taken, [*taken[1:], end_h], strict=True)
    ]
    return np.append(np.concatenate(parts), end_h)


def peaks(curve: Array, times_h: Array, taken: Array) -> tuple[Array, Array]:
    """The highest value of each person, and the hours from the dose before it.

    A parabola through the highest point of the grid and its neighbours gives both.
    """
    top = _highest(curve)
    everyone = np.arange(curve.shape[1])
    inner = np.clip(top, 1, len(times_h) - 2)
    t0, t1, t2 = times_h[inner - 1], times_h[inner], times_h[inner + 1]
    y0, y1, y2 = (curve[inner + step, everyone] for step in (-1, 0, 1))
    left, right = (y1 - y0) / (t1 - t0), (y2 - y1) / (t2 - t1)
    bend = (right - left) / (t2 - t0)
    is_hill = (top == inner) & (bend < 0.0) & (left > 0.0) & (right < 0.0)
    safe = np.where(is_hill, bend, -1.0)
    when = np.where(is_hill, 0.5 * (t0 + t1) - left / (2.0 * safe), times_h[top])
    parabola = y0 + (when - t0) * (left + (when - t1) * bend)
    highest = np.where(is_hill, parabola, curve[top, everyone])
    before = np.searchsorted(taken, when, side="right") - 1
    return highest, when - taken[before]


@numba.njit(cache=True, error_model="numpy")
def _highest(curve: Array) -> NDArray[np.int64]:
    """The first row of the highest value of each column; NumPy walks down the columns instead."""
    rows, columns = curve.shape
    highest = curve[0].copy()
    row = np.zeros(columns, dtype=np.int64)
    for i in range(1, rows):
        for j in range(columns):
            is_higher = curve[i, j] > highest[j]
            highest[j] = curve[i, j] if is_higher else highest[j]
            row[j] = i if is_higher else row[j]
    return row


def accumulated(curve: Array, times_h: Array, taken: Array) -> Array:
    """The peak after the last dose over the peak after the first."""
    first = curve[times_h <= taken[1]].max(axis=0)
    last = curve[times_h >= taken[-1]].max(axis=0)
    return np.asarray(last / first)


def spread_of(values: Array) -> Spread:
    """Median and the range of nine in ten."""
    low, middle, high = np.quantile(values, QUANTILES)
    return Spread(median=float(middle), p05=float(low), p95=float(high))


def bands_of(curve: Array) -> tuple[Array, Array, Array]:
    """Low, median and high at each time, of a curve of shape (times, people)."""
    if curve.shape[1] == 1:
        return curve[:, 0], curve[:, 0], curve[:, 0]
    # Sorting runs on several numbers at once; picking single ranks out, as np.quantile does, not.
    ordered = np.sort(curve, axis=1)
    places = np.array(QUANTILES) * (curve.shape[1] - 1)
    below = places.astype(np.int64)
    under, over = ordered[:, below], ordered[:, np.minimum(below + 1, curve.shape[1] - 1)]
    low, middle, high = (under + (places - below) * (over - under)).T
    return low, middle, high
