"""Reading `knowledge/rules`, and checking that the rules fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.resources.abc import Traversable

from ketum.citation import Source
from ketum.evidence import conditions
from ketum.evidence.conditions import Condition
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.rulebook import (
    AlternativeRow,
    Code,
    Conflict,
    DispositionRow,
    Grade,
    ManagementRow,
    NamedFact,
    Rule,
    Rulebook,
    Stage,
)
from ketum.finding import FOLLOWING_FAMILIES, Disposition, Severity

__all__ = ["conditions_of", "read_rulebook"]

UNKNOWN_CODE = Code(code="", usual=Severity.EMERGENCY, title="")
TABLE_LANGUAGE = (
    conditions.All,
    conditions.AnyOf,
    conditions.NoneOf,
    conditions.Always,
    conditions.FindingIs,
    conditions.SeverityIs,
    conditions.FactIs,
)


def read_rulebook(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Rulebook:
    """All rules of a release. Every fault is appended to `faults`; nothing is raised."""
    codes = {code.code: code for code in _codes(folder, sources, faults)}
    rules = tuple(_rules(folder, codes, sources, faults))
    facts = _in_reading_order(list(_facts(folder, sources, faults)), faults)
    book = Rulebook(
        codes=codes,
        rules=rules,
        facts=facts,
        management=tuple(_management(folder, codes, sources, faults)),
        conflicts=tuple(_conflicts(folder, sources, faults)),
        dispositions=tuple(_dispositions(folder, sources, faults)),
    )
    _check_references(book, faults)
    return book


def conditions_of(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition inside it."""
    yield condition
    if isinstance(condition, conditions.All | conditions.AnyOf | conditions.NoneOf):
        for part in condition.parts:
            yield from conditions_of(part)
    elif isinstance(condition, conditions.Known):
        yield from conditions_of(condition.part)


def _open(
    folder: Traversable, file: str, kind: str, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Entry]:
    name = f"rules/{file}"
    content = read_toml(folder.joinpath(file), name, faults)
    yield from read_entries(content, kind, name, sources, faults)


def _codes(folder: Traversable, sources: Mapping[str, Source], faults: list[str]) -> Iterator[Code]:
    for entry in _open(folder, "codes.toml", "code", sources, faults):
        entry.cites()
        entry.day("reviewed")
        yield Code(
            code=entry.text("id"),
            usual=entry.severity("usual"),
            title=entry.text("title"),
            denied_by=entry.words("denied_by"),
        )


def _code(entry: Entry, codes: Mapping[str, Code]) -> Code:
    code = entry.text("code")
    if code not in codes:
        entry.fault(f"`{code}` is not in rules/codes.toml. Add it there or correct it.")
    return codes.get(code, UNKNOWN_CODE)


