"""The options of a plan side by side, each held against this case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ketum.case import Agent, Case, Kratom
from ketum.evidence import KnowledgeBase
from ketum.evidence.plans import PlanFigure, PlanOption
from ketum.facts import establish
from ketum.finding import Finding
from ketum.interactions import interact
from ketum.plan.course import Step
from ketum.reasoning import View
from ketum.screening import screen

__all__ = ["TOPICS", "Met", "ShownOption", "options_for"]

# Which questions each option raises, that sources answer differently.
TOPICS = {
    "buprenorphine": ("first-buprenorphine", "grams-and-buprenorphine", "precipitated"),
    "buprenorphine-low-dose": ("precipitated",),
    "naltrexone": ("first-naltrexone",),
    "kratom-taper": ("taper-pace",),
}
PLACE = "plan.options"


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a medicine would meet in this case: findings it would add or make louder."""

    medicine: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """One option, what its medicines would meet, and what sources say; none is chosen."""

    option: PlanOption
    meets: tuple[Met, ...]
    figures: tuple[PlanFigure, ...]


def options_for(case: Case, knowledge: KnowledgeBase) -> tuple[ShownOption, ...]:
    """Every option, the recommended first."""
    present = _findings(case, knowledge)
    tried: dict[str, Met] = {}
    for medicine in dict.fromkeys(name for o in knowledge.plans.options for name in o.asks):
        found = _findings(_with(case, medicine), knowledge)
        tried[medicine] = Met(medicine=medicine, findings=_added(found, present))
    shown = (
        ShownOption(
            option=option,
            meets=tuple(tried[medicine] for medicine in option.asks),
            figures=tuple(
                figure
                for topic in TOPICS.get(option.id, ())
                for figure in knowledge.plans.of(topic)
            ),
        )
        for option in knowledge.plans.options
    )
    return tuple(sorted(shown, key=lambda each: not each.option.recommended))


def met_by(case: Case, medicine: str, knowledge: KnowledgeBase) -> tuple[Finding, ...]:
    """What this medicine would add to the case, or make louder."""
    return _added(_findings(_with(case, medicine), knowledge), _findings(case, knowledge))


def met_at(case: Case, step: Step, knowledge: KnowledgeBase) -> tuple[Finding, ...]:
    """What the amounts of a step would add to the case, or make louder."""
    if not step.intakes or len(case.kratom.entries) > 1:
        return ()
    entry = case.kratom.entries[0] if case.kratom.entries else Kratom(place=PLACE)
    total = step.day_total
    planned = replace(
        entry,
        amount=None, grams_per_dose=None, doses_per_day=float(len(step.intakes)),
        grams_per_day=total if step.unit == "g" else None,
        mitragynine_mg_per_day=total if step.unit == "mg" else None,
    )  # fmt: skip
    listed = replace(case.kratom, asked=True, entries=(planned,))
    found = _findings(replace(case, kratom=listed), knowledge)
    return _added(found, _findings(case, knowledge))


def _added(found: dict[str, Finding], present: dict[str, Finding]) -> tuple[Finding, ...]:
    """What is new or louder, the loudest first."""
    more = (
        finding
        for code, finding in found.items()
        if code not in present or finding.severity > present[code].severity
    )
    return tuple(sorted(more, key=lambda finding: (-finding.severity, finding.code)))


def _with(case: Case, medicine: str) -> Case:
    """The case as if somebody proposed this medicine."""
    proposed = Agent(name=medicine, place=PLACE, status="proposed")
    listed = replace(case.medicines, asked=True, entries=(*case.medicines.entries, proposed))
    return replace(case, medicines=listed)


def _findings(case: Case, knowledge: KnowledgeBase) -> dict[str, Finding]:
    view = interact(screen(View(knowledge=knowledge, facts=establish(case, knowledge))))
    return dict(view.findings)
