"""Tests for drugs, and scales, among the observations."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.case import Agent, Case, Listing, Observation
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, Interval, establish
from ketum.facts.drug_tests import DrugTest, read_drug_test
from ketum.truth import Truth

TODAY = date(2026, 11, 22)


def result_of(knowledge: KnowledgeBase, what: str, value: float | str) -> DrugTest | None:
    entry = Observation(place="observations[0]", what=what, value=value)
    return read_drug_test(entry, knowledge)


def facts(
    knowledge: KnowledgeBase, *entries: Observation, medicines: tuple[str, ...] = ()
) -> Facts:
    listed = tuple(Agent(name=name, place="medicines[0]") for name in medicines)
    case = Case(
        on=TODAY,
        medicines=Listing(asked=True, complete=True, entries=listed),
        observations=Listing(asked=True, entries=entries),
    )
    return establish(case, knowledge)


def observed(what: str, value: float | str, at: date | None = None) -> Observation:
    return Observation(place="observations[0]", what=what, value=value, at=at)


@pytest.mark.parametrize(
    ("what", "value", "seen", "unseen"),
    [
        ("UDS", "positive for fentanyl and benzos", ("fentanyl", "benzos"), ()),
        ("urine drug screen", "fentanyl positive", ("fentanyl",), ()),
        ("UDS", "cocaine +, fentanyl neg", ("cocaine",), ("fentanyl",)),
        ("UDS", "fentanyl -", (), ("fentanyl",)),
        ("UDS", "+ fentanyl", ("fentanyl",), ()),
        ("UDS", "fentanyl not detected", (), ("fentanyl",)),
        ("UDS", "negative except for fentanyl", ("fentanyl",), ()),
        ("UDS", "fentanyl, THC positive; cocaine negative", ("fentanyl", "THC"), ("cocaine",)),
        ("UDS", "positive (fentanyl, benzos)", ("fentanyl", "benzos"), ()),
        ("UDS", "POS: THC, AMP NEG: OPI", ("THC", "amphetamines"), ("opiates",)),
        ("UDS", "fentanyl", ("fentanyl",), ()),
        ("urine fentanyl", "positive", ("fentanyl",), ()),
        ("norfentanyl", "detected", ("fentanyl",), ()),
        ("59673-4", "positive", ("fentanyl",), ()),
        ("urine fentanyl", 25, ("fentanyl",), ()),
    ],
)
def test_what_a_test_saw_is_told_from_what_it_did_not(
    knowledge: KnowledgeBase,
    what: str,
    value: float | str,
    seen: tuple[str, ...],
    unseen: tuple[str, ...],
) -> None:
    assert result_of(knowledge, what, value) == DrugTest(seen=seen, unseen=unseen)


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("UDS", "pending"),
        ("UDS", "negative"),
        ("pregnancy test", "positive"),
        ("troponin", "positive"),
        ("insulin", 12),
        ("urine mitragynine", "positive"),
        ("urine fentanyl", "<1"),
    ],
)
def test_what_is_no_result_for_a_drug_is_left_alone(
    knowledge: KnowledgeBase, what: str, value: float | str
) -> None:
    assert result_of(knowledge, what, value) is None


def test_a_name_in_a_panel_that_is_no_drug_is_not_recognised(knowledge: KnowledgeBase) -> None:
    found = facts(knowledge, observed("UDS", "positive for fentanyl and zebrafink"))
    assert [note.text for note in found.not_recognised] == ["zebrafink"]


def test_a_drug_seen_is_on_board_and_its_use_is_not_known(knowledge: KnowledgeBase) -> None:
    (agent,) = facts(knowledge, observed("UDS", "fentanyl positive")).agents
    assert (agent.options[0].id, agent.on_board, agent.status) == (
        "fentanyl",
        Truth.YES,
        "unknown",
    )


def test_a_drug_seen_weeks_ago_is_past(knowledge: KnowledgeBase) -> None:
    entry = observed("UDS", "fentanyl positive", at=date(2026, 11, 1))
    (agent,) = facts(knowledge, entry).agents
    assert agent.on_board is Truth.NO


def test_a_medicine_that_explains_the_test_is_not_counted_twice(knowledge: KnowledgeBase) -> None:
    entry = observed("UDS", "benzodiazepines positive")
    assert len(facts(knowledge, entry, medicines=("alprazolam",)).agents) == 1
    assert len(facts(knowledge, entry, medicines=("sertraline",)).agents) == 2


def test_a_negative_test_rules_nothing_out(knowledge: KnowledgeBase) -> None:
    found = facts(knowledge, observed("UDS", "fentanyl negative"))
    assert found.agents == ()
    assert found.unused == ("fentanyl (negative test)",)


@pytest.mark.parametrize(
    ("what", "value", "scale", "total"),
    [
        ("COWS", 38, "COWS", 38),
        ("COWS", "38/48", "COWS", 38),
        ("PHQ-9", "22 points", "PHQ-9", 22),
        ("44261-6", 22, "PHQ-9", 22),
        ("44260-8", 2, "PHQ-9 item 9", 2),
    ],
)
def test_a_scale_among_the_observations_is_a_scale(
    knowledge: KnowledgeBase, what: str, value: float | str, scale: str, total: float
) -> None:
    found = facts(knowledge, observed(what, value))
    assert (scale, Interval(total, total)) in [(done.scale, done.total) for done in found.scales]
    assert found.unused == ()


def test_a_scale_among_the_observations_keeps_its_time(knowledge: KnowledgeBase) -> None:
    found = facts(knowledge, observed("COWS", 38, at=date(2026, 11, 1)))
    assert found.scales == ()
    assert [done.at for done in found.scales_done] == [date(2026, 11, 1)]
