"""The handout: what a review says to the person it is about, in plain words.

Every sentence comes from `knowledge/texts`; this module only chooses, orders and fills in the
names of medicines as the person wrote them. No dose, no level, no number but those to call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.evidence.resources import HelpLine, PlaceLines, PlaceStanding, lines_for
from ketum.facts import Facts, establish
from ketum.finding import Disposition, Finding, Severity
from ketum.review import Review
from ketum.terminology import Field, recognise
from ketum.truth import Truth

__all__ = ["Advice", "Call", "Handout", "Tidings", "handout"]

DANGER_SIGNS = ("wake", "breath", "lips", "seizure", "chest", "mind", "harm")
# What the person is asked about, and the open facts that ask for it.
ASKED = {
    "medicines": ("medicines",),
    "how_taken": ("medicines[", "substances["),
    "substances": ("substances",),
    "conditions": ("conditions",),
    "symptoms": ("symptoms",),
    "kratom": (
        "kratom", "kratom.used", "kratom.form", "kratom.grams_per_day", "kratom.units_per_day",
        "kratom.amount_stated", "kratom.described_large", "kratom.product_named",
    ),
    "kratom_lately": (
        "kratom.last_use", "kratom.changed_product", "kratom.escalating", "kratom.duration",
        "kratom.doses_per_day", "kratom.regular", "kratom.stopping",
    ),
    "age": ("person", "person.age", "person.age_years", "person.sex"),
    "pregnant": ("person", "person.pregnant"),
    "breastfeeding": ("person.breastfeeding",),
    "opioid": ("opioid", "opioid.overdoses", "opioid.days_since_last_opioid", "opioid.last_use"),
}  # fmt: skip
# In an emergency these are for another day.
CAN_WAIT = ("moderate", "minor", "info")
LABELS = {
    "danger": "danger.title",
    "medicines": "medicines.title",
    "not_known": "not_known.title",
    "ask": "not_known.ask",
    "about": "about",
    "lines": "lines.title",
    "treatment": "kratom.title",
}
REFERS = re.compile(r"\b(?:it|its|they|them|their|these)\b", re.IGNORECASE)
ONE_NUMBER = re.compile(r"\d[\d -]*\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do first, then why, and which of their own things it is about."""

    do: str
    why: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """Advice that stands under one word, such as "Take care"; `severity` picks its sign."""

    severity: str
    word: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A number to call; `dial` is None where it is not one plain telephone number.

    `doubt` names the emergency number beside a number that nobody confirmed.
    """

    name: str
    number: str
    hours: str | None
    dial: str | None
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """Everything the person is shown, in reading order; `labels` are the frame's own words."""

    disposition: str
    heading: str
    first: str
    why: str
    danger_call: str
    danger_signs: tuple[str, ...]
    danger_aid: str
    danger_same_day: str
    emergency: tuple[Call, ...]
    tidings: tuple[Tidings, ...]
    later: str
    treatment: str
    medicines: tuple[str, ...]
    medicines_ask: str
    not_known: str
    ask_about: tuple[str, ...]
    unread: str
    lines_place: str
    lines: tuple[Call, ...]
    made: str
    labels: Mapping[str, str]


def handout(review: Review, case: Case, knowledge: KnowledgeBase) -> Handout:
    """Lay a review out for the person, in words of the handout and of `texts/person.toml`."""
    said = _Frame(knowledge)
    place = lines_for(case.person.location, knowledge.help_lines)
    number = _number_to_call(place, said)
    facts = establish(case, knowledge)
    names = _names(case, facts, knowledge)
    disposition = review.disposition.word
    taken = _medicines(facts, names)
    treatment = said("kratom")
    every = tuple(_tidings(review.findings, names, knowledge, said))
    now = review.disposition is Disposition.EMERGENCY
    tidings = [group for group in every if not (now and group.severity in CAN_WAIT)]
    lacking = {
        entry.fact.partition("[")[0] + "[" * ("[" in entry.fact) for entry in review.unanswered
    }
    return Handout(
        disposition=disposition,
        heading=said(f"heading.{disposition}"),
        first=said(f"first.{_clocked(disposition, tidings)}", number=number),
        why=said(f"why.{_founded(disposition, tidings)}"),
        danger_call=said("danger.call", number=number),
        danger_signs=tuple(said(f"danger.{sign}") for sign in DANGER_SIGNS),
        danger_aid=said("danger.naloxone"),
        danger_same_day="" if now else said("danger.same_day"),
        emergency=tuple(_call(line, "") for line in place.emergency if line.confirmed),
        tidings=tuple(_said_once(tidings, treatment)),
        later=said("later") if len(tidings) < len(every) else "",
        treatment=treatment,
        medicines=taken,
        medicines_ask=said("medicines.ask" if taken else "medicines.none"),
        not_known=said("not_known.why"),
        ask_about=tuple(
            said(f"ask.{key}") for key, asked in ASKED.items() if not lacking.isdisjoint(asked)
        ),
        unread=said("not_known.unread") if review.not_recognised else "",
        lines_place=_place(place, said),
        lines=tuple(
            _call(line, "" if line.confirmed else said("lines.doubt", number=number))
            for line in (*place.emergency, *place.confirmed, *place.beside)
        ),
        made=said("made", day=_day(case.on)),
        labels={name: said(text) for name, text in LABELS.items()},
    )


