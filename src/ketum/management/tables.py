"""The decision table: management rows, conflicts, disposition. Pure functions of a view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from ketum.evidence.rulebook import Conflict, DispositionRow, ManagementRow, Rulebook
from ketum.finding import Because, Disposition, Finding
from ketum.reasoning import (
    Judgement,
    Missing,
    OpenQuestion,
    Ready,
    View,
    certainty_of,
    made_ready,
    merge,
    urgency_of,
)
from ketum.truth import UNKNOWN, YES

# The tables of a few releases.
TABLES = 32
_Row = TypeVar("_Row", Conflict, DispositionRow, ManagementRow)

__all__ = ["DecidedRow", "OpenRow", "Outcome", "apply_tables", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """A row of the disposition table that held; the first one of an outcome decided."""

    row: DispositionRow
    because: tuple[Because, ...]


class OpenRow(NamedTuple):
    """A row of the disposition table that could not be decided, and what it lacks."""

    row: DispositionRow
    missing: Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the decision table makes of a view."""

    findings: tuple[Finding, ...]
    disposition: Disposition
    rows: tuple[DecidedRow, ...]
    open_rows: tuple[OpenRow, ...]
    open_questions: tuple[OpenQuestion, ...]
    leads: tuple[str, ...]


def apply_tables(view: View, book: Rulebook) -> Outcome:
    """Management rows, then conflicts, then the disposition, from the findings in the view.

    Management findings never take part in the disposition: the rows are judged on the
    clinical findings and facts alone.
    """
    rows, open_rows = place(book.dispositions, view)
    conflicts = [c for c, holds in _ready(book.conflicts, book) if holds(view).truth is YES]
    findings, questions = _management(book.management, conflicts, view)
    findings, led = _settle(findings, book.conflicts, view)
    return Outcome(
        findings=tuple(findings.values()),
        disposition=rows[0].row.to,
        rows=rows,
        open_rows=open_rows,
        open_questions=questions,
        leads=led,
    )


@lru_cache(maxsize=TABLES)
def _ready(rows: tuple[_Row, ...], book: Rulebook) -> tuple[tuple[_Row, Ready], ...]:
    """Each row with its condition made ready once."""
    return tuple((row, made_ready(row.when, book)) for row in rows)


def place(
    table: Iterable[DispositionRow], view: View
) -> tuple[tuple[DecidedRow, ...], tuple[OpenRow, ...]]:
    """The rows that hold, the first of which decides, and the rows that cannot be decided."""
    decided, undecided = [], []
    for row, holds in _ready(tuple(table), view.knowledge.rulebook):
        judgement = holds(view)
        if judgement.truth is YES:
            decided.append(DecidedRow(row=row, because=judgement.because))
        elif judgement.truth is UNKNOWN:
            undecided.append(OpenRow(row=row, missing=judgement.missing))
    return tuple(decided), tuple(undecided)


def _management(
    table: Iterable[ManagementRow], conflicts: Iterable[Conflict], view: View
) -> tuple[dict[str, Finding], tuple[OpenQuestion, ...]]:
    dropped = {row_id for conflict in conflicts for row_id in conflict.drop_rows}
    findings = dict(view.findings)
    questions = []
    for row, holds in _ready(tuple(table), view.knowledge.rulebook):
        if row.id in dropped:
            continue
        judgement = holds(view)
        if judgement.truth is YES:
            merge(findings, _row_finding(row, judgement))
        elif judgement.truth is UNKNOWN:
            questions.append(OpenQuestion(row.id, row.code.code, row.severity, judgement.missing))
    return findings, tuple(questions)


def _row_finding(row: ManagementRow, judgement: Judgement) -> Finding:
    return Finding(
        code=row.code.code,
        severity=row.severity,
        urgency=urgency_of(row.severity, row.urgency),
        title=row.code.title,
        action=row.action,
        because=judgement.because,
        cites=row.cites,
        certainty=certainty_of(row.cites),
        rule=row.id,
    )


def _settle(
    findings: dict[str, Finding], conflicts: Iterable[Conflict], view: View
) -> tuple[dict[str, Finding], tuple[str, ...]]:
    """Apply the wording of each conflict that holds once the management findings stand."""
    settled = dict(findings)
    leads: list[str] = []
    changed = {code for code, finding in settled.items() if view.findings.get(code) is not finding}
    # The wording that is settled below changes no code and no severity.
    full = view.with_findings(settled, view.open_questions, changed)
    for conflict, holds in _ready(tuple(conflicts), view.knowledge.rulebook):
        if holds(full).truth is not YES:
            continue
        led = [code for code in conflict.leads if code in settled]
        leads.extend(led)
        if conflict.one_card and led:
            head = max(led, key=lambda code: settled[code].severity)
            for code in led:
                shown_with = None if code == head else head
                settled[code] = replace(settled[code], shown_with=shown_with)
        for code, action in conflict.reword:
            if code in settled:
                settled[code] = replace(settled[code], action=action)
        for code, sentence in conflict.add:
            if code in settled and sentence not in settled[code].action:
                action = f"{settled[code].action} {sentence}"
                settled[code] = replace(settled[code], action=action)
    return settled, tuple(dict.fromkeys(leads))
