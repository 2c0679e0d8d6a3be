"""Measured values: what was measured, in which unit, against which limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Measurement
from ketum.evidence.vocabulary import Term
from ketum.evidence.words import WordList
from ketum.facts.interval import Interval
from ketum.facts.model import MeasureFact, SaidFact
from ketum.facts.printed import Printed
from ketum.facts.told_values import told_values
from ketum.facts.value_words import (
    Written,
    read_coma_scale,
    read_multiple,
    read_number,
    read_pressures,
)
from ketum.terminology import Concept, Field, recognise

__all__ = ["MeasureReader"]

LOINC = re.compile(r"^\d{1,5}-\d$")
PRESSURE = "blood-pressure"
COMA_SCALE = "glasgow-coma-scale"
PRESSURES = ("systolic-blood-pressure", "diastolic-blood-pressure")
WORDS = ("positive", "negative")
POSITIONS = ("standing", "lying")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quantity:
    """What was measured."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureReader:
    """Reads observations one by one; lives inside `establish`.

    `miss` is told what was not recognised, `note` what was read only in part, `unused` the
    quantities no rule reads.
    """

    knowledge: KnowledgeBase
    miss: Callable[..., None]
    note: Callable[[str, str, str], None]
    unused: Callable[[str], None]

    def names_quantity(self, what: str) -> bool:
        """Whether the words are the name of something that is measured in a person."""
        concept = _quantity(what, self.knowledge)
        return concept is not None and concept.id in {*self.knowledge.measurements, PRESSURE}

    def read(self, observation: Observation, current: bool) -> Iterator[MeasureFact | SaidFact]:
        """The quantities one observation gives; words given as a value become terms."""
        concept = _quantity(observation.what, self.knowledge)
        if concept is None:
            self.miss("observations", observation.what, f"{observation.place}.what")
            return
        measurement = self.knowledge.measurements.get(concept.id)
        text = observation.value if isinstance(observation.value, str) else None
        if text is not None and concept.id == PRESSURE and read_pressures(text):
            yield from self._pressures(text, observation, current)
            return
        if measurement is not None:
            multiple = _multiple_of(observation, self.knowledge)
            if multiple is not None:
                yield _measured_in_limits(measurement, multiple, observation, current)
                return
            if text is not None and concept.id == COMA_SCALE:
                points = read_coma_scale(text)
                if points is not None:
                    yield self._measure(measurement, points, text.strip(), observation, current)
                    return
        if text is not None and measurement is None:
            text, told = told_values(text, self.names_quantity)
            for what, value in told:
                yield from self.read(replace(observation, what=what, value=value), current)
            if not text:
                return
            observation = replace(observation, value=text)
        written = _written(observation, measurement)
        if written is None:
            yield from _words(str(observation.value), concept, observation, self)
            return
        if measurement is None:
            self.unused(concept.label)
            return
        observation, rest = _with_unit(observation, measurement, written.rest)
        _note_unit(measurement, written.shown, observation, self.miss)
        if rest:
            read_as = f"{measurement.label} {_shown(written.shown, observation)}"
            self.note(str(text), f"{observation.place}.value", read_as)
        yield self._measure(measurement, written.number, written.shown, observation, current)

    def _pressures(
        self, text: str, observation: Observation, current: bool
    ) -> Iterator[MeasureFact]:
        """Upper and lower pressure of every pair; the worst of them decides."""
        unit = observation.unit
        if unit is None:
            spelled = self.knowledge.measurements[PRESSURES[0]].factors
            unit = next((known for known in spelled if known and known in text), None)
        for numbers, beside in read_pressures(text):
            placed = replace(observation, unit=unit, what=f"{observation.what} {beside}")
            for identity, number in zip(PRESSURES, numbers, strict=False):
                value = Interval.exactly(float(number))
                measurement = self.knowledge.measurements[identity]
                yield self._measure(measurement, value, number, placed, current)

    def _measure(
        self,
        measurement: Measurement,
        number: Interval,
        shown: str,
        observation: Observation,
        current: bool,
    ) -> MeasureFact:
        return _measure(measurement, number, shown, observation, current, self.knowledge.words)


