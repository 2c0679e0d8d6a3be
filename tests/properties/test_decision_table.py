"""The laws of the decision table, over random sets of findings and facts.

`make test` tries 20,000 sets once and always the same ones; `make drill` draws new ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.evidence.rulebook import Rulebook
from ketum.facts import establish
from ketum.finding import Certainty, Disposition, Finding, Severity, Urgency
from ketum.management.tables import OpenRow, apply_tables, place
from ketum.reasoning import Judgement, OpenQuestion, View
from ketum.truth import Truth

SETS = 20_000
FLOORS = {
    Severity.EMERGENCY: Disposition.URGENT_SPECIALIST,
    Severity.CONTRAINDICATED: Disposition.STOP_AND_REFER,
    Severity.MAJOR: Disposition.SUPERVISED_ONLY,
}


@pytest.fixture(scope="module")
def empty(knowledge: KnowledgeBase) -> View:
    facts = establish(Case(on=date(2026, 11, 22)), knowledge)
    return View(knowledge=knowledge, facts=facts)


def finding(code: str, severity: Severity) -> Finding:
    return Finding(
        code=code, severity=severity, urgency=Urgency.ROUTINE, title=code, action="-",
        because=(), cites=(), certainty=Certainty.JUDGEMENT, rule="random",
    )  # fmt: skip


def judged(truth: Truth) -> Judgement:
    return Judgement.of(truth, (), {"something": "It was not asked."})


def random_views(empty: View, seed: int, number: int) -> Iterator[View]:
    """Views with up to six findings, facts yes, no or unknown, and codes still open."""
    chance = random.Random(seed)
    book = empty.knowledge.rulebook
    codes = sorted(book.codes)
    for _ in range(number):
        chosen = chance.sample(codes, chance.randint(0, 6))
        findings = {code: finding(code, chance.choice(list(Severity))) for code in chosen}
        still_open = {
            code: (
                OpenQuestion(
                    needed_by="random", code=code, could_be=chance.choice(list(Severity)),
                    missing={"something": "It was not asked."},
                ),
            )
            for code in chance.sample(codes, chance.randint(0, 6))
        }  # fmt: skip
        weights = [chance.random() * 0.2, 1, chance.random()]
        named = {
            fact.id: judged(chance.choices([Truth.YES, Truth.NO, Truth.UNKNOWN], weights)[0])
            for fact in book.facts
        }
        yield replace(empty, findings=findings, open_questions=still_open, named=named)


@dataclass(frozen=True)
class Placed:
    disposition: Disposition
    held: set[str]
    still_open: tuple[OpenRow, ...]


def decide(view: View) -> Placed:
    rows, still_open = place(view.knowledge.rulebook.dispositions, view)
    return Placed(rows[0].row.to, {row.row.id for row in rows}, still_open)


def lowering(book: Rulebook) -> set[str]:
    """The named downgrades: facts that keep a row from holding, marked so in the data."""
    return {fact.id for fact in book.facts if fact.lowers}


def test_adding_a_finding_or_a_fact_never_lowers_the_disposition(empty: View) -> None:
    book = empty.knowledge.rulebook
    chance = random.Random(2)
    codes = sorted(book.codes)
    facts = sorted({fact.id for fact in book.facts} - lowering(book))
    for view in random_views(empty, 1, SETS):
        before = decide(view).disposition
        code = chance.choice(codes)
        severity = max(chance.choice(list(Severity)), _severity(view.findings, code))
        louder = replace(view, findings={**view.findings, code: finding(code, severity)})
        assert decide(louder).disposition >= before, (code, severity)
        fact = chance.choice(facts)
        more = replace(view, named={**view.named, fact: judged(Truth.YES)})
        assert decide(more).disposition >= before, fact


def _severity(findings: Mapping[str, Finding], code: str) -> Severity:
    return findings[code].severity if code in findings else Severity.INFO


def test_management_law_and_plan_findings_never_move_the_disposition(empty: View) -> None:
    book = empty.knowledge.rulebook
    followers = [code for code in book.codes if code.startswith(("MGMT_", "LAW_", "PLAN_"))]
    chance = random.Random(4)
    for view in random_views(empty, 3, SETS):
        added = {code: finding(code, chance.choice(list(Severity))) for code in followers}
        with_them = replace(view, findings={**view.findings, **added})
        without = {c: f for c, f in view.findings.items() if c not in followers}
        assert decide(with_them).disposition == decide(replace(view, findings=without)).disposition


def test_a_severity_sets_a_floor_under_the_disposition(empty: View) -> None:
    for view in random_views(empty, 5, SETS // 4):
        outcome = decide(view)
        clinical = [f.severity for f in view.findings.values() if f.is_clinical]
        if clinical:
            floor = FLOORS.get(max(clinical), Disposition.MONITOR)
            assert outcome.disposition >= floor


def test_unknown_never_counts_as_false(empty: View) -> None:
    """Whatever was decided while facts were unknown stays decided when they turn out as "no"
    or "yes": a row that held on unknown facts holds on every settling of them."""
    chance = random.Random(7)
    for view in random_views(empty, 6, SETS):
        outcome = decide(view)
        every = {row.id for row in view.knowledge.rulebook.dispositions}
        not_held = every - outcome.held - {row.row.id for row in outcome.still_open}
        settled = {
            name: judged(chance.choice([Truth.YES, Truth.NO]))
            if judgement.truth is Truth.UNKNOWN
            else judgement
            for name, judgement in view.named.items()
        }
        later = decide(replace(view, named=settled)).held
        assert outcome.held <= later
        assert not (not_held & later)


def test_an_unknown_fact_is_reported_with_the_row_that_needs_it(empty: View) -> None:
    for view in random_views(empty, 8, SETS // 10):
        outcome = decide(view)
        for row in outcome.still_open:
            assert row.missing, row.row.id


def test_a_named_downgrade_lowers_nothing_but_its_row(empty: View) -> None:
    book = empty.knowledge.rulebook
    rows = {row.id: row for row in book.dispositions}
    for fact in (fact for fact in book.facts if fact.lowers):
        for view in random_views(empty, 9, SETS // 10):
            without = replace(view, named={**view.named, fact.id: judged(Truth.NO)})
            with_it = replace(view, named={**view.named, fact.id: judged(Truth.YES)})
            before, after = decide(without).held, decide(with_it).held
            assert before - after <= set(fact.lowers)
            assert all(rows[row].to < Disposition.EMERGENCY for row in before - after)


def test_the_tables_place_a_view_as_the_disposition_alone_does(empty: View) -> None:
    book = empty.knowledge.rulebook
    for view in random_views(empty, 10, SETS // 100):
        outcome = apply_tables(view, book)
        assert outcome.disposition == decide(view).disposition
        assert {f.code for f in view.findings.values()} <= {f.code for f in outcome.findings}
