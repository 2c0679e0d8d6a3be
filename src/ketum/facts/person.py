"""Facts about the person: age as a range, sex, and the yes/no answers."""

from __future__ import annotations

from collections.abc import Callable

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.facts.interval import Interval
from ketum.facts.model import PersonFacts
from ketum.truth import Truth

__all__ = ["read_person"]

Miss = Callable[[str, str, str], None]


def read_person(case: Case, knowledge: KnowledgeBase, miss: Miss) -> PersonFacts:
    """Age, sex, pregnancy, breastfeeding and driving as far as the case answers them.

    Pregnancy is not asked where the sex recorded is male (judgement, see the decision table).
    """
    person = case.person
    sex = _sex(person.sex, knowledge)
    if person.sex is not None and sex is None:
        miss("person", person.sex, "person.sex")
    pregnant = Truth.of(person.pregnant)
    breastfeeding = Truth.of(person.breastfeeding)
    if sex == "male":
        pregnant = Truth.NO if pregnant is Truth.UNKNOWN else pregnant
        breastfeeding = Truth.NO if breastfeeding is Truth.UNKNOWN else breastfeeding
    return PersonFacts(
        age=_age(person.age_years, miss),
        sex=sex,
        pregnant=pregnant,
        breastfeeding=breastfeeding,
        drives=Truth.of(person.drives),
    )


def _sex(text: str | None, knowledge: KnowledgeBase) -> str | None:
    if text is None:
        return None
    return next((s for s in ("male", "female") if knowledge.words[s].is_all_of(text)), None)


def _age(age: float | str | None, miss: Miss) -> Interval | None:
    if age is None:
        return None
    if isinstance(age, str):
        miss("person", age, "person.age_years")
        return None
    return Interval.exactly(age)
