"""Draws from the posterior: Student t around the mode, weighted by how far it is from the truth."""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.fitting.mode import back_substituted
from ketum.exposure.fitting.score import objective

Array = NDArray[np.float64]

# Of the Student t; a chi-squared number is then -2 times the logarithm of a product of three even
# numbers.
FREEDOM, EVEN = 6, 3
UNIT, BITS_TO_DROP = 2.0**-53, 11


def words_of(d: int) -> int:
    """How many random words a proposal of `d` numbers takes: pairs for normal ones, and EVEN."""
    return 2 * ((d + 1) // 2) + EVEN


@numba.njit(cache=True, error_model="numpy")
def _even(word: int) -> float:
    """A number between 0 and 1, neither of them, from a random word."""
    return ((word >> BITS_TO_DROP) + 0.5) * UNIT


@numba.njit(cache=True, error_model="numpy")
def _draw(words: NDArray[np.uint64], z: Array) -> tuple[float, float]:
    """Normal numbers into `z`; the sum of their squares, and the stretch that makes them t."""
    d = len(z)
    length = 0.0
    for i in range(0, d, 2):
        radius = math.sqrt(-2.0 * math.log(_even(words[i])))
        angle = 2.0 * math.pi * _even(words[i + 1])
        z[i] = radius * math.cos(angle)
        length += z[i] * z[i]
        if i + 1 < d:
            z[i + 1] = radius * math.sin(angle)
            length += z[i + 1] * z[i + 1]
    product = 1.0
    for k in range(EVEN):
        product *= _even(words[len(words) - EVEN + k])
    return length, FREEDOM / (-2.0 * math.log(product))


@numba.njit(cache=True, error_model="numpy", parallel=True)
def proposed(
    words: NDArray[np.uint64], centre: Array, lower: Array, prior: Array, lines: Array,
    shape: Array, levels: Array, z: Array,
) -> Array:  # fmt: skip
    """Fill `z` (draws, d) from random words (draws, words_of(d)); the logarithm of each weight.

    The density of the proposal falls as (1 + r^2 / FREEDOM)^-(FREEDOM + d)/2, with r the distance
    in the measure of the curvature, whose lower root is given: its tails are heavier than those
    of the posterior, which never falls more slowly than its normal prior.
    """
    draws, d = z.shape
    log_weights = np.empty(draws)
    for n in numba.prange(draws):
        length, stretch = _draw(words[n], z[n])
        back_substituted(lower, z[n])
        for i in range(d):
            z[n, i] = centre[i] + math.sqrt(stretch) * z[n, i]
        log_density = -0.5 * (FREEDOM + d) * math.log1p(length * stretch / FREEDOM)
        log_weights[n] = -objective(z[n], prior, lines, shape, levels) - log_density
    return log_weights
