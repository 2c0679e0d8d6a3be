"""Checking that every name a condition uses exists: a rule on a misspelt drug never fires."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.evidence.instruments import Instrument
from ketum.evidence.quantities import KratomForm, Measurement
from ketum.evidence.rule_files import conditions_of
from ketum.evidence.rulebook import Rulebook
from ketum.evidence.vocabulary import SCORES, Vocabulary
from ketum.evidence.words import WordList

__all__ = ["QT", "Known", "check_names"]

LISTS = ("conditions", "symptoms", "circumstances", "allergies", "observations")
AGENT_LISTS = ("medicines", "substances")
QT = "qt"
STATUS = ("taking", "as_needed", "proposed", "stopped", "past", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that conditions may use."""

    vocabulary: Vocabulary
    measurements: Mapping[str, Measurement]
    forms: Iterable[KratomForm]
    words: Mapping[str, WordList]
    instruments: Iterable[Instrument]


def check_names(book: Rulebook, known: Known, faults: list[str]) -> None:
    """Append a fault for every drug, class, term, quantity, word or unit that does not exist."""
    for where, condition in _every_condition(book):
        for part in conditions_of(condition):
            for kind, wrong in _unknown(part, book, known):
                faults.append(f"{where}: there is no {kind} `{wrong}`. Correct it or add it.")
    for code in book.codes.values():
        for term in code.denied_by:
            if term not in known.vocabulary.terms:
                faults.append(f"code {code.code}: `denied_by` names no term `{term}`.")


def _every_condition(book: Rulebook) -> Iterator[tuple[str, Condition]]:
    for rule in book.rules:
        for condition in rule.conditions:
            yield f"rule {rule.id}", condition
    for fact in book.facts:
        yield f"fact {fact.id}", fact.holds
    for conflict in book.conflicts:
        yield f"conflict {conflict.id}", conflict.when


def _unknown(part: Condition, book: Rulebook, known: Known) -> Iterator[tuple[str, str]]:
    match part:
        case c.Said():
            yield from _absent("term", (*part.terms, *part.not_terms), known.vocabulary.terms)
            yield from _absent("list", part.keys, LISTS)
            yield from _absent("code", (part.group,) if part.group else (), book.codes)
            yield from _absent("time", (part.time,), ("current", "past", "ever"))
        case c.Agents():
            drugs = (*part.drugs, *part.not_drugs)
            classes = (*part.classes, *part.not_classes)
            yield from _absent("drug", drugs, known.vocabulary.drugs)
            yield from _absent("class", classes, known.vocabulary.classes)
            yield from _absent("score", (part.score,) if part.score else (), (*SCORES, QT))
            yield from _absent("status", part.status, STATUS)
            patterns = (f"pattern_{pattern}" for pattern in part.patterns)
            yield from _absent("word list", patterns, known.words)
        case c.Measured():
            yield from _absent("quantity", part.what, {*known.measurements, *_named(part, known)})
            for what in part.what:
                yield from _wrong_unit(what, part.unit, known)
        case c.Rose() | c.Fell():
            yield from _absent("quantity", (part.what,), known.measurements)
            yield from _wrong_unit(part.what, part.unit, known)
        case c.Ratio():
            yield from _absent("quantity", (part.of, part.to), known.measurements)
        case c.Allergic():
            yield from _absent("drug", part.drugs, known.vocabulary.drugs)
        case c.KratomIs():
            yield from _absent("form family", part.forms, {form.family for form in known.forms})
        case c.ScaleIs() | c.ScaleRose():
            yield from _absent("scale", (part.scale,), set(_scales(known.instruments)))
        case c.Unread():
            yield from _absent("list", part.keys, (*LISTS, *AGENT_LISTS))
        case _:
            pass


def _scales(instruments: Iterable[Instrument]) -> Iterator[str]:
    for instrument in instruments:
        yield instrument.name
        yield from (flag.fact for flag in instrument.flags if flag.fact)


def _named(part: c.Measured, known: Known) -> Collection[str]:
    """A quantity that is read in words only needs a name, not a unit."""
    return known.vocabulary.terms if part.words else ()


def _wrong_unit(what: str, unit: str, known: Known) -> Iterator[tuple[str, str]]:
    measurement = known.measurements.get(what)
    if measurement is not None and unit and unit != measurement.unit:
        yield f"unit of {what} other than {measurement.unit}:", unit


def _absent(kind: str, names: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield kind, name
