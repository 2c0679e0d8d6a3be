"""Evaluating a condition: strong Kleene logic over what the case says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain

from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.evidence.rulebook import Rulebook
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
from ketum.reasoning.silence import Rested, names_asked
from ketum.reasoning.view import (
    DOES_NOT_HOLD,
    NOTHING,
    Judgement,
    Missing,
    OpenQuestion,
    View,
    joined,
)
from ketum.truth import UNKNOWN, YES

__all__ = ["Ready", "evaluate", "made_ready"]

Ready = Callable[[View], Judgement]
HOLDS = Judgement(YES)
# Thousands a review: this costs half of what the class itself does.
_made = tuple.__new__
# Conditions made ready: those of a few releases.
CONDITIONS = 16_384
BOOKS = 8


def evaluate(condition: Condition, view: View) -> Judgement:
    """Judge one condition against a view."""
    return made_ready(condition, view.knowledge.rulebook)(view)


@lru_cache(maxsize=CONDITIONS)
def made_ready(condition: Condition, book: Rulebook) -> Ready:
    """A condition made ready once, so that judging it looks nothing up in it."""
    made = _READY.get(type(condition))
    ready = (
        made(condition, book) if made is not None else partial(_JUDGES[type(condition)], condition)
    )
    names = names_asked(condition)
    if names is not None:
        return _kept(ready, names)
    # Asking for one finding or fact costs less than looking whether it was kept.
    if isinstance(condition, c.FindingIs | c.FactIs):
        return ready
    names = _rested(book).names(condition)
    return ready if names is None else _kept_at_stage(ready, names)


@lru_cache(maxsize=BOOKS)
def _rested(book: Rulebook) -> Rested:
    return Rested(book)


def _kept_at_stage(ready: Ready, names: frozenset[str]) -> Ready:
    """As `_kept`, for a condition that reads findings or facts: by the stage they were made at."""

    def judged(view: View) -> Judgement:
        if view.stage is None or not view.names.isdisjoint(names):
            return ready(view)
        kept = view.kept.judgements
        key = ready, view.stage
        judgement = kept.get(key)
        if judgement is None:
            judgement = kept[key] = ready(view)
        return judgement

    return judged


def _kept(ready: Ready, names: frozenset[str]) -> Ready:
    """Judged once for all cases that say nothing of its names and are silent in the same way."""

    def judged(view: View) -> Judgement:
        if not view.names.isdisjoint(names):
            return ready(view)
        kept = view.kept.judgements
        judgement = kept.get(ready)
        if judgement is None:
            judgement = kept[ready] = ready(view)
        return judgement

    return judged


def _all(condition: c.All, book: Rulebook) -> Ready:
    parts = tuple(made_ready(part, book) for part in condition.parts)

    def judged(view: View) -> Judgement:
        because: list[tuple[Because, ...]] = []
        missing: list[Missing] = []
        for part in parts:
            truth, reasons, lacks = part(view)
            if truth is YES:
                because.append(reasons)
            elif truth is UNKNOWN:
                missing.append(lacks)
            else:
                return DOES_NOT_HOLD
        if missing:
            return _made(Judgement, (UNKNOWN, (), _joined(missing)))
        return _made(Judgement, (YES, _united(because), NOTHING))

    return judged


def _any(condition: c.AnyOf | c.NoneOf, book: Rulebook) -> Ready:
    if len(condition.parts) == 1:
        return made_ready(condition.parts[0], book)
    # Most parts only ask for a finding, and most findings were not made: no call for those.
    parts = tuple(
        (part.code if isinstance(part, c.FindingIs) else None, made_ready(part, book))
        for part in condition.parts
    )

    def judged(view: View) -> Judgement:
        because: list[tuple[Because, ...]] = []
        missing: list[Missing] = []
        found, asked = view.findings, view.open_questions
        for code, part in parts:
            if code is not None and code not in found and code not in asked:
                continue
            truth, reasons, lacks = part(view)
            if truth is UNKNOWN:
                missing.append(lacks)
            elif truth is YES:
                because.append(reasons)
        if because:
            return _made(Judgement, (YES, _united(because), NOTHING))
        return _made(Judgement, (UNKNOWN, (), _joined(missing))) if missing else DOES_NOT_HOLD

    return judged


def _none(condition: c.NoneOf, book: Rulebook) -> Ready:
    any_of = _any(condition, book)

    def judged(view: View) -> Judgement:
        inner = any_of(view)
        return Judgement.of(~inner.truth, (), inner.missing)

    return judged


def _known(condition: c.Known, book: Rulebook) -> Ready:
    part = made_ready(condition.part, book)

    def judged(view: View) -> Judgement:
        inner = part(view)
        return inner if inner.truth is YES else DOES_NOT_HOLD

    return judged


def _finding(condition: c.FindingIs, _book: Rulebook) -> Ready:
    code, at_least = condition.code, condition.at_least
    asked = (code, int(at_least))

    def judged(view: View) -> Judgement:
        judgement = view.asked.get(asked)
        if judgement is None:
            judgement = view.asked[asked] = _found(code, at_least, view)
        return judgement

    return judged


def _found(code: str, at_least: Severity, view: View) -> Judgement:
    finding = view.findings.get(code)
    if finding is not None and finding.severity >= at_least:
        shown = Because(fact=finding.title, value=finding.severity.word, where="findings")
        return Judgement(YES, (shown,))
    questions = view.open_questions.get(code)
    return _still_open(questions, at_least) if questions else DOES_NOT_HOLD


def _severity(condition: c.SeverityIs, _book: Rulebook) -> Ready:
    asked = ("", int(condition.at_least))

    def judged(view: View) -> Judgement:
        judgement = view.asked.get(asked)
        if judgement is None:
            judgement = view.asked[asked] = _reached(condition.at_least, view)
        return judgement

    return judged


def _reached(at_least: Severity, view: View) -> Judgement:
    reached = tuple(
        Because(fact=finding.title, value=finding.severity.word, where="findings")
        for finding in view.findings.values()
        if finding.severity >= at_least and finding.is_clinical
    )
    if reached:
        return Judgement(YES, reached)
    questions = [q for group in view.open_questions.values() for q in group]
    return _still_open(questions, at_least)


def _always(_condition: c.Always, _view: View) -> Judgement:
    return HOLDS


def _still_open(questions: Sequence[OpenQuestion], at_least: Severity) -> Judgement:
    if len(questions) == 1:
        (asked,) = questions
        is_open = asked.could_be >= at_least and asked.missing
        return _made(Judgement, (UNKNOWN, (), asked.missing)) if is_open else DOES_NOT_HOLD
    groups = [q.missing for q in questions if q.could_be >= at_least and q.missing]
    return _made(Judgement, (UNKNOWN, (), _joined(groups))) if groups else DOES_NOT_HOLD


def _fact(condition: c.FactIs, view: View) -> Judgement:
    return view.named[condition.name]


def _joined(groups: Sequence[Missing]) -> Missing:
    return groups[0] if len(groups) == 1 else joined(groups)


def _united(groups: Sequence[tuple[Because, ...]]) -> tuple[Because, ...]:
    """Each reason once, in the order of its first group."""
    if len(groups) == 1:
        return groups[0]
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


_READY: dict[type, Callable[..., Ready]] = {
    c.All: _all,
    c.AnyOf: _any,
    c.NoneOf: _none,
    c.Known: _known,
    c.FindingIs: _finding,
    c.SeverityIs: _severity,
}
_JUDGES: dict[type, Callable[..., Judgement]] = {
    c.Always: _always,
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
