"""What changed between two reviews, and which facts made the difference."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.report import (
    Look,
    compare,
    comparison_lines,
    comparison_object,
    document_of,
    written,
)
from ketum.review import review
from tests.vignettes.vignette import vignettes

DAY = date(2026, 11, 22)
QUIET = {"kratom": {"form": "powder", "grams_per_day": 4}, "symptoms": [], "substances": []}


def seen(knowledge: KnowledgeBase, **case: object) -> dict[str, object]:
    parsed = read(json.dumps(case).encode(), Format.JSON, today=DAY)
    return document_of(review(parsed, knowledge))


def told(before: dict[str, object], after: dict[str, object], knowledge: KnowledgeBase) -> str:
    lines = comparison_lines(compare(before, after), knowledge.texts, Look(width=None))
    return written(lines)


def test_a_new_danger_moves_the_disposition_and_names_its_fact(knowledge: KnowledgeBase) -> None:
    before = seen(knowledge, **QUIET)
    after = seen(knowledge, **{**QUIET, "symptoms": ["seizure"]})
    comparison = compare(before, after)
    assert [change.code for change in comparison.appeared][:1] == ["SYM_SEIZURE"]
    text = told(before, after, knowledge)
    assert "Disposition after:  EMERGENCY  (now)" in text
    assert "Emergency ‼: Seizure (SYM_SEIZURE)" in text
    assert "Rests on symptoms: seizure." in text


def test_the_other_way_round_the_finding_is_gone_and_not_excluded(
    knowledge: KnowledgeBase,
) -> None:
    before = seen(knowledge, **{**QUIET, "symptoms": ["seizure"]})
    comparison = compare(before, seen(knowledge, **QUIET))
    assert "SYM_SEIZURE" in [change.code for change in comparison.gone]
    text = told(before, seen(knowledge, **QUIET), knowledge)
    assert "Rested on symptoms: seizure." in text
    assert "Gone is not the same as excluded" in text


def test_a_higher_amount_changes_the_severity_and_says_why(knowledge: KnowledgeBase) -> None:
    base = {"medicines": [{"name": "trazodone"}], "complete": ["medicines"], "substances": []}
    before = seen(knowledge, kratom={"form": "powder", "grams_per_day": 4}, **base)
    after = seen(knowledge, kratom={"form": "powder", "grams_per_day": 20}, **base)
    changed = {c.code: (c.before, c.after) for c in compare(before, after).regraded}
    assert changed["PD_CNS_RESP_DEPRESSION"] == ("moderate", "major")
    text = told(before, after, knowledge)
    assert "Serious ▲, before Caution: Sedatives and kratom together slow breathing" in text


def test_what_is_asked_and_what_is_no_longer_read_are_named(knowledge: KnowledgeBase) -> None:
    before = seen(knowledge, medicines=["Zebrafink"])
    after = seen(knowledge, medicines=[], symptoms=[])
    comparison = compare(before, after)
    assert comparison.no_longer_unread == ("Zebrafink",)
    assert "symptoms" in comparison.newly_answered
    assert "symptoms" in compare(after, before).newly_unanswered


def test_another_release_and_another_day_are_said(knowledge: KnowledgeBase) -> None:
    document: dict[str, Any] = document_of(review(read(b"{}", Format.JSON, today=DAY), knowledge))
    old = {**document, "evidence": {"release": "2025.01.01", "on": "2025-01-01"}}
    text = told(old, document, knowledge)
    assert "Knowledge 2025.01.01 before, 2026.11.22 after" in text
    assert "may come from the knowledge and not from the person" in text
    assert "Reviewed for 2025-01-01 before, for 2026-11-22 after" in text


@pytest.mark.parametrize("vignette", list(vignettes())[::200], ids=lambda v: v.name)
def test_a_review_does_not_differ_from_itself(vignette: Any, knowledge: KnowledgeBase) -> None:
    same = document_of(vignette.review(knowledge))
    comparison = compare(same, same)
    assert comparison.is_empty
    assert comparison.same == len(comparison.after.findings)
    assert "Nothing else differs" in told(same, same, knowledge)


def test_both_directions_mirror_each_other(knowledge: KnowledgeBase) -> None:
    sample = [document_of(v.review(knowledge)) for v in list(vignettes())[::300]]
    for first in sample:
        for second in sample:
            there, back = compare(first, second), compare(second, first)
            assert [c.code for c in there.appeared] == [c.code for c in back.gone]
            assert there.newly_answered == back.newly_unanswered
            assert {c.code for c in there.regraded} == {c.code for c in back.regraded}
            assert there.same == back.same


def test_the_object_holds_the_same_as_the_text(knowledge: KnowledgeBase) -> None:
    before = seen(knowledge, **QUIET)
    after = seen(knowledge, **{**QUIET, "symptoms": ["seizure"]})
    answer = comparison_object(compare(before, after))
    jsonschema.validate(answer, {"type": "object", "required": ["disposition", "appeared"]})
    assert json.loads(json.dumps(answer)) == answer
    assert answer["disposition"]["after"] == "emergency"  # type: ignore[index]


def test_a_word_that_no_rule_acts_on_is_given_and_not_unknown(knowledge: KnowledgeBase) -> None:
    plain = seen(knowledge, **QUIET)
    word = {"fact": "not read: vomiting", "needed_by": [], "why": "vomiting was given."}
    more = plain | {"unanswered": [*plain["unanswered"], word]}  # type: ignore[misc]
    text = told(more, plain, knowledge)
    assert "Given in the first only, and no rule acts on it (1): vomiting." in text
    assert "Now known" not in text
    text = told(plain, more, knowledge)
    assert "Given in the second only, and no rule acts on it (1): vomiting." in text
    assert "No longer known" not in text


def test_levels_that_differ_are_a_difference(knowledge: KnowledgeBase) -> None:
    plain = seen(knowledge, **QUIET)
    low, high = (
        plain
        | {
            "exposure": {
                "answer": {
                    "analytes": {"mitragynine": {"cmax": {"median": m, "p05": 50.0, "p95": 900.0}}}
                }
            }
        }
        for m in (270.0, 400.0)
    )
    assert compare(plain, plain).is_empty
    assert not compare(low, high).is_empty
    text = told(low, high, knowledge)
    assert "mitragynine: before 270 (50 to 900), after 400 (50 to 900)" in text
    assert "Nothing else differs" not in text


def test_a_path_is_told_in_words(knowledge: KnowledgeBase) -> None:
    before = seen(knowledge, **QUIET)
    entry = {"fact": "medicines[2]", "needed_by": [], "why": "More is needed."}
    after = before | {"unanswered": [*before["unanswered"], entry]}  # type: ignore[misc]
    assert "No longer known (1): medicines, entry 3." in told(before, after, knowledge)


def test_what_is_no_longer_known_is_told_by_the_name_of_the_medicine(
    knowledge: KnowledgeBase,
) -> None:
    before = seen(knowledge, **QUIET)
    after = seen(knowledge, **{**QUIET, "medicines": ["tramadol", "melatonin"]})
    text = told(before, after, knowledge)
    assert "medicines: tramadol" in text
    assert "entry" not in text.partition("No longer known")[2].partition("Findings")[0]
    assert "(row " not in text


def test_a_fact_that_a_finding_no_longer_rests_on_may_be_unchanged(
    knowledge: KnowledgeBase,
) -> None:
    use = {"form": "powder", "grams_per_day": 4, "doses_per_day": 2}
    before = seen(knowledge, kratom={**use, "duration": "2 years"})
    after = seen(knowledge, kratom={**use, "duration": "20 days"})
    (gone,) = (c for c in compare(before, after).gone if c.code == "MGMT_LEAD")
    assert [reason.value for reason in gone.unchanged] == ["regular"]
    text = told(before, after, knowledge)
    assert "Rested on kratom: regular (unchanged); on kratom: 730 days of use." in text
    text = told(after, before, knowledge)
    assert "Rests on kratom: regular (unchanged); on kratom: 730 days of use." in text


def test_a_word_that_became_a_reason_was_given_in_both(knowledge: KnowledgeBase) -> None:
    after = seen(knowledge, **{**QUIET, "symptoms": ["seizure"]})
    word = {"fact": "not read: seizure", "needed_by": [], "why": "seizure was given."}
    before = seen(knowledge, **QUIET)
    before |= {"unanswered": [*before["unanswered"], word]}  # type: ignore[misc]
    text = told(before, after, knowledge)
    assert "no rule acts on it" not in text
    assert "Rests on symptoms: seizure (unchanged)." in text


def test_levels_of_one_review_only_are_said_not_to_be_compared(knowledge: KnowledgeBase) -> None:
    plain = seen(knowledge, **QUIET)
    peak = {"median": 270.0, "p05": 50.0, "p95": 900.0}
    levels = plain | {"exposure": {"answer": {"analytes": {"mitragynine": {"cmax": peak}}}}}
    assert "Levels stand in the second review only" in told(plain, levels, knowledge)
    assert "Levels stand in the first review only" in told(levels, plain, knowledge)
    assert "Levels stand" not in told(levels, levels, knowledge)
