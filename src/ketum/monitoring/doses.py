"""Doses held against the plan: more than it holds, more often than before, again after a break."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from ketum.evidence.spelling import spelling
from ketum.monitoring.alerts import Alerts
from ketum.monitoring.days import Days
from ketum.monitoring.events import Event, Kind
from ketum.monitoring.readings import DOSE, MEDICINE
from ketum.monitoring.rules import Rules
from ketum.plan import Plan

__all__ = ["Doses"]

DAY = 24 * 3600.0
DIGITS = 9


class Limit(NamedTuple):
    """What a plan holds for a day and for one intake, and the reading that counts, "" for all."""

    most: float
    counted: str
    at_once: float


# Where no dose is planned every one is above the plan; how large it is adds nothing.
NOTHING = Limit(0.0, "", inf)


class Doses:
    """What was taken by local day, in the unit of the plan; `mixed` are units it does not have."""

    def __init__(self, plan: Plan, days: Days, rules: Rules, alerts: Alerts, least: int) -> None:
        self._days, self._rules, self._alerts = days, rules, alerts
        self._least = least
        # What the plan holds for a day, and the reading that counts; every one where it holds none.
        self._limits: dict[int, Limit | None] = {}
        breaks = [trend.numbers["days"] for _, trend in rules.of_kind.get("break", ())]
        self._shortest = min(breaks, default=inf) * DAY
        self._substance = plan.substance.value
        self._has_doses = any(step.intakes for step in plan.steps)
        self._steps = sorted(plan.steps, key=lambda step: step.starts)
        self._starts = [step.starts for step in self._steps]
        self._of_step = [
            Limit(step.day_total, f"{DOSE}{step.unit}", max(each.amount for each in step.intakes))
            if step.intakes
            else NOTHING
            for step in self._steps
        ]
        self._totals: dict[int, float] = defaultdict(float)
        # The excess of a day that was last spoken of: a day speaks again when it has doubled.
        self._excess: dict[int, float] = {}
        self.counts: dict[int, int] = defaultdict(int)
        self.mixed = 0
        self._times: list[float] = []
        self._lapses: dict[str, float] = {}
        self._last: float | None = None
        self._newest: int | None = None
        self._day: int | None = None
        self._today: Limit | None = None

    def take(self, event: Event, day: int) -> None:
        """One more dose; medicines have their own names and are not kratom."""
        readings, at = event.readings, event.at
        if readings and readings[0][0] == MEDICINE:
            return
        if day != self._day:
            self._turn_to(event, day)
        self.counts[day] += 1
        self._times.append(at)
        last = self._last
        if last is None or at > last:
            if last is not None and at - last >= self._shortest:
                self._break(event, last)
            self._last = at
        if self._today is None:
            return
        most, counted, at_once = self._today
        for of, amount, _ in readings:
            if of != counted and counted and not self._counts(event, of, amount, counted):
                continue
            total = self._totals[day] = self._totals[day] + amount
            if total > most:
                self._above(event, day, total, most)
            if amount > at_once:
                self._fire("above_intake", event, amount, round(amount - at_once, DIGITS))

    def _counts(self, event: Event, of: str, amount: float, counted: str) -> bool:
        """Whether it is of the plan though named otherwise; another product is above it."""
        _, unit, family = (*of.split("/"), "")[:3]
        if family and family != self._substance:
            self._fire("above_plan", event, amount, amount, f"another product, {family}")
            return False
        if f"{DOSE}{unit}" == counted:
            return True
        self.mixed += 1
        return False

    def _turn_to(self, event: Event, day: int) -> None:
        """What holds for the day of this dose; a new day shows what the days before came to."""
        self._day, self._today = day, self._limit(day)
        if self._newest is not None and day > self._newest:
            self._frequency(event, self._newest)
        self._newest = day if self._newest is None else max(day, self._newest)

    def _above(self, event: Event, day: int, total: float, most: float) -> None:
        excess = round(total - most, DIGITS)
        if excess > 0 and excess >= 2 * self._excess.get(day, 0.0):
            self._excess[day] = excess
            self._fire("above_plan", event, total, excess)

    def untake(self, event: Event, day: int) -> None:
        """The dose was corrected or withdrawn: it no longer counts."""
        if not _is_kratom(event):
            return
        self.counts[day] -= 1
        self._times.remove(event.at)
        self._last = max(self._times, default=None)
        # What was mistyped must not keep a true excess quiet.
        self._excess.pop(day, None)
        limit = self._limit(day)
        for of, amount, _ in event.readings:
            if limit is None:
                continue
            if not limit.counted or of in {limit.counted, f"{limit.counted}/{self._substance}"}:
                self._totals[day] -= amount

    def lapse(self, event: Event) -> None:
        """Use that no plan holds: the break before it is told, or reckoned from the last such use.

        A dose of kratom does not tell how long another opioid was left.
        """
        named = spelling(str(event.payload.get("substance", "")))
        before = self._lapses.get(named)
        self._lapses[named] = event.at if before is None else max(event.at, before)
        told = event.payload.get("days_off")
        if isinstance(told, int | float) and not isinstance(told, bool):
            self._break(event, event.at - told * DAY, named)
        elif before is None:
            # Nobody knows when it was last used: a break cannot be ruled out.
            self._fire("break", event, None, event.at, f"break, {named}")
        else:
            self._break(event, before, named)
        self._times.append(event.at)
        self._last = event.at if self._last is None else max(event.at, self._last)

    def totals(self) -> dict[int, float]:
        """What was taken on each day that has a dose, in the unit of its step."""
        return {day: self._totals[day] for day, count in self.counts.items() if count > 0}

    def _limit(self, day: int) -> Limit | None:
        """What the plan holds for a day; None before it, and where it holds no dose at all."""
        if day not in self._limits:
            self._limits[day] = self._planned(day)
        return self._limits[day]

    def _planned(self, day: int) -> Limit | None:
        on = self._days.date_of(day)
        if not self._has_doses or day < 0:
            return None
        # Steps follow one another, so the one before the place of this day is the only candidate.
        place = bisect_right(self._starts, on) - 1
        if place < 0 or on >= self._steps[place].ends:
            return NOTHING
        return self._of_step[place]

    def _break(self, event: Event, last: float | None, named: str = "") -> None:
        if last is None or event.at <= last:
            return
        for flag, trend in self._rules.of_kind.get("break", ()):
            if event.at - last >= trend.numbers["days"] * DAY:
                self._alerts.fire(
                    flag, f"break, {named}" if named else "break", None, badness=event.at,
                    at=event.at, known=event.known, by=event.by, event=event.id,
                )  # fmt: skip

    def _frequency(self, event: Event, day: int) -> None:
        """The mean number of intakes of the later half against the earlier, as known that day."""
        for flag, trend in self._rules.of_kind.get("frequency", ()):
            half = int(trend.numbers["days"]) // 2
            later = self._logged(range(day - half + 1, day + 1))
            earlier = self._logged(range(day - 2 * half + 1, day - half + 1))
            if len(later) < self._least or len(earlier) < self._least:
                continue
            rise = round(sum(later) / len(later) - sum(earlier) / len(earlier), DIGITS)
            if rise >= trend.numbers["by"]:
                self._alerts.fire(
                    flag, "frequency", sum(later) / len(later), badness=rise,
                    at=event.at, known=event.known, by=event.by, event=event.id,
                )  # fmt: skip

    def _logged(self, days: Iterable[int]) -> list[int]:
        """A day without an entry is missing, not zero."""
        return [self.counts[day] for day in days if self.counts.get(day, 0) > 0]

    def _fire(
        self, kind: str, event: Event, value: float | None, badness: float, of: str = ""
    ) -> None:
        for flag, _ in self._rules.of_kind.get(kind, ()):
            self._alerts.fire(
                flag, of or kind, value, badness=badness,
                at=event.at, known=event.known, by=event.by, event=event.id,
            )  # fmt: skip


def _is_kratom(event: Event) -> bool:
    """Kratom, and what is not named; other doses are of a medicine, or of another drug."""
    if event.kind is not Kind.DOSE:
        return False
    return not event.readings or event.readings[0].of != MEDICINE
