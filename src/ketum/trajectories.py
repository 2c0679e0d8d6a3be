"""How a person's withdrawal went: against the own baseline, and against the exposure to expect.

The exposure is that of the doses which were told, not of those which the plan holds; before the
first of them the case says what was taken. It is reckoned for drawn people, and each day is held
against the baseline days of the same drawn person. Nothing here changes a plan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ketum.case import Case
from ketum.dosing import Dose, Dosing, LotContent, beyond_studied, dosing_of
from ketum.evidence import KnowledgeBase
from ketum.exposure import curves
from ketum.facts import Facts
from ketum.monitoring import Event, Kind, Watched
from ketum.monitoring.readings import DOSE
from ketum.monitoring.trend import Slope, slope_of
from ketum.plan import Plan
from ketum.plan.steps import PARENT, Content, content_of, dosing_of_plan

__all__ = ["Day", "ScaleCourse", "Trajectory", "trajectory", "trajectory_object"]

SCALES = ("SOWS", "COWS")
HOURS_OF_A_DAY = 24.0
DAYS_OF_A_WEEK = 7.0
SECONDS_OF_AN_HOUR = 3600.0
# Of each local day, so many moments spread evenly give its mean.
MOMENTS = 12
PEOPLE = 300
DIGITS = 3
QUANTILES = (0.05, 0.5, 0.95)
# Less than this share of the baseline is none: how often it halves would say nothing.
LEAST_SHARE = 1e-3
Part = tuple[float, float, float]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the course: what was told, and mitragynine to expect as (5 %, middle, 95 %).

    `mean` is the mean of the day in ng/mL, `share` that mean as a share of the baseline days;
    `doses` is how many were told, None where the plan holds doses and nobody told of one.
    """

    on: date
    doses: int | None
    mean: Part
    share: Part | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleCourse:
    """One withdrawal scale: each total by day, the own baseline, and which way it goes.

    `a_week` is its change in a week since the taper began, `a_halving` its change with each halving
    of the exposure of its day; None where there are too few values, or the exposure has hardly
    changed.
    """

    scale: str
    totals: tuple[tuple[date, float], ...]
    baseline: float | None
    a_week: Slope | None
    a_halving: Slope | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """The days with their exposure, or why there is none; each scale; what was assumed.

    `beyond` says where the doses leave all that was studied in people.
    """

    days: tuple[Day, ...]
    scales: tuple[ScaleCourse, ...]
    reason: str | None
    beyond: tuple[str, ...]
    assumed: tuple[str, ...]


def trajectory(
    plan: Plan,
    watched: Watched,
    case: Case,
    facts: Facts,
    contents: Mapping[str, LotContent],
    knowledge: KnowledgeBase,
    *,
    people: int = PEOPLE,
) -> Trajectory:
    """What a watch was told, day by day, with the exposure that its doses lead to."""
    zone = ZoneInfo(plan.time_zone)
    told, is_whole = _told_doses(plan, watched.standing)
    content = content_of(plan, contents, knowledge)
    dosing = _dosing(plan, told, content, case, facts, contents, knowledge)
    days: tuple[Day, ...] = ()
    reason: str | None = None
    beyond: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    if isinstance(dosing, str):
        reason = knowledge.texts[dosing].text
    else:
        began = plan.taper_starts
        days = _days(plan, watched, told, dosing, began, knowledge, people)
        beyond = tuple(each.text for each in beyond_studied(dosing, knowledge))
        words = ["trajectory.told_only"]
        words += [] if is_whole else ["trajectory.other_products"]
        words += ["trajectory.lot_changed"] if _lot_changed(plan, watched.standing) else []
        words += ["trajectory.not_told"] if any(day.doses is None for day in days) else []
        words += [
            "trajectory.before" if len(dosing.doses) > len(told) else "trajectory.from_nothing"
        ]
        assumed = tuple(knowledge.texts[name].text for name in words)
    scales = tuple(
        course
        for name in SCALES
        if (course := _course(name, plan, watched, days, zone, knowledge)).totals
    )
    return Trajectory(
        days=days, scales=scales, reason=reason, beyond=beyond, assumed=tuple(assumed)
    )


