"""Memory as the processor likes it: aligned to a cache line, and written past the cache.

A large answer is not read again while it is computed. A plain store would first read each line of
it into the cache; a streaming store does not.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

Array = NDArray[np.float64]

LINE = 64  # bytes of a cache line
LANES = 8  # float64 in one


def aligned(shape: tuple[int, ...]) -> Array:
    """An array like `numpy.empty` that starts at a cache line."""
    size = math.prod(shape)
    raw = np.empty(size + LANES)
    place: int = raw.__array_interface__["data"][0]
    skipped = -place % LINE // raw.itemsize
    return raw[skipped : skipped + size].reshape(shape)


@numba.njit(cache=True, error_model="numpy")
def scratch(size: int) -> Array:
    """Zeros that start at a cache line, for compiled code."""
    raw = np.zeros(size + LANES)
    skipped = -raw.ctypes.data % LINE // 8
    return raw[skipped : skipped + size]


@intrinsic
def _store_line(_: Any, target: Any, at: Any, source: Any, start: Any) -> Any:
    """Store source[start : start + LANES] at target[at], which must be where a line starts."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        line = ir.VectorType(ir.DoubleType(), LANES).as_pointer()
        lines = []
        for array, index in ((0, 1), (2, 3)):
            made = context.make_array(signature.args[array])(context, builder, values[array])
            place = builder.gep(made.data, [values[index]])
            lines.append(builder.bitcast(place, line))
        stored = builder.store(builder.load(lines[1], align=LANES), lines[0], align=LINE)
        past_the_cache = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
        stored.set_metadata("nontemporal", past_the_cache)
        return context.get_dummy_value()

    return types.void(target, at, source, start), generate


@numba.njit(cache=True, error_model="numpy")
def write_row(target: Array, at: int, source: Array, start: int, m: int, whole: int) -> None:
    """Copy `m` numbers; the first `whole` of them are whole cache lines, and go past the cache."""
    for s in range(0, whole, LANES):
        _store_line(target, at + s, source, start + s)  # type: ignore[call-arg]
    for s in range(whole, m):
        target[at + s] = source[start + s]


@numba.njit(cache=True, error_model="numpy")
def whole_lines(target: Array, first: int, m: int, row: int) -> int:
    """How many of the numbers target[first : first + m], and of each next row, are whole lines."""
    if row % LANES == 0 and (target.ctypes.data + first * 8) % LINE == 0:
        return m // LANES * LANES
    return 0
