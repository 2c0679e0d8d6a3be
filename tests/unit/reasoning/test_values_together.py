"""Values judged together: a ratio, a rise of a score; and which limits fit whom."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Finding
from ketum.intake import Format, read
from ketum.review import Review, review


def reviewed(knowledge: KnowledgeBase, **case: object) -> Review:
    content = json.dumps(case).encode()
    return review(read(content, Format.JSON, today=date(2026, 11, 22)), knowledge)


def finding(answer: Review, code: str) -> Finding | None:
    return next((found for found in answer.findings if found.code == code), None)


def needs(answer: Review, fact: str) -> tuple[str, ...]:
    return next((entry.needed_by for entry in answer.unanswered if entry.fact == fact), ())


def enzymes(alt: float, alt_limit: float, alp: float, alp_limit: float) -> list[dict[str, object]]:
    return [
        {"what": "ALT", "value": alt, "unit": "U/L", "upper_limit": alt_limit},
        {"what": "ALP", "value": alp, "unit": "U/L", "upper_limit": alp_limit},
    ]


# The first three are published cases (LiverTox 6972 and 8332, Gandhi 2020); the rest stand at the
# bounds of 2 and 5.
PATTERNS = [
    (enzymes(272, 40, 428, 130), "Mixed", "2.07"), (enzymes(126, 35, 218, 130), "Mixed", "2.15"),
    (enzymes(578, 30, 672, 160), "Mixed", "4.59"), (enzymes(500, 40, 250, 100), "Hepato", "5"),
    (enzymes(499, 40, 250, 100), "Mixed", "4.99"), (enzymes(80, 40, 100, 100), "Mixed", "2"),
    (enzymes(79, 40, 100, 100), "Cholestatic", "1.9"),
]  # fmt: skip


@pytest.mark.parametrize(("observations", "pattern", "ratio"), PATTERNS)
def test_the_pattern_of_liver_injury_follows_from_the_ratio(
    knowledge: KnowledgeBase, observations: list[object], pattern: str, ratio: str
) -> None:
    found = finding(reviewed(knowledge, observations=observations), "LAB_LIVER_PATTERN")
    assert found is not None
    assert found.action.startswith(pattern)
    assert any(reason.value.startswith(ratio) for reason in found.because)


def test_a_ratio_is_not_made_from_two_samples_or_from_nothing(knowledge: KnowledgeBase) -> None:
    alt, alp = enzymes(400, 40, 50, 100)
    apart = [{**alt, "at": "2026-11-20"}, {**alp, "at": "2026-11-22"}]
    below = [alt, {**alp, "value": "<5"}]
    for observations in (apart, [alt], below):
        answer = reviewed(knowledge, observations=observations)
        assert finding(answer, "LAB_LIVER_PATTERN") is None
        assert "screening.liver-pattern" in needs(answer, "observations: ALP")


def test_the_default_alp_limit_makes_no_ratio_for_a_minor(knowledge: KnowledgeBase) -> None:
    observations = [{"what": "ALT", "value": 90, "unit": "U/L"},
                    {"what": "ALP", "value": 300, "unit": "U/L"}]  # fmt: skip
    young = reviewed(knowledge, person={"age_years": 15}, observations=observations)
    assert finding(young, "LAB_LIVER_PATTERN") is None
    grown = reviewed(knowledge, person={"age_years": 25}, observations=observations)
    assert finding(grown, "LAB_LIVER_PATTERN") is not None


def cows(*results: tuple[float, str | None]) -> list[dict[str, object]]:
    return [{"scale": "COWS", "total": total} | ({"at": at} if at else {}) for total, at in results]


BUPRENORPHINE = [{"name": "buprenorphine", "status": "taking"}]


@pytest.mark.parametrize(
    ("results", "is_precipitated"),
    [
        (cows((6, "2026-11-22T08:00:00"), (11, "2026-11-22T12:00:00")), True),
        (cows((11, "2026-11-22T12:00:00"), (6, "2026-11-22T08:00:00")), True),
        (cows((6, "2026-11-22T08:00:00"), (11, "2026-11-22T12:00:01")), False),
        (cows((6, "2026-11-22T08:00:00"), (10, "2026-11-22T12:00:00")), False),
        (cows((11, "2026-11-22T08:00:00"), (6, "2026-11-22T12:00:00")), False),
        (cows((6, "2026-11-22T08:00:00"), (11, "2026-11-22T08:00:00")), False),
        (cows((6, "2026-11-10T08:00:00"), (11, "2026-11-10T12:00:00")), False),
    ],
)
def test_a_rise_of_cows_within_hours_is_precipitated_withdrawal(
    knowledge: KnowledgeBase, results: list[object], is_precipitated: bool
) -> None:
    answer = reviewed(knowledge, medicines=BUPRENORPHINE, scales=results)
    assert ("D15" in [held.row for held in answer.disposition_because]) is is_precipitated


def test_two_results_of_one_day_without_a_time_cannot_tell_a_rise(
    knowledge: KnowledgeBase,
) -> None:
    results = cows((6, "2026-11-22"), (11, "2026-11-22"))
    answer = reviewed(knowledge, medicines=BUPRENORPHINE, scales=results, symptoms=[])
    assert "D15" in needs(answer, "scales: COWS before")


def test_a_range_of_points_rises_only_when_every_reading_of_it_does(
    knowledge: KnowledgeBase,
) -> None:
    """Missing items make a range: 5 points above its upper end, and not above its lower."""
    partial = {"scale": "PHQ-9", "answers": {str(item): 1 for item in range(1, 9)}}
    earlier = partial | {"at": "2026-10-20"}  # 8 to 11
    for total, found in ((16, True), (13, False)):
        scales = [earlier, {"scale": "PHQ-9", "total": total, "at": "2026-11-22"}]
        answer = reviewed(knowledge, scales=scales, conditions=[], symptoms=[])
        assert (finding(answer, "COND_PSYCHIATRIC") is not None) is found


def test_a_score_of_thirteen_is_for_today_and_one_of_twelve_is_not(
    knowledge: KnowledgeBase,
) -> None:
    urgencies = {}
    for total in (12, 13):
        found = finding(reviewed(knowledge, scales=cows((total, None))), "SYM_WITHDRAWAL")
        assert found is not None
        urgencies[total] = found.urgency.value
    assert urgencies == {12: "routine", 13: "today"}


@pytest.mark.parametrize(
    ("total", "days", "urgency"), [(11, 15, "72h"), (10, 15, "routine"), (11, 14, "routine")]
)
def test_withdrawal_past_two_weeks_is_looked_at_again(
    knowledge: KnowledgeBase, total: int, days: int, urgency: str
) -> None:
    answer = reviewed(
        knowledge,
        opioid={"name": "oxycodone", "days_since_last_opioid": days},
        scales=[{"scale": "SOWS", "total": total}],
    )
    found = finding(answer, "SYM_WITHDRAWAL")
    assert found is not None
    assert found.urgency.value == urgency


def test_consent_has_its_own_action(knowledge: KnowledgeBase) -> None:
    alone = finding(reviewed(knowledge, circumstances=["lives alone"]), "COND_HOME_UNSAFE")
    pressed = finding(reviewed(knowledge, circumstances=["court ordered"]), "COND_HOME_UNSAFE")
    assert alone is not None
    assert pressed is not None
    assert "voluntary" in pressed.action
    assert "voluntary" not in alone.action


PULSE = [{"what": "heart rate", "value": 80, "unit": "/min"}]


@pytest.mark.parametrize(
    ("person", "fact"),
    [
        ({}, "person.age_years"),
        ({"age_years": "10 to 20"}, "person.age_years"),
        ({"age_years": 17}, "observations: Heart rate"),
    ],
)
def test_a_usual_pulse_answers_no_only_for_an_adult(
    knowledge: KnowledgeBase, person: dict[str, object], fact: str
) -> None:
    assert "screening.cardiac-now" in needs(
        reviewed(knowledge, person=person, observations=PULSE), fact
    )
    adult = reviewed(knowledge, person={"age_years": "adult"}, observations=PULSE)
    assert "screening.cardiac-now" not in needs(adult, fact)


def test_a_word_for_an_age_says_whether_the_limits_fit(knowledge: KnowledgeBase) -> None:
    fast = [{"what": "heart rate", "value": 140, "unit": "/min"}]
    found = {
        word: finding(reviewed(knowledge, conditions=[word], observations=fast), "SYM_CARDIAC")
        for word in ("teenager", "geriatric")
    }
    assert found["teenager"] is None
    assert found["geriatric"] is not None


def test_an_open_question_about_a_minor_could_be_an_emergency(knowledge: KnowledgeBase) -> None:
    """It stands among what could change the disposition, and so before what could not."""
    answer = reviewed(
        knowledge,
        person={"age_years": 12},
        observations=[{"what": "respiratory rate", "value": 40, "unit": "/min"}],
    )
    assert "D02" in needs(answer, "observations: Respiratory rate")


def test_an_allergy_is_not_a_medicine_that_is_taken(knowledge: KnowledgeBase) -> None:
    answer = reviewed(knowledge, allergies=["methadone"], medicines=[], substances=[])
    assert finding(answer, "PD_OPIOID_ADDITIVE") is None
    assert finding(answer, "COND_TREATMENT_ALLERGY") is not None


def test_a_denied_allergy_is_none(knowledge: KnowledgeBase) -> None:
    denied = [{"name": "methadone", "present": False}]
    answer = reviewed(knowledge, allergies=denied, complete=["allergies"])
    assert finding(answer, "COND_TREATMENT_ALLERGY") is None


@pytest.mark.parametrize(("allergies", "is_told"), [(["buprenorphine"], True), ([], False)])
def test_an_allergy_changes_which_treatment_is_offered(
    knowledge: KnowledgeBase, allergies: list[str], is_told: bool
) -> None:
    answer = reviewed(knowledge, allergies=allergies, conditions=["opioid use disorder"])
    offer = finding(answer, "MGMT_BUPRENORPHINE_ELIGIBLE")
    assert offer is not None
    assert ("allergy" in offer.action) is is_told
