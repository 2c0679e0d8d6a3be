"""Every single change of the knowledge that the drill tries, one entry at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from ketum.evidence import KnowledgeBase
from ketum.evidence import conditions as c
from ketum.evidence import rulebook as r
from ketum.evidence.conditions import Bounds, Condition
from ketum.evidence.instruments import Band, Group, Instrument, Item
from ketum.evidence.quantities import Measurement
from ketum.evidence.vocabulary import Drug
from ketum.finding import Disposition, Severity, Urgency

RULES = Path(__file__).resolve().parents[1] / "src" / "ketum" / "knowledge" / "rules"
ENDS = {"at_least": "over", "over": "at_least", "at_most": "under", "under": "at_most"}
NOT_CHANGED = ("cites", "lowers", "leads", "keys", "estimated", "reads_findings")
FILTERS = ("roles", "status", "patterns", "what", "words", "forms")
INNER = ("applies", "when", "holds", "part")

RuleEntry = r.Rule | r.NamedFact | r.ManagementRow | r.DispositionRow | r.Conflict
Entry = RuleEntry | Measurement | Drug | Instrument
Change = tuple[str, str, Any]


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How far one step is: digits after the point of a quantity, severities a code can have."""

    digits: Mapping[str, int]
    severities: Mapping[str, list[Severity]]


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change of one entry; `after` is None when the entry is taken out."""

    file: str
    kind: str
    change: str
    before: Entry
    after: Any

    @property
    def id(self) -> str:
        return f"{self.before.id}: {self.change}"


def mutants(knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Every mutant of the knowledge."""
    yield from mutants_of_rules(knowledge.rulebook)
    for measurement in knowledge.measurements.values():
        for kind, change, after in _limits(measurement):
            yield Mutant(
                file="limits/measurements.toml",
                kind=kind,
                change=change,
                before=measurement,
                after=after,
            )
    read = classes_read(knowledge.rulebook)
    for drug in knowledge.vocabulary.drugs.values():
        for kind, change, after in (*_memberships(drug, read), *_grades(drug)):
            table = "qt_grades" if kind == "grade" else "drug_classes"
            yield Mutant(
                file=f"terms/{table}.csv", kind=kind, change=change, before=drug, after=after
            )
    for instrument in knowledge.instruments.values():
        if not instrument.disabled:
            for kind, change, after in _scoring(instrument):
                yield Mutant(
                    file="instruments", kind=kind, change=change, before=instrument, after=after
                )


def mutants_of_rules(book: r.Rulebook) -> Iterator[Mutant]:
    """Every mutant of a rulebook."""
    places = files_of_entries()
    steps = Steps(digits=finest_digits(book), severities=severities_of_codes(book))
    entries: tuple[RuleEntry, ...] = (*book.rules, *book.facts, *book.management)
    for entry in (*entries, *book.dispositions, *book.conflicts):
        found = list(changes(entry, steps))
        if isinstance(entry, r.ManagementRow | r.Conflict):
            found.append(("row", "taken out", None))
        for kind, change, after in found:
            if not _is_never_read(entry, after):
                file = places[entry.id]
                yield Mutant(file=file, kind=kind, change=change, before=entry, after=after)


def files_of_entries() -> dict[str, str]:
    """In which file each rule, fact, row and conflict stands."""
    places = {}
    for path in sorted(RULES.rglob("*.toml")):
        for kind, tables in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if kind != "code":
                places.update({table["id"]: str(path.relative_to(RULES)) for table in tables})
    return places


def _is_never_read(before: RuleEntry, after: RuleEntry | None) -> bool:
    """Whether only the severity of a rule changed whose last row always holds."""
    if not (isinstance(before, r.Rule) and isinstance(after, r.Rule) and before.grades):
        return False
    same = after == replace(before, severity=after.severity) and after.loudest == before.loudest
    return same and isinstance(before.grades[-1].when, c.Always)


