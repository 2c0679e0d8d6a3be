"""What a fit answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ketum.citation import Citation
from ketum.dosing import Beyond
from ketum.exposure.answer import Spread
from ketum.exposure.fitting.suspicion import Suspicion

Array = NDArray[np.float64]


class Outcome(Enum):
    """Whether a person was estimated, and if not, why."""

    FITTED = "fitted"
    UNEXPLAINED = "unexplained"
    BELOW_LIMITS = "below_limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFit:
    """One parameter before and after the levels; `posterior` is None where nothing was fitted.

    `told` is the share of the spread between people that the levels took away, from 0 on.
    """

    symbol: str
    name: str
    unit: str
    prior: Spread
    posterior: Spread | None
    told: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFit:
    """One level (ng/mL): as measured, as expected before, and the person's own after the fit.

    `share` is that of people with the other levels who would have one at least as unusual.
    """

    place: str
    analyte: str
    time_h: float
    value: float
    is_below: bool
    deviation: float
    prior: Spread
    posterior: Spread | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One analyte over time in ng/mL: low, middle and high of nine in ten."""

    median: Array
    p05: Array
    p95: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The answer. `share` is that of people who would have levels at least as unusual as these.

    `curves` are those of the person where one was estimated, `expected` those of all people.
    """

    outcome: Outcome
    model: str
    standing: str
    says: str
    domain: str
    share: float
    parameters: tuple[ParameterFit, ...]
    levels: tuple[LevelFit, ...]
    times_h: Array
    expected: Mapping[str, Band]
    curves: Mapping[str, Band]
    suspicions: tuple[Suspicion, ...]
    method: str | None
    effective: float | None
    pareto_k: float | None
    steepest: float | None
    draws: int
    seed: int
    assumed: tuple[str, ...]
    beyond: tuple[Beyond, ...]
    cites: tuple[Citation, ...]
