"""What a laboratory reported, and the same in the terms of the engine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketum.errors import Complaint, InputRefused
from ketum.evidence.models import ExposureModel
from ketum.exposure.fitting.question import Analyte, Level

# Grams of each unit in a litre, or moles.
MASS_UNITS = {
    "ng/mL": 1e-6, "ug/L": 1e-6, "µg/L": 1e-6, "mcg/L": 1e-6, "pg/mL": 1e-9, "ng/L": 1e-9,
    "ng/dL": 1e-8, "ug/dL": 1e-5, "µg/dL": 1e-5, "ug/mL": 1e-3, "µg/mL": 1e-3, "mcg/mL": 1e-3,
    "mg/L": 1e-3,
}  # fmt: skip
MOLAR_UNITS = {
    "nmol/L": 1e-9, "nM": 1e-9, "umol/L": 1e-6, "µmol/L": 1e-6, "uM": 1e-6, "pmol/L": 1e-12,
}  # fmt: skip
PER_NG_ML = 1e6
UNITS = (*MASS_UNITS, *MOLAR_UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One level as reported: `value` in `unit`, or the limit below which it was.

    `cv` is the coefficient of variation of the assay, where the laboratory gave one; `place` is
    where it stands in the input.
    """

    analyte: str
    time_h: float
    value: float
    unit: str
    place: str
    is_below: bool = False
    cv: float | None = None


def factor_to_ng_ml(unit: str, analyte: str, model: ExposureModel) -> float | None:
    """What a value in the unit is multiplied by; None for a unit that is not known."""
    if unit in MASS_UNITS:
        return MASS_UNITS[unit] * PER_NG_ML
    if unit in MOLAR_UNITS:
        mass = model.parameters["molar_mass"].value
        ratio = model.parameters["molar_ratio"].value if analyte == model.metabolite else 1.0
        return MOLAR_UNITS[unit] * mass * ratio * PER_NG_ML
    return None


def levels_of(
    measured: Sequence[Measured], model: ExposureModel, assay_cv: float
) -> tuple[Level, ...]:
    """The levels with the residual error of the model and that of the assay, as variances added.

    Raises:
        InputRefused: with each analyte and unit that is not known.
    """
    known = model.parameters
    residual, constant = known["residual_proportional"].value, known["residual_additive"].value
    analytes = {model.analyte: Analyte.PARENT, model.metabolite: Analyte.METABOLITE}
    if complaints := [*_complaints(measured, model, analytes)]:
        raise InputRefused(complaints)
    return tuple(
        Level(
            analyte=analytes[one.analyte],
            time_h=one.time_h,
            value=one.value * (factor_to_ng_ml(one.unit, one.analyte, model) or math.nan),
            is_below=one.is_below,
            proportional=math.hypot(residual, assay_cv if one.cv is None else one.cv),
            constant=constant,
        )
        for one in measured
    )


def _complaints(
    measured: Sequence[Measured], model: ExposureModel, analytes: Mapping[str, Analyte]
) -> Iterable[Complaint]:
    for one in measured:
        if one.analyte not in analytes:
            yield Complaint(
                place=f"{one.place}.analyte", problem="No fit of it exists.",
                remedy=f"There are {', '.join(analytes)}.",
            )  # fmt: skip
        if factor_to_ng_ml(one.unit, one.analyte, model) is None:
            yield Complaint(
                place=f"{one.place}.unit", problem="The unit is not known.",
                remedy=f"Units are {', '.join(UNITS)}.",
            )  # fmt: skip
