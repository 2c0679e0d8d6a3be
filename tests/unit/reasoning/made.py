"""Rules, rows and views made by hand: each test shows only what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from ketum.citation import Citation, Source, SourceKind
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Always, Condition, NoneOf, PersonIs
from ketum.evidence.rulebook import (
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
from ketum.facts import Interval, MeasureFact, establish
from ketum.facts.printed import Printed
from ketum.finding import Because, Certainty, Disposition, Finding, Severity, Urgency
from ketum.intake import Format, read
from ketum.reasoning import View

DAY = date(2026, 11, 22)
HOLDS = Always()
FAILS = NoneOf((Always(),))
DRIVES = PersonIs(drives=True)
PREGNANT = PersonIs(pregnant=True)
NURSES = PersonIs(breastfeeding=True)
AT_THE_WHEEL = Because(fact="person: drives", value="yes", where="person.drives")


def cite(
    name: str, kind: SourceKind = SourceKind.JUDGEMENT, *, confirmed: bool = False
) -> Citation:
    source = Source(
        id=name, kind=kind, title=name, authors=name, year="2026", locator=name, read="full text",
        confirmed=confirmed, checked=DAY,
    )  # fmt: skip
    return Citation(source=source, at="page 1", confirmed=confirmed)


def code(name: str) -> Code:
    return Code(code=name, usual=Severity.MINOR, title=f"title of {name}")


def view(
    knowledge: KnowledgeBase,
    findings: Iterable[Finding] = (),
    rulebook: Rulebook | None = None,
    **case: object,
) -> View:
    """A view of a case in which nothing was judged yet but the findings given."""
    facts = establish(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)
    known = replace(knowledge, rulebook=rulebook or book())
    return View(knowledge=known, facts=facts, findings={f.code: f for f in findings})


def finding(
    name: str,
    severity: Severity = Severity.MINOR,
    action: str = "Act.",
    because: tuple[Because, ...] = (),
) -> Finding:
    return Finding(
        code=name, severity=severity, urgency=Urgency.ROUTINE, title=f"title of {name}",
        action=action, because=because, cites=(), certainty=Certainty.JUDGEMENT, rule=f"of {name}",
    )  # fmt: skip


def rule(
    name: str,
    applies: Condition = HOLDS,
    severity: Severity = Severity.MINOR,
    grades: tuple[Grade, ...] = (),
    stage: Stage = Stage.SCREENING,
    urgency: Urgency | None = None,
    cites: tuple[Citation, ...] = (),
    *,
    raises: str = "",
    estimated: bool = False,
) -> Rule:
    """The rule `name`, which raises the code `raises`, or one of its own name."""
    return Rule(
        id=name, stage=stage, code=code(raises or name), severity=severity, urgency=urgency,
        action=f"Act on {name}.", applies=applies, grades=grades, cites=cites, reviewed=DAY,
        estimated=estimated,
    )  # fmt: skip


def grade(
    when: Condition,
    severity: Severity | None,
    action: str = "",
    urgency: Urgency | None = None,
) -> Grade:
    return Grade(when=when, severity=severity, urgency=urgency, action=action, why="")


def fact(name: str, holds: Condition, *, reads_findings: bool = False) -> NamedFact:
    return NamedFact(
        id=name, label=name, holds=holds, reads_findings=reads_findings, lowers=(), cites=(),
        reviewed=DAY,
    )  # fmt: skip


def row(
    name: str,
    raises: str,
    when: Condition = HOLDS,
    severity: Severity = Severity.MINOR,
    urgency: Urgency | None = None,
    cites: tuple[Citation, ...] = (),
) -> ManagementRow:
    return ManagementRow(
        id=name, code=code(raises), severity=severity, urgency=urgency, when=when,
        action=f"Act on {name}.", cites=cites, reviewed=DAY,
    )  # fmt: skip


def place(name: str, to: Disposition, when: Condition = HOLDS) -> DispositionRow:
    return DispositionRow(id=name, to=to, when=when, why="", cites=(), reviewed=DAY)


def conflict(
    name: str,
    when: Condition = HOLDS,
    drop: tuple[str, ...] = (),
    reword: tuple[tuple[str, str], ...] = (),
    add: tuple[tuple[str, str], ...] = (),
    leads: tuple[str, ...] = (),
) -> Conflict:
    return Conflict(
        id=name, when=when, drop_rows=drop, reword=reword, add=add, leads=leads, why="", cites=(),
        reviewed=DAY,
    )  # fmt: skip


def book(
    rules: tuple[Rule, ...] = (),
    facts: tuple[NamedFact, ...] = (),
    management: tuple[ManagementRow, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
    dispositions: tuple[DispositionRow, ...] = (place("last", Disposition.MONITOR),),
) -> Rulebook:
    return Rulebook(
        codes={}, rules=rules, facts=facts, management=management, conflicts=conflicts,
        dispositions=dispositions,
    )  # fmt: skip


def exactly(number: float) -> Interval:
    return Interval.exactly(number)


def measure(
    what: str = "potassium",
    value: Interval | None = None,
    place: str = "observations[0]",
    times_upper: Interval | None = None,
    words: tuple[str, ...] = (),
    at: date | datetime | None = None,
    *,
    current: bool = True,
    default_limit: bool = False,
    from_target: Interval | None = None,
    doubtful: bool = False,
    position: str = "",
    printed: Printed | None = None,
) -> MeasureFact:
    """A value that is labelled with its own identity and shown as "... shown"."""
    return MeasureFact(
        id=what, label=what, unit="mmol/L", value=value, times_upper=times_upper,
        default_limit=default_limit, from_target=from_target, doubtful=doubtful,
        position=position, words=frozenset(words), place=place, current=current, at=at,
        shown=f"{value} shown", printed=printed,
    )  # fmt: skip
