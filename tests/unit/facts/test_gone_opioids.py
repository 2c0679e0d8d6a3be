"""An opioid that was surely stopped long ago is history, wherever it stands in the case."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.facts import Interval, establish
from ketum.facts.model import AgentFact
from ketum.intake import Format, read
from ketum.review import review
from ketum.truth import Truth

DAY = date(2026, 11, 22)


def agent(knowledge: KnowledgeBase, **case: object) -> AgentFact:
    (found,) = establish(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge).agents
    return found


def codes(knowledge: KnowledgeBase, **case: object) -> set[str]:
    case.setdefault("kratom", {"form": "leaf powder", "grams_per_day": 8})
    parsed = read(json.dumps(case).encode(), Format.JSON, today=DAY)
    return {finding.code for finding in review(parsed, knowledge).findings}


@pytest.mark.parametrize(
    "case",
    [
        {"opioid": {"name": "heroin", "days_since_last_opioid": 690}},
        {"opioid": {"name": "heroin", "last_use": "2025-01-01"}},
        {"substances": [{"name": "heroin", "last_use": "2025-01-01"}]},
        {"medicines": [{"name": "oxycodone", "last_use": "2025-01-01"}]},
        {"medicines": [{"name": "methadone", "last_use": "2026-09-01"}]},
    ],
)
def test_what_was_stopped_long_ago_is_not_on_board(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    found = agent(knowledge, **case)
    assert (found.on_board, found.status) == (Truth.NO, "past")
    assert "PD_OPIOID_ADDITIVE" not in codes(knowledge, **case)


@pytest.mark.parametrize(
    "case",
    [
        {"opioid": {"name": "heroin", "days_since_last_opioid": 6}},
        {"opioid": {"name": "heroin"}},
        {"opioid": {"name": "heroin", "last_use": "2026-11-15"}},
        {"medicines": [{"name": "methadone", "last_use": "2026-11-08"}]},
        {"medicines": [{"name": "fentanyl patch", "last_use": "2026-11-08"}]},
        {"medicines": [{"name": "buprenorphine depot", "last_use": "2026-08-01"}]},
    ],
)
def test_what_may_still_act_stays_on_board(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    assert agent(knowledge, **case).on_board is Truth.YES


def test_the_day_of_the_last_use_says_how_long_there_was_none(knowledge: KnowledgeBase) -> None:
    case = {"opioid": {"name": "heroin", "last_use": "2026-10-22"}}
    facts = establish(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)
    assert facts.days_since_last_opioid == Interval(30, 32)
    assert "COND_TOLERANCE_LOST" in codes(knowledge, **case)


def test_a_medicine_of_another_kind_is_not_gone_by_its_days(knowledge: KnowledgeBase) -> None:
    found = agent(knowledge, medicines=[{"name": "fluoxetine", "last_use": "2026-11-01"}])
    assert found.on_board is Truth.YES
