"""Measured values: what was measured, in which unit, against which limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import inf, nextafter

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Measurement
from ketum.facts.interval import Interval
from ketum.facts.model import MeasureFact, SaidFact
from ketum.terminology import Field, recognise

__all__ = ["read_measures"]

Miss = Callable[..., None]
NUMBER = re.compile(r"^\s*([<>]=?|≤|≥)?\s*(\d+(?:\.\d+)?)\s*$")
PAIR = re.compile(r"^\s*(\d{2,3})\s*/\s*(\d{2,3})\s*$")
PRESSURES = ("systolic-blood-pressure", "diastolic-blood-pressure")
WORDS = ("positive", "negative")


def read_measures(
    observation: Observation,
    knowledge: KnowledgeBase,
    current: bool,
    miss: Miss,
    unused: Callable[[str], None],
) -> Iterator[MeasureFact | SaidFact]:
    """The quantities one observation gives; words given as a value become terms.

    `miss` is told what was not recognised, `unused` the quantities no rule reads.
    """
    result = recognise(observation.what, knowledge.vocabulary, Field.MEASUREMENT)
    if len(result.concepts) != 1 or result.concepts[0].term is None:
        miss("observations", observation.what, f"{observation.place}.what")
        return
    concept = result.concepts[0]
    value = observation.value
    pair = PAIR.match(value) if isinstance(value, str) else None
    if pair and concept.id == "blood-pressure":
        for identity, number in zip(PRESSURES, pair.groups(), strict=True):
            yield _measure(
                knowledge.measurements[identity],
                Interval.exactly(float(number)),
                number,
                observation,
                current,
            )
        return
    number = _number(value)
    measurement = knowledge.measurements.get(concept.id)
    if number is not None:
        if measurement is None:
            unused(concept.label)
            return
        shown = value.strip() if isinstance(value, str) else f"{value:g}"
        yield _measure(measurement, number, shown, observation, current)
        return
    yield from _words(str(value), concept.id, concept.label, observation, knowledge, miss)


def _number(value: float | str) -> Interval | None:
    if not isinstance(value, str):
        return Interval.exactly(float(value))
    match = NUMBER.match(value)
    if match is None:
        return None
    sign, digits = match.groups()
    if sign is None:
        return Interval.exactly(float(digits))
    number = float(digits)
    if sign in ("<", "<=", "≤"):
        return Interval(0.0, nextafter(number, 0.0) if sign == "<" else number)
    return Interval(nextafter(number, inf) if sign == ">" else number, inf)


def _measure(
    measurement: Measurement,
    number: Interval,
    shown: str,
    observation: Observation,
    current: bool,
) -> MeasureFact:
    value = _in_unit(measurement, number, observation.unit)
    limit, is_default = _upper_limit(measurement, observation)
    return MeasureFact(
        id=measurement.id,
        label=measurement.label,
        unit=measurement.unit,
        value=value,
        times_upper=value.scaled(1 / limit) if value is not None and limit else None,
        default_limit=is_default,
        words=frozenset(),
        place=observation.place,
        current=current,
        at=observation.at,
        shown=shown if observation.unit in (None, "", "1") else f"{shown} {observation.unit}",
    )


def _in_unit(measurement: Measurement, number: Interval, unit: str | None) -> Interval | None:
    """The number in the measurement's own unit, or None where the unit cannot be told."""
    spelling = "" if unit is None else unit.strip()
    if spelling not in measurement.factors:
        return None
    offset = measurement.offsets.get(spelling, 0.0)
    shifted = Interval(number.low + offset, number.high + offset)
    return shifted.scaled(measurement.factors[spelling])


def _upper_limit(measurement: Measurement, observation: Observation) -> tuple[float | None, bool]:
    if observation.upper_limit is not None:
        own = _in_unit(measurement, Interval.exactly(observation.upper_limit), observation.unit)
        return (own.high if own is not None else None), False
    return measurement.upper_limit, True


def _words(
    value: str,
    identity: str,
    label: str,
    observation: Observation,
    knowledge: KnowledgeBase,
    miss: Miss,
) -> Iterator[MeasureFact | SaidFact]:
    words = frozenset(word for word in WORDS if knowledge.words[word].is_all_of(value))
    if words:
        yield MeasureFact(
            id=identity,
            label=label,
            unit="",
            value=None,
            times_upper=None,
            default_limit=False,
            words=words,
            place=observation.place,
            current=True,
            at=observation.at,
            shown=value,
        )
        return
    result = recognise(value, knowledge.vocabulary, Field.VALUE)
    terms = [(c.term, c) for c in result.concepts if c.term is not None]
    if not terms:
        miss("observations", value, f"{observation.place}.value")
    for term, concept in terms:
        yield SaidFact(
            term=term,
            label=concept.label,
            place=observation.place,
            key="observations",
            present=concept.present,
            time=concept.time or "current",
        )
