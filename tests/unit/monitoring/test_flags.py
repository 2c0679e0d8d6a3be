"""Every flag at its edge: the first events that raise it, and the last that do not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ketum.evidence import KnowledgeBase
from tests.unit.monitoring.course import watched

PAIRS = tomllib.loads(Path(__file__).with_name("flags.toml").read_text(encoding="utf-8"))["pair"]
IDS = [f"{pair['flag']}: {pair['because']}" for pair in PAIRS]
# Flags whose scale has no total that a pair can give; tried in test_watch.
ELSEWHERE: frozenset[str] = frozenset({"bam_use", "bam_risk"})


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_a_flag_is_raised_at_its_edge_and_not_before(
    pair: Mapping[str, Any], knowledge: KnowledgeBase
) -> None:
    raised = {alert.flag.id for alert in watched(pair["fires"], knowledge).alerts}
    assert pair["flag"] in raised
    raised = {alert.flag.id for alert in watched(pair["quiet"], knowledge).alerts}
    assert pair["flag"] not in raised


def test_every_flag_has_its_pair(knowledge: KnowledgeBase) -> None:
    assert {pair["flag"] for pair in PAIRS} | ELSEWHERE == set(knowledge.monitoring.flags)


def test_every_row_of_a_flag_has_its_pair(knowledge: KnowledgeBase) -> None:
    for flag in knowledge.monitoring.flags.values():
        pairs = [pair for pair in PAIRS if pair["flag"] == flag.id]
        assert flag.id in ELSEWHERE or len(pairs) >= len(flag.rows) + len(flag.trends) - 1, flag.id