def _told_doses(
    plan: Plan, events: Sequence[Event]
) -> tuple[tuple[tuple[Event, float], ...], bool]:
    """The doses of the plan's product with their amounts, and whether these are all that was told.

    An amount is in the unit of the plan.
    """
    unit = next((i.unit for step in plan.steps for i in step.intakes), "")
    own = {f"{DOSE}{unit}", f"{DOSE}{unit}/{plan.substance.value}"}
    found, is_whole = [], True
    for event in sorted(events, key=lambda each: each.at):
        if event.kind is not Kind.DOSE:
            continue
        amounts = [reading.low for reading in event.readings if reading.of in own]
        if amounts and math.fsum(amounts) > 0.0:
            found.append((event, math.fsum(amounts)))
        is_whole = is_whole and bool(amounts or _is_medicine(event))
    return tuple(found), is_whole


def _is_medicine(event: Event) -> bool:
    return bool(event.readings) and not any(r.of.startswith(DOSE) for r in event.readings)


def _lot_changed(plan: Plan, events: Sequence[Event]) -> bool:
    lots = {str(event.payload.get("lot")) for event in events if event.kind is Kind.LOT}
    return bool(lots - {plan.lot})


def _dosing(
    plan: Plan,
    told: Sequence[tuple[Event, float]],
    content: Content | None,
    case: Case,
    facts: Facts,
    contents: Mapping[str, LotContent],
    knowledge: KnowledgeBase,
) -> Dosing | str:
    """The doses that were told in hours from the first, after those of the case."""
    if not told:
        return "trajectory.no_dose"
    planned = dosing_of_plan(
        plan, tuple(s for s in plan.steps if s.intakes), content, case.person.weight_kg
    )
    if planned is None:
        return "plan.no_dose_in_extract"
    zone = ZoneInfo(plan.time_zone)
    first = told[0][0].at
    mg = content.mg_per_g if content is not None and _is_weighed(plan) else 1.0
    doses = [
        Dose(time_h=(event.at - first) / SECONDS_OF_AN_HOUR, amount_mg=amount * mg)
        for event, amount in told
    ]
    here = replace(planned, doses=tuple(doses), leaf_g=None)
    usual = dosing_of(case, facts, knowledge, contents)
    if not isinstance(usual, Dosing):
        return here
    morning = datetime.combine(
        told[0][0].happened.astimezone(zone).date(), datetime.min.time(), zone
    ).timestamp()
    return here.after(
        usual,
        until_h=(morning - first) / SECONDS_OF_AN_HOUR,
        days=knowledge.parameters["plan.use_before_days"].value,
    )


def _is_weighed(plan: Plan) -> bool:
    return any(i.unit == "g" for step in plan.steps for i in step.intakes)


def _days(
    plan: Plan,
    watched: Watched,
    told: Sequence[tuple[Event, float]],
    dosing: Dosing,
    began: date,
    knowledge: KnowledgeBase,
    people: int,
) -> tuple[Day, ...]:
    zone = ZoneInfo(plan.time_zone)
    first = told[0][0].at
    here = watched.now.astimezone(zone).date()
    counted = _per_day(told, zone)
    start = min(plan.start, *counted)
    dates = [start + timedelta(days=number) for number in range((here - start).days + 1)]
    edges = [datetime.combine(on, datetime.min.time(), zone).timestamp() for on in dates]
    now = watched.now.timestamp()
    if len(dates) > 1 and edges[-1] >= now:
        # At midnight the new day has no length yet.
        dates.pop()
        edges.pop()
    edges.append(now)
    hours = np.concatenate(
        [
            (low - first + (np.arange(MOMENTS) + 0.5) / MOMENTS * (high - low)) / SECONDS_OF_AN_HOUR
            for low, high in pairwise(edges)
        ]
    )
    found = curves(dosing, knowledge, hours, count=people)
    means = found.reshape(len(dates), MOMENTS, people).mean(axis=1)
    length = int(knowledge.monitoring.number("baseline.days"))
    is_base = np.array([began - timedelta(days=length) < on <= began for on in dates])
    base = means[is_base].mean(axis=0) if is_base.any() else None
    planned = {on for on in dates if (step := plan.step_on(on)) is not None and step.intakes}
    return tuple(
        Day(
            on=on,
            doses=counted.get(on, None if on in planned else 0),
            mean=_part(means[number]),
            share=None if base is None or not (base > 0.0).all() else _part(means[number] / base),
        )
        for number, on in enumerate(dates)
    )


