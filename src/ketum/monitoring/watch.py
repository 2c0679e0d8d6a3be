"""Watching a person by a plan: a pure fold of what was told, the same in any order of arrival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from zoneinfo import ZoneInfo

from ketum.errors import Complaint
from ketum.evidence import KnowledgeBase
from ketum.evidence.monitoring import WatchMeasure
from ketum.monitoring.after import RiskWeeks, risk_weeks
from ketum.monitoring.agenda import Answered, Item, agenda, answers_of, slots_of
from ketum.monitoring.alerts import Alert, Alerts
from ketum.monitoring.days import Days
from ketum.monitoring.doses import Doses
from ketum.monitoring.events import Event, Kind, Role, without_duplicates
from ketum.monitoring.readings import Reader
from ketum.monitoring.rules import Rules, Tried, rules_of
from ketum.monitoring.silence import Asked, Silent, missed, silent
from ketum.monitoring.tolerance import Proposal, proposal
from ketum.plan import Plan

__all__ = ["Unread", "Watched", "watch"]

DAY = 24 * 3600.0
# Values before the plan are kept as a baseline; a day further back has the number of this one.
MOST_DAYS_BEFORE = 400
MOST_DAYS = 4_000
BEYOND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An event, or an answer to a flag, that could not be used; nothing is dropped in silence."""

    event: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is known of a person who follows a plan, as of `now`.

    `unclear` are flags that could not be told, each with what nobody told; `later` counts events
    that were not yet known. `standing` are the events as corrected until now.
    """

    now: datetime
    day: int
    items: tuple[Item, ...]
    circumstances: tuple[tuple[str, str], ...]
    alerts: tuple[Alert, ...]
    unclear: Mapping[str, tuple[str, ...]]
    unread: tuple[Unread, ...]
    complaints: tuple[Complaint, ...]
    proposal: Proposal | None
    risk: RiskWeeks | None
    later: int
    standing: tuple[Event, ...]


def watch(plan: Plan, events: Iterable[Event], knowledge: KnowledgeBase, now: datetime) -> Watched:
    """Fold the events that were known at `now` (aware) in the order in which they became known.

    An alert, once raised, stays in every later answer until a named person closes it.
    """
    ordered, complaints = without_duplicates(events)
    moment = now.timestamp()
    known = [event for event in ordered if event.known <= moment and event.at <= moment]
    later = len(ordered) - len(known)
    days = _days(plan, known, moment)
    fold = _Fold(plan, knowledge, days)
    last, to = _followed_until(plan, days, knowledge, moment)
    measures = _measures(plan, knowledge)
    wanted = _wanted(measures, knowledge)
    told = _told(known, wanted)
    track = plan.track.value
    asked = [
        Asked(m.id, m.who, slots_of(m.tracks[track], days, last, to), answers_of(m, told))
        for m in measures
    ]
    entries = (event.known for event in known if event.role is Role.PERSON)
    clocks = sorted(
        (*silent(fold.rules, entries, days, moment), *missed(fold.rules, asked, days, moment)),
        key=lambda each: (each.at, each.flag.id, each.of),
    )
    fold.run(known, clocks)
    if fold.root:
        known = fold.standing_events()
        told = _told(known, wanted)
    items = [
        item
        for measure, each in zip(measures, asked, strict=True)
        for item in agenda(measure, each.slots, answers_of(measure, told), days, moment)
    ]
    risk = risk_weeks(plan, knowledge.monitoring, days, told, moment)
    items += risk.items if risk is not None else ()
    alerts = fold.alerts.all(knowledge.monitoring, moment, plan.stop_rules)
    today = days.day_of(moment)
    return Watched(
        now=now,
        day=today,
        items=tuple(sorted(items, key=_when)),
        circumstances=tuple(_circumstances(measures, plan)),
        alerts=alerts,
        unclear=fold.unclear(),
        unread=tuple(fold.unread),
        complaints=complaints,
        proposal=proposal(plan, knowledge, fold.scales(), fold.doses.totals(), alerts, days, today),
        risk=risk,
        later=later,
        standing=tuple(known),
    )


def _when(item: Item) -> tuple[int, str]:
    return item.due.toordinal(), item.measure


def _days(plan: Plan, events: list[Event], now: float) -> Days:
    """The days from the first event, within reason, to the end of what is looked at."""
    zone = ZoneInfo(plan.time_zone)
    edge = Days(plan.start, zone, 0, 0).begins(0)
    first = min((event.at for event in events), default=edge)
    before = max(-MOST_DAYS_BEFORE, int((first - edge) // DAY) - 1) if first < edge else -1
    end = 0 if plan.ends is None else (plan.ends - plan.start).days
    after = max(end, int((now - edge) // DAY)) + 1
    return Days(plan.start, zone, before, min(MOST_DAYS, max(after, 0)) + BEYOND)


def _measures(plan: Plan, knowledge: KnowledgeBase) -> list[WatchMeasure]:
    """The measures of the track that the plan names; all of it where it names none by its id."""
    track = plan.track.value
    of_track = [each for each in knowledge.monitoring.measures.values() if each.tracks[track]]
    named = [each for each in of_track if each.id in plan.check_ins]
    return named or of_track


def _circumstances(measures: list[WatchMeasure], plan: Plan) -> Iterable[tuple[str, str]]:
    for measure in measures:
        for run in measure.tracks[plan.track.value]:
            if run.when:
                yield measure.id, run.when


def _followed_until(
    plan: Plan, days: Days, knowledge: KnowledgeBase, now: float
) -> tuple[int, int]:
    """The last day that is shown, and the last day of what has no end of its own."""
    shown = days.day_of(now) + int(knowledge.monitoring.number("calendar.ahead"))
    if plan.ends is None:
        return shown, shown
    risk = int(knowledge.monitoring.number("risk.days"))
    return shown, min(shown, days.number_of(plan.ends) + risk)


def _wanted(measures: Iterable[WatchMeasure], knowledge: KnowledgeBase) -> frozenset[str]:
    """What the calendar asks for; that each dose has an entry needs no looking up."""
    by_day = [
        m for m in measures if any(not run.each for runs in m.tracks.values() for run in runs)
    ]
    asked = (*by_day, *knowledge.monitoring.after.values())
    return frozenset(name for measure in asked for name in measure.done_by)


def _told(events: Iterable[Event], wanted: frozenset[str]) -> dict[str, list[Answered]]:
    """The entries that the calendar asks for, by name."""
    told: dict[str, list[Answered]] = defaultdict(list)
    words = {kind: kind.value for kind in Kind if kind.value in wanted}
    dose = Kind.DOSE
    for event in events:
        kind = event.kind
        if kind is dose:
            continue
        answered = Answered(event.at, event.known, event.by, event.id)
        if event.readings:
            # A panel may tell one thing twice; an entry counts once.
            several = event.readings[1:]
            names = (
                {reading.of for reading in event.readings} if several else (event.readings[0].of,)
            )
            for name in names:
                if name in wanted:
                    told[name].append(answered)
        elif kind in words:
            told[words[kind]].append(answered)
    return told


@dataclass(slots=True)
class _Fold:
    """Everything that grows while events become known."""

    plan: Plan
    knowledge: KnowledgeBase
    days: Days
    rules: Rules = field(init=False)
    alerts: Alerts = field(init=False)
    tried: Tried = field(init=False)
    doses: Doses = field(init=False)
    unread: list[Unread] = field(default_factory=list)
    # The last version of each event; those that were withdrawn; what each correction goes back to.
    latest: dict[str, Event] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    root: dict[str, str] = field(default_factory=dict)
    early: dict[str, list[Event]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        knowledge = self.knowledge.monitoring
        self.rules = rules_of(knowledge)
        self.alerts = Alerts()
        self.tried = Tried(self.rules, self.alerts)
        least = int(knowledge.number("trend.points"))
        self.doses = Doses(self.plan, self.days, self.rules, self.alerts, least)

    def run(self, events: Sequence[Event], clocks: Iterable[Silent]) -> None:
        """Events and clocks together, by when each became known; at one moment the event first."""
        waiting = iter(clocks)
        clock = next(waiting, None)
        strikes = inf if clock is None else clock.at
        # Looked up once: an attribute of an Enum is slow, and a year has thousands of doses.
        correction, dose, take = Kind.CORRECTION, Kind.DOSE, self.doses.take
        corrected = correction in [event.kind for event in events]
        begins = ends = inf
        day = 0
        for event in events:
            while strikes < event.known and clock is not None:
                self._strike(clock)
                clock = next(waiting, None)
                strikes = inf if clock is None else clock.at
            if not begins <= event.at < ends:
                day = self.days.day_of(event.at)
                begins, ends = self.days.begins(day), self.days.ends(day)
            kind = event.kind
            if kind is dose and not event.unread:
                take(event, day)
            elif kind is correction:
                self._correct(event)
                continue
            else:
                self._tell(event, day)
            if corrected:
                self._keep(event)
        while clock is not None:
            self._strike(clock)
            clock = next(waiting, None)

    def _keep(self, event: Event) -> None:
        """A correction may come for it, or has come already."""
        self.latest[event.id] = event
        for correction in self.early.pop(event.id, ()):
            self._correct(correction)

    def _strike(self, clock: Silent) -> None:
        self.alerts.fire(
            clock.flag, clock.of, None, badness=clock.at,
            at=clock.at, known=clock.at, by="the clock", event=f"clock {clock.at:.0f}",
        )  # fmt: skip

    def _tell(self, event: Event, day: int) -> None:
        kind = event.kind
        if event.unread:
            self.unread += [Unread(event=event.id, why=why) for why in event.unread]
        if kind is Kind.DOSE:
            self.doses.take(event, day)
        elif kind is Kind.LAPSE:
            self.doses.lapse(event)
        elif kind is Kind.ACKNOWLEDGEMENT or kind is Kind.CLOSING:
            self._answer(event)
        else:
            for reading in event.readings:
                self.tried.tell(event, reading, day)

    def _answer(self, event: Event) -> None:
        """A flag is answered by a named person who answers for the care, or stays as it is."""
        flag = str(event.payload.get("flag", ""))
        if not (event.role.answers_for_care and event.by.strip()):
            self.unread.append(Unread(event=event.id, why="nobody who answers for the care"))
        elif event.kind is Kind.ACKNOWLEDGEMENT:
            if not self.alerts.acknowledge(flag, event):
                self.unread.append(Unread(event=event.id, why="no alert waits for this answer"))
        elif not str(event.payload.get("outcome", "")).strip():
            self.unread.append(Unread(event=event.id, why="a closing without an outcome"))
        elif not self.alerts.close(flag, event):
            self.unread.append(Unread(event=event.id, why="no alert waits for this answer"))

    def _correct(self, event: Event) -> None:
        """The new version stands from now on; what the old one raised stays raised."""
        of = str(event.payload.get("corrects", ""))
        root = self.root.get(of, of)
        old = self.latest.get(root)
        if old is None:
            self.early.setdefault(of, []).append(event)
            return
        self.root[event.id] = root
        if root not in self.withdrawn:
            day = self.days.day_of(old.at)
            self.tried.forget(old, day)
            self.doses.untake(old, day)
            self.alerts.correct(old.id)
        new = self._version(event, old)
        if new is None:
            self.withdrawn.add(root)
            return
        self.withdrawn.discard(root)
        self.latest[root] = new
        self._tell(new, self.days.day_of(new.at))

    def _version(self, event: Event, old: Event) -> Event | None:
        """What a correction puts in the place of an event; None where it withdraws it."""
        payload = event.payload.get("payload")
        if event.payload.get("withdrawn") is True or not isinstance(payload, dict):
            return None
        if old.kind in {Kind.ACKNOWLEDGEMENT, Kind.CLOSING}:
            # What somebody answered was answered; a new answer is an event of its own.
            return None
        readings, unread = Reader(self.knowledge).read(old.kind, payload)
        return replace(
            event, kind=old.kind, payload=payload, readings=readings, unread=unread,
            happened=_told_time(event.payload.get("happened")) or old.happened,
        )  # fmt: skip

    def standing_events(self) -> list[Event]:
        return [event for root, event in self.latest.items() if root not in self.withdrawn]

    def unclear(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for flag, of in self.tried.unclear:
            found[flag].append(of)
        if self.doses.mixed:
            found["dose_above_plan"].append("how much a dose in another unit is")
        return {flag: tuple(sorted(names)) for flag, names in sorted(found.items())}

    def scales(self) -> dict[str, list[tuple[int, float]]]:
        """The withdrawal scales that are complete, by local day."""
        return {
            name: [
                (self.days.day_of(known.at), known.low)
                for known in self.tried.known.get(name, ())
                if known.low == known.high
            ]
            for name in ("SOWS", "COWS")
        }


def _told_time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    return time if time.utcoffset() is not None else None
