"""Measured values: units, limits, ranges; every factor is checked against another library."""

from __future__ import annotations

from datetime import date

import pint
import pytest

from ketum.case import Case, Listing, Observation
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, MeasureFact, establish
from ketum.facts.quantity import find_quantity

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
    [("bilirubin", 2.0, None), ("ALT", 40, "furlongs"), ("temperature", 60, None)],
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


@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [(104, None, 40.0), ("40.5", None, 40.5), (45, None, 45), (80, "1", 26.67)],
)
def test_a_temperature_without_a_unit_is_in_the_only_unit_it_can_be(
    knowledge: KnowledgeBase, value: float | str, unit: str | None, celsius: float
) -> None:
    found = facts(knowledge, what="temperature", value=value, unit=unit)
    (fact,) = found.measures
    assert fact.value is not None
    assert fact.value.low == pytest.approx(celsius, abs=0.01)
    (note,) = found.not_recognised
    assert "no other unit" in str(note.read_as)


@pytest.mark.parametrize(
    ("value", "unit", "percent"), [(0.97, None, 97), (0.97, "1", 97), (97, None, 97), (97, "1", 97)]
)
def test_an_oxygen_saturation_may_be_a_fraction(
    knowledge: KnowledgeBase, value: float, unit: str | None, percent: float
) -> None:
    fact = measured(knowledge, what="SpO2", value=value, unit=unit)
    assert fact.value is not None
    assert fact.value.low == percent


@pytest.mark.parametrize(
    ("what", "identity"),
    [
        ("2823-3", "potassium"),
        ("6298-4", "potassium"),
        ("LOINC 2951-2", "sodium"),
        ("http://loinc.org|2345-7", "glucose"),
        ("resp rate", "respiratory-rate"),
        ("fingerstick glucose", "glucose"),
        ("serum potassium", "potassium"),
        ("digoxin", "digoxin-level"),
    ],
)
def test_a_code_or_a_name_with_the_fluid_is_the_quantity(
    knowledge: KnowledgeBase, what: str, identity: str
) -> None:
    assert measured(knowledge, what=what, value=30.0, unit=None).id == identity


@pytest.mark.parametrize(
    ("what", "specimen"),
    [("potassium", "urine"), ("glucose", "CSF"), ("urine sodium", None), ("pH", "spot urine")],
)
def test_a_value_of_another_fluid_is_kept_and_not_compared(
    knowledge: KnowledgeBase, what: str, specimen: str | None
) -> None:
    found = facts(knowledge, what=what, value=5.5, unit="mmol/L", specimen=specimen)
    assert found.measures == ()
    assert len(found.unused) == 1


@pytest.mark.parametrize("specimen", ["serum", "venous blood", "capillary", "left arm", None])
def test_blood_or_nothing_said_is_compared(knowledge: KnowledgeBase, specimen: str | None) -> None:
    assert measured(knowledge, what="potassium", value=2.5, unit="mmol/L", specimen=specimen).value


def test_a_range_of_a_vital_sign_was_seen_at_both_its_ends(knowledge: KnowledgeBase) -> None:
    pulse = facts(knowledge, what="pulse", value="130-150").measures
    potassium = facts(knowledge, what="potassium", value="3.4-3.6").measures
    assert [fact.value.low for fact in pulse if fact.value] == [130, 150]
    assert len(potassium) == 1


@pytest.mark.parametrize(
    ("value", "unit", "upper", "lower"),
    [
        ("80s/50s", None, (80, 89), (50, 59)),
        ("24/16", "kPa", (180, 180), (120, 120)),
        ("16.0/9.3 kPa", None, (120, 120), (69.8, 69.8)),
    ],
)
def test_a_blood_pressure_is_read_in_tens_and_in_kilopascals(
    knowledge: KnowledgeBase,
    value: str,
    unit: str | None,
    upper: tuple[float, float],
    lower: tuple[float, float],
) -> None:
    found = facts(knowledge, what="BP", value=value, unit=unit).measures
    ends = [(fact.value.low, fact.value.high) for fact in found if fact.value]
    assert ends == [pytest.approx(upper, abs=0.1), pytest.approx(lower, abs=0.1)]


def test_every_code_is_found_again_as_its_own_quantity(knowledge: KnowledgeBase) -> None:
    for identity, measurement in knowledge.measurements.items():
        for code in measurement.loinc:
            found = find_quantity(code, knowledge)
            assert found is not None
            assert found.id == identity
