"""The stops of a simulation: doses, resets, inputs, epochs and output times in one order of time.

Between two stops nothing happens, so one transition leads from each to the next. Equal gaps within
one epoch share a transition; each stop says in which slot it is kept, and whether it must be
computed first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.regimen import Event, Evid

Array = NDArray[np.float64]
Index = NDArray[np.int64]

SLOTS = 64
# What happens.
DOSE, RESET, STEADY, INPUT, EPOCH = range(5)
# The columns of an event for compiled code, and two values of the last.
TIME, AMT, II, ADDL, SS, RATE, EVID = range(7)
DOSE_ONLY, RESET_ONLY = int(Evid.DOSE), int(Evid.RESET)
# Making an empty array takes as long as some dozen stops.
NONE_MISSED, NO_EPOCHS, NONE_STEADY = np.empty((0, 2), np.int64), np.empty(0), np.empty((0, 4))


class Stops(NamedTuple):
    """One entry for each stop, in the order of time.

    `dose` mg into the depot; `keep` 0 where everything is emptied; `rate` mg/h into the central
    compartment until the next stop; `gap` h until then, 0 at the last; `slot` where the transition
    over that gap is kept, and `fresh` 1 if it must be computed first; `epoch` the row of the rates;
    `row` the output row that is written, `steady` the row of `steadies` that sets the state, each
    -1 for none.
    """

    dose: Array
    keep: Array
    rate: Array
    gap: Array
    slot: Index
    fresh: Index
    epoch: Index
    row: Index
    steady: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The stops, and what they point to.

    `steadies` has the columns amount (mg), interval (h), time from the last arrival (h) and rate
    (mg/h); `rows` tells for each time asked its output row, None if each has its own in order.
    """

    stops: Stops
    steadies: Array
    rows: Index | None
    outputs: int


def timeline(
    events: Sequence[Event], times_h: Array, lag_h: float = 0.0, epochs_h: Sequence[float] = ()
) -> Timeline:
    """Merge everything that happens; all arguments must have been checked.

    A swallowed dose arrives `lag_h` after it was taken. An output at the moment of an event is
    read after it. Doses that have not arrived at a reset or at a later steady state never do.
    """
    outputs, rows = times_h, None
    if not (times_h[1:] > times_h[:-1]).all():
        outputs, rows = np.unique(times_h, return_inverse=True)
    lines = np.array([(e.time, e.amt, e.ii, e.addl, e.ss, e.rate, e.evid.value) for e in events])
    missed = [(i, k) for i, event in enumerate(events) for k in sorted(set(event.missed))]
    stops = _stops(
        lines,
        np.array(missed) if missed else NONE_MISSED,
        lag_h,
        np.array(epochs_h, dtype=np.float64) if epochs_h else NO_EPOCHS,
        outputs,
    )
    steady = [(e.amt, e.ii, 0.0 if e.rate else e.ii - lag_h, e.rate) for e in events if e.ss]
    return Timeline(
        stops=Stops(*stops),
        steadies=np.array(steady) if steady else NONE_STEADY,
        rows=rows,
        outputs=len(outputs),
    )


