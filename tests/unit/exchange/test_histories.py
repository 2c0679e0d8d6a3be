"""Histories for the engine and for models that are handed on: missed doses, cuts, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from ketum.errors import InputRefused
from ketum.exchange.histories import Taken, baked, without_missed
from ketum.exposure import Event, Evid, Parameters, concentrations

HOURS = np.arange(0.5, 120.0, 0.75)
PERSON = Parameters.of({"ka": 1.6, "cl": 50.0, "v1": 155.0, "q": 66.0, "v2": 1800.0})


@pytest.mark.parametrize(
    "events",
    [
        (Event(time=0.0, amt=20.0, ii=8.0, addl=9, missed=(0, 3, 4, 9)),),
        (Event(time=0.0, amt=20.0, ii=8.0, addl=9, ss=True, missed=(2,)),),
        (
            Event(time=0.0, amt=20.0, ii=8.0, addl=9, missed=(2,)),
            Event(time=4.0, amt=5.0, ii=6.0, addl=3, missed=(1,)),
            Event(time=24.0, amt=9.0, evid=Evid.RESET_AND_DOSE, ii=12.0, addl=4, missed=(3,)),
            Event(time=50.0, amt=9.0, ss=True, ii=12.0, addl=2),
        ),
    ],
)
def test_lines_that_are_cut_at_missed_doses_give_the_same_levels(events: tuple[Event, ...]) -> None:
    cut = [line.event for line in without_missed([Taken(event=event) for event in events])]
    assert not any(event.missed for event in cut)
    given, again = (concentrations(PERSON, e, HOURS, lag_h=0.25) for e in (events, cut))
    np.testing.assert_allclose(again, given, rtol=1e-12)


def test_a_steady_state_whose_first_dose_was_missed_cannot_be_cut() -> None:
    event = Event(time=0.0, amt=20.0, ii=8.0, addl=2, ss=True, missed=(0,))
    with pytest.raises(InputRefused, match=r"doses\[0\]"):
        without_missed([Taken(event=event)])


def test_what_a_model_that_is_handed_on_cannot_hold_is_refused_all_at_once() -> None:
    events = (
        Event(time=-1.0, amt=20.0),
        Event(time=0.0, amt=20.0, ii=8.0, ss=True),
        Event(time=1.0, amt=20.0, rate=5.0),
        Event(time=2.0, evid=Evid.RESET),
    )
    with pytest.raises(InputRefused) as refused:
        baked(events, 0.3, has_gut=True)
    assert [c.place for c in refused.value.complaints] == [f"doses[{i}]" for i in range(4)]


def test_doses_that_a_reset_cancels_before_they_arrive_are_not_held() -> None:
    events = (
        Event(time=0.0, amt=20.0, ii=8.0, addl=5),
        Event(time=16.1, evid=Evid.RESET),
    )
    assert baked(events, 0.3).trains[0].doses == 2
    assert baked(events, 0.05).trains[0].doses == 3
