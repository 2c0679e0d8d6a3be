"""Tapers as arithmetic: from an amount that a clinician entered down to an end that one entered.

Ketum chooses no pace. Every schedule is rounded to what can be weighed or counted, never upwards
over the step before, and may rest after some steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from ketum.errors import Complaint, InputRefused
from ketum.plan.course import Intake, Phase, Plan, Step

__all__ = [
    "Rounding",
    "Taper",
    "TaperStep",
    "as_plan",
    "exposure_linear",
    "fixed_amount",
    "intakes_first",
    "occupancy_linear",
    "percent",
]

MOST_STEPS = 400
# Two amounts that differ by less are the same: a share of a float leaves its last digits behind.
NEARLY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """What can be weighed or counted (`to`, in the unit of the amounts), and into how many intakes.

    `rest_after` steps the amount is kept for one step more; 0 for never.
    """

    to: float
    intakes: int = 1
    rest_after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaperStep:
    """`total` a day from day `day` of the taper on, for `days` days, in these intakes.

    `exact` is the amount before it was rounded; `low` and `high` enclose it where it rests on
    constants that are known only as a range.
    """

    number: int
    day: int
    days: int
    total: float
    exact: float
    intakes: tuple[float, ...]
    rest: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taper:
    """A schedule, and the words for how it was computed."""

    method: str
    steps: tuple[TaperStep, ...]

    @property
    def days(self) -> int:
        """Days from the first cut to the end of the last step."""
        return self.steps[-1].day + self.steps[-1].days if self.steps else 0


def percent(start: float, share: float, every_days: int, until: float, rounding: Rounding) -> Taper:
    """`share` (0 to 1) of the amount that is left, each `every_days` days: start * (1 - share)^n.

    Raises:
        InputRefused: an amount, a share or days that make no taper.
    """
    _check(start, every_days, until, rounding)
    if not 0.0 < share < 1.0:
        raise _refused("share", "This is no share.", "Give percent over 0 and under 100.")
    exact = (start * (1.0 - share) ** n for n in count(1))
    return _taper(f"{share * 100:g} % of what is left", exact, start, every_days, until, rounding)


def fixed_amount(
    start: float, cut: float, every_days: int, until: float, rounding: Rounding
) -> Taper:
    """The same amount less at each step.

    Raises:
        InputRefused: an amount or days that make no taper.
    """
    _check(start, every_days, until, rounding)
    if not 0.0 < cut < start:
        raise _refused("cut", "This is no cut of the amount.", "Give more than 0, less than all.")
    exact = (start - n * cut for n in count(1))
    return _taper(f"{cut:g} less each step", exact, start, every_days, until, rounding)


def exposure_linear(
    start: float, steps: int, every_days: int, until: float, rounding: Rounding
) -> Taper:
    """Equal steps of exposure. In a linear model exposure follows the amount, so steps are equal.

    Raises:
        InputRefused: an amount, a number of steps or days that make no taper.
    """
    _check(start, every_days, until, rounding)
    _check_steps(steps)
    exact = (start + (until - start) * n / steps for n in range(1, steps + 1))
    return _taper("Equal steps of exposure", exact, start, every_days, until, rounding)


def occupancy_linear(  # amount, strength and pace are all the clinician's
    start: float,
    strength: tuple[float, float],
    steps: int,
    every_days: int,
    until: float,
    rounding: Rounding,
) -> Taper:
    """Equal steps of receptor occupancy x / (1 + x): steps grow smaller towards the end.

    `strength` is x at the start, from least to most over the published constants; the schedule is
    that of their middle (on the scale of ratios), its interval that of both ends.

    Raises:
        InputRefused: an amount, a strength, a number of steps or days that make no taper.
    """
    _check(start, every_days, until, rounding)
    _check_steps(steps)
    low, high = strength
    if not 0.0 < low <= high < math.inf:
        raise _refused("strength", "This is no range above 0.", "Give the least and the most.")
    at = {"low": high, "exact": math.sqrt(low * high), "high": low}
    exact = {
        name: [_at_occupancy(start, x, until, n / steps) for n in range(1, steps + 1)]
        for name, x in at.items()
    }
    return _taper(
        "Equal steps of receptor occupancy", iter(exact["exact"]), start, every_days, until,
        rounding, enclosed=list(zip(exact["low"], exact["high"], strict=True)),
    )  # fmt: skip


def intakes_first(
    start: float, intakes: int, share: float, every_days: int, until: float, rounding: Rounding
) -> Taper:
    """One intake a day less at each step with the amount of each kept; then by `share`.

    Intakes a day foretell withdrawal better than grams (Rogers 2024).

    Raises:
        InputRefused: an amount, intakes, a share or days that make no taper.
    """
    _check(start, every_days, until, rounding)
    if not 1 <= intakes <= MOST_STEPS or not 0.0 < share < 1.0:
        raise _refused("intakes", "These make no taper.", "Give one intake or more, and percent.")
    each = start / intakes
    fewer = [(left * each, left) for left in range(intakes - 1, 0, -1)]
    then = ((each * (1.0 - share) ** n, 1) for n in count(1))

    def parts() -> Iterator[tuple[float, int]]:
        yield from fewer
        yield from then

    return _spread("One intake less at a time", parts(), start, every_days, until, rounding)


def as_plan(taper: Taper, plan: Plan) -> tuple[Step, ...]:
    """The schedule as steps of a plan, from its start on, at the times of its first intakes."""
    first = next(step for step in plan.steps if step.intakes)
    times = [intake.at for intake in first.intakes]
    return tuple(
        Step(
            number=step.number,
            phase=Phase.HOLD if step.rest else Phase.TAPER,
            starts=plan.start + timedelta(days=step.day),
            days=step.days,
            intakes=tuple(
                Intake(at=at, amount=amount, unit=str(first.unit))
                for at, amount in zip(times[-len(step.intakes) :], step.intakes, strict=True)
            ),
        )
        for step in taper.steps
    )


def _at_occupancy(start: float, x: float, until: float, done: float) -> float:
    """The amount at which so much of the way from the first to the last occupancy is gone."""
    first, last = x / (1.0 + x), x * until / start / (1.0 + x * until / start)
    wanted = first + (last - first) * done
    return start * wanted / (1.0 - wanted) / x


def _taper(
    method: str,
    exact: Iterator[float],
    start: float,
    every_days: int,
    until: float,
    rounding: Rounding,
    *,
    enclosed: list[tuple[float, float]] | None = None,
) -> Taper:
    return _spread(
        method,
        ((amount, rounding.intakes) for amount in exact),
        start, every_days, until, rounding, enclosed=enclosed,
    )  # fmt: skip


def _spread(
    method: str,
    parts: Iterator[tuple[float, int]],
    start: float,
    every_days: int,
    until: float,
    rounding: Rounding,
    *,
    enclosed: list[tuple[float, float]] | None = None,
) -> Taper:
    steps: list[TaperStep] = []
    before, day = start, 0
    for number, (exact, intakes) in enumerate(parts):
        total = _rounded(exact, rounding.to)
        # A cut smaller than what can be weighed is none: there the schedule ends.
        if not 0.0 < total < before or exact < until * (1.0 - NEARLY):
            break
        if len(steps) >= MOST_STEPS:
            break
        low, high = enclosed[number] if enclosed is not None else (None, None)
        rests = bool(rounding.rest_after) and (number + 1) % rounding.rest_after == 0
        for rest in (False, True) if rests else (False,):
            steps.append(
                TaperStep(
                    number=len(steps) + 1, day=day, days=every_days, total=total, exact=exact,
                    intakes=_split(total, intakes, rounding.to), rest=rest, low=low, high=high,
                )
            )  # fmt: skip
            day += every_days
        before = total
    return Taper(method=method, steps=tuple(steps))


def _rounded(amount: float, to: float) -> float:
    return round(round(amount / to) * to, 9)


def _split(total: float, intakes: int, to: float) -> tuple[float, ...]:
    """Evenly; what cannot be shared goes to the last of the day, which is cut last."""
    units = round(total / to)
    each, left = divmod(units, intakes)
    shares = [each + (1 if place >= intakes - left else 0) for place in range(intakes)]
    return tuple(round(share * to, 9) for share in shares if share)


def _check(start: float, every_days: int, until: float, rounding: Rounding) -> None:
    if not 0.0 < start < math.inf:
        raise _refused("start", "This is no amount.", "Give more than 0.")
    if not 0.0 <= until < start:
        raise _refused("until", "This is no end below the start.", "Give less than the start.")
    if not 1 <= every_days <= MOST_STEPS:
        raise _refused("every_days", "These are no days.", "Give 1 or more.")
    if not 0.0 < rounding.to <= start:
        raise _refused("to", "This cannot be weighed off the start.", "Give a smaller unit.")
    if not 1 <= rounding.intakes <= MOST_STEPS or rounding.rest_after < 0:
        raise _refused("intakes", "This is no number of intakes.", "Give 1 or more.")


def _check_steps(steps: int) -> None:
    if not 1 <= steps <= MOST_STEPS:
        raise _refused("steps", "This is no number of steps.", f"Give 1 to {MOST_STEPS}.")


def _refused(place: str, problem: str, remedy: str) -> InputRefused:
    return InputRefused([Complaint(place=f"taper.{place}", problem=problem, remedy=remedy)])
