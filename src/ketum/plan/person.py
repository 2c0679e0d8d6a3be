"""What the person is shown of a plan: amounts only from one that a clinician signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ketum.errors import Complaint
from ketum.evidence import KnowledgeBase
from ketum.finding import Finding
from ketum.plan.course import Intake
from ketum.plan.decide import Decision, Referral
from ketum.plan.signing import digest, objections

__all__ = ["PersonPlan", "for_person", "standing"]

ON = "plan.person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """Sentences before and after the intakes of a day; no intake where the plan does not stand."""

    heading: str
    before: tuple[str, ...]
    intakes: tuple[Intake, ...]
    after: tuple[str, ...]


def standing(decided: Decision | Referral, findings: Iterable[Finding]) -> tuple[Complaint, ...]:
    """Why the signatures of a plan do not stand today; empty where they do.

    A plan stands only as long as everything that is known now could still be signed.
    """
    if isinstance(decided, Referral):
        return (Complaint(place="plan", problem="It is referred.", remedy=decided.call),)
    plan = decided.plan
    if plan is None or not plan.is_signed:
        return (Complaint(place="plan", problem="Nobody signed it.", remedy="Sign it."),)
    if {each.of for each in plan.signatures} != {digest(plan)}:
        changed = "It is not the plan that was signed."
        return (
            Complaint(place="plan", problem=changed, remedy="Make a new version, and sign it."),
        )
    draft = replace(decided, plan=replace(plan, signatures=()))
    first, *others = plan.signatures
    return tuple(objections(draft, tuple(findings), first, others[0] if others else None))


def for_person(
    decided: Decision | Referral,
    findings: Iterable[Finding],
    on: date,
    knowledge: KnowledgeBase,
    *,
    is_stopped: bool = False,
) -> PersonPlan:
    """The day's intakes of a plan that stands; else whom to ask, and no amount.

    `is_stopped` where an alarm that ends the plan is open.
    """

    def said(*names: str) -> tuple[str, ...]:
        return tuple(knowledge.texts[f"{ON}.{name}"].text for name in names)

    plan = None if isinstance(decided, Referral) else decided.plan
    heading = "Your plan"
    if plan is None or is_stopped or standing(decided, findings):
        return PersonPlan(
            heading=heading, before=said("unsigned", "unsigned_why"), intakes=(),
            after=said("medicine", "ill"),
        )  # fmt: skip
    if plan.supervisor:
        heading = f"Your plan with {plan.supervisor}"
    step = plan.step_on(on)
    if step is None:
        before = said("not_begun" if on < plan.start else "ended", "no_sudden_stop")
        return PersonPlan(heading=heading, before=before, intakes=(), after=said("medicine", "ill"))
    after = said("keep", "differs", "medicine", "ill") if step.intakes else said("medicine", "ill")
    return PersonPlan(
        heading=heading,
        before=said("today" if step.intakes else "nothing"),
        intakes=step.intakes,
        after=after,
    )
