"""The engine's model again, in 50 digits and in the plainest way: one matrix exponential a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from mpmath import mp, mpf
from numpy.typing import ArrayLike, NDArray

from ketum.exposure import Parameters

DIGITS = 50
Matrix = Any  # of mpmath, which has no types

__all__ = ["at_steady_state", "curve", "highest", "one_of", "relative_error"]


def one_of(people: Parameters, number: int) -> Parameters:
    names = ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm", "f")
    values = {name: getattr(people, name)[number] for name in names}
    return Parameters.of(values, ratio=people.ratio)


@lru_cache(maxsize=4096)
def _exponential(rates: tuple[float, ...], dt: mpf, rate: float) -> Matrix:
    """exp(K dt), with a fifth state that feeds `rate` mg/h into the central compartment."""
    ka, k10, k12, k21, kfp, kf, km = map(mpf, rates)
    matrix = (
        mp.matrix(
            [
                [-ka, 0, 0, 0, 0],
                [ka, -(k10 + k12), k21, 0, rate],
                [0, k12, -k21, 0, 0],
                [kfp, kf, 0, -km, 0],
                [0, 0, 0, 0, 0],
            ]
        )
        * dt
    )
    halvings = max(0, int(mp.ceil(mp.log(mp.mnorm(matrix, 1) + 1, 2))) + 4)
    power = mp.expm(matrix / mpf(2) ** halvings, method="taylor")
    for _ in range(halvings):
        power = power * power
    return power


def _rates(person: Parameters, factors: Mapping[str, ArrayLike]) -> tuple[float, ...]:
    """The rates as the engine has them: their rounding to float64 is no error of the engine."""
    changed = person.times(factors) if factors else person
    return tuple(float(value) for value in changed.rates()[0])


def curve(
    person: Parameters,
    doses: Sequence[tuple[float, float]],
    times: Sequence[float],
    *,
    inputs: Sequence[tuple[float, float, float]] = (),
    resets: Sequence[float] = (),
    epochs: Sequence[tuple[float, Mapping[str, ArrayLike]]] = (),
    start: Matrix | None = None,
) -> NDArray[np.float64]:
    """Concentrations (2, times): (time, mg) doses and (start, end, mg/h) inputs, nothing else."""
    with mp.workdps(DIGITS):
        edges = {edge for begin, end, _ in inputs for edge in (begin, end)}
        moments = sorted({*times, *(t for t, _ in doses), *resets, *edges, *(t for t, _ in epochs)})
        state = start.copy() if start is not None else mp.matrix([0, 0, 0, 0, 1])
        scales = [mpf(float(value)) for value in person.scales()[:, 0]]
        found = {}
        now = mpf(moments[0])
        factors: Mapping[str, ArrayLike] = {}
        for moment in moments:
            rate = sum(r for begin, end, r in inputs if mpf(begin) <= now < mpf(end))
            state = _exponential(_rates(person, factors), mpf(moment) - now, rate) * state
            now = mpf(moment)
            if moment in resets:
                state = mp.matrix([0, 0, 0, 0, 1])
            state[0] += sum(mpf(amount) for t, amount in doses if t == moment)
            factors = next((f for t, f in epochs if t == moment), factors)
            found[moment] = state[1] * scales[0], state[3] * scales[1]
        return np.array([[found[t][k] for t in times] for k in range(2)], dtype=object)


def at_steady_state(person: Parameters, amt: float, ii: float, since: float) -> Matrix:
    """The state `since` h after the last of infinitely many swallowed doses: (1 - Phi)^-1 dose."""
    with mp.workdps(DIGITS):
        rates = _rates(person, {})
        phi = _exponential(rates, mpf(ii), 0.0)[:4, :4]
        summed = mp.lu_solve(mp.eye(4) - phi, mp.matrix([amt, 0, 0, 0]))
        state = mp.matrix([*summed, 1])
        return _exponential(rates, mpf(since), 0.0) * state


def highest(person: Parameters, start: Matrix, ii: float, state: int, sign: int) -> mpf:
    """The highest (`sign` 1) or lowest (-1) amount (mg) of a state within `ii` h after `start`."""
    with mp.workdps(DIGITS):
        rates = _rates(person, {})
        # Dense soon after the dose, and dense to the end.
        times = sorted({ii * 2.0 ** (-k / 2) for k in range(24)} | {ii * k / 16 for k in range(17)})
        tiny = mpf(10) ** -25
        # (exp(K tiny) - 1) / tiny, applied twice, gives slope and bend to 25 digits.
        nudge = (_exponential(rates, tiny, 0.0) - mp.eye(5)) / tiny
        best, now = sign * start[state], start
        for begin, end in pairwise(times):
            after = _exponential(rates, mpf(end) - mpf(begin), 0.0) * now
            slopes = (nudge * now)[state], (nudge * after)[state]
            if sign * slopes[0] > 0 >= sign * slopes[1]:
                best = max(best, sign * _turn(rates, now, nudge, mpf(end) - mpf(begin), state))
            best = max(best, sign * after[state])
            now = after
        return sign * best


def _turn(rates: tuple[float, ...], begin: Matrix, nudge: Matrix, width: mpf, state: int) -> mpf:
    """The amount where its slope is zero, by halving, then Newton's method."""
    low, high = mpf(0), width
    rises = (nudge * begin)[state] > 0
    for _ in range(8):
        middle = (low + high) / 2
        same = ((nudge * (_exponential(rates, middle, 0.0) * begin))[state] > 0) == rises
        low, high = (middle, high) if same else (low, middle)
    t = (low + high) / 2
    for _ in range(4):
        slope = nudge * (_exponential(rates, t, 0.0) * begin)
        t -= slope[state] / (nudge * slope)[state]
    return (_exponential(rates, t, 0.0) * begin)[state]


def relative_error(found: NDArray[np.float64], exact: NDArray[np.float64]) -> float:
    """The largest relative difference; what is nothing must be nothing."""
    smallest = mpf("1e-250")
    with mp.workdps(DIGITS):
        return max(
            (
                float(abs(mpf(float(a)) - b) / b) if b > smallest else float(a)
                for a, b in zip(found.ravel(), exact.ravel(), strict=True)
            ),
            default=0.0,
        )
