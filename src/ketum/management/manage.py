"""From findings and facts to what is done and where the person goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketum.evidence.rulebook import Stage
from ketum.finding import Disposition, Finding, Unanswered
from ketum.management.tables import DecidedRow, Outcome, apply_tables
from ketum.reasoning import OpenQuestion, View, judge, judge_facts

__all__ = ["Managed", "manage"]

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
    """Most severe first; among equals by family, then what leads a conflict, then by code."""
    lead = {code: place for place, code in enumerate(outcome.leads)}

    def rank(finding: Finding) -> tuple[int, int, int, str]:
        family = finding.code.partition("_")[0]
        place = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
        return (-finding.severity, place, lead.get(finding.code, len(lead)), finding.code)

    return tuple(sorted(outcome.findings, key=rank))


def _unanswered(outcome: Outcome, questions: Iterable[OpenQuestion]) -> tuple[Unanswered, ...]:
    """One entry per missing fact; those that could change the disposition come first."""
    why: dict[str, str] = {}
    needed: dict[str, list[str]] = {}
    reach: dict[str, Disposition] = {}
    for row in outcome.open_rows:
        to = row.row.to
        for fact, sentence in row.missing:
            if fact not in needed:
                why[fact], needed[fact], reach[fact] = sentence, [], outcome.disposition
            needed[fact].append(row.row.id)
            reach[fact] = max(reach[fact], to)
    for needed_by, _, _, missing in questions:
        for fact, sentence in missing:
            if fact in needed:
                needed[fact].append(needed_by)
            else:
                why[fact], needed[fact], reach[fact] = sentence, [needed_by], outcome.disposition
    by = {fact: tuple(dict.fromkeys(rules)) for fact, rules in needed.items()}
    order = sorted(by, key=lambda fact: (-reach[fact], -len(by[fact]), fact))
    return tuple(
        Unanswered(
            fact=fact,
            needed_by=by[fact],
            why=why[fact],
            could_reach=reach[fact],
        )
        for fact in order
    )
