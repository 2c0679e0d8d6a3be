"""Reading events from JSON or from one JSON object a line, with every complaint at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import Path
from typing import TypeVar

from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.intake import Format, content_of, sound_text
from ketum.monitoring.events import CONTRADICTS, Event, Kind, Role
from ketum.monitoring.readings import Reader

__all__ = ["read_event_file", "read_events", "read_sound_events"]

MOST_COMPLAINTS = 200
MOST_TEXT = 4_000
LONGEST = 300
EARLIEST = datetime(1900, 1, 1)
KEYS = {"id", "happened", "recorded", "by", "role", "kind", "payload"}
AS_LIST = "Write one event on each line, or a list, or the key `events` with a list."
TIME = "Give day, time and offset, such as 2026-11-22T08:30:00+01:00."
# What a kind of event cannot be without.
NEEDED: Mapping[Kind, tuple[tuple[str, type | tuple[type, ...]], ...]] = {
    Kind.DOSE: (("amount", (int, float)), ("unit", str)),
    Kind.SCALE: (("scale", str),),
    Kind.SYMPTOM: (("what", str),),
    Kind.LAPSE: (("substance", str),),
    Kind.LOT: (("lot", str),),
    Kind.NOTE: (("text", str),),
    Kind.ACKNOWLEDGEMENT: (("flag", str),),
    Kind.CLOSING: (("flag", str), ("outcome", str)),
    Kind.CORRECTION: (("corrects", str),),
}
MEASURED_KINDS = {Kind.VITAL, Kind.LABORATORY, Kind.LEVEL}
MEASURED = (("what", str), ("value", (int, float, str)))
WORDS = {str: "text", (int, float): "a number", (int, float, str): "a number or a word"}

Word = TypeVar("Word", Kind, Role)


@dataclass(slots=True)
class _Page:
    """One list of events being read, and its complaints."""

    reader: Reader
    knowledge: KnowledgeBase
    now: datetime
    complaints: list[Complaint]

    def complain(self, where: str, line: int | None, problem: str, remedy: str) -> None:
        self.complaints.append(Complaint(place=where, problem=problem, remedy=remedy, line=line))


def read_event_file(path: Path, knowledge: KnowledgeBase, *, now: datetime) -> tuple[Event, ...]:
    """The events of a file.

    Raises:
        InputRefused: as `read_events` does, or the path cannot be read.
    """
    return read_events(content_of(path), knowledge, now=now)


def read_sound_events(
    path: Path, knowledge: KnowledgeBase, *, now: datetime
) -> tuple[tuple[Event, ...], tuple[Complaint, ...]]:
    """The events that can be used, and every complaint about the others.

    A danger that was told is not silent because something beside it was mistyped.

    Raises:
        InputRefused: the path cannot be read.
    """
    return _read(content_of(path), knowledge, now)


def read_events(content: bytes, knowledge: KnowledgeBase, *, now: datetime) -> tuple[Event, ...]:
    """Every event; one delivered twice is given once.

    Raises:
        InputRefused: any event is not sound, is of the future, or contradicts another of its id.
    """
    events, complaints = _read(content, knowledge, now)
    if complaints:
        raise InputRefused(complaints)
    return events


def _read(
    content: bytes, knowledge: KnowledgeBase, now: datetime
) -> tuple[tuple[Event, ...], tuple[Complaint, ...]]:
    text = sound_text(content, Format.JSON)
    page = _Page(reader=Reader(knowledge), knowledge=knowledge, now=now, complaints=[])
    events: dict[str, Event] = {}
    others: list[Event] = []
    for where, line, table in _tables(text, page):
        event = _event(table, where, line, page)
        if event is None:
            continue
        known = events.setdefault(event.id, event)
        if not known.same_as(event):
            others.append(event)
            page.complain(where, line, CONTRADICTS, "Correct it by a `correction` with its own id.")
    _check_references(events, page)
    return (*events.values(), *others), tuple(_at_most(page.complaints))


def _at_most(complaints: list[Complaint]) -> list[Complaint]:
    if len(complaints) <= MOST_COMPLAINTS:
        return complaints
    more = Complaint(
        place="events",
        problem=f"there are {len(complaints) - MOST_COMPLAINTS} more faults.",
        remedy="Correct these, then try again.",
    )
    return [*complaints[:MOST_COMPLAINTS], more]


def _tables(text: str, page: _Page) -> list[tuple[str, int | None, object]]:
    """Each event with its place; by line where the file has one on each."""
    try:
        tree = json.loads(text, parse_int=_whole)
    except (ValueError, RecursionError):
        return _lines(text, page)
    if isinstance(tree, dict) and "events" in tree:
        tree = tree["events"]
    elif isinstance(tree, dict):
        tree = [tree]
    if not isinstance(tree, list):
        page.complain("events", None, "this is not a list of events.", AS_LIST)
        return []
    return [(f"events[{index}]", None, table) for index, table in enumerate(tree)]


def _lines(text: str, page: _Page) -> list[tuple[str, int | None, object]]:
    found: list[tuple[str, int | None, object]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"events[{len(found)}]"
        try:
            found.append((where, number, json.loads(line, parse_int=_whole)))
        except (ValueError, RecursionError):
            page.complain(where, number, "this line is not valid JSON.", AS_LIST)
    return found


def _event(table: object, where: str, line: int | None, page: _Page) -> Event | None:
    before = len(page.complaints)
    if not isinstance(table, dict):
        page.complain(where, line, "this is not an event.", "Put its keys between { and }.")
        return None
    if set(table) - KEYS:
        page.complain(where, line, "it has a key that is not known.", f"Keys are {_or(KEYS)}.")
    identity = _text(table, "id", where, line, page)
    by = _text(table, "by", where, line, page)
    kind = _word(Kind, table.get("kind"), f"{where}.kind", line, page)
    role = _word(Role, table.get("role", "person"), f"{where}.role", line, page)
    happened = _time(table.get("happened"), f"{where}.happened", line, page)
    recorded = happened
    if "recorded" in table:
        recorded = _time(table["recorded"], f"{where}.recorded", line, page)
    if happened is not None and recorded is not None and recorded < happened:
        problem = "it was recorded before it happened."
        page.complain(where, line, problem, "Check both times and their offsets.")
    if not _is_text(table):
        page.complain(where, line, "it holds half a letter.", "Write its texts again.")
    payload = table.get("payload", {})
    if not isinstance(payload, dict):
        page.complain(f"{where}.payload", line, "this is not a group of keys.", "Put { } around.")
    elif kind is not None:
        _check_payload(kind, payload, f"{where}.payload", line, page)
        _check_answer(kind, role, payload, where, line, page)
    if len(page.complaints) > before or kind is None or role is None:
        return None
    if happened is None or recorded is None or not isinstance(payload, dict):
        return None
    readings, unread = page.reader.read(kind, payload)
    return Event(
        id=identity, happened=happened, recorded=recorded, by=by, role=role, kind=kind,
        payload=payload, readings=readings, unread=unread,
    )  # fmt: skip


def _text(table: Mapping[str, object], key: str, where: str, line: int | None, page: _Page) -> str:
    value = table.get(key)
    if isinstance(value, str) and 0 < len(value.strip()) <= MOST_TEXT and value.isprintable():
        return value.strip()
    page.complain(f"{where}.{key}", line, "this is missing or not a text.", "Give plain text.")
    return ""


def _whole(digits: str) -> int | float:
    """A number that no float holds is infinite, as in a case file."""
    return int(digits) if len(digits) < LONGEST else inf


def _is_text(table: object) -> bool:
    """JSON may escape half of a letter, which no file could hold."""
    try:
        json.dumps(table, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _word(
    kinds: type[Word], value: object, where: str, line: int | None, page: _Page
) -> Word | None:
    for member in kinds:
        if member.value == value:
            return member
    page.complain(where, line, "this word is not known.", f"Give {_or(m.value for m in kinds)}.")
    return None


def _time(value: object, where: str, line: int | None, page: _Page) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or time.utcoffset() is None:
        page.complain(where, line, "this is not a time with its offset.", TIME)
        return None
    if time.replace(tzinfo=None) < EARLIEST:
        page.complain(where, line, "this lies too far back.", "Check the year.")
        return None
    try:
        is_future = time > page.now
    except OverflowError:
        is_future = True
    if is_future:
        page.complain(where, line, "this lies in the future.", "Check the time and its offset.")
        return None
    return time


def _check_payload(
    kind: Kind, payload: Mapping[str, object], where: str, line: int | None, page: _Page
) -> None:
    """The keys that this kind cannot be without, of the right sort."""
    tables: list[tuple[str, object, Sequence[tuple[str, type | tuple[type, ...]]]]]
    if kind in MEASURED_KINDS:
        several = payload.get("values")
        if isinstance(several, list) and several:
            tables = [(f"{where}.values[{i}]", each, MEASURED) for i, each in enumerate(several)]
        else:
            tables = [(where, payload, MEASURED)]
    else:
        tables = [(where, payload, NEEDED.get(kind, ()))]
    for place, table, needed in tables:
        if not isinstance(table, dict):
            page.complain(place, line, "this is not a group of keys.", "Put { } around.")
            continue
        for key, sort in needed:
            value = table.get(key)
            if not isinstance(value, sort) or isinstance(value, bool) or value == "":
                page.complain(f"{place}.{key}", line, "this is missing or of a wrong sort.",
                              f"Give {WORDS[sort]}.")  # fmt: skip
    if kind is Kind.DOSE:
        amount = payload.get("amount")
        if isinstance(amount, int | float) and not 0 <= amount < float("inf"):
            page.complain(f"{where}.amount", line, "this is not an amount.", "Give 0 or more.")


def _check_answer(
    kind: Kind,
    role: Role | None,
    payload: Mapping[str, object],
    where: str,
    line: int | None,
    page: _Page,
) -> None:
    """A flag is answered by somebody who answers for the care, and has to be one."""
    if kind not in {Kind.ACKNOWLEDGEMENT, Kind.CLOSING}:
        return
    if role is not None and not role.answers_for_care:
        page.complain(
            f"{where}.role", line, "a flag is answered by a named clinician or clinic.",
            "Give the role clinician or clinic, and the name in `by`.",
        )  # fmt: skip
    flag = payload.get("flag")
    if isinstance(flag, str) and flag not in page.knowledge.monitoring.flags:
        page.complain(f"{where}.payload.flag", line, "there is no such flag.", "Check its id.")


def _check_references(events: Mapping[str, Event], page: _Page) -> None:
    """A correction leads to an event that is there, and holds what that kind of event holds."""
    for event in events.values():
        if event.kind is not Kind.CORRECTION:
            continue
        root = _corrected(event, events)
        if root is None:
            page.complain(
                "events", None, "a correction names no event of this file.",
                "Give in `corrects` the id of the event that it corrects.",
            )  # fmt: skip
            continue
        if event.payload.get("happened") is not None:
            _time(event.payload["happened"], "events.payload.happened", None, page)
        payload = event.payload.get("payload")
        if isinstance(payload, dict):
            _check_payload(root.kind, payload, "events.payload.payload", None, page)
        elif event.payload.get("withdrawn") is not True:
            page.complain(
                "events", None, "a correction says neither what is true nor that it is withdrawn.",
                "Give `payload`, or withdrawn = true.",
            )  # fmt: skip


def _corrected(event: Event, events: Mapping[str, Event]) -> Event | None:
    """The event at the root of a chain of corrections; None where it leads nowhere."""
    seen = {event.id}
    while event.kind is Kind.CORRECTION:
        found = events.get(str(event.payload.get("corrects")))
        if found is None or found.id in seen:
            return None
        seen.add(found.id)
        event = found
    return event


def _or(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
