"""Numbers that are known only within a range, and comparing them without guessing."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from ketum.evidence.conditions import Bounds, Measured, Ratio, ScaleIs
from ketum.truth import NO, UNKNOWN, YES, Truth, all_of

__all__ = ["Interval", "lies_within"]

DIGITS = 9


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range low..high; the two are equal for a number given exactly."""

    low: float
    high: float

    @classmethod
    def exactly(cls, number: float) -> Interval:
        return cls(number, number)

    @classmethod
    def at_least(cls, number: float) -> Interval:
        return cls(number, inf)

    def scaled(self, factor: float) -> Interval:
        """Multiplied, and freed of the last digits that binary arithmetic leaves behind."""
        return Interval(round(self.low * factor, DIGITS), round(self.high * factor, DIGITS))

    def plus(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:g}"
        if self.high == inf:
            return f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}"


def lies_within(interval: Interval | None, bounds: Bounds | Measured | Ratio | ScaleIs) -> Truth:
    """Whether every end that the bounds name is kept: YES, NO, or UNKNOWN when it may be."""
    if interval is None:
        return UNKNOWN
    ends = []
    if bounds.at_least is not None:
        ends.append(_compare(interval.low >= bounds.at_least, interval.high < bounds.at_least))
    if bounds.over is not None:
        ends.append(_compare(interval.low > bounds.over, interval.high <= bounds.over))
    if bounds.at_most is not None:
        ends.append(_compare(interval.high <= bounds.at_most, interval.low > bounds.at_most))
    if bounds.under is not None:
        ends.append(_compare(interval.high < bounds.under, interval.low >= bounds.under))
    return all_of(ends)


def _compare(surely: bool, surely_not: bool) -> Truth:
    if surely:
        return YES
    return NO if surely_not else UNKNOWN
