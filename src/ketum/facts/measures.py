"""Measured values: what was measured, in which unit, against which limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Measurement
from ketum.evidence.vocabulary import Term
from ketum.evidence.words import WordList
from ketum.facts.interval import Interval
from ketum.facts.model import MeasureFact, SaidFact
from ketum.facts.printed import Printed
from ketum.facts.quantity import Quantity, find_quantity, other_fluid
from ketum.facts.told_values import told_values
from ketum.facts.units import in_unit, readings, spelling_of, told_by_size, with_unit
from ketum.facts.value_words import (
    Written,
    is_tens,
    read_coma_scale,
    read_multiple,
    read_number,
    read_pressures,
    read_tens,
)
from ketum.terminology import Concept, Field, recognise

__all__ = ["MeasureReader"]

PRESSURE = "blood-pressure"
COMA_SCALE = "glasgow-coma-scale"
PRESSURES = ("systolic-blood-pressure", "diastolic-blood-pressure")
WORDS = ("positive", "negative")
RAISED = "raised"
POSITIONS = ("standing", "lying")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureReader:
    """Reads observations one by one; lives inside `establish`.

    `miss` is told what was not recognised, `note` what was read only in part, `unused` the
    quantities no rule reads, `impossible` the place of a number that nobody can have.
    """

    knowledge: KnowledgeBase
    miss: Callable[..., None]
    note: Callable[[str, str, str], None]
    unused: Callable[[str], None]
    impossible: Callable[[str], None]

    def names_quantity(self, what: str) -> bool:
        """Whether the words are the name of something that is measured in a person."""
        concept = find_quantity(what, self.knowledge)
        return concept is not None and concept.id in {*self.knowledge.measurements, PRESSURE}

    def read(self, observation: Observation, current: bool) -> Iterator[MeasureFact | SaidFact]:
        """The quantities one observation gives; words given as a value become terms."""
        concept = find_quantity(observation.what, self.knowledge)
        # Under `observations` the name of a drug is its level.
        concept = concept or find_quantity(f"{observation.what} level", self.knowledge)
        if concept is None:
            self.miss("observations", observation.what, f"{observation.place}.what")
            return
        text = observation.value if isinstance(observation.value, str) else None
        if text is not None and concept.id == PRESSURE and read_pressures(text):
            yield from self._pressures(text, observation, current)
            return
        measurement = self.knowledge.measurements.get(concept.id)
        if measurement is not None:
            yield from self._read(measurement, concept, observation, current)
            return
        if text is not None:
            text, told = told_values(text, self.names_quantity)
            for what, value in told:
                yield from self.read(replace(observation, what=what, value=value), current)
            if not text:
                return
            observation = replace(observation, value=text)
        if _written(observation, None) is None:
            yield from _words(str(observation.value), concept, observation, self)
        else:
            self.unused(concept.label)

    def _read(
        self, measurement: Measurement, concept: Quantity, observation: Observation, current: bool
    ) -> Iterator[MeasureFact | SaidFact]:
        """What a value says of a quantity that has units and limits."""
        if measurement.in_blood and other_fluid(observation, self.knowledge):
            self.unused(f"{measurement.label} ({observation.specimen or observation.what})")
            return
        multiple = _multiple_of(observation, self.knowledge)
        if multiple is not None:
            yield _measured_in_limits(measurement, multiple, observation, current)
            return
        value = observation.value
        points = read_coma_scale(value) if isinstance(value, str) else None
        if concept.id == COMA_SCALE and points is not None:
            yield from self._measure(measurement, points, str(value).strip(), observation, current)
            return
        written = _written(observation, measurement)
        if written is None:
            yield from _words(str(value), concept, observation, self)
            return
        observation, rest = with_unit(observation, measurement, written.rest)
        observation = self._in_told_unit(observation, measurement, written)
        if rest:
            read_as = f"{measurement.label} {_shown(written.shown, observation)}"
            self.note(str(value), f"{observation.place}.value", read_as)
        for number in _seen(measurement, written):
            yield from self._measure(measurement, number, written.shown, observation, current)

    def _in_told_unit(
        self, observation: Observation, measurement: Measurement, written: Written
    ) -> Observation:
        """With the unit its size tells; one that cannot be told is said, with every reading."""
        told = told_by_size(measurement, written.number, observation.unit)
        spelled = spelling_of(measurement, observation.unit)
        if told is not None:
            if spelled is None or measurement.factors[spelled] != measurement.factors[told]:
                text = f"{observation.what} {written.shown}"
                read_as = f"{measurement.label} {written.shown} {told}: it can be in no other unit"
                self.note(text, f"{observation.place}.value", read_as)
            return replace(observation, unit=told)
        if spelled is None:
            text = observation.unit or f"{observation.what} {written.shown}"
            candidates = readings(measurement, written.shown)
            self.miss("observations", text, f"{observation.place}.unit", candidates)
        return observation

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
                measurement = self.knowledge.measurements[identity]
                yield from self._measure(measurement, read_tens(number), number, placed, current)

    def _measure(
        self,
        measurement: Measurement,
        number: Interval,
        shown: str,
        observation: Observation,
        current: bool,
    ) -> Iterator[MeasureFact]:
        """The fact; nothing where no person can have the number, which is told."""
        low, high = measurement.possible
        value = in_unit(measurement, number, observation.unit)
        if value is None:
            # In no unit is a number below nothing one above it.
            is_possible = number.high >= 0 or low < 0
        else:
            is_possible = value.high >= low and value.low <= high
        if is_possible:
            yield _measure(measurement, number, shown, observation, current, self.knowledge.words)
        else:
            self.impossible(f"{observation.place}.value")


def _written(observation: Observation, measurement: Measurement | None) -> Written | None:
    value = observation.value
    if not isinstance(value, str):
        return Written(number=Interval.exactly(float(value)), shown=f"{value:g}", rest="")
    if measurement is not None and measurement.varies and is_tens(value):
        return Written(number=read_tens(value), shown=value.strip(), rest="")
    written = read_number(value)
    if written is not None and measurement is None and written.rest and observation.unit:
        return None
    return written


def _seen(measurement: Measurement, written: Written) -> tuple[Interval, ...]:
    """A pulse of 130-150 was 130 and was 150; a laboratory's range is one value not told apart."""
    number = written.number
    a_range = 0 < number.low < number.high < inf
    if not (measurement.varies and a_range) or is_tens(written.shown):
        return (number,)
    return Interval.exactly(number.low), Interval.exactly(number.high)


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
    value = in_unit(measurement, number, observation.unit)
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
    spelling = spelling_of(measurement, observation.unit)
    if spelling is None or spelling not in measurement.steps:
        return None
    return Printed(
        value=number,
        factor=measurement.factors[spelling],
        offset=measurement.offsets.get(spelling, 0.0),
        step=measurement.steps[spelling],
        upper_limit=None if observation.upper_limit is not None else measurement.upper_limit,
    )


