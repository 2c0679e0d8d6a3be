"""Random numbers that depend on the seed and the person only, never on who else is drawn.

Each person owns a fixed stretch of the Philox counter. A population that is split over blocks,
threads or machines is the same population, bit for bit.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

WORDS_OF_A_COUNTER = 4
UNIT = 2.0**-53
BITS_TO_DROP = 11


def normals(
    seed: int, first: int, people: int, width: int, *, stream: int = 0
) -> NDArray[np.float64]:
    """Standard normal numbers, shape (people, width), for the people from number `first` on.

    `stream` keeps numbers for different purposes apart.
    """
    counters = -(-width // WORDS_OF_A_COUNTER)
    bits = np.random.Philox(key=np.array([seed, stream], dtype=np.uint64))
    bits.advance(first * counters)
    raw = bits.random_raw(people * counters * WORDS_OF_A_COUNTER)
    pairs = raw.reshape(people, counters * WORDS_OF_A_COUNTER)
    return _box_muller(pairs)[:, :width]


@numba.njit(cache=True, error_model="numpy")
def _box_muller(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Two independent standard normal numbers from each pair of random words."""
    people, width = raw.shape
    drawn = np.empty((people, width))
    for i in range(people):
        for j in range(0, width, 2):
            u = ((raw[i, j] >> BITS_TO_DROP) + 0.5) * UNIT
            v = (raw[i, j + 1] >> BITS_TO_DROP) * UNIT
            radius = math.sqrt(-2.0 * math.log(u))
            angle = 2.0 * math.pi * v
            drawn[i, j] = radius * math.cos(angle)
            drawn[i, j + 1] = radius * math.sin(angle)
    return drawn
