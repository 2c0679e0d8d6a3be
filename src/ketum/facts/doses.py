"""Doses of medicines in words, as milligrams a day."""

from __future__ import annotations

import re
from math import inf

from ketum.evidence.amount_words import AmountWords
from ketum.facts.counting import count, product, tokens_of
from ketum.facts.interval import Interval

__all__ = ["read_daily_dose", "says_zero"]

TIME = re.compile(
    r"\b(?:days?|hours?|weeks?|months?|h|hrs?|min)\s+(?:ago|since)|last", re.IGNORECASE
)
ZERO = re.compile(r"(?<![\d.,/-])(?:0+(?:[.,]0+)?|zero|no)\s*(?:%|[a-z])", re.IGNORECASE)
OTHER = re.compile(r"[1-9]")


def says_zero(text: str) -> bool:
    """Whether an amount is none at all ("0 % beer", "0 units a week"); "0-2 units" is some.

    How long ago something was used is no amount.
    """
    return bool(ZERO.search(text)) and not OTHER.search(text) and not TIME.search(text)


def read_daily_dose(
    words: AmountWords, *, dose: str | None, frequency: str | None = None
) -> Interval | None:
    """The milligrams a day that dose and frequency give together, or None.

    Taken as needed, the day may bring none. Of "8/2 mg" the first number counts. A dose
    without a unit, or without a frequency, gives no daily dose.
    """
    text = " ".join(part for part in (dose, frequency) if part)
    counted = count(tokens_of(text, words))
    strength = counted.each
    if strength is None and len(counted.masses) == 1:
        strength = counted.masses[0]
    if strength is None:
        return None
    grams = product(counted.units or counted.bare or Interval.exactly(1), strength)
    milligrams = grams.scaled(1 / words.value("mg", "mass"))
    rate = counted.rate
    if counted.as_needed:
        return Interval(0, inf if rate is None else product(milligrams, rate).high)
    return None if rate is None else product(milligrams, rate)
