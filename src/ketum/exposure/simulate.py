"""From a dosing history to concentrations with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.dosing import Dose, Dosing, beyond_studied
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exposure.answer import AnalyteExposure, Exposure, Spread
from ketum.exposure.curve import (
    AFTER_A_DOSE_H,
    FINELY_AFTER_A_DOSE_H,
    SHOWN_AFTER_A_DOSE_H,
    accumulated,
    bands_of,
    end_of,
    grid_of,
    peaks,
    spread_of,
    taken_at,
)
from ketum.exposure.parameters import log_normal_omega
from ketum.exposure.people import Part, Population, people
from ketum.exposure.steadiness import days_to_steady_state, followed, is_long_enough, step_of
from ketum.exposure.strands import GRID_H, Strand, levels, slowest_rates, strands, total_exposure

Array = NDArray[np.float64]

PARENT = "mitragynine"
DEFAULT = "M1"
MOST_PEOPLE = 20_000
AT_ONCE = 1_000


def simulate(
    dosing: Dosing,
    knowledge: KnowledgeBase,
    *,
    model: str = DEFAULT,
    count: int = 1000,
    seed: int = 1,
    times_h: ArrayLike | None = None,
    typical: bool = False,
    at_once: int = AT_ONCE,
) -> Exposure:
    """Concentrations of every alkaloid that is taken and of what is formed from it.

    `model` is that of mitragynine; each other alkaloid has one. `count` people of `seed` are
    drawn; `typical` gives the typical person alone. `times_h` are the hours to answer for, by
    default enough to draw the curve. People are computed `at_once` in blocks, which changes no
    answer.

    Raises:
        InputRefused: an alkaloid without a model, an unknown model, numbers that make no sense.
    """
    chosen = chosen_models(dosing, knowledge, model, count)
    population = Population(
        count=1 if typical else count,
        seed=seed,
        weight_kg=dosing.weight_kg,
        varying=() if typical else tuple(Part),
    )
    taken = taken_at(dosing.doses)
    shown = grid_of(taken, np.array(SHOWN_AFTER_A_DOSE_H), end_of(taken))
    if times_h is not None:
        shown = _hours(times_h)
    found: list[AnalyteExposure] = []
    for number, each in enumerate(chosen):
        found += _one(each, dosing, population, shown, ratio_draw=number, at_once=at_once)
    default = chosen[0]
    return Exposure(
        model=default.id,
        label=default.label,
        standing=default.standing,
        domain=default.domain,
        people=population.count,
        seed=seed,
        typical=typical,
        times_h=shown,
        last_dose_h=float(taken[-1]),
        analytes=tuple(found),
        beyond=beyond_studied(dosing, knowledge),
        others=_others(dosing, knowledge, population, default),
        assumed=_assumed(dosing, default, knowledge, typical=typical),
        left_out=dosing.left_out,
        cites=tuple(dict.fromkeys(cite for each in chosen for cite in each.cites)),
    )


def _hours(times_h: ArrayLike) -> Array:
    hours = np.asarray(times_h, dtype=np.float64)
    if hours.ndim == 1 and len(hours) and np.isfinite(hours).all():
        return hours
    remedy = "Give one or more finite numbers, in h."
    raise InputRefused([Complaint(place="times_h", problem="These are no hours.", remedy=remedy)])


def chosen_models(
    dosing: Dosing, knowledge: KnowledgeBase, model: str, count: int
) -> list[ExposureModel]:
    """The model of each alkaloid that is taken, in the order of the knowledge base."""
    complaints = []

    def complain(place: str, problem: str, remedy: str) -> None:
        complaints.append(Complaint(place=place, problem=problem, remedy=remedy))

    of_parent = [m.id for m in knowledge.models.values() if m.analyte == PARENT]
    if model not in of_parent:
        complain("model", "There is no such model.", f"There are {', '.join(of_parent)}.")
    if not 1 <= count <= MOST_PEOPLE:
        complain("n", "It is out of range.", f"Give a number from 1 to {MOST_PEOPLE:,}.")
    by_analyte = {m.analyte: m for m in knowledge.models.values() if m.analyte != PARENT}
    metabolites = {m.metabolite for m in knowledge.models.values() if m.metabolite}
    for number, dose in enumerate(dosing.doses):
        place = f"doses[{number}].analyte"
        if dose.analyte in metabolites:
            problem, _, remedy = knowledge.texts["dosing.seven_oh"].text.partition(". ")
            complain(place, f"{problem}.", remedy)
        elif dose.analyte != PARENT and dose.analyte not in by_analyte:
            complain(
                place, "No model of it exists.", f"There are {', '.join((PARENT, *by_analyte))}."
            )
        elif dose.analyte != PARENT and f"frel_{dosing.form.value}" not in (
            by_analyte[dose.analyte].parameters
        ):
            problem, _, remedy = knowledge.texts["dosing.no_form_data"].text.partition(". ")
            complain(place, f"{problem}.", remedy or "Leave it out.")
    if complaints:
        raise InputRefused(complaints)
    named = {dose.analyte for dose in dosing.doses}
    first = [knowledge.models[model]] if PARENT in named else []
    chosen = [*first, *(m for analyte, m in by_analyte.items() if analyte in named)]
    if not chosen:
        raise InputRefused([Complaint(place="doses", problem="There is none.", remedy="Give one.")])
    return chosen


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Of one analyte, person by person: the curve at the shown times, and what was read off."""

    curve: Array
    cmax: Array
    tmax: Array
    auc: Array
    rate: Array
    trough: Array
    accumulation: Array | None
    days: Array | None
    of_person: Array


