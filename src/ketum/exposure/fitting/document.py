"""A fit as the contract's object: plain numbers and words."""

from __future__ import annotations

from collections.abc import Mapping

from ketum.exposure.document import cites_of, digits, numbers, spread_object
from ketum.exposure.fitting.answer import Band, Fit, LevelFit, ParameterFit


def fit_document(fit: Fit, release: str) -> dict[str, object]:
    """What `ketum fit --format json` prints; concentrations in ng/mL.

    `analytes` are the curves of the person where one was estimated, else those of all people.
    """
    is_fitted = bool(fit.curves)
    return {
        "status": fit.outcome.value,
        "says": fit.says,
        "standing": fit.standing,
        "model": fit.model,
        "release": release,
        "domain": fit.domain,
        "share_as_unusual": digits(fit.share),
        "method": fit.method,
        "draws": fit.draws,
        "seed": fit.seed,
        "effective_sample_size": None if fit.effective is None else digits(fit.effective),
        "pareto_k": None if fit.pareto_k is None else digits(fit.pareto_k),
        "gradient_at_optimum": None if fit.steepest is None else digits(fit.steepest),
        "parameters": [_parameter(parameter) for parameter in fit.parameters],
        "levels": [_level(level) for level in fit.levels],
        "suspicions": [
            {"kind": s.kind, "text": s.text, "share_as_unusual": digits(s.share)}
            for s in fit.suspicions
        ],
        "times_h": numbers(fit.times_h),
        "analytes": _bands(fit.curves if is_fitted else fit.expected),
        "expected": _bands(fit.expected),
        "beyond_studied": [
            {"respect": b.respect, "from_h": b.from_h, "text": b.text, "cites": cites_of(b.cites)}
            for b in fit.beyond
        ],
        "assumed": list(fit.assumed),
        "cites": cites_of(fit.cites),
    }


def _parameter(found: ParameterFit) -> dict[str, object]:
    return {
        "symbol": found.symbol,
        "name": found.name,
        "unit": found.unit,
        "prior": spread_object(found.prior),
        "posterior": spread_object(found.posterior),
        "told": None if found.told is None else digits(found.told),
    }


def _level(found: LevelFit) -> dict[str, object]:
    return {
        "place": found.place,
        "analyte": found.analyte,
        "time_h": found.time_h,
        "unit": "ng/mL",
        "value": digits(found.value),
        "below_limit": found.is_below,
        "deviation": digits(found.deviation),
        "expected": spread_object(found.prior),
        "fitted": spread_object(found.posterior),
        "share_as_unusual": digits(found.share),
    }


def _bands(bands: Mapping[str, Band]) -> dict[str, object]:
    first = next(iter(bands), None)
    return {
        name: {
            "unit": "ng/mL",
            "metabolite_of": None if name == first else first,
            "median": numbers(band.median),
            "p05": numbers(band.p05),
            "p95": numbers(band.p95),
        }
        for name, band in bands.items()
    }
