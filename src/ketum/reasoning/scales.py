"""The predicates on scale totals: now, and between two results."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

from ketum.evidence.conditions import Bounds, ScaleIs, ScaleRose
from ketum.facts import Interval, ScaleDone, lies_within
from ketum.finding import Because
from ketum.reasoning.view import Judgement, View
from ketum.truth import Truth, all_of

__all__ = ["judge_scale", "judge_scale_rise"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


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
    name = _asked(condition.scale, view)
    return Judgement(Truth.UNKNOWN, (), {f"scales: {name}": f"{name} was not done."})


def _asked(scale: str, view: View) -> str:
    """The scale a person would do; a rule may read one answer of it under a name of its own."""
    for instrument in view.knowledge.instruments.values():
        if any(flag.fact == scale for flag in (*instrument.levels, *instrument.flags)):
            return instrument.name
    return scale


def judge_scale_rise(condition: ScaleRose, view: View) -> Judgement:
    """Whether a current total lies so far above an earlier one; one result cannot tell."""
    done = [d for d in view.facts.scales_done if d.fact.scale == condition.scale]
    truths = []
    for earlier, later in permutations(done, 2):
        truths.append(_rose(earlier, later, condition))
        if truths[-1] is Truth.YES:
            shown = Because(
                fact=condition.scale,
                value=f"total {earlier.fact.total}, then {later.fact.total}",
                where=later.fact.place,
            )
            return Judgement(Truth.YES, (shown,))
    if truths and Truth.UNKNOWN not in truths:
        return Judgement(Truth.NO)
    why = f"Two results of {condition.scale} with their times are needed."
    return Judgement(Truth.UNKNOWN, (), {f"scales: {condition.scale} before": why})


def _rose(earlier: ScaleDone, later: ScaleDone, condition: ScaleRose) -> Truth:
    if not later.current:
        return Truth.NO
    one, other = earlier.fact.total, later.fact.total
    if one is None or other is None:
        return Truth.UNKNOWN
    rise = Interval(other.low - one.high, other.high - one.low)
    hours = _hours_between(earlier.at, later.at)
    return all_of(
        (
            lies_within(rise, Bounds(at_least=condition.by)),
            lies_within(hours, Bounds(over=0, at_most=condition.within_hours)),
        )
    )


def _hours_between(earlier: date | datetime, later: date | datetime) -> Interval:
    """Exact between two times of day; a day without one may be off by a day either way."""
    times = [moment for moment in (earlier, later) if isinstance(moment, datetime)]
    if len({moment.tzinfo is None for moment in times}) == 1 and len(times) > 1:
        return Interval.exactly((times[-1] - times[0]) / HOUR)
    apart = _day(later) - _day(earlier)
    return Interval((apart - DAY) / HOUR, (apart + DAY) / HOUR)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
