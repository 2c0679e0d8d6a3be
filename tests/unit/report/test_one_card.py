"""Findings that ask for different things are read on one card, and keep their codes in the data."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.report.build import Card, build
from ketum.review import Review, review

CASES: dict[str, tuple[dict[str, object], str, str]] = {
    "danger": (
        {"kratom": {"form": "powder", "grams_per_day": 10}, "symptoms": ["yellow eyes"]},
        "MGMT_STOP_KRATOM", "MGMT_NO_ABRUPT_STOP",
    ),
    "no danger": (
        {"kratom": {"form": "powder", "grams_per_day": 10}, "conditions": ["past psychosis"],
         "medicines": [{"name": "diazepam", "note": "prescribed, stable dose"}]},
        "MGMT_NO_ABRUPT_STOP", "MGMT_STOP_KRATOM",
    ),
    "pregnancy": (
        {"kratom": {"form": "powder", "grams_per_day": 10}, "symptoms": ["seizure"],
         "person": {"pregnant": True}},
        "MGMT_STOP_KRATOM", "MGMT_NO_ABRUPT_STOP",
    ),
    "serotonin": (
        {"kratom": {"form": "powder", "grams_per_day": 4}, "medicines": ["sertraline", "tramadol"]},
        "PD_SEROTONIN", "POLYPHARMACY_SEROTONERGIC",
    ),
}  # fmt: skip


def answered(case: dict[str, object], knowledge: KnowledgeBase) -> Review:
    return review(read(json.dumps(case).encode(), Format.JSON, today=date(2026, 11, 22)), knowledge)


def cards(answer: Review, knowledge: KnowledgeBase) -> dict[str, Card]:
    return {card.code: card for tier in build(answer, knowledge).tiers for card in tier.cards}


@pytest.mark.parametrize("name", CASES)
def test_two_findings_are_read_on_one_card(name: str, knowledge: KnowledgeBase) -> None:
    case, head, other = CASES[name]
    answer = answered(case, knowledge)
    by_code = {finding.code: finding for finding in answer.findings}
    assert {head, other} <= set(by_code)
    assert by_code[head].severity >= by_code[other].severity
    shown = cards(answer, knowledge)
    assert other not in shown
    assert by_code[other].action in shown[head].action


def test_beside_an_end_to_kratom_nobody_reads_of_a_taper(knowledge: KnowledgeBase) -> None:
    case, head, _ = CASES["danger"]
    action = cards(answered(case, knowledge), knowledge)[head].action
    assert action.startswith("No more kratom. The withdrawal is treated today.")
    assert "taper" not in action.lower()


def test_what_stands_alone_keeps_its_own_card(knowledge: KnowledgeBase) -> None:
    case: dict[str, object] = {"kratom": {"form": "powder"}, "medicines": ["trazodone"]}
    answer = answered(case, knowledge)
    assert set(cards(answer, knowledge)) == {finding.code for finding in answer.findings}
