"""The curves of many people whose doses may have been taken at different hours."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.engine import ALL_CORES
from ketum.exposure.fitting.question import Question
from ketum.exposure.fitting.score import concentrations_of

Array = NDArray[np.float64]


def curves(question: Question, z: Array, times_h: Array) -> Array:
    """Concentrations in ng/mL, shape (2, times, people), of people `z` (people, unknowns)."""
    out = np.empty((len(z), len(times_h), 2))
    with ALL_CORES:
        _curves(z, *question.arrays[:3], times_h, out)
    return np.ascontiguousarray(out.transpose(2, 1, 0))


@numba.njit(cache=True, error_model="numpy", parallel=True)
def _curves(z: Array, prior: Array, lines: Array, shape: Array, times: Array, out: Array) -> None:
    for i in numba.prange(len(z)):
        concentrations_of(z[i], prior, lines, shape, times, out[i])
