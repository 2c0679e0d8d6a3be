"""How far the models of mitragynine are apart at steady state: the uncertainty of the structure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose, Form
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exposure.people import Population, people
from ketum.exposure.populations.cohort import MEASURES
from ketum.exposure.strands import levels, slowest_rates, strands, total_exposure

Array = NDArray[np.float64]
Kept = dict[tuple[str, float], Array]

DEFAULT = "M1"
# After so many of the slowest time constants no trough grows by more than 1 in 10,000.
TIME_CONSTANTS = 10.0
POINTS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Of one model, the typical Cmax, Cmin and AUC of one interval as multiples of M1's.

    `parent` and `metabolite` by measure.
    """

    model: str
    parent: Mapping[str, float]
    metabolite: Mapping[str, float]


def steady_gaps(
    amount_mg: float, interval_h: float, knowledge: KnowledgeBase, kept: Kept | None = None
) -> tuple[Gap, ...]:
    """What each other model makes of endless doses, as multiples of the default model.

    The typical person; forms and weight move all models alike or nearly so. `kept` may be a
    dictionary in which what holds for every amount stays for the next call.
    """
    analyte = knowledge.models[DEFAULT].analyte
    kept = {} if kept is None else kept
    found = {
        model.id: _of_amount(model, amount_mg, interval_h, kept)
        for model in knowledge.models.values()
        if model.analyte == analyte
    }
    default = found.pop(DEFAULT)
    return tuple(
        Gap(
            model=model,
            parent=dict(zip(MEASURES, map(float, own[0] / default[0]), strict=True)),
            metabolite=dict(zip(MEASURES, map(float, own[1] / default[1]), strict=True)),
        )
        for model, own in found.items()
    )


def _of_amount(model: ExposureModel, amount_mg: float, interval_h: float, kept: Kept) -> Array:
    """As `_steady`; a model in which no dose changes the next is worked out for one milligram."""
    if "eg" in model.parameters:
        return _steady(model, amount_mg, interval_h)
    key = model.id, interval_h
    if key not in kept:
        kept[key] = _steady(model, 1.0, interval_h)
    return kept[key] * amount_mg


def _steady(model: ExposureModel, amount_mg: float, interval_h: float) -> Array:
    """Cmax, Cmin, AUC of the typical person, shape (2, 3): the parent, then its metabolite."""
    values = people(model, Population(count=1, seed=0, varying=()), form=Form.CAPSULES)
    one = Dose(time_h=0.0, amount_mg=amount_mg, ii_h=interval_h)
    slowest = min(float(rate[0]) for rate in slowest_rates(strands(model, values, [one])))
    before = math.ceil(TIME_CONSTANTS / slowest / interval_h)
    run = strands(model, values, [replace(one, addl=before)])
    begin = run[0].events[-1].time + run[0].events[-1].ii * run[0].events[-1].addl
    lag_h = run[0].lag_h
    # Finely soon after the dose has arrived, where the peak is.
    times = begin + lag_h + interval_h * np.linspace(0.0, 1.0, POINTS) ** 2
    curves = levels(run, times[:-1])[:, :, 0]
    last = tuple(replace(strand, events=(replace(strand.events[-1], addl=0),)) for strand in run)
    areas = np.array([area[0] for area in total_exposure(last)])
    return np.stack([curves.max(axis=1), curves.min(axis=1), areas], axis=1)
