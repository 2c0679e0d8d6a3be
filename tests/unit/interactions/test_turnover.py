"""The enzyme under kratom, against the plain equations and against what must hold without them."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from ketum.evidence import load
from ketum.interactions.expected import enzymes_of, kratom_of
from ketum.interactions.turnover import Activities, activities

KNOWLEDGE = load()
ENZYMES = enzymes_of(KNOWLEDGE)
KRATOM = kratom_of(KNOWLEDGE, "high", swallowed=True)
STEP = 1 / 16
DAY = 24 * 16


def run(umol: float, nodes: list[int], *, days: int = 2) -> Activities:
    return activities(ENZYMES, KRATOM, umol, nodes, days * DAY, STEP)


def plain_equations(umol: float, dose_times: list[float], end: float) -> tuple[float, float, float]:
    """Gut and liver enzyme and blood (uM) at the end, by Runge-Kutta 4 on all five states."""

    def slope(x: np.ndarray) -> np.ndarray:
        k, e = KRATOM, ENZYMES
        inlet = k.ka * x[0]
        blood = k.f * x[1] / k.v1
        gut = k.fu_gut * inlet / e.flow_gut
        liver = k.fu_plasma * (blood + inlet / e.flow_liver)
        return np.array([
            -inlet,
            inlet - (k.cl + k.q) / k.v1 * x[1] + k.q / k.v2 * x[2],
            k.q / k.v1 * x[1] - k.q / k.v2 * x[2],
            e.kdeg_gut * (1 - x[3]) - e.kinact_gut * gut / (e.ki_gut + gut) * x[3],
            e.kdeg_liver * (1 - x[4]) - e.kinact_liver * liver / (e.ki_liver + liver) * x[4],
        ])  # fmt: skip

    h = 1 / 64
    x = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
    for step in range(round(end / h)):
        if any(abs(step * h - time) < h / 2 for time in dose_times):
            x[0] += umol
        k1 = slope(x)
        k2 = slope(x + h / 2 * k1)
        k3 = slope(x + h / 2 * k2)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(x + h * k3))
    return float(x[3]), float(x[4]), float(KRATOM.f * x[1] / KRATOM.v1)


def test_a_step_of_a_sixteenth_of_an_hour_meets_the_plain_equations() -> None:
    hours = 20
    found = run(98.0, [0, DAY // 3])
    gut, liver, blood = plain_equations(98.0, [0.0, 8.0], hours)
    node = hours * 16
    assert found.gut[node] == pytest.approx(gut, rel=1e-5)
    at_liver = KRATOM.fu_plasma * blood
    assert found.at_liver_um[node] == pytest.approx(at_liver, rel=1e-5)
    assert found.liver[node] * (1 + at_liver / ENZYMES.ki) == pytest.approx(liver, rel=1e-5)


def test_without_kratom_the_enzyme_stays_as_it_is() -> None:
    untouched = run(0.0, [0])
    assert untouched.gut == pytest.approx(np.ones(2 * DAY), abs=1e-9)
    assert untouched.liver == pytest.approx(np.ones(2 * DAY), abs=1e-9)


def test_before_the_first_dose_nothing_is_lost() -> None:
    late = run(98.0, [DAY])
    assert late.gut[:DAY] == pytest.approx(np.ones(DAY), abs=1e-9)
    assert late.gut[DAY + 16] < 0.5


def test_the_gut_comes_back_at_the_rate_at_which_it_is_made() -> None:
    gut = run(98.0, [0], days=3).gut
    lost = 1 - gut[[DAY, 2 * DAY]]
    assert lost[1] / lost[0] == pytest.approx(exp(-24 * ENZYMES.kdeg_gut), rel=1e-4)


def test_doses_on_one_node_add_up() -> None:
    twice, double = run(50.0, [0, 0]), run(100.0, [0])
    assert twice.gut == pytest.approx(double.gut, rel=1e-12)
    assert twice.peak_um == pytest.approx(double.peak_um, rel=1e-12)


def test_an_enzyme_that_is_only_blocked_is_back_when_mitragynine_is_gone() -> None:
    blocked = activities(
        replace(ENZYMES, kinact_gut=0.0, kinact_liver=0.0), KRATOM, 98.0, [0], 2 * DAY, STEP
    )
    assert blocked.gut[1] < 0.7
    assert blocked.gut[-1] == pytest.approx(1.0, abs=1e-6)
