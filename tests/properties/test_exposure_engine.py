"""What holds for every person and every dosing history."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ketum.exposure import (
    Event,
    Parameters,
    concentrations,
    saturable_concentrations,
    steady_state,
)
from tests.reference.exact import at_steady_state, curve, one_of, relative_error

TYPICAL = {
    "ka": 1.5, "cl": 140.0, "v1": 900.0, "q": 150.0, "v2": 4000.0,
    "ffp": 0.05, "fsys": 0.2, "clm": 60.0, "vm": 300.0,
}  # fmt: skip
TIMES = np.array([0.0, 0.1, 1.0, 2.5, 7.0, 24.0, 60.0, 61.0, 150.0])
LIMIT = 1e-10
ULPS = 64 * np.finfo(float).eps


def persons() -> SearchStrategy[Parameters]:
    each = {name: st.floats(0.1 * v, 10.0 * v) for name, v in TYPICAL.items()}
    return st.fixed_dictionaries(each).map(Parameters.of)


def moments(most: float) -> SearchStrategy[float]:
    return st.integers(0, int(most * 8)).map(lambda k: k / 8)


def histories() -> SearchStrategy[list[Event]]:
    line = st.builds(
        lambda time, amt, ii, addl, rate: Event(time=time, amt=amt, ii=ii, addl=addl, rate=rate),
        moments(48.0),
        st.floats(0.5, 100.0),
        st.sampled_from([4.0, 6.0, 8.0, 12.5]),
        st.integers(0, 5),
        st.sampled_from([0.0, 0.0, 5.0, 20.0]),
    )
    return st.lists(line, min_size=1, max_size=4).map(lambda es: sorted(es, key=lambda e: e.time))


def expanded(
    events: list[Event],
) -> tuple[list[tuple[float, float]], list[tuple[float, float, float]]]:
    doses, inputs = [], []
    for event in events:
        for k in range(event.addl + 1):
            begin = event.time + event.ii * k
            if event.rate:
                inputs.append((begin, begin + event.amt / event.rate, event.rate))
            else:
                doses.append((begin, event.amt))
    return doses, inputs


@given(person=persons(), events=histories())
def test_every_history_is_exact(person: Parameters, events: list[Event]) -> None:
    doses, inputs = expanded(events)
    exact = curve(person, doses, list(TIMES), inputs=inputs)
    assert relative_error(concentrations(person, events, TIMES)[:, :, 0], exact) < LIMIT


@given(person=persons(), events=histories(), more=histories())
def test_doses_add_up(person: Parameters, events: list[Event], more: list[Event]) -> None:
    together = sorted([*events, *more], key=lambda event: event.time)
    apart = concentrations(person, events, TIMES) + concentrations(person, more, TIMES)
    np.testing.assert_allclose(concentrations(person, together, TIMES), apart, rtol=1e-11, atol=0)


@given(person=persons(), events=histories())
def test_twice_the_doses_is_twice_the_levels_to_the_bit(
    person: Parameters, events: list[Event]
) -> None:
    double = [
        Event(time=e.time, amt=2 * e.amt, ii=e.ii, addl=e.addl, rate=2 * e.rate) for e in events
    ]
    once = concentrations(person, events, TIMES)
    assert np.array_equal(concentrations(person, double, TIMES), 2 * once)


@given(person=persons(), events=histories())
def test_levels_are_numbers_from_0_on(person: Parameters, events: list[Event]) -> None:
    found = concentrations(person, events, TIMES)
    assert (found >= 0.0).all()
    assert np.isfinite(found).all()


@given(person=persons(), count=st.integers(2, 420), place=st.integers(0, 419))
@settings(max_examples=40)
def test_a_person_among_others_has_the_same_bits_as_alone(
    person: Parameters, count: int, place: int
) -> None:
    place %= count
    spread = np.exp(0.5 * np.sin(np.arange(count)))
    values = {name: getattr(person, name)[0] * spread for name in ("ka", "cl", "q", "clm")}
    fixed = {name: getattr(person, name)[0] for name in ("v1", "v2", "vm", "ffp", "fsys")}
    people = Parameters.of({**values, **fixed})
    alone = one_of(people, place)
    events = [Event(time=0.0, amt=20.0, ii=8.0, addl=9), Event(time=3.0, amt=9.0, rate=2.0)]
    among = concentrations(people, events, TIMES)[:, :, place]
    assert np.array_equal(among, concentrations(alone, events, TIMES)[:, :, 0])
    crowd, single = steady_state(people, 20.0, 8.0), steady_state(alone, 20.0, 8.0)
    assert np.array_equal(crowd.cmax[:, place], single.cmax[:, 0])
    assert np.array_equal(crowd.cmin[:, place], single.cmin[:, 0])
    assert np.array_equal(crowd.auc[:, place], single.auc[:, 0])


@given(person=persons())
def test_what_goes_in_comes_out(person: Parameters) -> None:
    """AUC by the steps of a steady state equals dose over clearance: the mass is all there."""
    found = steady_state(person, 20.0, 12.0)
    times = np.linspace(0.0, 12.0, 4801)
    event = Event(time=0.0, amt=20.0, ii=12.0, ss=True)
    levels = concentrations(person, [event], times)[:, :, 0]
    weights = np.ones(len(times))
    weights[1:-1:2], weights[2:-1:2] = 4.0, 2.0
    area = (levels * weights).sum(axis=1) * (times[1] - times[0]) / 3.0
    np.testing.assert_allclose(area, found.auc[:, 0], rtol=1e-6)
    given_mg = person.cl[0] * found.auc[0, 0] / 1000.0
    assert given_mg == np.float64(20.0) or abs(given_mg / 20.0 - 1.0) < ULPS


@given(person=persons(), ii=st.sampled_from([1.0, 8.0, 24.0, 168.0]))
@settings(max_examples=30)
def test_a_steady_state_is_exact_and_within_its_own_extremes(person: Parameters, ii: float) -> None:
    # Also soon after the dose: an early peak hides between the points of an even grid.
    times = sorted({k * ii / 16 for k in range(17)} | {ii * 2.0**-k for k in range(5, 12)})
    event = Event(time=0.0, amt=20.0, ii=ii, ss=True)
    levels = concentrations(person, [event], times)[:, :, 0]
    exact = curve(person, [], times, start=at_steady_state(person, 20.0, ii, 0.0))
    assert relative_error(levels, exact) < LIMIT
    found = steady_state(person, 20.0, ii)
    assert (levels <= found.cmax * (1.0 + LIMIT)).all()
    assert (levels >= found.cmin * (1.0 - LIMIT)).all()


@given(person=persons(), events=histories())
@settings(max_examples=30)
def test_steps_agree_with_the_closed_form_within_what_they_state(
    person: Parameters, events: list[Event]
) -> None:
    linear = concentrations(person, events, TIMES)
    found = saturable_concentrations(person, 1e18, events, TIMES, steps_per_h=64)
    apart = np.abs(found.concentrations - linear).max(axis=1)
    assert (apart <= found.error + 1e-11 * linear.max(axis=1)).all()
