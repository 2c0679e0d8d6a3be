"""The people a level may come from: those of a model, with its form and this product's content."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ketum.dosing import Dose, Dosing
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exposure.fitting.question import SYMBOLS, DoseLine, Prior
from ketum.exposure.parameters import log_normal_omega
from ketum.exposure.people import CLEARANCES, VOLUMES
from ketum.exposure.strands import snapped

FITTED = "M1"
PRODUCT = "f"


def model_of(model: str, dosing: Dosing, knowledge: KnowledgeBase) -> ExposureModel:
    """The model that is fitted.

    Raises:
        InputRefused: another model, no doses of its substance, or doses nobody was measured after.
    """
    complaints = []
    known = knowledge.models[FITTED]
    if model != FITTED:
        problem, _, remedy = knowledge.texts["fit.model"].text.partition(". ")
        complaints.append(Complaint(place="model", problem=f"{problem}.", remedy=remedy))
    for number, dose in enumerate(dosing.doses):
        if dose.analyte == known.metabolite:
            problem, _, remedy = knowledge.texts["dosing.seven_oh"].text.partition(". ")
            place = f"doses[{number}].analyte"
            complaints.append(Complaint(place=place, problem=f"{problem}.", remedy=remedy))
    if not dosing.of(known.analyte):
        problem = f"There is none of {known.analyte}."
        complaints.append(Complaint(place="doses", problem=problem, remedy="Give one."))
    if complaints:
        raise InputRefused(complaints)
    return known


def prior_of(model: ExposureModel, dosing: Dosing) -> Prior:
    """What is known of the person before any level.

    Weight scales clearances and volumes. The share that reaches the blood, and the content of the
    product, multiply each other, so they are one unknown; lag is the same in all people.
    """
    known = model.parameters
    availability = known[f"frel_{dosing.form.value}"]
    typical = {symbol: known[symbol].value for symbol in SYMBOLS if symbol != PRODUCT}
    omega = {symbol: log_normal_omega(known[symbol].cv) for symbol in typical}
    if dosing.weight_kg is not None:
        relative = dosing.weight_kg / known["reference_weight"].value
        for symbols, exponent in (
            (CLEARANCES, "allometry_clearance"),
            (VOLUMES, "allometry_volume"),
        ):
            for symbol in symbols:
                if symbol in typical:
                    typical[symbol] *= relative ** known[exponent].value
    typical[PRODUCT] = availability.value
    omega[PRODUCT] = math.hypot(
        log_normal_omega(availability.cv), log_normal_omega(dosing.content_cv)
    )
    return Prior(
        typical=typical, omega=omega, lag_h=snapped(known["lag"].value),
        ratio=known["molar_ratio"].value,
    )  # fmt: skip


def lines_of(doses: Sequence[Dose]) -> tuple[DoseLine, ...]:
    """The doses as lines of the engine."""
    return tuple(
        DoseLine(
            time_h=dose.time_h,
            amount_mg=dose.amount_mg,
            count=dose.addl + 1,
            ii_h=dose.ii_h if dose.addl else 0.0,
            time_sd_h=dose.time_sd_h,
        )
        for dose in doses
    )


def without_last(lines: Sequence[DoseLine], before_h: float) -> Iterator[tuple[DoseLine, ...]]:
    """The same history as if the last dose before an hour, the last two, ... had not been taken."""
    left = [line for line in lines if line.time_h < before_h]
    later = [line for line in lines if line.time_h >= before_h]
    cut = []
    for line in left:
        taken = line.count
        if line.count > 1:
            taken = min(line.count, math.ceil((before_h - line.time_h) / line.ii_h))
        cut.append(replace(line, count=taken))
    while sum(line.count for line in cut) > 1:
        last = max(range(len(cut)), key=lambda i: cut[i].time_h + (cut[i].count - 1) * cut[i].ii_h)
        cut[last] = replace(cut[last], count=cut[last].count - 1)
        cut = [line for line in cut if line.count > 0]
        yield (*cut, *later)
