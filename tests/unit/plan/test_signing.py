"""A plan is a draft until somebody signs it; each loud warning has its own reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.plan import Decision, Signature, differences, revised, sign
from tests.unit.plan.plans import case_of, decided, plan_of, signature, step


def reasons_for(findings: Any) -> dict[str, str]:
    loud = (f.code for f in findings if f.severity >= Severity.MAJOR)
    return dict.fromkeys(loud, "discussed with the person")


def refusals(*given: Any) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        sign(*given)
    return [f"{each.place} {each.problem}" for each in refused.value.complaints]


def test_a_plan_is_signed_when_each_loud_warning_has_a_reason(knowledge: KnowledgeBase) -> None:
    answer, made = decided(case_of(plan_of(reason=None)), knowledge)
    said = reasons_for((*answer.findings, *made.findings))  # type: ignore[union-attr]
    assert "PLAN_NOT_JUSTIFIED" in said
    plan = sign(made, answer.findings, signature(**said))
    assert plan.is_signed
    assert plan.signatures[0].acknowledged == said


def test_a_warning_without_its_own_reason_keeps_the_plan_a_draft(
    knowledge: KnowledgeBase,
) -> None:
    answer, made = decided(case_of(plan_of(reason=None)), knowledge)
    said = reasons_for((*answer.findings, *made.findings))  # type: ignore[union-attr]
    del said["PLAN_NOT_JUSTIFIED"]
    assert refusals(made, answer.findings, signature(**said)) == [
        "signature.acknowledged PLAN_NOT_JUSTIFIED has no reason."
    ]
    blank = {**said, "PLAN_NOT_JUSTIFIED": "  "}
    assert refusals(made, answer.findings, signature(**blank))


def test_what_is_contraindicated_needs_a_second_signer(knowledge: KnowledgeBase) -> None:
    answer, made = decided(case_of(plan_of()), knowledge)
    louder = replace(answer.findings[0], code="PD_TEST", severity=Severity.CONTRAINDICATED)
    findings = (*answer.findings, louder)
    first = signature(**reasons_for(findings))
    assert refusals(made, findings, first) == ["second_signature PD_TEST needs a second signer."]
    assert refusals(made, findings, first, first)
    other = replace(first, by="Dr Novak")
    assert len(sign(made, findings, first, other).signatures) == 2
    silent = replace(other, acknowledged={})
    assert refusals(made, findings, first, silent) == [
        "second_signature.acknowledged PD_TEST has no reason."
    ]


def test_an_emergency_and_a_referral_are_never_signed(knowledge: KnowledgeBase) -> None:
    answer, made = decided(case_of(plan_of(), symptoms=["seizure"]), knowledge)
    said = signature(**reasons_for(answer.findings))
    assert "only be referred" in refusals(made, answer.findings, said, said)[0]
    calm_answer, calm = decided(case_of(plan_of()), knowledge)
    loud = replace(calm_answer.findings[0], code="SYM_TEST", severity=Severity.EMERGENCY)
    both = signature(SYM_TEST="x", **reasons_for(calm_answer.findings))
    assert any("SYM_TEST" in each for each in refusals(calm, (loud,), both, both))


def test_a_signed_plan_is_not_signed_again_but_revised(knowledge: KnowledgeBase) -> None:
    answer, made = decided(case_of(plan_of()), knowledge)
    assert isinstance(made, Decision)
    said = signature(**reasons_for(answer.findings))
    plan = sign(made, answer.findings, said)
    again = replace(made, plan=plan)
    assert any("signed already" in each for each in refusals(again, answer.findings, said))
    draft = revised(plan, goal="hold")
    assert (draft.version, draft.is_signed, draft.goal) == (2, False, "hold")
    assert {c.place for c in differences(plan, draft)} == {"version", "goal", "signatures"}


def test_a_plan_without_a_step_or_a_name_is_refused_with_everything(
    knowledge: KnowledgeBase,
) -> None:
    answer, made = decided(case_of(plan_of(steps=None)), knowledge)
    nobody = Signature(by=" ", role="", at=signature().at.replace(tzinfo=None), reason="")
    found = refusals(made, (), nobody)
    assert [each.split()[0] for each in found] == ["plan.steps", "signature", "signature.at"]
    assert not answer.plan.reason


def test_no_plan_cannot_be_signed(knowledge: KnowledgeBase) -> None:
    _, made = decided(case_of(None), knowledge)
    assert refusals(made, (), signature()) == ["plan There is none."]
    _, unreadable = decided(case_of(plan_of(steps=[step("dash", 1, 1)])), knowledge)
    assert any("phase" in each for each in refusals(unreadable, (), signature()))
