"""A fit as an object; imported inside `engine` only, because it loads Numba."""

from __future__ import annotations

from ketum.cli.fit_file import FitAsked
from ketum.evidence import KnowledgeBase
from ketum.exposure.fitting import Measured, fit, fit_document

__all__ = ["fitted"]


def fitted(
    asked: FitAsked,
    knowledge: KnowledgeBase,
    *,
    model: str | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> dict[str, object]:
    """The contract's object of a fit; what is None takes what the file says, or its default."""
    measured = [
        Measured(
            analyte=level.analyte,
            time_h=level.time_h,
            value=level.value,
            unit=level.unit,
            is_below=level.is_below,
            cv=level.cv,
            place=level.place,
        )
        for level in asked.levels
    ]
    given = {
        "model": model or asked.model,
        "draws": asked.draws if draws is None else draws,
        "seed": asked.seed if seed is None else seed,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    found = fit(asked.dosing, measured, knowledge, **chosen)  # type: ignore[arg-type]
    return fit_document(found, knowledge.release.id)
