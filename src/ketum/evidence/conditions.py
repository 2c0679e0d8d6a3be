"""The closed vocabulary of conditions a rule may use. There is no expression language.

A condition is a table with exactly one head key. `all`, `any`, `none` take lists of
conditions; `known` takes one condition and holds only when that one is known to hold (it is
how a named downgrade is written: "unless the dose is known to be low"); the others are
predicates, documented on their classes and in docs/explanation/conditions.md. Every condition
is three-valued: holds, does not hold, cannot tell. Conditions are compared by identity.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum

from ketum.finding import Severity

__all__ = ["Bounds", "Condition", "parse_condition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A range a number must lie in; absent ends are open."""

    under: float | None = None
    at_most: float | None = None
    over: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NoneOf:
    """Every part is known not to hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The part is known to hold; "cannot tell" counts as not. For downgrades only."""

    part: Condition


@dataclass(frozen=True, slots=True, eq=False)
class Always:
    """Holds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FindingIs:
    """A finding with this code is present at this severity or above."""

    code: str
    at_least: Severity = Severity.INFO


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeverityIs:
    """Any clinical finding (not MGMT_, LAW_, PLAN_) is at this severity or above."""

    at_least: Severity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactIs:
    """A fact named in rules/facts.toml holds."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """A list of the case names a term: one of `terms`, or any of a `group` but `not_terms`.

    `count` different terms are needed. `keys` are the lists that are read. `roles` limits to
    terms that establish ("is"), suggest or report history. `time` is "current", "past" or
    "ever"; family history never counts.
    """

    group: str = ""
    terms: tuple[str, ...] = ()
    not_terms: tuple[str, ...] = ()
    count: int = 1
    keys: tuple[str, ...] = ("conditions", "symptoms")
    roles: tuple[str, ...] = ("is",)
    time: str = "current"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agents:
    """At least `count` different medicines or substances on board match every filter given.

    `classes` and `drugs` are alternatives of one filter; `score` names an ordinal score that
    must reach `at_least`; `as_prescribed` is whether the case says that it is prescribed,
    stable and taken so; `patterns` are words of use. `doses` bounds the daily amount in mg,
    and `unless_doses` holds unless the amount is known to lie in the bounds; `last_use_days`
    bounds the days since the last use, and `recent_days` holds unless it is known to be longer
    ago. Where only a class or an ambiguous name is given, the most dangerous member decides.
    """

    classes: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    not_classes: tuple[str, ...] = ()
    not_drugs: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    score: str = ""
    at_least: int = 0
    count: int = 1
    sum_at_least: int = 0
    status: tuple[str, ...] = ()
    as_prescribed: bool | None = None
    patterns: tuple[str, ...] = ()
    doses: Bounds | None = None
    unless_doses: Bounds | None = None
    last_use_days: Bounds | None = None
    recent_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """A current value of one of `what` lies in the bounds given in `unit`.

    With `of_upper_limit` the bounds are multiples of the laboratory's own upper limit, or of
    the default one. With `own_target` they are distances in `unit` from the lower end of the
    person's own target, of values that carry one; with `own_target` false only values without
    one count. `words` are values given in words. The worst current value decides.
    """

    what: tuple[str, ...]
    unit: str = ""
    of_upper_limit: bool = False
    own_target: bool | None = None
    words: tuple[str, ...] = ()
    under: float | None = None
    at_most: float | None = None
    over: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rose:
    """A value rose between two dated measurements: by an amount in `unit`, or to a multiple."""

    what: str
    unit: str = ""
    by: float | None = None
    times: float | None = None
    within_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fell:
    """A value is lower by an amount in `unit` standing than lying or sitting, on one day."""

    what: str
    unit: str
    by: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratio:
    """The multiple of the upper limit of `of`, over that of `to`, in one sample, in the bounds."""

    of: str
    to: str
    under: float | None = None
    at_most: float | None = None
    over: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleRose:
    """A current total of a scale lies `by` points or more above an earlier one."""

    scale: str
    by: float
    within_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Allergic:
    """An allergy to one of these drugs; a class word that may mean another cannot tell."""

    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unread:
    """An entry of one of these lists was not recognised: an unknown substance, say."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PersonIs:
    """Pregnant, breastfeeding, driving, of this sex, or of an age in the bounds (years)."""

    pregnant: bool | None = None
    breastfeeding: bool | None = None
    drives: bool | None = None
    sex: str = ""
    age: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KratomIs:
    """How kratom is used: in use at all, form family, daily amounts, pattern, since when.

    `mitragynine_mg_per_day` is what the case states, never what grams would hold.
    """

    used: bool | None = None
    forms: tuple[str, ...] = ()
    grams_per_day: Bounds | None = None
    units_per_day: Bounds | None = None
    doses_per_day: Bounds | None = None
    mitragynine_mg_per_day: Bounds | None = None
    used_for_days: Bounds | None = None
    last_use_days: Bounds | None = None
    amount_stated: bool | None = None
    described_large: bool | None = None
    regular: bool | None = None
    escalating: bool | None = None
    stopping: bool | None = None
    changed_product: bool | None = None
    product_named: bool | None = None
    certificate: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleIs:
    """The latest total of a scale lies in the bounds."""

    scale: str
    under: float | None = None
    at_most: float | None = None
    over: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpioidIs:
    """Overdoses, and days since the last opioid; the opioid itself is one of the agents."""

    overdoses: Bounds | None = None
    days_since_last_opioid: Bounds | None = None