def _rules(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> Iterator[Rule]:
    seen: set[str] = set()
    for stage in Stage:
        files = sorted(f.name for f in folder.joinpath(stage.value).iterdir())
        for file in files:
            for entry in _open(folder, f"{stage.value}/{file}", "rule", sources, faults):
                rule = _rule(entry, stage, codes)
                if rule.id in seen:
                    entry.fault("another file already has a rule with this id. Rename one.")
                seen.add(rule.id)
                yield rule


def _rule(entry: Entry, stage: Stage, codes: Mapping[str, Code]) -> Rule:
    code = _code(entry, codes)
    return Rule(
        id=entry.text("id"),
        stage=stage,
        code=code,
        severity=entry.severity("severity", code.usual),
        urgency=entry.urgency(),
        action=entry.text("action"),
        applies=entry.condition("applies"),
        grades=tuple(_grade(grade) for grade in entry.entries("modify")),
        cites=entry.cites(),
        reviewed=entry.day("reviewed"),
        estimated=entry.flag("estimated"),
        alternatives=tuple(_alternative(row) for row in entry.entries("alternative")),
    )


def _alternative(entry: Entry) -> AlternativeRow:
    row = AlternativeRow(when=entry.condition("when"), text=entry.text("text"), cites=entry.cites())
    entry.finish()
    return row


def _grade(entry: Entry) -> Grade:
    silent = entry.table.get("severity") == "silent"
    grade = Grade(
        when=entry.condition("when"),
        severity=None if silent else entry.severity("severity"),
        urgency=entry.urgency(),
        action=entry.text("action", ""),
        why=entry.text("why", ""),
    )
    entry.used.add("severity")
    entry.finish()
    return grade


def _facts(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[NamedFact]:
    for entry in _open(folder, "facts.toml", "fact", sources, faults):
        holds = entry.condition("holds")
        yield NamedFact(
            id=entry.text("id"),
            label=entry.text("label"),
            holds=holds,
            reads_findings=_reads_findings(holds),
            lowers=entry.words("lowers"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )


def _management(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> Iterator[ManagementRow]:
    for entry in _open(folder, "management.toml", "row", sources, faults):
        yield ManagementRow(
            id=entry.text("id"),
            code=_code(entry, codes),
            severity=entry.severity("severity"),
            urgency=entry.urgency(),
            when=entry.condition("when"),
            action=entry.text("action"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )


def _conflicts(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Conflict]:
    for entry in _open(folder, "conflicts.toml", "conflict", sources, faults):
        yield Conflict(
            id=entry.text("id"),
            when=entry.condition("when"),
            drop_rows=entry.words("drop_rows"),
            reword=entry.pairs("reword"),
            add=entry.pairs("add"),
            leads=entry.words("leads"),
            one_card=entry.flag("one_card"),
            why=entry.text("why"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )


def _dispositions(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[DispositionRow]:
    for entry in _open(folder, "disposition.toml", "row", sources, faults):
        to = entry.text("to")
        if to.upper() not in Disposition.__members__:
            entry.fault(f"`to` must be one of {', '.join(d.word for d in Disposition)}.")
            to = Disposition.EMERGENCY.name
        yield DispositionRow(
            id=entry.text("id"),
            to=Disposition[to.upper()],
            when=entry.condition("when"),
            why=entry.text("why"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )


def _reads_findings(condition: Condition) -> bool:
    return any(
        isinstance(part, conditions.FindingIs | conditions.SeverityIs)
        for part in conditions_of(condition)
    )


def _in_reading_order(facts: list[NamedFact], faults: list[str]) -> tuple[NamedFact, ...]:
    """Facts so ordered that each comes after the facts it reads."""
    by_id = {fact.id: fact for fact in facts}
    graph = {
        fact.id: {
            part.name for part in conditions_of(fact.holds) if isinstance(part, conditions.FactIs)
        }
        for fact in facts
    }
    try:
        order = [name for name in TopologicalSorter(graph).static_order() if name in by_id]
    except CycleError as error:
        faults.append(f"rules/facts.toml: facts read each other in a circle: {error.args[1]}.")
        return ()
    ordered: dict[str, NamedFact] = {}
    for name in order:
        fact = by_id[name]
        reads = fact.reads_findings or any(
            ordered[inner].reads_findings for inner in graph[name] if inner in ordered
        )
        ordered[name] = NamedFact(
            id=fact.id,
            label=fact.label,
            holds=fact.holds,
            reads_findings=reads,
            lowers=fact.lowers,
            cites=fact.cites,
            reviewed=fact.reviewed,
        )
    return tuple(ordered.values())


def _check_references(book: Rulebook, faults: list[str]) -> None:
    """Every fact and code named must exist, and be readable at that stage."""
    facts = {fact.id: fact for fact in book.facts}

    def check(where: str, condition: Condition, *, early: bool, table: bool = False) -> None:
        for part in conditions_of(condition):
            if table and not isinstance(part, TABLE_LANGUAGE):
                faults.append(f"{where}: a table row reads findings and facts only.")
            if isinstance(part, conditions.FactIs):
                fact = facts.get(part.name)
                if fact is None:
                    faults.append(f"{where}: rules/facts.toml has no fact `{part.name}`.")
                elif early and fact.reads_findings:
                    faults.append(
                        f"{where}: `{part.name}` reads findings, so only the stage"
                        " `cross` and the tables may use it."
                    )
            elif isinstance(part, conditions.FindingIs) and part.code not in book.codes:
                faults.append(f"{where}: rules/codes.toml has no code `{part.code}`.")

    for rule in book.rules:
        early = rule.stage is not Stage.CROSS
        for condition in rule.conditions:
            check(f"rule {rule.id}", condition, early=early)
            if rule.stage is Stage.SCREENING and _reads_findings(condition):
                faults.append(f"rule {rule.id}: screening comes first and reads no findings.")
    for fact in book.facts:
        check(f"fact {fact.id}", fact.holds, early=False)
    for managed in book.management:
        check(f"row {managed.id}", managed.when, early=False, table=True)
    for placed in book.dispositions:
        check(f"row {placed.id}", placed.when, early=False, table=True)
    for conflict in book.conflicts:
        check(f"conflict {conflict.id}", conflict.when, early=False)
    _check_table(book, faults)


def _check_table(book: Rulebook, faults: list[str]) -> None:
    for row in book.dispositions:
        for part in conditions_of(row.when):
            if isinstance(part, conditions.FindingIs) and part.code.startswith(
                tuple(f"{family}_" for family in FOLLOWING_FAMILIES)
            ):
                faults.append(
                    f"row {row.id}: {part.code} follows the disposition and cannot decide it."
                )
    rows = {row.id for row in book.management} | {row.id for row in book.dispositions}
    for conflict in book.conflicts:
        named = {code for code, _ in (*conflict.reword, *conflict.add)} | set(conflict.leads)
        for code in sorted(named - set(book.codes)):
            faults.append(f"conflict {conflict.id}: rules/codes.toml has no code `{code}`.")
        for row_id in sorted(set(conflict.drop_rows) - rows):
            faults.append(f"conflict {conflict.id}: there is no row `{row_id}`.")
    for fact in book.facts:
        if fact.lowers and not isinstance(fact.holds, conditions.Known):
            faults.append(f"fact {fact.id}: a fact that lowers a row must be `known`.")
        for row_id in sorted(set(fact.lowers) - rows):
            faults.append(f"fact {fact.id}: `lowers` names no row `{row_id}`.")
    last = book.dispositions[-1] if book.dispositions else None
    if last is None or not isinstance(last.when, conditions.Always):
        faults.append("rules/disposition.toml: the last row must hold `always`.")
    targets = [row.to for row in book.dispositions]
    if targets != sorted(targets, reverse=True):
        faults.append("rules/disposition.toml: rows must run from the highest to the lowest.")
