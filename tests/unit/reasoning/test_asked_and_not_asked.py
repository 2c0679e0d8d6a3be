"""Absent, empty, denied and complete are four different answers, through every room."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Disposition
from ketum.intake import Format, read
from ketum.report import build, render_text
from ketum.review import Review, review

CLOSED: dict[str, object] = {
    "conditions": [], "medicines": [], "substances": [], "symptoms": [], "circumstances": [],
    "allergies": [],
}  # fmt: skip


def reviewed(knowledge: KnowledgeBase, **case: object) -> Review:
    content = json.dumps(case).encode()
    return review(read(content, Format.JSON, today=date(2026, 11, 22)), knowledge)


def needs(answer: Review, fact: str) -> tuple[str, ...]:
    return next((entry.needed_by for entry in answer.unanswered if entry.fact == fact), ())


def codes(answer: Review) -> set[str]:
    return {finding.code for finding in answer.findings}


def test_an_absent_key_was_not_asked_and_leaves_its_rules_unanswered(
    knowledge: KnowledgeBase,
) -> None:
    answer = reviewed(knowledge, **{k: v for k, v in CLOSED.items() if k != "symptoms"})
    assert "SYM_SEIZURE" not in codes(answer)
    assert "screening.seizure" in needs(answer, "symptoms")
    assert "D01" in needs(answer, "symptoms")


def test_an_empty_list_was_asked_and_answers_no(knowledge: KnowledgeBase) -> None:
    answer = reviewed(knowledge, **CLOSED)
    assert needs(answer, "symptoms") == ()
    assert needs(answer, "medicines") == ()


def test_a_list_answers_only_for_what_it_names(knowledge: KnowledgeBase) -> None:
    answer = reviewed(knowledge, **{**CLOSED, "symptoms": ["yawning"]})
    assert "screening.seizure" in needs(answer, "symptoms")


def test_a_denied_symptom_answers_its_own_question_and_no_other(
    knowledge: KnowledgeBase,
) -> None:
    denied = [{"name": "seizure", "present": False}]
    answer = reviewed(knowledge, **{**CLOSED, "symptoms": denied})
    assert "screening.seizure" not in needs(answer, "symptoms")
    assert "screening.coma" in needs(answer, "symptoms")
    assert "SYM_SEIZURE" not in codes(answer)


def test_a_complete_list_answers_for_what_it_does_not_name(knowledge: KnowledgeBase) -> None:
    answer = reviewed(knowledge, **{**CLOSED, "symptoms": ["yawning"], "complete": ["symptoms"]})
    assert needs(answer, "symptoms") == ()


def test_an_unread_entry_keeps_even_a_complete_list_from_answering(
    knowledge: KnowledgeBase,
) -> None:
    answer = reviewed(
        knowledge, **{**CLOSED, "medicines": ["Zebrafinkamycin"], "complete": ["medicines"]}
    )
    assert "interaction.respiratory-depression" in needs(answer, "medicines")
    assert [(n.text, n.where) for n in answer.not_recognised] == [
        ("Zebrafinkamycin", "medicines[0]")
    ]


@pytest.mark.parametrize("key", ["medicines", "substances"])
def test_both_lists_of_agents_are_read_by_the_same_rules(
    knowledge: KnowledgeBase, key: str
) -> None:
    case = {**CLOSED, key: ["oxycodone"], "kratom": {"form": "tea"}}
    assert "PD_OPIOID_ADDITIVE" in codes(reviewed(knowledge, **case))


def test_one_list_of_agents_does_not_answer_for_the_other(knowledge: KnowledgeBase) -> None:
    case = {k: v for k, v in CLOSED.items() if k != "medicines"}
    answer = reviewed(knowledge, **case, kratom={"form": "tea"})
    assert "interaction.opioid-addition" in needs(answer, "medicines")


def test_a_denied_medicine_is_not_on_board(knowledge: KnowledgeBase) -> None:
    case = {**CLOSED, "medicines": [{"name": "oxycodone", "present": False}]}
    answer = reviewed(knowledge, **case, complete=["medicines"], kratom={"form": "tea"})
    assert "PD_OPIOID_ADDITIVE" not in codes(answer)


def test_pregnancy_that_nobody_asked_about_is_unanswered_and_a_no_is_an_answer(
    knowledge: KnowledgeBase,
) -> None:
    woman = {"age_years": 30, "sex": "female"}
    asked = reviewed(knowledge, person={**woman, "pregnant": False}, **CLOSED)
    not_asked = reviewed(knowledge, person=woman, **CLOSED)
    assert needs(asked, "person.pregnant") == ()
    assert {"screening.pregnancy", "D10"} <= set(needs(not_asked, "person.pregnant"))


def test_what_could_change_the_disposition_comes_first(knowledge: KnowledgeBase) -> None:
    answer = reviewed(knowledge, kratom={"form": "tea", "grams_per_day": 20})
    reach = [entry.could_reach for entry in answer.unanswered]
    assert reach == sorted(reach, reverse=True)
    assert answer.unanswered[0].could_reach is Disposition.EMERGENCY


def test_monitor_is_never_shown_without_what_was_not_checked(knowledge: KnowledgeBase) -> None:
    for case in ({}, CLOSED):
        answer = reviewed(knowledge, **case)
        assert answer.disposition is Disposition.MONITOR
        assert answer.unanswered
        text = render_text(build(answer, knowledge))
        assert "\nNot checked ?" in text


def test_not_checked_stands_level_with_the_findings_in_the_text(
    knowledge: KnowledgeBase,
) -> None:
    text = render_text(build(reviewed(knowledge, symptoms=["seizure"]), knowledge))
    lines = text.splitlines()
    serious = next(i for i, line in enumerate(lines) if line.startswith("Emergency ‼"))
    not_checked = lines.index("Not checked ?")
    quiet = [i for i, line in enumerate(lines) if line.startswith(("Caution ", "Minor ", "Note "))]
    assert serious < not_checked
    assert quiet
    assert all(not_checked < i for i in quiet)


def test_at_most_seven_lines_are_not_checked_in_text_and_all_of_them_in_json(
    knowledge: KnowledgeBase,
) -> None:
    report = build(reviewed(knowledge, medicines=["alprazolam", "sertraline"]), knowledge)
    assert len(report.not_checked) == 7
    assert report.not_checked_more > 0
    listed = report.document["unanswered"]
    assert isinstance(listed, list)
    assert len(listed) > len(report.not_checked)
