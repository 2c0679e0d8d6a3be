"""Measured values: what was measured, in which unit, against which limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Measurement
from ketum.evidence.words import WordList
from ketum.facts.interval import Interval
from ketum.facts.model import MeasureFact, SaidFact
from ketum.terminology import Field, recognise

__all__ = ["read_measures"]

Miss = Callable[..., None]
NUMBER = re.compile(r"^\s*([<>]=?|≤|≥)?\s*(\d+(?:\.\d+)?)\s*$")
PAIR = re.compile(r"^\s*(\d{2,3})\s*/\s*(\d{2,3})\s*$")
NUMBER_AND_UNIT = re.compile(r"^\s*([<>]=?\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([^\d\s].*?)\s*$")
LOINC = re.compile(r"^\d{1,5}-\d$")
# "<3.0" is below 3.0 by less than any laboratory can tell.
JUST_BESIDE = 1e-6
PRESSURES = ("systolic-blood-pressure", "diastolic-blood-pressure")
WORDS = ("positive", "negative")
POSITIONS = ("standing", "lying")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quantity:
    """What was measured."""

    id: str
    label: str


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
    concept = _quantity(observation.what, knowledge)
    if concept is None:
        miss("observations", observation.what, f"{observation.place}.what")
        return
    observation = _with_unit(observation, knowledge.measurements.get(concept.id))
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
                knowledge.words,
            )
        return
    number = _number(value)
    measurement = knowledge.measurements.get(concept.id)
    if number is not None:
        if measurement is None:
            unused(concept.label)
            return
        shown = value.strip() if isinstance(value, str) else f"{value:g}"
        _note_unit(measurement, shown, observation, miss)
        yield _measure(measurement, number, shown, observation, current, knowledge.words)
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
        return Interval(0.0, number * (1 - JUST_BESIDE) if sign == "<" else number)
    return Interval(number * (1 + JUST_BESIDE) if sign == ">" else number, inf)


def _measure(
    measurement: Measurement,
    number: Interval,
    shown: str,
    observation: Observation,
    current: bool,
    words: Mapping[str, WordList],
) -> MeasureFact:
    value = _in_unit(measurement, number, observation.unit)
    limit, is_default = _upper_limit(measurement, observation)
    target = _own_target(measurement, observation)
    manner = f"{observation.what} {observation.method or ''} {observation.specimen or ''}"
    return MeasureFact(
        id=measurement.id,
        label=measurement.label,
        unit=measurement.unit,
        value=value,
        times_upper=_multiple(value, limit) if value is not None and limit else None,
        default_limit=is_default,
        from_target=value.plus(Interval.exactly(-target)) if value and target else None,
        doubtful=any(words[doubt].occurs_in(manner) for doubt in measurement.doubted_by),
        position=next((p for p in POSITIONS if words[f"position_{p}"].occurs_in(manner)), ""),
        words=frozenset(),
        place=observation.place,
        current=current,
        at=observation.at,
        shown=shown if observation.unit in (None, "", "1") else f"{shown} {observation.unit}",
    )


def _in_unit(measurement: Measurement, number: Interval, unit: str | None) -> Interval | None:
    """The number in the measurement's own unit, or None where the unit cannot be told."""
    spelling = _spelling(measurement, unit)
    if spelling is None:
        return None
    offset = measurement.offsets.get(spelling, 0.0)
    shifted = Interval(number.low + offset, number.high + offset)
    return shifted.scaled(measurement.factors[spelling])


def _multiple(value: Interval, limit: float) -> Interval:
    return Interval(value.low / limit, value.high / limit).scaled(1)


def _spelling(measurement: Measurement, unit: str | None) -> str | None:
    """The unit as the measurement spells it; upper and lower case do not matter."""
    written = ("" if unit is None else unit.strip()).casefold()
    return next((known for known in measurement.factors if known.casefold() == written), None)


def _note_unit(measurement: Measurement, shown: str, observation: Observation, miss: Miss) -> None:
    """A unit that cannot be told is said, with every reading it could have."""
    if _spelling(measurement, observation.unit) is not None:
        return
    readings: dict[float, str] = {}
    for unit, factor in measurement.factors.items():
        if unit:
            readings.setdefault(factor, unit)
    candidates = tuple(f"{shown} {unit}" for unit in readings.values())
    text = observation.unit or f"{observation.what} {shown}"
    miss("observations", text, f"{observation.place}.unit", candidates)


def _with_unit(observation: Observation, measurement: Measurement | None) -> Observation:
    """A number and its unit written together ("150 bpm", "88%") are taken apart."""
    value = observation.value
    if measurement is None or observation.unit or not isinstance(value, str):
        return observation
    match = NUMBER_AND_UNIT.match(value)
    if match is None or _spelling(measurement, match[2]) is None:
        return observation
    return replace(observation, value=match[1], unit=match[2])


def _quantity(what: str, knowledge: KnowledgeBase) -> _Quantity | None:
    """The quantity a name or a LOINC code stands for."""
    if LOINC.match(what.strip()):
        terms = (t for t in knowledge.vocabulary.terms.values() if t.loinc == what.strip())
        term = next(terms, None)
        return None if term is None else _Quantity(id=term.id, label=term.label)
    result = recognise(what, knowledge.vocabulary, Field.MEASUREMENT)
    if len(result.concepts) != 1 or result.concepts[0].term is None:
        return None
    return _Quantity(id=result.concepts[0].id, label=result.concepts[0].label)


def _upper_limit(measurement: Measurement, observation: Observation) -> tuple[float | None, bool]:
    if observation.upper_limit is not None:
        own = _in_unit(measurement, Interval.exactly(observation.upper_limit), observation.unit)
        return (own.high if own is not None else None), False
    return measurement.upper_limit, True


def _own_target(measurement: Measurement, observation: Observation) -> float | None:
    """The lower end of a range set for this person: below what is usual, or it is no target."""
    if observation.lower_limit is None or measurement.lower_limit is None:
        return None
    own = _in_unit(measurement, Interval.exactly(observation.lower_limit), observation.unit)
    return own.low if own is not None and own.high < measurement.lower_limit else None


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
    terms = [(c.term, c) for c in result.concepts if c.term is not None and c.term.groups]
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
