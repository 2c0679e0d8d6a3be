"""Planning again from where the person is: a draft for a clinician, never an action by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ketum.errors import Complaint, InputRefused
from ketum.plan.course import Intake, Plan, Step

__all__ = ["replanned"]

NEARLY = 1e-9


def replanned(
    plan: Plan,
    day: date,
    taken_a_day: float,
    *,
    strength: float = 1.0,
    weighed_to: float = 0.0,
    steepest_cut: float = 1.0,
) -> Plan:
    """The next version from `day` on, after a missed or extra dose, a lapse or another lot.

    `taken_a_day` is what is taken now, in the unit of the plan and of the old lot. The course goes
    on with the first step that is not above it: lower than planned stays low, higher goes back to
    the step where the person is. `strength` is the content of the new lot over that of the old;
    of a stronger lot amounts become smaller by it, rounded down to `weighed_to`, of a weaker one
    they stay: what it holds is not sure enough to take more. Nothing starts anew.

    Raises:
        InputRefused: numbers that make no sense; the next step would be a cut by more than the
            share `steepest_cut` of what is taken now.
    """
    complaints = list(_complaints(plan, taken_a_day, strength, weighed_to))
    if complaints:
        raise InputRefused(complaints)
    most = taken_a_day * (1.0 + NEARLY)
    with_intakes = [place for place, step in enumerate(plan.steps) if step.intakes]
    at = next((place for place in with_intakes if plan.steps[place].day_total <= most), None)
    if at is None:
        # Less is taken than any step holds: what comes after the last intake is what is left.
        at = with_intakes[-1] + 1 if with_intakes else 0
    if at >= len(plan.steps):
        remedy = "Write what follows now as a plan of its own."
        problem = "Every step is above what is taken."
        raise InputRefused([Complaint(place="plan.steps", problem=problem, remedy=remedy)])
    least = taken_a_day * (1.0 - steepest_cut)
    if plan.steps[at].intakes and plan.steps[at].day_total < least * (1.0 - NEARLY):
        remedy = "Write a first step at what is taken now, then plan again."
        problem = "The next step would be a steeper cut than any published pace."
        raise InputRefused([Complaint(place="plan.steps", problem=problem, remedy=remedy)])
    steps: list[Step] = []
    starts = day
    for number, step in enumerate(plan.steps[at:], start=1):
        intakes = tuple(_scaled(step.intakes, strength, weighed_to))
        steps.append(replace(step, number=number, starts=starts, intakes=intakes))
        starts = steps[-1].ends
    return replace(plan, version=plan.version + 1, start=day, steps=tuple(steps), signatures=())


def _scaled(intakes: tuple[Intake, ...], strength: float, weighed_to: float) -> Iterator[Intake]:
    for intake in intakes:
        if intake.unit != "g" or strength <= 1.0:
            yield intake
            continue
        amount = intake.amount / strength
        if weighed_to:
            amount = round(math.floor(amount / weighed_to * (1.0 + NEARLY)) * weighed_to, 9)
        if amount > 0.0:
            yield replace(intake, amount=amount)


def _complaints(
    plan: Plan, taken_a_day: float, strength: float, weighed_to: float
) -> Iterator[Complaint]:
    if not plan.steps:
        yield Complaint(place="plan.steps", problem="There is no step.", remedy="Write one.")
    numbers = {"taken_a_day": taken_a_day, "weighed_to": weighed_to}
    for place, number in numbers.items():
        if not 0.0 <= number < math.inf:
            yield Complaint(place=place, problem="This is no amount.", remedy="Give 0 or more.")
    if not 0.0 < strength < math.inf:
        yield Complaint(place="strength", problem="This is no ratio.", remedy="Give more than 0.")
