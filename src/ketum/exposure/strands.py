"""A model as a sum of strands, each a run of the engine; every model here is linear in the dose.

M1 is one strand. M2 changes how much of each dose passes the gut, and how much of it becomes
metabolite there: one strand for what passes, one for what is formed on the way. M3 has a third
compartment: its three exponentials are those of a two- and a one-compartment strand side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose
from ketum.evidence.models import ExposureModel
from ketum.exposure.engine import concentrations
from ketum.exposure.parameters import NG_PER_ML, Parameters
from ketum.exposure.regimen import Event

Array = NDArray[np.float64]
Values = Mapping[str, Array]

GRID_H = 2.0**-20


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One run of the engine: people, events (mg), lag (h), and whether its parent counts."""

    parameters: Parameters
    events: tuple[Event, ...]
    lag_h: float
    gives_parent: bool = True

    @property
    def total_mg(self) -> float:
        return sum(event.amt * (event.addl + 1) for event in self.events)


def strands(model: ExposureModel, values: Values, doses: Sequence[Dose]) -> tuple[Strand, ...]:
    """What the engine has to run for these people and doses."""
    if "eg" in model.parameters:
        return _with_gut(model, values, doses)
    return strands_of_events(
        model,
        values,
        [
            Event(time=dose.time_h, amt=dose.amount_mg, ii=dose.ii_h, addl=dose.addl)
            for dose in doses
        ],
    )


def strands_of_events(
    model: ExposureModel, values: Values, given: Sequence[Event]
) -> tuple[Strand, ...]:
    """The same of events of any kind, for a model whose parameters no dose changes."""
    known = model.parameters
    ratio, lag_h = _ratio(model), snapped(known["lag"].value)
    events = tuple(
        replace(event, time=snapped(event.time), ii=snapped(event.ii)) for event in given
    )
    split = _split(values) if "q3" in known else (values,)
    return tuple(
        Strand(parameters=Parameters.of(part, ratio=ratio), events=events, lag_h=lag_h)
        for part in split
    )


def _ratio(model: ExposureModel) -> float:
    known = model.parameters
    return known["molar_ratio"].value if "molar_ratio" in known else 1.0


def snapped(hours: float) -> float:
    """The hours on a grid of 2^-20 h (3 ms): equal gaps of a timeline are then equal numbers.

    The engine works out one transition for each different gap.
    """
    return round(hours / GRID_H) * GRID_H


def levels(of: Sequence[Strand], times_h: Array) -> Array:
    """Concentrations in ng/mL, shape (2, times, people): the parent, then its metabolite."""
    total = np.empty(0)
    for number, strand in enumerate(of):
        found = concentrations(strand.parameters, strand.events, times_h, lag_h=strand.lag_h)
        if not strand.gives_parent:
            found[0] = 0.0
        total = found if number == 0 else total + found
    return total


def total_exposure(of: Sequence[Strand]) -> tuple[Array, Array]:
    """The area under both curves over all time, in ng*h/mL."""
    parent: Array = np.zeros(len(of[0].parameters))
    metabolite = parent.copy()
    for strand in of:
        p = strand.parameters
        reached = NG_PER_ML * p.f * strand.total_mg
        if strand.gives_parent:
            parent += reached / p.cl
        metabolite += p.ratio * reached * (p.ffp + p.fsys) / p.clm
    return parent, metabolite


def slowest_rates(of: Sequence[Strand]) -> tuple[Array, Array]:
    """The last rate of decline of the parent and of its metabolite, 1/h."""
    parent = np.full(len(of[0].parameters), np.inf)
    metabolite = parent.copy()
    for strand in of:
        rates = strand.parameters.rates()
        k10, k12, k21, km = rates[:, 1], rates[:, 2], rates[:, 3], rates[:, 6]
        total = k10 + k12 + k21
        alpha = 0.5 * (total + np.sqrt((k10 + k12 - k21) ** 2 + 4.0 * k12 * k21))
        slow = np.where(k12 > 0.0, k10 * k21 / alpha, k10)
        parent = np.minimum(parent, slow)
        metabolite = np.minimum(metabolite, np.minimum(slow, km))
    return parent, metabolite


