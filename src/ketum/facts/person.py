"""Facts about the person: age as a range, sex, and the yes/no answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Bounds
from ketum.facts.ages import read_age
from ketum.facts.interval import Interval, lies_within
from ketum.facts.model import MeasureFact, PersonFacts, SaidFact
from ketum.truth import Truth

__all__ = ["read_person"]

PREGNANCY = "COND_PREGNANCY"
NEWBORN = "MGMT_NEONATAL_MONITORING"
BREASTFEEDING = "COND_BREASTFEEDING"
MINOR = "COND_MINOR"
ADULTS = ("COND_YOUNG_ADULT", "COND_OLDER_ADULT")
PREGNANCY_TEST = "human-chorionic-gonadotropin"
Miss = Callable[[str, str, str], None]


def read_person(
    case: Case,
    knowledge: KnowledgeBase,
    said: Iterable[SaidFact],
    measures: Iterable[MeasureFact],
    miss: Miss,
) -> PersonFacts:
    """Age, sex, pregnancy, breastfeeding and driving as far as the case answers them.

    A term or a positive test outweighs a "no" in `person`; a "no" there answers the question.
    Pregnancy is not asked where the sex recorded is male (judgement, see docs/decisions/0003).
    """
    person = case.person
    sex = _sex(person.sex, knowledge)
    if person.sex is not None and sex is None:
        miss("person", person.sex, "person.sex")
    named = {
        group
        for statement in said
        if statement.present and statement.time == "current" and statement.term.role == "is"
        for group in statement.term.groups
        if NEWBORN not in statement.term.groups
    }
    age = _age(person.age_years, knowledge, miss)
    tested = any(m.id == PREGNANCY_TEST and "positive" in m.words for m in measures)
    return PersonFacts(
        age=age,
        adult=_adult(age, named, knowledge.parameters["adult_from_years"].value),
        sex=sex,
        pregnant=_settled(person.pregnant, PREGNANCY in named or tested, sex),
        breastfeeding=_settled(person.breastfeeding, BREASTFEEDING in named, sex),
        drives=Truth.of(person.drives),
    )


def _adult(age: Interval | None, named: set[str], from_years: float) -> Truth:
    if MINOR in named:
        return Truth.NO
    if age is None:
        return Truth.of(bool(named & set(ADULTS)) or None)
    return lies_within(age, Bounds(at_least=from_years))


def _settled(answer: bool | None, named: bool, sex: str | None) -> Truth:
    if named:
        return Truth.YES
    return Truth.NO if answer is None and sex == "male" else Truth.of(answer)


def _sex(text: str | None, knowledge: KnowledgeBase) -> str | None:
    if text is None:
        return None
    return next((s for s in ("male", "female") if knowledge.words[s].is_all_of(text)), None)


def _age(age: float | str | None, knowledge: KnowledgeBase, miss: Miss) -> Interval | None:
    if age is None:
        return None
    if not isinstance(age, str):
        return Interval.exactly(age)
    read = read_age(age, knowledge.vocabulary.amounts)
    if read is None:
        miss("person", age, "person.age_years")
    return read
