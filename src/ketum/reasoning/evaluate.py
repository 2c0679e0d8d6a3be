"""Evaluating a condition: strong Kleene logic over what the case says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

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
from ketum.reasoning.silence import names_asked
from ketum.reasoning.view import DOES_NOT_HOLD, Judgement, Missing, OpenQuestion, View
from ketum.truth import UNKNOWN, YES

__all__ = ["evaluate"]

T = TypeVar("T")
HOLDS = Judgement(YES)
# Conditions made ready: those of a few releases.
CONDITIONS = 16_384


class _Step:
    """A condition made ready: who judges it, and the names it asks for (None: it reads more)."""

    __slots__ = ("condition", "judge", "names")

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.judge = _JUDGES[type(condition)]
        self.names = names_asked(condition)

    def judged(self, view: View) -> Judgement:
        if self.names is None or not view.facts.names.isdisjoint(self.names):
            return self.judge(self.condition, view)
        kept = view.kept
        judgement = kept.get(self)
        if judgement is None:
            judgement = kept[self] = self.judge(self.condition, view)
        return judgement


@lru_cache(maxsize=CONDITIONS)
def _step(condition: Condition) -> _Step:
    return _Step(condition)


@lru_cache(maxsize=CONDITIONS)
def _steps(condition: c.All | c.AnyOf | c.NoneOf) -> tuple[_Step, ...]:
    return tuple(_step(part) for part in condition.parts)


def evaluate(condition: Condition, view: View) -> Judgement:
    """Judge one condition against a view."""
    return _step(condition).judged(view)


def _all(condition: c.All, view: View) -> Judgement:
    because: list[tuple[Because, ...]] = []
    missing: list[tuple[Missing, ...]] = []
    for step in _steps(condition):
        # A call less for each of some hundred steps that read more.
        reads_more = step.names is None
        judgement = step.judge(step.condition, view) if reads_more else step.judged(view)
        if judgement.truth is YES:
            because.append(judgement.because)
        elif judgement.truth is UNKNOWN:
            missing.append(judgement.missing)
        else:
            return DOES_NOT_HOLD
    if missing:
        return Judgement(UNKNOWN, (), _united(missing))
    return Judgement(YES, _united(because))


def _any(condition: c.AnyOf | c.NoneOf, view: View) -> Judgement:
    because: list[tuple[Because, ...]] = []
    missing: list[tuple[Missing, ...]] = []
    for step in _steps(condition):
        # A call less for each of some hundred steps that read more.
        reads_more = step.names is None
        judgement = step.judge(step.condition, view) if reads_more else step.judged(view)
        if judgement.truth is UNKNOWN:
            missing.append(judgement.missing)
        elif judgement.truth is YES:
            because.append(judgement.because)
    if because:
        return Judgement(YES, _united(because))
    return Judgement(UNKNOWN, (), _united(missing)) if missing else DOES_NOT_HOLD


def _none(condition: c.NoneOf, view: View) -> Judgement:
    inner = _any(condition, view)
    return Judgement.of(~inner.truth, (), inner.missing)


def _known(condition: c.Known, view: View) -> Judgement:
    inner = evaluate(condition.part, view)
    return inner if inner.truth is YES else DOES_NOT_HOLD


def _always(_condition: c.Always, _view: View) -> Judgement:
    return HOLDS


def _finding(condition: c.FindingIs, view: View) -> Judgement:
    finding = view.findings.get(condition.code)
    if finding is not None and finding.severity >= condition.at_least:
        shown = Because(fact=finding.title, value=finding.severity.word, where="findings")
        return Judgement(YES, (shown,))
    questions = view.open_questions.get(condition.code)
    return _still_open(questions, condition.at_least) if questions else DOES_NOT_HOLD


def _severity(condition: c.SeverityIs, view: View) -> Judgement:
    reached = tuple(
        Because(fact=finding.title, value=finding.severity.word, where="findings")
        for finding in view.findings.values()
        if finding.severity >= condition.at_least and finding.is_clinical
    )
    if reached:
        return Judgement(YES, reached)
    questions = [q for group in view.open_questions.values() for q in group]
    return _still_open(questions, condition.at_least)


def _still_open(questions: Sequence[OpenQuestion], at_least: Severity) -> Judgement:
    if len(questions) == 1:
        (asked,) = questions
        is_open = asked.could_be >= at_least and asked.missing
        return Judgement(UNKNOWN, (), asked.missing) if is_open else DOES_NOT_HOLD
    groups = [q.missing for q in questions if q.could_be >= at_least and q.missing]
    return Judgement(UNKNOWN, (), _united(groups)) if groups else DOES_NOT_HOLD


def _fact(condition: c.FactIs, view: View) -> Judgement:
    return view.named[condition.name]


def _united(groups: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """Each thing once, in the order of its first group."""
    if len(groups) == 1:
        return groups[0]
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


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
