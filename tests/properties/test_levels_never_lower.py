"""Levels of medicines (PK) never lower what medicines do to the body (PD)."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.intake import Format, read
from ketum.review import review
from tests.properties.test_reviews import KNOWLEDGE, VOCABULARY, cases, share

Tree = dict[str, Any]
TODAY = date(2026, 11, 22)
LEVELS = "PK_"
EFFECTS = ("PD_", "POLYPHARMACY_")

BOOK = KNOWLEDGE.rulebook
WITHOUT_LEVELS = replace(
    KNOWLEDGE,
    rulebook=replace(
        BOOK, rules=tuple(r for r in BOOK.rules if not r.code.code.startswith(LEVELS))
    ),
)
MOVES_LEVELS = ("cyp", "pgp", "kratom_potentiators")

# Medicines that move levels or are moved, and do nothing else that a rule knows.
ONLY_LEVELS = sorted(
    drug.label
    for drug in VOCABULARY.drugs.values()
    if any(name.startswith(MOVES_LEVELS) for name in drug.classes)
    and drug.opioid_role == "none"
    and not any(drug.scores.values())
)
SEDATED = {"kratom": {"form": "powder", "grams_per_day": 5}, "medicines": ["alprazolam"]}


def effects(case: Tree, knowledge: KnowledgeBase) -> dict[str, Severity]:
    answer = review(read(json.dumps(case).encode(), Format.JSON, today=TODAY), knowledge)
    return {f.code: f.severity for f in answer.findings if f.code.startswith(EFFECTS)}


def lowered(before: dict[str, Severity], after: dict[str, Severity]) -> dict[str, Severity]:
    return {code: was for code, was in before.items() if after.get(code, -1) < was}


def with_medicine(case: Tree, name: str) -> Tree:
    """The case with one medicine more; a list that said "none" is complete still."""
    more = copy.deepcopy(case)
    listed = more.setdefault("medicines", [])
    if "medicines" in case and not listed:
        more["complete"] = [*more.get("complete", []), "medicines"]
    listed.append(name)
    return more


@example(SEDATED)
@given(cases())
def test_the_rules_on_levels_lower_no_effect(case: Tree) -> None:
    assert effects(case, KNOWLEDGE) == effects(case, WITHOUT_LEVELS)


@share(2)
@example(SEDATED, "rifampin")
@given(cases(), st.sampled_from(ONLY_LEVELS))
def test_a_medicine_that_only_moves_levels_lowers_no_effect(case: Tree, name: str) -> None:
    more = with_medicine(case, name)
    assert lowered(effects(case, KNOWLEDGE), effects(more, KNOWLEDGE)) == {}


def test_there_are_medicines_that_only_move_levels() -> None:
    assert len(ONLY_LEVELS) > len(MOVES_LEVELS)
