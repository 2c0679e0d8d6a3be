"""The door of the engine: doses and times in, concentrations of many people out."""

from __future__ import annotations

import numpy as np
import pytest

from ketum.errors import InputRefused
from ketum.exposure import Event, Parameters, concentrations

PERSON = {
    "ka": 1.5, "cl": 140.0, "v1": 900.0, "q": 150.0, "v2": 4000.0,
    "ffp": 0.1, "fsys": 0.2, "clm": 60.0, "vm": 300.0,
}  # fmt: skip
DOSES = (Event(time=0.0, amt=20.0, ii=8.0, addl=20),)


def some_people(count: int) -> Parameters:
    spread = np.exp(0.4 * np.sin(np.arange(count)))
    return Parameters.of({**PERSON, "cl": PERSON["cl"] * spread, "ka": PERSON["ka"] / spread})


def one_of(people: Parameters, number: int) -> Parameters:
    names = (*PERSON, "f")
    return Parameters.of({name: getattr(people, name)[number] for name in names})


def test_a_person_alone_has_the_same_bits_as_among_others() -> None:
    people = some_people(333)
    times = np.arange(0.0, 170.0, 1.0)
    together = concentrations(people, DOSES, times)
    for number in (0, 7, 159, 160, 332):
        alone = concentrations(one_of(people, number), DOSES, times)
        assert np.array_equal(alone[:, :, 0], together[:, :, number])


def test_times_may_come_in_any_order_and_more_than_once() -> None:
    people = some_people(3)
    times = np.array([5.0, 1.0, 100.0, 7.5, 7.5, 0.0])
    mixed = concentrations(people, DOSES, times)
    in_order = concentrations(people, DOSES, np.unique(times))
    assert np.array_equal(mixed, in_order[:, np.searchsorted(np.unique(times), times)])


def test_the_answer_is_written_into_an_array_that_fits_and_no_other() -> None:
    people = some_people(3)
    times = np.arange(4.0)
    room = np.empty((2, 4, 3))
    assert concentrations(people, DOSES, times, out=room) is room
    assert np.array_equal(room, concentrations(people, DOSES, times))
    with pytest.raises(InputRefused, match="out: It does not fit"):
        concentrations(people, DOSES, times, out=np.empty((2, 3, 3)))
