"""From findings and facts to what is done and where the person goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketum.evidence.rulebook import Stage
from ketum.finding import Disposition, Finding, Unanswered, Urgency
from ketum.management.tables import DecidedRow, OpenRow, Outcome, apply_tables
from ketum.reasoning import Missing, OpenQuestion, View, joined, judge, judge_facts

__all__ = ["Managed", "manage"]

CLOCK = {urgency: place for place, urgency in enumerate(Urgency)}
# A hundred a review: this costs half of what the class itself does.
_made = tuple.__new__
# What the person has, then what is combined, then what is used, then who the person is.
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
    here = outcome.disposition
    lacks: dict[str, Missing] = {row.row.id: row.missing for row in outcome.open_rows}
    for asked in questions:
        before = lacks.get(asked.needed_by)
        lacks[asked.needed_by] = joined((before, asked.missing)) if before else asked.missing
    why = joined(reversed(lacks.values()))
    needed: dict[str, list[str]] = {fact: [] for fact in why}
    for needed_by, missing in lacks.items():
        for fact in missing:
            needed[fact].append(needed_by)
    reach = dict.fromkeys(why, here)
    for row in sorted(outcome.open_rows, key=_nearest_first):
        reach.update(dict.fromkeys(row.missing, max(row.row.to, here)))
    order = sorted([(-reach[fact], -len(by), fact) for fact, by in needed.items()])
    return tuple(
        [
            _made(Unanswered, (fact, tuple(needed[fact]), why[fact], reach[fact]))
            for _, _, fact in order
        ]
    )


def _nearest_first(row: OpenRow) -> int:
    return row.row.to
