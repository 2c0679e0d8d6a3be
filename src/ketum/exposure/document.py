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
        "times_h": _numbers(exposure.times_h),
        "beyond_studied": [
            {"respect": b.respect, "from_h": b.from_h, "text": b.text, "cites": _cites(b.cites)}
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
        "cites": _cites(exposure.cites),
    }


def _analyte(found: AnalyteExposure) -> dict[str, object]:
    return {
        "unit": "ng/mL",
        "model": found.model,
        "metabolite_of": found.metabolite_of,
        "median": _numbers(found.median),
        "p05": _numbers(found.p05),
        "p95": _numbers(found.p95),
        "cmax": _spread(found.cmax),
        "tmax_h": _spread(found.tmax_h),
        "auc_inf": _spread(found.auc_inf),
        "half_life_h": _spread(found.half_life_h),
        "trough": _spread(found.trough),
        "accumulation": _spread(found.accumulation),
        "steady_state_d": _spread(found.steady_state_d),
    }


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return _rounded({"median": spread.median, "p05": spread.p05, "p95": spread.p95})


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: _digits(value) for name, value in numbers.items()}


def _digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _numbers(values: NDArray[np.float64]) -> list[float]:
    # One text of all numbers is made and read several times as fast as one of each.
    written = f"%.{DIGITS}g " * len(values) % tuple(values.tolist())
    return [float(number) for number in written.split()]


def _cites(cites: Iterable[Citation]) -> list[dict[str, object]]:
    return [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]