def changes(holder: Any, steps: Steps) -> Iterator[Change]:
    """Every single change of an entry, a row, a condition or bounds: kind, words, result."""
    if isinstance(holder, c.AnyOf):
        yield "none and any", "any made none", c.NoneOf(holder.parts)
    if isinstance(holder, c.NoneOf):
        yield "none and any", "none made any", c.AnyOf(holder.parts)
    if isinstance(holder, c.Known):
        yield "known", "known taken away", holder.part
    for field in fields(holder):
        key, value = field.name, getattr(holder, field.name)
        if key in NOT_CHANGED or value == field.default or _is_not_read(holder, key):
            continue
        for kind, words, changed in _changed_field(holder, key, value, steps):
            arguments = changed if isinstance(changed, dict) else {key: changed}
            yield kind, words, replace(holder, **arguments)


def _is_not_read(holder: Any, key: str) -> bool:
    """The roles are read with a group only; terms named one by one count in every role."""
    return isinstance(holder, c.Said) and key == "roles" and bool(holder.terms)


def _changed_field(holder: Any, key: str, value: object, steps: Steps) -> Iterator[Change]:
    match value:
        case bool():
            yield "flag", f"{name_of(holder)}, {key} {value} made {not value}", not value
        case Severity() | Disposition():
            yield from _stepped(holder, key, value, steps)
        case None if isinstance(holder, r.Grade) and key == "severity":
            yield "severity", f"silent made {Severity.INFO.word}", Severity.INFO
        case int() | float():
            yield from _moved(holder, key, value, steps)
        case Urgency():
            for other in Urgency:
                if other is not value:
                    yield "urgency", f"due {value.value} made {other.value}", other
        case Bounds():
            for _, words, bounds in changes(value, steps):
                yield "threshold", f"{name_of(holder)}, {key} {words}", bounds
        case tuple():
            yield from _shortened(holder, key, value, steps)
        case _ if key in INNER:
            yield from changes(value, steps)


def _stepped(
    holder: object, key: str, value: Severity | Disposition, steps: Steps
) -> Iterator[Change]:
    order: list[Any] = list(type(value))
    if isinstance(holder, c.FindingIs):
        order = sorted({value, *steps.severities.get(holder.code, ())})
    at = order.index(value)
    moved = order[max(0, at - 1) : at] + order[at + 1 : at + 2]
    if isinstance(holder, r.Grade) and value == Severity.INFO:
        moved.append(None)
    kind = {"at_least": "gate", "to": "disposition"}.get(key, "severity")
    ahead = f"{name_of(holder)}, " if kind == "gate" else ""
    for step in moved:
        word = "silent" if step is None else step.word
        yield kind, f"{ahead}{value.word} made {word}", step


def severities_of_codes(book: r.Rulebook) -> dict[str, list[Severity]]:
    """For each code the severities that some rule or row can give it."""
    found: dict[str, set[Severity]] = {}
    for rule in book.rules:
        given = {grade.severity for grade in rule.grades if grade.severity is not None}
        always = bool(rule.grades) and isinstance(rule.grades[-1].when, c.Always)
        found.setdefault(rule.code.code, set()).update(given, () if always else (rule.severity,))
    for row in book.management:
        found.setdefault(row.code.code, set()).add(row.severity)
    return {code: sorted(severities) for code, severities in found.items()}


def _moved(holder: object, key: str, value: float, steps: Steps) -> Iterator[Change]:
    """The number one step up and down, and an end of bounds made its strict or loose other."""
    ahead = "" if isinstance(holder, Bounds) else f"{name_of(holder)}, "
    last = max(_digits(value), steps.digits.get(_quantity(holder, key), 0))
    for moved in (value + 10**-last, value - 10**-last):
        number = int(moved) if isinstance(value, int) else round(moved, last)
        yield "threshold", f"{ahead}{key} {value:g} moved to {number:g}", number
    other = ENDS.get(key, "")
    if hasattr(holder, other) and getattr(holder, other) is None:
        words = f"{ahead}{key} {value:g} made {other} {value:g}"
        yield "threshold", words, {key: None, other: value}


