"""A condition of a rule in plain words, from its own fields; nothing here is written per rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ketum.evidence import KnowledgeBase
from ketum.evidence import conditions as c
from ketum.evidence.conditions import Bounds, Condition
from ketum.finding import Severity
from ketum.report.lines import plain_units

__all__ = ["condition_clause", "condition_words"]

TIMES = {"current": "now", "past": "in the past", "ever": "now or in the past"}
ROLES = {
    "is": "the thing itself",
    "suggests": "a sign that suggests it",
    "history": "a history of it",
    "measures": "a measurement of it",
}
KRATOM = {
    "used": ("kratom is used", "kratom is not used"),
    "amount_stated": ("an amount of kratom is stated", "no amount of kratom is stated"),
    "described_large": ("the amount is described as large", "the amount is not called large"),
    "regular": ("kratom is used regularly", "kratom is not used regularly"),
    "escalating": ("the amount of kratom is rising", "the amount of kratom is not rising"),
    "stopping": ("kratom is being stopped", "kratom is not being stopped"),
    "changed_product": ("the kratom product was changed", "the kratom product is the same"),
    "product_named": ("the product is named", "the product is not named"),
    "certificate": ("a certificate for the lot is there", "no certificate for the lot is there"),
}
FAMILIES = {
    "leaf": "leaf",
    "extract": "an extract",
    "seven_oh": "a 7-hydroxymitragynine product",
    "adulterated": "an adulterated product",
    "unknown": "a form that is not known",
}
KRATOM_RANGES = {
    "grams_per_day": ("kratom", "g a day"),
    "units_per_day": ("kratom", "units a day"),
    "doses_per_day": ("kratom", "doses a day"),
    "mitragynine_mg_per_day": ("mitragynine as stated", "mg a day"),
    "used_for_days": ("kratom used for", "days"),
    "last_use_days": ("last kratom", "days ago"),
}
PERSON = {
    "pregnant": ("pregnant", "not pregnant"),
    "breastfeeding": ("breastfeeding", "not breastfeeding"),
    "drives": ("drives or does safety-sensitive work", "does not drive"),
}


def condition_words(condition: Condition, knowledge: KnowledgeBase) -> str:
    """One condition as one clause; a list of conditions as the words above its parts."""
    return _WORDS[type(condition)](condition, knowledge)


def condition_clause(condition: Condition, knowledge: KnowledgeBase) -> str:
    """One condition with all its parts as one clause."""
    match condition:
        case c.All((part,)) | c.AnyOf((part,)):
            return condition_clause(part, knowledge)
        case c.All(parts):
            return f"all of ({_joined(parts, knowledge)})"
        case c.AnyOf(parts):
            return f"any of ({_joined(parts, knowledge)})"
        case c.NoneOf(parts) if len(parts) > 1:
            return f"none of ({_joined(parts, knowledge)})"
        case c.Known(c.All() | c.AnyOf() | c.NoneOf() as part):
            return f"known: {condition_clause(part, knowledge)}"
    return condition_words(condition, knowledge)


def _joined(parts: Iterable[Condition], knowledge: KnowledgeBase) -> str:
    return "; ".join(condition_clause(part, knowledge) for part in parts)


def _none(condition: c.NoneOf, knowledge: KnowledgeBase) -> str:
    if len(condition.parts) > 1:
        return "none of these"
    words = condition_words(condition.parts[0], knowledge)
    return f"not {words}" if words.startswith("known:") else f"not so: {words}"


def _listed(words: Iterable[str], joint: str = "or") -> str:
    """The words with commas between them, and the joint before the last."""
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


def _plain(word: str) -> str:
    return re.sub(r"\b(qt|cns|mao|cyp)", lambda found: found[0].upper(), word.replace("_", " "))


def _bounds(bounds: Bounds | c.Measured | c.Ratio | c.ScaleIs, unit: str) -> str:
    ends = []
    if bounds.at_least is not None:
        ends.append(f"at least {bounds.at_least:g}{unit}")
    if bounds.over is not None:
        ends.append(f"over {bounds.over:g}{unit}")
    if bounds.at_most is not None:
        ends.append(f"at most {bounds.at_most:g}{unit}")
    if bounds.under is not None:
        ends.append(f"under {bounds.under:g}{unit}")
    return re.sub(r"\b1 days", "1 day", " and ".join(ends))


def _severity(severity: Severity, knowledge: KnowledgeBase) -> str:
    word = knowledge.texts[f"severity.{severity.word}"].text
    top = severity is Severity.EMERGENCY
    return f'at "{word}"' if top else f'at "{word}" or louder'


def _finding(condition: c.FindingIs, knowledge: KnowledgeBase) -> str:
    title = knowledge.rulebook.codes[condition.code].title
    at = condition.at_least
    grade = "" if at is Severity.INFO else f" {_severity(at, knowledge)}"
    return f"the finding {title}{grade}"


def _any_finding(condition: c.SeverityIs, knowledge: KnowledgeBase) -> str:
    return f"any clinical finding {_severity(condition.at_least, knowledge)}"


def _fact(condition: c.FactIs, knowledge: KnowledgeBase) -> str:
    return next(f.label for f in knowledge.rulebook.facts if f.id == condition.name)


def _said(condition: c.Said, knowledge: KnowledgeBase) -> str:
    terms = knowledge.vocabulary.terms
    if condition.terms:
        what = _listed(terms[term].label for term in condition.terms)
    else:
        what = f"words for {knowledge.rulebook.codes[condition.group].title}"
        if condition.roles != ("is",):
            what += f" ({_listed(ROLES[role] for role in condition.roles)})"
    if condition.count > 1:
        what = f"at least {condition.count} different of: {what}"
    if condition.not_terms:
        what += f", not counting {_listed(terms[term].label for term in condition.not_terms)}"
    return f"{_listed(condition.keys)} name {what}, {TIMES[condition.time]}"


def _agents(condition: c.Agents, knowledge: KnowledgeBase) -> str:
    return ", ".join(_agent_parts(condition, knowledge))


def _agent_parts(condition: c.Agents, knowledge: KnowledgeBase) -> Iterator[str]:
    words = knowledge.vocabulary
    named = [_plain(words.classes[name].label) for name in condition.classes]
    named += [words.drugs[name].label for name in condition.drugs]
    barred = [words.classes[name].label for name in condition.not_classes]
    barred += [words.drugs[name].label for name in condition.not_drugs]
    what = _listed(named) if named else "a medicine or substance"
    yield f"at least {condition.count} of: {what}" if condition.count > 1 else what
    if barred:
        yield f"not counting {_listed(barred)}"
    if condition.roles == ("none",):
        yield "without an opioid action"
    elif condition.roles:
        yield f"acting on opioid receptors as {_listed(_plain(role) for role in condition.roles)}"
    if condition.score:
        yield f"graded {condition.at_least} or more for its effect ({_plain(condition.score)})"
    if condition.sum_at_least:
        yield f"with grades that sum to {condition.sum_at_least} or more"
    if condition.status:
        yield f"marked {_listed(_plain(status) for status in condition.status)}"
    if condition.as_prescribed is not None:
        yield f"{'' if condition.as_prescribed else 'not '}taken as prescribed"
    if condition.patterns:
        yield f"use described as {_listed(_plain(pattern) for pattern in condition.patterns)}"
    if condition.doses is not None:
        yield f"{_bounds(condition.doses, ' mg')} a day"
    if condition.unless_doses is not None:
        yield f"unless the amount is known to be {_bounds(condition.unless_doses, ' mg')} a day"
    if condition.last_use_days is not None:
        yield f"last taken {_bounds(condition.last_use_days, ' days')} ago"
    if condition.recent_days is not None:
        yield f"unless known to be last taken over {condition.recent_days:g} days ago"


def _measured(condition: c.Measured, knowledge: KnowledgeBase) -> str:
    what = _listed(_quantity(name, knowledge) for name in condition.what)
    if condition.words:
        return f"{what}: {_listed(_plain(word) for word in condition.words)}"
    if condition.of_upper_limit:
        bounds = _bounds(condition, " times the upper limit")
        return f"{what} {bounds.replace(' 1 times the', ' the')}"
    bounds = _bounds(condition, _unit(condition.unit))
    if condition.own_target:
        return f"{what}, measured from the person's own target, {bounds}"
    alone = "" if condition.own_target is None else " without a target of the person's own"
    return f"{what}{alone} {bounds}"


def _quantity(name: str, knowledge: KnowledgeBase) -> str:
    measurement = knowledge.measurements.get(name)
    return measurement.label if measurement else knowledge.vocabulary.terms[name].label


def _unit(unit: str) -> str:
    return plain_units(f" {unit}") if unit not in ("", "1") else ""


def _rose(condition: c.Rose, knowledge: KnowledgeBase) -> str:
    ends = []
    if condition.by is not None:
        ends.append(f"by {condition.by:g}{_unit(condition.unit)} or more")
    if condition.times is not None:
        ends.append(f"to {condition.times:g} times as much or more")
    within = "" if condition.within_days is None else f" within {condition.within_days:g} days"
    return f"{_quantity(condition.what, knowledge)} rose {_listed(ends)}{within}"


def _fell(condition: c.Fell, knowledge: KnowledgeBase) -> str:
    by = f"{condition.by:g}{_unit(condition.unit)} or more"
    return f"{_quantity(condition.what, knowledge)} lower by {by} standing than lying or sitting"


def _ratio(condition: c.Ratio, knowledge: KnowledgeBase) -> str:
    of, to = (_quantity(name, knowledge) for name in (condition.of, condition.to))
    return f"{of} over {to}, each in its upper limits, {_bounds(condition, '')}"


def _scale_rose(condition: c.ScaleRose, _knowledge: KnowledgeBase) -> str:
    hours = condition.within_hours
    within = "" if hours is None else f" within {hours:g} hours"
    return f"{condition.scale} total rose by {condition.by:g} or more{within}"


def _allergic(condition: c.Allergic, knowledge: KnowledgeBase) -> str:
    drugs = knowledge.vocabulary.drugs
    return f"allergic to {_listed(drugs[name].label for name in condition.drugs)}"


def _unread(condition: c.Unread, _knowledge: KnowledgeBase) -> str:
    return f"an entry of {_listed(condition.keys)} was not recognised"


def _person(condition: c.PersonIs, _knowledge: KnowledgeBase) -> str:
    parts = _flags(condition, PERSON)
    if condition.sex:
        parts.append(condition.sex)
    if condition.age is not None:
        parts.append(f"aged {_bounds(condition.age, ' years')}")
    return f"the person: {_listed(parts, 'and')}"


def _kratom(condition: c.KratomIs, _knowledge: KnowledgeBase) -> str:
    parts = _flags(condition, KRATOM)
    if condition.forms:
        parts.append(f"the kratom is {_listed(FAMILIES[form] for form in condition.forms)}")
    for name, (what, unit) in KRATOM_RANGES.items():
        bounds = getattr(condition, name)
        if bounds is not None:
            parts.append(f"{what} {_bounds(bounds, f' {unit}')}")
    return _listed(parts, "and")


def _flags(condition: object, words: dict[str, tuple[str, str]]) -> list[str]:
    wanted = ((getattr(condition, name), pair) for name, pair in words.items())
    return [yes if flag else no for flag, (yes, no) in wanted if flag is not None]


def _scale(condition: c.ScaleIs, _knowledge: KnowledgeBase) -> str:
    return f"{condition.scale} total {_bounds(condition, '')}"


def _opioid(condition: c.OpioidIs, _knowledge: KnowledgeBase) -> str:
    parts = []
    if condition.overdoses is not None:
        parts.append(f"overdoses before: {_bounds(condition.overdoses, '')}")
    if condition.days_since_last_opioid is not None:
        parts.append(f"last opioid {_bounds(condition.days_since_last_opioid, ' days')} ago")
    return _listed(parts, "and")


_WORDS: dict[type, Callable[..., str]] = {
    c.All: lambda _condition, _knowledge: "all of these",
    c.AnyOf: lambda _condition, _knowledge: "at least one of these",
    c.NoneOf: _none,
    c.Known: lambda condition, knowledge: f"known: {condition_words(condition.part, knowledge)}",
    c.Always: lambda _condition, _knowledge: "always",
    c.FindingIs: _finding,
    c.SeverityIs: _any_finding,
    c.FactIs: _fact,
    c.Said: _said,
    c.Agents: _agents,
    c.Measured: _measured,
    c.Rose: _rose,
    c.Fell: _fell,
    c.Ratio: _ratio,
    c.ScaleRose: _scale_rose,
    c.Allergic: _allergic,
    c.Unread: _unread,
    c.PersonIs: _person,
    c.KratomIs: _kratom,
    c.ScaleIs: _scale,
    c.OpioidIs: _opioid,
}
