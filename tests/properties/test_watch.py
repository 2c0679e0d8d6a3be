"""What no order of arrival, no late entry and no clock change may do to a watch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ketum.evidence import KnowledgeBase, load
from ketum.finding import Urgency
from ketum.monitoring import Event, Kind, Reader, Role, Watched, watch
from ketum.monitoring.days import Days
from ketum.plan import Plan
from tests.unit.monitoring.course import a_plan

ZONES = (
    "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe",
    "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "America/Santiago",
)  # fmt: skip
FLAGS = ("rr_low", "rr_low2", "sows_21", "dose_above_plan", "seizure_em", "craving_rise")
HOURS = st.integers(0, 21 * 24)
LATE = st.sampled_from([0, 0, 0, 1, 5, 30])
TOLD: st.SearchStrategy[tuple[Kind, dict[str, Any]]] = st.one_of(
    st.builds(
        lambda grams: (Kind.DOSE, {"amount": grams, "unit": "g"}), st.sampled_from([1, 4, 9])
    ),
    st.builds(lambda n: (Kind.SCALE, {"scale": "SOWS", "total": n}), st.integers(0, 30)),
    st.builds(lambda n: (Kind.SCALE, {"scale": "COWS", "total": n}), st.integers(0, 40)),
    st.builds(
        lambda n: (Kind.VITAL, {"what": "respiratory rate", "value": n, "unit": "/min"}),
        st.integers(6, 26),
    ),
    st.builds(
        lambda n: (Kind.VITAL, {"what": "craving", "value": n, "unit": "1"}), st.integers(0, 10)
    ),
    st.just((Kind.SYMPTOM, {"what": "seizure"})),
    st.just((Kind.LAPSE, {"substance": "7-OH"})),
)
ANSWERS = st.sampled_from([Kind.ACKNOWLEDGEMENT, Kind.CLOSING])
KNOWLEDGE = load()
READER = Reader(KNOWLEDGE)


def told(
    number: int, kind: Kind, payload: dict[str, Any], at: datetime, late: float, role: Role
) -> Event:
    readings, unread = READER.read(kind, payload)
    return Event(
        id=f"e{number}", happened=at, recorded=at + timedelta(hours=late), by="somebody",
        role=role, kind=kind, payload=payload, readings=readings, unread=unread,
    )  # fmt: skip


@st.composite
def courses(draw: st.DrawFn) -> tuple[Plan, list[Event]]:
    plan = a_plan(zone=draw(st.sampled_from(ZONES)))
    begins = datetime.combine(plan.start, datetime.min.time(), ZoneInfo(plan.time_zone))
    events = []
    for number in range(draw(st.integers(0, 25))):
        at = begins.astimezone(UTC) + timedelta(hours=draw(HOURS))
        choice = draw(st.integers(0, 9))
        if choice == 0:
            flag = draw(st.sampled_from(FLAGS))
            payload = {"flag": flag, "outcome": "seen"}
            events.append(told(number, draw(ANSWERS), payload, at, 0, Role.CLINICIAN))
        elif choice == 1 and events:
            of = draw(st.sampled_from(events))
            change = {"corrects": of.id, "withdrawn": draw(st.booleans()), "payload": of.payload}
            events.append(told(number, Kind.CORRECTION, change, at, 0, Role.PERSON))
        else:
            kind, payload = draw(TOLD)
            events.append(told(number, kind, payload, at, draw(LATE), Role.PERSON))
    return plan, events


def ends(plan: Plan) -> datetime:
    return datetime.combine(plan.start, datetime.min.time(), UTC) + timedelta(days=23)


@given(courses(), st.randoms(use_true_random=False), st.data())
def test_arrival_and_repeated_delivery_change_nothing(
    course: tuple[Plan, list[Event]], random: Random, data: st.DataObject
) -> None:
    plan, events = course
    again = data.draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    arrived = [*events, *again]
    random.shuffle(arrived)
    first = watch(plan, events, KNOWLEDGE, ends(plan))
    assert watch(plan, arrived, KNOWLEDGE, ends(plan)) == first


def raised(found: Watched) -> set[tuple[str, datetime, str]]:
    return {(alert.flag.id, alert.raised, alert.event) for alert in found.alerts}


@given(courses(), st.lists(HOURS, min_size=2, max_size=5))
def test_what_was_raised_stays_raised_at_every_later_moment(
    course: tuple[Plan, list[Event]], hours: list[int]
) -> None:
    plan, events = course
    begins = datetime.combine(plan.start, datetime.min.time(), UTC)
    before: set[tuple[str, datetime, str]] = set()
    for hour in sorted(hours):
        now = watch(plan, events, KNOWLEDGE, begins + timedelta(hours=hour))
        assert before <= raised(now)
        before = raised(now)


@given(courses())
def test_events_that_come_later_change_nothing_of_before(
    course: tuple[Plan, list[Event]],
) -> None:
    plan, events = course
    middle = datetime.combine(plan.start, datetime.min.time(), UTC) + timedelta(days=10)
    known = [event for event in events if event.recorded <= middle]
    late = watch(plan, events, KNOWLEDGE, middle)
    assert replace(late, later=0) == replace(watch(plan, known, KNOWLEDGE, middle), later=0)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2012, 1, 3), date(2035, 12, 1)),
    st.integers(-30 * 86_400, 30 * 86_400),
)
def test_a_moment_is_on_the_day_that_its_zone_says(zone: str, start: date, seconds: int) -> None:
    days = Days(start, ZoneInfo(zone), -40, 40)
    at = days.begins(0) + seconds
    local = datetime.fromtimestamp(at, ZoneInfo(zone)).date()
    assert days.date_of(days.day_of(at)) == local


class Following(RuleBasedStateMachine):
    """A person who is followed: entries, answers and corrections in any order, in time and late."""

    @initialize(zone=st.sampled_from(ZONES))
    def begin(self, zone: str) -> None:
        self.plan = a_plan(zone=zone)
        self.now = datetime.combine(
            self.plan.start, datetime.min.time(), ZoneInfo(zone)
        ).astimezone(UTC)
        self.events: list[Event] = []
        self.before: set[tuple[str, datetime, str]] = set()
        self.found = watch(self.plan, [], KNOWLEDGE, self.now)

    def add(self, kind: Kind, payload: dict[str, Any], role: Role, hours_ago: float = 0) -> None:
        # Of two that become known in the same moment nobody can say which one raised an alarm.
        self.now += timedelta(seconds=1)
        at = self.now - timedelta(hours=hours_ago)
        event = told(len(self.events), kind, payload, at, hours_ago, role)
        self.events.append(event)
        self.found = watch(self.plan, self.events, KNOWLEDGE, self.now)

    @rule(what=TOLD, ago=LATE)
    def tell(self, what: tuple[Kind, dict[str, Any]], ago: int) -> None:
        self.add(*what, Role.PERSON, ago)

    @rule(minutes=st.sampled_from([1, 14, 15, 60, 120, 600, 1500]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.found = watch(self.plan, self.events, KNOWLEDGE, self.now)

    @rule(
        kind=ANSWERS,
        flag=st.sampled_from(FLAGS),
        role=st.sampled_from(list(Role)),
        outcome=st.sampled_from(["seen", "", " "]),
    )
    def answer(self, kind: Kind, flag: str, role: Role, outcome: str) -> None:
        self.add(kind, {"flag": flag, "outcome": outcome}, role)

    @precondition(lambda self: self.events)
    @rule(data=st.data(), withdrawn=st.booleans(), what=TOLD)
    def correct(
        self, data: st.DataObject, withdrawn: bool, what: tuple[Kind, dict[str, Any]]
    ) -> None:
        of = data.draw(st.sampled_from(self.events))
        payload = {"corrects": of.id, "withdrawn": withdrawn, "payload": what[1]}
        self.add(Kind.CORRECTION, payload, Role.PERSON)

    @invariant()
    def no_alarm_is_lost(self) -> None:
        found = raised(self.found)
        assert self.before <= found
        self.before = found

    @invariant()
    def only_a_named_person_with_an_outcome_ends_an_alarm(self) -> None:
        closings = {
            (event.payload["flag"], event.recorded)
            for event in self.events
            if event.kind is Kind.CLOSING
            and event.role.answers_for_care
            and str(event.payload["outcome"]).strip()
        }
        for alert in self.found.alerts:
            if alert.closed is not None:
                assert (alert.flag.id, alert.closed) in closings
                assert alert.closed >= alert.raised
                assert alert.acknowledged is not None

    @invariant()
    def nobody_waits_unseen_for_longer_than_the_limit(self) -> None:
        limits = {Urgency.NOW: 15, Urgency.TODAY: 120}
        for alert in self.found.alerts:
            limit = limits.get(alert.flag.urgency)
            waited = (alert.acknowledged or self.now) - alert.raised
            expected = limit is not None and waited >= timedelta(minutes=limit)
            if alert.acknowledged is not None and limit is not None:
                expected = waited > timedelta(minutes=limit)
            assert (alert.escalated is not None) == expected

    @invariant()
    def every_dose_above_the_plan_is_told(self) -> None:
        zone = ZoneInfo(self.plan.time_zone)
        corrected = {event.payload.get("corrects") for event in self.events}
        totals: dict[date, float] = {}
        for event in self.events:
            if event.kind is Kind.DOSE and event.id not in corrected:
                day = event.happened.astimezone(zone).date()
                totals[day] = totals.get(day, 0) + float(event.payload["amount"])  # type: ignore[arg-type]
        for day, total in totals.items():
            step = self.plan.step_on(day)
            if day >= self.plan.start and total > (step.day_total if step else 0):
                assert "dose_above_plan" in {alert.flag.id for alert in self.found.alerts}

    @invariant()
    def arrival_does_not_matter(self) -> None:
        arrived = [*reversed(self.events), *self.events[:3]]
        assert watch(self.plan, arrived, KNOWLEDGE, self.now) == self.found


# `make drill` plays 50,000 steps and more.
Following.TestCase.settings = settings(
    max_examples=max(20, settings.default.max_examples // 10) if settings.default else 20,
    stateful_step_count=50,
)
TestFollowing = Following.TestCase


def test_the_machine_knows_the_shipped_knowledge(knowledge: KnowledgeBase) -> None:
    assert set(FLAGS) <= set(knowledge.monitoring.flags)
