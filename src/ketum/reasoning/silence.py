"""What a case is silent about is judged once for all cases that are silent in the same way.

Most rules ask for something a case does not mention. Their judgement then rests only on why
each list of the case cannot answer "no", and on whether kratom is used (`Facts.silence`), so
`View.kept` keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.facts.model import ANY_AGENT, ANY_DENIAL, FORM_NOT_KNOWN

__all__ = ["names_asked"]


def names_asked(condition: Condition) -> frozenset[str] | None:
    """The names without which the condition only meets silence; None where it reads more.

    A new kind of condition reads more until it is listed here.
    """
    if isinstance(condition, c.Known):
        return names_asked(condition.part)
    if isinstance(condition, c.All | c.AnyOf | c.NoneOf):
        parts = [names_asked(part) for part in condition.parts]
        known = [names for names in parts if names is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    names_of = _NAMES.get(type(condition))
    return None if names_of is None else frozenset(names_of(condition))


def _names_of_agents(condition: c.Agents) -> tuple[str, ...]:
    """The names of one filter: an agent that has none of them does not match."""
    if condition.classes or condition.drugs:
        return (*condition.classes, *condition.drugs)
    if condition.roles:
        return condition.roles
    if condition.score and condition.at_least > 0:
        return (condition.score,)
    return (ANY_AGENT,)


def _names_of_kratom(condition: c.KratomIs) -> Iterator[str]:
    yield from (f"kratom.{name}" for name in _asked(condition) if name not in ("used", "forms"))
    if condition.forms:
        yield FORM_NOT_KNOWN
        yield from (f"kratom.{family}" for family in condition.forms)


def _asked(condition: c.PersonIs | c.OpioidIs | c.KratomIs) -> Iterator[str]:
    """The fields of the condition that ask for something."""
    for field in fields(condition):
        if getattr(condition, field.name) not in (None, "", ()):
            yield field.name


_NAMES: dict[type, Callable[..., Iterable[str]]] = {
    c.Always: lambda _: (),
    # A denied term may answer for a whole group.
    c.Said: lambda said: said.terms or (said.group, ANY_DENIAL),
    c.Agents: _names_of_agents,
    c.Measured: lambda measured: measured.what,
    c.Rose: lambda rose: (rose.what,),
    c.Fell: lambda fell: (fell.what,),
    c.Ratio: lambda ratio: (ratio.of, ratio.to),
    c.ScaleIs: lambda scale: (scale.scale,),
    c.ScaleRose: lambda scale: (scale.scale,),
    c.Allergic: lambda allergic: (f"allergy.{drug}" for drug in allergic.drugs),
    c.PersonIs: lambda person: (f"person.{name}" for name in _asked(person)),
    c.OpioidIs: lambda opioid: (f"opioid.{name}" for name in _asked(opioid)),
    c.KratomIs: _names_of_kratom,
}
