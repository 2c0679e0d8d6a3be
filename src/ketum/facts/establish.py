"""From a case to its facts: every entry recognised once, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from ketum.case import Agent, Case, Listing, Observation, Statement
from ketum.evidence import KnowledgeBase
from ketum.facts.agents import AgentReader, days_without
from ketum.facts.drug_tests import read_drug_test
from ketum.facts.interval import Interval
from ketum.facts.kidney import derived_filtration
from ketum.facts.kratom import read_kratom
from ketum.facts.last_use import days_ago
from ketum.facts.measures import MeasureReader
from ketum.facts.model import Allergen, Facts, MeasureFact, SaidFact, ScaleDone, ScaleFact
from ketum.facts.person import read_person
from ketum.facts.quantity import find_quantity
from ketum.facts.scales import read_scale, scale_facts
from ketum.facts.scales_observed import with_scales_observed
from ketum.facts.together import is_infant, taken_together
from ketum.facts.told_values import told_values
from ketum.finding import NotRecognised
from ketum.terminology import Concept, Field, recognise

__all__ = ["establish"]

STATEMENT_FIELDS = {
    "conditions": Field.CONDITIONS,
    "symptoms": Field.SYMPTOMS,
    "circumstances": Field.CIRCUMSTANCES,
    "allergies": Field.ALLERGIES,
}
# Lists in which a measured value may be told.
TOLD_AMONG = ("symptoms", "conditions")


@dataclass(slots=True)
class _Reading:
    """What was read so far; lives only inside `establish`."""

    case: Case
    knowledge: KnowledgeBase
    said: list[SaidFact] = field(default_factory=list)
    allergens: list[Allergen] = field(default_factory=list)
    not_recognised: list[NotRecognised] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    measured: list[MeasureFact] = field(default_factory=list)
    infant: bool = False

    @property
    def measures(self) -> MeasureReader:
        return MeasureReader(
            knowledge=self.knowledge,
            miss=self.miss,
            note=self.note,
            unused=self.unused.append,
            impossible=self.impossible.append,
        )

    def note(self, text: str, where: str, read_as: str) -> None:
        """Something was read, and not all of its words."""
        self.not_recognised.append(NotRecognised(text=text, where=where, read_as=read_as))

    def miss(self, key: str, text: str, where: str, candidates: Iterable[str] = ()) -> None:
        read_as = ", ".join(candidates)
        note = f"could be: {read_as}" if read_as else None
        self.not_recognised.append(NotRecognised(text=text, where=where, read_as=note))
        self.unread[key] = self.unread.get(key, 0) + 1

    def ask_which(self, text: str, where: str, label: str) -> None:
        """A class word was read as any member; the reader is asked which one it is."""
        note = f"one of {label}: which one? Until then the most dangerous usual member counts"
        self.not_recognised.append(NotRecognised(text=text, where=where, read_as=note))

    def note_reading(self, concept: Concept, text: str, where: str) -> None:
        """What was read in full is no news; what was guessed, or read in part, is shown."""
        if concept.doubtful:
            self.not_recognised.append(
                NotRecognised(text=text, where=where, read_as=concept.read_as)
            )


def establish(case: Case, knowledge: KnowledgeBase) -> Facts:
    """Recognise every word of the case, and say what was asked and what was answered."""
    reading = _Reading(case=case, knowledge=knowledge, infant=is_infant(case, knowledge))
    case = reading.case = with_scales_observed(_without_none(reading, case), knowledge.instruments)
    listings: dict[str, Listing[Statement]] = {key: getattr(case, key) for key in STATEMENT_FIELDS}
    for key, listing in listings.items():
        for statement in listing.entries:
            _read_statement(reading, key, statement)
    agents = _agents(reading, case)
    for kratom in case.kratom.entries:
        if kratom.reason:
            _read_statement(
                reading,
                "circumstances",
                Statement(name=kratom.reason, place=f"{kratom.place}.reason"),
            )
    for observation in case.observations.entries:
        if not _tested(reading, agents, observation):
            _observe(reading, observation)
    measures = tuple(reading.measured)
    answered: dict[str, Listing[Statement] | Listing[Agent] | Listing[Observation]] = {
        **listings,
        "medicines": case.medicines,
        "substances": case.substances,
        "observations": case.observations,
    }
    asked = {key: listing.asked for key, listing in answered.items()}
    closed = {key: listing.is_closed for key, listing in answered.items()}
    opioid = case.opioid
    overdoses = opioid.overdoses if opioid else None
    days = days_without(opioid, case.on, knowledge)
    kratom_facts = read_kratom(
        case, knowledge, agents.kratom_families, agents.kratom_ended, reading.miss, reading.note
    )
    person = read_person(case, knowledge, reading.said, measures, reading.miss)
    measures += derived_filtration(measures, person, knowledge)
    done = _scales(reading, person.sex)
    return Facts(
        on=case.on,
        person=person,
        kratom=kratom_facts,
        said=tuple(reading.said),
        agents=tuple(agents.found),
        measures=measures,
        scales=_latest(done),
        scales_done=tuple(done),
        allergens=tuple(reading.allergens),
        overdoses=None if overdoses is None else Interval.exactly(overdoses),
        days_since_last_opioid=days,
        closed=closed,
        asked=asked,
        unread={key: reading.unread.get(key, 0) for key in answered},
        not_recognised=tuple(reading.not_recognised),
        unused=tuple(dict.fromkeys(reading.unused)),
        impossible=tuple(dict.fromkeys(reading.impossible)),
    )


def _agents(reading: _Reading, case: Case) -> AgentReader:
    agents = AgentReader(
        knowledge=reading.knowledge,
        on=case.on,
        miss=reading.miss,
        note=reading.note_reading,
        which_one=reading.ask_which,
    )
    for key in ("medicines", "substances"):
        for agent in getattr(case, key).entries:
            agents.read(key, agent)
    if case.opioid is not None:
        agents.read_opioid(case.opioid)
    return agents


def _without_none(reading: _Reading, case: Case) -> Case:
    """A list whose only entry is "none" was asked and is empty; beside others "none" is odd."""
    emptied: dict[str, Any] = {}
    for key in (*STATEMENT_FIELDS, "medicines", "substances"):
        listing: Listing[Any] = getattr(case, key)
        words = reading.knowledge.words[f"none_{key}"]
        nothing = [entry for entry in listing.entries if words.is_all_of(entry.name)]
        if not nothing:
            continue
        if len(nothing) == len(listing.entries):
            # "none: not present" says nothing; it is left to be not recognised.
            if all(entry.present for entry in nothing):
                emptied[key] = replace(listing, entries=())
            continue
        for entry in nothing:
            note = "says that there is none, beside other entries: not used"
            reading.not_recognised.append(
                NotRecognised(text=entry.name, where=entry.place, read_as=note)
            )
        kept = tuple(entry for entry in listing.entries if entry not in nothing)
        emptied[key] = replace(listing, entries=kept)
        reading.unread[key] = reading.unread.get(key, 0) + len(nothing)
    return replace(case, **emptied) if emptied else case


def _read_statement(reading: _Reading, key: str, statement: Statement) -> None:
    if reading.knowledge.words["unknown"].is_all_of(statement.name):
        reading.miss(key, statement.name, statement.place)
        return
    name = _without_values(reading, key, statement)
    if not name:
        return
    result = recognise(name, reading.knowledge.vocabulary, STATEMENT_FIELDS[key])
    for unread in result.not_recognised:
        reading.miss(key, unread.text, statement.place, unread.candidates)
    if not (result.concepts or result.not_recognised):
        reading.miss(key, statement.name, statement.place)
    for named in result.concepts:
        concept = taken_together(
            named, statement, result.not_recognised, reading.knowledge, infant=reading.infant
        )
        reading.note_reading(concept, statement.name, statement.place)
        if concept.term is None:
            if key != "allergies":
                reading.miss(key, statement.name, statement.place)
            elif statement.present and concept.present:
                allergen = Allergen(
                    options=concept.drug_ids, label=concept.label, place=statement.place
                )
                reading.allergens.append(allergen)
            continue
        if _is_only_named(reading, concept):
            continue
        reading.said.append(
            SaidFact(
                term=concept.term,
                label=concept.label,
                place=statement.place,
                key="symptoms" if _counts_anywhere(reading, key, concept) else key,
                present=statement.present and concept.present,
                time=_time(reading, key, statement, concept),
            )
        )


def _without_values(reading: _Reading, key: str, statement: Statement) -> str:
    """What is left of an entry when measured values told in it are read as such."""
    if key not in TOLD_AMONG or not statement.present:
        return statement.name
    left, values = told_values(statement.name, reading.measures.names_quantity)
    for what, value in values:
        _observe(
            reading,
            Observation(what=what, place=statement.place, value=value, at=statement.at),
        )
    return left


def _time(reading: _Reading, key: str, statement: Statement, concept: Concept) -> str:
    """Current, past or family; the events listed as such are history under `conditions`."""
    if concept.time in ("past", "family"):
        return concept.time
    if concept.time == "history":
        lasts = concept.id in reading.knowledge.words["history_lasts"].entries
        return "current" if lasts else "past"
    if statement.at is not None:
        return "current" if _is_current(reading, statement.at, key) else "past"
    if concept.term is None or concept.term.role == "history":
        return "past"
    words = reading.knowledge.words
    is_event = concept.term.id in words["history_under_conditions"].entries
    # What began long ago may go on; a seizure of ten days ago is over.
    lasts = concept.term.id in words["dangerous_for_weeks"].entries
    on = reading.case.on
    ago = days_ago(statement.name, on, reading.knowledge) if is_event and not lasts else None
    if ago is not None and not _is_current(reading, on - timedelta(ago.low), key):
        return "past"
    acute = concept.time == "current" or words["acute"].occurs_in(statement.name)
    return "past" if key == "conditions" and is_event and not acute else "current"


def _counts_anywhere(reading: _Reading, key: str, concept: Concept) -> bool:
    """An overdose or a suicide plan told among the circumstances is one of now."""
    anywhere = reading.knowledge.words["said_anywhere"].entries
    return key == "circumstances" and concept.id in anywhere


def _is_only_named(reading: _Reading, concept: Concept) -> bool:
    """A fear, a test or a risk says neither yes nor no; a risk of suicide is one to act upon."""
    counts = reading.knowledge.words["risk_counts"].entries
    return concept.time == "possible" and concept.id not in counts


def _is_current(reading: _Reading, at: date | datetime, key: str = "") -> bool:
    """Within 72 h; a circumstance such as release from prison lasts as long as its danger."""
    parameters = reading.knowledge.parameters
    if key == "circumstances":
        window = timedelta(days=parameters["circumstance_days"].value)
    else:
        window = timedelta(hours=parameters["current_hours"].value)
    return _day(at) >= reading.case.on - window


def _tested(reading: _Reading, agents: AgentReader, observation: Observation) -> bool:
    """Whether it is a test for drugs; what one saw was taken, and nothing else is ruled out."""
    test = read_drug_test(observation, reading.knowledge)
    if test is None:
        return False
    is_current = observation.at is None or _is_current(reading, observation.at)
    for name in test.seen:
        agents.read_seen(name, observation.place, is_current)
    for text in test.unread:
        reading.miss("observations", text, f"{observation.place}.value")
    reading.unused += [f"{name} (negative test)" for name in test.unseen]
    quantity = find_quantity(observation.what, reading.knowledge)
    if quantity is not None and quantity.id not in reading.knowledge.measurements:
        # That a test was done, and how it came out, is asked for by itself.
        _observe(reading, replace(observation, value="positive" if test.seen else "negative"))
    return True


def _observe(reading: _Reading, observation: Observation) -> None:
    is_current = observation.at is None or _is_current(reading, observation.at)
    for fact in reading.measures.read(observation, is_current):
        if isinstance(fact, SaidFact):
            reading.said.append(fact)
        else:
            reading.measured.append(fact)


def _scales(reading: _Reading, sex: str | None) -> list[ScaleDone]:
    """Every result of every scale, with its flags and its time."""
    done: list[ScaleDone] = []
    for result in reading.case.scales.entries:
        scored = read_scale(result, reading.knowledge.instruments, sex=sex)
        if scored is None:
            reading.miss("scales", result.scale, f"{result.place}.scale")
            continue
        notes = [scored.refused, *map(str, scored.complaints)]
        for note in filter(None, notes):
            reading.not_recognised.append(
                NotRecognised(text=result.scale, where=result.place, read_as=note)
            )
        at = result.at or reading.case.on
        current = _is_current(reading, at)
        done += [
            ScaleDone(fact=f, at=at, current=current) for f in scale_facts(scored, result.place)
        ]
    return done


def _latest(done: list[ScaleDone]) -> tuple[ScaleFact, ...]:
    """Current totals and flags; of one scale done twice the latest counts.

    Two results of one day both stand: which was later cannot be told.
    """
    days = {d.fact.scale: _day(d.at) for d in sorted(done, key=lambda d: _day(d.at)) if d.current}
    return tuple(d.fact for d in done if d.current and _day(d.at) == days[d.fact.scale])


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
