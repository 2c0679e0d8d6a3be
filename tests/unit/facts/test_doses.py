"""Doses of medicines in words."""

from __future__ import annotations

from math import inf

import pytest

from ketum.facts.doses import read_daily_dose
from ketum.facts.interval import Interval
from tests.unit.terminology.shipped import shipped


def daily(dose: str | None, frequency: str | None = None) -> Interval | None:
    return read_daily_dose(shipped().amounts, dose=dose, frequency=frequency)


@pytest.mark.parametrize(
    ("dose", "frequency", "low", "high"),
    [
        ("0.5 mg", "twice daily", 1, 1),
        ("100-200 mg/day", None, 100, 200),
        ("2 mg three times daily", None, 6, 6),
        ("80mg", "daily", 80, 80),
        ("1 g", "bid", 2000, 2000),
        ("75 µg", "daily", 0.075, 0.075),
        ("25 mcg/h", None, 0.6, 0.6),
        ("40 mg", "weekly", 40 / 7, 40 / 7),
        ("15 mg", "q12h", 30, 30),
        ("100 mg", "at night", 100, 100),
        ("2 tablets of 5 mg", "twice daily", 20, 20),
        ("500 mg tablets", "2 twice a day", 2000, 2000),
        ("500 mg tablets", "2 a day", 1000, 1000),
        ("8/2 mg", "daily", 8, 8),
        ("8 mg/2 mg film", "twice daily", 16, 16),
    ],
)
def test_dose_and_frequency_together_give_milligrams_a_day(
    dose: str, frequency: str | None, low: float, high: float
) -> None:
    read = daily(dose, frequency)
    assert read is not None
    assert read.low == pytest.approx(low)
    assert read.high == pytest.approx(high)


def test_as_needed_may_be_none_at_all() -> None:
    every_six_hours = daily("10 mg", "every 6 hours as needed")
    assert every_six_hours is not None
    assert every_six_hours.low == 0
    assert every_six_hours.high == pytest.approx(40)
    assert daily("4 mg", "prn") == Interval(0, inf)


@pytest.mark.parametrize(
    ("dose", "frequency"),
    [
        (None, None),
        ("10 mg", None),
        ("300", "TID"),
        ("0.02 pct", None),
        ("two glasses", "a night"),
        ("high dose", "daily"),
    ],
)
def test_without_a_unit_or_a_frequency_there_is_no_daily_dose(
    dose: str | None, frequency: str | None
) -> None:
    assert daily(dose, frequency) is None
