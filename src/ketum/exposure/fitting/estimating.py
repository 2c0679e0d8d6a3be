"""The verbs of fitting: the most likely person, many at once, and draws from the posterior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ketum.errors import WrongUsage
from ketum.exposure.engine import ALL_CORES
from ketum.exposure.fitting.draw import proposed, words_of
from ketum.exposure.fitting.mode import cholesky, curvature, mode, modes
from ketum.exposure.fitting.nuts import nuts
from ketum.exposure.fitting.pareto import TRUSTED_UP_TO, chosen, smoothed
from ketum.exposure.fitting.question import Question
from ketum.exposure.fitting.score import score

Array = NDArray[np.float64]

PROPOSALS = 20_000
# The stream of random numbers that belongs to fitting; the others belong to virtual people.
STREAM = 8


class Method(Enum):
    """How the draws were made."""

    IMPORTANCE = "importance sampling"
    NUTS = "NUTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The most likely person `z`, shape (unknowns,): standard normal numbers in people.

    `objective` is minus the logarithm of prior times likelihood (up to a constant), `steepest` the
    largest component of its slope there.
    """

    z: Array
    objective: float
    steepest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Draws `z` (draws, unknowns), and how far to trust them.

    `effective` even draws are worth as much as the weighted proposals; `pareto_k` is the shape of
    the tail of the weights. With NUTS both are those of the sampling that was given up, and
    `effective` is replaced by the least effective size of a parameter.
    """

    estimate: Estimate
    z: Array
    method: Method
    effective: float
    pareto_k: float


def estimate(question: Question) -> Estimate:
    """The person who is most likely after the levels."""
    z = np.empty(question.unknowns)
    least, steepest = mode(z, *question.arrays)
    return Estimate(z=z, objective=least, steepest=steepest)


def estimates(questions: Sequence[Question]) -> list[Estimate]:
    """The most likely person of each question, on all cores; the same as one by one."""
    if not questions:
        return []
    ends = np.zeros((len(questions) + 1, 3), dtype=np.int64)
    sizes = [(len(q.dose_array), len(q.level_array), q.unknowns) for q in questions]
    np.cumsum(sizes, axis=0, out=ends[1:])
    z, found = np.empty(ends[-1, 2]), np.empty((len(questions), 2))
    given = (
        np.stack([q.prior_array for q in questions]),
        np.concatenate([q.dose_array for q in questions]),
        np.stack([q.shape_array for q in questions]),
        np.concatenate([q.level_array for q in questions]),
    )
    with ALL_CORES:
        modes(z, *given, ends, found)
    pieces = np.split(z, ends[1:-1, 2])
    return [
        Estimate(z=piece, objective=least, steepest=steepest)
        for piece, (least, steepest) in zip(pieces, found.tolist(), strict=True)
    ]


def posterior(
    question: Question,
    draws: int = 1000,
    *,
    seed: int = 1,
    proposals: int = PROPOSALS,
    trusted_up_to: float = TRUSTED_UP_TO,
) -> Posterior:
    """Draws from all people who could have these levels.

    Proposals of a Student t distribution around the mode are weighted, and `draws` of them chosen
    by weight. Where the tail of the weights is too heavy, `pareto_k` over `trusted_up_to`, the
    draws are made by NUTS instead.

    Raises:
        WrongUsage: numbers that make no sense, or NUTS is needed and not installed.
    """
    if not (1 <= draws <= proposals and seed >= 0):
        raise WrongUsage("Give at least one draw, no more than proposals, and a seed from 0 on.")
    best = estimate(question)
    z, log_weights = _weighted(question, best, seed, proposals)
    weights, effective, k = smoothed(log_weights)
    if k > trusted_up_to:
        drawn, effective = nuts(question, best.z, draws, seed)
        return Posterior(
            estimate=best, z=drawn, method=Method.NUTS, effective=effective, pareto_k=k
        )
    start = np.random.Generator(np.random.Philox(key=[seed, STREAM + 1])).random()
    picked = z[chosen(weights, draws, start)]
    return Posterior(
        estimate=best, z=picked, method=Method.IMPORTANCE, effective=effective, pareto_k=k
    )


def _weighted(question: Question, best: Estimate, seed: int, proposals: int) -> tuple[Array, Array]:
    """Proposals around the mode and the logarithms of their weights."""
    d = question.unknowns
    slope, told, bent = np.empty(d), np.empty((d, d)), np.empty((d, d))
    score(best.z, *question.arrays, slope, told)
    curvature(best.z, *question.arrays, slope, bent)
    lower = np.zeros((d, d))
    # Where doses arrive at the very hour of a level the surface has a fold: no curvature there.
    if not cholesky(bent, lower):
        cholesky(told, lower)
    z = np.empty((proposals, d))
    words = np.random.Philox(key=[seed, STREAM]).random_raw(proposals * words_of(d))
    with ALL_CORES:
        log_weights = proposed(words.reshape(proposals, -1), best.z, lower, *question.arrays, z)
    return z, log_weights
