"""A short plan, and events written as in flags.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ketum.evidence import KnowledgeBase
from ketum.monitoring import Event, Kind, Reader, Role, Watched, watch
from ketum.plan import Contact, Intake, Phase, Plan, Step, Substance, Track

START = date(2026, 3, 2)
BERLIN = "Europe/Berlin"
AROUND = {"day", "at", "kind", "by", "role", "id", "recorded"}


def a_plan(
    *,
    days: int = 21,
    grams: float = 4.0,
    zone: str = BERLIN,
    start: date = START,
    track: Track = Track.A,
    phase: Phase = Phase.TAPER,
) -> Plan:
    intakes = tuple(Intake(at=time(hour), amount=grams, unit="g") for hour in (8, 14, 20))
    return Plan(
        id="plan", version=1, start=start, time_zone=zone, track=track, goal="stop",
        substance=Substance.LEAF,
        steps=(Step(number=1, phase=phase, starts=start, days=days, intakes=intakes),),
        contacts=(Contact(name="Clinic", role="clinic", phone="000"),),
    )  # fmt: skip


def moment(day: float, at: str = "12:00", *, plan: Plan | None = None) -> datetime:
    """A local time of the plan, by day and clock."""
    chosen = plan or a_plan()
    on = chosen.start + timedelta(days=int(day))
    return datetime.combine(on, time.fromisoformat(at), tzinfo=ZoneInfo(chosen.time_zone))


def events_of(
    written: Iterable[Mapping[str, object]], knowledge: KnowledgeBase, *, plan: Plan | None = None
) -> list[Event]:
    reader = Reader(knowledge)
    return [_event(one, f"e{index}", reader, plan) for index, one in enumerate(written)]


def _event(one: Mapping[str, object], identity: str, reader: Reader, plan: Plan | None) -> Event:
    kind = Kind(one["kind"])
    payload = {key: value for key, value in one.items() if key not in AROUND}
    happened = moment(float(str(one["day"])), str(one["at"]), plan=plan).astimezone(UTC)
    readings, unread = reader.read(kind, payload)
    late = timedelta(hours=float(str(one.get("recorded", 0))))
    return Event(
        id=str(one.get("id", identity)), happened=happened, recorded=happened + late,
        by=str(one.get("by", "the person")), role=Role(one.get("role", "person")),
        kind=kind, payload=payload, readings=readings, unread=unread,
    )  # fmt: skip


def watched(
    written: Iterable[Mapping[str, object]],
    knowledge: KnowledgeBase,
    *,
    day: float = 20,
    at: str = "12:00",
    plan: Plan | None = None,
) -> Watched:
    chosen = plan or a_plan()
    events = events_of(written, knowledge, plan=chosen)
    return watch(chosen, events, knowledge, moment(day, at, plan=chosen))
