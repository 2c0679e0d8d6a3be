"""A simulation as the contract's object; imported inside `engine` only, because it loads Numba."""

from __future__ import annotations

from collections.abc import Sequence

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
    exposure = simulate(
        dosing,
        knowledge,
        typical=typical,
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )
    return document_of(exposure, knowledge.release.id)
