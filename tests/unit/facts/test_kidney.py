"""Filtration derived from creatinine, against values worked out by hand from the equation."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.case import Case, Listing, Observation, Person
from ketum.evidence import KnowledgeBase
from ketum.facts import Interval, MeasureFact, establish

FILTRATION = "estimated-glomerular-filtration-rate"


def derived(
    knowledge: KnowledgeBase,
    milligrams: float,
    age: float | str | None,
    sex: str | None,
    *others: Observation,
) -> list[MeasureFact]:
    entry = Observation(place="observations[0]", what="creatinine", value=milligrams, unit="mg/dL")
    case = Case(
        on=date(2026, 11, 22),
        person=Person(age_years=age, sex=sex),
        observations=Listing(asked=True, entries=(entry, *others)),
    )
    return [fact for fact in establish(case, knowledge).measures if fact.id == FILTRATION]


@pytest.mark.parametrize(
    ("milligrams", "age", "sex", "filtration"),
    [
        (3.0, 40, "male", 26.1),
        (1.5, 40, "male", 60.0),
        (0.9, 40, "male", 110.7),
        (0.5, 60, "female", 107.3),
        (1.4, 60, "female", 43.1),
    ],
)
def test_the_filtration_is_that_of_the_equation(
    knowledge: KnowledgeBase, milligrams: float, age: float, sex: str, filtration: float
) -> None:
    (fact,) = derived(knowledge, milligrams, age, sex)
    assert fact.value is not None
    assert (fact.value.low, fact.value.high) == pytest.approx((filtration, filtration), abs=0.1)
    assert "derived" in fact.label


@pytest.mark.parametrize("age", [17, None])
def test_it_is_derived_for_adults_only(knowledge: KnowledgeBase, age: float | None) -> None:
    assert derived(knowledge, 3.0, age, "male") == []


def test_of_unknown_sex_both_are_taken(knowledge: KnowledgeBase) -> None:
    (fact,) = derived(knowledge, 1.0, 40, None)
    (woman,) = derived(knowledge, 1.0, 40, "female")
    (man,) = derived(knowledge, 1.0, 40, "male")
    assert woman.value is not None
    assert man.value is not None
    assert fact.value == Interval(woman.value.low, man.value.high)


def test_a_measured_filtration_is_not_estimated_again(knowledge: KnowledgeBase) -> None:
    own = Observation(place="observations[1]", what="eGFR", value=80)
    (fact,) = derived(knowledge, 3.0, 40, "male", own)
    assert fact.label == "eGFR"
