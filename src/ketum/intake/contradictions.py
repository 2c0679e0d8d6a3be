"""What each key allows by itself, but not together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketum.intake.fault import Fault
from ketum.intake.model import LISTS

__all__ = ["contradictions"]


def contradictions(tree: Mapping[str, object]) -> Iterator[Fault]:
    """Limits the wrong way round, and lists called complete that are not there."""
    observations = tree.get("observations")
    for index, entry in enumerate(observations if isinstance(observations, list) else ()):
        upper, lower = _limits(entry)
        if upper is not None and lower is not None and upper < lower:
            yield Fault(
                path=("observations", index, "upper_limit"),
                problem="the upper limit is below the lower limit.",
                remedy="Check both; perhaps they were exchanged.",
            )
    complete = tree.get("complete")
    for index, name in enumerate(complete if isinstance(complete, list) else ()):
        if isinstance(name, str) and name in LISTS and tree.get(name) is None:
            yield Fault(
                path=("complete", index),
                problem="the list named here is not in the case, so it cannot be complete.",
                remedy="Add the list, [ ] if there is none, or take its name out of `complete`.",
            )


def _limits(entry: object) -> tuple[float | None, float | None]:
    if not isinstance(entry, dict):
        return None, None
    return _number(entry.get("upper_limit")), _number(entry.get("lower_limit"))


def _number(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given)
