"""Concentrations over time for one person or many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.march import walk
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Event, timeline

Array = NDArray[np.float64]


def concentrations(
    parameters: Parameters,
    events: Sequence[Event],
    times_h: ArrayLike,
    *,
    lag_h: float = 0.0,
    out: Array | None = None,
) -> Array:
    """Concentrations in ng/mL, shape (2, times, people): the parent, then its metabolite.

    `times_h` may be in any order. `out` may be an array of that shape to write into. The answer for
    a person does not depend on who else is computed.

    Raises:
        InputRefused: with everything that is wrong with the doses, the times or `out`.
    """
    times = np.asarray(times_h, dtype=np.float64)
    line = timeline(events, times, lag_h)
    rows = int(line.row.max()) + 1
    in_order = rows == len(times) and bool((line.rows == np.arange(rows)).all())
    shape = (2, len(times), len(parameters))
    if out is not None and not _fits(out, shape):
        place = Complaint(
            place="out",
            problem="It does not fit.",
            remedy=f"Give float64 of shape {shape}, C order.",
        )
        raise InputRefused([place])
    written = out if out is not None and in_order else np.empty((2, rows, len(parameters)))
    walk(
        parameters.rates(),
        parameters.scales(),
        line.dose,
        line.keep,
        line.rate,
        line.gap,
        line.row,
        line.steady,
        line.gaps,
        line.steadies,
        written,
    )
    if in_order:
        return written
    return np.take(written, line.rows, axis=1, out=out)


def _fits(out: Array, shape: tuple[int, ...]) -> bool:
    return out.shape == shape and out.dtype == np.float64 and out.flags.c_contiguous