def _clocked(disposition: str, tidings: Iterable[Tidings]) -> str:
    """With something to talk about today, a visit within days begins with a call today."""
    today = any(group.severity == Severity.MAJOR.word for group in tidings)
    is_later = disposition == Disposition.SUPERVISED_ONLY.word
    return f"{disposition}.today" if today and is_later else disposition


def _founded(disposition: str, tidings: Iterable[Tidings]) -> str:
    """Who is told something was not found to have nothing."""
    is_monitored = disposition == Disposition.MONITOR.word
    return f"{disposition}.found" if is_monitored and any(tidings) else disposition


@dataclass(frozen=True, slots=True)
class _Frame:
    """The sentences of `texts/handout.toml`, with names and numbers filled in."""

    knowledge: KnowledgeBase

    def __call__(self, name: str, **words: str) -> str:
        text = self.knowledge.texts[f"handout.{name}"].text
        for key, word in words.items():
            text = text.replace(f"{{{key}}}", word)
        return text


def _tidings(
    findings: Iterable[Finding],
    names: Mapping[str, tuple[str, ...]],
    knowledge: KnowledgeBase,
    said: _Frame,
) -> Iterator[Tidings]:
    """Louder words first; the same thing to do is said once, with every reason for it."""
    listed = tuple(findings)
    found = {finding.code: finding.severity for finding in listed}
    grouped: dict[Severity, dict[str, Advice]] = {}
    louder: set[str] = set()
    for severity in sorted(Severity, reverse=True):
        for finding in listed:
            sentence = knowledge.person_texts[finding.code].said(finding.severity, found)
            if sentence.word is not severity or sentence.do in louder:
                continue
            group = grouped.setdefault(severity, {})
            before = group.get(sentence.do, Advice(do=sentence.do, why=(), about=()))
            about = (name for b in finding.because for name in names.get(b.where, ()))
            group[sentence.do] = Advice(
                do=sentence.do,
                why=tuple(dict.fromkeys((*before.why, sentence.why))),
                about=tuple(dict.fromkeys((*before.about, *about))),
            )
        louder |= set(grouped.get(severity, {}))
    for severity, group in grouped.items():
        yield Tidings(
            severity=severity.word,
            word=said(f"word.{severity.word}"),
            advice=tuple(group.values()),
        )


def _said_once(groups: Iterable[Tidings], already: str) -> Iterator[Tidings]:
    """The same without sentences that stand above; what to do is never left empty.

    A sentence stays before one that is kept and says "it" or "they": that means what stood before.
    """
    said = set(_sentences(already))
    for group in groups:
        kept = []
        for advice in group.advice:
            all_do = _sentences(advice.do)
            all_why = [s for part in advice.why for s in _sentences(part)]
            do = [s for s in all_do if s not in said]
            why = [s for s in all_why if s not in said]
            if not do and (group.severity == Severity.INFO.word or not why):
                continue
            do, why = _with_what_they_mean(all_do, said), _with_what_they_mean(all_why, said)
            said |= {*all_do, *why}
            told = " ".join(do) or advice.do
            kept.append(Advice(do=told, why=tuple(dict.fromkeys(why)), about=advice.about))
        if kept:
            yield Tidings(severity=group.severity, word=group.word, advice=tuple(kept))


def _with_what_they_mean(sentences: Sequence[str], said: Collection[str]) -> list[str]:
    """What was not said yet, each with the sentence before it where it speaks of that."""
    kept: list[str] = []
    for sentence in reversed(sentences):
        if sentence not in said or (kept and REFERS.search(kept[0])):
            kept.insert(0, sentence)
    return kept


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def _names(case: Case, facts: Facts, knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Names by place in the case: as written where the words were a listed name, else the label."""
    written = {
        agent.place: _as_written(agent.name, knowledge)
        for agent in (*case.medicines.entries, *case.substances.entries)
    }
    names: dict[str, dict[str, None]] = {}
    for agent in facts.agents:
        name = written.get(agent.place) or agent.label
        names.setdefault(agent.place, {})[name] = None
    return {place: tuple(kept) for place, kept in names.items()}


def _as_written(text: str, knowledge: KnowledgeBase) -> str:
    """The name in the text, without what stands around it: a dose never reaches a handout."""
    concepts = recognise(text, knowledge.vocabulary, Field.AGENTS).concepts
    if len(concepts) != 1 or concepts[0].read_as is not None:
        return ""
    around = concepts[0].remark.split()
    return " ".join(word for word in text.split() if word not in around)


def _medicines(facts: Facts, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Medicines the person takes or may take, each once."""
    taken = (
        name
        for agent in facts.agents
        if agent.place.startswith("medicines") and agent.on_board is not Truth.NO
        for name in names[agent.place]
    )
    return tuple(dict.fromkeys(taken))


def _number_to_call(place: PlaceLines, said: _Frame) -> str:
    confirmed = [line.number for line in place.emergency if line.confirmed]
    if place.standing is not PlaceStanding.KNOWN or not confirmed:
        return said("number.local")
    return " or ".join(confirmed)


def _place(place: PlaceLines, said: _Frame) -> str:
    known = place.standing in (PlaceStanding.KNOWN, PlaceStanding.NO_EMERGENCY)
    if not known or place.checked is None:
        return said("lines.not_known")
    return said("lines.known", place=place.place, checked=_day(place.checked))


def _call(line: HelpLine, doubt: str) -> Call:
    dial = re.sub(r"[ -]", "", line.number) if ONE_NUMBER.fullmatch(line.number) else None
    return Call(
        name=line.name,
        number=line.number,
        hours=line.hours,
        dial=dial,
        doubt=doubt,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
