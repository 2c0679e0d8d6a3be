"""What makes no sense is refused, with its place and what to do; nothing becomes NaN."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from ketum.errors import InputRefused
from ketum.exposure import Epoch, Event, Evid, Parameters, concentrations, steady_state
from tests.unit.exposure.test_engine import PERSON

NAN, INF = float("nan"), float("inf")
DOSE = Event(time=0.0, amt=20.0)


def refusal(action: object) -> str:
    assert callable(action)
    with pytest.raises(InputRefused) as refused:
        action()
    return str(refused.value)


@pytest.mark.parametrize("value", [0.0, -1.0, NAN, INF, 1e-300, 1e300])
@pytest.mark.parametrize("name", ["ka", "cl", "v1", "v2", "clm", "vm", "f"])
def test_a_parameter_that_cannot_be_is_named(name: str, value: float) -> None:
    said = refusal(lambda: Parameters.of({**PERSON, name: value}))
    assert f"parameters.{name}: " in said


@pytest.mark.parametrize("name", ["q", "ffp", "fsys"])
def test_what_may_be_zero_may_not_be_negative(name: str) -> None:
    assert np.isfinite(concentrations(Parameters.of({**PERSON, name: 0.0}), [DOSE], [1.0])).all()
    assert "not positive" in refusal(lambda: Parameters.of({**PERSON, name: -0.1}))


def test_a_clearance_in_ml_per_min_of_a_volume_in_ml_is_a_matter_of_units() -> None:
    said = refusal(lambda: Parameters.of({**PERSON, "cl": 140_000.0, "v1": 0.9}))
    assert "Check the units: L, L/h and 1/h." in said


def test_every_complaint_about_parameters_comes_at_once() -> None:
    said = refusal(lambda: Parameters.of({"ka": NAN, "v1": [1.0, 2.0], "q": [1.0, 2.0, 3.0]}))
    assert said.count("\n") == 2
    assert "parameters.cl: It is missing" in said
    assert "differ in length" in said


def test_a_replaced_parameter_is_checked_too() -> None:
    person = Parameters.of(PERSON)
    assert "parameters.cl" in refusal(lambda: replace(person, cl=np.array([-1.0])))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], "doses: There is no dose"),
        ([Event(time=5.0, amt=1.0), DOSE], "doses[1]: It lies before the one above"),
        ([Event(time=NAN, amt=1.0)], "doses[0]: Its time"),
        ([Event(time=1e9, amt=1.0)], "doses[0]: Its time"),
        ([Event(time=0.0, amt=-1.0)], "doses[0]: Its amount"),
        ([Event(time=0.0, amt=1e9)], "doses[0]: Its amount"),
        ([Event(time=0.0, amt=INF)], "doses[0]: Its amount"),
        ([Event(time=0.0, amt=1.0, rate=NAN)], "doses[0]: Its amount or rate"),
        ([Event(time=0.0)], "doses[0]: A dose of nothing"),
        ([Event(time=0.0, amt=1.0, addl=-1)], "doses[0]: addl is negative"),
        ([Event(time=0.0, amt=1.0, addl=2)], "doses[0]: Repeated doses need"),
        ([Event(time=0.0, amt=1.0, ss=True, ii=NAN)], "doses[0]: Repeated doses need"),
        ([Event(time=0.0, amt=9.0, ss=True, ii=2.0, rate=3.0)], "doses[0]: An input lasts longer"),
        ([Event(time=0.0, ss=True, ii=2.0, evid=Evid.RESET)], "doses[0]: A reset has no"),
        ([Event(time=0.0, amt=1.0, ii=2.0, addl=2, missed=[3])], "doses[0]: A missed dose"),
        ([Event(time=0.0, amt=1.0, ii=1e-3, addl=1_000_000)], "doses: There are more than"),
    ],
)
def test_a_dosing_history_that_cannot_be_is_refused_at_its_place(
    events: list[Event], said: str
) -> None:
    assert said in refusal(lambda: concentrations(Parameters.of(PERSON), events, [1.0]))


def test_a_steady_state_needs_an_interval_longer_than_the_lag() -> None:
    event = Event(time=0.0, amt=1.0, ss=True, ii=2.0)
    said = refusal(lambda: concentrations(Parameters.of(PERSON), [event], [1.0], lag_h=2.0))
    assert "ii above the lag" in said


@pytest.mark.parametrize("times", [[], [[1.0]], [NAN], [INF, 1.0], [1e12]])
def test_times_that_cannot_be_are_refused(times: list[float]) -> None:
    assert "times_h: " in refusal(lambda: concentrations(Parameters.of(PERSON), [DOSE], times))


@pytest.mark.parametrize("lag", [-1.0, NAN, INF])
def test_a_lag_is_a_time_from_0_on(lag: float) -> None:
    person = Parameters.of(PERSON)
    assert "lag_h: " in refusal(lambda: concentrations(person, [DOSE], [1.0], lag_h=lag))


@pytest.mark.parametrize(
    ("epochs", "said"),
    [
        ([Epoch(start_h=NAN)], "epochs[0]: Its start"),
        ([Epoch(start_h=2.0), Epoch(start_h=2.0)], "epochs[1]: It does not start after"),
        ([Epoch(start_h=0.0, factors={"v1": 2.0})], "factors: A name cannot change"),
        ([Epoch(start_h=0.0, factors={"cl": 0.0})], "parameters.cl: A value is not positive"),
        ([Epoch(start_h=0.0, factors={"cl": [1.0, 2.0]})], "parameters.cl: It is no list"),
    ],
)
def test_an_epoch_that_cannot_be_is_refused(epochs: list[Epoch], said: str) -> None:
    person = Parameters.of(PERSON)
    assert said in refusal(lambda: concentrations(person, [DOSE], [1.0], epochs=epochs))


@pytest.mark.parametrize(("amt", "ii"), [(0.0, 8.0), (20.0, -1.0), (NAN, 8.0), (20.0, INF)])
def test_a_steady_state_of_nothing_is_refused(amt: float, ii: float) -> None:
    said = refusal(lambda: steady_state(Parameters.of(PERSON), amt, ii))
    assert re.search("(amt_mg|interval_h): It is not above 0", said)


def test_one_compartment_without_metabolite_is_a_number_everywhere() -> None:
    person = Parameters.of({"ka": 1.0, "cl": 10.0, "v1": 100.0})
    found = steady_state(person, 20.0, 8.0)
    assert found.cmax[1, 0] == found.cmin[1, 0] == found.auc[1, 0] == 0.0
    event = Event(time=0.0, amt=20.0, ii=8.0, ss=True)
    curve = concentrations(person, [event], np.linspace(0.0, 8.0, 801))[0, :, 0]
    assert found.cmax[0, 0] == pytest.approx(curve.max(), rel=1e-5)
    assert found.cmin[0, 0] == pytest.approx(curve.min(), rel=1e-5)


def test_a_million_doses_are_simulated() -> None:
    person = Parameters.of(PERSON)
    event = Event(time=0.0, amt=0.01, ii=0.01, addl=999_999)
    found = concentrations(person, [event], [9_999.99])[0, 0, 0]
    # 0.01 mg each 0.01 h is 1 mg/h; what comes to rest is that over the clearance.
    assert found == pytest.approx(1000.0 / PERSON["cl"], rel=1e-3)


def test_a_million_lines_of_doses_are_simulated() -> None:
    person = Parameters.of(PERSON)
    events = [Event(time=0.01 * k, amt=0.01) for k in range(1_000_000)]
    assert np.isfinite(concentrations(person, events, [9_999.99])).all()
