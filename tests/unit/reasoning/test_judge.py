"""A rule that holds makes a finding, one that cannot tell leaves a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketum.citation import Citation, SourceKind
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import FactIs
from ketum.finding import Because, Certainty, Finding, Severity, Urgency
from ketum.reasoning import (
    OpenQuestion,
    View,
    certainty_of,
    joined,
    judge,
    judge_facts,
    merge,
    urgency_of,
)
from ketum.truth import Truth
from tests.unit.reasoning.made import (
    AT_THE_WHEEL,
    DRIVES,
    FAILS,
    HOLDS,
    NURSES,
    PREGNANT,
    cite,
    fact,
    finding,
    grade,
    rule,
    view,
)

PREGNANCY = {"person.pregnant": "Person: pregnant is not known."}
NURSING = {"person.breastfeeding": "Person: breastfeeding is not known."}
JUDGED = cite("judged")
UNREAD = cite("unread", SourceKind.LABEL)
READ = cite("read", SourceKind.LABEL, confirmed=True)


@pytest.fixture
def driver(knowledge: KnowledgeBase) -> View:
    return view(knowledge, person={"drives": True})


def only_finding(judged: View) -> Finding:
    (found,) = judged.findings.values()
    return found


def test_a_rule_that_holds_makes_its_finding(driver: View) -> None:
    made = rule("COND_A", DRIVES, Severity.MAJOR, cites=(JUDGED, UNREAD))
    judged = judge([made, rule("COND_B", FAILS)], driver)
    assert only_finding(judged) == Finding(
        code="COND_A", severity=Severity.MAJOR, urgency=Urgency.WITHIN_72_H,
        title="title of COND_A", action="Act on COND_A.", because=(AT_THE_WHEEL,),
        cites=(JUDGED, UNREAD), certainty=Certainty.UNCONFIRMED, rule="COND_A",
    )  # fmt: skip
    assert judged.open_questions == {}


def test_a_rule_says_how_urgent_it_is_and_whether_its_inputs_are_estimated(driver: View) -> None:
    made = rule("COND_A", urgency=Urgency.NOW, cites=(READ,), estimated=True)
    found = only_finding(judge([made], driver))
    assert (found.urgency, found.certainty) == (Urgency.NOW, Certainty.ESTIMATED)


def test_a_rule_that_cannot_tell_leaves_a_question_as_loud_as_it_could_become(
    driver: View,
) -> None:
    louder = (grade(FAILS, Severity.EMERGENCY), grade(HOLDS, None))
    judged = judge([rule("early", PREGNANT, Severity.MAJOR, louder, raises="COND_A")], driver)
    assert judged.findings == {}
    assert judged.open_questions == {
        "COND_A": (
            OpenQuestion(
                needed_by="early", code="COND_A", could_be=Severity.EMERGENCY, missing=PREGNANCY
            ),
        )
    }


def test_questions_of_one_code_are_kept_together_with_those_asked_before(driver: View) -> None:
    rules = [rule(name, PREGNANT, raises="COND_A") for name in ("r1", "r2")]
    first = judge(rules, driver)
    again = judge([rule("r3", NURSES, raises="COND_A"), rule("COND_B", PREGNANT)], first)
    asked = {c: [q.needed_by for q in group] for c, group in again.open_questions.items()}
    assert asked == {"COND_A": ["r1", "r2", "r3"], "COND_B": ["COND_B"]}


def test_the_first_grade_that_holds_sets_severity_action_urgency_and_adds_its_reasons(
    driver: View,
) -> None:
    grades = (
        grade(FAILS, Severity.EMERGENCY, "Never."),
        grade(DRIVES, Severity.MODERATE, "Rest.", Urgency.TODAY),
        grade(HOLDS, Severity.MAJOR, "Never either."),
    )
    found = only_finding(judge([rule("COND_A", HOLDS, Severity.MINOR, grades)], driver))
    assert (found.severity, found.action, found.urgency) == (
        Severity.MODERATE, "Rest.", Urgency.TODAY,
    )  # fmt: skip
    assert found.because == (AT_THE_WHEEL,)


def test_a_grade_without_words_or_urgency_leaves_those_of_the_rule(driver: View) -> None:
    made = rule("COND_A", DRIVES, Severity.MINOR, (grade(DRIVES, Severity.MAJOR),))
    found = only_finding(judge([replace(made, urgency=Urgency.NOW)], driver))
    assert (found.action, found.urgency) == ("Act on COND_A.", Urgency.NOW)
    assert found.because == (AT_THE_WHEEL,)
    assert only_finding(judge([made], driver)).urgency is Urgency.WITHIN_72_H


def test_a_grade_without_severity_means_no_finding(driver: View) -> None:
    quiet = judge([rule("COND_A", HOLDS, Severity.MAJOR, (grade(DRIVES, None),))], driver)
    assert (dict(quiet.findings), quiet.open_questions) == ({}, {})


def test_an_open_grade_above_the_one_that_holds_is_a_question_and_one_below_is_none(
    driver: View,
) -> None:
    grades = (
        grade(PREGNANT, Severity.MAJOR), grade(NURSES, Severity.EMERGENCY),
        grade(PREGNANT, Severity.MODERATE), grade(NURSES, Severity.MINOR),
        grade(PREGNANT, None), grade(HOLDS, Severity.MODERATE), grade(NURSES, Severity.EMERGENCY),
    )  # fmt: skip
    judged = judge([rule("COND_A", HOLDS, Severity.MINOR, grades)], driver)
    assert only_finding(judged).severity is Severity.MODERATE
    assert judged.open_questions["COND_A"] == (
        OpenQuestion(
            needed_by="COND_A", code="COND_A", could_be=Severity.EMERGENCY,
            missing=joined((PREGNANCY, NURSING)),
        ),
    )  # fmt: skip
    below = (grade(PREGNANT, Severity.MINOR), grade(NURSES, Severity.MODERATE))
    equal = judge([rule("COND_A", HOLDS, Severity.MODERATE, below)], driver)
    assert only_finding(equal).severity is Severity.MODERATE
    assert equal.open_questions == {}


def test_before_no_finding_at_all_every_open_grade_is_a_question(driver: View) -> None:
    grades = (grade(PREGNANT, Severity.INFO), grade(HOLDS, None))
    judged = judge([rule("COND_A", HOLDS, Severity.MAJOR, grades)], driver)
    assert judged.findings == {}
    assert judged.open_questions["COND_A"] == (
        OpenQuestion(needed_by="COND_A", code="COND_A", could_be=Severity.INFO, missing=PREGNANCY),
    )


def test_a_rule_sees_what_was_found_before_the_stage_and_not_what_its_neighbours_find(
    driver: View,
) -> None:
    before = replace(driver, findings={"SYM_PAIN": finding("SYM_PAIN")})
    judged = judge([rule("COND_A")], before)
    assert list(judged.findings) == ["SYM_PAIN", "COND_A"]
    assert list(before.findings) == ["SYM_PAIN"]


def test_facts_are_judged_in_order_and_may_ask_the_ones_before(driver: View) -> None:
    facts = [fact("first", DRIVES), fact("second", FactIs(name="first")), fact("third", FAILS)]
    known = judge_facts(facts, replace(driver, named={}))
    assert {name: judged.truth for name, judged in known.named.items()} == {
        "first": Truth.YES, "second": Truth.YES, "third": Truth.NO,
    }  # fmt: skip
    assert known.named["second"].because == (AT_THE_WHEEL,)
    assert list(judge_facts([fact("fourth", HOLDS)], known).named) == [
        "first", "second", "third", "fourth",
    ]  # fmt: skip


def reason(name: str) -> Because:
    return Because(fact=name, value="yes", where=name)


@pytest.mark.parametrize("louder_first", [True, False])
def test_of_two_findings_of_a_code_the_louder_speaks_and_the_reasons_of_both_are_kept(
    louder_first: bool,
) -> None:
    loud = replace(
        finding("COND_A", Severity.MAJOR, "Loud.", (reason("a"), reason("b"))),
        cites=(READ, JUDGED),
    )
    quiet = replace(
        finding("COND_A", Severity.MINOR, "Quiet.", (reason("b"), reason("c"))),
        cites=(JUDGED, UNREAD),
    )
    findings: dict[str, Finding] = {}
    for one in (loud, quiet) if louder_first else (quiet, loud):
        merge(findings, one)
    assert findings == {
        "COND_A": replace(
            loud, because=(reason("a"), reason("b"), reason("c")), cites=(READ, JUDGED, UNREAD)
        )
    }


def test_of_two_findings_as_loud_as_each_other_the_first_speaks() -> None:
    findings: dict[str, Finding] = {}
    merge(findings, finding("COND_A", action="First."))
    merge(findings, finding("COND_A", action="Second."))
    merge(findings, finding("COND_B"))
    assert [(f.code, f.action) for f in findings.values()] == [
        ("COND_A", "First."), ("COND_B", "Act."),
    ]  # fmt: skip


def test_an_urgency_that_is_given_counts_before_the_usual_one() -> None:
    assert urgency_of(Severity.EMERGENCY, Urgency.ROUTINE) is Urgency.ROUTINE
    usual = [urgency_of(severity, None) for severity in Severity]
    assert usual == [
        Urgency.ROUTINE, Urgency.ROUTINE, Urgency.ROUTINE, Urgency.WITHIN_72_H, Urgency.TODAY,
        Urgency.NOW,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cites", "estimated", "certainty"),
    [
        ((READ, JUDGED), True, Certainty.ESTIMATED), ((READ, JUDGED), False, Certainty.CONFIRMED),
        ((JUDGED, READ), False, Certainty.CONFIRMED), ((UNREAD, READ), False, Certainty.CONFIRMED),
        ((JUDGED, UNREAD), False, Certainty.UNCONFIRMED), ((UNREAD,), False, Certainty.UNCONFIRMED),
        ((JUDGED, JUDGED), False, Certainty.JUDGEMENT),
    ],
)  # fmt: skip
def test_a_finding_is_as_certain_as_the_best_of_its_sources_unless_it_is_estimated(
    cites: tuple[Citation, ...], estimated: bool, certainty: Certainty
) -> None:
    assert certainty_of(cites, estimated=estimated) is certainty
    assert certainty_of(iter(cites), estimated=estimated) is certainty
