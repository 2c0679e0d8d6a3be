"""The predicates: what each asks of the facts, and what is missing when it cannot tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ketum.evidence.conditions import Allergic, Bounds, KratomIs, OpioidIs, PersonIs, Said, Unread
from ketum.facts import Facts, Interval, SaidFact, lies_within
from ketum.finding import Because
from ketum.reasoning.view import DOES_NOT_HOLD, Judgement, Missing, View, joined
from ketum.truth import Truth, all_of

__all__ = [
    "judge_allergic",
    "judge_kratom",
    "judge_opioid",
    "judge_person",
    "judge_said",
    "judge_unread",
    "missing_lists",
]

# Conditions on kratom made ready: those of a few releases.
CONDITIONS = 4_096
FAMILIES_SAID = {"seven_oh": "7-OH product", "adulterated": "adulterated product"}
TIMES = {"current": ("current",), "past": ("past",), "ever": ("current", "past")}


def judge_said(condition: Said, view: View) -> Judgement:
    """Whether a list names the term; a denial of the whole group, or a closed list, is NO."""
    facts = view.facts
    matching = [s for s in facts.said if s.key in condition.keys and _is_about(s, condition)]
    hits = [s for s in matching if s.present and s.time in TIMES[condition.time]]
    if len({s.term.id for s in hits}) >= condition.count:
        return Judgement(
            Truth.YES, tuple(Because(fact=s.key, value=s.label, where=s.place) for s in hits)
        )
    denied = {s.term.id for s in facts.said if s.key in condition.keys and not s.present}
    if condition.terms and set(condition.terms) <= denied:
        return Judgement(Truth.NO)
    code = view.knowledge.rulebook.codes.get(condition.group)
    if code is not None and denied & set(code.denied_by):
        return Judgement(Truth.NO)
    missing = missing_lists(facts, condition.keys)
    return Judgement.of(Truth.UNKNOWN if missing else Truth.NO, (), missing)


def _is_about(said: SaidFact, condition: Said) -> bool:
    if condition.terms:
        return said.term.id in condition.terms
    if said.term.id in condition.not_terms:
        return False
    return condition.group in said.term.groups and said.term.role in condition.roles


def judge_unread(condition: Unread, view: View) -> Judgement:
    """Whether a list holds something that was not recognised; a list not given cannot tell."""
    facts = view.facts
    unread = [key for key in condition.keys if facts.unread[key]]
    if unread:
        because = (Because(fact=key, value="not recognised", where=key) for key in unread)
        return Judgement(Truth.YES, tuple(because))
    absent = [key for key in condition.keys if not facts.asked[key]]
    missing = {key: f"Nothing was said about {key}." for key in absent}
    return Judgement.of(Truth.UNKNOWN if absent else Truth.NO, (), missing)


def missing_lists(facts: Facts, keys: Iterable[str]) -> Missing:
    """What keeps these lists from answering "no": not asked, not complete, not recognised."""
    why = facts.open_lists
    return {key: why[key] for key in keys if key in why}


def judge_person(condition: PersonIs, view: View) -> Judgement:
    """Pregnancy, breastfeeding, driving, sex and age, as far as they are asked for."""
    person = view.facts.person
    asked = [
        ("person.pregnant", condition.pregnant, person.pregnant),
        ("person.breastfeeding", condition.breastfeeding, person.breastfeeding),
        ("person.drives", condition.drives, person.drives),
    ]
    parts = [
        _answer(key, truth if wanted else ~truth, "yes" if wanted else "no")
        for key, wanted, truth in asked
        if wanted is not None
    ]
    if condition.sex:
        truth = Truth.of(None if person.sex is None else person.sex == condition.sex)
        parts.append(_answer("person.sex", truth, condition.sex))
    if condition.age is not None:
        truth = lies_within(person.age, condition.age)
        parts.append(_answer("person.age_years", truth, f"{person.age} years"))
    return _together(parts)


def _answer(key: str, truth: Truth, shown: str) -> Judgement:
    if truth is Truth.NO:
        return DOES_NOT_HOLD
    fact = key.replace(".", ": ").replace("_", " ")
    because = (Because(fact=fact, value=shown, where=key),)
    return Judgement.of(truth, because, {key: f"{fact.capitalize()} is not known."})


def _together(parts: list[Judgement]) -> Judgement:
    if len(parts) == 1:
        return parts[0]
    truth = all_of(part.truth for part in parts)
    because = tuple(b for part in parts for b in part.because)
    return Judgement.of(truth, because, joined([part.missing for part in parts]))


def judge_kratom(condition: KratomIs, view: View) -> Judgement:
    """How kratom is used; grams and units are compared as ranges."""
    kratom = view.facts.kratom
    flags, ranges = _asked_of_kratom(condition)
    parts = []
    for name, wanted in flags:
        truth = getattr(kratom, name)
        parts.append(_kratom_answer(name, truth if wanted else ~truth, name, kratom.place))
    if condition.forms:
        shown = ", ".join(FAMILIES_SAID.get(f, f) for f in sorted(kratom.families)) or "unknown"
        known = bool(kratom.families & set(condition.forms))
        truth = Truth.YES if known else (Truth.NO if kratom.family_known else Truth.UNKNOWN)
        parts.append(_kratom_answer("form", truth, shown, kratom.place))
    for name, of, unit, bounds in ranges:
        interval: Interval | None = getattr(kratom, of)
        said = f"{unit}, estimated" if of == "grams_per_day" and kratom.grams_estimated else unit
        truth = lies_within(interval, bounds)
        # The time of the last use is asked for again only where it was told, as what it lacks.
        is_vague = interval is not None and truth is Truth.UNKNOWN and name == LAST_USE
        asked = f"exact {name}" if is_vague else name
        parts.append(_kratom_answer(asked, truth, f"{interval} {said}", kratom.place))
    return _together(parts)


LAST_USE = "last use"
_KRATOM_FLAGS = (
    "used", "amount_stated", "described_large", "regular", "escalating", "stopping",
    "changed_product", "product_named", "certificate",
)  # fmt: skip
# What a range is called, where the condition has its bounds, where kratom has it, and its unit.
_KRATOM_RANGES = (
    ("grams per day", "grams_per_day", "grams_per_day", "g a day"),
    ("units per day", "units_per_day", "units_per_day", "units a day"),
    ("doses per day", "doses_per_day", "doses_per_day", "doses a day"),
    ("mitragynine", "mitragynine_mg_per_day", "mitragynine_mg_per_day", "mg a day"),
    ("duration", "used_for_days", "used_for_days", "days of use"),
    (LAST_USE, "last_use_days", "days_since_last_use", "days ago"),
)


@lru_cache(maxsize=CONDITIONS)
def _asked_of_kratom(
    condition: KratomIs,
) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, str, str, Bounds], ...]]:
    """The flags and the ranges that a condition asks for, in the order they are told."""
    flags = ((name, getattr(condition, name)) for name in _KRATOM_FLAGS)
    ranges = (
        (name, of, unit, getattr(condition, bounds)) for name, bounds, of, unit in _KRATOM_RANGES
    )
    return (
        tuple((name, wanted) for name, wanted in flags if wanted is not None),
        tuple((name, of, unit, bounds) for name, of, unit, bounds in ranges if bounds is not None),
    )


def _kratom_answer(name: str, truth: Truth, shown: str, place: str) -> Judgement:
    if truth is Truth.YES:
        return Judgement(truth, (Because("kratom", shown.replace("_", " "), place),))
    return DOES_NOT_HOLD if truth is Truth.NO else _kratom_unknown(name)


@lru_cache(maxsize=CONDITIONS)
def _kratom_unknown(name: str) -> Judgement:
    key = f"kratom.{name.replace(' ', '_')}"
    return Judgement(Truth.UNKNOWN, (), {key: f"Kratom: {name.replace('_', ' ')} is not known."})


def judge_allergic(condition: Allergic, view: View) -> Judgement:
    """An allergy to one of the drugs; a list of allergies that is not closed cannot tell."""
    hits = []
    perhaps: dict[str, str] = {}
    for allergen in view.facts.allergens:
        meant = set(allergen.options) & set(condition.drugs)
        if meant and meant == set(allergen.options):
            hits.append(allergen)
        elif meant:
            perhaps[allergen.place] = f"{allergen.label}: which of them is not known."
    if hits:
        because = (Because(fact="allergy", value=a.label, where=a.place) for a in hits)
        return Judgement(Truth.YES, tuple(because))
    missing = {**perhaps, **missing_lists(view.facts, ("allergies",))}
    return Judgement.of(Truth.UNKNOWN if missing else Truth.NO, (), missing)


def judge_opioid(condition: OpioidIs, view: View) -> Judgement:
    """Overdoses, and days without an opioid."""
    facts = view.facts
    parts = []
    if condition.overdoses is not None:
        truth = lies_within(facts.overdoses, condition.overdoses)
        parts.append(_answer("opioid.overdoses", truth, f"{facts.overdoses}"))
    if condition.days_since_last_opioid is not None:
        days = facts.days_since_last_opioid
        truth = lies_within(days, condition.days_since_last_opioid)
        parts.append(_answer("opioid.days_since_last_opioid", truth, f"{days} days"))
    return _together(parts)
