"""Ages in words."""

from __future__ import annotations

from math import inf

import pytest

from ketum.evidence.conditions import Bounds
from ketum.facts.ages import read_age
from ketum.facts.interval import Interval, lies_within
from ketum.truth import Truth
from tests.unit.terminology.shipped import shipped


def age(text: str) -> Interval | None:
    return read_age(text, shipped().amounts)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("35", 35, 35),
        ("35.5", 35.5, 35.5),
        ("35 years old", 35, 35),
        ("35-year-old", 35, 35),
        ("aged about 50", 50, 50),
        ("17 y", 17, 17),
        ("18-40", 18, 40),
        ("18 to 40", 18, 40),
        ("between 20 and 30", 20, 30),
        ("30s", 30, 39),
        ("in his 50s", 50, 59),
        ("early 30s", 30, 33),
        ("mid-40s", 44, 46),
        ("20s to 30s", 20, 39),
        ("middle-aged", 40, 64),
        ("teenager", 13, 19),
        ("newborn", 0, 0),
    ],
)
def test_an_age_in_words_is_a_range_of_years(text: str, low: float, high: float) -> None:
    assert age(text) == Interval(low, high)


@pytest.mark.parametrize("text", ["adult", "adults"])
def test_an_adult_is_18_or_older(text: str) -> None:
    assert age(text) == Interval(18, inf)


@pytest.mark.parametrize("text", ["over 65", ">65", "65+", "elderly"])
def test_an_age_with_a_lower_bound_has_no_upper_end(text: str) -> None:
    assert age(text) == Interval(65, inf)


@pytest.mark.parametrize("text", ["under 18", "<18", "less than 18 years old"])
def test_under_18_is_surely_a_minor(text: str) -> None:
    read = age(text)
    assert read is not None
    assert lies_within(read, Bounds(under=18)) is Truth.YES


def test_months_are_parts_of_a_year() -> None:
    read = age("8 months old")
    assert read is not None
    assert read.low == pytest.approx(8 / 12)


@pytest.mark.parametrize(
    "text", ["young adults", "mixed", "unknown", "", "70 kg", "1980s", "born 1990 in May", "old"]
)
def test_what_gives_no_age_is_not_read(text: str) -> None:
    assert age(text) is None
