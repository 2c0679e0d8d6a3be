"""A person sees an amount only from a plan that was signed and still stands; in plain words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.plan import Decision, sign
from ketum.plan.person import PersonPlan, for_person, standing
from ketum.report.person_plan_text import render_person_plan
from tests.unit.plan.plans import case_of, decided, plan_of, signature
from tests.unit.report.test_handout import BANNED, DOSE_OR_LEVEL, syllables_of, words

DAY = date(2026, 11, 25)


def signed(knowledge: KnowledgeBase) -> tuple[Decision, tuple]:  # type: ignore[type-arg]
    answer, made = decided(case_of(plan_of()), knowledge)
    assert isinstance(made, Decision)
    loud = {f.code: "discussed" for f in answer.findings if f.severity >= Severity.MAJOR}
    plan = sign(made, answer.findings, signature(**loud))
    return replace(made, plan=plan), answer.findings


def text_of(said: PersonPlan) -> str:
    return render_person_plan(said, DAY)


def test_a_signed_plan_shows_the_amounts_of_its_day(knowledge: KnowledgeBase) -> None:
    made, findings = signed(knowledge)
    shown = text_of(for_person(made, findings, DAY, knowledge))
    assert "YOUR PLAN WITH DR ROY" in shown
    assert "- 7:00 am: 2 grams" in shown
    assert shown.count(": 2 grams") == 3
    later = text_of(for_person(made, findings, date(2026, 12, 30), knowledge))
    assert "This plan is over" in later
    assert "Do not stop all at once" in later
    early = text_of(for_person(made, findings, date(2026, 11, 1), knowledge))
    assert "has not begun" in early
    assert "grams" not in early + later
    assert not DOSE_OR_LEVEL.search(later)


@pytest.mark.parametrize("case", [{}, {"symptoms": ["seizure"]}, {"kratom": [{"form": "7-OH"}]}])
def test_an_unsigned_or_referred_plan_shows_no_amount(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    answer, made = decided(case_of(plan_of(), **case), knowledge)
    said = for_person(made, answer.findings, DAY, knowledge)
    assert not said.intakes
    assert "grams" not in text_of(said)
    assert standing(made, answer.findings)


def test_a_plan_that_could_no_longer_be_signed_shows_no_amount(knowledge: KnowledgeBase) -> None:
    made, findings = signed(knowledge)
    assert not standing(made, findings)
    new = replace(findings[0], code="PD_NEW", severity=Severity.MAJOR)
    assert standing(made, (*findings, new))
    assert not for_person(made, (*findings, new), DAY, knowledge).intakes


def test_every_sentence_is_short_plain_and_without_blame(knowledge: KnowledgeBase) -> None:
    said = [t.text for t in knowledge.texts.values() if t.id.startswith("plan.person.")]
    sentences = [s for text in said for s in re.split(r"(?<=[.!?:])\s+", text)]
    flat = [word for sentence in sentences for word in words(sentence)]
    grade = 0.39 * len(flat) / len(sentences) + 11.8 * sum(map(syllables_of, flat)) / len(flat)
    assert grade - 15.59 <= 6
    assert all(len(words(sentence)) <= 12 for sentence in sentences)
    assert not any(BANNED.search(text) or DOSE_OR_LEVEL.search(text) for text in said)


def test_a_plan_that_was_edited_after_it_was_signed_shows_no_amount(
    knowledge: KnowledgeBase,
) -> None:
    made, findings = signed(knowledge)
    assert made.plan is not None
    longer = replace(made.plan.steps[0], days=90)
    edited = replace(made, plan=replace(made.plan, steps=(longer, *made.plan.steps[1:])))
    (complaint,) = standing(edited, findings)
    assert "not the plan that was signed" in complaint.problem
    assert not for_person(edited, findings, DAY, knowledge).intakes
    unbound = tuple(replace(each, of="") for each in made.plan.signatures)
    assert standing(replace(made, plan=replace(made.plan, signatures=unbound)), findings)


def test_an_open_alarm_that_stops_the_plan_takes_the_amounts_away(
    knowledge: KnowledgeBase,
) -> None:
    made, findings = signed(knowledge)
    assert for_person(made, findings, DAY, knowledge).intakes
    assert not for_person(made, findings, DAY, knowledge, is_stopped=True).intakes
