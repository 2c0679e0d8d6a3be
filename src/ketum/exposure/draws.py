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
    words = _words(seed, first, people, width, stream)
    pairs = np.ascontiguousarray(words[:, : width + width % 2])
    return _box_muller(pairs)[:, :width]


def uniforms(
    seed: int, first: int, people: int, width: int, *, stream: int = 0
) -> NDArray[np.float64]:
    """Numbers above 0 and below 1, evenly spread, shape (people, width); else as `normals`."""
    words = _words(seed, first, people, width, stream)[:, :width]
    # One bit less than a float64 holds, and a half: exact, never 0 and never 1.
    kept = (words >> np.uint64(BITS_TO_DROP + 1)).astype(np.float64)
    return (kept + 0.5) * (2.0 * UNIT)


def _words(seed: int, first: int, people: int, width: int, stream: int) -> NDArray[np.uint64]:
    """Random words, shape (people, words); each person owns whole steps of the counter."""
    counters = -(-width // WORDS_OF_A_COUNTER)
    bits = np.random.Philox(key=np.array([seed, stream], dtype=np.uint64))
    bits.advance(first * counters)
    raw: NDArray[np.uint64] = bits.random_raw(people * counters * WORDS_OF_A_COUNTER)
    return raw.reshape(people, counters * WORDS_OF_A_COUNTER)


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
