"""exp(-x) in a form that a loop over people can run on several of them at once."""

from __future__ import annotations

import math

import numba
import numpy as np

LARGEST = 700.0
LOG2_E = 1.4426950408889634
# ln 2 in two parts: a multiple of the first by a whole number has no rounding.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# Adding it leaves the nearest whole number in the lowest bits.
ROUNDER = 1.5 * 2.0**52
MANTISSA_BITS, EXPONENT_BIAS = 52, 1023
_, _, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 = (
    1 / math.factorial(i) for i in range(14)
)


@numba.njit(cache=True, error_model="numpy", fastmath={"contract"})
def decay(x: float) -> float:
    """exp(-x) for x from 0 on, to two units of the last digit; exp(-700) beyond 700.

    x is -k ln 2 - r with a whole k and |r| at most half of ln 2; a Taylor series gives exp(r), and
    2**k is made from its bits. The library's function would not run on several people at once.
    """
    y = max(-x, -LARGEST)
    shifted = y * LOG2_E + ROUNDER
    k = shifted - ROUNDER
    r = (y - k * LN2_HIGH) - k * LN2_LOW
    p = C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * (C7 + r * (C8 + r * (C9 + r * C10)))))))
    p += (r * r) * (r * r) * (r * r) * (r * r) * (r * (C11 + r * (C12 + r * C13)))
    bits = (np.float64(shifted).view(np.int64) + EXPONENT_BIAS) << MANTISSA_BITS
    return (p * r * r + r + 1.0) * np.int64(bits).view(np.float64)
