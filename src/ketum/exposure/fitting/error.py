"""How far a measured level may lie from the true one, and what a level below the limit says.

A level y is normal around the concentration c with the deviation

    s(c) = sqrt(a^2 + b^2 c^2)

a the constant part, b the proportional one: the assay and what the model leaves out together. A
level that the laboratory gave as below its limit L says only that y < L. Its likelihood is the
normal distribution function of u = (L - c) / s (Beal's method M3): never zero, never half of L.
"""

from __future__ import annotations

import math

import numba
import numpy as np

LOG_2PI = math.log(2.0 * math.pi)
ROOT_HALF = math.sqrt(0.5)
# Below it the distribution function would lose its digits and then vanish.
FAR_OUT = -10.0
FRACTIONS = 40


@numba.njit(cache=True, error_model="numpy")
def deviation(concentration: float, proportional: float, constant: float) -> float:
    """s(c) in ng/mL."""
    return math.sqrt(constant * constant + (proportional * concentration) ** 2)


@numba.njit(cache=True, error_model="numpy")
def log_below(u: float) -> tuple[float, float]:
    """The logarithm of the normal distribution function at `u`, and its slope.

    Far out the ratio of density to distribution function is Laplace's continued fraction.
    """
    log_density = -0.5 * (u * u + LOG_2PI)
    if u < FAR_OUT:
        ratio = -u
        for k in range(FRACTIONS, 0, -1):
            ratio = -u + k / ratio
        return log_density - math.log(ratio), ratio
    whole = 0.5 * math.erfc(-u * ROOT_HALF)
    return math.log(whole), math.exp(log_density) / whole


@numba.njit(cache=True, error_model="numpy")
def misfit(
    value: float, is_below: bool, concentration: float, proportional: float, constant: float
) -> tuple[float, float, float]:
    """Minus the log-likelihood of one level; its slope in c; and how much the level tells of c.

    The last is the Fisher information of a measured level, and for one below the limit the part
    of the curvature that is never negative. Without any error nothing at all is likely.
    """
    s = deviation(concentration, proportional, constant)
    if s == 0.0:
        return np.inf, 0.0, 0.0
    per_c = proportional * proportional * concentration / s
    if is_below:
        u = (value - concentration) / s
        moved = -(1.0 + u * per_c) / s
        log_share, ratio = log_below(u)
        return -log_share, -ratio * moved, ratio * (ratio + u) * moved * moved
    z = (value - concentration) / s
    spread = per_c / s
    return (
        0.5 * (z * z + LOG_2PI) + math.log(s),
        -z / s + (1.0 - z * z) * spread,
        1.0 / (s * s) + 2.0 * spread * spread,
    )
