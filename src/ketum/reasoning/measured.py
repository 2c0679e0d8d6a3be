"""The predicates on measured values."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations
from math import inf

from ketum.evidence.conditions import Fell, Measured, Ratio, Rose
from ketum.facts import Interval, MeasureFact, lies_within
from ketum.finding import Because
from ketum.reasoning.view import NOTHING, Judgement, Missing, View, joined
from ketum.truth import Truth, any_of

__all__ = ["judge_fall", "judge_measured", "judge_ratio", "judge_rise"]


def judge_measured(condition: Measured, view: View) -> Judgement:
    """Whether a current value lies in the bounds; each quantity without one is missing."""
    parts = [_judge_quantity(what, condition, view) for what in condition.what]
    truth = any_of(part.truth for part in parts)
    because = tuple(b for part in parts for b in part.because)
    return Judgement.of(truth, because, joined(part.missing for part in parts))


def _judge_quantity(what: str, condition: Measured, view: View) -> Judgement:
    values = [m for m in view.facts.measures if m.id == what and m.current]
    found = [_judge_value(value, condition, view) for value in values]
    truths = [truth for truth, _ in found]
    hits = [v for v, t in zip(values, truths, strict=True) if t is Truth.YES]
    if hits:
        shown = (Because(fact=v.label, value=v.shown, where=v.place) for v in hits)
        return Judgement(Truth.YES, tuple(dict.fromkeys(shown)))
    if values and Truth.UNKNOWN not in truths:
        return Judgement(Truth.NO)
    if values:
        return Judgement(Truth.UNKNOWN, (), joined(missing for _, missing in found))
    label = _label(what, view)
    return Judgement(
        Truth.UNKNOWN, (), {f"observations: {label}": f"{label} has no current value."}
    )


def _label(what: str, view: View) -> str:
    measurement = view.knowledge.measurements.get(what)
    return measurement.label if measurement else view.knowledge.vocabulary.terms[what].label


def _judge_value(measure: MeasureFact, condition: Measured, view: View) -> tuple[Truth, Missing]:
    """Whether one value lies in the bounds, and what is missing where that cannot be told."""
    if condition.words:
        return Truth.of(bool(measure.words & set(condition.words))), NOTHING
    if condition.own_target not in (None, measure.from_target is not None):
        return Truth.NO, NOTHING
    truth = _against_limits(measure, condition)
    if truth is Truth.UNKNOWN:
        why = f"{measure.label} could not be compared with a limit."
        return truth, {f"observations: {measure.label}": why}
    if measure.doubtful and truth is Truth.YES:
        why = (
            f"{measure.label} was taken in a way that may mislead: measure again, warm and at rest."
        )
        return Truth.UNKNOWN, {f"observations: {measure.label}": why}
    return _for_adults(measure, condition, truth, view)


def _against_limits(measure: MeasureFact, condition: Measured) -> Truth:
    """A limit is met in the unit in which the value was printed, where that has its own steps."""
    if condition.own_target:
        return lies_within(measure.from_target, condition)
    bounds = measure.printed.bounds(condition) if measure.printed else None
    if measure.printed is not None and bounds is not None:
        return lies_within(measure.printed.value, bounds)
    return lies_within(
        measure.times_upper if condition.of_upper_limit else measure.value, condition
    )


def _for_adults(
    measure: MeasureFact, condition: Measured, truth: Truth, view: View
) -> tuple[Truth, Missing]:
    """A limit for adults says nothing of a minor, and nobody of unknown age is within it.

    A limit of the laboratory's own is taken as one for this person.
    """
    fits_all = condition.own_target or not _sides(condition) & _adult_sides(measure, view)
    adult = Truth.YES if fits_all else _fits(measure, view, condition.of_upper_limit)
    if adult is Truth.YES:
        return truth, NOTHING
    if adult is Truth.NO:
        why = f"{measure.label}: the limits are for adults; no sourced one is held for this age."
        return Truth.UNKNOWN, {f"observations: {measure.label}": why}
    if truth is Truth.YES:
        return truth, NOTHING
    why = f"{measure.label}: the limits are for adults, and the age is not known."
    return Truth.UNKNOWN, {"person.age_years": why}


def _sides(condition: Measured) -> set[str]:
    """On which side of usual the bounds look for danger; a band may look on either."""
    low = condition.under is not None or condition.at_most is not None
    high = condition.over is not None or condition.at_least is not None
    return {side for side, looks in (("low", low), ("high", high)) if looks}


def _adult_sides(measure: MeasureFact, view: View) -> set[str]:
    measurement = view.knowledge.measurements.get(measure.id)
    return set(measurement.adult_limits) if measurement else set()


def _fits(measure: MeasureFact, view: View, by_limit: bool = True) -> Truth:
    """Whether the limit is one for this person: NO where it is known to be one for adults only."""
    measurement = view.knowledge.measurements.get(measure.id)
    own_limit = by_limit and not measure.default_limit
    if measurement is None or not measurement.adult_limits or own_limit:
        return Truth.YES
    return view.facts.person.adult


def judge_ratio(condition: Ratio, view: View) -> Judgement:
    """The quotient of two multiples of their upper limits, of values of one day."""
    pairs = [
        (over, under)
        for over in _of(condition.of, view)
        for under in _of(condition.to, view)
        if _same_day(over, under)
    ]
    truths = []
    for over, under in pairs:
        fits = all(_fits(measure, view) is not Truth.NO for measure in (over, under))
        quotient = _quotient(over.times_upper, under.times_upper) if fits else None
        truths.append(lies_within(quotient, condition))
        if truths[-1] is Truth.YES:
            shown = Because(
                fact=f"{over.label} over {under.label}, in upper limits",
                value=_two_digits(quotient),
                where=f"{over.place}, {under.place}",
            )
            return Judgement(Truth.YES, (shown,))
    if pairs and Truth.UNKNOWN not in truths:
        return Judgement(Truth.NO)
    both = (condition.of, condition.to)
    why = f"{' and '.join(_label(what, view) for what in both)} of one sample are needed."
    absent = [what for what in both if not _of(what, view)] or both
    missing = {f"observations: {_label(what, view)}": why for what in absent}
    return Judgement(Truth.UNKNOWN, (), missing)


def _quotient(over: Interval | None, under: Interval | None) -> Interval | None:
    if over is None or under is None or under.low <= 0 or over.high == inf:
        return None
    return Interval(over.low / under.high, over.high / under.low).scaled(1)


def _two_digits(quotient: Interval | None) -> str:
    return (
        "" if quotient is None else f"{Interval(round(quotient.low, 2), round(quotient.high, 2))}"
    )


def _of(what: str, view: View) -> list[MeasureFact]:
    return [m for m in view.facts.measures if m.id == what and m.current]


def _same_day(one: MeasureFact, other: MeasureFact) -> bool:
    days = [None if m.at is None else _day(m.at) for m in (one, other)]
    return None in days or days[0] == days[1]


def judge_fall(condition: Fell, view: View) -> Judgement:
    """Whether a value falls by so much from lying or sitting to standing, on one day."""
    values = _of(condition.what, view)
    pairs = [
        (lying, standing)
        for lying, standing in permutations(values, 2)
        if (lying.position, standing.position) == ("lying", "standing")
        and _same_day(lying, standing)
    ]
    for lying, standing in pairs:
        if lying.value is None or standing.value is None:
            continue
        if lying.value.low - standing.value.high >= condition.by:
            shown = Because(
                fact=f"{lying.label}, lying then standing",
                value=f"{lying.shown}, then {standing.shown}",
                where=standing.place,
            )
            return Judgement(Truth.YES, (shown,))
    if any(lying.value and standing.value for lying, standing in pairs):
        return Judgement(Truth.NO)
    both = f"{_label(condition.what, view)} lying and standing"
    return Judgement(Truth.UNKNOWN, (), {f"observations: {both}": f"{both} is not known."})


def judge_rise(condition: Rose, view: View) -> Judgement:
    """Whether a later value lies that far above an earlier one; fewer than two cannot tell."""
    values = [
        (m, _day(m.at), m.value)
        for m in view.facts.measures
        if m.id == condition.what and m.at is not None and m.value is not None
    ]
    for (earlier, first, before), (later, second, after) in permutations(values, 2):
        if _in_time(first, second, condition) and _rose(before, after, condition):
            shown = Because(
                fact=later.label, value=f"{earlier.shown}, then {later.shown}", where=later.place
            )
            return Judgement(Truth.YES, (shown,))
    if len(values) > 1:
        return Judgement(Truth.NO)
    label = _label(condition.what, view)
    missing = {f"observations: earlier {label}": f"An earlier {label} is not known."}
    return Judgement(Truth.UNKNOWN, (), missing)


def _in_time(first: date, second: date, condition: Rose) -> bool:
    days = (second - first).days
    return days >= 0 and (condition.within_days is None or days <= condition.within_days)


def _rose(before: Interval, after: Interval, condition: Rose) -> bool:
    rise = Interval.exactly(after.low - before.high).scaled(1).low
    by_enough = condition.by is not None and rise >= condition.by
    times_enough = condition.times is not None and after.low >= before.scaled(condition.times).high
    return by_enough or times_enough


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
