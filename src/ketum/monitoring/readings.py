"""An event's payload as the numbers that the flags ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import inf, isfinite
from typing import NamedTuple

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.monitoring import MULTIPLE, Told
from ketum.evidence.quantities import Measurement
from ketum.evidence.spelling import spelling
from ketum.facts import establish
from ketum.facts.forms import form_of
from ketum.facts.interval import Interval
from ketum.facts.quantity import find_quantity
from ketum.facts.scales import ScaleScore, find_instrument, scale_facts, score
from ketum.facts.units import in_unit
from ketum.facts.value_words import read_number
from ketum.finding import Severity
from ketum.intake import Format, read
from ketum.monitoring.events import Kind, Reading
from ketum.reasoning import View
from ketum.screening import screen
from ketum.terminology import Field, recognise

__all__ = ["DOSE", "MEDICINE", "Reader"]

# The reading of a dose is named after its unit: grams of product or milligrams of mitragynine.
DOSE = "dose/"
# A dose of a medicine or of another drug; kratom of a named family has that behind its unit.
MEDICINE = "other dose"
FAMILIES = {"leaf": "leaf", "extract": "extract", "seven_oh": "7-OH"}
KRATOM_CLASS, SEVEN_OH_CLASS = "kratom_products", "seven_oh_like"
MEASURED = (Kind.VITAL, Kind.LABORATORY, Kind.LEVEL)
NOT_RECOGNISED = "the name is not one that Ketum knows"
NO_NUMBER = "the value is not a number"
OTHER_UNIT = "the unit is not one that Ketum can turn"
DANGER_NOW, DANGER_TODAY = "danger_now", "danger_today"
OFF_SCALE = "the value lies outside its scale"


class _Words(NamedTuple):
    """Whether free words were understood at all, and the signs in them."""

    is_read: bool
    readings: tuple[Reading, ...]


class Reader:
    """Turns payloads into readings; names are looked up once and kept."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._told = _named(knowledge.monitoring.told)
        self._families: dict[str, str | None] = {}
        self._measured: dict[str, Measurement | Told | None] = {}
        self._free: dict[str, _Words] = {}

    def read(
        self, kind: Kind, payload: Mapping[str, object]
    ) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
        """The readings, and why a part gave none: a reason holds no value and no unknown word."""
        unread: list[str] = []
        if kind is Kind.DOSE:
            found = list(self._dose(payload, unread))
        elif kind is Kind.SCALE:
            found = list(self._scale(payload, unread))
        elif kind is Kind.SYMPTOM:
            found = list(self._sign(payload, unread))
        elif kind is Kind.NOTE:
            found = list(self._words(str(payload.get("text", ""))).readings)
        elif kind in MEASURED:
            several = payload.get("values")
            parts = several if isinstance(several, list) else [payload]
            found = [
                reading
                for part in parts
                if isinstance(part, dict)
                for reading in self._value(part, unread)
            ]
        else:
            found = []
        return tuple(found), tuple(unread)

    def _dose(self, payload: Mapping[str, object], unread: list[str]) -> Iterator[Reading]:
        amount, unit = _number(payload.get("amount")), str(payload.get("unit", "")).strip()
        if amount is None or amount < 0:
            unread.append(NO_NUMBER)
            return
        named = payload.get("substance")
        of = f"{DOSE}{unit}"
        if isinstance(named, str) and named.strip():
            family = self._family(named)
            if family is None:
                # A name that nobody knows may be kratom: it counts, and that is said.
                unread.append(NOT_RECOGNISED)
            elif family:
                of = MEDICINE if family == MEDICINE else f"{of}/{family}"
        yield Reading(of, amount, amount)

    def _family(self, named: str) -> str | None:
        """Of kratom the family, "" where it has none; MEDICINE for others; None for the unknown."""
        if named not in self._families:
            self._families[named] = self._look_up_family(named)
        return self._families[named]

    def _look_up_family(self, named: str) -> str | None:
        form = form_of(named, self._knowledge)
        if form is not None:
            return FAMILIES.get(form.family, "")
        vocabulary = self._knowledge.vocabulary
        found = recognise(named, vocabulary, Field.AGENTS).concepts
        classes = [
            vocabulary.drugs[each.id].classes for each in found if each.id in vocabulary.drugs
        ]
        if not classes:
            return None
        if not any(KRATOM_CLASS in each for each in classes):
            return MEDICINE
        is_strong = any(SEVEN_OH_CLASS in each for each in classes)
        return FAMILIES["seven_oh"] if is_strong else ""

    def _sign(self, payload: Mapping[str, object], unread: list[str]) -> Iterator[Reading]:
        what = str(payload.get("what", ""))
        there = 0.0 if payload.get("present") is False else 1.0
        sign = self._told.get(spelling(what))
        if sign is not None and sign.is_sign:
            yield Reading(sign.id, there, there)
            return
        words = self._words(what)
        if not words.is_read:
            unread.append(NOT_RECOGNISED)
        yield from (Reading(of, there, there) for of, _, _ in words.readings)

    def _words(self, text: str) -> _Words:
        """What free words tell: signs that they name, and how loud a review finds them."""
        if text not in self._free:
            self._free[text] = self._read_words(text)
        return self._free[text]

    def _read_words(self, text: str) -> _Words:
        words = [{"name": text}] if text.strip() else []
        # Words of an entry are of its own time: the day on which they are read changes nothing.
        on = self._knowledge.release.on
        written = json.dumps({"symptoms": words, "on": on.isoformat()})
        try:
            case = read(written.encode(), Format.JSON, today=on)
        except InputRefused:
            return _Words(False, ())
        facts = establish(case, self._knowledge)
        here = {said.term.id for said in facts.said if said.present}
        signs = [
            each.id
            for each in self._told.values()
            if each.is_sign and not here.isdisjoint(each.terms)
        ]
        view = screen(View(knowledge=self._knowledge, facts=facts))
        loudest = max((f.severity for f in view.findings.values()), default=Severity.INFO)
        if loudest is Severity.EMERGENCY:
            signs.append(DANGER_NOW)
        elif loudest >= Severity.MAJOR:
            signs.append(DANGER_TODAY)
        named = tuple(Reading(of, 1.0, 1.0) for of in dict.fromkeys(signs))
        return _Words(bool(facts.said), named)

    def _scale(self, payload: Mapping[str, object], unread: list[str]) -> Iterator[Reading]:
        found = find_instrument(str(payload.get("scale", "")), self._knowledge.instruments)
        if found is None:
            unread.append(NOT_RECOGNISED)
            return
        answers = payload.get("answers")
        total, sex = _number(payload.get("total")), payload.get("sex")
        given = dict(answers) if isinstance(answers, dict) else {}
        if found.item and total is not None:
            given, total = {**given, found.item: total}, None
        scored = score(found.instrument, given, total, sex=sex if isinstance(sex, str) else None)
        unread += [complaint.problem for complaint in scored.complaints]
        if scored.refused:
            unread.append(scored.refused)
            return
        yield from _of_score(scored)

    def _value(self, part: Mapping[str, object], unread: list[str]) -> Iterator[Reading]:
        quantity = self._quantity(str(part.get("what", "")))
        if quantity is None:
            unread.append(NOT_RECOGNISED)
            return
        given = part.get("value")
        if isinstance(quantity, Told):
            yield from _of_diary(quantity, given, part.get("unit"), unread)
            return
        number = _interval(given)
        if number is None:
            unread.append(NO_NUMBER)
            return
        unit = part.get("unit")
        value = in_unit(quantity, number, unit if isinstance(unit, str) else None)
        if value is None:
            unread.append(OTHER_UNIT)
            return
        yield Reading(quantity.id, value.low, value.high)
        limit = _number(part.get("upper_limit"))
        if limit is not None:
            own = in_unit(
                quantity, Interval.exactly(limit), unit if isinstance(unit, str) else None
            )
            limit = None if own is None else own.low
        limit = quantity.upper_limit if limit is None else limit
        if limit is not None and limit > 0:
            yield Reading(f"{quantity.id}{MULTIPLE}", value.low / limit, value.high / limit)

    def _quantity(self, what: str) -> Measurement | Told | None:
        if what not in self._measured:
            self._measured[what] = self._look_up(what)
        return self._measured[what]

    def _look_up(self, what: str) -> Measurement | Told | None:
        told = self._told.get(spelling(what))
        if told is not None:
            return None if told.is_sign else told
        measured = self._knowledge.measurements
        if what in measured:
            return measured[what]
        found = find_quantity(what, self._knowledge)
        return None if found is None else measured.get(found.id)


