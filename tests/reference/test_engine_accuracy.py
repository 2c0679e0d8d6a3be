"""The engine against 50 digits: at most 1e-10 of relative error on every path."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import mp, mpf

from ketum.exposure import Epoch, Event, Evid, Parameters, concentrations, steady_state
from tests.reference.exact import at_steady_state, curve, highest, one_of, relative_error

LIMIT = 1e-10
TYPICAL = {
    "ka": 1.5, "cl": 140.0, "v1": 900.0, "q": 150.0, "v2": 4000.0,
    "ffp": 0.05, "fsys": 0.2, "clm": 60.0, "vm": 300.0,
}  # fmt: skip
PERSON = Parameters.of(TYPICAL)
TIMES = [0.0, 0.5, 1.0, 1.75, 4.0, 8.0, 8.25, 23.0, 24.0, 100.0]


def hybrid(k10: float, k12: float, k21: float) -> tuple[float, float]:
    total = k10 + k12 + k21
    alpha = 0.5 * (total + np.sqrt(total**2 - 4.0 * k10 * k21))
    return alpha, k10 * k21 / alpha


def with_close_rates(which: str, gap: float) -> Parameters:
    """Volumes of 1, so that clearances are rates; two or three of the four rates `gap` apart."""
    k10, k12, k21 = 0.16, 0.17, 0.04
    alpha, beta = hybrid(k10, k12, k21)
    ka, km = 1.5, 0.2
    if "ka-alpha" in which:
        ka = alpha * (1.0 + gap)
    if "km-alpha" in which:
        km = alpha * (1.0 - 0.7 * gap)
    if "km-beta" in which:
        km = beta * (1.0 + gap)
    if "ka-km" in which:
        ka = km * (1.0 + gap)
    if "alpha-beta" in which:
        k12 = gap * gap * 1e-3
        k10 = k21 * (1.0 + gap)
    return Parameters.of(
        {"ka": ka, "cl": k10, "v1": 1.0, "q": k12, "v2": k12 / k21,
         "ffp": 0.05, "fsys": 0.2, "clm": km, "vm": 1.0}
    )  # fmt: skip


GAPS = [10.0**-k for k in range(1, 13)]
PAIRS = ["ka-alpha", "km-alpha", "km-beta", "ka-km", "ka-alpha km-alpha", "alpha-beta"]


@pytest.mark.parametrize("which", PAIRS)
def test_rates_may_be_as_close_as_they_like(which: str) -> None:
    doses = [(0.0, 20.0), (8.0, 20.0)]
    events = [Event(time=t, amt=a) for t, a in doses]
    for gap in GAPS:
        person = with_close_rates(which, gap)
        found = concentrations(person, events, TIMES)[:, :, 0]
        assert relative_error(found, curve(person, doses, TIMES)) < LIMIT, gap


@pytest.mark.parametrize("which", PAIRS)
def test_steady_state_keeps_its_digits_when_rates_are_close(which: str) -> None:
    for gap in GAPS:
        person = with_close_rates(which, gap)
        event = Event(time=0.0, amt=20.0, ii=8.0, ss=True)
        found = concentrations(person, [event], [0.0, 3.0, 7.5])[:, :, 0]
        exact = curve(person, [], [0.0, 3.0, 7.5], start=at_steady_state(person, 20.0, 8.0, 0.0))
        assert relative_error(found, exact) < LIMIT, gap
        assert extremes_error(person, 20.0, 8.0) < LIMIT, gap


def extremes_error(person: Parameters, amt: float, ii: float) -> float:
    """Highest and lowest of one interval, against where the exact slope is zero."""
    found = steady_state(person, amt, ii)
    start = at_steady_state(person, amt, ii, 0.0)
    scales = person.scales()[:, 0]
    worst = 0.0
    with mp.workdps(50):
        for analyte, state in ((0, 1), (1, 3)):
            for sign, got in ((1, found.cmax[analyte, 0]), (-1, found.cmin[analyte, 0])):
                exact = mpf(float(scales[analyte])) * highest(person, start, ii, state, sign)
                worst = max(worst, float(abs(mpf(float(got)) - exact) / exact))
    return worst


def test_a_lag_moves_the_swallowed_doses_and_not_the_inputs() -> None:
    events = [Event(time=0.0, amt=20.0, ii=6.0, addl=3), Event(time=2.0, amt=5.0, rate=2.0)]
    found = concentrations(PERSON, events, TIMES, lag_h=0.25)[:, :, 0]
    exact = curve(
        PERSON, [(6.0 * k + 0.25, 20.0) for k in range(4)], TIMES, inputs=[(2.0, 4.5, 2.0)]
    )
    assert relative_error(found, exact) < LIMIT


def test_inputs_may_overlap_and_repeat() -> None:
    events = [
        Event(time=0.0, amt=12.0, rate=3.0, ii=6.0, addl=2),
        Event(time=3.0, amt=10.0, rate=4.0),
    ]
    found = concentrations(PERSON, events, TIMES)[:, :, 0]
    inputs = [(6.0 * k, 6.0 * k + 4.0, 3.0) for k in range(3)] + [(3.0, 5.5, 4.0)]
    assert relative_error(found, curve(PERSON, [], TIMES, inputs=inputs)) < LIMIT


def test_a_steady_state_of_inputs_is_that_of_many_inputs() -> None:
    event = Event(time=0.0, amt=12.0, rate=3.0, ii=8.0, ss=True, addl=1)
    found = concentrations(PERSON, [event], TIMES)[:, :, 0]
    # after 400 inputs what is missing is below 1e-13
    inputs = [(-8.0 * k, 4.0 - 8.0 * k, 3.0) for k in range(-1, 260)]
    assert relative_error(found, curve(PERSON, [], TIMES, inputs=inputs)) < LIMIT


def test_a_reset_empties_and_cancels_what_has_not_arrived() -> None:
    events = [
        Event(time=0.0, amt=20.0, ii=4.0, addl=9),
        Event(time=1.0, amt=9.0, rate=1.0),
        Event(time=8.0, evid=Evid.RESET),
        Event(time=8.25, amt=5.0),
        Event(time=23.0, amt=7.0, evid=Evid.RESET_AND_DOSE),
    ]
    found = concentrations(PERSON, events, TIMES)[:, :, 0]
    exact = curve(
        PERSON, [(0.0, 20.0), (4.0, 20.0), (8.25, 5.0), (23.0, 7.0)], TIMES,
        inputs=[(1.0, 8.0, 1.0)], resets=[8.0, 23.0],
    )  # fmt: skip
    assert relative_error(found, exact) < LIMIT


def test_missed_doses_are_not_there() -> None:
    event = Event(time=0.0, amt=20.0, ii=4.0, addl=5, missed=[1, 4])
    found = concentrations(PERSON, [event], TIMES)[:, :, 0]
    exact = curve(PERSON, [(4.0 * k, 20.0) for k in (0, 2, 3, 5)], TIMES)
    assert relative_error(found, exact) < LIMIT


def test_a_steady_state_goes_on_with_its_own_doses_and_drops_earlier_ones() -> None:
    events = [
        Event(time=0.0, amt=50.0, ii=4.0, addl=9),
        Event(time=8.0, amt=20.0, ii=8.0, ss=True, addl=1),
    ]
    times = [8.0, 10.0, 16.0, 17.0, 23.0]
    found = concentrations(PERSON, events, times, lag_h=0.5)[:, :, 0]
    start = at_steady_state(PERSON, 20.0, 8.0, 7.5)
    exact = curve(PERSON, [(8.5, 20.0), (16.5, 20.0)], [8.0, *times], start=start)[:, 1:]
    assert relative_error(found, exact) < LIMIT


def test_clearance_may_change_from_epoch_to_epoch() -> None:
    epochs = [
        Epoch(start_h=3.0, factors={"cl": 0.4, "fsys": 2.0}),
        Epoch(start_h=8.0),
        Epoch(start_h=20.0, factors={"cl": 2.5, "clm": 0.5, "q": 0.0, "ka": 0.3}),
    ]
    found = concentrations(
        PERSON, [Event(time=0.0, amt=20.0, ii=6.0, addl=5)], TIMES, epochs=epochs
    )[:, :, 0]
    exact = curve(
        PERSON, [(6.0 * k, 20.0) for k in range(6)], TIMES,
        epochs=[(epoch.start_h, epoch.factors) for epoch in epochs],
    )  # fmt: skip
    assert relative_error(found, exact) < LIMIT


@pytest.mark.parametrize("seed", range(40))
def test_random_people_and_regimens_keep_their_digits(seed: int) -> None:
    draw = np.random.default_rng(seed)
    spread = {name: value * np.exp(draw.normal(0.0, 0.8)) for name, value in TYPICAL.items()}
    person = Parameters.of(spread)
    doses = sorted((float(t), float(a)) for t, a in draw.uniform([0, 1], [90, 60], (6, 2)))
    events = [Event(time=t, amt=a) for t, a in doses]
    lag = float(draw.choice([0.0, 0.25]))
    times = sorted(map(float, draw.uniform(0.0, 150.0, 8)))
    found = concentrations(person, events, times, lag_h=lag)[:, :, 0]
    exact = curve(person, [(t + lag, a) for t, a in doses], times)
    assert relative_error(found, exact) < LIMIT


@pytest.mark.parametrize(("amt", "ii"), [(20.0, 8.0), (5.0, 0.5), (20.0, 24.0), (20.0, 168.0)])
def test_highest_and_lowest_of_random_people_are_exact(amt: float, ii: float) -> None:
    draw = np.random.default_rng(7)
    spread = {name: value * np.exp(draw.normal(0.0, 0.4, 6)) for name, value in TYPICAL.items()}
    people = Parameters.of(spread)
    for number in range(len(people)):
        assert extremes_error(one_of(people, number), amt, ii) < LIMIT
