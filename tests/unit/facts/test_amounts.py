"""Amounts of kratom in words."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketum.facts.amounts import AmountReading, read_amount
from ketum.facts.interval import Interval
from tests.unit.terminology.shipped import shipped

TEASPOON = Interval(2, 3)
UNIT = Interval(0.2, 1.0)


def amount(text: str) -> AmountReading:
    return read_amount(text, shipped().amounts, grams_per_teaspoon=TEASPOON, grams_per_unit=UNIT)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30 g/day", 30, 30),
        ("mean 92 g/day", 92, 92),
        ("30 grams of powder daily", 30, 30),
        ("5-10 grams per day", 5, 10),
        ("10-15 g per dose, 3-4 times a day", 30, 60),
        ("5g 3x/day", 15, 15),
        ("5 g tid", 15, 15),
        ("2 g every 4 hours", 12, 12),
        ("4-5 grams each morning", 4, 5),
        ("5 g in the morning and 3 g at night", 8, 8),
        ("1,000 g per 100 days", 10, 10),
        ("a 30 g bag every 2 days", 15, 15),
        ("45 capsules of 500 mg once", 22.5, 22.5),
        ("2 x 500 mg capsules three times daily", 3, 3),
        ("50 capsules a day (0.5 g each)", 25, 25),
        ("500 mg capsules, 8 three times a day", 12, 12),
        ("500 mg capsules, 8 a day", 4, 4),
        ("2 tsp (about 5 g) 3 times a day", 15, 15),
        ("up to 40 g/day", 0, 40),
        ("10 g once", 10, 10),
    ],
)
def test_grams_that_the_words_give_are_known(text: str, low: float, high: float) -> None:
    reading = amount(text)
    assert reading.grams_per_day is not None
    assert reading.grams_per_day.low == pytest.approx(low)
    assert reading.grams_per_day.high == pytest.approx(high)
    assert (reading.read, reading.estimated, reading.units_per_day) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1 teaspoon twice daily", 4, 6),
        ("half a teaspoon twice a day", 2, 3),
        ("3 tablespoons a day", 18, 27),
        ("a couple of teaspoons every day", 4, 6),
    ],
)
def test_spoons_are_estimated_with_the_grams_given_for_one(
    text: str, low: float, high: float
) -> None:
    reading = amount(text)
    assert (reading.grams_per_day, reading.estimated) == (Interval(low, high), True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("270 pills in 3 days", 90, 90),
        ("20 caps/day", 20, 20),
        ("10 to 12 capsules 3 times daily", 30, 36),
    ],
)
def test_units_of_unknown_weight_are_counted_and_their_grams_estimated(
    text: str, low: float, high: float
) -> None:
    reading = amount(text)
    assert reading.units_per_day == Interval(low, high)
    assert reading.grams_per_day == Interval(low * UNIT.low, high * UNIT.high)
    assert reading.estimated


@pytest.mark.parametrize(
    "text", ["1-2 tsp twice daily rising to 4-6 tsp (2-3 g each)", "1-2 tsp bid rising to 4-6"]
)
def test_a_rise_that_names_no_frequency_may_be_a_day_s_total_or_each_dose(text: str) -> None:
    reading = amount(text)
    assert reading.grams_per_day == Interval(4 * 2, 6 * 3 * 2)
    assert (reading.escalating, reading.estimated) == (True, True)


def test_after_a_rise_the_last_amount_counts() -> None:
    assert amount("increased from 5 to 20 g/day").grams_per_day == Interval.exactly(20)
    assert amount("increased from 5 g to 20 g a day").grams_per_day == Interval.exactly(20)
    assert amount("5 g/day rising to 20 g/day").escalating is True


def test_a_fall_is_no_escalation() -> None:
    reading = amount("20 g/day, tapered to 4 g/day")
    assert (reading.grams_per_day, reading.escalating) == (Interval.exactly(4), False)
    assert amount("4 g/day").escalating is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("tea twice daily", 2, 2),
        ("tea twice daily, switched strain/brand", 2, 2),
        ("2 cups of tea a day", 2, 2),
        ("several times a day", 3, 7),
        ("every 2-3 hours", 8, 12),
        ("daily", 1, inf),
    ],
)
def test_a_frequency_without_an_amount_gives_doses_and_no_grams(
    text: str, low: float, high: float
) -> None:
    reading = amount(text)
    assert reading.grams_per_day is None
    assert reading.doses_per_day is not None
    assert reading.doses_per_day.low == pytest.approx(low)
    assert reading.doses_per_day.high == pytest.approx(high)


def test_more_than_eight_times_a_month_has_a_lower_end_only() -> None:
    reading = amount(">8 times a month, >200 mL each")
    assert reading.doses_per_day == Interval(8 / 30, inf)
    assert reading.grams_per_day is None


def test_an_amount_without_a_frequency_is_a_least_amount() -> None:
    assert amount("10 g").grams_per_day == Interval(10, inf)
    assert amount("7 g as needed").grams_per_day == Interval(0, inf)


def test_shares_of_a_group_are_no_dose() -> None:
    text = "low 1-5 g 45.1 pct; moderate >5-15 g 17.0 pct; rest high/unknown"
    assert amount(text) == AmountReading()


@pytest.mark.parametrize("text", ["60 mg 7-OH daily", "4 tablets of 15 mg 7-OH daily"])
def test_milligrams_of_alkaloid_are_no_grams_of_leaf(text: str) -> None:
    reading = amount(text)
    assert (reading.read, reading.grams_per_day) == (True, None)


def test_large_amounts_are_said_and_not_counted() -> None:
    reading = amount("large amounts")
    assert (reading.described_large, reading.read, reading.grams_per_day) == (True, True, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "tea with Datura stramonium",
        "powder from Indonesia",
        "new online product after 1 year on another",
        "12",
    ],
)
def test_a_text_that_counts_nothing_is_not_read(text: str) -> None:
    assert amount(text) == AmountReading()


@settings(deadline=None)
@given(st.integers(1, 90), st.integers(1, 9))
def test_the_same_amount_in_other_words_is_the_same(grams: int, times: int) -> None:
    by_dose = amount(f"{grams} g {times} times a day").grams_per_day
    by_day = amount(f"{grams * times} g/day").grams_per_day
    in_milligrams = amount(f"{grams * 1000} mg {times}x daily").grams_per_day
    assert by_day is not None
    assert by_dose is not None
    assert in_milligrams is not None
    assert by_dose.low == pytest.approx(by_day.low)
    assert in_milligrams.high == pytest.approx(by_day.high)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 gmtspd-–/.,<>%x()every hour capsules", max_size=40))
def test_any_text_is_read_without_failing_and_ranges_rise(text: str) -> None:
    reading = amount(text)
    for interval in (reading.grams_per_day, reading.units_per_day, reading.doses_per_day):
        assert interval is None or interval.low <= interval.high
