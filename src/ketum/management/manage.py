"""From findings and facts to what is done and where the person goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from ketum.evidence.rulebook import Stage
from ketum.finding import Disposition, Finding, Unanswered, Urgency
from ketum.management.tables import DecidedRow, OpenRow, Outcome, apply_tables
from ketum.reasoning import OpenQuestion, View, judge, judge_facts

__all__ = ["Managed", "manage"]

# What the person has, then what is combined, then what is used, then who the person is.
CLOCK = {urgency: place for place, urgency in enumerate(Urgency)}
FAMILIES = ("SYM", "ACUTE", "LAB", "PD", "PK", "POLYPHARMACY", "PROD", "DOSE", "COND", "DRIVING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """All findings, most severe first, the disposition, the rows that held, what is open.

    `cross` is the view that the rules of the stage `cross` read, `tables` the one that the
    rows of the tables read.
    """

    findings: tuple[Finding, ...]
    disposition: Disposition
    rows: tuple[DecidedRow, ...]
    unanswered: tuple[Unanswered, ...]
    cross: View
    tables: View


def manage(view: View) -> Managed:
    """Run the decision table over a view that screening and interactions have filled."""
    book = view.knowledge.rulebook
    cross = judge_facts(book.facts, view)
    view = judge_facts(book.facts, judge(book.of_stage(Stage.CROSS), cross))
    outcome = apply_tables(view, book)
    questions = [q for group in view.open_questions.values() for q in group]
    return Managed(
        findings=_in_order(outcome),
        disposition=outcome.disposition,
        rows=outcome.rows,
        unanswered=_unanswered(outcome, (*questions, *outcome.open_questions)),
        cross=cross,
        tables=view,
    )


def _in_order(outcome: Outcome) -> tuple[Finding, ...]:
    """Most severe first; among equals by clock, family, what leads a conflict, then by code."""
    lead = {code: place for place, code in enumerate(outcome.leads)}

    def rank(finding: Finding) -> tuple[int, int, int, int, str]:
        family = finding.code.partition("_")[0]
        place = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
        clock = CLOCK[finding.urgency]
        leads = lead.get(finding.code, len(lead))
        return (-finding.severity, clock, place, leads, finding.code)

    return tuple(sorted(outcome.findings, key=rank))


def _unanswered(outcome: Outcome, questions: Iterable[OpenQuestion]) -> tuple[Unanswered, ...]:
    """One entry per missing fact; those that could change the disposition come first."""
    why: dict[str, str] = {}
    needed: dict[str, list[str]] = {}
    reach: dict[str, Disposition] = {}
    rows = [(row.row.id, row.missing) for row in outcome.open_rows]
    for needed_by, missing in chain(rows, ((q.needed_by, q.missing) for q in questions)):
        for fact, sentence in missing:
            by = needed.get(fact)
            if by is None:
                why[fact], needed[fact] = sentence, [needed_by]
            elif by[-1] != needed_by:
                by.append(needed_by)
    for row in sorted(outcome.open_rows, key=_furthest_first):
        for fact, _ in row.missing:
            if fact not in reach:
                reach[fact] = max(row.row.to, outcome.disposition)
    here = outcome.disposition
    order = sorted([(-reach.get(fact, here), -len(by), fact) for fact, by in needed.items()])
    return tuple(
        [
            Unanswered(fact, tuple(needed[fact]), why[fact], reach.get(fact, here))
            for _, _, fact in order
        ]
    )


def _furthest_first(row: OpenRow) -> int:
    return -row.row.to
