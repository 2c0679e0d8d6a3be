"""What kratom does to CYP3A of the gut and the liver over time.

Enzyme E of each organ (1 without kratom), h = kinact I / (KI + I):

    dE/dt = kdeg (1 - E) - h E,   activity = E / (1 + I / Ki)

I is mitragynine at the enzyme: fu_gut ka D / Qen in the gut, fu_p (C + ka D / Qh) in the liver,
with D what is left in the depot and C the concentration in blood (two compartments, closed form).
I does not depend on E, so the equation is linear in E, and one step is exact but for its two
integrals, which Simpson's rule gives: E <- E exp(-G) + kdeg * integral of exp(-(G - G(s))).
Halving the step gives the error; `tests/reference` holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Activities", "Enzymes", "Kratom", "activities"]

Array = NDArray[np.float64]
SIMPSON = (1.0, 4.0, 1.0)
SIMPSON_SUM = 6.0
LATE_HALF = (-1.0, 8.0, 5.0)
LATE_HALF_SUM = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Enzymes:
    """Constants of mitragynine and of the body: uM, 1/h and L/h; `ki_cyp2d6` as the others."""

    ki: float
    ki_gut: float
    kinact_gut: float
    kdeg_gut: float
    ki_liver: float
    kinact_liver: float
    kdeg_liver: float
    flow_gut: float
    flow_liver: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kratom:
    """Mitragynine on its way: 1/h, L/h, L, apparent; `f` its relative availability in blood."""

    ka: float
    cl: float
    v1: float
    q: float
    v2: float
    f: float
    fu_gut: float
    fu_plasma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """CYP3A at each node of the grid, 1 without kratom, and mitragynine at the liver enzyme (uM).

    `step_h` lies between nodes. A node at which a dose is taken has the values just after it.
    """

    step_h: float
    gut: Array
    liver: Array
    at_liver_um: Array
    peak_um: float


def activities(
    enzymes: Enzymes,
    kratom: Kratom,
    dose_umol: float,
    dose_nodes: Sequence[int],
    nodes: int,
    step_h: float,
) -> Activities:
    """The enzymes from node 0 on, after the same dose at each of `dose_nodes`."""
    depot, central = _unit_responses(kratom, nodes, step_h)
    # In each step the doses before it: at its start, its middle and its end.
    d = [dose_umol * part for part in _superposed(depot, dose_nodes, nodes)]
    c = [dose_umol * part for part in _superposed(central, dose_nodes, nodes)]
    gut = [kratom.fu_gut * kratom.ka * part / enzymes.flow_gut for part in d]
    liver = [
        kratom.fu_plasma * (conc + kratom.ka * part / enzymes.flow_liver)
        for conc, part in zip(c, d, strict=True)
    ]
    left_gut = _turnover(gut, enzymes.ki_gut, enzymes.kinact_gut, enzymes.kdeg_gut, step_h)
    left_liver = _turnover(
        liver, enzymes.ki_liver, enzymes.kinact_liver, enzymes.kdeg_liver, step_h
    )
    return Activities(
        step_h=step_h,
        gut=left_gut / (1.0 + gut[0] / enzymes.ki),
        liver=left_liver / (1.0 + liver[0] / enzymes.ki),
        at_liver_um=liver[0],
        peak_um=float(c[0].max()),
    )


def _unit_responses(kratom: Kratom, nodes: int, step_h: float) -> tuple[Array, Array]:
    """The depot (umol) and blood (uM) after 1 umol at time 0, at every half step."""
    t = np.arange(2 * nodes + 1) * (step_h / 2.0)
    k10, k12, k21 = kratom.cl / kratom.v1, kratom.q / kratom.v1, kratom.q / kratom.v2
    half = (k10 + k12 + k21) / 2.0
    root = np.sqrt(half * half - k10 * k21)
    rates = (kratom.ka, half + root, half - root)
    depot = np.exp(-kratom.ka * t)
    central = np.zeros_like(t)
    for rate in rates:
        one, two = (other for other in rates if other != rate)
        central += (k21 - rate) / ((one - rate) * (two - rate)) * np.exp(-rate * t)
    return depot, kratom.f * kratom.ka / kratom.v1 * central


def _superposed(response: Array, dose_nodes: Sequence[int], nodes: int) -> list[Array]:
    """The response to all doses at the start, middle and end of each step."""
    parts = [np.zeros(nodes) for _ in SIMPSON]
    for node in dose_nodes:
        later = nodes - node
        for offset, part in enumerate(parts):
            part[node:] += response[offset : offset + 2 * later : 2]
    return parts


def _turnover(inhibitor: list[Array], ki: float, kinact: float, kdeg: float, step: float) -> Array:
    """The enzyme that is left at each node, without the reversible part."""
    loss = [kdeg + kinact * part / (ki + part) for part in inhibitor]
    whole = step / SIMPSON_SUM * _weighted(SIMPSON, loss)
    late = step / LATE_HALF_SUM * _weighted(LATE_HALF, loss)
    kept = np.exp(-whole)
    made = kdeg * step / SIMPSON_SUM * _weighted(SIMPSON, [kept, np.exp(-late), np.ones_like(kept)])
    left, enzyme = [1.0], 1.0
    for keep, make in zip(kept[:-1].tolist(), made[:-1].tolist(), strict=True):
        enzyme = enzyme * keep + make
        left.append(enzyme)
    return np.array(left)


def _weighted(weights: tuple[float, ...], parts: list[Array]) -> Array:
    total = weights[0] * parts[0]
    for weight, part in zip(weights[1:], parts[1:], strict=True):
        total = total + weight * part
    return total
