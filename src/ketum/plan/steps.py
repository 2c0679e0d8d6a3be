"""Each step of a plan: what it holds in milligrams, how it follows, where it leaves all study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ketum.citation import Citation
from ketum.dosing import Dose, Dosing, Form, LotContent, beyond_studied
from ketum.evidence import KnowledgeBase
from ketum.finding import Because, Finding, Severity
from ketum.plan.course import Plan, Step, Substance
from ketum.reasoning import certainty_of, merge, urgency_of

__all__ = ["PARENT", "CheckedStep", "Content", "checked_steps", "content_of", "dosing_of_plan"]

PARENT = "mitragynine"
HOURS_OF_A_DAY = 24.0
MINUTES_OF_AN_HOUR = 60.0
NEARLY = 1e-9
# Of a normal distribution nine in ten lie within so many deviations.
NINE_IN_TEN = 1.645
FORMS = {"capsules": Form.CAPSULES, "powder": Form.CAPSULES, "tea": Form.TEA}


@dataclass(frozen=True, slots=True)
class Content:
    """Milligrams of mitragynine in a gram, how uncertain, and whether this lot was measured."""

    mg_per_g: float
    cv: float
    is_of_lot: bool
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStep:
    """A step and what was found: mg of mitragynine a day as (5 %, middle, 95 %), None if unknown.

    `change` is the share by which the day total differs from the step before. `marks` are
    sentences on this step.
    """

    step: Step
    mitragynine_mg: tuple[float, float, float] | None
    change: float | None
    marks: tuple[str, ...]


def content_of(
    plan: Plan, contents: Mapping[str, LotContent], knowledge: KnowledgeBase
) -> Content | None:
    """What a gram holds; published leaf where the lot was not measured, None for an extract."""
    lot = contents.get(PARENT)
    if lot is not None and lot.mg_per_g > 0.0:
        return Content(lot.mg_per_g, lot.cv, is_of_lot=True, cites=())
    if plan.substance is not Substance.LEAF:
        return None
    leaf = knowledge.models["M1"].parameters["content_leaf"]
    return Content(leaf.value, leaf.cv, is_of_lot=False, cites=knowledge.models["M1"].cites)


def dosing_of_plan(
    plan: Plan,
    steps: tuple[Step, ...],
    content: Content | None,
    weight_kg: float | None,
) -> Dosing | None:
    """The doses of the steps, in hours from the first; None where milligrams are not known."""
    taken = [(step, intake) for step in steps for intake in step.intakes]
    if not taken or (content is None and taken[0][1].unit == "g"):
        return None
    first = steps[0].starts
    doses = [
        Dose(
            time_h=(step.starts - first).days * HOURS_OF_A_DAY
            + intake.at.hour
            + intake.at.minute / MINUTES_OF_AN_HOUR,
            amount_mg=intake.amount * (content.mg_per_g if intake.unit == "g" and content else 1.0),
            addl=step.days - 1,
            ii_h=HOURS_OF_A_DAY if step.days > 1 else 0.0,
        )
        for step, intake in taken
    ]
    weighed = taken[0][1].unit == "g" and plan.substance is Substance.LEAF
    return Dosing(
        doses=tuple(sorted(doses, key=lambda dose: dose.time_h)),
        form=FORMS.get((plan.form or "").lower(), Form.CAPSULES)
        if plan.substance is Substance.LEAF
        else Form.EXTRACT,
        weight_kg=weight_kg,
        content_cv=content.cv if weighed and content else 0.0,
        leaf_g=max(intake.amount for _, intake in taken) if weighed else None,
    )


def checked_steps(
    plan: Plan,
    content: Content | None,
    needed_d: float,
    now: float | None,
    knowledge: KnowledgeBase,
) -> tuple[tuple[CheckedStep, ...], tuple[Finding, ...]]:
    """Every step with its marks, and one finding for each kind of objection.

    `needed_d` are the days until steady state, `now` is what is taken a day in the plan's unit.
    """
    found: dict[str, Finding] = {}
    rows: list[CheckedStep] = []
    for before, step in zip((None, *plan.steps), plan.steps, strict=False):
        marks: list[str] = []
        for rule, severity, values in (
            *_rises(before, step, now, knowledge),
            *_too_early(before, step, needed_d, knowledge),
            *_too_steep(before, step, now, knowledge),
            *_more_often(plan, step, knowledge),
        ):
            finding = plan_finding(rule, severity, values, f"step {step.number}", knowledge)
            merge(found, finding)
            marks.append(finding.action)
        dosing = dosing_of_plan(plan, (step,), content, None)
        if dosing is not None:
            beyond = " ".join(each.text for each in beyond_studied(dosing, knowledge))
            if beyond:
                marks.append(knowledge.texts["plan.beyond_studied"].text.format(beyond=beyond))
        last = before.day_total if before is not None else now
        rows.append(
            CheckedStep(
                step=step,
                mitragynine_mg=_milligrams(step, content),
                change=step.day_total / last - 1.0 if last else None,
                marks=tuple(marks),
            )
        )
    if rows and (left := rows[-1].step).intakes:
        amount = f"{left.day_total:g} {left.unit}"
        said = knowledge.texts["plan.ends_above_nothing"].text.format(amount=amount)
        rows[-1] = replace(rows[-1], marks=(*rows[-1].marks, said))
    return tuple(rows), tuple(found.values())


Objection = tuple[str, Severity, Mapping[str, object]]


def _rises(
    before: Step | None, step: Step, now: float | None, knowledge: KnowledgeBase
) -> list[Objection]:
    last = before.day_total if before is not None else now
    if last is None or not step.intakes or step.day_total <= last * (1.0 + NEARLY):
        return []
    values = {"step": step.number, "after": f"{step.day_total:g}", "unit": step.unit}
    if before is None:
        said = {**values, "now": f"{last:g}"}
        return [("plan.above_now", Severity.MAJOR, said)]
    allowed = last * (1.0 + knowledge.parameters["plan.largest_rise"].value)
    loud = Severity.MODERATE if step.day_total <= allowed * (1.0 + NEARLY) else Severity.MAJOR
    return [("plan.rise", loud, {**values, "before": f"{last:g}"})]


def _too_early(
    before: Step | None, step: Step, needed_d: float, knowledge: KnowledgeBase
) -> list[Objection]:
    if before is None or before.days >= needed_d or not before.intakes:
        return []
    if math.isclose(step.day_total, before.day_total, rel_tol=NEARLY):
        return []
    is_rise = step.day_total > before.day_total
    is_hasty = before.days < knowledge.parameters["plan.shortest_pace_days"].value
    loud = Severity.MAJOR if is_rise or is_hasty else Severity.MODERATE
    values = {"step": step.number, "days": before.days, "needed": f"{needed_d:.0f} days"}
    return [("plan.before_steady_state", loud, values)]


def _too_steep(
    before: Step | None, step: Step, now: float | None, knowledge: KnowledgeBase
) -> list[Objection]:
    last = before.day_total if before is not None else now
    most = knowledge.parameters["plan.steepest_cut"].value
    if not last or not step.intakes:
        return []
    cut = 1.0 - step.day_total / last
    if cut <= most * (1.0 + NEARLY):
        return []
    values = {"step": step.number, "cut": f"{cut:.0%}", "most": f"{most:.0%}"}
    return [("plan.steep", Severity.MODERATE, values)]


def _more_often(plan: Plan, step: Step, knowledge: KnowledgeBase) -> list[Objection]:
    within = knowledge.parameters["plan.intakes_rise_days"].value
    recent = [
        len(other.intakes)
        for other in plan.steps
        if other.number < step.number and (step.starts - other.ends).days < within
    ]
    if not recent or len(step.intakes) <= min(recent):
        return []
    values = {
        "step": step.number, "after": len(step.intakes), "before": min(recent),
        "days": f"{within:g}",
    }  # fmt: skip
    return [("plan.more_intakes", Severity.MAJOR, values)]


def _milligrams(step: Step, content: Content | None) -> tuple[float, float, float] | None:
    if not step.intakes:
        return 0.0, 0.0, 0.0
    if step.unit == "mg":
        return step.day_total, step.day_total, step.day_total
    if content is None:
        return None
    middle = step.day_total * content.mg_per_g
    spread = math.exp(NINE_IN_TEN * math.sqrt(math.log1p(content.cv**2)))
    return middle / spread, middle, middle * spread


def plan_finding(
    rule: str,
    severity: Severity,
    values: Mapping[str, object],
    where: str,
    knowledge: KnowledgeBase,
) -> Finding:
    """What a rule on plans says, its sentence filled in; `severity` may be below its usual one."""
    found = knowledge.plans.rules[rule]
    return Finding(
        code=found.code.code,
        severity=severity,
        urgency=urgency_of(severity, None),
        title=found.code.title,
        action=found.action.format(**values),
        because=(Because(fact="plan", value=where, where="plan"),),
        cites=found.cites,
        certainty=certainty_of(found.cites),
        rule=found.id,
    )