def _shortened(holder: object, key: str, value: tuple[Any, ...], steps: Steps) -> Iterator[Change]:
    """Each element taken out; rows also exchanged; what is inside an element changed."""
    for at, one in enumerate(value):
        ahead, behind = value[:at], value[at + 1 :]
        if isinstance(one, str):
            kind = "filter" if key in FILTERS else "member"
            yield kind, f"{name_of(holder)}, {key} without {one}", (*ahead, *behind)
            continue
        if isinstance(one, tuple):
            yield "wording", f"{key} of {one[0]} taken out", (*ahead, *behind)
            continue
        is_row = isinstance(one, r.Grade)
        place = f"row {at + 1}" if is_row else f"{_head(holder)} {at + 1}"
        label = "" if is_row else f": {name_of(one)}"
        if not (is_row and _is_the_default(holder, one)):
            yield ("row" if is_row else "part"), f"{place} taken out{label}", (*ahead, *behind)
        if is_row and behind and behind[0].severity is not one.severity:
            swapped = (*ahead, behind[0], one, *behind[1:])
            yield "row", f"{place} and the next exchanged", swapped
        for kind, words, changed in changes(one, steps):
            if not (is_row and kind == "known" and _only_lowers(holder, one, changed, behind)):
                yield kind, f"{place}, {words}", (*ahead, changed, *behind)


def _is_the_default(rule: Any, row: r.Grade) -> bool:
    """Whether the row says for every case what the rule says without it."""
    return isinstance(row.when, c.Always) and row.severity is rule.severity


def _only_lowers(rule: Any, row: r.Grade, changed: r.Grade, behind: tuple[Any, ...]) -> bool:
    """Whether `known` at the head of a row decides nothing: no later row is quieter.

    A row that cannot tell never sets the severity, and it leaves a question only where it
    could be louder than what does.
    """
    if not isinstance(row.when, c.Known) or changed.when is not row.when.part:
        return False
    given = row.severity or Severity.INFO
    later = [grade.severity for grade in behind]
    return all(s is not None and s >= given for s in later) and rule.severity >= given


def finest_digits(holder: Any) -> dict[str, int]:
    """For each measured quantity, the digits after the point that any rule uses for it."""
    found: dict[str, int] = {}
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, float):
            found[_quantity(holder, field.name)] = _digits(value)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Condition | RuleEntry | r.Grade):
                for quantity, digits in finest_digits(inner).items():
                    found[quantity] = max(found.get(quantity, 0), digits)
    return found


def _quantity(holder: object, key: str) -> str:
    if isinstance(holder, c.Measured):
        return f"{holder.what[0]} {holder.of_upper_limit}"
    return f"{type(holder).__name__} {key}"


def _digits(number: float) -> int:
    return len(f"{number:g}".partition(".")[2])


def name_of(condition: Any) -> str:
    """A condition in a few words."""
    if isinstance(condition, c.Known):
        return f"known {name_of(condition.part)}"
    words = [_head(condition)]
    for field in fields(condition):
        value = getattr(condition, field.name)
        if field.name in ("keys", "unit", "parts", "time") or value == field.default:
            continue
        if isinstance(value, Bounds):
            value = field.name
        many = value if isinstance(value, tuple) else (value,)
        words += [one if isinstance(one, str) else f"{field.name} {one}" for one in many]
    return " ".join(words[:5]) + (" ..." if len(words) > 5 else "")


def _head(condition: object) -> str:
    return type(condition).__name__.removesuffix("Of").removesuffix("Is").lower()


# Changing what is not a rule.


def classes_read(holder: Any) -> set[str]:
    """The drug classes that some condition names."""
    if isinstance(holder, tuple):
        return set().union(*map(classes_read, holder))
    found = set(holder.classes + holder.not_classes) if isinstance(holder, c.Agents) else set()
    if isinstance(holder, Condition | RuleEntry | r.Grade | r.Rulebook):
        for field in fields(holder):
            found |= classes_read(getattr(holder, field.name))
    return found


