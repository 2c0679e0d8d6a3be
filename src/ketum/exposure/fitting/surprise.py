"""How unusual levels are: whether people of this model, with these doses, would have them.

The person who fits best still lies some way from the typical one, and leaves some misfit:

    Q = |z|^2 + sum_j ((y_j - c_j(z)) / s_j)^2        at the mode

Were the model linear and every spread normal, Q of n levels would be a chi-squared number with n
degrees of freedom. It nearly is, as people drawn from the model show (`tests/properties`). A level
below its limit counts only where the person lies above it. What one level adds to Q beside all
the others is a chi-squared number of one degree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ketum.exposure.fitting.error import deviation
from ketum.exposure.fitting.estimating import Estimate, estimate
from ketum.exposure.fitting.question import Level, Question
from ketum.exposure.fitting.score import (
    ANALYTE,
    AT,
    CONSTANT,
    IS_BELOW,
    PROPORTIONAL,
    VALUE,
    concentrations_of,
)

Array = NDArray[np.float64]


def chi_squared_above(value: float, freedom: int) -> float:
    """The share of chi-squared numbers above a value (Abramowitz and Stegun 26.4.4 and 26.4.5)."""
    half = 0.5 * value
    if freedom % 2:
        total = math.erfc(math.sqrt(half))
        term = math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
        orders = [k - 0.5 for k in range(1, (freedom + 1) // 2)]
    else:
        total, term = 0.0, math.exp(-half)
        orders = [float(k) for k in range(freedom // 2)]
    for order in orders:
        total += term
        term *= half / (order + 1.0)
    return min(total, 1.0)


def distance(question: Question, found: Estimate) -> float:
    """Q of the person found."""
    rows = question.level_array
    out = np.empty((len(rows), 2))
    concentrations_of(found.z, *question.arrays[:3], rows[:, AT], out)
    total = float(found.z @ found.z)
    for row, both in zip(rows, out, strict=True):
        c = both[int(row[ANALYTE])]
        apart = (row[VALUE] - c) / deviation(c, row[PROPORTIONAL], row[CONSTANT])
        if row[IS_BELOW]:
            apart = min(apart, 0.0)
        total += apart * apart
    return total


def how_likely(question: Question) -> float:
    """The share of people who would have levels at least as unusual as these."""
    return chi_squared_above(distance(question, estimate(question)), len(question.levels))


def how_likely_each(question: Question) -> tuple[float, ...]:
    """For each level the share of people with the other levels who would have one so unusual."""
    whole = distance(question, estimate(question))
    shares = []
    for number in range(len(question.levels)):
        others = _without(question.levels, number)
        left = 0.0
        if others:
            less = replace(question, levels=others)
            left = distance(less, estimate(less))
        shares.append(chi_squared_above(max(whole - left, 0.0), 1))
    return tuple(shares)


def _without(levels: Sequence[Level], number: int) -> tuple[Level, ...]:
    return (*levels[:number], *levels[number + 1 :])
