"""Medicines and substances: which drug, on board or not, how it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ketum.case import Agent, Opioid
from ketum.evidence import KnowledgeBase
from ketum.evidence.vocabulary import Drug
from ketum.facts.doses import read_daily_dose, says_zero
from ketum.facts.forms import strong_families
from ketum.facts.interval import Interval
from ketum.facts.last_use import days_since
from ketum.facts.model import AgentFact
from ketum.terminology import Concept, ConceptKind, Field, recognise
from ketum.truth import Truth

__all__ = ["AgentReader", "days_without"]

KRATOM_CLASS = "kratom_products"
SEVEN_OH_CLASS = "seven_oh_like"
ACTING = ("full_agonist", "partial_agonist", "mixed_agonist_antagonist")
MOUD = "moud"
ENDED = "stopped"
OFF_BOARD = (ENDED, "past")
PATTERNS = (
    "daily",
    "heavy",
    "occasional",
    "not_with_kratom",
    "above_label",
    "mixed_with_kratom",
    "energy_drink",
    "adulterant",
    "potentiator",
    "transdermal",
)


@dataclass(slots=True, kw_only=True)
class AgentReader:
    """Reads the entries of `medicines` and `substances` one by one; lives inside `establish`."""

    knowledge: KnowledgeBase
    on: date
    miss: Callable[..., None]
    note: Callable[[Concept, str, str], None]
    which_one: Callable[[str, str, str], None]
    found: list[AgentFact] = field(default_factory=list)
    kratom_families: set[str] = field(default_factory=set)
    kratom_ended: list[Interval | None] = field(default_factory=list)

    def read(self, key: str, agent: Agent) -> None:
        """Every substance that one entry names, or a miss for what it does not."""
        result = recognise(agent.name, self.knowledge.vocabulary, Field.AGENTS)
        for unread in result.not_recognised:
            self.miss(key, unread.text, agent.place, unread.candidates)
        if not (result.concepts or result.not_recognised):
            self.miss(key, agent.name, agent.place)
        for concept in result.concepts:
            self.note(concept, agent.name, agent.place)
            if not concept.drug_ids:
                self.miss(key, agent.name, agent.place)
                continue
            drugs = tuple(self.knowledge.vocabulary.drugs[i] for i in concept.drug_ids)
            if concept.kind is ConceptKind.DRUG_CLASS:
                drugs = _typical(drugs)
                self.which_one(agent.name, agent.place, concept.label)
            elif concept.kind is not ConceptKind.COMBINATION and len(drugs) > 1:
                labels = ", ".join(drug.label for drug in drugs)
                self.which_one(agent.name, agent.place, labels)
            if concept.kind is ConceptKind.COMBINATION:
                for drug in drugs:
                    self._add((drug,), concept, agent, key)
            else:
                self._add(drugs, concept, agent, key)

    def read_seen(self, name: str, place: str, current: bool) -> None:
        """A drug that a test saw; a drug on board that explains the test is not counted twice."""
        concepts = recognise(name, self.knowledge.vocabulary, Field.AGENTS).concepts
        seen = {drug for concept in concepts for drug in concept.drug_ids}
        known = {drug.id for f in self.found if f.on_board is Truth.YES for drug in f.options}
        if not seen & known:
            status = None if current else "past"
            agent = Agent(name=name, place=place, status=status)
            self.read("observations", agent)

    def read_opioid(self, opioid: Opioid) -> None:
        """The `opioid` entry names a substance like any other."""
        amount = opioid.daily_dose or opioid.morphine_mg_equivalent_per_day
        name = opioid.name or ("opioid" if amount else None)
        if name is not None and not self.knowledge.words["never"].is_all_of(name):
            days = opioid.days_since_last_opioid
            self.read(
                "substances",
                Agent(
                    name=name,
                    place="opioid",
                    dose=opioid.daily_dose,
                    last_use=opioid.last_use or (None if days is None else f"{days:g} days ago"),
                ),
            )

    def _add(self, drugs: tuple[Drug, ...], concept: Concept, agent: Agent, key: str) -> None:
        if all(KRATOM_CLASS in drug.classes for drug in drugs):
            if agent.present and concept.present and agent.status not in OFF_BOARD:
                seven = any(SEVEN_OH_CLASS in drug.classes for drug in drugs)
                strong = strong_families(agent.name, self.knowledge)
                self.kratom_families |= {"seven_oh"} if seven else strong or {"leaf"}
            elif agent.present and concept.present and agent.status == ENDED:
                self.kratom_ended.append(days_since(agent.last_use, self.on, self.knowledge))
            return
        words = " ".join(
            text for text in (agent.frequency, agent.note, agent.dose, concept.remark) if text
        )
        label = drugs[0].label if concept.kind is ConceptKind.COMBINATION else concept.label
        days = days_since(agent.last_use, self.on, self.knowledge, said_beside=concept.remark)
        patterns = frozenset(
            name
            for name in PATTERNS
            if self.knowledge.words[f"pattern_{name}"].occurs_in(
                words if name == "adulterant" else f"{agent.name} {words}"
            )
        )
        is_gone = days is not None and self._is_gone(drugs, days, patterns, f"{agent.name} {words}")
        self.found.append(
            AgentFact(
                options=drugs,
                label=label,
                place=agent.place,
                on_board=Truth.NO if is_gone else self._on_board(agent, concept),
                status=self._status(agent, concept, is_gone=is_gone),
                as_prescribed=self._as_prescribed(words, key),
                patterns=patterns,
                mg_per_day=self._mg_per_day(agent, concept),
                days_since_last_use=days,
            )
        )

    def _is_gone(
        self, drugs: tuple[Drug, ...], days: Interval, patterns: frozenset[str], words: str
    ) -> bool:
        """Whether an opioid was surely taken so long ago that it acts no more."""
        acts = all(drug.opioid_role in ACTING for drug in drugs)
        if not acts or self.knowledge.words["depot"].occurs_in(words):
            return False
        lasts = "transdermal" in patterns or any(MOUD in drug.classes for drug in drugs)
        limit = "long_opioid_gone_days" if lasts else "opioid_gone_days"
        return days.low >= self.knowledge.parameters[limit].value

    def _on_board(self, agent: Agent, concept: Concept) -> Truth:
        if not (agent.present and concept.present):
            return Truth.NO
        if says_zero(f"{concept.remark} {agent.dose or ''}"):
            return Truth.NO
        if agent.frequency and self.knowledge.words["never"].is_all_of(agent.frequency):
            return Truth.NO
        return Truth.NO if self._status(agent, concept) in (*OFF_BOARD, "family") else Truth.YES

    def _status(self, agent: Agent, concept: Concept, *, is_gone: bool = False) -> str:
        if agent.status is not None and not (is_gone and agent.status not in OFF_BOARD):
            return agent.status
        if is_gone:
            return "past"
        if concept.time == "history":
            return "past"
        if concept.time in ("past", "family"):
            return concept.time
        note = f"{agent.note or ''} {concept.remark}"
        return "stopped" if self.knowledge.words["stopped"].occurs_in(note) else "unknown"

    def _mg_per_day(self, agent: Agent, concept: Concept) -> Interval | None:
        dose = agent.dose or concept.remark or None
        frequency = agent.frequency or agent.note
        return read_daily_dose(self.knowledge.vocabulary.amounts, dose=dose, frequency=frequency)

    def _as_prescribed(self, words: str, key: str) -> Truth:
        if self.knowledge.words["not_as_prescribed"].occurs_in(words):
            return Truth.NO
        if key == "medicines" and self.knowledge.words["as_prescribed"].occurs_in(words):
            return Truth.YES
        return Truth.UNKNOWN


def days_without(opioid: Opioid | None, on: date, knowledge: KnowledgeBase) -> Interval | None:
    """Days since the last opioid: as given, else since the day of the last use."""
    if opioid is None:
        return None
    if opioid.days_since_last_opioid is not None:
        return Interval.exactly(opioid.days_since_last_opioid)
    return days_since(opioid.last_use, on, knowledge)


def _typical(drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    """What a class word may mean, without the few that are opioids or MAO inhibitors.

    "Blood pressure pill" does not mean methadone. A class most of whose members are of that
    kind keeps them all.
    """
    unusual = [d for d in drugs if d.opioid_role != "none" or d.scores.get("mao_inhibitor")]
    if len(unusual) * 2 >= len(drugs):
        return drugs
    return tuple(drug for drug in drugs if drug not in unusual)