def _with_gut(model: ExposureModel, values: Values, doses: Sequence[Dose]) -> tuple[Strand, ...]:
    """M2: each dose meets the activity E of CYP3A that the doses before it have left in the gut.

    F = (1 - EG E) / (1 - EG) multiplies what passes, E what becomes metabolite on the way. A dose D
    takes exp(-kappa D / (D + D50)) of E, which comes back at the rate kdeg.
    """
    known, ratio = model.parameters, _ratio(model)
    extraction, lag_h = known["eg"].value, snapped(known["lag"].value)
    kappa, half = known["inactivation_max"].value, known["inactivation_d50"].value
    times = np.concatenate([dose.time_h + dose.ii_h * np.arange(dose.addl + 1) for dose in doses])
    amounts = np.repeat([d.amount_mg for d in doses], [d.addl + 1 for d in doses])
    order = np.argsort(times, kind="stable")
    passed, formed = [], []
    activity, before = 1.0, times[order[0]]
    for time, amount in zip(map(snapped, times[order]), amounts[order], strict=True):
        recovered = math.exp(-known["kdeg_gut"].value * (time - before))
        activity = 1.0 - (1.0 - activity) * recovered
        passes = (1.0 - extraction * activity) / (1.0 - extraction)
        passed.append(Event(time=time, amt=amount * passes))
        formed.append(Event(time=time, amt=amount * activity))
        activity *= math.exp(-kappa * amount / (amount + half))
        before = time
    systemic, presystemic = {**values}, {**values}
    systemic["ffp"] = np.zeros_like(values["ffp"])
    presystemic["fsys"] = np.zeros_like(values["fsys"])
    return (
        Strand(parameters=Parameters.of(systemic, ratio=ratio), events=tuple(passed), lag_h=lag_h),
        Strand(
            parameters=Parameters.of(presystemic, ratio=ratio),
            events=tuple(formed),
            lag_h=lag_h,
            gives_parent=False,
        ),
    )


def _split(values: Values) -> tuple[dict[str, Array], dict[str, Array]]:
    """Three compartments as a two-compartment strand and a one-compartment strand.

    After a unit into the central compartment its amount is the sum of c_i exp(-l_i t), c_i > 0.
    The two fastest terms are those of a strand with k10, k12 and k21 of its own, scaled by their
    share; the slowest is a strand of one compartment.
    """
    k10, k12 = values["cl"] / values["v1"], values["q"] / values["v1"]
    k13, k21 = values["q3"] / values["v1"], values["q"] / values["v2"]
    k31 = values["q3"] / values["v3"]
    matrix = np.zeros((len(k10), 3, 3))
    matrix[:, 0, 0], matrix[:, 1, 1], matrix[:, 2, 2] = k10 + k12 + k13, k21, k31
    # Symmetric after scaling: the rates are real, and found with all their digits.
    matrix[:, 0, 1] = matrix[:, 1, 0] = -np.sqrt(k12 * k21)
    matrix[:, 0, 2] = matrix[:, 2, 0] = -np.sqrt(k13 * k31)
    rates, vectors = np.linalg.eigh(matrix)
    shares = vectors[:, 0, :] ** 2
    slow, middle, fast = rates.T
    share = shares[:, 1] + shares[:, 2]
    weight = shares[:, 2] / share
    back = weight * middle + (1.0 - weight) * fast
    own = fast * middle / back
    kept = {name: values[name] for name in ("ka", "clm", "vm")}
    two = {
        **kept,
        "v1": values["v1"],
        "cl": own * values["v1"],
        "q": (fast + middle - own - back) * values["v1"],
        "v2": (fast + middle - own - back) * values["v1"] / back,
        "ffp": values["ffp"] / share,
        "fsys": values["fsys"] * k10 / own,
        "f": values["f"] * share,
    }
    one = {
        **kept,
        "v1": values["v1"],
        "cl": slow * values["v1"],
        "ffp": np.zeros_like(slow),
        "fsys": values["fsys"] * k10 / slow,
        "f": values["f"] * shares[:, 0],
    }
    return two, one
