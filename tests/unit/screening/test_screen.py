"""Screening tries its own rules, on facts that need no finding."""

from __future__ import annotations

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import FactIs, FindingIs
from ketum.evidence.rulebook import Stage
from ketum.screening import screen
from ketum.truth import Truth
from tests.unit.reasoning.made import HOLDS, book, fact, finding, rule, view


def test_only_screening_rules_are_tried_and_they_may_ask_the_early_facts(
    knowledge: KnowledgeBase,
) -> None:
    made = book(
        rules=(
            *(rule(f"COND_{stage.name}", stage=stage) for stage in Stage),
            rule("COND_EARLY", FactIs(name="early")),
        ),
        facts=(
            fact("early", HOLDS),
            fact("late", FindingIs(code="SYM_PAIN"), reads_findings=True),
        ),
    )
    screened = screen(view(knowledge, [finding("SYM_PAIN")], made))
    assert list(screened.findings) == ["SYM_PAIN", "COND_SCREENING", "COND_EARLY"]
    assert {name: judged.truth for name, judged in screened.named.items()} == {"early": Truth.YES}
