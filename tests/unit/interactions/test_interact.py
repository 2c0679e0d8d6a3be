"""Interactions tries its own rules, on what screening left."""

from __future__ import annotations

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import FindingIs
from ketum.evidence.rulebook import Stage
from ketum.interactions import interact
from tests.unit.reasoning.made import book, finding, rule, view


def test_only_interaction_rules_are_tried_and_they_may_read_what_screening_found(
    knowledge: KnowledgeBase,
) -> None:
    made = book(
        rules=(
            *(rule(f"PD_{stage.name}", stage=stage) for stage in Stage),
            rule("PD_AFTER", FindingIs(code="SYM_PAIN"), stage=Stage.INTERACTIONS),
        )
    )
    combined = interact(view(knowledge, [finding("SYM_PAIN")], made))
    assert list(combined.findings) == ["SYM_PAIN", "PD_INTERACTIONS", "PD_AFTER"]
