"""The one place of the command line that loads the engine, and so Numba."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import ketum.exposure
from ketum.dosing import Dosing
from ketum.evidence import KnowledgeBase
from ketum.exposure import document_of, simulate

__all__ = ["exposed"]


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
    given = {"model": model, "count": count, "seed": seed, "times_h": times_h}
    with nullcontext() if _is_compiled() else _told():
        exposure = simulate(
            dosing,
            knowledge,
            typical=typical,
            **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
        )
    return document_of(exposure, knowledge.release.id)


def _told() -> AbstractContextManager[None]:
    # What draws a bar costs time that no later run should pay.
    from ketum.cli.compiling import shown  # noqa: PLC0415

    return shown()


def _is_compiled() -> bool:
    """Whether a run before this one has left compiled code beside the engine."""
    beside = Path(ketum.exposure.__file__).with_name("__pycache__")
    return any(beside.glob("march.walk-*.nbi"))
