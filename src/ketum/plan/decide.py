"""Whether a plan can be justified: a decision table, in order; the first row that holds decides.

emergency, urgent, stop and refer, a concentrated product -> Referral
otherwise -> the options side by side, and the plan that was proposed, checked
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ketum.case import Case
from ketum.citation import Citation
from ketum.dosing import LotContent
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.finding import Because, Disposition, Finding, Severity
from ketum.plan.course import Plan, Substance
from ketum.plan.options import ShownOption, met_at, options_for
from ketum.plan.reading import read_plan
from ketum.plan.steps import CheckedStep, checked_steps, content_of, plan_finding
from ketum.truth import Truth

__all__ = ["Decision", "Reason", "Referral", "decide"]

REFERRED = (Disposition.EMERGENCY, Disposition.URGENT_SPECIALIST, Disposition.STOP_AND_REFER)
CONCENTRATED = frozenset({"seven_oh", "adulterated"})
DECLINES = "declines-treatment"
# Of the families of findings, those that say where a person goes.
LOUD = Severity.CONTRAINDICATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A row of the table that held: its rule, what it says, the facts that made it hold."""

    rule: str
    says: str
    because: tuple[Because, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """No plan: why, whom to call, and the recommended treatments to offer there.

    `complaints` say what of the proposed plan could not be read.
    """

    reasons: tuple[Reason, ...]
    call: str
    options: tuple[ShownOption, ...]
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The options, and the proposed plan with every objection; None where none was proposed.

    `complaints` say why a proposed plan could not be read. `not_checked` are sentences on what
    could not be held against it.
    """

    lead: str
    options: tuple[ShownOption, ...]
    plan: Plan | None
    steps: tuple[CheckedStep, ...]
    findings: tuple[Finding, ...]
    complaints: tuple[Complaint, ...]
    not_checked: tuple[str, ...]


def decide(
    case: Case,
    facts: Facts,
    findings: Iterable[Finding],
    disposition: Disposition,
    knowledge: KnowledgeBase,
    *,
    contents: Mapping[str, LotContent] | None = None,
    steady_state_d: float | None = None,
) -> Decision | Referral:
    """A referral, or the options with the plan of the case checked.

    `findings` and `disposition` are those of the review. `contents` are those of a lot whose
    certificate is confirmed; without them published leaf stands for it. `steady_state_d` is from
    the exposure of this person, else the published one.
    """
    plan, complaints = _plan(case, knowledge)
    options = options_for(case, knowledge)
    reasons = tuple(_reasons(case, facts, findings, disposition, plan, knowledge))
    if reasons:
        call = knowledge.texts[reasons[0].rule]
        recommended = tuple(each for each in options if each.option.recommended)
        return Referral(reasons=reasons, call=call.text, options=recommended, complaints=complaints)
    lead = knowledge.texts["plan.lead"].text
    if plan is None:
        return Decision(
            lead=lead, options=options, plan=None, steps=(),
            findings=_unreadable(complaints, knowledge), complaints=complaints, not_checked=(),
        )  # fmt: skip
    held = contents or {}
    content = content_of(plan, held, knowledge)
    now = _now(facts, plan)
    needed = knowledge.parameters["plan.steady_state_days"].value
    steps, objections = checked_steps(
        plan, content, needed if steady_state_d is None else steady_state_d, now, knowledge
    )
    steps = _with_met(steps, case, knowledge)
    lacks = tuple(_lacking(plan, facts, is_certified=bool(held), knowledge=knowledge))
    not_checked = []
    if now is None and any(step.intakes for step in plan.steps):
        not_checked.append(knowledge.texts["plan.amount_now_unknown"].text)
    if content is None:
        not_checked.append(knowledge.texts["plan.no_dose_in_extract"].text)
    elif not content.is_of_lot:
        not_checked.append(knowledge.texts["plan.lot_not_confirmed"].text)
    return Decision(
        lead=lead,
        options=options,
        plan=plan,
        steps=steps,
        findings=tuple(sorted((*lacks, *objections), key=lambda f: -f.severity)),
        complaints=(),
        not_checked=tuple(not_checked),
    )


def _with_met(
    steps: tuple[CheckedStep, ...], case: Case, knowledge: KnowledgeBase
) -> tuple[CheckedStep, ...]:
    """The steps, the largest with what its amounts would add to the case."""
    largest = max(steps, key=lambda each: each.step.day_total, default=None)
    met = () if largest is None else met_at(case, largest.step, knowledge)
    if largest is None or not met:
        return steps
    named = "; ".join(f"{finding.title} ({finding.severity.word})" for finding in met)
    said = knowledge.texts["plan.met_at"].text.format(found=named)
    marked = replace(largest, marks=(*largest.marks, said))
    return tuple(marked if each is largest else each for each in steps)


def _plan(case: Case, knowledge: KnowledgeBase) -> tuple[Plan | None, tuple[Complaint, ...]]:
    if case.plan is None:
        return None, ()
    try:
        return read_plan(case, knowledge), ()
    except InputRefused as refused:
        return None, refused.complaints


def _reasons(
    case: Case,
    facts: Facts,
    findings: Iterable[Finding],
    disposition: Disposition,
    plan: Plan | None,
    knowledge: KnowledgeBase,
) -> Iterable[Reason]:
    clinical = [f for f in findings if f.is_clinical]
    # A row of the table may refer for something that is not loud by itself.
    loudest = min(LOUD, max((f.severity for f in clinical), default=LOUD))
    loud = [f for f in clinical if f.severity >= loudest]
    if disposition in REFERRED:
        rule = f"plan.refer.{disposition.word}"
        yield Reason(
            rule=rule,
            says=knowledge.texts[rule].text,
            because=tuple(
                Because(fact=f.title, value=f.severity.word, where="findings") for f in loud
            ),
            cites=knowledge.texts[rule].cites,
        )
    begins = plan is not None and any(step.intakes for step in plan.steps)
    # A product in hand is not yet one that is taken.
    takes_none = case.kratom.asked and not case.kratom.entries
    if begins and (takes_none or facts.kratom.used is Truth.NO):
        rule = "plan.refer.no_kratom"
        yield Reason(
            rule=rule,
            says=knowledge.texts[rule].text,
            because=(Because(fact="kratom", value="none is taken", where="kratom"),),
            cites=knowledge.texts[rule].cites,
        )
    if _is_concentrated(facts, plan):
        rule = "plan.refer.seven_oh"
        shown = ", ".join(sorted(facts.kratom.families)) or "plan"
        yield Reason(
            rule=rule,
            says=knowledge.texts["plan.seven_oh"].text,
            because=(Because(fact="product", value=shown.replace("_", "-"), where="kratom"),),
            cites=knowledge.texts["plan.seven_oh"].cites,
        )


def _is_concentrated(facts: Facts, plan: Plan | None) -> bool:
    planned = plan is not None and plan.substance is Substance.SEVEN_OH
    return planned or not CONCENTRATED.isdisjoint(facts.kratom.families)


def _now(facts: Facts, plan: Plan) -> float | None:
    """What is taken a day in the unit of the plan; the most that is said."""
    unit = next((intake.unit for step in plan.steps for intake in step.intakes), None)
    kratom = facts.kratom
    said = kratom.grams_per_day if unit == "g" else kratom.mitragynine_mg_per_day
    finite = said is not None and said.high < float("inf")
    return said.high if said is not None and finite else None


def _lacking(
    plan: Plan, facts: Facts, *, is_certified: bool, knowledge: KnowledgeBase
) -> Iterable[Finding]:
    """What a plan with kratom in it must hold and does not."""
    if not any(step.intakes for step in plan.steps):
        return
    documented = plan.reason or any(s.term.id == DECLINES and s.present for s in facts.said)
    certified = is_certified or facts.kratom.certificate is Truth.YES
    missing = {
        "the reason why recommended treatment was declined or cannot be had": bool(documented),
        "a lot with a certificate": bool(plan.lot) and certified,
        "a named supervisor": bool(plan.supervisor),
        "monitoring": bool(plan.check_ins),
        "stop rules": _stops(plan),
    }
    if not all(missing.values()):
        lacks = ", ".join(name for name, there in missing.items() if not there)
        yield plan_finding(
            "plan.not_justified", Severity.MAJOR, {"missing": lacks},
            "what it must hold", knowledge,
        )  # fmt: skip
    watch = {
        "check-ins": bool(plan.check_ins),
        "stop rules": _stops(plan),
        "somebody to call": bool(plan.contacts),
    }
    if not all(watch.values()):
        lacks = ", ".join(name for name, there in watch.items() if not there)
        yield plan_finding(
            "plan.no_monitoring", Severity.MAJOR, {"missing": lacks},
            "what it must hold", knowledge,
        )  # fmt: skip


def _unreadable(complaints: tuple[Complaint, ...], knowledge: KnowledgeBase) -> tuple[Finding, ...]:
    """A plan that cannot be read was not checked, and so is not justified."""
    if not complaints:
        return ()
    values = {"places": ", ".join(dict.fromkeys(each.place for each in complaints))}
    return (
        plan_finding(
            "plan.unreadable", Severity.MAJOR, values,
            "what could not be read", knowledge,
        ),
    )  # fmt: skip


def _stops(plan: Plan) -> bool:
    return bool(plan.stop_rules) or any(step.stop for step in plan.steps)
