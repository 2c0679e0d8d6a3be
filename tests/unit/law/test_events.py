"""Every event on the days around its date; what is undated, partial, proposed or unknown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from ketum.evidence import KnowledgeBase, load
from ketum.evidence.law import SUBSTANCES, Binds, EventKind, LawStatus, LegalEvent
from ketum.law import LawAnswer, law_object, status
from ketum.law.standing import State, state_of

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
    "DC",
]
COUNTRIES = [
    "AE",
    "AL",
    "AR",
    "AT",
    "AU",
    "BA",
    "BE",
    "BG",
    "BN",
    "BR",
    "BY",
    "CA",
    "CH",
    "CL",
    "CN",
    "CO",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HK",
    "HR",
    "HU",
    "ID",
    "IE",
    "IL",
    "IN",
    "IS",
    "IT",
    "JP",
    "KR",
    "LT",
    "LU",
    "LV",
    "MD",
    "MM",
    "MT",
    "MX",
    "MY",
    "NL",
    "NO",
    "NZ",
    "PH",
    "PL",
    "PT",
    "RO",
    "RS",
    "RU",
    "SA",
    "SE",
    "SG",
    "SI",
    "SK",
    "TH",
    "TR",
    "TW",
    "UA",
    "US",
    "VN",
    "ZA",
]
NEVER = (EventKind.PROPOSED, EventKind.WITHDRAWN)


@cache
def knowledge() -> KnowledgeBase:
    return load()


def events() -> list[LegalEvent]:
    return [e for group in knowledge().law.events.values() for e in group]


def answer(place: str, on: date, substance: str, form: str | None = None) -> LawAnswer:
    (found,) = status(place, on, knowledge(), substances=(substance,), form=form).answers[:1]
    return found


def state_in(answered: LawAnswer, event: LegalEvent) -> State:
    (layer,) = [layer for layer in answered.layers if layer.event.id == event.id]
    return layer.state


DATED = [e for e in events() if e.starts and e.starts.is_full and e.substances != ("other",)]
LAW = [e for e in DATED if e.kind not in (*NEVER, EventKind.OPEN) and e.binds is not Binds.NOBODY]


@pytest.mark.parametrize("event", LAW, ids=lambda e: e.id)
def test_an_event_is_not_yet_in_force_the_day_before_and_is_from_its_day_on(
    event: LegalEvent,
) -> None:
    assert event.starts is not None
    form = event.forms[0] if event.forms else None
    day = event.starts.first
    before, of, after = (
        state_in(answer(event.place, day + step * ONE_DAY, event.substances[0], form), event)
        for step in (-1, 0, 1)
    )
    assert before is State.NOT_YET
    assert of is after is (State.SIGNED if event.by_signing else State.HOLDS)


@pytest.mark.parametrize("event", LAW, ids=lambda e: e.id)
def test_an_event_decides_from_its_day_on_or_something_stricter_or_a_doubt_does(
    event: LegalEvent,
) -> None:
    assert event.starts is not None
    rising = knowledge().law.rising
    form = event.forms[0] if event.forms else None
    for substance in event.substances:
        found = answer(event.place, event.starts.first, substance, form)
        in_doubt = found.status is LawStatus.UNCERTAIN
        assert in_doubt or rising.index(found.status) >= rising.index(event.statuses[0])
        if in_doubt:
            assert found.why
            assert len(found.sides) >= 2


@pytest.mark.parametrize(
    "event",
    [e for e in LAW if e.ends and e.ends.is_full],
    ids=lambda e: e.id,
)
def test_an_event_holds_on_its_last_day_and_has_expired_on_the_next(event: LegalEvent) -> None:
    assert event.ends is not None
    last = event.ends.first
    assert state_of(event, last) is State.HOLDS
    assert state_of(event, last + ONE_DAY) is State.EXPIRED


PARTIAL = [
    e for e in events()
    if e.starts and not e.starts.is_full and e.kind not in NEVER and e.binds is not Binds.NOBODY
]  # fmt: skip


@pytest.mark.parametrize("event", PARTIAL, ids=lambda e: e.id)
def test_a_partial_date_cannot_be_told_inside_its_interval(event: LegalEvent) -> None:
    assert event.starts is not None
    assert state_of(event, event.starts.first - ONE_DAY) is State.NOT_YET
    assert state_of(event, event.starts.first) is State.PERHAPS
    assert state_of(event, event.starts.last) is State.PERHAPS
    assert state_of(event, event.starts.last + ONE_DAY) is State.HOLDS


def test_a_partial_date_alone_answers_uncertain_with_both_sides_inside_its_interval() -> None:
    for on in (date(2016, 2, 1), date(2016, 2, 29)):
        found = answer("US-AR", on, "mitragynine")
        assert found.status is LawStatus.UNCERTAIN
        assert set(found.sides) == {LawStatus.UNKNOWN, LawStatus.PROHIBITED}
    assert answer("US-AR", date(2016, 1, 31), "mitragynine").status is LawStatus.UNKNOWN
    assert answer("US-AR", date(2016, 3, 1), "mitragynine").status is LawStatus.PROHIBITED


@pytest.mark.parametrize(
    "event", [e for e in events() if e.starts is None or e.kind in NEVER], ids=lambda e: e.id
)
@pytest.mark.parametrize("on", [date(1990, 1, 1), TODAY, date(2040, 1, 1)])
def test_an_undated_event_or_a_proposal_is_never_in_force(event: LegalEvent, on: date) -> None:
    assert state_of(event, on) is not State.HOLDS
    for substance in event.substances:
        if substance in SUBSTANCES and event.place != "US":
            found = answer(event.place, on, substance, event.forms[0] if event.forms else None)
            assert event not in found.events or found.status in (
                LawStatus.UNCERTAIN,
                LawStatus.UNKNOWN,
            )


def test_an_undated_prohibition_answers_uncertain_and_names_it() -> None:
    found = answer("FI", TODAY, "leaf")
    assert found.status is LawStatus.UNCERTAIN
    assert LawStatus.PROHIBITED in found.sides


@pytest.mark.parametrize("place", [*(f"US-{state}" for state in STATES), *COUNTRIES])
def test_every_state_and_every_listed_country_answers_for_each_substance(place: str) -> None:
    law = status(place, TODAY, knowledge())
    assert law.place.code == place
    assert {a.substance for a in law.answers} == set(SUBSTANCES)
    assert any(a.layers for a in law.answers)
    for found in law.answers:
        assert found.status is not LawStatus.UNCERTAIN or (found.why and len(found.sides) >= 2)
        if found.status not in (LawStatus.UNKNOWN, LawStatus.UNCERTAIN):
            assert found.events
            assert found.last_checked is not None


def test_every_listed_country_is_in_the_list_of_this_test() -> None:
    listed = {place for place in knowledge().law.events if len(place) == 2} - {"EU", "UN"}
    assert listed == set(COUNTRIES)


@pytest.mark.parametrize("place", ["Narnia", "XX", "US-ZZ", "Peru", "KE", "Georgia", "", ":", "-"])
def test_a_place_that_is_unknown_or_not_recorded_answers_unknown(place: str) -> None:
    found = status(place, TODAY, knowledge()).answers
    assert {a.status for a in found} == {LawStatus.UNKNOWN}
    assert all(a.why for a in found)


@pytest.mark.parametrize("place", ["US-PR", "US-GU", "US-VI", "US-AS", "US-MP"])
def test_a_territory_nobody_could_research_is_unknown(place: str) -> None:
    assert answer(place, TODAY, "leaf").status is LawStatus.UNKNOWN


def test_kentucky_flips_with_the_day_alone_and_says_so_before() -> None:
    before = answer("US-KY", date(2026, 12, 31), "leaf")
    after = answer("US-KY", date(2027, 1, 1), "leaf")
    assert (before.status, before.minimum_age) == (LawStatus.REGULATED, 21)
    assert (before.changes_on, before.changes_to) == (date(2027, 1, 1), LawStatus.PROHIBITED)
    assert after.status is LawStatus.PROHIBITED


@pytest.mark.parametrize(
    ("place", "on", "substance", "expected"),
    [
        ("US-TN", date(2026, 6, 30), "leaf", LawStatus.AGE_LIMITED),
        ("US-TN", date(2026, 7, 1), "leaf", LawStatus.PROHIBITED),
        ("US-RI", date(2026, 3, 31), "leaf", LawStatus.UNCERTAIN),
        ("US-RI", date(2026, 4, 1), "leaf", LawStatus.REGULATED),
        ("US-MA", date(2026, 8, 27), "leaf", LawStatus.NO_SPECIFIC_LAW),
        ("US-MA", date(2026, 8, 28), "leaf", LawStatus.PROHIBITED),
        ("US-MA", date(2027, 8, 29), "leaf", LawStatus.UNCERTAIN),
        ("US-ND", date(2026, 9, 4), "leaf", LawStatus.PROHIBITED),
        ("US-ND", date(2026, 9, 5), "leaf", LawStatus.UNKNOWN),
        ("US-AK", date(2026, 8, 25), "semi-synthetic", LawStatus.UNKNOWN),
        ("US-AK", date(2026, 8, 26), "semi-synthetic", LawStatus.PROHIBITED),
        ("SE", date(2025, 3, 10), "leaf", LawStatus.UNCERTAIN),
        ("SE", date(2025, 3, 11), "leaf", LawStatus.PROHIBITED),
        ("TH", date(2021, 8, 23), "leaf", LawStatus.PROHIBITED),
        ("TH", date(2022, 8, 27), "leaf", LawStatus.AGE_LIMITED),
        ("CZ", date(2025, 11, 12), "leaf", LawStatus.REGULATED),
        ("Suffolk County, NY", date(2026, 11, 22), "leaf", LawStatus.AGE_LIMITED),
        ("Nashville, TN", date(2026, 11, 22), "leaf", LawStatus.PROHIBITED),
        ("US-NH", date(2026, 11, 22), "leaf", LawStatus.UNCERTAIN),
        ("US-DC", date(2026, 11, 22), "leaf", LawStatus.UNCERTAIN),
    ],
)
def test_the_status_of_a_place_on_a_day(
    place: str, on: date, substance: str, expected: LawStatus
) -> None:
    assert answer(place, on, substance).status is expected


def test_an_order_that_may_have_been_issued_leaves_7_oh_uncertain_where_it_was_allowed() -> None:
    before = answer("US-TX", date(2026, 11, 12), "7-OH")
    since = answer("US-TX", date(2026, 11, 13), "7-OH")
    assert before.status is LawStatus.REGULATED
    assert since.status is LawStatus.UNCERTAIN
    assert {LawStatus.REGULATED, LawStatus.PROHIBITED} <= set(since.sides)
    assert answer("US-OH", date(2026, 11, 13), "7-OH").status is LawStatus.PROHIBITED


def test_a_record_that_is_too_old_refuses_to_reassure_and_still_forbids() -> None:
    assert answer("US-TX", date(2027, 2, 20), "leaf").status is LawStatus.REGULATED
    old = answer("US-TX", date(2027, 2, 21), "leaf")
    assert old.status is LawStatus.UNCERTAIN
    assert LawStatus.REGULATED in old.sides
    assert answer("US-TN", date(2027, 2, 21), "leaf").status is LawStatus.PROHIBITED


def test_a_law_that_no_source_saw_for_a_year_does_not_reassure() -> None:
    assert answer("HU", date(2026, 2, 18), "leaf").status is not LawStatus.UNCERTAIN
    assert answer("AL", date(2026, 2, 18), "leaf").status is LawStatus.NO_SPECIFIC_LAW
    assert answer("AL", date(2026, 2, 19), "leaf").status is LawStatus.UNCERTAIN


def test_the_rule_for_service_members_binds_nobody_else() -> None:
    assert answer("US-AK", TODAY, "leaf").status is LawStatus.NO_SPECIFIC_LAW


def test_the_object_of_the_contract_has_its_keys() -> None:
    law = law_object(status("US-GA", TODAY, knowledge(), substances=("leaf",)), age=20)
    assert {"place", "on", "answers"} <= set(law)
    answers = law["answers"]
    assert isinstance(answers, list)
    assert {
        "substance", "form", "status", "minimum_age", "limits", "layers", "instrument", "source",
        "last_checked", "confidence", "changes_on", "changes_to",
    } <= set(answers[0])  # fmt: skip
    assert answers[0]["old_enough"] is False
    assert {"analyte": "7-OH", "value": "0.5", "unit": "mg/g"} in answers[0]["limits"]
