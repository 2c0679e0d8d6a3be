"""What was decided on a plan as one object of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketum.citation import Citation
from ketum.errors import Complaint
from ketum.finding import Finding
from ketum.plan.course import Plan, Step
from ketum.plan.decide import Decision, Referral
from ketum.plan.difference import Change
from ketum.plan.options import ShownOption
from ketum.plan.steps import CheckedStep
from ketum.plan.switch import Switch
from ketum.plan.taper import Taper

__all__ = [
    "changes_object",
    "decision_object",
    "plan_object",
    "switch_object",
    "taper_object",
]

DIGITS = 3


def decision_object(decided: Decision | Referral) -> dict[str, object]:
    """`outcome` is `referral`, `options` (no plan proposed), `unreadable` or `checked`."""
    if isinstance(decided, Referral):
        return {
            "outcome": "referral",
            "call": decided.call,
            "reasons": [
                {
                    "rule": reason.rule,
                    "says": reason.says,
                    "because": [b._asdict() for b in reason.because],
                    "cites": _cites(reason.cites),
                }
                for reason in decided.reasons
            ],
            "options": _options(decided.options),
            "complaints": _complaints(decided.complaints),
        }
    outcome = "unreadable" if decided.complaints else "checked" if decided.plan else "options"
    return {
        "outcome": outcome,
        "lead": decided.lead,
        "options": _options(decided.options),
        "plan": None if decided.plan is None else plan_object(decided.plan),
        "steps": [_checked(step) for step in decided.steps],
        "findings": [_finding(finding) for finding in decided.findings],
        "complaints": _complaints(decided.complaints),
        "not_checked": list(decided.not_checked),
    }


def _complaints(complaints: Iterable[Complaint]) -> list[dict[str, object]]:
    return [
        {"place": each.place, "problem": each.problem, "remedy": each.remedy} for each in complaints
    ]


def plan_object(plan: Plan) -> dict[str, object]:
    """The keys that `read_plan` reads."""
    return {
        "id": plan.id,
        "version": plan.version,
        "start": plan.start.isoformat(),
        "time_zone": plan.time_zone,
        "track": plan.track.value,
        "goal": plan.goal or None,
        "substance": plan.substance.value,
        "form": plan.form,
        "lot": plan.lot,
        "supervisor": plan.supervisor,
        "reason": plan.reason,
        "steps": [_step(step) for step in plan.steps],
        "check_ins": list(plan.check_ins),
        "stop_rules": list(plan.stop_rules),
        "contacts": [
            {"name": each.name, "role": each.role or None, "phone": each.phone}
            for each in plan.contacts
        ],
        "signatures": [
            {
                "by": each.by,
                "role": each.role,
                "at": each.at.isoformat(),
                "reason": each.reason,
                "acknowledged": dict(each.acknowledged),
                "of": each.of,
            }
            for each in plan.signatures
        ],
    }


def taper_object(taper: Taper, unit: str) -> dict[str, object]:
    """A schedule; `low` and `high` are null where nothing uncertain went into it."""
    return {
        "method": taper.method,
        "unit": unit,
        "days": taper.days,
        "steps": [
            {
                "number": step.number,
                "day": step.day,
                "days": step.days,
                "total": step.total,
                "exact": round(step.exact, DIGITS),
                "intakes": list(step.intakes),
                "rest": step.rest,
                "low": None if step.low is None else round(step.low, DIGITS),
                "high": None if step.high is None else round(step.high, DIGITS),
            }
            for step in taper.steps
        ],
    }


def switch_object(made: Switch) -> dict[str, object]:
    """What each source says, and the share of the last peak that is left at its wait."""
    return {
        "to": made.to,
        "rows": [
            {
                **_figure(row.figure),
                "remaining": [
                    {
                        "hours": left.hours,
                        "unit": "ng/mL",
                        "median": _rounded(left.median),
                        "p05": _rounded(left.p05),
                        "p95": _rounded(left.p95),
                        "share_of_peak": round(left.share, DIGITS),
                    }
                    for left in row.remaining
                ],
            }
            for row in made.rows
        ],
        "risks": [_figure(figure) for figure in made.risks],
        "reason": made.reason,
    }


def changes_object(changes: Iterable[Change]) -> list[dict[str, object]]:
    """One entry for each place that differs."""
    return [{"place": c.place, "before": c.before, "after": c.after} for c in changes]


def _step(step: Step) -> dict[str, object]:
    return {
        "phase": step.phase.value,
        "starts": step.starts.isoformat(),
        "days": step.days,
        "intakes": [
            {"at": f"{each.at:%H:%M}", "amount": each.amount, "unit": each.unit}
            for each in step.intakes
        ],
        "advance": list(step.advance),
        "hold": list(step.hold),
        "go_back": list(step.go_back),
        "stop": list(step.stop),
    }


def _checked(checked: CheckedStep) -> dict[str, object]:
    mg = checked.mitragynine_mg
    return {
        "number": checked.step.number,
        "phase": checked.step.phase.value,
        "starts": checked.step.starts.isoformat(),
        "days": checked.step.days,
        "day_total": checked.step.day_total,
        "unit": checked.step.unit,
        "intakes": len(checked.step.intakes),
        "change": None if checked.change is None else round(checked.change, DIGITS),
        "mitragynine_mg": None
        if mg is None
        else {"p05": _rounded(mg[0]), "median": _rounded(mg[1]), "p95": _rounded(mg[2])},
        "marks": list(checked.marks),
    }


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _options(options: Sequence[ShownOption]) -> list[dict[str, object]]:
    return [
        {
            "id": shown.option.id,
            "title": shown.option.title,
            "recommended": shown.option.recommended,
            "says": shown.option.says,
            "meets": [
                {
                    "medicine": met.medicine,
                    "findings": [
                        {"code": f.code, "severity": f.severity.word, "title": f.title}
                        for f in met.findings
                    ],
                }
                for met in shown.meets
            ],
            "figures": [_figure(figure) for figure in shown.figures],
            "cites": _cites(shown.option.cites),
        }
        for shown in options
    ]


def _figure(figure: object) -> dict[str, object]:
    names = ("topic", "label", "cows", "wait_low_h", "wait_high_h", "says")
    return {
        **{name: getattr(figure, name) for name in names},
        "cites": _cites(getattr(figure, "cites", ())),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "title": finding.title,
        "action": finding.action,
        "because": [b._asdict() for b in finding.because],
        "cites": _cites(finding.cites),
    }


def _cites(cites: Iterable[Citation]) -> list[dict[str, object]]:
    return [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]
