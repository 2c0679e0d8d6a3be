"""Amounts of kratom in words: grams, capsules and doses a day, as ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from ketum.evidence.amount_words import AmountWords
from ketum.facts.counting import Counted, Token, count, product, tokens_of
from ketum.facts.interval import Interval

__all__ = ["AmountReading", "read_amount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountReading:
    """What an amount says about one day.

    `units_per_day` counts capsules and tablets whose weight the words do not give; grams
    made from them or from spoons are `estimated`. `read` is False when nothing was
    understood.
    """

    grams_per_day: Interval | None = None
    units_per_day: Interval | None = None
    doses_per_day: Interval | None = None
    escalating: bool | None = None
    described_large: bool = False
    estimated: bool = False
    read: bool = False


def read_amount(
    text: str,
    words: AmountWords,
    *,
    grams_per_teaspoon: Interval,
    grams_per_unit: Interval,
) -> AmountReading:
    """Read a free text such as "1-2 tsp twice daily rising to 4-6 tsp".

    After a rise or a fall the last amount counts. Shares of a group ("45 pct") are no dose,
    and milligrams of alkaloid are no grams of leaf.
    """
    tokens = tokens_of(text, words)
    if any("share" in token.roles for token in tokens):
        return AmountReading()
    parts, rising = _parts(tokens)
    current = _current(parts, from_to=any("from" in token.roles for token in tokens))
    large = any("large" in token.roles for token in tokens)
    if current.is_empty and not large and rising is None:
        return AmountReading()
    is_alkaloid = any("alkaloid" in token.roles for token in tokens)
    occasion, estimated = _occasion(current, grams_per_teaspoon, grams_per_unit)
    if is_alkaloid or occasion is None:
        occasion, estimated = None, False
    rate = _rate(current, parts)
    return AmountReading(
        grams_per_day=_a_day(occasion, rate, current),
        units_per_day=_a_day(current.units, rate, current) if current.each is None else None,
        doses_per_day=_doses(current, rate, occasion),
        escalating=rising,
        described_large=large,
        estimated=estimated,
        read=True,
    )


def _parts(tokens: Sequence[Token]) -> tuple[list[Counted], bool | None]:
    """The counts between words of change, and whether the last change was a rise."""
    runs: list[list[Token]] = [[]]
    rising: bool | None = None
    for token in tokens:
        if "rising" in token.roles or "falling" in token.roles:
            rising = "rising" in token.roles
            runs.append([])
        else:
            runs[-1].append(token)
    return [count(run) for run in runs], rising


def _current(parts: Sequence[Counted], *, from_to: bool) -> Counted:
    """The last part that counts something, completed by what the parts before it say."""
    counting = [part for part in parts if not part.is_empty or part.bare is not None]
    if not counting:
        return Counted(masses=[])
    last = counting[-1]
    for earlier in reversed(counting[:-1]):
        last = _completed(last, earlier)
    if len(parts) > 1 and from_to:
        last = _ends(last)
    return last


def _completed(last: Counted, earlier: Counted) -> Counted:
    each = last.each or earlier.each
    names_a_thing = last.masses or last.spoons or last.units
    if names_a_thing or last.bare is None:
        return replace(last, each=each)
    if earlier.units is not None:
        return replace(last, units=last.bare, each=each)
    if earlier.spoons is not None:
        return replace(last, spoons=last.bare, each=each)
    if earlier.masses:
        return replace(last, masses=[last.bare], each=each)
    return replace(last, each=each)


def _ends(counted: Counted) -> Counted:
    """Of "increased from 5 to 20 g" the upper end is where the amount is now."""
    return replace(
        counted,
        masses=[Interval.exactly(mass.high) for mass in counted.masses[-1:]],
        spoons=counted.spoons and Interval.exactly(counted.spoons.high),
        units=counted.units and Interval.exactly(counted.units.high),
    )


def _occasion(
    counted: Counted, grams_per_teaspoon: Interval, grams_per_unit: Interval
) -> tuple[Interval | None, bool]:
    """Grams on one occasion (or in the period named), and whether they are estimated."""
    if len(counted.masses) == 1:
        return counted.masses[0], False
    if counted.masses and counted.frequency == Interval.exactly(len(counted.masses)):
        total = sum(mass.low for mass in counted.masses), sum(m.high for m in counted.masses)
        return Interval(*total).scaled(1 / len(counted.masses)), False
    if counted.masses:
        lows = (mass.low for mass in counted.masses)
        return Interval(min(lows), sum(mass.high for mass in counted.masses)), True
    if counted.spoons is not None:
        return product(counted.spoons, counted.each or grams_per_teaspoon), True
    if counted.units is not None:
        weight = counted.each or grams_per_unit
        return product(counted.units, weight), counted.each is None
    if counted.each is not None:
        return product(counted.bare or Interval.exactly(1), counted.each), False
    return None, False


def _rate(current: Counted, parts: Sequence[Counted]) -> Interval | None:
    """How often a day; a rise that does not say may mean the day's total or each dose."""
    if current.rate is not None or current.single:
        return current.rate
    earlier = [part.rate for part in parts if part.rate is not None]
    if not earlier:
        return None
    return Interval(min(1, earlier[-1].low), max(1, earlier[-1].high))


def _a_day(amount: Interval | None, rate: Interval | None, current: Counted) -> Interval | None:
    if amount is None:
        return None
    if rate is None:
        daily = amount if current.single else Interval.at_least(amount.low)
    else:
        daily = product(amount, rate)
    return Interval(0, daily.high) if current.as_needed else daily


def _doses(current: Counted, rate: Interval | None, occasion: Interval | None) -> Interval | None:
    """Doses a day; a total a day says nothing about them, and daily use means at least one."""
    if current.frequency is not None or current.servings is not None:
        return rate
    if current.period is None or rate is None:
        return None
    if current.period.high < 1:
        return rate
    named = occasion is not None or current.units is not None
    return None if named else Interval(rate.low, inf)