def _one(
    model: ExposureModel,
    dosing: Dosing,
    population: Population,
    shown: Array,
    *,
    ratio_draw: int,
    at_once: int,
) -> list[AnalyteExposure]:
    """One alkaloid and what is formed from it, block of people by block."""
    doses = dosing.of(model.analyte)
    ratio_cv = dosing.ratio_cv.get(model.analyte, 0.0)
    blocks = []
    for first in range(0, population.count, at_once):
        block = replace(population, first=first, count=min(at_once, population.count - first))
        values = people(
            model, block, form=dosing.form, content_cv=dosing.content_cv,
            ratio_cv=ratio_cv, ratio_draw=ratio_draw or 1,
        )  # fmt: skip
        after = AFTER_A_DOSE_H if population.varying else FINELY_AFTER_A_DOSE_H
        blocks.append(_gather(model, values, doses, shown, after))
    names = [model.analyte, model.metabolite] if model.metabolite else [model.analyte]
    fixed = {
        Part.FORM: log_normal_omega(model.parameters[f"frel_{dosing.form.value}"].cv) ** 2,
        Part.PRODUCT: log_normal_omega(dosing.content_cv) ** 2 + log_normal_omega(ratio_cv) ** 2,
    }
    widened = 0.0
    if not model.extends and "structural_auc" in model.parameters:
        widened = model.parameters["structural_auc"].value
    return [
        _summed(
            [block[place] for block in blocks],
            name,
            model,
            fixed if population.varying else {},
            widened=0.0 if place or not population.varying else widened,
        )
        for place, name in enumerate(names)
    ]


def _gather(
    model: ExposureModel,
    values: Mapping[str, Array],
    doses: Sequence[Dose],
    shown: Array,
    after_h: Array,
) -> list[_Gathered]:
    run = strands(model, values, doses)
    taken = taken_at(doses)
    end = end_of(taken)
    times = np.union1d(grid_of(taken, after_h, end), shown)
    curves = levels(run, times)
    rows = np.searchsorted(times, shown)
    is_history = (times >= taken[0]) & (times <= end)
    areas, rates = total_exposure(run), slowest_rates(run)
    days = None
    step = step_of(doses)
    if step is not None:
        if is_long_enough(model, end - taken[0]):
            at = np.arange(taken[0], end + GRID_H, step)
            troughs = curves[:, np.searchsorted(times, at - GRID_H)]
        else:
            troughs = followed(model, values, doses[0], step)
        days = days_to_steady_state(troughs, step, rates)
    gathered = []
    for place in range(2 if model.metabolite else 1):
        curve = curves[place]
        history = curve if is_history.all() else curve[is_history]
        cmax, tmax = peaks(history, times[is_history], taken)
        gathered.append(
            _Gathered(
                curve=curve[rows],
                cmax=cmax,
                tmax=tmax,
                auc=areas[place],
                rate=rates[place],
                trough=history[-1],
                accumulation=(
                    accumulated(history, times[is_history], taken) if len(taken) > 1 else None
                ),
                days=None if days is None else days[place],
                of_person=np.log(cmax / values["f"]),
            )
        )
    return gathered


