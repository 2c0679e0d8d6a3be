"""Lengths of time: "2 days ago", "for 3 years", or the date of the last use."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import pairwise

from ketum.evidence import KnowledgeBase
from ketum.facts.counting import product, tokens_of
from ketum.facts.interval import Interval

__all__ = ["days_ago", "days_of", "days_since"]

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.Z+-]+)?")


AGO = re.compile(r"(\w+\s+\w+)\s+ago\b", re.IGNORECASE)
NONE_FOR = re.compile(
    r"\b(?:no|not|none|clean|free)\b.*?\b(?:for|in|x)\s+(?:the\s+)?(?:last\s+|past\s+)?(\w+\s+\w+)",
    re.IGNORECASE,
)


def days_since(
    text: str | None, on: date, knowledge: KnowledgeBase, *, said_beside: str = ""
) -> Interval | None:
    """Days between the last use and the day of the review, or None where the words do not say.

    A day in words or as a date may be off by one either way; the range says so. Words beside
    the name count where they say "ago", or how long there was none.
    """
    if not text:
        return _ago(said_beside, knowledge)
    written = ISO_DATE.search(text)
    if written:
        return _around(_days_between(written.group(), on))
    if knowledge.words["today"].occurs_in(text):
        return Interval(0, 1)
    if knowledge.words["yesterday"].occurs_in(text):
        return Interval(0, 2)
    return days_of(text, knowledge)


def days_ago(text: str, on: date, knowledge: KnowledgeBase) -> Interval | None:
    """Days since what a sentence says was so long "ago", or last week; None where it does not.

    Where it names several times the nearest one counts.
    """
    words = knowledge.words
    if words["today"].occurs_in(text):
        return Interval(0, 1)
    if words["yesterday"].occurs_in(text):
        return Interval(0, 2)
    found = AGO.search(text)
    if found:
        return days_of(found.group(1), knowledge)
    if words["last_week"].occurs_in(text) and not words["within_the_last"].occurs_in(text):
        return Interval.at_least(_days_since_last_week(on))
    return None


def _days_since_last_week(on: date) -> float:
    """Days since it ended, on a Saturday or a Sunday: the later of the two counts."""
    return float(min(on.isoweekday(), (on + timedelta(days=1)).isoweekday()))


def _ago(text: str, knowledge: KnowledgeBase) -> Interval | None:
    """Such as "stopped 2 weeks ago", "no use for 10 days"; the nearest number counts."""
    found = AGO.search(text) or NONE_FOR.search(text)
    return days_of(found.group(1), knowledge) if found else None


def days_of(text: str | None, knowledge: KnowledgeBase) -> Interval | None:
    """The length of a time in words ("2 days ago", "over 3 years"), in days."""
    tokens = tokens_of(text or "", knowledge.vocabulary.amounts)
    for counted, unit in pairwise(tokens):
        period = unit.amount("period")
        number = counted.number or counted.amount("number")
        if period is not None and number is not None:
            return product(number, period)
    return None


def _days_between(text: str, on: date) -> float | None:
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return float((on - day).days)


def _around(days: float | None) -> Interval | None:
    if days is None or days < 0:
        return None
    return Interval(max(0.0, days - 1), days + 1)
