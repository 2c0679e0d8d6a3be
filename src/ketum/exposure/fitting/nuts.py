"""The fallback: the no-U-turn sampler of nutpie over the same density, with its exact slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ketum.errors import WrongUsage
from ketum.exposure.fitting.question import Question
from ketum.exposure.fitting.score import score

Array = NDArray[np.float64]

CHAINS, WARM_UP, LEAST_DRAWS = 2, 1000, 2000
# First steps may lead where no rate is a number; the prior alone leads back.
FARTHEST = 30.0
MISSING = (
    "The levels leave people so unlike a bell that the usual sampling fails, and the sampler for "
    "such cases is not installed. Install ketum[posterior]."
)


def nuts(
    question: Question, start: Array, draws: int, seed: int, *, chains: int = CHAINS
) -> tuple[Array, float]:
    """`draws` draws from the posterior, shape (draws, unknowns), and the least effective size.

    Raises:
        WrongUsage: nutpie is not installed.
    """
    try:
        # An extra, and slow to load: only who needs it pays for it.
        import nutpie  # noqa: PLC0415
        from nutpie.compiled_pyfunc import from_pyfunc  # noqa: PLC0415
    except ImportError:
        raise WrongUsage(MISSING) from None
    d = question.unknowns
    model = from_pyfunc(
        d,
        lambda: _density(question),
        lambda *_: _expanded,
        [np.dtype("float64")],
        [(d,)],
        ["z"],
    )
    each = max(LEAST_DRAWS, -(-draws // chains))
    trace = nutpie.sample(
        model, draws=each, tune=WARM_UP, chains=chains, seed=seed, progress_bar=False,
        cores=1, init_mean=start, save_warmup=False,
    )  # fmt: skip
    found = np.asarray(trace.posterior["z"].values)
    thinned = found.reshape(-1, d)
    picked = np.linspace(0, len(thinned) - 1, draws).round().astype(np.int64)
    return thinned[picked], min(effective_size(found[:, :, i]) for i in range(d))


def _density(question: Question) -> Callable[[Array], tuple[float, Array]]:
    d = question.unknowns
    told = np.empty((d, d))

    def density(z: Array) -> tuple[float, Array]:
        slope = np.empty(d)
        if np.abs(z).max() > FARTHEST:
            return -0.5 * float(z @ z), -z
        return -score(z, *question.arrays, slope, told), -slope

    return density


def _expanded(z: Array, *_: Any) -> dict[str, Array]:
    return {"z": z}


def effective_size(chains: Array) -> float:
    """How many even draws `chains` (chains, draws) are worth, by Geyer's positive sequence."""
    count, n = chains.shape
    centred = chains - chains.mean(axis=1, keepdims=True)
    padded = np.fft.rfft(centred, 2 * n, axis=1)
    covariance = np.fft.irfft(padded * padded.conj(), axis=1)[:, :n].mean(axis=0) / n
    between = float(chains.mean(axis=1).var(ddof=1)) if count > 1 else 0.0
    whole = covariance[0] + between
    if not whole > 0.0:
        return float(count * n)
    correlation = 1.0 - (covariance[0] - covariance) / whole
    pairs = correlation[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0.0)
    kept = pairs[: negative[0]] if len(negative) else pairs
    time = max(2.0 * float(np.minimum.accumulate(kept).sum()) - 1.0, 1.0 / np.log10(count * n))
    return float(count * n / time)
