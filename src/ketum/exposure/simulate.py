"""From a dosing history to concentrations with their uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketum.citation import Citation

Array = NDArray[np.float64]

FINEST_STEP_H = 0.1
AFTER_LAST_DOSE_H = 12.0
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of people, and where nine in ten of them lie."""

    median: float
    p05: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyteExposure:
    """One substance in the blood: ng/mL at `times_h`, and what a reader asks of the curve.

    `cmax` ng/mL and `tmax_h` h over the whole history, `auc_inf` ng*h/mL over all time after all
    doses, `half_life_h` the last, slowest one.
    """

    name: str
    median: Array
    p05: Array
    p95: Array
    cmax: Spread
    tmax_h: Spread
    auc_inf: Spread
    half_life_h: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What was simulated, and how sure it is.

    `beyond_studied` names each way in which the doses leave what was studied in people; `shares`
    gives for each part of the uncertainty its share of the variance of log Cmax.
    """

    model: str
    people: int
    times_h: Array
    analytes: tuple[AnalyteExposure, ...]
    beyond_studied: tuple[str, ...]
    shares: Mapping[str, float]
    cites: tuple[Citation, ...]
