"""Measured values: units, limits, ranges; every factor is checked against another library."""

from __future__ import annotations

from datetime import date

import pint
import pytest

from ketum.case import Case, Listing, Observation
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, MeasureFact, establish

MOLAR_MASS_G_PER_MOL = {
    "total-bilirubin": 584.66, "direct-bilirubin": 584.66, "creatinine": 113.12,
    "glucose": 180.16, "magnesium": 24.305, "lactate": 90.08,
}  # fmt: skip


def facts(knowledge: KnowledgeBase, **observation: object) -> Facts:
    entry = Observation(place="observations[0]", **observation)  # type: ignore[arg-type]
    case = Case(on=date(2026, 11, 22), observations=Listing(asked=True, entries=(entry,)))
    return establish(case, knowledge)


def measured(knowledge: KnowledgeBase, **observation: object) -> MeasureFact:
    (fact,) = facts(knowledge, **observation).measures
    return fact


def test_every_molar_factor_agrees_with_the_molar_mass(knowledge: KnowledgeBase) -> None:
    units: pint.UnitRegistry[float] = pint.UnitRegistry()
    for identity, grams in MOLAR_MASS_G_PER_MOL.items():
        measurement = knowledge.measurements[identity]
        molar = units.Quantity(1, "mg/dL") / units.Quantity(grams, "g/mol")
        expected = molar.to(measurement.unit).magnitude
        assert measurement.factors["mg/dL"] == pytest.approx(expected, rel=1e-3), identity


@pytest.mark.parametrize(("value", "unit", "celsius"), [(98.6, "F", 37.0), (104, "[degF]", 40.0)])
def test_fahrenheit_is_read_as_celsius(
    knowledge: KnowledgeBase, value: float, unit: str, celsius: float
) -> None:
    fact = measured(knowledge, what="temperature", value=value, unit=unit)
    assert fact.value is not None
    assert fact.value.low == pytest.approx(celsius)


def test_the_same_bilirubin_in_two_units_is_the_same_value(knowledge: KnowledgeBase) -> None:
    mg = measured(knowledge, what="bilirubin", value=2.0, unit="mg/dL")
    umol = measured(knowledge, what="bilirubin", value=34.208, unit="umol/L")
    assert mg.value is not None
    assert umol.value is not None
    assert mg.value.low == pytest.approx(umol.value.low)


def test_the_laboratorys_own_limit_wins_over_the_default(knowledge: KnowledgeBase) -> None:
    own = measured(knowledge, what="ALT", value=100, unit="U/L", upper_limit=50)
    default = measured(knowledge, what="ALT", value=100, unit="U/L")
    assert own.times_upper is not None
    assert own.times_upper.low == 2
    assert not own.default_limit
    assert default.times_upper is not None
    assert default.times_upper.low == 2.5
    assert default.default_limit


def test_below_a_limit_is_a_range_and_not_zero(knowledge: KnowledgeBase) -> None:
    below = measured(knowledge, what="potassium", value="<3.5", unit="mmol/L")
    above = measured(knowledge, what="ALT", value="> 500", unit="U/L")
    assert below.value is not None
    assert below.value.low == 0
    assert below.value.high == pytest.approx(3.5, rel=1e-5)
    assert below.value.high < 3.5
    assert above.value is not None
    assert above.value.low > 500
    assert above.value.high == float("inf")


def test_a_blood_pressure_is_two_values(knowledge: KnowledgeBase) -> None:
    found = facts(knowledge, what="blood pressure", value="122/78", unit="mm[Hg]").measures
    shown = {fact.id: fact.value.low for fact in found if fact.value is not None}
    assert shown == {"systolic-blood-pressure": 122, "diastolic-blood-pressure": 78}


@pytest.mark.parametrize(
    ("what", "value", "unit"),
    [("bilirubin", 2.0, None), ("ALT", 40, "furlongs"), ("temperature", 39, None)],
)
def test_a_unit_that_cannot_be_told_gives_no_value(
    knowledge: KnowledgeBase, what: str, value: float, unit: str | None
) -> None:
    assert measured(knowledge, what=what, value=value, unit=unit).value is None


def test_a_quantity_no_rule_reads_is_said_to_be_unread(knowledge: KnowledgeBase) -> None:
    assert facts(knowledge, what="urine mitragynine", value=167, unit="ng/mL").unused == (
        "urine mitragynine",
    )


def test_words_as_a_value_are_read_as_a_term(knowledge: KnowledgeBase) -> None:
    (said,) = facts(knowledge, what="pattern", value="cholestatic").said
    assert "LAB_LFT_ABNORMAL" in said.term.groups


def test_a_name_that_is_no_measurement_is_not_recognised(knowledge: KnowledgeBase) -> None:
    found = facts(knowledge, what="Zebrafink", value=3)
    assert [(n.text, n.where) for n in found.not_recognised] == [
        ("Zebrafink", "observations[0].what")
    ]


@pytest.mark.parametrize(("day", "current"), [(19, True), (18, False)])
def test_a_value_is_current_for_72_hours(knowledge: KnowledgeBase, day: int, current: bool) -> None:
    fact = measured(knowledge, what="ALT", value=40, unit="U/L", at=date(2026, 11, day))
    assert fact.current is current
