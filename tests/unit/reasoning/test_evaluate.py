"""Conditions are judged in three values, and say what made them hold or what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import (
    All,
    AnyOf,
    Condition,
    FactIs,
    FindingIs,
    Known,
    NoneOf,
    SeverityIs,
)
from ketum.finding import Because, Severity
from ketum.reasoning import Judgement, Missing, OpenQuestion, View, evaluate, joined
from ketum.truth import Truth
from tests.unit.reasoning.made import (
    AT_THE_WHEEL,
    DRIVES,
    FAILS,
    HOLDS,
    NURSES,
    PREGNANT,
    finding,
    view,
)

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
NO = Judgement(N)
NOT_PREGNANT_OR = {"person.pregnant": "Person: pregnant is not known."}
NOT_NURSING_OR = {"person.breastfeeding": "Person: breastfeeding is not known."}
SYMPTOMS = {"symptoms": "Nothing was said about symptoms."}


@pytest.fixture
def driver(knowledge: KnowledgeBase) -> View:
    """A person who drives, of whom nothing else is known."""
    return view(knowledge, person={"drives": True})


@pytest.mark.parametrize(
    ("parts", "every", "some", "none"),
    [
        ((HOLDS, HOLDS), Y, Y, N), ((HOLDS, FAILS), N, Y, N), ((FAILS, HOLDS), N, Y, N),
        ((FAILS, FAILS), N, N, Y), ((HOLDS, PREGNANT), U, Y, N), ((PREGNANT, HOLDS), U, Y, N),
        ((FAILS, PREGNANT), N, U, U), ((PREGNANT, FAILS), N, U, U), ((PREGNANT, NURSES), U, U, U),
    ],
)  # fmt: skip
def test_every_some_and_none_of_several_parts_follow_kleene(
    driver: View, parts: tuple[Condition, ...], every: Truth, some: Truth, none: Truth
) -> None:
    assert evaluate(All(parts), driver).truth is every
    assert evaluate(AnyOf(parts), driver).truth is some
    assert evaluate(NoneOf(parts), driver).truth is none


def test_what_holds_gives_the_reasons_of_the_parts_that_hold_each_once(driver: View) -> None:
    at_liver = Because(fact="title of COND_LIVER", value="minor", where="findings")
    ill = replace(driver, findings={"COND_LIVER": finding("COND_LIVER")})
    liver = FindingIs(code="COND_LIVER")
    both = Judgement(Y, (AT_THE_WHEEL, at_liver))
    assert evaluate(All((DRIVES, liver, DRIVES)), ill) == both
    assert evaluate(AnyOf((DRIVES, FAILS, PREGNANT, liver, DRIVES)), ill) == both


def test_what_cannot_be_told_gives_what_the_open_parts_lack_each_once(driver: View) -> None:
    both = Judgement(U, (), joined((NOT_PREGNANT_OR, NOT_NURSING_OR)))
    parts = (DRIVES, PREGNANT, NURSES, PREGNANT)
    assert evaluate(All(parts), driver) == both
    assert evaluate(AnyOf((FAILS, *parts[1:])), driver) == both
    assert evaluate(NoneOf((FAILS, *parts[1:])), driver) == both


def test_what_does_not_hold_gives_neither(driver: View) -> None:
    assert evaluate(All((DRIVES, PREGNANT, FAILS)), driver) == NO
    assert evaluate(AnyOf((FAILS, FAILS)), driver) == NO
    assert evaluate(NoneOf((DRIVES, PREGNANT)), driver) == NO
    assert evaluate(NoneOf((FAILS,)), driver) == Judgement(Y)


def test_known_holds_only_for_what_is_known_to_hold(driver: View) -> None:
    assert evaluate(Known(DRIVES), driver) == Judgement(Y, (AT_THE_WHEEL,))
    assert evaluate(Known(PREGNANT), driver) == NO
    assert evaluate(Known(FAILS), driver) == NO


@pytest.mark.parametrize(
    ("at_least", "holds"),
    [(Severity.MINOR, True), (Severity.MODERATE, True), (Severity.MAJOR, False)],
)
def test_a_finding_is_present_from_the_severity_that_is_asked_for(
    driver: View, at_least: Severity, holds: bool
) -> None:
    ill = replace(driver, findings={"SYM_PAIN": finding("SYM_PAIN", Severity.MODERATE)})
    shown = Because(fact="title of SYM_PAIN", value="moderate", where="findings")
    wanted = Judgement(Y, (shown,)) if holds else NO
    assert evaluate(FindingIs(code="SYM_PAIN", at_least=at_least), ill) == wanted
    assert evaluate(FindingIs(code="SYM_OTHER"), ill) == NO


def question(code: str, could_be: Severity, *missing: Missing) -> OpenQuestion:
    return OpenQuestion(
        needed_by=f"of {code}", code=code, could_be=could_be, missing=joined(missing)
    )


def asked(base: View, *questions: OpenQuestion) -> View:
    groups: Mapping[str, tuple[OpenQuestion, ...]] = {
        q.code: tuple(other for other in questions if other.code == q.code) for q in questions
    }
    return replace(base, open_questions=groups)


def test_a_finding_that_may_still_come_keeps_the_answer_open(driver: View) -> None:
    unsure = asked(
        driver,
        question("SYM_PAIN", Severity.MAJOR, SYMPTOMS, NOT_PREGNANT_OR),
        question("SYM_PAIN", Severity.EMERGENCY, NOT_NURSING_OR, SYMPTOMS),
    )

    def lacks(at_least: Severity) -> Missing:
        judged = evaluate(FindingIs(code="SYM_PAIN", at_least=at_least), unsure)
        assert judged.truth is (U if judged.missing else N)
        return judged.missing

    assert lacks(Severity.INFO) == joined((SYMPTOMS, NOT_PREGNANT_OR, NOT_NURSING_OR))
    assert lacks(Severity.MAJOR) == joined((SYMPTOMS, NOT_PREGNANT_OR, NOT_NURSING_OR))
    assert lacks(Severity.CONTRAINDICATED) == joined((NOT_NURSING_OR, SYMPTOMS))
    assert evaluate(FindingIs(code="SYM_OTHER"), unsure) == NO


def test_a_finding_below_what_is_asked_for_may_still_become_louder(driver: View) -> None:
    ill = replace(driver, findings={"SYM_PAIN": finding("SYM_PAIN", Severity.MINOR)})
    unsure = asked(ill, question("SYM_PAIN", Severity.MAJOR, SYMPTOMS))
    loud = FindingIs(code="SYM_PAIN", at_least=Severity.MAJOR)
    assert evaluate(loud, unsure) == Judgement(U, (), SYMPTOMS)
    assert evaluate(FindingIs(code="SYM_PAIN"), unsure).truth is Y


def test_any_clinical_finding_reaches_a_severity_and_what_follows_never_does(
    driver: View,
) -> None:
    found = [
        finding("SYM_PAIN", Severity.MAJOR), finding("COND_LIVER", Severity.EMERGENCY),
        finding("COND_LUNG", Severity.MODERATE), finding("MGMT_ECG", Severity.EMERGENCY),
        finding("LAW_BAN", Severity.EMERGENCY), finding("PLAN_RISK", Severity.EMERGENCY),
    ]  # fmt: skip
    ill = replace(driver, findings={f.code: f for f in found})
    assert evaluate(SeverityIs(at_least=Severity.MAJOR), ill) == Judgement(
        Y,
        (
            Because(fact="title of SYM_PAIN", value="major", where="findings"),
            Because(fact="title of COND_LIVER", value="emergency", where="findings"),
        ),
    )
    only_done = replace(driver, findings={f.code: f for f in found[3:]})
    assert evaluate(SeverityIs(at_least=Severity.INFO), only_done) == NO


def test_a_severity_is_open_while_any_rule_could_still_reach_it(driver: View) -> None:
    unsure = asked(
        driver,
        question("SYM_PAIN", Severity.MAJOR, SYMPTOMS),
        question("COND_LIVER", Severity.MINOR, NOT_PREGNANT_OR),
    )
    major = evaluate(SeverityIs(at_least=Severity.MAJOR), unsure)
    assert major == Judgement(U, (), SYMPTOMS)
    assert evaluate(SeverityIs(at_least=Severity.EMERGENCY), unsure) == NO


def test_a_named_fact_is_what_it_was_judged_to_be(driver: View) -> None:
    judged = Judgement(U, (), SYMPTOMS)
    assert evaluate(FactIs(name="ill"), replace(driver, named={"ill": judged})) == judged
