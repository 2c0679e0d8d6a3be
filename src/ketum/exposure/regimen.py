"""What was taken and when, in the terms of NONMEM event data, and the timeline it makes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ketum.errors import Complaint, InputRefused

MOST_DOSES = 1_000_000


class Evid(IntEnum):
    """What an event does."""

    DOSE = 1
    RESET = 3
    RESET_AND_DOSE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a dosing history.

    `time` in h; `amt` in mg; `ii` in h between the `addl` additional doses, or between the doses
    that led to the steady state when `ss`; `rate` in mg/h for a constant input into the central
    compartment, 0 for a swallowed dose.
    """

    time: float
    amt: float = 0.0
    ii: float = 0.0
    addl: int = 0
    ss: bool = False
    rate: float = 0.0
    evid: Evid = Evid.DOSE


def every(interval_h: float, amt_mg: float, doses: int, *, start_h: float = 0.0) -> tuple[Event]:
    """`doses` swallowed doses of `amt_mg` mg, one each `interval_h` h."""
    return (Event(time=start_h, amt=amt_mg, ii=interval_h, addl=doses - 1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What happens at each stop, in the order of time; between two stops nothing does.

    Arrays of one entry for each stop: `dose` (mg into the depot), `keep` (0 where everything is
    reset), `rate` (mg/h into the central compartment until the next stop), `gap` (which of `gaps`
    passes until the next stop), `row` (which output row is written, or -1) and `steady` (which row
    of `steadies` sets the state, or -1). `gaps` in h, distinct; `steadies` has the columns amount
    (mg), interval (h), time from an arrival to the event (h) and rate (mg/h).
    """

    dose: NDArray[np.float64]
    keep: NDArray[np.float64]
    rate: NDArray[np.float64]
    gap: NDArray[np.int64]
    row: NDArray[np.int64]
    steady: NDArray[np.int64]
    gaps: NDArray[np.float64]
    steadies: NDArray[np.float64]
    rows: NDArray[np.int64]


def timeline(events: Sequence[Event], times_h: NDArray[np.float64], lag_h: float = 0.0) -> Timeline:
    """Merge doses, resets, steady states and output times.

    A dose arrives `lag_h` after it was taken. An output at the moment of an event is read after
    it. `rows` gives for each of `times_h` the output row that holds it.

    Raises:
        InputRefused: with every event and time that makes no sense.
    """
    complaints = [*_complaints(events, lag_h), *_time_complaints(times_h)]
    if complaints:
        raise InputRefused(complaints)
    outputs, rows = np.unique(times_h, return_inverse=True)
    arrivals, amounts = _arrivals(events, lag_h)
    resets = np.array([e.time for e in events if e.evid is not Evid.DOSE], dtype=np.float64)
    steady_events = [e for e in events if e.ss]
    steady_times = np.array([e.time for e in steady_events], dtype=np.float64)
    starts, ends, rates = _infusions(events, lag_h, resets)
    stops = np.unique(
        np.concatenate([outputs, arrivals, resets, steady_times, starts, ends, [outputs[0]]])
    )
    stops = stops[stops <= outputs[-1]]
    n = len(stops)

    def at(times: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        kept = times <= outputs[-1]
        return np.searchsorted(stops, times[kept]), kept

    dose, keep = np.zeros(n), np.ones(n)
    index, kept = at(arrivals)
    np.add.at(dose, index, amounts[kept])
    keep[at(resets)[0]] = 0.0
    change = np.zeros(n + 1)
    index, kept = at(starts)
    np.add.at(change, index, rates[kept])
    index, kept = at(ends)
    np.subtract.at(change, index, rates[kept])
    row = np.full(n, -1, dtype=np.int64)
    row[at(outputs)[0]] = np.arange(len(outputs))
    steady = np.full(n, -1, dtype=np.int64)
    index, kept = at(steady_times)
    steady[index] = np.flatnonzero(kept)
    gaps, gap = np.unique(np.diff(stops, append=stops[-1]), return_inverse=True)
    return Timeline(
        dose=dose,
        keep=keep,
        rate=_without_dust(np.cumsum(change)[:n], rates),
        gap=gap.astype(np.int64),
        row=row,
        steady=steady,
        gaps=gaps,
        steadies=np.array(
            [(e.amt, e.ii, e.ii - lag_h, e.rate) for e in steady_events], dtype=np.float64
        ).reshape(-1, 4),
        rows=rows.astype(np.int64),
    )


def _arrivals(
    events: Iterable[Event], lag_h: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When each swallowed dose reaches the depot (h), and its amount (mg)."""
    swallowed = [e for e in events if e.evid is not Evid.RESET and e.rate == 0.0 and e.amt > 0.0]
    counts = [event.addl + 1 for event in swallowed]
    return _repeated(swallowed, counts) + lag_h, np.repeat([e.amt for e in swallowed], counts)


def _repeated(events: Sequence[Event], counts: Sequence[int]) -> NDArray[np.float64]:
    """The times (h) at which each event and its additional doses were taken, event by event."""
    times = [
        np.empty(0),
        *(e.time + e.ii * np.arange(n) for e, n in zip(events, counts, strict=True)),
    ]
    return np.concatenate(times)


def _infusions(
    events: Iterable[Event], lag_h: float, resets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """When each constant input starts and ends (h), and its rate (mg/h); a reset ends it."""
    infused = [e for e in events if e.evid is not Evid.RESET and e.rate > 0.0]
    counts = [event.addl + 1 for event in infused]
    starts = _repeated(infused, counts) + lag_h
    ends = starts + np.repeat(np.array([e.amt / e.rate for e in infused]), counts)
    for reset in np.sort(resets):
        ends = np.where((starts < reset) & (ends > reset), reset, ends)
    return starts, ends, np.repeat(np.array([e.rate for e in infused]), counts)


def _without_dust(rate: NDArray[np.float64], rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of starts and ends leave remainders of rounding; an input that ended is zero."""
    if not len(rates):
        return np.zeros_like(rate)
    return np.where(rate < rates.min() * 1e-9, 0.0, rate)


def _complaints(events: Sequence[Event], lag_h: float) -> Iterable[Complaint]:
    """Everything that is wrong with the events, with the place of each."""
    if not math.isfinite(lag_h) or lag_h < 0.0:
        yield _complaint("lag_h", "The lag is no time from 0 on.", "Give hours, 0 or more.")
    if not events:
        yield _complaint("doses", "There is no dose.", "Give one or more.")
    previous = -math.inf
    total = 0
    for number, event in enumerate(events):
        place = f"doses[{number}]"
        numbers = (event.time, event.amt, event.ii, event.rate)
        if not all(map(math.isfinite, numbers)) or min(event.amt, event.ii, event.rate) < 0.0:
            yield _complaint(place, "A number is negative or not finite.", "Give 0 or more.")
            continue
        if event.time < previous:
            yield _complaint(place, "It lies before the one above.", "Sort the events by time.")
        previous = event.time
        total += event.addl + 1
        if event.addl < 0:
            yield _complaint(place, "addl is negative.", "Give 0 or more.")
        if (event.addl > 0 or event.ss) and event.ii <= 0.0:
            yield _complaint(place, "Repeated doses need a time between them.", "Give ii in h.")
        if event.evid is not Evid.RESET and event.amt == 0.0:
            yield _complaint(place, "A dose of nothing.", "Give amt in mg, more than 0.")
        if event.ss and (event.ii <= lag_h or (event.rate and event.amt / event.rate > event.ii)):
            yield _complaint(
                place, "A steady state needs an ii longer than lag and input.", "Give a longer ii."
            )
    if total > MOST_DOSES:
        yield _complaint("doses", "There are more than a million.", "Use ss, or fewer doses.")


def _time_complaints(times_h: NDArray[np.float64]) -> Iterable[Complaint]:
    if times_h.ndim != 1 or not len(times_h):
        yield _complaint("times_h", "There is no time to answer for.", "Give one or more, in h.")
    elif not np.isfinite(times_h).all():
        yield _complaint("times_h", "A time is not a finite number.", "Give hours.")


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)
