"""The level of one alkaloid in each drawn person, where the middle of people is not enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.dosing import Dosing
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exposure.people import Population, people
from ketum.exposure.simulate import DEFAULT, PARENT
from ketum.exposure.strands import levels, strands

Array = NDArray[np.float64]


def curves(
    dosing: Dosing, knowledge: KnowledgeBase, times_h: ArrayLike, *, count: int = 300, seed: int = 1
) -> Array:
    """Mitragynine in ng/mL, shape (times, people), by the default model.

    The people are those of `simulate` with the same seed, so that a ratio of two times is one of
    the same person.

    Raises:
        InputRefused: doses or times that the engine refuses.
        WrongUsage: no dose of mitragynine.
    """
    doses = dosing.of(PARENT)
    if not doses:
        raise WrongUsage("There is no dose of mitragynine.")
    model = knowledge.models[DEFAULT]
    population = Population(count=count, seed=seed, weight_kg=dosing.weight_kg)
    values = people(model, population, form=dosing.form, content_cv=dosing.content_cv)
    times = np.asarray(times_h, dtype=np.float64)
    return np.asarray(levels(strands(model, values, doses), times)[0])