def _per_day(told: Sequence[tuple[Event, float]], zone: ZoneInfo) -> dict[date, int]:
    counted: dict[date, int] = {}
    for event, _ in told:
        on = event.happened.astimezone(zone).date()
        counted[on] = counted.get(on, 0) + 1
    return counted


def _part(values: Array) -> Part:
    low, middle, high = (float(value) for value in np.quantile(values, QUANTILES))
    return low, middle, high


def _course(
    name: str,
    plan: Plan,
    watched: Watched,
    days: Sequence[Day],
    zone: ZoneInfo,
    knowledge: KnowledgeBase,
) -> ScaleCourse:
    totals = [
        (event.happened.astimezone(zone).date(), reading.low)
        for event in sorted(watched.standing, key=lambda each: each.at)
        for reading in event.readings
        if event.kind is Kind.SCALE and reading.of == name and reading.low == reading.high
    ]
    least = int(knowledge.monitoring.number("trend.points"))
    length = timedelta(days=knowledge.monitoring.number("baseline.days"))
    began = plan.taper_starts
    before = [value for on, value in totals if began - length < on <= began]
    since = [((on - began).days / DAYS_OF_A_WEEK, value) for on, value in totals if on > began]
    shares = {day.on: day.share[1] for day in days if day.share is not None}
    against = [
        (-math.log2(shares[on]), value) for on, value in totals if shares.get(on, 0.0) > LEAST_SHARE
    ]
    span = math.log2(knowledge.monitoring.number("trend.exposure_span"))
    halvings = [halving for halving, _ in against]
    differs = bool(halvings) and max(halvings) - min(halvings) >= span
    return ScaleCourse(
        scale=name,
        totals=tuple(totals),
        baseline=median(before) if len(before) >= least else None,
        a_week=slope_of(since, least),
        a_halving=slope_of(against, least) if differs else None,
    )


def trajectory_object(found: Trajectory) -> dict[str, object]:
    """The trajectory as plain values; concentrations in ng/mL."""
    return {
        "unit": "ng/mL",
        "analyte": PARENT,
        "days": [
            {
                "on": day.on.isoformat(),
                "doses_told": day.doses,
                "mean": _named(day.mean),
                "share_of_baseline": None if day.share is None else _named(day.share),
            }
            for day in found.days
        ],
        "scales": [
            {
                "scale": course.scale,
                "totals": [{"on": on.isoformat(), "total": total} for on, total in course.totals],
                "baseline": course.baseline,
                "change_a_week": _slope(course.a_week),
                "change_a_halving_of_exposure": _slope(course.a_halving),
            }
            for course in found.scales
        ],
        "reason": found.reason,
        "beyond_studied": list(found.beyond),
        "assumed": list(found.assumed),
    }


def _named(part: Part) -> dict[str, float]:
    names = ("p05", "median", "p95")
    return {name: _rounded(value) for name, value in zip(names, part, strict=True)}


def _slope(slope: Slope | None) -> dict[str, float | int | None] | None:
    if slope is None:
        return None
    ends = {"p05": slope.low, "p95": slope.high}
    known = {name: _rounded(end) if math.isfinite(end) else None for name, end in ends.items()}
    return {"middle": _rounded(slope.middle), **known, "points": slope.points}


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
