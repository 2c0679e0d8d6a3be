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
# What a mark on the timeline is.
OUTPUT, DOSE, RESET, STEADY, INPUT, EPOCH = range(6)


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
    taken, of = _taken(events)
    ends = np.array(_ends(events))[of]
    rate = np.array([event.rate for event in events])[of]
    amount = np.array([event.amt for event in events])[of]
    arrived = np.where(rate > 0.0, taken, taken + lag_h)
    given = (arrived < ends) & (amount > 0.0)
    swallowed, infused = given & (rate == 0.0), given & (rate > 0.0)
    stopped = np.minimum(arrived[infused] + amount[infused] / rate[infused], ends[infused])
    resets = [event.time for event in events if event.evid is not Evid.DOSE]
    steady = [event for event in events if event.ss]
    every_kind = (
        (OUTPUT, outputs, np.zeros(len(outputs))),
        (DOSE, arrived[swallowed], amount[swallowed]),
        (RESET, np.array(resets), np.zeros(len(resets))),
        (STEADY, np.array([event.time for event in steady]), np.arange(len(steady))),
        (INPUT, arrived[infused], rate[infused]),
        (INPUT, stopped, -rate[infused]),
        (EPOCH, np.array(epochs_h), np.arange(1, len(epochs_h) + 1)),
    )
    marks = [mark for mark in every_kind if len(mark[1])]
    time = np.concatenate([mark[1] for mark in marks])
    order = np.argsort(time, kind="stable")
    last = np.searchsorted(time, outputs[-1], side="right", sorter=order)
    kind = np.repeat([mark[0] for mark in marks], [len(mark[1]) for mark in marks])
    value = np.concatenate([mark[2] for mark in marks])
    return Timeline(
        stops=Stops(*_merge(time, kind, value, order[:last])),
        steadies=np.array(
            [(e.amt, e.ii, 0.0 if e.rate else e.ii - lag_h, e.rate) for e in steady]
        ).reshape(-1, 4),
        rows=rows,
        outputs=len(outputs),
    )


def _taken(events: Sequence[Event]) -> tuple[Array, Index]:
    """When each dose is taken (h), and which event it belongs to; missed doses left out."""
    counts = [0 if event.evid is Evid.RESET else event.addl + 1 for event in events]
    of = np.repeat(np.arange(len(events)), counts)
    first = np.cumsum(counts) - counts
    number = np.arange(len(of)) - first[of]
    start = np.array([event.time for event in events])
    apart = np.array([event.ii for event in events])
    time = start[of] + apart[of] * number
    missed = [first[i] + number for i, event in enumerate(events) for number in event.missed]
    if missed:
        return np.delete(time, missed), np.delete(of, missed)
    return time, of


def _ends(events: Sequence[Event]) -> list[float]:
    """Until when (h) the doses of each event may arrive: the next reset or steady state."""
    ends = []
    end = np.inf
    for event in reversed(events):
        ends.append(end)
        if event.ss or event.evid is not Evid.DOSE:
            end = event.time
    return ends[::-1]


@numba.njit(cache=True, error_model="numpy")
def _merge(
    time: Array, kind: Index, value: Array, order: Index
) -> tuple[Array, Array, Array, Array, Index, Index, Index, Index, Index]:
    """The fields of Stops, from marks that are walked in `order`."""
    most = len(order)
    dose, keep, rate, gap = np.zeros(most), np.ones(most), np.zeros(most), np.zeros(most)
    slot, fresh, epoch = (
        np.zeros(most, np.int64),
        np.zeros(most, np.int64),
        np.zeros(most, np.int64),
    )
    row, steady = np.full(most, -1), np.full(most, -1)
    n = -1
    now, running, inputs, current, written = 0.0, 0.0, 0, 0, 0
    for mark in order:
        if n < 0 or time[mark] > now:
            if n >= 0:
                gap[n] = time[mark] - now
            n += 1
            now = time[mark]
        if kind[mark] == OUTPUT:
            row[n] = written
            written += 1
        elif kind[mark] == DOSE:
            dose[n] += value[mark]
        elif kind[mark] == RESET:
            keep[n] = 0.0
        elif kind[mark] == STEADY:
            steady[n] = np.int64(value[mark])
        elif kind[mark] == INPUT:
            running += value[mark]
            inputs += 1 if value[mark] > 0.0 else -1
            # Sums of starts and ends leave dust of rounding.
            running = running if inputs > 0 else 0.0
        else:
            current = int(value[mark])
        rate[n], epoch[n] = running, current
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
