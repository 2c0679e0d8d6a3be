"""Local days of the plan's time zone, as seconds: a day may have 23, 24 or 25 hours."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Days", "months_later"]


MONTHS = 12
EPOCH = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
NO_TIME = timedelta(0)


class Days:
    """Counts days from day 0, the first of the plan; days before it are negative.

    The first moment of each day is looked up once, and not for each event.
    """

    def __init__(self, start: date, zone: ZoneInfo, first: int, last: int) -> None:
        self.start = start
        self._zone = zone
        self._first = first
        self._dates = [start + timedelta(days=day) for day in range(first, last + 2)]
        self._midnights = [self._midnight(date) for date in self._dates]

    def _midnight(self, on: date) -> float:
        # Where clocks skip midnight, the earlier offset gives the moment at which they skip it.
        local = datetime(on.year, on.month, on.day)
        offset = self._zone.utcoffset(local) or NO_TIME
        return (local - EPOCH - offset).total_seconds()

    def day_of(self, at: float) -> int:
        """The local day of a moment; one outside of what is looked at counts as its edge."""
        return self._first + bisect_right(self._midnights, at) - 1

    def begins(self, day: int) -> float:
        """The first moment of a day, in seconds since 1970."""
        place = day - self._first
        if 0 <= place < len(self._midnights):
            return self._midnights[place]
        return self._midnight(self.date_of(day))

    def ends(self, day: int) -> float:
        return self.begins(day + 1)

    def date_of(self, day: int) -> date:
        place = day - self._first
        if 0 <= place < len(self._dates):
            return self._dates[place]
        return self.start + timedelta(days=day)

    def number_of(self, on: date) -> int:
        return (on - self.start).days


def months_later(start: date, months: int) -> date:
    """The same day of a later month; its last day where it is too short."""
    year, month = divmod(start.month - 1 + months, MONTHS)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
