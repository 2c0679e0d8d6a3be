"""The facts of a case: what it says, in the concepts of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from ketum.evidence.references import QT
from ketum.evidence.vocabulary import SCORES, Drug, Term
from ketum.facts.interval import Interval
from ketum.facts.printed import Printed
from ketum.finding import NotRecognised
from ketum.truth import UNKNOWN, Truth

__all__ = [
    "ANY_AGENT",
    "ANY_DENIAL",
    "AgentFact",
    "Allergen",
    "Facts",
    "KratomFacts",
    "MeasureFact",
    "PersonFacts",
    "SaidFact",
    "ScaleDone",
    "ScaleFact",
]

# Names that are not of one thing.
ANY_AGENT = "any agent"
ANY_DENIAL = "any denial"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFact:
    """A term that a list of the case names, or denies; time is current, past or family."""

    term: Term
    label: str
    place: str
    key: str
    present: bool
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFact:
    """A medicine or substance.

    `options` holds one drug, or every member a class word or ambiguous name may mean.
    `on_board` is NO when the case says that it is stopped, past or not taken.
    """

    options: tuple[Drug, ...]
    label: str
    place: str
    on_board: Truth
    status: str
    as_prescribed: Truth
    patterns: frozenset[str]
    mg_per_day: Interval | None
    days_since_last_use: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFact:
    """A measured value in the unit of its measurement, and in upper limits where one exists.

    `from_target` is the distance from the lower end of the person's own target, where a
    clinician set one below the usual limit. `doubtful` says that it was taken in a way that
    may mislead. `position` is "lying" (or sitting), "standing", or "" where nothing is said.
    `printed` is the value in the unit it came in, where limits are turned into that unit.
    """

    id: str
    label: str
    unit: str
    value: Interval | None
    times_upper: Interval | None
    default_limit: bool
    from_target: Interval | None = None
    doubtful: bool = False
    position: str = ""
    words: frozenset[str]
    place: str
    current: bool
    at: date | datetime | None
    shown: str
    printed: Printed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleFact:
    """The total of a scale, as an interval when items are missing."""

    scale: str
    total: Interval | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleDone:
    """A total with its time, kept for comparing; `current` as for any other entry."""

    fact: ScaleFact
    at: date | datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergen:
    """A drug, or each drug a class word may mean, that the person reacts to."""

    options: tuple[str, ...]
    label: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Age in years, whether an adult, sex, and the yes/no facts about the person."""

    age: Interval | None = None
    adult: Truth = Truth.UNKNOWN
    sex: str | None = None
    pregnant: Truth = Truth.UNKNOWN
    breastfeeding: Truth = Truth.UNKNOWN
    drives: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class KratomFacts:
    """How kratom is used, all products together. Families: leaf, extract, seven_oh, unknown.

    `forms` are the ids of the forms the products are said to have.
    """

    place: str = "kratom"
    used: Truth = Truth.UNKNOWN
    families: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    family_known: bool = False
    grams_per_day: Interval | None = None
    grams_estimated: bool = False
    units_per_day: Interval | None = None
    doses_per_day: Interval | None = None
    mitragynine_mg_per_day: Interval | None = None
    used_for_days: Interval | None = None
    days_since_last_use: Interval | None = None
    amount_stated: Truth = Truth.UNKNOWN
    described_large: Truth = Truth.UNKNOWN
    regular: Truth = Truth.UNKNOWN
    escalating: Truth = Truth.UNKNOWN
    stopping: Truth = Truth.UNKNOWN
    changed_product: Truth = Truth.UNKNOWN
    product_named: Truth = Truth.UNKNOWN
    certificate: Truth = Truth.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Every fact of a case.

    `closed` says for each list whether something it does not name is known to be absent;
    `asked` whether the key was given at all; `unread` how many of its entries were not read;
    `unused` are quantities that were recognised and that no rule of the release reads;
    `scales_done` are all results of the scales, `scales` the latest ones.
    """

    on: date
    person: PersonFacts
    kratom: KratomFacts
    said: tuple[SaidFact, ...]
    agents: tuple[AgentFact, ...]
    measures: tuple[MeasureFact, ...]
    scales: tuple[ScaleFact, ...]
    scales_done: tuple[ScaleDone, ...]
    allergens: tuple[Allergen, ...]
    overdoses: Interval | None
    days_since_last_opioid: Interval | None
    closed: Mapping[str, bool]
    asked: Mapping[str, bool]
    unread: Mapping[str, int]
    not_recognised: tuple[NotRecognised, ...] = ()
    unused: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()

    @cached_property
    def open_lists(self) -> Mapping[str, str]:
        """Why each list that cannot answer "no" cannot."""
        found = {}
        for key, asked in self.asked.items():
            if not asked:
                found[key] = f"Nothing was said about {key}."
            elif self.unread[key]:
                found[key] = f"Not every entry of {key} was recognised."
            elif not self.closed[key]:
                found[key] = f"The list of {key} is not marked complete."
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names under which a rule may ask for something the case says.

        A rule that asks for none of them meets only silence. A name too many costs time, a
        name too few loses a finding.
        """
        return frozenset(chain(self._listed(), self._of_agents(), self._answered()))

    def _listed(self) -> Iterator[str]:
        """Terms and their groups, quantities, scales, drugs one is allergic to."""
        for entry in self.said:
            yield entry.term.id
            yield from entry.term.groups
            if not entry.present:
                yield ANY_DENIAL
        yield from (measure.id for measure in self.measures)
        yield from (scale.scale for scale in self.scales)
        yield from (done.fact.scale for done in self.scales_done)
        yield from (f"allergy.{drug}" for entry in self.allergens for drug in entry.options)

    def _of_agents(self) -> Iterator[str]:
        """Drugs, their classes, opioid roles, and effects that are there or not graded."""
        for drug in {drug.id: drug for agent in self.agents for drug in agent.options}.values():
            yield from (ANY_AGENT, drug.id, drug.opioid_role, *drug.classes)
            yield from (score for score in (*SCORES, QT) if drug.scores.get(score) != 0)

    def _answered(self) -> Iterator[str]:
        """What is known of the person, of the kratom (but that it is used), of opioid use."""
        person, kratom = self.person, self.kratom
        answers: dict[str, Truth | Interval | str | None] = {
            "person.age": person.age,
            "person.sex": person.sex,
            "person.pregnant": person.pregnant,
            "person.breastfeeding": person.breastfeeding,
            "person.drives": person.drives,
            "kratom.grams_per_day": kratom.grams_per_day,
            "kratom.units_per_day": kratom.units_per_day,
            "kratom.doses_per_day": kratom.doses_per_day,
            "kratom.mitragynine_mg_per_day": kratom.mitragynine_mg_per_day,
            "kratom.used_for_days": kratom.used_for_days,
            "kratom.last_use_days": kratom.days_since_last_use,
            "kratom.amount_stated": kratom.amount_stated,
            "kratom.described_large": kratom.described_large,
            "kratom.regular": kratom.regular,
            "kratom.escalating": kratom.escalating,
            "kratom.stopping": kratom.stopping,
            "kratom.changed_product": kratom.changed_product,
            "kratom.product_named": kratom.product_named,
            "kratom.certificate": kratom.certificate,
            "opioid.overdoses": self.overdoses,
            "opioid.days_since_last_opioid": self.days_since_last_opioid,
        }
        for name, answer in answers.items():
            if answer is not None and answer is not UNKNOWN:
                yield name
        yield from (f"kratom.{family}" for family in kratom.families)

    @cached_property
    def silence(self) -> tuple[str, ...]:
        """All that a rule can learn about something of which the case says nothing."""
        kratom = self.kratom
        form = "known" if kratom.family_known else "not known"
        return (kratom.place, kratom.used.value, form, *self.open_lists.values())