def _summed(
    blocks: Sequence[_Gathered],
    name: str,
    model: ExposureModel,
    fixed: Mapping[Part, float],
    widened: float,
) -> AnalyteExposure:
    def joined(arrays: Iterable[Array]) -> Array:
        listed = list(arrays)
        return listed[0] if len(listed) == 1 else np.concatenate(listed, axis=-1)

    def spread(arrays: Iterable[Array | None]) -> Spread | None:
        known = [array for array in arrays if array is not None]
        return spread_of(joined(known)) if known else None

    low, middle, high = bands_of(joined(b.curve for b in blocks))
    auc = spread_of(joined(b.auc for b in blocks))
    is_repeated = blocks[0].accumulation is not None
    return AnalyteExposure(
        name=name,
        model=model.id,
        metabolite_of=model.analyte if name == model.metabolite else None,
        median=middle,
        p05=low,
        p95=high,
        cmax=spread_of(joined(b.cmax for b in blocks)),
        tmax_h=spread_of(joined(b.tmax for b in blocks)),
        auc_inf=replace(auc, p05=auc.p05 * (1.0 - widened)),
        half_life_h=spread_of(joined(math.log(2.0) / b.rate for b in blocks)),
        trough=spread_of(joined(b.trough for b in blocks)) if is_repeated else None,
        accumulation=spread(b.accumulation for b in blocks),
        steady_state_d=spread(b.days for b in blocks),
        shares=_shares(joined(b.of_person for b in blocks), fixed),
    )


def _shares(of_person: Array, fixed: Mapping[Part, float]) -> dict[str, float]:
    """Each part's share of the variance of log Cmax; form and product multiply, so they add."""
    if not fixed or len(of_person) < 2:
        return {}
    parts = {Part.PERSON: float(np.var(of_person)), **fixed}
    total = sum(parts.values())
    return {part.name.lower(): variance / total for part, variance in parts.items()}


def _others(
    dosing: Dosing, knowledge: KnowledgeBase, population: Population, chosen: ExposureModel
) -> dict[str, dict[str, float]]:
    """What the other models make of the typical person, as multiples of the chosen one.

    Empty where no mitragynine is taken: each other alkaloid has one model.
    """
    models = [model for model in knowledge.models.values() if model.analyte == chosen.analyte]
    if len(models) == 1:
        return {}
    doses = dosing.of(chosen.analyte)
    taken = taken_at(doses)
    times = grid_of(taken, AFTER_A_DOSE_H, end_of(taken))
    one = replace(population, count=1, first=0, varying=())
    found: dict[str, tuple[float, float]] = {}
    for model in models:
        run: tuple[Strand, ...] = strands(model, people(model, one, form=dosing.form), doses)
        cmax, _ = peaks(levels(run, times)[0], times, taken)
        found[model.id] = (float(cmax[0]), float(total_exposure(run)[0][0]))
    cmax_of_chosen, auc_of_chosen = found.pop(chosen.id)
    return {
        name: {"cmax": cmax / cmax_of_chosen, "auc_inf": auc / auc_of_chosen}
        for name, (cmax, auc) in found.items()
    }


def _assumed(
    dosing: Dosing, model: ExposureModel, knowledge: KnowledgeBase, *, typical: bool
) -> tuple[str, ...]:
    names = ["from_first_dose", "weight_only"]
    if "structural_auc" in model.parameters and not model.extends and not typical:
        names.append("structure")
    return (*dosing.assumed, *(knowledge.texts[f"dosing.{name}"].text for name in names))
