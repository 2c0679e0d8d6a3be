"""What a file of events says of each person: doses, levels, and hours that are asked about."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ketum.errors import Complaint, InputRefused
from ketum.exchange.sbml import Baked, Train
from ketum.exposure.regimen import Event, Evid

EVERYTHING = ""
NOT_SWALLOWED = (
    "It is an input into the blood, and all parameters are of swallowed doses.",
    "Leave RATE out.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One event of one analyte; a reset concerns `EVERYTHING`."""

    event: Event
    analyte: str = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A level at a time (h), or a time that is only asked about: `value` None and not below.

    `value` and `lloq` in ng/mL. `is_below`: under `lloq`, and nothing else is known; it is not 0.
    `analyte` is `EVERYTHING` where a time is asked about for all that is there.
    """

    time_h: float
    analyte: str = EVERYTHING
    value: float | None = None
    lloq: float | None = None
    is_below: bool = False

    @property
    def is_measured(self) -> bool:
        return self.value is not None or self.is_below


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One person of a file, events and observations in the order of time."""

    id: str
    taken: tuple[Taken, ...]
    observations: tuple[Observation, ...] = ()
    weight_kg: float | None = None

    @property
    def analytes(self) -> tuple[str, ...]:
        """What was taken, in the order of first use."""
        return tuple(dict.fromkeys(t.analyte for t in self.taken if t.analyte != EVERYTHING))

    def of(self, analyte: str) -> tuple[Event, ...]:
        """The events of one analyte for the engine, with every reset among them."""
        return tuple(self._of(analyte))

    def only(self, analyte: str, formed: Collection[str]) -> History:
        """The same person, as far as one alkaloid and what is formed from it are concerned."""
        kept = {analyte, EVERYTHING, *formed}
        return replace(
            self,
            taken=tuple(t for t in self.taken if t.analyte in kept),
            observations=tuple(o for o in self.observations if o.analyte in kept),
        )

    def _of(self, analyte: str) -> Iterator[Event]:
        for taken in self.taken:
            if taken.analyte in {analyte, EVERYTHING}:
                yield taken.event
            elif taken.event.evid is Evid.RESET_AND_DOSE:
                yield Event(time=taken.event.time, evid=Evid.RESET)


def without_missed(taken: Sequence[Taken]) -> tuple[Taken, ...]:
    """The same doses with no `missed`: a line is cut where doses were missed.

    A dose that a later reset or steady state cancels is left out with the missed ones, since a line
    of its own would stand behind that reset.

    Raises:
        InputRefused: a missed first dose whose line says a steady state or a reset.
    """
    made: list[Taken] = []
    for number, (line, end) in enumerate(zip(taken, _ends(taken), strict=True)):
        event = line.event
        if not event.missed:
            made.append(line)
            continue
        if 0 in event.missed and (event.ss or event.evid is not Evid.DOSE):
            problem = "The first dose of a steady state or reset was missed."
            remedy = "Say the reset and the doses on lines of their own."
            raise InputRefused(
                [Complaint(place=f"doses[{number}]", problem=problem, remedy=remedy)]
            )
        for first, count in _runs(event):
            start = event.time + event.ii * first
            if first == 0 or start < end:
                cut = replace(event, time=start, addl=count - 1, missed=())
                if first:
                    cut = replace(cut, ss=False, evid=Evid.DOSE)
                made.append(replace(line, event=cut))
    return tuple(sorted(made, key=lambda line: line.event.time))


def baked(events: Sequence[Event], lag_h: float, *, has_gut: bool = False) -> Baked:
    """The doses as trains that arrive, for a model that starts at 0 with nothing in the body.

    Raises:
        InputRefused: with every event that such a model cannot hold.
    """
    complaints = [c for i, event in enumerate(events) for c in _not_baked(i, event, has_gut)]
    if complaints:
        raise InputRefused(complaints)
    whole = without_missed([Taken(event=event) for event in events])
    trains = []
    for line, end in zip(whole, _ends(whole), strict=True):
        event = line.event
        if event.evid is Evid.RESET:
            continue
        numbers = np.arange(event.addl + 1)
        doses = int((event.time + event.ii * numbers + lag_h < end).sum())
        if doses:
            trains.append(
                Train(start_h=event.time, amount_mg=event.amt, interval_h=event.ii, doses=doses)
            )
    resets = tuple(t.event.time for t in whole if t.event.evid is not Evid.DOSE)
    return Baked(trains=tuple(trains), resets_h=resets)


def _not_baked(number: int, event: Event, has_gut: bool) -> Iterator[Complaint]:
    for is_wrong, problem, remedy in (
        (event.ss, "The format knows no steady state.", "Give the doses that led to it."),
        (event.rate > 0.0, *NOT_SWALLOWED),
        (event.time < 0.0, "Its time lies before 0.", "Shift all times."),
        (
            has_gut and event.evid is not Evid.DOSE,
            "The model does not say what a reset does to the gut.",
            "Leave the reset out, or take M1.",
        ),
    ):
        if is_wrong:
            yield Complaint(place=f"doses[{number}]", problem=problem, remedy=remedy)


def _ends(taken: Sequence[Taken]) -> list[float]:
    """For each line the time from which a later line cancels its doses."""
    ends, reset = [], math.inf
    steady: dict[str, float] = {}
    for line in reversed(taken):
        ends.append(min(reset, steady.get(line.analyte, math.inf)))
        if line.event.evid is not Evid.DOSE:
            reset = line.event.time
        if line.event.ss:
            steady[line.analyte] = line.event.time
    return ends[::-1]


def _runs(event: Event) -> Iterator[tuple[int, int]]:
    """First number and length of each stretch of doses that were taken."""
    missed = set(event.missed)
    first = None
    for number in range(event.addl + 2):
        is_taken = number <= event.addl and number not in missed
        if is_taken and first is None:
            first = number
        elif not is_taken and first is not None:
            yield first, number - first
            first = None
