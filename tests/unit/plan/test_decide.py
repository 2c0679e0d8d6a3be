"""Whether a plan can be justified, and what stands against each step."""

from __future__ import annotations

from typing import Any

import pytest

from ketum.dosing import LotContent
from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.plan import Decision, Referral
from ketum.plan.document import decision_object
from tests.unit.plan.plans import case_of, decided, plan_of, step


def checked(
    knowledge: KnowledgeBase, plan: dict[str, Any], more: dict[str, Any] | None = None, **case: Any
) -> Decision:
    _, made = decided(case_of(plan, **case), knowledge, **(more or {}))
    assert isinstance(made, Decision)
    return made


def codes(made: Decision) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in made.findings}


def test_a_whole_plan_with_slow_steps_has_nothing_against_it(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of())
    assert codes(made) == {}
    assert [each.change for each in made.steps] == pytest.approx([0, -1 / 6, -0.2])


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ({"symptoms": ["seizure"]}, "plan.refer.emergency"),
        ({"person": {"age_years": 30, "sex": "female", "pregnant": True}},
         "plan.refer.urgent_specialist"),
        ({"person": {"age_years": 16, "sex": "male"}}, "plan.refer.urgent_specialist"),
    ],
)  # fmt: skip
def test_what_is_absolute_ends_in_a_referral(
    case: dict[str, Any], rule: str, knowledge: KnowledgeBase
) -> None:
    answer, made = decided(case_of(plan_of(), **case), knowledge)
    assert isinstance(made, Referral)
    assert made.reasons[0].rule == rule
    assert made.reasons[0].because
    assert made.reasons[0].cites
    assert made.call
    assert all(each.option.recommended for each in made.options)
    assert answer.plan.answer == decision_object(made)


@pytest.mark.parametrize(
    "case",
    [
        {"kratom": [{"form": "7-OH tablets", "doses_per_day": 3}]},
        {"plan": plan_of(substance="7-OH")},
    ],
)
def test_a_concentrate_is_never_tapered_at_home(
    case: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    plan = case.pop("plan", plan_of())
    _, made = decided(case_of(plan, **case), knowledge)
    assert isinstance(made, Referral)
    assert "plan.refer.seven_oh" in [reason.rule for reason in made.reasons]


def test_recommended_treatment_stands_first_and_nothing_is_chosen(
    knowledge: KnowledgeBase,
) -> None:
    made = checked(knowledge, plan_of())
    order = [each.option.id for each in made.options]
    assert order[0].startswith("buprenorphine")
    assert order[2] == "methadone"
    assert order[-1] == "kratom-taper"
    assert "not a recommended treatment" in made.lead
    scores = {f.cows for f in made.options[0].figures if f.topic == "first-buprenorphine"}
    assert {8, 11, 12, 13} <= scores
    says = [f.says for f in made.options[0].figures if f.topic == "grams-and-buprenorphine"]
    assert any("0.84" in each for each in says)
    assert any("No correlation" in each for each in says)


def test_an_option_says_what_it_would_meet_in_this_case(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of(), medicines=["sertraline"])
    met = {
        each.medicine: {finding.code for finding in each.findings}
        for option in made.options
        for each in option.meets
    }
    assert "PD_PRECIPITATED_WITHDRAWAL" in met["naltrexone"]
    assert "PD_SEROTONIN" in met["methadone"]
    assert "PD_HYPOTENSION" in met["clonidine"]
    assert not met["ibuprofen"]


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        ({"reason": None}, "PLAN_NOT_JUSTIFIED", "declined"),
        ({"supervisor": None}, "PLAN_NOT_JUSTIFIED", "supervisor"),
        ({"lot": None}, "PLAN_NOT_JUSTIFIED", "certificate"),
        ({"stop_rules": None}, "PLAN_NO_MONITORING", "stop rules"),
        ({"check_ins": None}, "PLAN_NO_MONITORING", "check-ins"),
        ({"contacts": None}, "PLAN_NO_MONITORING", "call"),
    ],
)
def test_a_plan_that_lacks_what_it_must_hold_says_what(
    change: dict[str, Any], code: str, word: str, knowledge: KnowledgeBase
) -> None:
    found = {f.code: f for f in checked(knowledge, plan_of(**change)).findings}
    assert found[code].severity is Severity.MAJOR
    assert word in found[code].action


def test_a_plan_without_a_certificate_is_not_justified(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of(), product={"lot": "L1"})
    assert codes(made) == {"PLAN_NOT_JUSTIFIED": Severity.MAJOR}


def test_a_documented_refusal_in_the_case_counts_as_the_reason(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of(reason=None), circumstances=["refused buprenorphine"])
    assert codes(made) == {}


def test_a_plan_without_any_dose_needs_no_justification(knowledge: KnowledgeBase) -> None:
    bare = {"steps": [{"phase": "follow_up", "days": 28}], "substance": "none"}
    assert codes(checked(knowledge, bare)) == {}


