"""A simulation as the contract's object: plain numbers and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ketum.citation import Citation
from ketum.exposure.answer import AnalyteExposure, Exposure, Spread

# More digits than a concentration is known to would only be read as certainty.
DIGITS = 6


def document_of(exposure: Exposure, release: str) -> dict[str, object]:
    """What `ketum simulate --format json` prints; concentrations in ng/mL, areas in ng*h/mL."""
    return {
        "model": exposure.model,
        "release": release,
        "status": exposure.standing,
        "domain": exposure.domain,
        "n": exposure.people,
        "seed": exposure.seed,
        "typical": exposure.typical,
        "analytes": {analyte.name: _analyte(analyte) for analyte in exposure.analytes},
        "times_h": numbers(exposure.times_h),
        "beyond_studied": [
            {"respect": b.respect, "from_h": b.from_h, "text": b.text, "cites": cites_of(b.cites)}
            for b in exposure.beyond
        ],
        "uncertainty": {
            "shares": {a.name: _rounded(a.shares) for a in exposure.analytes if a.shares},
            "other_models": {name: _rounded(ratios) for name, ratios in exposure.others.items()},
            "assumed": list(exposure.assumed),
        },
        "not_simulated": [
            {"analyte": analyte, "reason": why} for analyte, why in exposure.left_out.items()
        ],
        "cites": cites_of(exposure.cites),
    }


def _analyte(found: AnalyteExposure) -> dict[str, object]:
    return {
        "unit": "ng/mL",
        "model": found.model,
        "metabolite_of": found.metabolite_of,
        "median": numbers(found.median),
        "p05": numbers(found.p05),
        "p95": numbers(found.p95),
        "cmax": spread_object(found.cmax),
        "tmax_h": spread_object(found.tmax_h),
        "auc_inf": spread_object(found.auc_inf),
        "half_life_h": spread_object(found.half_life_h),
        "trough": spread_object(found.trough),
        "accumulation": spread_object(found.accumulation),
        "steady_state_d": spread_object(found.steady_state_d),
    }


def spread_object(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return _rounded({"median": spread.median, "p05": spread.p05, "p95": spread.p95})


def _rounded(named: Mapping[str, float]) -> dict[str, float]:
    return {name: digits(value) for name, value in named.items()}


def digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def numbers(values: NDArray[np.float64]) -> list[float]:
    # One text of all numbers is made and read several times as fast as one of each.
    written = f"%.{DIGITS}g " * len(values) % tuple(values.tolist())
    return [float(number) for number in written.split()]


def cites_of(cites: Iterable[Citation]) -> list[dict[str, object]]:
    return [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]
