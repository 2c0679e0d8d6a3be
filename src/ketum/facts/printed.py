"""A value in the unit it was printed in, and where a limit of another unit lies there.

A laboratory prints glucose as 54 mg/dL or as 3.0 mmol/L, and neither is below the other. So a
limit is turned into the unit of the value and rounded to the step in which that unit is
printed; the value itself is never rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketum.evidence.conditions import Bounds, Measured
from ketum.facts.interval import Interval

__all__ = ["Printed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A number as printed: times `factor`, after `offset`, it is in the measurement's unit."""

    value: Interval
    factor: float
    offset: float
    step: float
    upper_limit: float | None

    def bounds(self, condition: Measured) -> Bounds | None:
        """The bounds of a condition in the printed unit; None where no upper limit is known."""
        times = 1.0
        if condition.of_upper_limit:
            if self.upper_limit is None:
                return None
            times = self.upper_limit
        return Bounds(
            under=self._limit(condition.under, times),
            at_most=self._limit(condition.at_most, times),
            over=self._limit(condition.over, times),
            at_least=self._limit(condition.at_least, times),
        )

    def _limit(self, number: float | None, times: float) -> float | None:
        if number is None:
            return None
        turned = number * times / self.factor - self.offset
        steps = Interval.exactly(round(turned / self.step))
        return steps.scaled(self.step).low
