"""The unit of a measured value: as written, behind the number, or told by the number's size."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from ketum.case import Observation
from ketum.evidence.quantities import Measurement
from ketum.facts.interval import Interval

__all__ = ["in_unit", "readings", "spelling_of", "told_by_size", "with_unit"]

NO_UNIT = ("", "1")


def spelling_of(measurement: Measurement, unit: str | None) -> str | None:
    """The unit as the measurement spells it; upper and lower case do not matter."""
    written = ("" if unit is None else unit.strip()).casefold()
    return next((known for known in measurement.factors if known.casefold() == written), None)


def in_unit(measurement: Measurement, number: Interval, unit: str | None) -> Interval | None:
    """The number in the measurement's own unit, or None where the unit cannot be told."""
    spelling = spelling_of(measurement, unit)
    if spelling is None:
        return None
    offset = measurement.offsets.get(spelling, 0.0)
    shifted = Interval(number.low + offset, number.high + offset)
    return shifted.scaled(measurement.factors[spelling])


def with_unit(
    observation: Observation, measurement: Measurement, rest: str
) -> tuple[Observation, str]:
    """The unit written behind a number taken off ("150 bpm", "88% on air"), and what is left."""
    if observation.unit is not None:
        return observation, rest
    words = rest.split()
    for size in range(len(words), 0, -1):
        unit = " ".join(words[:size]).rstrip(",;(")
        if unit and spelling_of(measurement, unit) is not None:
            return replace(observation, unit=unit), " ".join(words[size:])
    return observation, rest


def told_by_size(measurement: Measurement, number: Interval, unit: str | None) -> str | None:
    """The one unit in which a number without a unit can be: nobody lives at 104 Cel."""
    if (unit or "").strip() not in NO_UNIT:
        return None
    ends = [end for end in (number.low, number.high) if 0 < end < inf]
    return next(
        (
            name
            for name, (low, high) in measurement.sizes.items()
            if ends and all(low <= end <= high for end in ends)
        ),
        None,
    )


def readings(measurement: Measurement, shown: str) -> tuple[str, ...]:
    """A number in each unit it could be in."""
    units: dict[float, str] = {}
    for unit, factor in measurement.factors.items():
        if unit:
            units.setdefault(factor, unit)
    return tuple(f"{shown} {unit}" for unit in units.values())
