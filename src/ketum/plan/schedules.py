"""Several tapers of one start side by side, each by the pace that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketum.plan.taper import (
    Rounding,
    Taper,
    exposure_linear,
    fixed_amount,
    intakes_first,
    occupancy_linear,
    percent,
)

__all__ = ["Pace", "schedules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast, as the clinician chose: a share of what is left, an amount, a number of steps."""

    every_days: int
    until: float
    share: float | None = None
    cut: float | None = None
    steps: int | None = None


def schedules(
    start: float, pace: Pace, rounding: Rounding, strength: tuple[float, float] | None = None
) -> tuple[Taper, ...]:
    """Every schedule that the pace allows; that of occupancy only where `strength` is known.

    Raises:
        InputRefused: numbers that make no taper.
    """
    return tuple(_made(start, pace, rounding, strength))


def _made(
    start: float, pace: Pace, rounding: Rounding, strength: tuple[float, float] | None
) -> Iterator[Taper]:
    days, until = pace.every_days, pace.until
    if pace.share is not None:
        yield percent(start, pace.share, days, until, rounding)
        if rounding.intakes > 1:
            yield intakes_first(start, rounding.intakes, pace.share, days, until, rounding)
    if pace.cut is not None:
        yield fixed_amount(start, pace.cut, days, until, rounding)
    if pace.steps is not None:
        yield exposure_linear(start, pace.steps, days, until, rounding)
        if strength is not None:
            yield occupancy_linear(start, strength, pace.steps, days, until, rounding)
