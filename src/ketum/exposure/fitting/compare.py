"""Before and after: parameters, levels and curves of all people, and of those who fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose
from ketum.evidence.models import ExposureModel
from ketum.exposure.answer import Spread
from ketum.exposure.curve import (
    SHOWN_AFTER_A_DOSE_H,
    bands_of,
    end_of,
    grid_of,
    spread_of,
    taken_at,
)
from ketum.exposure.fitting.answer import Band, LevelFit, ParameterFit
from ketum.exposure.fitting.error import deviation
from ketum.exposure.fitting.measured import Measured
from ketum.exposure.fitting.people import PRODUCT
from ketum.exposure.fitting.profile import curves
from ketum.exposure.fitting.question import SYMBOLS, Level, Question

Array = NDArray[np.float64]

NAMES = {
    "ka": "uptake",
    "cl": "clearance",
    "v1": "central volume",
    "q": "exchange with tissue",
    "v2": "tissue volume",
    "ffp": "share formed on the way in",
    "fsys": "share formed from the blood",
    "clm": "clearance of the metabolite",
    "vm": "volume of the metabolite",
    PRODUCT: "availability, product included",
}
BEFORE_THE_FIRST_LEVEL_H = 24.0
# Half the width of nine in ten of a normal distribution, in deviations.
NINE_IN_TEN = 1.6448536269514722


def parameters_compared(
    question: Question, model: ExposureModel, after: Array | None
) -> tuple[ParameterFit, ...]:
    """Each parameter in which people differ, and each uncertain hour."""
    own = None if after is None else question.parameters_of(after)
    found = []
    for place, symbol in enumerate(question.prior.varying):
        column = SYMBOLS.index(symbol)
        middle = question.prior.typical[symbol]
        wide = math.exp(NINE_IN_TEN * question.prior.omega[symbol])
        found.append(
            ParameterFit(
                symbol=symbol,
                name=NAMES[symbol],
                unit="1" if symbol == PRODUCT else model.parameters[symbol].unit,
                prior=Spread(median=middle, p05=middle / wide, p95=middle * wide),
                posterior=None if own is None else spread_of(own[:, column]),
                told=_told(place, after),
            )
        )
    place = len(found)
    for number, line in enumerate(question.doses):
        if line.time_sd_h > 0.0:
            wide = NINE_IN_TEN * line.time_sd_h
            shifts = None if after is None else spread_of(line.time_sd_h * after[:, place])
            found.append(
                ParameterFit(
                    symbol=f"shift_{number}",
                    name=f"doses[{number}] later than said",
                    unit="h",
                    prior=Spread(median=0.0, p05=-wide, p95=wide),
                    posterior=shifts,
                    told=_told(place, after),
                )
            )
            place += 1
    return tuple(found)


def _told(place: int, after: Array | None) -> float | None:
    """The share of the spread that the levels took away; none of it if they made it wider."""
    if after is None:
        return None
    return max(0.0, 1.0 - float(after[:, place].std()))


def levels_compared(
    question: Question,
    measured: Sequence[Measured],
    before: Array,
    after: Array | None,
    shares: Sequence[float],
) -> tuple[LevelFit, ...]:
    """Each level in the order of the input beside what was expected and what was fitted."""
    times = np.array([level.time_h for level in question.levels])
    expected = curves(question, before, times)
    own = None if after is None else curves(question, after, times)
    found = []
    for j, (level, one) in enumerate(zip(question.levels, measured, strict=True)):
        prior = spread_of(expected[level.analyte, j])
        posterior = None if own is None else spread_of(own[level.analyte, j])
        found.append(
            LevelFit(
                place=one.place,
                analyte=one.analyte,
                time_h=level.time_h,
                value=level.value,
                is_below=level.is_below,
                deviation=_deviation(level, posterior or prior),
                prior=prior,
                posterior=posterior,
                share=shares[j],
            )
        )
    return tuple(found)


def _deviation(level: Level, around: Spread) -> float:
    return deviation(around.median, level.proportional, level.constant)


def hours_shown(doses: Sequence[Dose], levels: Sequence[Level]) -> Array:
    """From a day before the first level to the last of all, denser after each dose."""
    taken = taken_at(doses)
    last = max(end_of(taken), *(level.time_h for level in levels))
    first = max(taken[0], min(level.time_h for level in levels) - BEFORE_THE_FIRST_LEVEL_H)
    grid = grid_of(taken, np.array(SHOWN_AFTER_A_DOSE_H), last)
    hours = np.union1d(grid[grid >= first], [level.time_h for level in levels])
    return np.asarray(hours[hours >= taken[0]])


def bands(question: Question, model: ExposureModel, z: Array, hours: Array) -> dict[str, Band]:
    """The range of the curves of people `z`, by analyte."""
    found = curves(question, z, hours)
    made = {}
    for name, curve in zip((model.analyte, model.metabolite), found, strict=True):
        low, middle, high = bands_of(curve)
        made[name] = Band(median=middle, p05=low, p95=high)
    return made