Condition = (
    All
    | AnyOf
    | NoneOf
    | Known
    | Always
    | FindingIs
    | SeverityIs
    | FactIs
    | Said
    | Agents
    | Measured
    | Rose
    | Fell
    | Ratio
    | ScaleRose
    | Allergic
    | Unread
    | PersonIs
    | KratomIs
    | ScaleIs
    | OpioidIs
)

_PREDICATES: Mapping[str, type] = {
    "said": Said,
    "agents": Agents,
    "measured": Measured,
    "rose": Rose,
    "fell": Fell,
    "ratio": Ratio,
    "scale_rose": ScaleRose,
    "allergic": Allergic,
    "unread": Unread,
    "person": PersonIs,
    "kratom": KratomIs,
    "scale": ScaleIs,
    "opioid": OpioidIs,
}
_LISTS: Mapping[str, Callable[[tuple[Condition, ...]], Condition]] = {
    "all": All,
    "any": AnyOf,
    "none": NoneOf,
}
_HEADS = (*_LISTS, "known", "always", "finding", "severity", "fact", *_PREDICATES)


def parse_condition(table: object, where: str, faults: list[str]) -> Condition:
    """Read one condition; every fault is appended to `faults`, and Always stands in for it."""
    if not isinstance(table, dict) or len(table) != 1 or next(iter(table)) not in _HEADS:
        faults.append(f"{where}: a condition is a table with one of {', '.join(_HEADS)}.")
        return Always()
    ((head, value),) = table.items()
    if head in _LISTS:
        if not isinstance(value, list) or not value:
            faults.append(f"{where}: `{head}` needs a list of at least one condition.")
            return Always()
        return _LISTS[head](tuple(parse_condition(part, where, faults) for part in value))
    if head == "known":
        return Known(parse_condition(value, where, faults))
    if head == "always":
        return Always()
    if head in ("finding", "severity", "fact"):
        return _parse_word(head, value, where, faults)
    return _parse_predicate(_PREDICATES[head], head, value, where, faults)


def _parse_word(head: str, value: object, where: str, faults: list[str]) -> Condition:
    if not isinstance(value, str):
        faults.append(f"{where}: `{head}` needs a word.")
        return Always()
    if head == "fact":
        return FactIs(name=value)
    code, _, word = value.partition(">=") if head == "finding" else ("", "", value)
    try:
        at_least = Severity[word.upper()] if word else Severity.INFO
    except KeyError:
        faults.append(f"{where}: `{word}` is not a severity.")
        at_least = Severity.INFO
    if head == "severity":
        return SeverityIs(at_least=at_least)
    return FindingIs(code=code, at_least=at_least)


def _parse_predicate(
    kind: type, head: str, value: object, where: str, faults: list[str]
) -> Condition:
    allowed = {field.name: field for field in fields(kind)}
    hints = _hints(kind)
    if not isinstance(value, dict) or not value:
        faults.append(f"{where}: `{head}` needs a table with one of {', '.join(allowed)}.")
        return Always()
    arguments: dict[str, object] = {}
    for key, given in value.items():
        if key not in allowed:
            faults.append(f"{where}: `{head}` has no `{key}`; it has {', '.join(allowed)}.")
            continue
        arguments[key] = _coerce(hints[key], given, f"{where}: `{head}.{key}`", faults)
    missing = [n for n, f in allowed.items() if f.default is MISSING and n not in arguments]
    if missing:
        faults.append(f"{where}: `{head}` needs {', '.join(missing)}.")
        return Always()
    return typing.cast("Condition", kind(**arguments))


_HINTS: dict[type, dict[str, object]] = {}


def _hints(kind: type) -> dict[str, object]:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _coerce(hint: object, given: object, where: str, faults: list[str]) -> object:
    text = str(hint)
    if "Bounds" in text:
        if isinstance(given, dict) and given and set(given) <= {f.name for f in fields(Bounds)}:
            return Bounds(**{key: float(number) for key, number in given.items()})
        faults.append(f"{where} needs bounds: under, at_most, over, at_least.")
        return None
    if text.startswith("tuple"):
        words = given if isinstance(given, list) else [given]
        if all(isinstance(word, str) for word in words):
            return tuple(words)
        faults.append(f"{where} needs words.")
        return ()
    if isinstance(given, Enum) or not isinstance(given, bool | int | float | str):
        faults.append(f"{where} has the wrong type.")
    if "float" in text and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    return given