def _limits(measurement: Measurement) -> Iterator[Change]:
    for key in ("upper_limit", "lower_limit"):
        value = getattr(measurement, key)
        if value is not None:
            step = 10 ** -_digits(value)
            for moved in (value + step, value - step):
                changed = replace(measurement, **{key: round(moved, 6)})
                yield "threshold", f"{key} {value:g} moved to {moved:g}", changed
    for unit in dict.fromkeys(spelling.casefold() for spelling in measurement.factors):
        if unit != measurement.unit.casefold():
            others = {u: by for u, by in measurement.factors.items() if u.casefold() != unit}
            yield "unit", f"unit {unit!r} taken out", replace(measurement, factors=others)


def _memberships(drug: Drug, read: set[str]) -> Iterator[Change]:
    for one in sorted(drug.classes & read):
        yield "class member", f"not one of {one}", replace(drug, classes=drug.classes - {one})


def _grades(drug: Drug) -> Iterator[Change]:
    grade = drug.scores.get("qt")
    if grade is not None:
        for moved in (grade - 1, grade + 1):
            if 0 <= moved <= 3:
                scores = {**drug.scores, "qt": moved}
                yield "grade", f"grade {grade} made {moved}", replace(drug, scores=scores)


def _scoring(instrument: Any) -> Iterator[Change]:
    for key in ("items", "bands", "groups", "flags", "levels"):
        rows = getattr(instrument, key)
        for at, row in enumerate(rows):
            ahead, behind = rows[:at], rows[at + 1 :]
            name = f"{key} {at + 1}"
            if key != "bands":
                yield "row", f"{name} taken out", replace(instrument, **{key: (*ahead, *behind)})
            for kind, words, changed in _numbers(row):
                if _is_beyond(instrument, row, changed):
                    continue
                after = replace(instrument, **{key: (*ahead, changed, *behind)})
                yield kind, f"{name}, {words}", after


def _is_beyond(instrument: Instrument, before: object, after: Any) -> bool:
    """Whether only what no answer reaches or reads has changed."""
    if isinstance(before, Item):
        return not before.points or (not instrument.has_total and before.scored != after.scored)
    if isinstance(before, Band):
        return bool(after.low < instrument.low or after.high > instrument.high)
    # The ends of a group are read only where a total of the whole scale can be given.
    ends_only = isinstance(before, Group) and before.items == after.items
    return ends_only and not instrument.has_total


def _numbers(row: Any) -> Iterator[Change]:
    """Each number of a row of a scale one step up and down."""
    for field in fields(row):
        key, value = field.name, getattr(row, field.name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            for moved in (value + 1, value - 1):
                yield (
                    "threshold",
                    f"{key} {value:g} moved to {moved:g}",
                    replace(row, **{key: moved}),
                )
        elif key == "points" and value:
            for at, points in enumerate(value):
                words = f"points {points:g} taken out"
                yield "points", words, replace(row, points=(*value[:at], *value[at + 1 :]))
        elif key in ("words", "weights"):
            for word, points in value.items():
                for moved in (points + 1, points - 1):
                    words = f"{key} {word} {points:g} made {moved:g}"
                    yield "points", words, replace(row, **{key: {**value, word: moved}})
        elif key == "items":
            for at, item in enumerate(value):
                changed = replace(row, items=(*value[:at], *value[at + 1 :]))
                yield "member", f"without {item}", changed
        elif key == "holds":
            yield from _criteria(row)
        elif key in ("scored", "words_only") and isinstance(value, bool):
            yield "flag", f"{key} {value} made {not value}", replace(row, **{key: not value})


def _criteria(flag: Any) -> Iterator[Change]:
    for at, row in enumerate(flag.holds):
        for place, criterion in enumerate(row):
            for end in ENDS:
                value = getattr(criterion.bounds, end)
                if value is None:
                    continue
                for moved in (value + 1, value - 1):
                    bounds = replace(criterion.bounds, **{end: moved})
                    changed = (*row[:place], replace(criterion, bounds=bounds), *row[place + 1 :])
                    holds = (*flag.holds[:at], changed, *flag.holds[at + 1 :])
                    words = f"row {at + 1}, {criterion.of} {end} {value:g} moved to {moved:g}"
                    yield "threshold", words, replace(flag, holds=holds)
