"""A value printed exactly at a limit is at the limit in whatever unit it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from math import log10

import pytest

from ketum.case import Case, Listing, Observation, Person
from ketum.evidence import load
from ketum.evidence.conditions import Measured
from ketum.facts import establish
from ketum.reasoning import View
from ketum.reasoning.measured import judge_measured
from ketum.truth import Truth

KNOWLEDGE = load()


def conditions(part: object) -> Iterator[Measured]:
    if isinstance(part, Measured):
        yield part
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from conditions(getattr(part, field.name))
    elif isinstance(part, Mapping):
        yield from conditions(tuple(part.values()))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from conditions(inner)


def limits() -> list[tuple[str, Measured, float, str]]:
    """Every limit of every rule on a quantity that has a second printed unit."""
    found = {}
    for condition in conditions(KNOWLEDGE.rulebook):
        for what in set(condition.what) & set(KNOWLEDGE.measurements):
            measurement = KNOWLEDGE.measurements[what]
            times = measurement.upper_limit if condition.of_upper_limit else 1
            for end in ("under", "at_most", "over", "at_least"):
                number = getattr(condition, end)
                # "At least 0" asks whether there is a value at all; below 0 is no value but a way
                # from one's own target.
                if not number or number < 0 or times is None:
                    continue
                bare = replace(condition, under=None, at_most=None, over=None, at_least=None)
                one = replace(bare, what=(what,), **{end: number})
                for unit in measurement.steps:
                    found[what, str(one), unit] = (what, one, number * times, unit)
    return [found[key] for key in sorted(found)]


def judged(what: str, condition: Measured, value: float, unit: str) -> Truth:
    entry = Observation(place="observations[0]", what=what, value=value, unit=unit)
    case = Case(
        on=date(2026, 11, 22),
        person=Person(age_years=40),
        observations=Listing(asked=True, entries=(entry,)),
    )
    view = View(knowledge=KNOWLEDGE, facts=establish(case, KNOWLEDGE))
    return judge_measured(condition, view).truth


def printed(what: str, number: float, unit: str) -> float:
    """The number in the other unit, as a laboratory prints it."""
    measurement = KNOWLEDGE.measurements[what]
    turned = number / measurement.factors[unit] - measurement.offsets.get(unit, 0.0)
    return round(round(turned / measurement.steps[unit]) * measurement.steps[unit], 6)


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: f"{limit[1]} {limit[3]}")
def test_the_limit_and_its_neighbours_are_the_same_in_every_unit(
    limit: tuple[str, Measured, float, str],
) -> None:
    what, condition, number, unit = limit
    label, own = KNOWLEDGE.vocabulary.terms[what].label, KNOWLEDGE.measurements[what].unit
    step, other = KNOWLEDGE.measurements[what].steps[unit], printed(what, number, unit)
    # No more apart than anybody can have.
    apart = min(number / 10, (KNOWLEDGE.measurements[what].possible[1] - number) / 2)
    for steps in (-1, 0, 1):
        mine = judged(label, condition, number + steps * apart, own)
        theirs = judged(label, condition, round(other + steps * step, 6), unit)
        assert mine is theirs, (steps, number, other)
        assert mine is not Truth.UNKNOWN


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("glucose", (3.0, "mmol/L"), (54, "mg/dL")),
        ("magnesium", (0.70, "mmol/L"), (1.7, "mg/dL")),
        ("magnesium", (0.50, "mmol/L"), (1.2, "mg/dL")),
        ("total-bilirubin", (41, "umol/L"), (2.4, "mg/dL")),
        ("lactate", (4.0, "mmol/L"), (36, "mg/dL")),
        ("body-temperature", (38.3, "Cel"), (100.9, "F")),
    ],
)
def test_the_pairs_every_handbook_prints_are_among_them(
    what: str, one: tuple[float, str], other: tuple[float, str]
) -> None:
    assert any(limit[0] == what and limit[2] == one[0] for limit in limits())
    assert printed(what, one[0], other[1]) == other[0]


def test_every_unit_that_is_not_ten_times_another_has_its_step() -> None:
    missing = [
        (measurement.id, unit)
        for measurement in KNOWLEDGE.measurements.values()
        for unit, factor in measurement.factors.items()
        if not log10(factor).is_integer() and unit not in measurement.steps
    ]
    assert missing == []
