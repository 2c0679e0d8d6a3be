"""The people of a simulation: typical values, spread between people, form and product."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ketum.errors import WrongUsage
from ketum.evidence.models import ExposureModel
from ketum.exposure.draws import normals
from ketum.exposure.parameters import Parameters, log_normal_omega

Array = NDArray[np.float64]

PERSONAL = ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm")
CLEARANCES = ("cl", "q", "clm")
VOLUMES = ("v1", "v2", "vm")


class Part(Enum):
    """A part of the uncertainty; the value is the stream of random numbers it owns."""

    PERSON = 0
    FORM = 1
    PRODUCT = 2


class Form(Enum):
    """What is swallowed, and the parameter that holds its relative availability."""

    SWALLOWED = "frel_capsules"
    TEA = "frel_tea"


def people(
    model: ExposureModel,
    count: int,
    seed: int,
    *,
    form: Form = Form.SWALLOWED,
    weight_kg: float | None = None,
    content_cv: float = 0.0,
    varying: Collection[Part] = tuple(Part),
    first: int = 0,
) -> Parameters:
    """The parameters of the people number `first` to `first + count - 1` of the seed.

    A part that does not vary stays at its typical value. Weight scales clearances and volumes by
    the model's allometry; nothing else is known to matter. `content_cv` is the uncertainty of the
    product's content, which multiplies the availability.
    """
    if count < 1 or first < 0 or seed < 0:
        raise WrongUsage("Give at least one person, and a seed of 0 or more.")
    values: dict[str, Array | float] = {}
    known = model.parameters
    drawn = _drawn(Part.PERSON in varying, seed, first, count, Part.PERSON, len(PERSONAL))
    for column, symbol in enumerate(PERSONAL):
        if symbol in known:
            omega = log_normal_omega(known[symbol].cv)
            values[symbol] = known[symbol].value * np.exp(omega * drawn[:, column])
    if weight_kg is not None:
        relative = weight_kg / known["reference_weight"].value
        for symbols, exponent in (
            (CLEARANCES, "allometry_clearance"),
            (VOLUMES, "allometry_volume"),
        ):
            for symbol in symbols:
                if symbol in values:
                    values[symbol] = values[symbol] * relative ** known[exponent].value
    availability = known[form.value]
    of_form = _drawn(Part.FORM in varying, seed, first, count, Part.FORM, 1)[:, 0]
    of_product = _drawn(Part.PRODUCT in varying, seed, first, count, Part.PRODUCT, 1)[:, 0]
    values["f"] = availability.value * np.exp(
        log_normal_omega(availability.cv) * of_form + log_normal_omega(content_cv) * of_product
    )
    ratio = known["molar_ratio"].value if "molar_ratio" in known else 1.0
    return Parameters.of(values, ratio=ratio)


def _drawn(vary: bool, seed: int, first: int, count: int, part: Part, width: int) -> Array:
    if not vary:
        return np.zeros((count, width))
    return normals(seed, first, count, width, stream=part.value)
