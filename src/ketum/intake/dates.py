"""Reading a day or a moment as ISO 8601 writes it."""

from __future__ import annotations

import re
from datetime import date, datetime

__all__ = ["day_of", "looks_like_a_date", "parse_moment"]

_CALENDAR = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:[\d:.,]+(?:[Zz]|[+-][\d:]+)?)?", re.ASCII)
_ISO = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)(?:[Tt ]\S.*)?", re.ASCII)


def looks_like_a_date(text: str) -> bool:
    """Whether the whole text has the shape year-month-day, with or without a time."""
    return _CALENDAR.fullmatch(text) is not None


def parse_moment(text: str) -> date | datetime | None:
    """A date or a date with a time, or None when the text is neither or no such day exists."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def day_of(moment: date | datetime) -> date:
    """The calendar day of a moment, where it was written."""
    return moment.date() if isinstance(moment, datetime) else moment
