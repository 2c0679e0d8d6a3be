"""Scripted courses: a case with its plan, what is told day by day, and what Ketum says to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from ketum.case import Case
from ketum.dosing import LotContent
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.monitoring import Event, Kind, Reader, Role, Watched, watch
from ketum.plan import Decision, Plan, Referral, decide, read_plan
from ketum.review import Review, review

COURSES = sorted(Path(__file__).parent.glob("*.toml"))
AROUND = {"day", "at", "kind", "by", "role", "recorded_h"}
NOON = "12:00"
TWICE_A_DAY = 7
# A certificate that was confirmed; the courses are about what follows.
LOT = {"mitragynine": LotContent(15.0, 0.05)}


@dataclass(frozen=True)
class Course:
    """One file of this folder."""

    name: str
    script: Mapping[str, Any]
    knowledge: KnowledgeBase

    @cached_property
    def case(self) -> Case:
        return self.case_with({})

    def case_with(self, changes: Mapping[str, Any]) -> Case:
        """The case elsewhere or on another day."""
        given = json.loads(json.dumps(self.script["case"], default=str))
        given["on"] = str(changes.get("on", given["on"]))
        given["person"]["location"] = changes.get("location", given["person"]["location"])
        return read(json.dumps(given).encode(), Format.JSON, today=date(2026, 1, 1), on=None)

    @cached_property
    def plan(self) -> Plan:
        return read_plan(self.case, self.knowledge)

    def review(self, changes: Mapping[str, Any] | None = None) -> Review:
        return review(self.case_with(changes or {}), self.knowledge)

    def decided(self) -> Decision | Referral:
        answer = self.review()
        return decide(
            self.case, establish(self.case, self.knowledge), answer.findings, answer.disposition,
            self.knowledge, contents=LOT,
        )  # fmt: skip

    @cached_property
    def events(self) -> tuple[Event, ...]:
        reader = Reader(self.knowledge)
        written = [*self.script.get("event", ()), *self._as_planned()]
        return tuple(self._event(one, f"e{n}", reader) for n, one in enumerate(written))

    def watched(self, day: int, at: str = NOON) -> Watched:
        return watch(self.plan, self.events, self.knowledge, self._moment(day, at))

    def _moment(self, day: int, at: str) -> datetime:
        on = self.plan.start + timedelta(days=day)
        zone = ZoneInfo(self.plan.time_zone)
        return datetime.combine(on, time.fromisoformat(at), tzinfo=zone)

    def _as_planned(self) -> Iterator[dict[str, Any]]:
        """Every dose taken as the plan says, and a score each evening."""
        script = self.script.get("as_planned")
        if script is None:
            return
        for day in range(script["from"], script["to"] + 1):
            step = self.plan.step_on(self.plan.start + timedelta(days=day))
            for intake in step.intakes if step else ():
                yield {"day": day, "at": f"{intake.at:%H:%M}", "kind": "dose",
                       "amount": intake.amount, "unit": intake.unit}  # fmt: skip
            sows = script["sows"]
            for at in ("08:00", "20:00") if day <= TWICE_A_DAY else ("20:00",):
                yield {"day": day, "at": at, "kind": "scale", "scale": "SOWS",
                       "total": sows[day % len(sows)]}  # fmt: skip

    def _event(self, one: Mapping[str, Any], identity: str, reader: Reader) -> Event:
        kind = Kind(one["kind"])
        payload = {key: value for key, value in one.items() if key not in AROUND}
        happened = self._moment(one["day"], one["at"]).astimezone(UTC)
        readings, unread = reader.read(kind, payload)
        return Event(
            id=identity, happened=happened,
            recorded=happened + timedelta(hours=one.get("recorded_h", 0)),
            by=one.get("by", "the person"), role=Role(one.get("role", "person")),
            kind=kind, payload=payload, readings=readings, unread=unread,
        )  # fmt: skip


def courses(knowledge: KnowledgeBase, paths: Iterable[Path] = COURSES) -> Iterator[Course]:
    for path in paths:
        yield Course(path.stem, tomli.loads(path.read_text(encoding="utf-8")), knowledge)
