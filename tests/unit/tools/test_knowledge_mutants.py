"""Which changes of the knowledge the drill tries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from knowledge_mutants import Steps, changes, classes_read, mutants, severities_of_codes

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Condition, parse_condition
from ketum.evidence.rulebook import Code, Grade, Rule, Stage
from ketum.finding import Severity, Urgency

STEPS = Steps(
    digits={"potassium False": 1},
    severities={"SYM_COMA": [Severity.MAJOR, Severity.EMERGENCY]},
)


def condition(table: Mapping[str, object]) -> Condition:
    faults: list[str] = []
    parsed = parse_condition(table, "here", faults)
    assert faults == []
    return parsed


def words(table: Mapping[str, object]) -> list[str]:
    return [words.rpartition(", ")[2] for _, words, _ in changes(condition(table), STEPS)]


def test_a_limit_moves_one_step_both_ways_and_changes_its_strictness() -> None:
    table = {"measured": {"what": ["potassium"], "unit": "mmol/L", "under": 3}}
    moved = [changed.under for _, _, changed in changes(condition(table), STEPS) if changed.under]
    assert moved == [3.0, 3.1, 2.9]
    assert "under 3 made at_most 3" in words(table)


def test_every_member_of_a_list_is_taken_out() -> None:
    table = {"agents": {"drugs": ["kava", "ibogaine"]}}
    assert words(table) == ["drugs without kava", "drugs without ibogaine"]


def test_a_list_of_conditions_loses_each_part_and_is_turned_round() -> None:
    table = {"any": [{"fact": "aki"}, {"finding": "SYM_COMA"}]}
    assert words(table) == [
        "any made none",
        "any 1 taken out: fact aki",
        "any 2 taken out: finding SYM_COMA",
    ]


def test_a_gate_moves_to_the_next_severity_the_code_can_have() -> None:
    assert words({"finding": "SYM_COMA>=emergency"}) == ["emergency made major"]


def test_known_is_taken_away() -> None:
    assert words({"known": {"fact": "aki"}}) == ["known taken away"]


def test_the_roles_of_terms_named_one_by_one_are_not_changed() -> None:
    named = {"said": {"terms": ["clonus"], "roles": ["suggests"]}}
    grouped = {"said": {"group": "SYM_COMA", "roles": ["suggests"]}}
    assert words(named) == ["terms without clonus"]
    assert words(grouped) == ["roles without suggests"]


def rule(*grades: Grade) -> Rule:
    return Rule(
        id="heart",
        stage=Stage.SCREENING,
        code=Code(code="SYM_CARDIAC", usual=Severity.MAJOR, title="Heart"),
        severity=Severity.MAJOR,
        urgency=Urgency.TODAY,
        action="See a clinician.",
        applies=condition({"fact": "aki"}),
        grades=grades,
        cites=(),
        reviewed=date(2026, 11, 22),
    )


def grade(fact: str, severity: Severity | None) -> Grade:
    when = condition({"fact": fact})
    return Grade(when=when, severity=severity, urgency=None, action="", why="because")


def test_severity_urgency_and_rows_of_a_rule_change() -> None:
    found = [words for _, words, _ in changes(rule(grade("aki", Severity.MINOR)), STEPS)]
    assert found == [
        "major made moderate",
        "major made contraindicated",
        "due today made now",
        "due today made 72h",
        "due today made routine",
        "row 1 taken out",
        "row 1, minor made info",
        "row 1, minor made moderate",
    ]


@pytest.mark.parametrize(("second", "exchanged"), [(Severity.INFO, True), (Severity.MINOR, False)])
def test_rows_are_exchanged_where_that_can_change_a_severity(
    second: Severity, exchanged: bool
) -> None:
    graded = rule(grade("aki", Severity.MINOR), grade("gi_bleed", second))
    found = [words for _, words, _ in changes(graded, STEPS)]
    assert ("row 1 and the next exchanged" in found) is exchanged


def test_a_silent_row_can_speak() -> None:
    found = [words for _, words, _ in changes(rule(grade("aki", None)), STEPS)]
    assert "row 1, silent made info" in found


def test_every_kind_of_knowledge_is_changed_and_each_change_has_its_own_name(
    knowledge: KnowledgeBase,
) -> None:
    every = list(mutants(knowledge))
    assert len({mutant.id for mutant in every}) == len(every)
    assert all(mutant.after != mutant.before for mutant in every)
    assert {mutant.kind for mutant in every} == {
        "class member", "disposition", "filter", "flag", "gate", "grade", "known", "member",
        "none and any", "part", "points", "row", "severity", "threshold", "unit", "urgency",
        "wording",
    }  # fmt: skip


def test_the_severities_of_a_code_come_from_its_rules_and_rows(knowledge: KnowledgeBase) -> None:
    found = severities_of_codes(knowledge.rulebook)
    assert found["MGMT_STOP_ANTAGONIST"] == [Severity.MAJOR]
    assert found["LAB_QTC_PROLONGED"] == [
        Severity.MODERATE,
        Severity.MAJOR,
        Severity.CONTRAINDICATED,
    ]


def test_classes_are_those_that_some_condition_names(knowledge: KnowledgeBase) -> None:
    found = classes_read(knowledge.rulebook)
    assert "benzodiazepines" in found
    assert "oncology_cyp3a" not in found
