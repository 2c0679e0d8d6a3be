"""What the people of an event file have in their blood, as tidy rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Beyond, Dose, Dosing, Form, beyond_studied
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exchange.histories import (
    EVERYTHING,
    NOT_SWALLOWED,
    History,
    without_missed,
)
from ketum.exchange.table import Row
from ketum.exchange.tidy import is_extrapolated, level_row, summary_row
from ketum.exposure.curve import (
    AFTER_A_DOSE_H,
    FINELY_AFTER_A_DOSE_H,
    SHOWN_AFTER_A_DOSE_H,
    bands_of,
    end_of,
    grid_of,
    peaks,
    spread_of,
    taken_at,
)
from ketum.exposure.document import DIGITS
from ketum.exposure.people import Part, Population, people
from ketum.exposure.regimen import Evid
from ketum.exposure.simulate import AT_ONCE, DEFAULT, chosen_models
from ketum.exposure.strands import levels, snapped, strands, strands_of_events

Array = NDArray[np.float64]

# People times hours that are held at once: curves of two analytes in a tenth of a gigabyte.
MOST_AT_ONCE = 8_000_000
MOST_DOSES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the people of a file are simulated; as `ketum.exposure.simulate` has it."""

    model: str = DEFAULT
    form: Form = Form.CAPSULES
    count: int = 1000
    seed: int = 1
    typical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Rows of levels, one an analyte and time, and rows of what is read off the curves."""

    levels: tuple[Row, ...]
    summary: tuple[Row, ...]


def answer(histories: Sequence[History], knowledge: KnowledgeBase, asked: Asked) -> Answered:
    """Levels of each person at the hours of their observations, or along the whole curve.

    Each person of the file stands for `count` people who took the same; weight is the person's.

    Raises:
        InputRefused: with everything that cannot be computed, of all people at once.
    """
    complaints = []
    shown: list[Row] = []
    summary: list[Row] = []
    for place, history in enumerate(histories, start=1):
        try:
            found = _of_one(history, knowledge, asked)
        except InputRefused as refused:
            complaints += [
                replace(c, place=f"ID number {place}, {c.place}") for c in refused.complaints
            ]
        else:
            shown += found.levels
            summary += found.summary
    if complaints:
        raise InputRefused(complaints)
    return Answered(levels=tuple(shown), summary=tuple(summary))


def _of_one(history: History, knowledge: KnowledgeBase, asked: Asked) -> Answered:
    dosing = _dosing(history, asked.form)
    chosen = chosen_models(dosing, knowledge, asked.model, asked.count)
    if complaints := _refusals(history, chosen):
        raise InputRefused(complaints)
    beyond = beyond_studied(dosing, knowledge)
    shown: list[Row] = []
    summary: list[Row] = []
    for model in chosen:
        taken = taken_at(dosing.of(model.analyte))
        names = [model.analyte, model.metabolite] if model.metabolite else [model.analyte]
        asked_for = [_hours(history, name, taken) for name in names]
        found = _followed(history, dosing, model, asked, taken, asked_for)
        for name, hours, (curve, highest, when) in zip(names, asked_for, found, strict=True):
            shown += _level_rows(history.id, name, model, hours, curve, beyond)
            for quantity, values in (("cmax", highest), ("tmax_h", when)):
                spread = spread_of(values)
                written = {
                    "median": spread.median, "p05": spread.p05, "p95": spread.p95
                }  # fmt: skip
                rounded = {key: _digits(value) for key, value in written.items()}
                summary.append(summary_row(history.id, name, quantity, rounded))
    return Answered(levels=tuple(shown), summary=tuple(summary))


def _dosing(history: History, form: Form) -> Dosing:
    """The doses, as far as what was studied can be told from them."""
    given = [t for t in without_missed(history.taken) if t.event.evid is not Evid.RESET]
    return Dosing(
        doses=tuple(
            Dose(
                time_h=t.event.time, amount_mg=t.event.amt, analyte=t.analyte,
                addl=t.event.addl, ii_h=t.event.ii,
            )
            for t in given
        ),
        form=form,
        weight_kg=history.weight_kg,
        days_of_use=math.inf if any(t.event.ss for t in given) else None,
    )  # fmt: skip


def _refusals(history: History, chosen: Sequence[ExposureModel]) -> list[Complaint]:
    complaints = []
    is_plain = all(
        t.event.evid is Evid.DOSE and not t.event.ss and not t.event.rate for t in history.taken
    )
    if sum(t.event.addl + 1 for t in history.taken) > MOST_DOSES:
        remedy = f"Give at most {MOST_DOSES:,} doses."
        complaints.append(Complaint(place="ADDL", problem="There are too many.", remedy=remedy))
    if any(t.event.rate for t in history.taken):
        problem, remedy = NOT_SWALLOWED
        complaints.append(Complaint(place="RATE", problem=problem, remedy=remedy))
    if not is_plain and any("eg" in model.parameters for model in chosen):
        problem = "M2 follows each dose through the gut: no steady state and no reset."
        complaints.append(Complaint(place="SS", problem=problem, remedy="Write the doses out."))
    return complaints


def _hours(history: History, name: str, taken: Array) -> Array:
    """When this analyte is asked about; along the whole curve where nothing is asked."""
    if not history.observations:
        return grid_of(taken, np.array(SHOWN_AFTER_A_DOSE_H), end_of(taken))
    hours = [o.time_h for o in history.observations if o.analyte in {name, EVERYTHING}]
    return np.unique(np.array(hours, dtype=np.float64))


def _followed(
    history: History,
    dosing: Dosing,
    model: ExposureModel,
    asked: Asked,
    taken: Array,
    asked_for: Sequence[Array],
) -> list[tuple[Array, Array, Array]]:
    """Of each analyte the curve at its hours, (hours, people), and each person's peak and when."""
    count = 1 if asked.typical else asked.count
    end = end_of(taken)
    fine = FINELY_AFTER_A_DOSE_H if asked.typical else AFTER_A_DOSE_H
    if any(t.event.ss or t.event.evid is not Evid.DOSE for t in history.taken):
        # The engine meets resets on its grid; an hour asked about at one is read after it.
        asked_for = [np.array([snapped(hour) for hour in each.tolist()]) for each in asked_for]
    hours = np.unique(np.concatenate([grid_of(taken, fine, end), *asked_for]))
    is_course = (hours >= taken[0]) & (hours <= end)
    at_once = max(1, min(AT_ONCE, MOST_AT_ONCE // len(hours)))
    curves: list[list[Array]] = [[] for _ in asked_for]
    tops: list[list[tuple[Array, Array]]] = [[] for _ in asked_for]
    for first in range(0, count, at_once):
        drawn = Population(
            count=min(at_once, count - first),
            seed=asked.seed,
            first=first,
            weight_kg=history.weight_kg,
            varying=() if asked.typical else tuple(Part),
        )
        values = people(model, drawn, form=asked.form)
        if "eg" in model.parameters:
            run = strands(model, values, dosing.of(model.analyte))
        else:
            run = strands_of_events(model, values, history.of(model.analyte))
        for place, curve in enumerate(levels(run, hours)[: len(asked_for)]):
            curves[place].append(curve[np.searchsorted(hours, asked_for[place])])
            tops[place].append(peaks(curve[is_course], hours[is_course], taken))
    return [
        (
            np.concatenate(curves[place], axis=1),
            np.concatenate([highest for highest, _ in tops[place]]),
            np.concatenate([when for _, when in tops[place]]),
        )
        for place in range(len(asked_for))
    ]


def _level_rows(
    whom: str,
    name: str,
    model: ExposureModel,
    hours: Array,
    curve: Array,
    beyond: Sequence[Beyond],
) -> list[Row]:
    if not len(hours):
        return []
    starts = [{"from_h": each.from_h} for each in beyond]
    return [
        level_row(
            whom, name, hour, (_digits(low), _digits(middle), _digits(high)),
            extrapolated=is_extrapolated(starts, model.analyte, hour),
        )
        for hour, low, middle, high in zip(
            hours.tolist(), *(each.tolist() for each in bands_of(curve)), strict=True
        )
    ]  # fmt: skip


def _digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
