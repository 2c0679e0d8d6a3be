"""Published values on one target side by side: their width is shown, never their mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketum.evidence.catalogue import Effect

__all__ = ["TargetGroup", "groups_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup:
    """Values of one parameter on one target in one unit, as published.

    `low` and `high` are the ends over those that are numbers, None without any; `fold` is their
    ratio where there is more than one number.
    """

    target: str
    kind: str
    parameter: str
    unit: str
    effects: tuple[Effect, ...]
    low: float | None
    high: float | None
    fold: float | None


def groups_of(effects: Iterable[Effect]) -> tuple[TargetGroup, ...]:
    """The effects by target, parameter and unit, in the order of the table."""
    found: dict[tuple[str, str, str], list[Effect]] = {}
    for effect in effects:
        found.setdefault((effect.target, effect.parameter, effect.unit), []).append(effect)
    return tuple(_group(key, group) for key, group in found.items())


def _group(key: tuple[str, str, str], effects: list[Effect]) -> TargetGroup:
    # An open end ("more than") bounds nothing on its other side.
    numbers = [e for e in effects if e.low is not None and e.high is not None and e.unit]
    low = min((e.low for e in numbers if e.low is not None), default=None)
    high = max((e.high for e in numbers if e.high is not None), default=None)
    several = len(numbers) > 1 and low is not None and high is not None and low > 0.0
    target, parameter, unit = key
    return TargetGroup(
        target=target,
        kind=effects[0].kind,
        parameter=parameter,
        unit=unit,
        effects=tuple(effects),
        low=low,
        high=high,
        fold=high / low if several and high is not None and low is not None else None,
    )
