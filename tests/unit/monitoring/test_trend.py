"""Which way values go: the slope of Theil, with the interval of Sen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from ketum.monitoring.trend import slope_of

POINTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 64)),
    min_size=8,
    max_size=20,
    unique_by=lambda p: p[0],
)


@given(POINTS)
def test_the_slope_and_its_interval_are_those_of_scipy(points: list[tuple[int, int]]) -> None:
    found = slope_of([(float(x), float(y)) for x, y in points], 3)
    assert found is not None
    x, y = zip(*points, strict=True)
    # SciPy corrects the variance for ties in y, so only untied values are held against it.
    expected = theilslopes(y, x, alpha=0.9)
    assert found.middle == pytest.approx(expected.slope, abs=1e-12)
    if len(set(y)) == len(y):
        assert found.low <= expected.low_slope + 1e-12
        assert found.high >= expected.high_slope - 1e-12


@given(POINTS)
def test_the_middle_lies_in_its_interval(points: list[tuple[int, int]]) -> None:
    found = slope_of([(float(x), float(y)) for x, y in points], 3)
    assert found is not None
    assert found.low <= found.middle <= found.high


def test_few_values_have_no_end_and_fewer_no_slope() -> None:
    few = slope_of([(0.0, 1.0), (1.0, 3.0), (2.0, 2.0)], 3)
    assert few is not None
    assert (few.low, few.high) == (-math.inf, math.inf)
    assert slope_of([(0.0, 1.0), (1.0, 3.0)], 3) is None
    assert slope_of([(1.0, 1.0), (1.0, 3.0), (1.0, 5.0)], 3) is None


def test_one_odd_value_hardly_moves_it() -> None:
    straight = [(float(day), 20.0 - day) for day in range(12)]
    odd = [*straight[:6], (6.0, 60.0), *straight[7:]]
    found = slope_of(odd, 3)
    assert found is not None
    assert found.middle == pytest.approx(-1.0)
