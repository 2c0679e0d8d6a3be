"""The small parts of a fit: censoring, tails of weights, distributions."""

from __future__ import annotations

import arviz
import numpy as np
import pytest
from scipy.stats import chi2, genpareto, norm

from ketum.exposure.fitting.error import deviation, log_below, misfit
from ketum.exposure.fitting.nuts import effective_size
from ketum.exposure.fitting.pareto import chosen, pareto_fit, smoothed
from ketum.exposure.fitting.surprise import chi_squared_above


@pytest.mark.parametrize("u", [-300.0, -40.0, -10.5, -9.5, -3.0, 0.0, 2.0, 9.0])
def test_the_share_below_keeps_its_digits_far_out(u: float) -> None:
    log_share, ratio = log_below(u)
    assert log_share == pytest.approx(norm.logcdf(u), rel=1e-10, abs=1e-18)
    assert ratio == pytest.approx(np.exp(norm.logpdf(u) - norm.logcdf(u)), rel=1e-8)


@pytest.mark.parametrize("is_below", [False, True])
@pytest.mark.parametrize("c", [0.5, 3.0, 40.0])
def test_the_slope_of_a_misfit_is_its_derivative(c: float, is_below: bool) -> None:
    def at(x: float) -> float:
        return misfit(4.0, is_below, x, 0.3, 0.2)[0]

    found = misfit(4.0, is_below, c, 0.3, 0.2)
    assert found[1] == pytest.approx((at(c + 1e-6) - at(c - 1e-6)) / 2e-6, rel=1e-6)
    assert found[2] >= 0.0


def test_the_misfit_of_a_level_is_the_normal_density() -> None:
    s = deviation(10.0, 0.2, 0.5)
    assert misfit(12.0, False, 10.0, 0.2, 0.5)[0] == pytest.approx(-norm.logpdf(12.0, 10.0, s))
    assert misfit(12.0, True, 10.0, 0.2, 0.5)[0] == pytest.approx(-norm.logcdf(12.0, 10.0, s))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 9, 30])
@pytest.mark.parametrize("value", [0.0, 0.3, 4.0, 60.0])
def test_the_share_of_chi_squared_numbers_above_is_the_tables(freedom: int, value: float) -> None:
    assert chi_squared_above(value, freedom) == pytest.approx(chi2.sf(value, freedom), rel=1e-10)


@pytest.mark.parametrize("k", [-0.2, 0.2, 0.7, 1.2])
def test_the_tail_of_a_pareto_distribution_is_found_again(k: float) -> None:
    excess = np.sort(genpareto.rvs(k, scale=2.0, size=20_000, random_state=4))
    shape, scale = pareto_fit(excess)
    assert shape == pytest.approx(k, abs=0.03)
    assert scale == pytest.approx(2.0, rel=0.05)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("spread", [0.5, 1.5, 4.0])
def test_weights_are_smoothed_as_by_another_program(spread: float) -> None:
    logs = spread * np.random.default_rng(2).standard_t(6, size=5000)
    weights, effective, k = smoothed(logs)
    other, other_k = arviz.psislw(logs.copy())  # type: ignore[no-untyped-call]
    assert weights.sum() == pytest.approx(1.0)
    assert k == pytest.approx(float(other_k), abs=0.03)
    assert effective == pytest.approx(1.0 / np.exp(2.0 * np.asarray(other)).sum(), rel=0.1)


def test_even_weights_are_worth_as_many_draws_as_there_are() -> None:
    weights, effective, k = smoothed(np.zeros(1000))
    assert effective == pytest.approx(1000.0)
    assert k == np.inf
    assert set(chosen(weights, 1000, 0.5)) == set(range(1000))


def test_a_draw_is_chosen_as_often_as_it_weighs() -> None:
    picked = chosen(np.array([0.5, 0.0, 0.3, 0.2]), 10, 0.5)
    assert np.bincount(picked, minlength=4).tolist() == [5, 0, 3, 2]


def test_chains_that_linger_are_worth_less() -> None:
    noise = np.random.default_rng(1).standard_normal((4, 4000))
    lingering = noise.copy()
    for i in range(1, 4000):
        lingering[:, i] = 0.9 * lingering[:, i - 1] + np.sqrt(1 - 0.81) * noise[:, i]
    assert effective_size(noise) == pytest.approx(16_000, rel=0.15)
    assert effective_size(lingering) == pytest.approx(16_000 / 19, rel=0.25)
