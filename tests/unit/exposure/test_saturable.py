"""A clearance that saturates, by steps that say how far they may be off."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from ketum.errors import InputRefused
from ketum.exposure import Event, Parameters, concentrations, saturable_concentrations
from tests.unit.exposure.test_engine import DOSES, PERSON, some_people

TIMES = np.arange(0.0, 60.0, 0.75)


def test_what_hardly_saturates_is_the_linear_model_within_the_stated_error() -> None:
    people = some_people(3)
    linear = concentrations(people, DOSES, TIMES, lag_h=0.25)
    found = saturable_concentrations(people, 1e15, DOSES, TIMES, lag_h=0.25)
    apart = np.abs(found.concentrations - linear).max(axis=1)
    assert (apart <= found.error + 1e-12 * linear.max(axis=1)).all()
    assert (found.error < 1e-4 * linear.max(axis=1)).all()


def test_a_saturated_curve_is_that_of_an_adaptive_solver_within_the_stated_error() -> None:
    person = Parameters.of(PERSON)
    ka, k10, k12, k21, kfp, kf, km = person.rates()[0]
    scale = person.scales()[0, 0]

    def slope(_: float, x: np.ndarray) -> list[float]:
        slowed = 1.0 / (1.0 + x[1] * scale / 10.0)
        return [
            -ka * x[0],
            ka * x[0] - (k10 * slowed + k12) * x[1] + k21 * x[2],
            k12 * x[1] - k21 * x[2],
            kfp * x[0] + kf * slowed * x[1] - km * x[3],
        ]

    exact = solve_ivp(slope, (0.0, 60.0), [60.0, 0, 0, 0], "DOP853", TIMES, rtol=1e-12, atol=1e-14)
    wanted = exact.y[[1, 3]] * person.scales()
    found = saturable_concentrations(person, 10.0, [Event(time=0.0, amt=60.0)], TIMES)
    assert (np.abs(found.concentrations[:, :, 0] - wanted).max(axis=1) <= found.error[:, 0]).all()


def test_a_clearance_that_saturates_leaves_more_than_in_proportion() -> None:
    person = Parameters.of(PERSON)
    once = saturable_concentrations(person, 10.0, [Event(time=0.0, amt=20.0)], TIMES)
    twice = saturable_concentrations(person, 10.0, [Event(time=0.0, amt=40.0)], TIMES)
    assert (twice.concentrations[0, 1:] > 2.0 * once.concentrations[0, 1:]).all()


@pytest.mark.parametrize(
    ("half", "events", "steps", "said"),
    [
        (0.0, [Event(time=0.0, amt=1.0)], 16, "half_saturation: It is not above 0"),
        (1.0, [Event(time=0.0, amt=1.0, ii=8.0, ss=True)], 16, "ss needs a linear model"),
        (1.0, [Event(time=0.0, amt=1.0)], 1, "The step does not fit the rates"),
    ],
)
def test_what_the_steps_cannot_do_is_refused(
    half: float, events: list[Event], steps: int, said: str
) -> None:
    with pytest.raises(InputRefused, match=said):
        saturable_concentrations(Parameters.of(PERSON), half, events, TIMES, steps_per_h=steps)
