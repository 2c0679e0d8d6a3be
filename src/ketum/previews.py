"""What a plan looks like as exposure: step by step, with its interval, and what is left after.

A preview shows what a clinician's own numbers would give. No finding reads it, and no amount
comes out of it but through `ketum.plan.taper`, which the clinician steers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketum.dosing import Dose, Dosing, LotContent, beyond_studied
from ketum.evidence import KnowledgeBase
from ketum.exposure import Exposure, simulate
from ketum.interactions.occupancy import occupancy
from ketum.plan import Plan
from ketum.plan.steps import PARENT, content_of, dosing_of_plan
from ketum.plan.switch import Remaining

__all__ = [
    "PlanPreview",
    "StepExposure",
    "days_to_settle",
    "preview",
    "preview_object",
    "remaining_after",
    "strength_at",
]

HOURS_OF_A_DAY = 24.0
PEOPLE = 300
DIGITS = 3
PART = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepExposure:
    """Mitragynine in ng/mL on the last day of a step: highest and lowest, (5 %, middle, 95 %)."""

    number: int
    day: int
    peak: PART
    trough: PART


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """The whole course, why it could not be computed, or both None where nothing is taken.

    `follows_use`: it begins with what the usual use has left in the blood. `beyond` says where
    the plan, without that use, leaves all that was studied.
    """

    exposure: Exposure | None
    steps: tuple[StepExposure, ...]
    reason: str | None
    follows_use: bool = False
    beyond: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def preview(
    plan: Plan,
    contents: Mapping[str, LotContent],
    weight_kg: float | None,
    knowledge: KnowledgeBase,
    *,
    usual: Dosing | None = None,
    people: int = PEOPLE,
) -> PlanPreview:
    """The exposure of a plan after the usual use, or as if nothing had been taken before it."""
    taken = tuple(step for step in plan.steps if step.intakes)
    dosing = dosing_of_plan(plan, taken, content_of(plan, contents, knowledge), weight_kg)
    if dosing is None:
        words = "plan.no_dose_in_extract" if taken else "plan.none"
        return PlanPreview(exposure=None, steps=(), reason=knowledge.texts[words].text)
    first = taken[0].starts
    ends = [(step, ((step.ends - first).days - 1) * HOURS_OF_A_DAY) for step in taken]
    hours = np.unique(
        np.concatenate([end + np.arange(0.0, HOURS_OF_A_DAY + 1.0) for _, end in ends])
    )
    beyond = tuple(each.text for each in beyond_studied(dosing, knowledge))
    if usual is not None:
        days = knowledge.parameters["plan.use_before_days"].value
        dosing = dosing.after(usual, until_h=0.0, days=days)
    exposure = simulate(dosing, knowledge, count=people, times_h=hours)
    found = exposure.of(PARENT)
    steps = []
    for step, end in ends:
        day = (hours >= end) & (hours <= end + HOURS_OF_A_DAY)
        bands = np.stack([found.p05[day], found.median[day], found.p95[day]])
        steps.append(
            StepExposure(
                number=step.number,
                day=(step.ends - first).days,
                peak=_part(bands.max(axis=1)),
                trough=_part(bands.min(axis=1)),
            )
        )
    from_nothing = knowledge.texts["dosing.from_first_dose"].text
    return PlanPreview(
        exposure=exposure,
        steps=tuple(steps),
        reason=None,
        follows_use=usual is not None,
        beyond=beyond,
        assumed=tuple(a for a in exposure.assumed if usual is None or a != from_nothing),
    )


def days_to_settle(
    plan: Plan, contents: Mapping[str, LotContent], weight_kg: float | None,
    knowledge: KnowledgeBase,
) -> float | None:  # fmt: skip
    """Days of the first step's doses until mitragynine is nearly at steady state, the median."""
    steps = tuple(step for step in plan.steps if step.intakes)[:1]
    dosing = dosing_of_plan(plan, steps, content_of(plan, contents, knowledge), weight_kg)
    if dosing is None:
        return None
    often = len(steps[0].intakes)
    each = Dose(
        time_h=0.0, amount_mg=max(dose.amount_mg for dose in dosing.doses),
        addl=often * 7, ii_h=HOURS_OF_A_DAY / often,
    )  # fmt: skip
    answer = simulate(replace(dosing, doses=(each,)), knowledge, count=PEOPLE, times_h=[0.0])
    settled = answer.of(PARENT).steady_state_d
    return None if settled is None else settled.median


def remaining_after(
    dosing: Dosing, hours: tuple[float, ...], knowledge: KnowledgeBase
) -> tuple[Remaining, ...]:
    """What is left so many hours after the last dose."""
    last = max(dose.last_h for dose in dosing.of(PARENT))
    only = replace(dosing, doses=dosing.of(PARENT))
    after = np.arange(0.0, 6.0, 0.25)
    times = np.concatenate([last + after, last + np.array(hours)])
    found = simulate(only, knowledge, count=PEOPLE, times_h=times).of(PARENT)
    peak = found.median[: len(after)].max()
    return tuple(
        Remaining(
            hours=hour,
            median=float(found.median[len(after) + place]),
            p05=float(found.p05[len(after) + place]),
            p95=float(found.p95[len(after) + place]),
            share=float(found.median[len(after) + place] / peak),
        )
        for place, hour in enumerate(hours)
    )


def strength_at(dosing: Dosing, knowledge: KnowledgeBase) -> tuple[float, float]:
    """How strongly these doses would hold the mu receptor, x of x / (1 + x), least and most.

    At the mean concentration of endless use, of mitragynine and what is formed from it.
    """
    day = replace(dosing, doses=dosing.of(PARENT))
    answer = simulate(day, knowledge, typical=True)
    days = max(dose.last_h for dose in day.doses) // HOURS_OF_A_DAY + 1.0
    levels = {each.name: each.auc_inf.median / days / HOURS_OF_A_DAY for each in answer.analytes}
    share = occupancy(knowledge, levels).together
    return share.low / (1.0 - share.low), share.high / (1.0 - share.high)


def preview_object(made: PlanPreview) -> dict[str, object]:
    """The preview as plain values; concentrations in ng/mL."""
    if made.exposure is None:
        return {"steps": [], "reason": made.reason}
    return {
        "model": made.exposure.model,
        "standing": made.exposure.standing,
        "unit": "ng/mL",
        "analyte": PARENT,
        "follows_use": made.follows_use,
        "steps": [
            {
                "number": step.number,
                "day": step.day,
                "peak": _named(step.peak),
                "trough": _named(step.trough),
            }
            for step in made.steps
        ],
        "beyond_studied": list(made.beyond),
        "assumed": list(made.assumed),
        "reason": None,
    }


def _part(values: NDArray[np.float64]) -> PART:
    low, middle, high = (float(value) for value in values)
    return low, middle, high


def _named(part: PART) -> dict[str, float]:
    return {
        name: float(f"{value:.{DIGITS}g}")
        for name, value in zip(("p05", "median", "p95"), part, strict=True)
    }
