"""What a simulation answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketum.citation import Citation
from ketum.dosing import Beyond

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of people, and where nine in ten of them lie."""

    median: float
    p05: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyteExposure:
    """One substance in the blood: ng/mL at `times_h`, and what a reader asks of the curve.

    `cmax` ng/mL over the whole history and `tmax_h` h after the dose before it; `auc_inf` ng*h/mL
    over all time after all doses; `half_life_h` the last, slowest one, which a metabolite has from
    its parent. For repeated doses: `trough` ng/mL where the next dose would follow, `accumulation`
    the peak after the last dose over that after the first, `steady_state_d` the days until the
    trough is nearly that of endless use. `shares` gives for each part of the uncertainty its share
    of the variance of log `cmax`.
    """

    name: str
    model: str
    metabolite_of: str | None
    median: Array
    p05: Array
    p95: Array
    cmax: Spread
    tmax_h: Spread
    auc_inf: Spread
    half_life_h: Spread
    trough: Spread | None
    accumulation: Spread | None
    steady_state_d: Spread | None
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What was simulated, and how sure it is.

    `others` gives for each other model the typical Cmax and AUC of mitragynine as multiples of
    those of `model`: the uncertainty of the structure. `left_out` names what was not computed, with
    the reason.
    """

    model: str
    label: str
    standing: str
    domain: str
    people: int
    seed: int
    typical: bool
    times_h: Array
    last_dose_h: float
    analytes: tuple[AnalyteExposure, ...]
    beyond: tuple[Beyond, ...]
    others: Mapping[str, Mapping[str, float]]
    assumed: tuple[str, ...]
    left_out: Mapping[str, str]
    cites: tuple[Citation, ...]

    def of(self, analyte: str) -> AnalyteExposure:
        return next(found for found in self.analytes if found.name == analyte)
