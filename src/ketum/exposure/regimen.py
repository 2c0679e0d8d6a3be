"""What was taken and when, in the terms of NONMEM event data; and what changes over time.

As in NONMEM, the events must come in the order of time. Additional doses (`addl`) and doses that
have not arrived yet are cancelled by a later reset and by a later steady state.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.errors import Complaint, InputRefused

MOST_DOSES = 1_000_000
MOST_TIMES = 1_000_000
MOST_MG = 1e6
LONGEST_H = 1e6


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
    compartment, 0 for a swallowed dose; `missed` the doses of this line that were not taken, 0 the
    first of them.
    """

    time: float
    amt: float = 0.0
    ii: float = 0.0
    addl: int = 0
    ss: bool = False
    rate: float = 0.0
    evid: Evid = Evid.DOSE
    missed: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """From `start_h` until the next epoch, parameters are multiplied by their `factors`.

    A factor is one number, or one for each person. Before the first epoch all factors are 1.
    """

    start_h: float
    factors: Mapping[str, ArrayLike] = field(default_factory=dict)


def every(interval_h: float, amt_mg: float, doses: int, *, start_h: float = 0.0) -> tuple[Event]:
    """`doses` swallowed doses of `amt_mg` mg, one each `interval_h` h."""
    return (Event(time=start_h, amt=amt_mg, ii=interval_h, addl=doses - 1),)


def check(
    events: Sequence[Event], times_h: NDArray[np.float64], lag_h: float, epochs: Sequence[Epoch]
) -> None:
    """Refuse what makes no sense.

    Raises:
        InputRefused: with every event, time and epoch that is wrong.
    """
    complaints = [
        *_lag_complaints(lag_h),
        *_complaints(events, lag_h),
        *_time_complaints(times_h),
        *_epoch_complaints(epochs),
    ]
    if complaints:
        raise InputRefused(complaints)


def _lag_complaints(lag_h: float) -> Iterable[Complaint]:
    if not 0.0 <= lag_h <= LONGEST_H:
        yield _complaint("lag_h", "The lag is no time from 0 on.", "Give hours, 0 or more.")


def _complaints(events: Sequence[Event], lag_h: float) -> Iterable[Complaint]:
    """Everything that is wrong with the events, with the place of each."""
    if not events:
        yield _complaint("doses", "There is no dose.", "Give one or more.")
    previous = -math.inf
    total = 0
    for number, event in enumerate(events):
        place = f"doses[{number}]"
        if not abs(event.time) <= LONGEST_H:
            yield _complaint(place, "Its time is no time within a century.", "Give time in h.")
            continue
        if event.time < previous:
            yield _complaint(place, "It lies before the one above.", "Sort the events by time.")
        previous = event.time
        total += max(event.addl, 0) + 1
        yield from _amount_complaints(place, event)
        if event.addl > 0 or event.ss or event.missed:
            yield from _repeat_complaints(place, event, lag_h)
    if total > MOST_DOSES:
        yield _complaint("doses", "There are more than a million.", "Use ss, or fewer doses.")


def _amount_complaints(place: str, event: Event) -> Iterable[Complaint]:
    if not (0.0 <= event.amt <= MOST_MG and 0.0 <= event.rate <= MOST_MG):
        yield _complaint(
            place,
            "Its amount or rate is not from 0 to a kilogram.",
            "Give amt in mg, rate in mg/h.",
        )
    elif event.evid is not Evid.RESET and event.amt == 0.0:
        yield _complaint(place, "A dose of nothing.", "Give amt in mg, more than 0.")
    if event.addl < 0:
        yield _complaint(place, "addl is negative.", "Give 0 or more.")


def _repeat_complaints(place: str, event: Event, lag_h: float) -> Iterable[Complaint]:
    if event.missed and not all(0 <= number <= event.addl for number in event.missed):
        yield _complaint(place, "A missed dose is not one of it.", "Count from 0 up to addl.")
    if not 0.0 < event.ii <= LONGEST_H:
        if event.addl > 0 or event.ss:
            yield _complaint(place, "Repeated doses need a time between them.", "Give ii in h.")
    elif event.ss and event.evid is Evid.RESET:
        yield _complaint(place, "A reset has no steady state.", "Use evid 1 or 4 with ss.")
    elif event.ss and not event.rate and event.ii <= lag_h:
        yield _complaint(place, "A steady state needs ii above the lag.", "Give a longer ii.")
    elif event.ss and event.rate and event.amt / event.rate > event.ii:
        yield _complaint(place, "An input lasts longer than ii.", "Give a longer ii.")


def _time_complaints(times_h: NDArray[np.float64]) -> Iterable[Complaint]:
    if times_h.ndim != 1 or not 0 < len(times_h) <= MOST_TIMES:
        yield _complaint("times_h", "No list of 1 to a million times.", "Give one or more, in h.")
    elif not np.abs(times_h).max() <= LONGEST_H:
        yield _complaint("times_h", "A time is no time within a century.", "Give hours.")


def _epoch_complaints(epochs: Sequence[Epoch]) -> Iterable[Complaint]:
    previous = -math.inf
    for number, epoch in enumerate(epochs):
        place = f"epochs[{number}]"
        if not abs(epoch.start_h) <= LONGEST_H:
            yield _complaint(place, "Its start is no time within a century.", "Give hours.")
        elif epoch.start_h <= previous:
            yield _complaint(place, "It does not start after the one above.", "Sort the epochs.")
        previous = epoch.start_h


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)
