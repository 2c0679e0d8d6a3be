"""Evaluating a condition: strong Kleene logic over what the case says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.finding import Because, Severity
from ketum.reasoning.agents import judge_agents
from ketum.reasoning.measured import judge_fall, judge_measured, judge_ratio, judge_rise
from ketum.reasoning.predicates import (
    judge_allergic,
    judge_kratom,
    judge_opioid,
    judge_person,
    judge_said,
    judge_unread,
)
from ketum.reasoning.scales import judge_scale, judge_scale_rise
from ketum.reasoning.view import Judgement, Missing, OpenQuestion, View
from ketum.truth import Truth, all_of, any_of

__all__ = ["evaluate"]


def evaluate(condition: Condition, view: View) -> Judgement:
    """Judge one condition against a view."""
    return _JUDGES[type(condition)](condition, view)


def _all(condition: c.All, view: View) -> Judgement:
    parts = []
    for part in condition.parts:
        judgement = evaluate(part, view)
        if judgement.truth is Truth.NO:
            return Judgement(Truth.NO)
        parts.append(judgement)
    truth = all_of(part.truth for part in parts)
    return Judgement.of(truth, _because(parts), _missing(parts))


def _any(condition: c.AnyOf, view: View) -> Judgement:
    parts = [evaluate(part, view) for part in condition.parts]
    truth = any_of(part.truth for part in parts)
    return Judgement.of(truth, _because(parts), _missing(parts))


def _none(condition: c.NoneOf, view: View) -> Judgement:
    inner = _any(c.AnyOf(condition.parts), view)
    return Judgement.of(~inner.truth, (), inner.missing)


def _known(condition: c.Known, view: View) -> Judgement:
    inner = evaluate(condition.part, view)
    return inner if inner.truth is Truth.YES else Judgement(Truth.NO)


def _always(_condition: c.Always, _view: View) -> Judgement:
    return Judgement(Truth.YES)


def _finding(condition: c.FindingIs, view: View) -> Judgement:
    finding = view.findings.get(condition.code)
    if finding is not None and finding.severity >= condition.at_least:
        shown = Because(fact=finding.title, value=finding.severity.word, where="findings")
        return Judgement(Truth.YES, (shown,))
    return _still_open(view.open_questions.get(condition.code, ()), condition.at_least)


def _severity(condition: c.SeverityIs, view: View) -> Judgement:
    reached = tuple(
        Because(fact=finding.title, value=finding.severity.word, where="findings")
        for finding in view.findings.values()
        if finding.is_clinical and finding.severity >= condition.at_least
    )
    if reached:
        return Judgement(Truth.YES, reached)
    questions = [q for group in view.open_questions.values() for q in group]
    return _still_open(questions, condition.at_least)


def _still_open(questions: Iterable[OpenQuestion], at_least: Severity) -> Judgement:
    missing = [m for q in questions if q.could_be >= at_least for m in q.missing]
    truth = Truth.UNKNOWN if missing else Truth.NO
    return Judgement.of(truth, (), tuple(dict.fromkeys(missing)))


def _fact(condition: c.FactIs, view: View) -> Judgement:
    return view.named[condition.name]


def _because(parts: Iterable[Judgement]) -> tuple[Because, ...]:
    return tuple(dict.fromkeys(b for p in parts if p.truth is Truth.YES for b in p.because))


def _missing(parts: Iterable[Judgement]) -> tuple[Missing, ...]:
    return tuple(dict.fromkeys(m for p in parts if p.truth is Truth.UNKNOWN for m in p.missing))


_JUDGES: dict[type, Callable[..., Judgement]] = {
    c.All: _all,
    c.AnyOf: _any,
    c.NoneOf: _none,
    c.Known: _known,
    c.Always: _always,
    c.FindingIs: _finding,
    c.SeverityIs: _severity,
    c.FactIs: _fact,
    c.Said: judge_said,
    c.Agents: judge_agents,
    c.Measured: judge_measured,
    c.Rose: judge_rise,
    c.Fell: judge_fall,
    c.Ratio: judge_ratio,
    c.ScaleRose: judge_scale_rise,
    c.Allergic: judge_allergic,
    c.Unread: judge_unread,
    c.PersonIs: judge_person,
    c.KratomIs: judge_kratom,
    c.ScaleIs: judge_scale,
    c.OpioidIs: judge_opioid,
}
