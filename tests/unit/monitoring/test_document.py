"""Reading events: every complaint at once, with place and remedy, and no value in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.monitoring import Event, Kind, read_events

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def event(**more: Any) -> dict[str, Any]:
    base = {
        "id": "e1", "happened": "2026-03-04T08:00:00+01:00", "by": "the person",
        "kind": "dose", "payload": {"amount": 4, "unit": "g"},
    }  # fmt: skip
    return {**base, **more}


def read(events: object, knowledge: KnowledgeBase) -> tuple[Event, ...]:
    return read_events(json.dumps(events).encode(), knowledge, now=NOW)


def refused(events: object, knowledge: KnowledgeBase) -> tuple[Complaint, ...]:
    with pytest.raises(InputRefused) as raised:
        read(events, knowledge)
    return raised.value.complaints


def test_a_list_an_object_and_lines_are_read_alike(knowledge: KnowledgeBase) -> None:
    two = [event(), event(id="e2")]
    lines = "\n\n".join(map(json.dumps, two)).encode()
    as_lines = read_events(lines, knowledge, now=NOW)
    assert read(two, knowledge) == read({"events": two}, knowledge) == as_lines
    assert [each.kind for each in as_lines] == [Kind.DOSE, Kind.DOSE]
    assert read(event(), knowledge)[0].id == "e1"


def test_an_event_delivered_twice_is_one(knowledge: KnowledgeBase) -> None:
    assert len(read([event(), event()], knowledge)) == 1


def test_a_contradicting_event_of_the_same_id_is_a_complaint(knowledge: KnowledgeBase) -> None:
    other = event(payload={"amount": 7, "unit": "g"})
    (complaint,) = refused([event(), other], knowledge)
    assert complaint.place == "events[1]"
    assert "contradicts" in complaint.problem


def test_every_fault_of_every_event_is_named_at_once(knowledge: KnowledgeBase) -> None:
    complaints = refused(
        [
            event(happened="2026-03-11T08:00:00+01:00"),
            event(id="e2", happened="2026-03-04T08:00:00"),
            event(id="e3", happened="soon", kind="secret-word"),
            event(id="e4", payload={"amount": -31337, "unit": 5}),
            event(id="e5", recorded="2026-03-04T07:59:59+01:00"),
            event(id="e6", kind="closing", payload={"flag": "secret-word", "outcome": "x"}),
            event(id="e7", kind="correction", payload={"corrects": "secret-word"}),
            event(id="", unheard="secret-word"),
            "secret-word",
        ],
        knowledge,
    )
    assert [complaint.place for complaint in complaints] == [
        "events[0].happened", "events[1].happened",
        "events[2].kind", "events[2].happened",
        "events[3].payload.unit", "events[3].payload.amount", "events[4]",
        "events[5].role", "events[5].payload.flag", "events[7]", "events[7].id", "events[8]",
        "events",
    ]  # fmt: skip
    said = " ".join(map(str, complaints))
    assert "secret-word" not in said
    assert "31337" not in said
    assert all(complaint.remedy for complaint in complaints)


def test_a_faulty_line_is_named_by_its_number(knowledge: KnowledgeBase) -> None:
    lines = f"{json.dumps(event())}\n{{nonsense\n".encode()
    with pytest.raises(InputRefused) as raised:
        read_events(lines, knowledge, now=NOW)
    assert raised.value.complaints[0].line == 2


@pytest.mark.parametrize(
    "payload",
    [
        {"corrects": "e1", "payload": {"amount": -50, "unit": "g"}},
        {"corrects": "e1", "payload": {"amount": 4}},
        {"corrects": "e1"},
        {"corrects": "e1", "withdrawn": True, "happened": "2026-03-11T08:00:00+01:00"},
        {"corrects": "c1", "withdrawn": True},
        {"corrects": "nobody", "withdrawn": True},
    ],
)
def test_a_correction_leads_somewhere_and_holds_what_it_corrects(
    payload: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    assert refused([event(), event(id="c1", kind="correction", payload=payload)], knowledge)
    sound = {"corrects": "e1", "payload": {"amount": 3, "unit": "g"}}
    again = {"corrects": "c1", "withdrawn": True}
    chain = [event(), event(id="c1", kind="correction", payload=sound)]
    assert read([*chain, event(id="c2", kind="correction", payload=again)], knowledge)


@pytest.mark.parametrize(
    "odd",
    [
        {"by": "\x1b[31mred"},
        {"by": "half \ud800"},
        {"payload": {"amount": 1, "unit": "g", "reason": "half \ud800"}},
        {"id": "two\nlines"},
        {"happened": "0001-01-01T00:00:00+14:00"},
        {"happened": "9999-12-31T23:59:59-14:00"},
        {"payload": {"amount": 10**400, "unit": "g"}},
    ],
)
def test_what_could_harm_whoever_reads_it_is_refused(
    odd: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    assert refused([event(**odd)], knowledge)


def test_the_moment_itself_is_not_the_future(knowledge: KnowledgeBase) -> None:
    assert read([event(happened=NOW.isoformat())], knowledge)
    assert refused([event(happened="2026-03-10T12:00:00.000001+00:00")], knowledge)


@pytest.mark.parametrize("amount", [True, "4", None, float("nan"), float("inf"), -1])
def test_an_amount_is_a_number_of_0_or_more(amount: object, knowledge: KnowledgeBase) -> None:
    assert refused([event(payload={"amount": amount, "unit": "g"})], knowledge)


def test_a_panel_gives_a_reading_for_each_value(knowledge: KnowledgeBase) -> None:
    values = [
        {"what": "1742-6", "value": 120, "unit": "U/L", "upper_limit": 40},
        {"what": "AST", "value": 30, "unit": "U/L"},
        {"what": "weight", "value": 220, "unit": "lb"},
    ]
    (read_one,) = read([event(kind="laboratory", payload={"values": values})], knowledge)
    found = {reading.of: reading.low for reading in read_one.readings}
    assert found["alanine-aminotransferase/uln"] == 3
    assert found["aspartate-aminotransferase/uln"] == 0.75
    assert round(found["body-weight"], 1) == 99.8


def test_an_unknown_unit_gives_no_reading_and_says_so(knowledge: KnowledgeBase) -> None:
    payload = {"what": "heart rate", "value": 60, "unit": "parsec"}
    (read_one,) = read([event(kind="vital", payload=payload)], knowledge)
    assert not read_one.readings
    assert read_one.unread == ("the unit is not one that Ketum can turn",)


def test_thousands_of_faults_are_counted_not_listed(knowledge: KnowledgeBase) -> None:
    complaints = refused([event(id=str(n), kind="x") for n in range(300)], knowledge)
    assert len(complaints) == 201
    assert "100 more" in complaints[-1].problem


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"3", b'"x"', b"null", b"[" * 100])
def test_what_is_no_list_of_events_is_refused(content: bytes, knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputRefused):
        read_events(content, knowledge, now=NOW)
