"""Levels of the people of an event file."""

from __future__ import annotations

import pytest

from ketum.dosing import Dose, Dosing, Form
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.exchange import level_rows, summary_rows
from ketum.exchange.answered import Asked, answer
from ketum.exchange.event_csv import read_histories
from ketum.exposure import Event, Parameters, concentrations, document_of, simulate
from ketum.exposure.strands import snapped

MIT = "mitragynine"
FEW = Asked(count=60, seed=3)


@pytest.mark.parametrize("model", ["M1", "M2", "M3"])
def test_doses_in_an_event_file_give_what_the_same_doses_give_elsewhere(
    knowledge: KnowledgeBase, model: str
) -> None:
    text = (
        "ID,TIME,AMT,II,ADDL,CMT,WT\n"
        "1,0,20,8,3,mitragynine,60\n1,0,4,8,3,paynantheine,60\n1,20,9,.,.,mitragynine,60\n"
    )
    dosing = Dosing(
        doses=(
            Dose(time_h=0.0, amount_mg=20.0, addl=3, ii_h=8.0),
            Dose(time_h=0.0, amount_mg=4.0, addl=3, ii_h=8.0, analyte="paynantheine"),
            Dose(time_h=20.0, amount_mg=9.0),
        ),
        weight_kg=60.0,
    )
    exposure = simulate(dosing, knowledge, model=model, count=60, seed=3)
    document = document_of(exposure, knowledge.release.id)
    wanted = [row for row in level_rows(document, knowledge) if row["analyte"] != "paynantheine"]
    found = answer(read_histories(text, knowledge), knowledge, Asked(model=model, count=60, seed=3))
    got = {(row["analyte"], row["time_h"]): row for row in found.levels}
    assert len(wanted) > 50
    for row in wanted:
        assert got[row["analyte"], row["time_h"]] == row
    tops = {(r["analyte"], r["quantity"]): r for r in summary_rows(document)}
    for row in found.summary:
        assert row == tops[row["analyte"], row["quantity"]]


def test_only_hours_and_analytes_that_are_asked_about_are_answered(
    knowledge: KnowledgeBase,
) -> None:
    text = (
        "ID,TIME,AMT,DV,CMT\na,0,20,.,mitragynine\na,2,.,.,7-OH\na,4,.,.,.\n"
        "b,0,20,.,mitragynine\nb,3,.,9,mitragynine\n"
    )
    found = answer(read_histories(text, knowledge), knowledge, FEW)
    assert [(r["id"], r["analyte"], r["time_h"]) for r in found.levels] == [
        ("a", MIT, 4.0), ("a", "7-hydroxymitragynine", 2.0), ("a", "7-hydroxymitragynine", 4.0),
        ("b", MIT, 3.0),
    ]  # fmt: skip


def test_a_steady_state_is_that_of_the_engine_and_extrapolated(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,II,SS,DV\n1,0,20,24,1,.\n1,6,.,.,.,.\n"
    found = answer(read_histories(text, knowledge), knowledge, Asked(typical=True))
    known = knowledge.models["M1"].parameters
    person = Parameters.of(
        {s: known[s].value for s in ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm")},
        ratio=known["molar_ratio"].value,
    )
    wanted = concentrations(
        person, [Event(time=0.0, amt=20.0, ii=24.0, ss=True)], [6.0],
        lag_h=snapped(known["lag"].value),
    )  # fmt: skip
    assert [row["median"] for row in found.levels] == pytest.approx(wanted.ravel(), rel=1e-5)
    assert all(row["extrapolated"] for row in found.levels)


@pytest.mark.parametrize("hour", ["30.1", "30.2", "30.3", "30.7"])
def test_an_hour_at_a_reset_is_read_after_it(knowledge: KnowledgeBase, hour: str) -> None:
    text = f"ID,TIME,AMT,EVID\n1,0,20,1\n1,{hour},.,3\n1,{hour},.,0\n"
    found = answer(read_histories(text, knowledge), knowledge, Asked(typical=True))
    assert [row["median"] for row in found.levels] == [0.0, 0.0]


def test_a_dose_that_was_studied_is_not_called_extrapolated(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,CMT\n1,0,20,mitragynine\n1,0,3,paynantheine\n"
    found = answer(read_histories(text, knowledge), knowledge, FEW)
    said = {row["analyte"]: row["extrapolated"] for row in found.levels}
    assert said == {MIT: False, "7-hydroxymitragynine": False, "paynantheine": True}


def test_people_in_blocks_are_the_same_people(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    histories = read_histories("ID,TIME,AMT\n1,0,20\n", knowledge)
    whole = answer(histories, knowledge, FEW)
    monkeypatch.setattr("ketum.exchange.answered.MOST_AT_ONCE", 1_000)
    assert answer(histories, knowledge, FEW) == whole


@pytest.mark.parametrize(
    ("text", "asked", "says"),
    [
        ("ID,TIME,AMT,RATE\n1,0,20,5\n", FEW, "RATE"),
        ("ID,TIME,AMT,II,SS\n1,0,20,8,1\n", Asked(model="M2"), "SS"),
        ("ID,TIME,AMT,EVID\n1,0,20,1\n1,9,0,3\n", Asked(model="M2"), "SS"),
        ("ID,TIME,AMT,II,ADDL\n1,0,20,8,10000\n", FEW, "ADDL"),
        ("ID,TIME,AMT\n1,0,20\n", Asked(model="M7"), "model"),
        ("ID,TIME,AMT\n1,0,20\n", Asked(count=0), "n: "),
        ("ID,TIME,AMT,CMT\n1,0,20,paynantheine\n", Asked(form=Form.EXTRACT), "analyte"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_reason(
    knowledge: KnowledgeBase, text: str, asked: Asked, says: str
) -> None:
    with pytest.raises(InputRefused, match=says):
        answer(read_histories(text, knowledge), knowledge, asked)


def test_what_is_wrong_with_several_people_is_said_at_once(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,RATE\n1,0,20,5\n2,0,20,0\n3,0,20,5\n"
    with pytest.raises(InputRefused) as refused:
        answer(read_histories(text, knowledge), knowledge, FEW)
    assert [c.place for c in refused.value.complaints] == ["ID number 1, RATE", "ID number 3, RATE"]


def test_a_person_of_twice_the_weight_has_lower_levels(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,WT\n1,0,20,60\n2,0,20,120\n"
    found = answer(read_histories(text, knowledge), knowledge, Asked(typical=True))
    light, heavy = (
        float(str(row["median"])) for row in found.summary
        if row["quantity"] == "cmax" and row["analyte"] == MIT
    )  # fmt: skip
    assert heavy < light
