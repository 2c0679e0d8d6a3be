"""Trying the flags on readings as they become known: what was raised is never taken back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf, isfinite
from typing import NamedTuple

from ketum.evidence.flags import OF_VALUES, PLAN_DAY, WatchFlag, WatchPart, WatchTrend
from ketum.evidence.monitoring import Monitoring
from ketum.monitoring.alerts import Alerts
from ketum.monitoring.events import Event, Reading
from ketum.truth import Truth

__all__ = ["Rules", "Tried", "rules_of"]

HOUR = 3600.0
# Freed of the last digits that binary arithmetic leaves behind.
DIGITS = 9
DAY = 24 * HOUR

NEVER = (inf, -inf)
COMPARED = ("rise", "ratio", "fall_share")


class Known(NamedTuple):
    """A reading that is known: sorted by when it happened."""

    at: float
    low: float
    high: float


class _Row(NamedTuple):
    flag: WatchFlag
    part: WatchPart
    others: tuple[WatchPart, ...]


class _Trend(NamedTuple):
    flag: WatchFlag
    trend: WatchTrend


class _OfReading(NamedTuple):
    """What one reading may raise.

    Between `above` and `below` no row of it can hold; `is_kept` where a later reading needs it,
    `is_compared` where a change against it counts.
    """

    rows: tuple[_Row, ...]
    trends: tuple[_Trend, ...]
    above: float
    below: float
    is_kept: bool
    is_compared: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The flags by the reading that may raise them, so that an event meets only its own."""

    of_reading: Mapping[str, _OfReading]
    of_kind: Mapping[str, tuple[_Trend, ...]]


