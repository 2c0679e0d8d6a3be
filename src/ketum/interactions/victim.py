"""What enzymes that are partly gone do to the level of another medicine.

Gut wall: of the dose absorbed at one moment Fg / (Fg + (1 - Fg) activity) gets through, where Fg
is what gets through without kratom. Liver: intrinsic clearance scales with fm activity + 1 - fm.
The AUC of a swallowed medicine goes with the first and against the second. `liver_factors` needs no
clearance and no volume: it brackets what they would decide, because a liver that takes out much
is met while the medicine is absorbed, and one that takes out little over the day after.
`probe_ratio` is the whole model, for a medicine whose clearance and volume are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketum.interactions.turnover import LATE_HALF, LATE_HALF_SUM, Activities

__all__ = ["Probe", "ProbeRatio", "liver_factors", "passes_gut", "probe_ratio", "uptake_weights"]

Array = NDArray[np.float64]
SIMPSON_FOUR = 4.0
SIMPSON_SUM = 3.0


def uptake_weights(nodes: int, ka_per_h: float, step_h: float) -> Array:
    """How much of a medicine is taken up around each node from the first on; they sum to 1."""
    weights: Array = _simpson(nodes) * np.exp(-ka_per_h * step_h * np.arange(nodes))
    weights /= weights.sum()
    return weights


def passes_gut(gut: Array, fg: float, uptake: Array) -> float:
    """How many times more gets through the gut wall; `gut` begins when the medicine is taken."""
    return float(uptake @ (1.0 / (fg + (1.0 - fg) * gut)))


def liver_factors(liver: Array, fm: float, uptake: Array) -> tuple[float, float]:
    """How many times higher the AUC is through the liver alone: lower and upper bound.

    One bound weighs the activity by the uptake, as for a medicine of which the liver takes out
    nearly all, the other evenly over all nodes, as for one of which it takes out little.
    """
    at_uptake = float(uptake @ (1.0 / (fm * liver + 1.0 - fm)))
    throughout = 1.0 / (fm * float(liver.mean()) + 1.0 - fm)
    return min(at_uptake, throughout), max(at_uptake, throughout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A swallowed medicine in one compartment: 1/h, L/h, L; the liver is well stirred."""

    fg: float
    fm: float
    ka: float
    cl: float
    v: float
    flow_liver: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRatio:
    """With kratom over without."""

    auc: float
    cmax: float
    half_life: float


def probe_ratio(probe: Probe, enzymes: Activities, taken_at: int) -> ProbeRatio:
    """How one dose of the medicine, taken at this node, changes."""
    gut, liver = enzymes.gut[taken_at:], enzymes.liver[taken_at:]
    with_kratom = _course(probe, gut, liver, enzymes.step_h)
    alone = _course(probe, np.ones_like(gut), np.ones_like(liver), enzymes.step_h)
    return ProbeRatio(
        auc=with_kratom[0] / alone[0],
        cmax=with_kratom[1] / alone[1],
        half_life=alone[2] / with_kratom[2],
    )


def _course(probe: Probe, gut: Array, liver: Array, step_h: float) -> tuple[float, float, float]:
    """AUC to infinity, Cmax and the last rate of elimination (1/h), for a dose of 1 and V of 1.

    Linear in the amount, as the enzyme is: each step spans two of the grid, with the node
    between them as its middle, and Simpson's rule for both of its integrals.
    """
    flow = probe.flow_liver
    intrinsic = flow * probe.cl / (flow - probe.cl) * (probe.fm * liver + 1.0 - probe.fm)
    clearance = flow * intrinsic / (flow + intrinsic)
    rate = clearance / probe.v
    times = step_h * np.arange(len(gut))
    into = probe.fg / (probe.fg + (1.0 - probe.fg) * gut) * (1.0 - clearance / flow)
    into *= probe.ka * np.exp(-probe.ka * times)
    third = step_h / SIMPSON_SUM
    begin, middle, end = slice(0, -2, 2), slice(1, -1, 2), slice(2, None, 2)
    lost = third * (rate[begin] + SIMPSON_FOUR * rate[middle] + rate[end])
    late = _late_half(rate, step_h)
    kept, kept_late = np.exp(-lost), np.exp(-late)
    come = third * (into[begin] * kept + SIMPSON_FOUR * into[middle] * kept_late + into[end])
    amount, course = 0.0, [0.0]
    for keep, plus in zip(kept.tolist(), come.tolist(), strict=True):
        amount = amount * keep + plus
        course.append(amount)
    amounts = np.array(course)
    seen = 2.0 * step_h / SIMPSON_SUM * float(_simpson(len(amounts)) @ amounts)
    return seen + float(amounts[-1] / rate[-1]), float(amounts.max()), float(rate[-1])


def _late_half(rate: Array, step_h: float) -> Array:
    """The integral over the second half of each double step, from a parabola through three."""
    begin, middle, end = rate[:-2:2], rate[1:-1:2], rate[2::2]
    before, at, after = LATE_HALF
    return 2.0 * step_h / LATE_HALF_SUM * (before * begin + at * middle + after * end)


def _simpson(count: int) -> Array:
    """Weights of Simpson's rule but for a constant; a node too many at the end counts nothing."""
    weights = np.zeros(count)
    odd = count - 1 + count % 2
    weights[:odd] = 2.0
    weights[1:odd:2] = SIMPSON_FOUR
    weights[0] = weights[odd - 1] = 1.0
    return weights
