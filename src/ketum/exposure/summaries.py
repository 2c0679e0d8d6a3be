"""Summaries of a whole population, in memory that depends on the block and not on the population.

Values are counted in bins of equal width on the log scale. Counts of blocks add up exactly, so a
population that is split anywhere, in any order, gives the same quantiles, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.errors import WrongUsage
from ketum.exposure.parameters import Parameters
from ketum.exposure.steady import steady_state

Array = NDArray[np.float64]

BLOCK = 16_384
MEASURES = ("cmax", "cmin", "auc")
PER_DOUBLING = 512
# Doublings from the smallest value that is told apart from nothing to the largest.
LOWEST, HIGHEST = -80, 80
BINS = (HIGHEST - LOWEST) * PER_DOUBLING
# Half a bin: what a quantile may be wrong by, as a fraction of itself.
RESOLUTION = 2.0 ** (0.5 / PER_DOUBLING) - 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationSummary:
    """How often each value occurred, shape (3, 2, bins): Cmax, Cmin, AUC; parent, metabolite."""

    counts: NDArray[np.int64]

    @property
    def people(self) -> int:
        return int(self.counts[0, 0].sum())

    def __add__(self, other: PopulationSummary) -> PopulationSummary:
        return PopulationSummary(counts=self.counts + other.counts)

    def quantile(self, measure: str, share: float) -> Array:
        """The value below which a share of people lies, (parent, metabolite), to `RESOLUTION`.

        `cmax` and `cmin` in ng/mL, `auc` in ng*h/mL over one interval.
        """
        found: Array = self.quantiles(measure, [share])[0]
        return found

    def quantiles(self, measure: str, shares: Sequence[float]) -> Array:
        """As `quantile`, for many shares at once: shape (shares, 2)."""
        if measure not in MEASURES or not all(0.0 <= share <= 1.0 for share in shares):
            raise WrongUsage(f"Ask for {', '.join(MEASURES)}, and a share from 0 to 1.")
        reached = np.cumsum(self.counts[MEASURES.index(measure)], axis=1)
        wanted = [max(1, math.ceil(share * self.people)) for share in shares]
        number = np.stack([np.searchsorted(one, wanted) for one in reached], axis=1)
        value = np.exp2(LOWEST + (number + 0.5) / PER_DOUBLING)
        return np.where(number == 0, 0.0, value)


def population_summary(
    people: Callable[[int, int], Parameters],
    count: int,
    amt_mg: float,
    interval_h: float,
    *,
    first: int = 0,
    block: int = BLOCK,
) -> PopulationSummary:
    """Steady state of the people number `first` to `first + count - 1`, one block after another.

    `people(first, count)` gives the parameters of a block; with draws that depend on a person's
    number only (`draws.py`) every split into blocks gives the same answer.

    Raises:
        InputRefused: as `steady_state` does.
        WrongUsage: fewer than one person, or an empty block.
    """
    if count < 1 or block < 1 or first < 0:
        raise WrongUsage("Give at least one person, and blocks of at least one.")
    counts = np.zeros((len(MEASURES), 2, BINS), dtype=np.int64)
    for start in range(first, first + count, block):
        found = steady_state(people(start, min(block, first + count - start)), amt_mg, interval_h)
        for number, measure in enumerate(MEASURES):
            for analyte, values in enumerate(getattr(found, measure)):
                _count(values, counts[number, analyte])
    return PopulationSummary(counts=counts)


@numba.njit(cache=True, error_model="numpy")
def _count(values: Array, counts: NDArray[np.int64]) -> None:
    """Add each value to its bin; what is nearly nothing to the first, what is vast to the last."""
    for value in values:
        counts[bin_of(value)] += 1


@numba.njit(cache=True, error_model="numpy", inline="always")
def bin_of(value: float) -> int:
    """The bin of a value, on the scale of doublings."""
    place = 0
    if value > 0.0:
        place = math.floor((math.log2(value) - LOWEST) * PER_DOUBLING)
    return min(max(place, 0), BINS - 1)
