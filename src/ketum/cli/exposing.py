"""The one place of the command line that loads the engine, and so Numba."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import ketum.exposure
from ketum.dosing import Dosing
from ketum.evidence import KnowledgeBase
from ketum.exposure import document_of, simulate

__all__ = ["exposed", "tell_of_preparing"]


def exposed(
    dosing: Dosing,
    knowledge: KnowledgeBase,
    *,
    model: str | None = None,
    count: int | None = None,
    seed: int | None = None,
    times_h: Sequence[float] | None = None,
    typical: bool = False,
) -> dict[str, object]:
    """The contract's object of a simulation; what is None takes its default."""
    tell_of_preparing()
    given = {"model": model, "count": count, "seed": seed, "times_h": times_h}
    exposure = simulate(
        dosing,
        knowledge,
        typical=typical,
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )
    return document_of(exposure, knowledge.release.id)


def tell_of_preparing() -> None:
    """Say why the first run takes long."""
    if not _is_compiled():
        sys.stderr.write("Preparing the engine, once after installing: about half a minute ...\n")
        sys.stderr.flush()


def _is_compiled() -> bool:
    """Whether a run before this one has left compiled code beside the engine."""
    beside = Path(ketum.exposure.__file__).with_name("__pycache__")
    return any(beside.glob("march.walk-*.nbi"))
