"""Who a virtual person is: drawn from the seed and the person's number, and from nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.evidence.models import ExposureModel
from ketum.exposure.draws import uniforms
from ketum.exposure.parameters import log_normal_omega
from ketum.exposure.people import PRODUCT_DRAWS, Part, Population, people
from ketum.exposure.populations.cohort import Cohort, Group, Shape, Weights

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

# Streams of random numbers, beside those of `people.Part`; each medicine has one of its own.
WEIGHT, GROUPS, MEDICINES = 3, 4, 16
WEIGHT_GROUP, FORM, PRODUCT, REGIMEN = range(4)
KINDS = 4
# A start for the inverse of the normal distribution, good to 4.5e-4: Abramowitz and Stegun 26.2.23.
ABOVE = (2.515517, 0.802853, 0.010328)
BELOW = (1.432788, 0.189269, 0.001308)
STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Some people: what each takes, and the values of the model's parameters.

    `taken` in units of the product, with the content of each unit in `values["f"]`; `medicines`
    has shape (medicines, people).
    """

    weight_kg: Array
    group: Whole
    form: Whole
    product: Whole
    regimen: Whole
    medicines: NDArray[np.bool_]
    values: dict[str, Array]

    def is_in(self, group: Group) -> NDArray[np.bool_]:
        """Which people belong to a group."""
        if group.respect == "everyone":
            return np.ones(len(self.form), dtype=np.bool_)
        if group.respect == "co-medication":
            taken: NDArray[np.bool_] = self.medicines[group.at]
            return taken
        by = {
            "weight": self.group,
            "form": self.form,
            "product": self.product,
            "regimen": self.regimen,
        }
        of: Whole = by[group.respect]
        return np.asarray(of == group.at)


def draw(cohort: Cohort, model: ExposureModel, first: int, count: int) -> Drawn:
    """The people number `first` to `first + count - 1`; each the same in every split."""
    evenly = uniforms(cohort.seed, first, count, KINDS, stream=GROUPS)
    group = _picked(evenly[:, WEIGHT_GROUP], [each.share for each in cohort.weights])
    product = _picked(evenly[:, PRODUCT], [each.share for each in cohort.products])
    regimen = _picked(evenly[:, REGIMEN], [each.share for each in cohort.regimens])
    form = _form(cohort, product, evenly[:, FORM])
    medicines = _medicines(cohort, first, count)
    within = uniforms(cohort.seed, first, count, 1, stream=WEIGHT)[:, 0]
    weight = np.empty(count)
    for at, weights in enumerate(cohort.weights):
        chosen = group == at
        weight[chosen] = _weights(weights, within[chosen])
    population = Population(count=count, seed=cohort.seed, first=first, weight_kg=weight)
    # Form and product have spreads of their own, below: the `f` that comes from here is replaced.
    persons = replace(population, varying=(Part.PERSON,))
    values = people(model, persons, form=cohort.forms_taken()[0])
    values["f"] = _availability(cohort, model, population, form, product)
    for at, medicine in enumerate(cohort.medicines):
        if medicine.clearance_factor is not None:
            values["cl"][medicines[at]] *= medicine.clearance_factor
    return Drawn(
        weight_kg=weight,
        group=group,
        form=form,
        product=product,
        regimen=regimen,
        medicines=medicines,
        values=values,
    )


def _picked(evenly: Array, shares: Sequence[float]) -> Whole:
    """The number of the entry that each falls on."""
    ends = np.cumsum(shares)[:-1]
    return np.searchsorted(ends, evenly, side="right").astype(np.int64)


def _form(cohort: Cohort, product: Whole, evenly: Array) -> Whole:
    """The place in `forms_taken` of each one's form: that of the product, or drawn by itself."""
    taken = cohort.forms_taken()
    if cohort.forms:
        places = np.array([taken.index(form) for form, _ in cohort.forms])
        form: Whole = places[_picked(evenly, [share for _, share in cohort.forms])]
    else:
        form = np.zeros(len(product), dtype=np.int64)
    for at, each in enumerate(cohort.products):
        if each.form is not None:
            form[product == at] = taken.index(each.form)
    return form


def _medicines(cohort: Cohort, first: int, count: int) -> NDArray[np.bool_]:
    taken = np.zeros((len(cohort.medicines), count), dtype=np.bool_)
    for at, medicine in enumerate(cohort.medicines):
        drawn = uniforms(cohort.seed, first, count, 1, stream=MEDICINES + at)[:, 0]
        taken[at] = drawn < medicine.share
    return taken


def _availability(
    cohort: Cohort, model: ExposureModel, population: Population, form: Whole, product: Whole
) -> Array:
    """The share that reaches the blood, times the milligrams that the unit really holds."""
    of_form = [model.parameters[f"frel_{each.value}"] for each in cohort.forms_taken()]
    share = np.array([each.value for each in of_form])
    omega = np.array([log_normal_omega(each.cv) for each in of_form])
    content = np.array([each.mg_per_unit for each in cohort.products])
    spread = np.array([log_normal_omega(each.cv) for each in cohort.products])
    by_form = population.drawn(Part.FORM, 1)[:, 0]
    by_product = population.drawn(Part.PRODUCT, PRODUCT_DRAWS)[:, 0]
    found: Array = share[form] * content[product]
    found *= np.exp(omega[form] * by_form + spread[product] * by_product)
    return found


def _weights(weights: Weights, evenly: Array) -> Array:
    """Weights in kg, within the bounds: the distribution cut off there, not piled up there."""
    if weights.shape is Shape.FIXED:
        return np.full(len(evenly), weights.middle_kg)
    low, high = ends(weights)
    deviations = deviates(_normal(low) + evenly * (_normal(high) - _normal(low)))
    if weights.shape is Shape.NORMAL:
        found: Array = weights.middle_kg * (1.0 + weights.cv * deviations)
    else:
        found = weights.middle_kg * np.exp(log_normal_omega(weights.cv) * deviations)
    return np.clip(found, weights.least_kg, weights.most_kg)


def ends(weights: Weights) -> tuple[float, float]:
    """The bounds as standard deviations from the middle."""
    bounds = weights.least_kg, weights.most_kg
    if weights.shape is Shape.NORMAL:
        low, high = ((each / weights.middle_kg - 1.0) / weights.cv for each in bounds)
    else:
        omega = log_normal_omega(weights.cv)
        low, high = (math.log(each / weights.middle_kg) / omega for each in bounds)
    return low, high


def share_within(weights: Weights) -> float:
    """How much of the whole distribution lies within the bounds."""
    low, high = ends(weights)
    return _normal(high) - _normal(low)


def _normal(deviations: float) -> float:
    return 0.5 * math.erfc(-deviations / math.sqrt(2.0))


@numba.njit(cache=True, error_model="numpy")
def deviates(shares: Array) -> Array:
    """Below how many standard deviations each share of a normal distribution lies."""
    found = np.empty(len(shares))
    for i, share in enumerate(shares):
        tail = min(share, 1.0 - share)
        t = math.sqrt(-2.0 * math.log(tail))
        start = (ABOVE[2] * t + ABOVE[1]) * t + ABOVE[0]
        z = start / (((BELOW[2] * t + BELOW[1]) * t + BELOW[0]) * t + 1.0) - t
        for _ in range(STEPS):
            off = 0.5 * math.erfc(-z / math.sqrt(2.0)) - tail
            newton = off * math.sqrt(2.0 * math.pi) * math.exp(0.5 * z * z)
            z -= newton / (1.0 + 0.5 * z * newton)
        found[i] = z if share < 0.5 else -z
    return found
