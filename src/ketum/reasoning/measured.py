"""The predicates on measured values and scale totals."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations

from ketum.evidence.conditions import Measured, Rose, ScaleIs
from ketum.facts import MeasureFact, lies_within
from ketum.finding import Because
from ketum.reasoning.view import Judgement, Missing, View
from ketum.truth import Truth, any_of

__all__ = ["judge_measured", "judge_rise", "judge_scale"]


def judge_measured(condition: Measured, view: View) -> Judgement:
    """Whether a current value lies in the bounds; each quantity without one is missing."""
    parts = [_judge_quantity(what, condition, view) for what in condition.what]
    truth = any_of(part.truth for part in parts)
    because = tuple(b for part in parts for b in part.because)
    return Judgement.of(truth, because, tuple(m for part in parts for m in part.missing))


def _judge_quantity(what: str, condition: Measured, view: View) -> Judgement:
    values = [m for m in view.facts.measures if m.id == what and m.current]
    truths = [_judge_value(value, condition) for value in values]
    hits = [v for v, t in zip(values, truths, strict=True) if t is Truth.YES]
    if hits:
        return Judgement(
            Truth.YES, tuple(Because(fact=v.label, value=v.shown, where=v.place) for v in hits)
        )
    if values and Truth.UNKNOWN not in truths:
        return Judgement(Truth.NO)
    measurement = view.knowledge.measurements.get(what)
    label = measurement.label if measurement else view.knowledge.vocabulary.terms[what].label
    why = "could not be compared with a limit" if values else "has no current value"
    return Judgement(Truth.UNKNOWN, (), (Missing(f"observations: {label}", f"{label} {why}."),))


def _judge_value(measure: MeasureFact, condition: Measured) -> Truth:
    if condition.words:
        return Truth.of(bool(measure.words & set(condition.words)))
    number = measure.times_upper if condition.of_upper_limit else measure.value
    return lies_within(number, condition)


def judge_rise(condition: Rose, view: View) -> Judgement:
    """Whether a later value lies that far above an earlier one; fewer than two cannot tell."""
    values = [
        m
        for m in view.facts.measures
        if m.id == condition.what and m.at is not None and m.value is not None
    ]
    for earlier, later in permutations(values, 2):
        if _rose(earlier, later, condition):
            shown = Because(
                fact=later.label, value=f"{earlier.shown}, then {later.shown}", where=later.place
            )
            return Judgement(Truth.YES, (shown,))
    if len(values) > 1:
        return Judgement(Truth.NO)
    label = view.knowledge.measurements[condition.what].label
    missing = Missing(f"observations: earlier {label}", f"An earlier {label} is not known.")
    return Judgement(Truth.UNKNOWN, (), (missing,))


def _rose(earlier: MeasureFact, later: MeasureFact, condition: Rose) -> bool:
    if earlier.at is None or later.at is None or earlier.value is None or later.value is None:
        return False
    days = (_day(later.at) - _day(earlier.at)).days
    if days < 0 or (condition.within_days is not None and days > condition.within_days):
        return False
    by_enough = condition.by is not None and later.value.low - earlier.value.high >= condition.by
    times_enough = (
        condition.times is not None
        and later.value.low >= earlier.value.scaled(condition.times).high
    )
    return by_enough or times_enough


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def judge_scale(condition: ScaleIs, view: View) -> Judgement:
    """Whether the total of the scale lies in the bounds; a missing scale cannot tell."""
    results = [s for s in view.facts.scales if s.scale == condition.scale]
    truths = [lies_within(result.total, condition) for result in results]
    hits = [r for r, t in zip(results, truths, strict=True) if t is Truth.YES]
    if hits:
        return Judgement(
            Truth.YES,
            tuple(Because(fact=r.scale, value=f"total {r.total}", where=r.place) for r in hits),
        )
    if results and Truth.UNKNOWN not in truths:
        return Judgement(Truth.NO)
    missing = Missing(f"scales: {condition.scale}", f"{condition.scale} was not done.")
    return Judgement(Truth.UNKNOWN, (), (missing,))
