"""Any regimen that is held by an SBML model gives the concentrations of our engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketum.dosing import Form
from ketum.evidence import load
from ketum.exchange import sbml, structure_of
from ketum.exchange.histories import baked
from ketum.exposure import Event, Evid
from ketum.exposure.strands import levels, strands_of_events
from tests.reference.test_exported_models import CLOSE, differs, lag_of, run, values_of

pytest.importorskip("roadrunner")

KNOWLEDGE = load()
# Quarters of an hour, so that trains often meet; hours between, so that none is asked about.
HOURS = np.concatenate([[0.0], np.arange(1 / 16, 160.0, 2.25)])


@st.composite
def events(draw: st.DrawFn) -> tuple[Event, ...]:
    made: list[Event] = []
    for time in sorted(draw(st.lists(st.integers(0, 160), min_size=1, max_size=4))):
        if made and draw(st.integers(0, 5)) == 0:
            made.append(Event(time=time / 4, evid=Evid.RESET))
            continue
        addl = draw(st.integers(0, 6))
        is_reset = draw(st.integers(0, 5)) == 0
        made.append(
            Event(
                time=time / 4,
                amt=float(draw(st.integers(1, 60))),
                ii=float(draw(st.sampled_from([4, 6, 8, 24]))) if addl else 0.0,
                addl=addl,
                evid=Evid.RESET_AND_DOSE if is_reset else Evid.DOSE,
                missed=tuple(draw(st.sets(st.integers(1, addl), max_size=3))) if addl else (),
            )
        )
    return tuple(made)


@settings(max_examples=settings.default.max_examples // 4 if settings.default else 25)
@given(regimen=events(), model=st.sampled_from(["M1", "M3", "paynantheine"]))
def test_any_regimen_in_sbml_gives_our_concentrations(
    regimen: tuple[Event, ...], model: str
) -> None:
    found = structure_of(KNOWLEDGE.models[model], Form.CAPSULES, KNOWLEDGE.release.id)
    held = baked(regimen, lag_of(found))
    wanted = levels(strands_of_events(found.model, values_of(found), regimen), HOURS)
    got = run(sbml(found, held), found, HOURS, TLAG=lag_of(found))
    assert differs(got, wanted[: len(found.outputs), :, 0]) < CLOSE