@numba.njit(cache=True, error_model="numpy")
def _happenings(lines: Array, missed: Index, lag: float, epochs: Array) -> tuple[Array, Array]:
    """When something happens (h), and what: rows of kind and value, in no order."""
    most = len(epochs)
    for i in range(len(lines)):
        most += 2 * int(lines[i, ADDL]) + 4
    time, what = np.empty(most), np.empty((most, 2))
    ends = np.full(len(lines), np.inf)
    for i in range(len(lines) - 1, 0, -1):
        cancels = lines[i, SS] > 0.0 or lines[i, EVID] != DOSE_ONLY
        ends[i - 1] = lines[i, TIME] if cancels else ends[i]
    n, steady, skipped = 0, 0, 0
    for i in range(len(lines)):
        begin, amount, apart, rate = lines[i, TIME], lines[i, AMT], lines[i, II], lines[i, RATE]
        end = ends[i]
        if lines[i, EVID] != DOSE_ONLY:
            time[n], what[n, 0], what[n, 1], n = begin, RESET, 0.0, n + 1
        if lines[i, SS] > 0.0:
            time[n], what[n, 0], what[n, 1], n = begin, STEADY, steady, n + 1
            steady += 1
        is_dose = lines[i, EVID] != RESET_ONLY
        for number in range(int(lines[i, ADDL]) + 1 if is_dose else 0):
            arrives = begin + apart * number + (0.0 if rate > 0.0 else lag)
            while skipped < len(missed) and missed[skipped, 0] < i:
                skipped += 1
            if skipped < len(missed) and missed[skipped, 0] == i and missed[skipped, 1] == number:
                skipped += 1
            elif arrives < end and rate > 0.0:
                stops = min(arrives + amount / rate, end)
                time[n], what[n, 0], what[n, 1], n = arrives, INPUT, rate, n + 1
                time[n], what[n, 0], what[n, 1], n = stops, INPUT, -rate, n + 1
            elif arrives < end:
                time[n], what[n, 0], what[n, 1], n = arrives, DOSE, amount, n + 1
    for i in range(len(epochs)):
        time[n], what[n, 0], what[n, 1], n = epochs[i], EPOCH, i + 1, n + 1
    return time[:n], what[:n]


@numba.njit(cache=True, error_model="numpy")
def _stops(
    lines: Array, missed: Index, lag: float, epochs: Array, outputs: Array
) -> tuple[Array, Array, Array, Array, Index, Index, Index, Index, Index]:
    """The fields of Stops: what happens and what is asked for, merged."""
    time, what = _happenings(lines, missed, lag, epochs)
    order = np.argsort(time, kind="mergesort")
    most = len(time) + len(outputs)
    dose, keep, rate, gap = np.zeros(most), np.ones(most), np.zeros(most), np.zeros(most)
    slot, fresh = np.zeros(most, np.int64), np.zeros(most, np.int64)
    epoch = np.zeros(most, np.int64)
    row, steady = np.full(most, -1), np.full(most, -1)
    n, upcoming, written = -1, 0, 0
    now, running, inputs, current = -np.inf, 0.0, 0, 0
    while written < len(outputs):
        moment = outputs[written]
        happens = upcoming < len(order) and time[order[upcoming]] <= moment
        if happens:
            moment = time[order[upcoming]]
        if moment > now:
            if n >= 0:
                gap[n] = moment - now
            n += 1
            now = moment
            rate[n], epoch[n] = running, current
        if happens:
            kind, value = what[order[upcoming]]
            upcoming += 1
            if kind == DOSE:
                dose[n] += value
            elif kind == RESET:
                keep[n] = 0.0
            elif kind == STEADY:
                steady[n] = int(value)
            elif kind == INPUT:
                inputs += 1 if value > 0.0 else -1
                # Sums of starts and ends leave dust of rounding.
                running = running + value if inputs > 0 else 0.0
                rate[n] = running
            else:
                epoch[n] = current = int(value)
        else:
            row[n] = written
            written += 1
    _share_slots(gap[:n], epoch[:n], slot, fresh)
    n += 1
    return (
        dose[:n], keep[:n], rate[:n], gap[:n], slot[:n], fresh[:n], epoch[:n], row[:n], steady[:n],
    )  # fmt: skip


@numba.njit(cache=True, error_model="numpy")
def _share_slots(gap: Array, epoch: Index, slot: Index, fresh: Index) -> None:
    """Give equal gaps of one epoch one slot; the oldest slot makes room for a new gap."""
    held_gap, held_epoch = np.full(SLOTS, -1.0), np.full(SLOTS, -1)
    upcoming, near = 0, 0
    for i in range(len(gap)):
        found = -1
        if held_gap[near] == gap[i] and held_epoch[near] == epoch[i]:
            found = near
        else:
            for k in range(SLOTS):
                if held_gap[k] == gap[i] and held_epoch[k] == epoch[i]:
                    found = k
                    break
        if found < 0:
            found = upcoming
            held_gap[found], held_epoch[found] = gap[i], epoch[i]
            fresh[i] = 1
            upcoming = (upcoming + 1) % SLOTS
        slot[i] = near = found
