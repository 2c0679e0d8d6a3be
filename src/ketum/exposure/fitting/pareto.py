"""Whether weights can be trusted: the tail of their distribution as a generalised Pareto one.

The largest weights are replaced by the expected ones of the fitted tail (Pareto-smoothed
importance sampling; Vehtari and others, J Mach Learn Res 2024, 25:72). Its shape k tells how heavy
the tail is: up to 0.7 averages over the draws settle, above they do not, however many draws are
taken. The fit is that of Zhang and Stephens (Technometrics 2009, 51:316), pulled a little to 0.5.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TRUSTED_UP_TO = 0.7
LARGEST_SHARE, PER_ROOT, LEAST_TAIL = 0.2, 3.0, 5
PRIOR_DRAWS, PRIOR_K = 10.0, 0.5
GRID = 30


@numba.njit(cache=True, error_model="numpy")
def pareto_fit(excess: Array) -> tuple[float, float]:
    """Shape k and scale of the tail; `excess` over the threshold, ascending and above 0."""
    n = len(excess)
    grid = GRID + int(math.sqrt(n))
    quarter = excess[int(n / 4 + 0.5) - 1]
    largest = excess[n - 1]
    b, likelihood = np.empty(grid), np.empty(grid)
    for i in range(grid):
        b[i] = (1.0 - math.sqrt(grid / (i + 0.5))) / (3.0 * quarter) + 1.0 / largest
        k = 0.0
        for value in excess:
            k += math.log1p(-b[i] * value)
        k /= n
        likelihood[i] = n * (math.log(-b[i] / k) - k - 1.0)
    most = likelihood.max()
    mean = weight = 0.0
    for i in range(grid):
        share = math.exp(likelihood[i] - most)
        mean += share * b[i]
        weight += share
    mean /= weight
    k = 0.0
    for value in excess:
        k += math.log1p(-mean * value)
    k /= n
    scale = -k / mean
    return (n * k + PRIOR_DRAWS * PRIOR_K) / (n + PRIOR_DRAWS), scale


@numba.njit(cache=True, error_model="numpy")
def smoothed(log_weights: Array) -> tuple[Array, float, float]:
    """Weights that add up to 1, how many even draws they are worth, and the shape k of their tail.

    Without a tail to fit, because too few weights differ, k is infinite.
    """
    n = len(log_weights)
    weights = np.exp(log_weights - log_weights.max())
    tail = int(min(LARGEST_SHARE * n, PER_ROOT * math.sqrt(n)))
    order = np.argpartition(weights, n - tail - 1)[n - tail - 1 :]
    order = order[np.argsort(weights[order])]
    threshold = weights[order[0]]
    k = np.inf
    excess = weights[order[1:]] - threshold
    if tail >= LEAST_TAIL and excess[0] > 0.0:
        k, scale = pareto_fit(excess)
        for i in range(tail):
            share = (i + 0.5) / tail
            expected = -math.log1p(-share) * scale
            if abs(k) > 1e-12:
                expected = math.expm1(-k * math.log1p(-share)) * scale / k
            weights[order[i + 1]] = min(1.0, threshold + expected)
    weights /= weights.sum()
    return weights, 1.0 / (weights * weights).sum(), k


@numba.njit(cache=True, error_model="numpy")
def chosen(weights: Array, count: int, start: float) -> NDArray[np.int64]:
    """Which draws stand for the posterior: one each 1/count of the weight, from `start` on."""
    picked = np.empty(count, np.int64)
    reached, i = weights[0], 0
    for number in range(count):
        wanted = (number + start) / count
        while reached < wanted and i < len(weights) - 1:
            i += 1
            reached += weights[i]
        picked[number] = i
    return picked