def _written(observation: Observation, measurement: Measurement | None) -> Written | None:
    value = observation.value
    if not isinstance(value, str):
        return Written(number=Interval.exactly(float(value)), shown=f"{value:g}", rest="")
    written = read_number(value)
    if written is not None and measurement is None and written.rest and observation.unit:
        return None
    return written


def _multiple_of(observation: Observation, knowledge: KnowledgeBase) -> Interval | None:
    """A value given in upper limits, in the value itself or as its unit ("xULN")."""
    written = f"{observation.value} {observation.unit or ''}"
    return read_multiple(written, knowledge.vocabulary.amounts)


def _measured_in_limits(
    measurement: Measurement, multiple: Interval, observation: Observation, current: bool
) -> MeasureFact:
    """A multiple of the laboratory's own limit, whatever that is; no other value is known."""
    return MeasureFact(
        id=measurement.id,
        label=measurement.label,
        unit=measurement.unit,
        value=None,
        times_upper=multiple,
        default_limit=False,
        words=frozenset(),
        place=observation.place,
        current=current,
        at=observation.at,
        shown=f"{multiple} times the upper limit",
    )


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
        shown=_shown(shown, observation),
        printed=_printed(measurement, number, observation),
    )


def _shown(shown: str, observation: Observation) -> str:
    return shown if observation.unit in (None, "", "1") else f"{shown} {observation.unit}"


def _printed(
    measurement: Measurement, number: Interval, observation: Observation
) -> Printed | None:
    """The number in the unit it came in, where that unit has its own printed steps."""
    spelling = _spelling(measurement, observation.unit)
    if spelling is None or spelling not in measurement.steps:
        return None
    return Printed(
        value=number,
        factor=measurement.factors[spelling],
        offset=measurement.offsets.get(spelling, 0.0),
        step=measurement.steps[spelling],
        upper_limit=None if observation.upper_limit is not None else measurement.upper_limit,
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


def _note_unit(
    measurement: Measurement, shown: str, observation: Observation, miss: Callable[..., None]
) -> None:
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


def _with_unit(
    observation: Observation, measurement: Measurement, rest: str
) -> tuple[Observation, str]:
    """The unit written behind a number taken off ("150 bpm", "88% on air"), and what is left."""
    if observation.unit is not None:
        return observation, rest
    words = rest.split()
    for size in range(len(words), 0, -1):
        unit = " ".join(words[:size]).rstrip(",;(")
        if unit and _spelling(measurement, unit) is not None:
            return replace(observation, unit=unit), " ".join(words[size:])
    return observation, rest


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
    value: str, concept: _Quantity, observation: Observation, reader: MeasureReader
) -> Iterator[MeasureFact | SaidFact]:
    knowledge = reader.knowledge
    words = frozenset(word for word in WORDS if knowledge.words[word].is_all_of(value))
    if words:
        yield MeasureFact(
            id=concept.id,
            label=concept.label,
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
    terms = list(_terms(value, observation.what, knowledge))
    if not terms:
        reader.miss("observations", value, f"{observation.place}.value")
    for term, said in terms:
        yield SaidFact(
            term=term,
            label=said.label,
            place=observation.place,
            key="observations",
            present=said.present,
            time=said.time if said.time in ("past", "family") else "current",
        )


def _terms(value: str, what: str, knowledge: KnowledgeBase) -> Iterator[tuple[Term, Concept]]:
    """What the words are a name of, alone or with what was measured ("low" potassium)."""
    found = False
    for text, field in ((value, Field.VALUE), (f"{value} {what}", Field.SYMPTOMS)):
        for said in recognise(text, knowledge.vocabulary, field).concepts:
            if said.term is not None and said.term.groups and said.term.role != "measures":
                found = True
                if said.time != "possible":
                    yield said.term, said
        if found:
            return
