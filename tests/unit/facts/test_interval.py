"""Ranges are compared without guessing."""

import pytest

from ketum.evidence.conditions import Bounds
from ketum.facts import Interval, lies_within
from ketum.truth import Truth

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("low", "high", "bounds", "truth"),
    [
        (15, 15, Bounds(at_least=15), Y), (14.9, 14.9, Bounds(at_least=15), N),
        (12, 18, Bounds(at_least=15), U), (15, 15, Bounds(over=15), N),
        (15.1, 20, Bounds(over=15), Y), (15, 15, Bounds(at_most=15), Y),
        (15, 15, Bounds(under=15), N), (10, 15, Bounds(under=15), U),
        (10, 14, Bounds(under=15), Y), (16, 18, Bounds(at_most=15), N),
        (9, 11, Bounds(at_least=9, at_most=11), Y), (8, 10, Bounds(at_least=9, at_most=11), U),
        (12, 13, Bounds(at_least=9, at_most=11), N),
    ],
)  # fmt: skip
def test_a_range_lies_within_bounds_surely_surely_not_or_perhaps(
    low: float, high: float, bounds: Bounds, truth: Truth
) -> None:
    assert lies_within(Interval(low, high), bounds) is truth


def test_no_value_cannot_tell() -> None:
    assert lies_within(None, Bounds(at_least=1)) is U


def test_ranges_add_and_scale() -> None:
    assert Interval(1, 2).plus(Interval(3, 4)) == Interval(4, 6)
    assert Interval(1, 2).scaled(10) == Interval(10, 20)


@pytest.mark.parametrize(
    ("interval", "shown"),
    [(Interval.exactly(4), "4"), (Interval(1, 2), "1 to 2"), (Interval.at_least(3), "3 or more")],
)
def test_a_range_is_shown_as_a_person_says_it(interval: Interval, shown: str) -> None:
    assert str(interval) == shown
