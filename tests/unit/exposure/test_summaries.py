"""A population's summary: the same for every split, and close to the exact quantiles."""

from __future__ import annotations

from functools import reduce
from operator import add

import numpy as np
import pytest

from ketum.errors import WrongUsage
from ketum.exposure import Parameters, population_summary, steady_state
from ketum.exposure.draws import normals
from ketum.exposure.summaries import MEASURES, RESOLUTION
from tests.unit.exposure.test_engine import PERSON

COUNT = 3000
SHARES = (0.05, 0.5, 0.95)


def people(first: int, count: int) -> Parameters:
    drawn = normals(11, first, count, len(PERSON))
    values = {
        name: value * np.exp(0.4 * drawn[:, column])
        for column, (name, value) in enumerate(PERSON.items())
    }
    return Parameters.of(values)


def test_every_split_of_a_population_gives_the_same_counts() -> None:
    whole = population_summary(people, COUNT, 20.0, 8.0)
    assert whole.people == COUNT
    small = population_summary(people, COUNT, 20.0, 8.0, block=77)
    parts = [
        population_summary(people, count, 20.0, 8.0, first=first)
        for first, count in ((1000, 2000), (0, 999), (999, 1))
    ]
    assert np.array_equal(whole.counts, small.counts)
    assert np.array_equal(whole.counts, reduce(add, parts).counts)


def test_people_are_the_same_bits_wherever_the_drawing_begins() -> None:
    assert np.array_equal(normals(5, 0, 100, 9)[37:60], normals(5, 37, 23, 9))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_quantile_is_the_exact_one_to_the_stated_resolution(measure: str) -> None:
    exact = getattr(steady_state(people(0, COUNT), 20.0, 8.0), measure)
    found = population_summary(people, COUNT, 20.0, 8.0)
    for share in SHARES:
        ranked = np.sort(exact, axis=1)[:, int(np.ceil(share * COUNT)) - 1]
        assert np.abs(found.quantile(measure, share) / ranked - 1).max() <= RESOLUTION * 1.0001


def test_what_makes_no_population_is_refused() -> None:
    with pytest.raises(WrongUsage):
        population_summary(people, 0, 20.0, 8.0)
    with pytest.raises(WrongUsage):
        population_summary(people, 2, 20.0, 8.0).quantile("peak", 0.5)
