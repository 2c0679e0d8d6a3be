"""What a scale says of answers and totals it cannot use, and of who answered."""

from __future__ import annotations

import pytest

from ketum.case import ScaleResult
from ketum.evidence import KnowledgeBase
from ketum.evidence.instruments import Instrument
from ketum.facts.interval import Interval
from ketum.facts.scales import read_scale, render_score, score
from ketum.truth import Truth


@pytest.fixture(scope="module")
def scales(knowledge: KnowledgeBase) -> dict[str, Instrument]:
    return knowledge.instruments


@pytest.mark.parametrize(
    ("scale", "answers", "complaint"),
    [
        (
            "cows",
            {"pulse_bpm": 2},
            "answers.pulse: this value cannot be a measured one. Give one of 20 to 300 /min.",
        ),
        (
            "dast-10",
            {"3": 1},
            "answers.item3: points could be read two ways here. Answer no or yes.",
        ),
        (
            "oows",
            {"o01": 2},
            "answers.o01: this answer is not one of the item. Allowed are 0, 1.",
        ),
        (
            "c-ssrs",
            {"c2": 0, "c3": 1},
            (
                "answers.c3: answered, although c2 says that it is not asked. "
                "Check both; until then the answer counts."
            ),
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_with_its_place_and_a_remedy(
    scales: dict[str, Instrument], scale: str, answers: dict[str, float], complaint: str
) -> None:
    found = score(scales[scale], answers, None, sex=None)
    assert [str(c) for c in found.complaints] == [complaint]


def test_a_total_that_cannot_be_is_named_with_its_place_and_a_remedy(
    scales: dict[str, Instrument],
) -> None:
    (no_sum,) = score(scales["c-ssrs"], None, 3, sex=None).complaints
    assert (no_sum.place, no_sum.remedy) == ("total", "Give the answers, item by item.")
    (differs,) = score(scales["phq-4"], {"1": 0, "2": 0, "3": 0, "4": 0}, 5, sex=None).complaints
    assert str(differs) == (
        "total: not what the answers come to. "
        "Check both; until then every value from one to the other is possible."
    )


@pytest.mark.parametrize("mean", [4.2, 4.32, 4.34, 4.5])
def test_a_mean_that_no_rounding_explains_is_questioned(
    scales: dict[str, Instrument], mean: float
) -> None:
    found = score(scales["peg"], {"e1": 5, "e2": 4, "e3": 4}, mean, sex=None)
    assert [c.place for c in found.complaints] == ["total"]
    assert found.total == Interval(min(mean, 13 / 3), max(mean, 13 / 3))


def test_the_person_s_sex_and_who_answered_reach_the_score(
    scales: dict[str, Instrument],
) -> None:
    drinks: dict[str, float | str | bool | None] = {"a1": 2, "a2": 1, "a3": 0}
    given = ScaleResult(scale="AUDIT-C", place="scales[0]", answers=drinks, by="somebody")
    man, woman = (read_scale(given, scales, sex=sex) for sex in ("male", "female"))
    assert man is not None
    assert woman is not None
    assert (man.flags["positive"], woman.flags["positive"]) == (Truth.NO, Truth.YES)
    assert man.notes[0].startswith("Who filled it in was not recognised.")


def test_what_was_not_answered_and_whose_scale_it_is_stand_on_lines_of_their_own(
    scales: dict[str, Instrument],
) -> None:
    lines = render_score(score(scales["peg"], {"e2": 4}, None, sex=None)).splitlines()
    assert "Not answered, and not counted as 0: e1, e3" in lines
    nothing = render_score(score(scales["peg"], None, None, sex=None)).splitlines()
    assert "No item was answered." in nothing
    taps = scales["taps-1"].licence
    settled = render_score(score(scales["taps-1"], None, None, sex=None)).splitlines()
    assert f"Licence: {taps.standing}. {taps.note}" in settled


def test_no_answer_and_a_zero_where_nothing_is_asked_are_no_complaint(
    scales: dict[str, Instrument],
) -> None:
    assert score(scales["peg"], {"e1": None}, None, sex=None).complaints == ()
    assert score(scales["c-ssrs"], {"c2": 0, "c3": 0}, None, sex=None).complaints == ()
