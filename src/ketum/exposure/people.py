"""The people of a simulation: typical values, spread between people, form and product."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence.models import ExposureModel
from ketum.exposure.draws import normals
from ketum.exposure.parameters import log_normal_omega

Array = NDArray[np.float64]

PERSONAL = ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm", "q3", "v3")
CLEARANCES = ("cl", "q", "clm", "q3")
VOLUMES = ("v1", "v2", "vm", "v3")
# The content that all alkaloids share comes first, then one number for each further alkaloid.
PRODUCT_DRAWS = 8
# Blocks of numbers that are kept: those of the parts, for one block of people.
STREAMS = 4


class Part(Enum):
    """A part of the uncertainty; the value is the stream of random numbers it owns."""

    PERSON = 0
    FORM = 1
    PRODUCT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Which people are drawn: `count` from number `first` on, and in what they differ.

    `weight_kg` is one for all, or one for each.
    """

    count: int
    seed: int
    first: int = 0
    weight_kg: float | Array | None = None
    varying: Collection[Part] = tuple(Part)

    def drawn(self, part: Part, width: int) -> Array:
        """Standard normal numbers of one part, zero where it does not vary."""
        if part not in self.varying:
            return np.zeros((self.count, width))
        return _drawn(self.seed, self.first, self.count, width, part.value)


@lru_cache(maxsize=STREAMS)
def _drawn(seed: int, first: int, count: int, width: int, stream: int) -> Array:
    """Every alkaloid asks for the numbers of the same people in turn."""
    numbers = normals(seed, first, count, width, stream=stream)
    numbers.flags.writeable = False
    return numbers


def people(
    model: ExposureModel,
    population: Population,
    *,
    form: Form = Form.CAPSULES,
    content_cv: float = 0.0,
    ratio_cv: float = 0.0,
    ratio_draw: int = 1,
) -> dict[str, Array]:
    """The parameters of the people by symbol, one entry for each person.

    Weight scales clearances and volumes by the model's allometry; nothing else is known to
    matter. `content_cv` and `ratio_cv` are the uncertainty of the product's content, which
    multiplies the availability `f`. A person has the same draws in every model, so that someone
    who clears one alkaloid slowly clears all slowly; whether that is so was never studied.
    """
    if population.count < 1 or population.first < 0 or population.seed < 0:
        raise WrongUsage("Give at least one person, and a seed of 0 or more.")
    values: dict[str, Array] = {}
    known = model.parameters
    drawn = population.drawn(Part.PERSON, len(PERSONAL))
    for column, symbol in enumerate(PERSONAL):
        if symbol in known:
            omega = log_normal_omega(known[symbol].cv)
            values[symbol] = known[symbol].value * np.exp(omega * drawn[:, column])
    if population.weight_kg is not None:
        relative = population.weight_kg / known["reference_weight"].value
        for symbols, exponent in (
            (CLEARANCES, "allometry_clearance"),
            (VOLUMES, "allometry_volume"),
        ):
            for symbol in symbols:
                if symbol in values:
                    values[symbol] = values[symbol] * relative ** known[exponent].value
    availability = known[f"frel_{form.value}"]
    of_form = population.drawn(Part.FORM, 1)[:, 0]
    of_product = population.drawn(Part.PRODUCT, PRODUCT_DRAWS)
    values["f"] = availability.value * np.exp(
        log_normal_omega(availability.cv) * of_form
        + log_normal_omega(content_cv) * of_product[:, 0]
        + log_normal_omega(ratio_cv) * of_product[:, ratio_draw]
    )
    return values
