"""Ages in words: "30s", "mid-40s", "adult", "18-40", "8 months"."""

from __future__ import annotations

import re

from ketum.evidence.amount_words import AmountWords
from ketum.facts.counting import Token, product, tokens_of
from ketum.facts.interval import Interval

__all__ = ["read_age"]

DECADE = re.compile(r"\b([1-9]0)['’]?s\b")
BETWEEN = ("to", "-", "–", "—", "and")


def read_age(text: str, words: AmountWords) -> Interval | None:
    """The age in years as a range, or None when the words do not give one.

    A bound leaves the other end open: "under 18" ends just below 18, "over 65" has no end.
    """
    decades = DECADE.findall(text)
    tokens = tokens_of(DECADE.sub(" decade ", text), words)
    said = [token for token in tokens if not _is_filler(token)]
    if decades:
        return _decades([float(start) for start in decades], said)
    unit = said[1].amount("age_unit") if len(said) > 1 else None
    if len(said) == 1 or (unit is not None and len(said) == 2):
        return _age(said[0], unit or Interval.exactly(1))
    return None


def _is_filler(token: Token) -> bool:
    fills = "age_filler" in token.roles or token.text in ("(", ")", ",", "-")
    return token.number is None and fills


def _decades(starts: list[float], said: list[Token]) -> Interval | None:
    """From the first decade to the last, or the early, middle or late part of one."""
    parts = [part for token in said if (part := token.amount("decade")) is not None]
    others = [token for token in said if "decade" not in token.roles]
    if any(token.text not in BETWEEN for token in others) or not parts:
        return None
    if len(starts) > 1:
        return Interval(starts[0] + parts[0].low, starts[-1] + parts[-1].high)
    narrowest = min(parts, key=lambda part: part.high - part.low)
    return narrowest.plus(Interval.exactly(starts[0]))


def _age(token: Token, unit: Interval) -> Interval | None:
    if token.number is not None:
        return product(token.number, unit)
    return token.amount("age")
