"""Filtration of the kidney, derived from creatinine where the laboratory gave none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Parameter
from ketum.facts.interval import Interval
from ketum.facts.model import MeasureFact, PersonFacts
from ketum.truth import Truth

__all__ = ["derived_filtration"]

CREATININE = "creatinine"
FILTRATION = "estimated-glomerular-filtration-rate"
MILLIGRAMS = "mg/dL"
SEXES = ("female", "male")


def derived_filtration(
    measures: Iterable[MeasureFact], person: PersonFacts, knowledge: KnowledgeBase
) -> tuple[MeasureFact, ...]:
    """One estimate (mL/min/1.73 m2) for each creatinine of an adult; none beside a measured one.

    The CKD-EPI equation of 2021 (source with its parameters). Of unknown sex both are taken.
    """
    measures = tuple(measures)
    if person.adult is not Truth.YES or person.age is None:
        return ()
    if any(measure.id == FILTRATION and measure.current for measure in measures):
        return ()
    sexes = SEXES if person.sex is None else (person.sex,)
    creatinine, filtration = knowledge.measurements[CREATININE], knowledge.measurements[FILTRATION]
    found = []
    for measure in measures:
        if measure.id != CREATININE or measure.value is None or measure.value.low <= 0:
            continue
        mg = [
            end / creatinine.factors[MILLIGRAMS] for end in (measure.value.low, measure.value.high)
        ]
        ends = [
            _filtration(level, age, sex, knowledge.parameters)
            for level in mg
            for age in (person.age.low, person.age.high)
            for sex in sexes
        ]
        value = Interval(min(ends), max(ends))
        found.append(
            replace(
                measure,
                id=FILTRATION,
                label=f"{filtration.label} derived from creatinine",
                unit=filtration.unit,
                value=value,
                times_upper=None,
                shown=f"{Interval(round(value.low), round(value.high))} {filtration.unit}",
                printed=None,
            )
        )
    return tuple(found)


def _filtration(
    creatinine: float, age: float, sex: str, parameters: Mapping[str, Parameter]
) -> float:
    """From creatinine in mg/dL and age in years."""
    of = {name: parameter.value for name, parameter in parameters.items()}
    relative = creatinine / of[f"ckd_epi_knot_{sex}"]
    below = min(relative, 1.0) ** of[f"ckd_epi_below_{sex}"]
    above = max(relative, 1.0) ** of["ckd_epi_above"]
    by_sex = of["ckd_epi_female"] if sex == "female" else 1.0
    by_age = of["ckd_epi_per_year"] ** age
    return float(of["ckd_epi_scale"] * below * above * by_age * by_sex)
