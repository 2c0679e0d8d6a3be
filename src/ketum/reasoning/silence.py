"""What a case is silent about is judged once for all cases that are silent in the same way.

Most rules ask for something a case does not mention. Their judgement then rests only on why
each list of the case cannot answer "no", and on whether kratom is used (`Facts.silence`), so
`View.kept` keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields

from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.evidence.rulebook import Rulebook
from ketum.facts.model import ANY_AGENT, ANY_DENIAL

__all__ = ["Rested", "names_asked"]


def names_asked(condition: Condition) -> frozenset[str] | None:
    """The names without which the condition only meets silence; None where it may read more.

    A kind of condition, or a field of one, that is not listed here may read more.
    """
    if isinstance(condition, c.Known):
        return names_asked(condition.part)
    if isinstance(condition, c.All | c.AnyOf | c.NoneOf):
        parts = [names_asked(part) for part in condition.parts]
        known = [names for names in parts if names is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    listed = _LISTED.get(type(condition))
    if listed is None:
        return None
    usual = _USUAL[type(condition)]
    asked = [name for name, unasked in usual if getattr(condition, name) != unasked]
    if not listed.fields.issuperset(asked):
        return None
    return frozenset(listed.names(condition, asked))


class Rested:
    """The names that a condition rests on through the facts and findings of one rulebook.

    A fact rests on what its condition asks for, a finding on what every rule and row that may raise
    it asks for. None stands for what may read more; a finding that was not made by these rules is
    not among them (`View.stage` is None then).
    """

    def __init__(self, book: Rulebook) -> None:
        self._facts: dict[str, frozenset[str] | None] = dict.fromkeys(
            (fact.id for fact in book.facts), frozenset()
        )
        raised: dict[str, list[Condition]] = {}
        for rule in book.rules:
            raised.setdefault(rule.code.code, []).extend(
                (rule.applies, *(grade.when for grade in rule.grades))
            )
        for row in book.management:
            raised.setdefault(row.code.code, []).append(row.when)
        self._codes: dict[str, frozenset[str] | None] = dict.fromkeys(raised, frozenset())
        # Facts rest on findings and findings on facts: from nothing up until nothing is added.
        before: object = None
        while before != (self._facts, self._codes):
            before = dict(self._facts), dict(self._codes)
            self._facts = {fact.id: self.names(fact.holds) for fact in book.facts}
            self._codes = {code: self._all(parts) for code, parts in raised.items()}

    def names(self, condition: Condition) -> frozenset[str] | None:
        """The names without which the condition meets only silence; None where it may read more."""
        match condition:
            case c.FactIs():
                return self._facts.get(condition.name)
            case c.FindingIs():
                return self._codes.get(condition.code, frozenset())
            case c.Known():
                return self.names(condition.part)
            case c.All() | c.AnyOf() | c.NoneOf():
                return self._all(condition.parts)
        return names_asked(condition)

    def _all(self, parts: Iterable[Condition]) -> frozenset[str] | None:
        names = [self.names(part) for part in parts]
        known = [each for each in names if each is not None]
        return frozenset().union(*known) if len(known) == len(names) else None


def _of_agents(condition: c.Agents, _: Collection[str]) -> Iterable[str]:
    """The names of one filter: an agent that has none of them does not match."""
    if condition.classes or condition.drugs:
        return (*condition.classes, *condition.drugs)
    if condition.roles:
        return condition.roles
    if condition.score and condition.at_least > 0:
        return (condition.score,)
    return (ANY_AGENT,)


def _of_kratom(condition: c.KratomIs, asked: Collection[str]) -> Iterator[str]:
    """Whether it is used, and whether its form is known, are part of every silence."""
    yield from (f"kratom.{name}" for name in asked if name not in ("used", "forms"))
    yield from (f"kratom.{family}" for family in condition.forms)


@dataclass(frozen=True, slots=True)
class _Kind:
    """The fields of a kind of condition that only ask for, or narrow, what its names are of."""

    names: Callable[..., Iterable[str]]
    fields: frozenset[str]


def _kind(names: Callable[..., Iterable[str]], listed: str) -> _Kind:
    return _Kind(names, frozenset(listed.split()))


_BOUNDS = "under at_most over at_least"
_LISTED: dict[type, _Kind] = {
    c.Always: _kind(lambda _, __: (), ""),
    # A denied term may answer for a whole group.
    c.Said: _kind(
        lambda said, _: said.terms or (said.group, ANY_DENIAL),
        "group terms not_terms count keys roles time",
    ),
    c.Agents: _kind(
        _of_agents,
        "classes drugs not_classes not_drugs roles score at_least count sum_at_least status "
        "as_prescribed patterns doses unless_doses last_use_days recent_days",
    ),
    c.Measured: _kind(
        lambda measured, _: measured.what,
        f"what unit of_upper_limit own_target words {_BOUNDS}",
    ),
    c.Rose: _kind(lambda rose, _: (rose.what,), "what unit by times within_days"),
    c.Fell: _kind(lambda fell, _: (fell.what,), "what unit by"),
    c.Ratio: _kind(lambda ratio, _: (ratio.of, ratio.to), f"of to {_BOUNDS}"),
    c.ScaleIs: _kind(lambda scale, _: (scale.scale,), f"scale {_BOUNDS}"),
    c.ScaleRose: _kind(lambda scale, _: (scale.scale,), "scale by within_hours"),
    c.Allergic: _kind(lambda allergic, _: (f"allergy.{d}" for d in allergic.drugs), "drugs"),
    c.PersonIs: _kind(
        lambda _, asked: (f"person.{name}" for name in asked),
        "pregnant breastfeeding drives sex age",
    ),
    c.OpioidIs: _kind(
        lambda _, asked: (f"opioid.{name}" for name in asked),
        "overdoses days_since_last_opioid",
    ),
    c.KratomIs: _kind(
        _of_kratom,
        "used forms grams_per_day units_per_day doses_per_day mitragynine_mg_per_day "
        "used_for_days last_use_days amount_stated described_large regular escalating stopping "
        "changed_product product_named certificate",
    ),
}
# The fields of each kind, with what they are where nothing is asked.
_USUAL = {kind: tuple((f.name, f.default) for f in fields(kind)) for kind in _LISTED}
