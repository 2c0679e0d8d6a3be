"""Twelve courses played day by day: what should be said is written first, then held against."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Disposition
from ketum.law import status
from ketum.plan import Decision, Referral, replanned
from ketum.plan.person import for_person
from tests.courses.player import COURSES, Course, courses

BASES = 6


@pytest.fixture(params=COURSES, ids=lambda path: path.stem)
def course(request: pytest.FixtureRequest, knowledge: KnowledgeBase) -> Course:
    (found,) = courses(knowledge, [request.param])
    return found


def test_there_are_twelve_and_half_of_them_rest_on_published_reports(
    knowledge: KnowledgeBase,
) -> None:
    played = list(courses(knowledge))
    assert len(played) == 12
    reported = [each.script["drawn_from"] for each in played if each.script["drawn_from"]]
    assert len(reported) == BASES
    assert {source for each in reported for source in each} <= set(knowledge.sources)
    assert all(each.script["scripted"] for each in played)


def test_every_event_of_a_course_is_read(course: Course) -> None:
    assert [event.payload for event in course.events if event.unread] == []


def test_the_review_says_what_is_dangerous_and_where_the_person_goes(course: Course) -> None:
    wanted = course.script["review"]
    answer = course.review()
    found = {finding.code for finding in answer.findings}
    assert set(wanted.get("findings", ())) <= found
    least = wanted.get("least_disposition")
    assert least is None or answer.disposition >= Disposition[least.upper()]


def test_a_plan_is_checked_or_referred(course: Course) -> None:
    wanted = course.script["review"]
    made = course.decided()
    if wanted.get("outcome") == "referral":
        assert isinstance(made, Referral)
        assert wanted.get("call", "") in made.call
        said = for_person(made, course.review().findings, course.plan.start, course.knowledge)
        assert not said.intakes
    elif wanted.get("outcome") == "checked":
        assert isinstance(made, Decision)
        found = {finding.code for finding in made.findings}
        assert found.isdisjoint(wanted.get("plan_without", ()))
        assert made.options[0].option.id == wanted.get("first_option", "buprenorphine")


def test_each_day_says_what_it_should(course: Course) -> None:
    for wanted in course.script.get("day", ()):
        told = course.watched(wanted["day"], wanted.get("at", "12:00"))
        live = {alert.flag.id: alert for alert in told.alerts if alert.is_open}
        where = f"{course.name}, day {wanted['day']}: {sorted(live)}"
        if "open" in wanted:
            assert sorted(live) == sorted(wanted["open"]), where
        assert set(wanted.get("holds", ())) <= set(live), where
        assert set(wanted.get("without", ())).isdisjoint(live), where
        for flag in wanted.get("escalated", ()):
            assert live[flag].escalated is not None, where
        if wanted.get("stops"):
            assert any(alert.stops for alert in live.values()), where
        if "move" in wanted:
            assert told.proposal is not None, where
            assert told.proposal.move.value == wanted["move"], (where, told.proposal.reasons)
        if "not_move" in wanted:
            assert told.proposal is None or told.proposal.move.value != wanted["not_move"], where
        if wanted.get("risk_weeks"):
            assert told.risk is not None, where


def test_a_course_goes_on_from_where_the_person_is(course: Course) -> None:
    wanted = course.script.get("replan")
    if wanted is None:
        return
    day = course.plan.start + timedelta(days=wanted["day"])
    again = replanned(
        course.plan, day, wanted["taken"], strength=wanted.get("strength", 1.0),
        weighed_to=wanted.get("weighed_to", 0.0),
    )  # fmt: skip
    assert [step.day_total for step in again.steps] == wanted["totals"]
    assert not again.is_signed


def test_another_place_changes_the_message_and_not_the_care(course: Course) -> None:
    wanted = course.script.get("elsewhere")
    if wanted is None:
        return
    here, there = course.review(), course.review(wanted)
    assert set(wanted["findings"]) <= {finding.code for finding in there.findings}
    assert there.disposition is here.disposition
    found = status(wanted["location"], course.case_with(wanted).on, course.knowledge)
    leaf = next(each for each in found.answers if each.substance == "leaf")
    assert leaf.status.value == wanted["status"]