def _multiple(value: Interval, limit: float) -> Interval:
    return Interval(value.low / limit, value.high / limit).scaled(1)


def _upper_limit(measurement: Measurement, observation: Observation) -> tuple[float | None, bool]:
    if observation.upper_limit is not None:
        own = in_unit(measurement, Interval.exactly(observation.upper_limit), observation.unit)
        return (own.high if own is not None else None), False
    return measurement.upper_limit, True


def _own_target(measurement: Measurement, observation: Observation) -> float | None:
    """The lower end of a range set for this person: below what is usual, or it is no target."""
    if observation.lower_limit is None or measurement.lower_limit is None:
        return None
    own = in_unit(measurement, Interval.exactly(observation.lower_limit), observation.unit)
    return own.low if own is not None and own.high < measurement.lower_limit else None


def _words(
    value: str, concept: Quantity, observation: Observation, reader: MeasureReader
) -> Iterator[MeasureFact | SaidFact]:
    knowledge = reader.knowledge
    if not any(map(str.isalnum, value)):
        reader.miss("observations", value, f"{observation.place}.value")
        return
    words = frozenset(word for word in WORDS if knowledge.words[word].is_all_of(value))
    terms = [] if words else list(_terms(value, observation.what, knowledge))
    if not terms and knowledge.words[RAISED].is_all_of(value):
        words = frozenset((RAISED,))
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
