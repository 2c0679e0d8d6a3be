"""Alerts: raised once, quiet until something changes, ended only by a named person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ketum.evidence.flags import WatchFlag
from ketum.evidence.monitoring import Monitoring
from ketum.finding import Urgency
from ketum.monitoring.events import Event

__all__ = ["Alert", "Alerts", "moment"]

SECONDS = 60.0
WAITS = {Urgency.NOW: "escalate.now", Urgency.TODAY: "escalate.today"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alarm: what was told, by whom, when, and what became of it.

    `raised` is when it became known, which is when waiting begins. `stops`: the plan stops until
    a clinician has decided, by the flag, or because the plan names it a stop rule. `repeats` are
    firings since that were no worse; `worse` says that the flag was open already. `corrected`
    says that the value was corrected afterwards: the alert stays, because somebody has to look.
    """

    flag: WatchFlag
    of: str
    value: float | None
    happened: datetime
    raised: datetime
    by: str
    event: str
    stops: bool = False
    worse: bool = False
    repeats: int = 0
    corrected: bool = False
    acknowledged_by: str | None = None
    acknowledged: datetime | None = None
    escalated: datetime | None = None
    closed_by: str | None = None
    closed: datetime | None = None
    outcome: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed is None

    @property
    def state(self) -> str:
        if not self.is_open:
            return "closed"
        if self.acknowledged is not None:
            return "acknowledged"
        return "open" if self.escalated is None else "escalated"


@dataclass(slots=True)
class _Raised:
    """An alert while events are folded; times are seconds since 1970."""

    flag: WatchFlag
    of: str
    value: float | None
    at: float
    known: float
    by: str
    event: str
    worse: bool
    repeats: int = 0
    corrected: bool = False
    acknowledged: tuple[float, str] | None = None
    closed: tuple[float, str, str] | None = None


class Alerts:
    """Every alert of a person, in the order in which they were raised."""

    def __init__(self) -> None:
        self._all: list[_Raised] = []
        self._open: dict[str, list[_Raised]] = {}
        # The worst value told of each (flag, name) since it was last closed.
        self._worst: dict[tuple[str, str], float] = {}

    def fire(
        self, flag: WatchFlag, of: str, value: float | None, *,
        badness: float, at: float, known: float, by: str, event: str,
    ) -> None:  # fmt: skip
        """A flag holds; only what is new, or worse than what is open, raises an alert."""
        key = (flag.id, of)
        worst = self._worst.get(key)
        is_open = self._open.get(flag.id)
        if worst is not None and badness <= worst and not _again(flag, is_open, at):
            if is_open:
                is_open[-1].repeats += 1
            return
        self._worst[key] = badness if worst is None else max(worst, badness)
        if is_open and is_open[-1].event == event:
            return
        raised = _Raised(flag, of, value, at, known, by, event, worse=bool(is_open))
        self._all.append(raised)
        self._open.setdefault(flag.id, []).append(raised)

    def acknowledge(self, flag: str, event: Event) -> bool:
        """Somebody has seen it; False when there is nothing to see."""
        waiting = [each for each in self._open.get(flag, ()) if each.acknowledged is None]
        for each in waiting:
            each.acknowledged = (event.known, event.by)
        return bool(waiting)

    def close(self, flag: str, event: Event) -> bool:
        """Somebody ends it with an outcome; the next firing is an alert again."""
        ended = self._open.pop(flag, [])
        for each in ended:
            each.acknowledged = each.acknowledged or (event.known, event.by)
            each.closed = (event.known, event.by, str(event.payload.get("outcome", "")))
        for key in [key for key in self._worst if key[0] == flag]:
            del self._worst[key]
        return bool(ended)

    def correct(self, event: str) -> None:
        """The event that raised them was corrected: they say so, and stay."""
        for each in self._all:
            if each.event == event:
                each.corrected = True
                # What was mistyped must not keep a true value quiet.
                self._worst.pop((each.flag.id, each.of), None)

    def all(
        self, knowledge: Monitoring, now: float, stop_rules: Collection[str] = ()
    ) -> tuple[Alert, ...]:
        return tuple(_alert(each, knowledge, now, stop_rules) for each in self._all)


def _again(flag: WatchFlag, is_open: list[_Raised] | None, at: float) -> bool:
    """An emergency that happens again after somebody answered it is news, though no worse."""
    if flag.urgency is not Urgency.NOW or not is_open:
        return False
    answered = is_open[-1].acknowledged
    return answered is not None and at > answered[0]


def _alert(
    raised: _Raised, knowledge: Monitoring, now: float, stop_rules: Collection[str]
) -> Alert:
    alert = Alert(
        flag=raised.flag,
        of=raised.of,
        value=raised.value,
        happened=moment(raised.at),
        raised=moment(raised.known),
        by=raised.by,
        event=raised.event,
        stops=raised.flag.stops or raised.flag.id in stop_rules,
        worse=raised.worse,
        repeats=raised.repeats,
        corrected=raised.corrected,
    )
    if raised.flag.urgency in WAITS:
        deadline = raised.known + SECONDS * knowledge.number(WAITS[raised.flag.urgency])
        seen = raised.acknowledged[0] if raised.acknowledged else None
        if deadline <= now and (seen is None or seen > deadline):
            alert = replace(alert, escalated=moment(deadline))
    if raised.acknowledged:
        at, by = raised.acknowledged
        alert = replace(alert, acknowledged=moment(at), acknowledged_by=by)
    if raised.closed:
        at, by, outcome = raised.closed
        alert = replace(alert, closed=moment(at), closed_by=by, outcome=outcome)
    return alert


def moment(seconds: float) -> datetime:
    """The time in UTC; who shows it turns it to the zone of the plan."""
    return datetime.fromtimestamp(seconds, UTC)