@lru_cache(maxsize=2)
def rules_of(knowledge: Monitoring) -> Rules:
    """The flags, sorted once for every watch; knowledge is compared by identity."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    trends: dict[str, list[_Trend]] = defaultdict(list)
    of_kind: dict[str, list[_Trend]] = defaultdict(list)
    kept: set[str] = set()
    for flag in knowledge.flags.values():
        for parts in flag.rows:
            for place, part in enumerate(parts):
                if part.of != PLAN_DAY and not part.standing:
                    others = (*parts[:place], *parts[place + 1 :])
                    rows[part.of].append(_Row(flag, part, others))
                    kept.update(other.of for other in others)
        for trend in flag.trends:
            if trend.kind in OF_VALUES:
                trends[trend.of].append(_Trend(flag, trend))
                kept.add(trend.of)
            of_kind[trend.kind].append(_Trend(flag, trend))
    return Rules(
        of_reading={
            name: _OfReading(
                tuple(rows.get(name, ())),
                tuple(trends.get(name, ())),
                *_quiet(row.part for row in rows.get(name, ())),
                is_kept=name in kept,
                is_compared=any(t.trend.kind in COMPARED for t in trends.get(name, ())),
            )
            for name in {*rows, *trends, *kept}
        },
        of_kind={name: tuple(found) for name, found in of_kind.items()},
    )


def _quiet(parts: Iterable[WatchPart]) -> tuple[float, float]:
    """The widest range next to no limit: above every one that counts downward, below the others."""
    above, below = -inf, inf
    for part in parts:
        if part.lower_is_worse:
            upper = [end for end in (part.at_most, part.under) if end is not None]
            above = max(above, max(upper, default=inf))
        else:
            lower = [end for end in (part.at_least, part.over) if end is not None]
            below = min(below, min(lower, default=-inf))
    return above, below


@dataclass(slots=True)
class Tried:
    """The readings known so far, and the flags that could not be told from them."""

    rules: Rules
    alerts: Alerts
    known: dict[str, list[Known]] = field(default_factory=dict)
    standing: dict[str, Known] = field(default_factory=dict)
    unclear: dict[tuple[str, str], None] = field(default_factory=dict)
    ends: dict[str, tuple[float, float]] = field(default_factory=dict)
    high_days: dict[str, Counter[int]] = field(default_factory=dict)

    def tell(self, event: Event, reading: Reading, day: int) -> None:
        """One more reading: kept where something needs it, then held against its flags."""
        of, low, high = reading
        found = self.rules.of_reading.get(of)
        if found is None:
            return
        rows, trends, above, below, is_kept, is_compared = found
        if is_kept:
            self._keep(of, Known(event.at, low, high))
        # Between these ends no row can hold; one that could not be told is looked at again.
        if self.unclear or low <= above or high >= below:
            self._try(rows, event, reading, day)
        for flag, trend in trends:
            self._trend(flag, trend, event, reading, day)
        if is_compared:
            lowest, highest = self.ends.get(of, NEVER)
            if high < lowest or low > highest:
                self.ends[of] = min(lowest, high), max(highest, low)

    def _try(self, rows: tuple[_Row, ...], event: Event, reading: Reading, day: int) -> None:
        of, low, high = reading
        for flag, part, others in rows:
            holds = _holds(part, low, high)
            if holds is Truth.NO:
                if self.unclear:
                    self.unclear.pop((flag.id, of), None)
            elif others:
                self._together(flag, part, others, holds, event, reading, day)
            elif holds is Truth.YES:
                self._fire(flag, part, event, reading)
            else:
                self.unclear[flag.id, of] = None

    def forget(self, event: Event, day: int) -> None:
        """A corrected value founds no further trend."""
        for of, low, high in event.readings:
            found = self.known.get(of)
            if not found or (old := Known(event.at, low, high)) not in found:
                continue
            found.remove(old)
            for _, trend in self.rules.of_reading[of].trends:
                if trend.kind == "running" and low >= trend.numbers["at_least"]:
                    self.high_days[of][day] -= 1
            self.ends.pop(of, None)
            self.standing.pop(of, None)
            if (ends := _ends(found)) is not None:
                self.ends[of] = ends
                self.standing[of] = found[-1]

    def _keep(self, of: str, known: Known) -> None:
        found = self.known.setdefault(of, [])
        if found and known < found[-1]:
            found.insert(bisect_right(found, known), known)
        else:
            found.append(known)
            self.standing[of] = known

    def _together(
        self, flag: WatchFlag, part: WatchPart, others: tuple[WatchPart, ...],
        holds: Truth, event: Event, reading: Reading, day: int,
    ) -> None:  # fmt: skip
        missing = [] if holds is Truth.YES else [part.of]
        reach = max((part.within_h, *(other.within_h for other in others))) * HOUR
        for other in others:
            truth = self._near(other, event.at, reach, day)
            if truth is Truth.NO:
                return
            if truth is Truth.UNKNOWN:
                missing.append(other.of)
        if missing:
            self.unclear.update(dict.fromkeys((flag.id, name) for name in missing))
        else:
            self._fire(flag, part, event, reading, others)

    def _near(self, part: WatchPart, at: float, reach: float, day: int) -> Truth:
        """Whether the other part held around this time; UNKNOWN where nobody told it."""
        if part.of == PLAN_DAY:
            return _holds(part, day, day)
        if part.standing:
            said = self.standing.get(part.of)
            return Truth.UNKNOWN if said is None else _holds(part, said.low, said.high)
        found = self.known.get(part.of, [])
        first = bisect_left(found, (at - reach,))
        near = [_holds(part, k.low, k.high) for k in found[first:] if k.at <= at + reach]
        if not near:
            return Truth.UNKNOWN
        return next((each for each in (Truth.YES, Truth.UNKNOWN) if each in near), Truth.NO)

    def _fire(
        self, flag: WatchFlag, part: WatchPart, event: Event, reading: Reading,
        others: tuple[WatchPart, ...] = (),
    ) -> None:  # fmt: skip
        # What was missing was told by now.
        for of in (reading.of, *(other.of for other in others)):
            self.unclear.pop((flag.id, of), None)
        badness = -reading.high if part.lower_is_worse else reading.low
        # Of a value that is known from one side that side; of several together none stands alone.
        known = reading.high if part.lower_is_worse and isfinite(reading.high) else reading.low
        self.alerts.fire(
            flag, reading.of, None if others else known, badness=badness,
            at=event.at, known=event.known, by=event.by, event=event.id,
        )  # fmt: skip

    def _trend(
        self, flag: WatchFlag, trend: WatchTrend, event: Event, reading: Reading, day: int
    ) -> None:
        if trend.kind == "running":
            change = self._running(trend, reading, day)
        elif trend.kind == "sustained":
            change = self._sustained(trend, event.at)
        else:
            change = self._changed(trend, reading, event.at)
        if change is not None:
            self.alerts.fire(
                flag, f"{trend.of}, {trend.kind}", self._reached(trend, reading, event.at),
                badness=change,
                at=event.at, known=event.known, by=event.by, event=event.id,
            )  # fmt: skip

    def _reached(self, trend: WatchTrend, reading: Reading, at: float) -> float:
        """The value that a change led to; for a late entry it was known before it."""
        later = [known for known in self.known.get(trend.of, ()) if known.at > at]
        if trend.kind not in COMPARED or not later:
            return reading.low
        if trend.kind == "fall_share":
            return min(known.high for known in later)
        return max(known.low for known in later)

    def _changed(self, trend: WatchTrend, reading: Reading, at: float) -> float | None:
        """The largest change against a value within reach, where it is as large as asked for.

        What lies after is known only where this one is a late entry.
        """
        found, by = self.known[trend.of], trend.numbers["by"]
        if found[-1].at <= at:
            # What no earlier value at all founds, none within reach does.
            ends = self.ends.get(trend.of)
            change = -inf if ends is None else _since(trend.kind, ends, reading)
            if change < by:
                return None
            if "within_h" not in trend.numbers:
                return change
        reach = trend.numbers.get("within_h", inf) * HOUR
        here, there = bisect_left(found, (at,)), bisect_right(found, (at, inf, inf))
        before = _ends(found[bisect_left(found, (at - reach,)) : here])
        after = _ends(found[there : bisect_right(found, (at + reach, inf, inf))])
        change = -inf if before is None else _since(trend.kind, before, reading)
        if after is not None:
            change = max(change, _until(trend.kind, after, reading))
        return change if change >= by else None

    def _running(self, trend: WatchTrend, reading: Reading, day: int) -> float | None:
        """Days in a row with a value at the limit: the worst of a day counts, gaps end the run."""
        if reading.low < trend.numbers["at_least"]:
            return None
        days = self.high_days.setdefault(trend.of, Counter())
        days[day] += 1
        first = last = day
        wanted = trend.numbers["days"]
        while days[first - 1] > 0 and last - first + 1 < wanted:
            first -= 1
        while days[last + 1] > 0 and last - first + 1 < wanted:
            last += 1
        return wanted if last - first + 1 >= wanted else None

    def _sustained(self, trend: WatchTrend, at: float) -> float | None:
        """How long every value around this one was over the limit."""
        found, over = self.known[trend.of], trend.numbers["over"]
        first = last = bisect_left(found, (at,))
        if found[first].low <= over:
            return None
        while first > 0 and found[first - 1].low > over:
            first -= 1
        while last + 1 < len(found) and found[last + 1].low > over:
            last += 1
        days = trend.numbers["days"]
        return days if found[last].at - found[first].at > days * DAY else None


def _since(kind: str, before: tuple[float, float], reading: Reading) -> float:
    """How far the reading certainly lies from the lowest, or highest, value before it."""
    lowest, highest = before
    if kind == "rise":
        return round(reading.low - lowest, DIGITS)
    if kind == "ratio":
        return round(reading.low / lowest, DIGITS) if lowest > 0 else -inf
    return round(1 - reading.high / highest, DIGITS) if highest > 0 else -inf


def _until(kind: str, after: tuple[float, float], reading: Reading) -> float:
    """The same for a late entry, against the values after it."""
    lowest, highest = after
    if kind == "rise":
        return round(highest - reading.high, DIGITS)
    if kind == "ratio":
        return round(highest / reading.high, DIGITS) if reading.high > 0 else -inf
    return round(1 - lowest / reading.low, DIGITS) if reading.low > 0 else -inf


def _ends(found: list[Known]) -> tuple[float, float] | None:
    """The least that was certainly reached from above, and the most from below."""
    if not found:
        return None
    return min(known.high for known in found), max(known.low for known in found)


def _holds(part: WatchPart, low: float, high: float) -> Truth:
    """Whether low..high lies within the ends of the part, or only may."""
    certain = True
    if (end := part.at_least) is not None:
        if high < end:
            return Truth.NO
        certain = low >= end
    if (end := part.over) is not None:
        if high <= end:
            return Truth.NO
        certain = certain and low > end
    if (end := part.at_most) is not None:
        if low > end:
            return Truth.NO
        certain = certain and high <= end
    if (end := part.under) is not None:
        if low >= end:
            return Truth.NO
        certain = certain and high < end
    return Truth.YES if certain else Truth.UNKNOWN