TWO = step("hold", 10, 2, 2, 2)


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        # A step waits until the last change has settled; nine days where nothing was computed.
        ([step("hold", 9, 2, 2, 2), step("taper", 9, 2, 2, 1)], {}),
        ([step("hold", 8, 2, 2, 2), step("taper", 9, 2, 2, 1)],
         {"PLAN_STEP_TOO_FAST": Severity.MODERATE}),
        ([step("hold", 5, 2, 2, 2), step("taper", 9, 2, 2, 1)],
         {"PLAN_STEP_TOO_FAST": Severity.MODERATE}),
        ([step("hold", 4, 2, 2, 2), step("taper", 9, 2, 2, 1)],
         {"PLAN_STEP_TOO_FAST": Severity.MAJOR}),
        ([step("hold", 4, 2, 2, 2), step("hold", 9, 2, 2, 2)], {}),
        # A rise: up to a tenth, and beyond.
        ([step("hold", 9, 1, 2, 2), step("stabilise", 9, 1.5, 2, 2)],
         {"PLAN_STEP_TOO_FAST": Severity.MODERATE}),
        ([step("hold", 9, 1, 2, 2), step("stabilise", 9, 1.6, 2, 2)],
         {"PLAN_STEP_TOO_FAST": Severity.MAJOR}),
        # The first step against what is taken now (6 g).
        ([step("hold", 9, 2, 2, 2.1)], {"PLAN_STEP_TOO_FAST": Severity.MAJOR}),
        # One more intake a day, in the same grams, within 14 days and after them.
        ([step("hold", 9, 3, 3), step("hold", 9, 2, 2, 2)],
         {"PLAN_STEP_TOO_FAST": Severity.MAJOR}),
        ([step("hold", 9, 3, 3), step("hold", 14, 3), step("hold", 9, 1.5, 1.5)],
         {"PLAN_STEP_TOO_FAST": Severity.MAJOR, "PLAN_TAPER_STEEP": Severity.MODERATE}),
        # A quarter at once is the most that anybody published.
        ([TWO, step("taper", 9, 1.5, 1.5, 1.5)], {}),
        ([TWO, step("taper", 9, 1.5, 1.5, 1.4)], {"PLAN_TAPER_STEEP": Severity.MODERATE}),
    ],
)  # fmt: skip
def test_each_step_is_held_against_the_one_before(
    steps: list[dict[str, Any]], found: dict[str, Severity], knowledge: KnowledgeBase
) -> None:
    assert codes(checked(knowledge, plan_of(steps=steps))) == found


def test_days_to_settle_of_this_person_win_over_the_published_ones(
    knowledge: KnowledgeBase,
) -> None:
    slow = checked(knowledge, plan_of(), more={"steady_state_d": 10.5})
    assert codes(slow) == {"PLAN_STEP_TOO_FAST": Severity.MODERATE}


def test_milligrams_come_from_the_lot_or_say_that_they_do_not(knowledge: KnowledgeBase) -> None:
    lot = checked(knowledge, plan_of(), more={"contents": {"mitragynine": LotContent(20.0, 0.05)}})
    assert lot.steps[0].mitragynine_mg == pytest.approx((110.5, 120, 130.3), rel=0.01)
    assert not lot.not_checked
    leaf = checked(knowledge, plan_of())
    assert any("published leaf" in each for each in leaf.not_checked)
    extract = checked(knowledge, plan_of(substance="extract"))
    assert extract.steps[0].mitragynine_mg is None
    assert any("extract" in each for each in extract.not_checked)


def test_what_leaves_all_study_is_marked_at_its_step(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of())
    assert any("Beyond what was studied" in mark for mark in made.steps[0].marks)


def test_an_unknown_amount_is_said_and_not_taken_for_less(knowledge: KnowledgeBase) -> None:
    made = checked(knowledge, plan_of(), kratom=[{"form": "capsules"}])
    assert any("does not say how much" in each for each in made.not_checked)


def test_a_plan_that_cannot_be_read_is_not_justified_and_the_review_goes_on(
    knowledge: KnowledgeBase,
) -> None:
    answer, made = decided(case_of({"taper": "ten percent a week"}), knowledge)
    assert isinstance(made, Decision)
    assert made.complaints
    assert codes(made) == {"PLAN_NOT_JUSTIFIED": Severity.MAJOR}
    assert "PLAN_NOT_JUSTIFIED" in {finding.code for finding in answer.findings}


def test_what_stands_against_a_plan_moves_nobody(knowledge: KnowledgeBase) -> None:
    without, _ = decided(case_of(None), knowledge)
    with_plan, _ = decided(case_of({"taper": "stop"}), knowledge)
    assert with_plan.disposition is without.disposition
    assert without.plan.answer is None


def test_no_plan_begins_kratom_in_a_person_who_takes_none(knowledge: KnowledgeBase) -> None:
    _, made = decided(case_of(plan_of(), kratom=[]), knowledge)
    assert isinstance(made, Referral)
    assert [reason.rule for reason in made.reasons] == ["plan.refer.no_kratom"]
    rest = plan_of(steps=[{"phase": "follow_up", "days": 28}])
    assert isinstance(decided(case_of(rest, kratom=[]), knowledge)[1], Decision)


def test_a_course_that_ends_above_nothing_says_that_it_stops_there(
    knowledge: KnowledgeBase,
) -> None:
    _, made = decided(case_of(plan_of()), knowledge)
    assert isinstance(made, Decision)
    assert any("a stop from 4 g a day" in mark for mark in made.steps[-1].marks)
