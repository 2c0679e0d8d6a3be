"""Concentrations over time for one person or many."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.lanes import aligned
from ketum.exposure.march import walk, walk_on_all_cores
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Epoch, Event, check
from ketum.exposure.timeline import timeline

Array = NDArray[np.float64]

# Fewer steps of people than these are done before other threads would have started.
WORTH_ALL_CORES = 1_000_000
# Not every threading layer of Numba may be entered by two threads at once.
ALL_CORES = Lock()


def concentrations(
    parameters: Parameters,
    events: Sequence[Event],
    times_h: ArrayLike,
    *,
    lag_h: float = 0.0,
    epochs: Sequence[Epoch] = (),
    out: Array | None = None,
) -> Array:
    """Concentrations in ng/mL, shape (2, times, people): the parent, then its metabolite.

    `times_h` may be in any order; what happens at a time is read after it happened. Swallowed
    doses arrive `lag_h` after they were taken. `out` may be an array of that shape to write into.
    The answer for a person does not depend on who else is computed.

    The relative error is at most 1e-10 where the fastest rate times the longest time between two
    stops stays below 1e5.

    Raises:
        InputRefused: with everything that is wrong with doses, times, epochs or `out`.
    """
    times = np.asarray(times_h, dtype=np.float64)
    check(events, times, lag_h, epochs)
    rates = parameters.rates().T[np.newaxis]
    if epochs:
        changed = [parameters.times(epoch.factors).rates().T for epoch in epochs]
        rates = np.stack([*rates, *changed])
    line = timeline(events, times, lag_h, [epoch.start_h for epoch in epochs])
    shape = (2, len(times), len(parameters))
    if out is not None and not _fits(out, shape):
        remedy = f"Give float64 of shape {shape}, C order."
        raise InputRefused([Complaint(place="out", problem="It does not fit.", remedy=remedy)])
    written = out
    if written is None or line.rows is not None:
        written = aligned((2, line.outputs, len(parameters)))
    given = rates, parameters.scales(), line.stops, line.steadies, written
    if len(parameters) * len(line.stops.dose) < WORTH_ALL_CORES:
        walk(*given)
    else:
        with ALL_CORES:
            walk_on_all_cores(*given)
    if line.rows is None:
        return written
    return np.take(written, line.rows, axis=1, out=out)


def _fits(out: Array, shape: tuple[int, ...]) -> bool:
    return out.shape == shape and out.dtype == np.float64 and out.flags.c_contiguous
