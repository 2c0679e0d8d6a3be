"""An explanation says what the rule asks, what held here, and what would change it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.reasoning import evaluate
from ketum.report import Look, explain, explained_lines, written
from ketum.report.explain import near_codes
from ketum.review import Examined, examine
from ketum.truth import Truth

DAY = date(2026, 11, 22)
SEDATED = {
    "medicines": [{"name": "alprazolam", "status": "taking", "dose": "0.5 mg"}],
    "kratom": {"form": "powder", "grams_per_day": 12},
    "complete": ["medicines"],
    "substances": [],
}


def examined(knowledge: KnowledgeBase, **case: object) -> Examined:
    parsed = read(json.dumps(case).encode(), Format.JSON, today=DAY)
    return examine(parsed, knowledge)


def told(code: str, knowledge: KnowledgeBase, **case: object) -> str:
    explained = explain(code, examined(knowledge, **case), knowledge)
    return written(explained_lines(explained, knowledge, Look(width=None)))


def test_a_finding_is_explained_by_the_facts_and_the_row_that_made_it(
    knowledge: KnowledgeBase,
) -> None:
    text = told("PD_CNS_RESP_DEPRESSION", knowledge, **SEDATED)
    assert text.startswith("Do not use ⊘: Sedatives and kratom together slow breathing")
    assert "Rule interaction.respiratory-depression: holds; it set the severity" in text
    assert "- medicine or substance: alprazolam (in the case at medicines[0])" in text
    rule = next(r for r in knowledge.rulebook.rules if r.id == "interaction.respiratory-depression")
    whys = [grade.why for grade in rule.grades]
    (decided,) = (line for line in text.splitlines() if line.endswith("(decided)"))
    assert any(decided.endswith(f", Do not use: {why} (decided)") for why in whys)


def test_what_would_change_it_comes_from_the_rows(knowledge: KnowledgeBase) -> None:
    text = told("LAB_LFT_ABNORMAL", knowledge, observations=[
        {"what": "ALT", "value": 52, "unit": "U/L", "upper_limit": 40}])  # fmt: skip
    assert "Emergency, if row 1 held (cannot be told from this case)" in text
    assert "It would no longer hold without any one of these:\n    - ALT or AST over" in text
    assert "AST has no current value." in text


def test_a_code_that_was_not_raised_says_what_did_not_hold(knowledge: KnowledgeBase) -> None:
    text = told("DOSE_HIGH", knowledge, kratom={"form": "powder", "grams_per_day": 8})
    assert "Not raised in this review. That does not mean that it is excluded." in text
    assert "no: kratom at least 15 g a day" in text
    assert "Rule screening.dose-high: does not hold" in text


def test_a_code_that_cannot_be_told_says_what_is_missing(knowledge: KnowledgeBase) -> None:
    text = told("DOSE_HIGH", knowledge, kratom={"form": "powder"})
    assert "cannot tell: kratom at least 15 g a day" in text
    assert "Kratom: grams per day is not known." in text


def test_every_rule_of_a_code_is_explained_and_those_that_hold_come_first(
    knowledge: KnowledgeBase,
) -> None:
    explained = explain("MGMT_NALOXONE", examined(knowledge, symptoms=["coma"],
                        substances=["heroin"]), knowledge)  # fmt: skip
    rows = [row.id for row in knowledge.rulebook.management if row.code.code == "MGMT_NALOXONE"]
    assert len(rows) > 1
    assert {way.id for way in explained.ways} == set(rows)
    truths = [way.truth for way in explained.ways]
    assert truths[0] is Truth.YES
    assert truths == sorted(truths, key=[Truth.YES, Truth.UNKNOWN, Truth.NO].index)


def test_a_source_is_named_with_its_place_its_standing_and_its_day(
    knowledge: KnowledgeBase,
) -> None:
    text = told("DOSE_HIGH", knowledge)
    assert "At: abstract. Confirmed, publication, last checked 2026-11-22" in text
    assert "At: severity rules DOSE. Not confirmed, judgement" in text


def test_a_code_without_a_rule_says_that_nothing_was_checked(knowledge: KnowledgeBase) -> None:
    # Every code of the release has a rule; one more is added for this.
    code = replace(
        knowledge.rulebook.codes["PLAN_NOT_JUSTIFIED"], code="COND_NEW", title="Something new"
    )
    book = replace(knowledge.rulebook, codes={**knowledge.rulebook.codes, "COND_NEW": code})
    more = replace(knowledge, rulebook=book)
    assert book.titles_without_rule[-1] == "Something new"
    assert "This release has no rule for it: nothing was checked." in told("COND_NEW", more)


@pytest.mark.parametrize("case", [{}, SEDATED, {"symptoms": ["seizure", "jaundice"]}])
def test_an_explanation_agrees_with_the_review_on_every_code(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    whole = examined(knowledge, **case)
    for code in knowledge.rulebook.codes:
        explained = explain(code, whole, knowledge)
        holding = [way.severity for way in explained.ways if way.severity is not None]
        assert (explained.finding is None) == (not holding), code
        if explained.finding is not None:
            assert explained.finding.severity == max(holding), code
            speaking = [way for way in explained.ways if way.id == explained.finding.rule]
            assert [way.severity for way in speaking] == [explained.finding.severity], code


def test_what_would_end_a_finding_does_end_it(knowledge: KnowledgeBase) -> None:
    whole = examined(knowledge, **SEDATED)
    explained = explain("PD_CNS_RESP_DEPRESSION", whole, knowledge)
    (way,) = explained.ways
    assert any("a medicine or substance" in part for part in way.would_end)
    without = examined(knowledge, **{**SEDATED, "medicines": []})
    assert explain("PD_CNS_RESP_DEPRESSION", without, knowledge).finding is None


def test_the_first_line_of_a_condition_is_the_condition_itself(knowledge: KnowledgeBase) -> None:
    whole = examined(knowledge, **SEDATED)
    for rule in knowledge.rulebook.rules:
        explained = explain(rule.code.code, whole, knowledge)
        way = next(way for way in explained.ways if way.id == rule.id)
        assert way.steps[0].truth is evaluate(rule.applies, whole.seen[rule.stage]).truth


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("pd_cns", "PD_CNS_RESP_DEPRESSION"),
        ("naloxone", "MGMT_NALOXONE"),
        ("slow breathing", "PD_CNS_RESP_DEPRESSION"),
        ("DOSE_HIHG", "DOSE_HIGH"),
    ],
)
def test_an_unknown_code_finds_its_neighbours(
    words: str, near: str, knowledge: KnowledgeBase
) -> None:
    assert near in near_codes(words, knowledge)