def _named(told: Mapping[str, Told]) -> dict[str, Told]:
    return {
        spelling(name): each
        for each in told.values()
        for name in (each.id, each.label, *each.names)
    }


def _of_score(scored: ScaleScore) -> Iterator[Reading]:
    name = scored.instrument.name
    for fact in scale_facts(scored, ""):
        if fact.total is not None:
            yield Reading(fact.scale, fact.total.low, fact.total.high)
    if scored.total is None and scored.parts:
        yield Reading(name, 0.0, inf)
    for group in scored.instrument.groups:
        part = scored.parts.get(group.id)
        if part is not None:
            yield Reading(f"{name} {group.id}", part.low, part.high)


def _of_diary(quantity: Told, given: object, unit: object, unread: list[str]) -> Iterator[Reading]:
    if isinstance(given, str) and quantity.words:
        words = {spelling(word): number for word, number in quantity.words.items()}
        number = words.get(spelling(given))
    else:
        number = _number(given)
        factor = quantity.factors.get(str(unit or "").strip())
        if factor is None:
            unread.append(OTHER_UNIT)
            return
        number = None if number is None else number * factor
    if number is None:
        unread.append(NO_NUMBER)
        return
    ends = (-inf if quantity.low is None else quantity.low,
            inf if quantity.high is None else quantity.high)  # fmt: skip
    if not ends[0] <= number <= ends[1]:
        unread.append(OFF_SCALE)
        return
    yield Reading(quantity.id, number, number)


def _interval(value: object) -> Interval | None:
    """A number, or one that is only known from one side, such as ">7.0"."""
    number = _number(value)
    if number is not None:
        return Interval.exactly(number)
    written = read_number(value) if isinstance(value, str) else None
    return None if written is None or written.rest.strip() else written.number


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) else None
