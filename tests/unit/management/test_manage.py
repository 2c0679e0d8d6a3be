"""What the room of management hands on: findings in order, and what was not checked."""

from __future__ import annotations

import random
from dataclasses import replace

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import AnyOf, FactIs, FindingIs
from ketum.evidence.rulebook import Stage
from ketum.finding import Disposition, Severity, Unanswered
from ketum.management import Managed, manage
from ketum.management.manage import FAMILIES
from ketum.reasoning import Missing, OpenQuestion, View, joined
from tests.unit.reasoning.made import (
    DRIVES,
    HOLDS,
    NURSES,
    PREGNANT,
    book,
    conflict,
    fact,
    finding,
    place,
    row,
    rule,
    view,
)


def codes(managed: Managed) -> list[str]:
    return [f.code for f in managed.findings]


def question(name: str, *missing: Missing) -> OpenQuestion:
    return OpenQuestion(
        needed_by=name, code=f"OF_{name}", could_be=Severity.MAJOR, missing=joined(missing)
    )


def asking(base: View, *questions: OpenQuestion) -> View:
    return replace(base, open_questions={q.code: (q,) for q in questions})


def test_only_the_rules_that_need_findings_are_tried_here(knowledge: KnowledgeBase) -> None:
    rules = tuple(rule(f"COND_{stage.name}", stage=stage) for stage in Stage)
    assert codes(manage(view(knowledge, rulebook=book(rules=rules)))) == ["COND_CROSS"]


def test_facts_are_judged_before_the_last_rules_and_again_after_them(
    knowledge: KnowledgeBase,
) -> None:
    made = book(
        rules=(rule("COND_LIVER", FactIs(name="early"), stage=Stage.CROSS),),
        facts=(
            fact("early", FindingIs(code="SYM_PAIN"), reads_findings=True),
            fact("late", FindingIs(code="COND_LIVER"), reads_findings=True),
        ),
        dispositions=(
            place("late", Disposition.STOP_AND_REFER, FactIs(name="late")),
            place("last", Disposition.MONITOR),
        ),
    )
    managed = manage(view(knowledge, [finding("SYM_PAIN")], made))
    assert codes(managed) == ["SYM_PAIN", "COND_LIVER"]
    assert managed.disposition is Disposition.STOP_AND_REFER
    assert [held.row.id for held in managed.rows] == ["late", "last"]
    assert manage(view(knowledge, rulebook=made)).disposition is Disposition.MONITOR


def test_the_most_severe_finding_comes_first_whatever_its_family(
    knowledge: KnowledgeBase,
) -> None:
    rising = [finding(f"COND_{s.name}", s) for s in Severity] + [finding("SYM_PAIN", Severity.INFO)]
    found = manage(view(knowledge, rising)).findings
    assert [f.severity for f in found] == [5, 4, 3, 2, 1, 0, 0]
    assert found[-2].code == "SYM_PAIN"


def test_among_equals_the_person_comes_before_what_is_combined_used_and_done(
    knowledge: KnowledgeBase,
) -> None:
    in_order = [
        *(f"{family}_{letter}" for family in FAMILIES for letter in "AB"), "LAW_A", "MGMT_A",
    ]  # fmt: skip
    assert in_order[0] == "SYM_A"
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert codes(manage(view(knowledge, map(finding, shuffled)))) == in_order


def test_what_leads_a_conflict_comes_first_in_its_family_and_severity(
    knowledge: KnowledgeBase,
) -> None:
    leads = conflict("C", leads=("MGMT_NALOXONE", "MGMT_ECG", "MGMT_STOP"))
    findings = [finding(f"MGMT_{name}") for name in ("AIRWAY", "ECG", "NALOXONE", "REFER")]
    findings += [finding("MGMT_STOP", Severity.INFO), finding("SYM_PAIN")]
    assert codes(manage(view(knowledge, findings, book(conflicts=(leads,))))) == [
        "SYM_PAIN", "MGMT_NALOXONE", "MGMT_ECG", "MGMT_AIRWAY", "MGMT_REFER", "MGMT_STOP",
    ]  # fmt: skip


def test_every_missing_fact_is_named_once_with_all_that_need_it(knowledge: KnowledgeBase) -> None:
    made = book(
        rules=(rule("cross", DRIVES, stage=Stage.CROSS),),
        management=(row("M1", "MGMT_ECG", AnyOf((DRIVES, PREGNANT))),),
        dispositions=(
            place("D1", Disposition.SUPERVISED_ONLY, DRIVES),
            place("D2", Disposition.MONITOR),
        ),
    )
    asked = question("early", {"symptoms": "Nothing was said about symptoms."})
    assert manage(asking(view(knowledge, rulebook=made), asked)).unanswered == (
        Unanswered(
            fact="person.drives", needed_by=("D1", "cross", "M1"),
            why="Person: drives is not known.", could_reach=Disposition.SUPERVISED_ONLY,
        ),
        Unanswered(
            fact="person.pregnant", needed_by=("M1",), why="Person: pregnant is not known.",
            could_reach=Disposition.MONITOR,
        ),
        Unanswered(
            fact="symptoms", needed_by=("early",), why="Nothing was said about symptoms.",
            could_reach=Disposition.MONITOR,
        ),
    )  # fmt: skip


def test_a_missing_fact_reaches_as_far_as_the_farthest_row_and_never_below_where_one_is(
    knowledge: KnowledgeBase,
) -> None:
    rows = (
        place("D1", Disposition.STOP_AND_REFER, PREGNANT),
        place("D2", Disposition.EMERGENCY, PREGNANT),
        place("D3", Disposition.STOP_AND_REFER, PREGNANT),
        place("D4", Disposition.SUPERVISED_ONLY, HOLDS),
        place("D5", Disposition.MONITOR, DRIVES),
    )
    made = book(management=(row("M1", "MGMT_ECG", NURSES),), dispositions=rows)
    reach = {u.fact: u.could_reach for u in manage(view(knowledge, rulebook=made)).unanswered}
    assert reach == {
        "person.pregnant": Disposition.EMERGENCY,
        "person.drives": Disposition.SUPERVISED_ONLY,
        "person.breastfeeding": Disposition.SUPERVISED_ONLY,
    }


def test_what_reaches_farthest_is_asked_first_then_what_most_need_then_by_name(
    knowledge: KnowledgeBase,
) -> None:
    a, b, c, d = ({name: f"{name} was not said."} for name in "abcd")
    questions = [question("r1", d, c, b), question("r2", b)]
    rows = (place("D1", Disposition.EMERGENCY, DRIVES), place("D2", Disposition.MONITOR))
    made = book(dispositions=rows)
    found = manage(asking(view(knowledge, rulebook=made), *questions, question("r3", a)))
    assert [u.fact for u in found.unanswered] == ["person.drives", "b", "a", "c", "d"]


def test_a_fact_that_is_missing_for_two_reasons_keeps_the_first(knowledge: KnowledgeBase) -> None:
    questions = (
        question("r1", {"medicines": "Not asked."}),
        question("r2", {"medicines": "Not complete."}),
    )
    (only,) = manage(asking(view(knowledge), *questions)).unanswered
    assert (only.why, only.needed_by) == ("Not asked.", ("r1", "r2"))
