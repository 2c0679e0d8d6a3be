"""Which way values go: the median of all slopes between two of them, with its interval.

Theil's slope, with the interval of Sen (1968) by the normal approximation of Kendall's statistic:
an odd value moves it little, and no shape of errors is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor, inf, sqrt
from statistics import median

__all__ = ["Slope", "slope_of"]

# Of a normal distribution nine in ten lie within so many deviations.
NINE_IN_TEN = 1.645
# The variance of Kendall's statistic is n (n - 1) (2 n + 5) / 18.
KENDALL = (2, 5, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """Change of a value for one more of what it is held against; nine in ten, -inf to inf if few.

    `points` is how many values it rests on.
    """

    middle: float
    low: float
    high: float
    points: int


def slope_of(points: Sequence[tuple[float, float]], least: int) -> Slope | None:
    """The slope through points (x, y); None for fewer than `least`, or where no two differ in x."""
    slopes = sorted(
        (b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2) if a[0] != b[0]
    )
    if len(points) < max(least, 2) or not slopes:
        return None
    n = len(points)
    twice, more, over = KENDALL
    variance = n * (n - 1) * (twice * n + more) / over
    reach = NINE_IN_TEN * sqrt(variance)
    below = floor((len(slopes) - reach) / 2.0)
    is_wide = below < 1
    return Slope(
        middle=median(slopes),
        low=-inf if is_wide else slopes[below - 1],
        high=inf if is_wide else slopes[-below],
        points=n,
    )
