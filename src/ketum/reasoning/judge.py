"""Trying rules: a rule that holds makes a finding, one that cannot tell leaves a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ketum.citation import Citation, SourceKind
from ketum.evidence.conditions import Known
from ketum.evidence.rulebook import Grade, NamedFact, Rule, Rulebook
from ketum.finding import Alternative, Because, Certainty, Finding, Severity, Urgency
from ketum.reasoning.evaluate import Ready, evaluate, made_ready
from ketum.reasoning.silence import names_asked
from ketum.reasoning.view import Judgement, OpenQuestion, View, joined
from ketum.truth import NO, UNKNOWN, YES

__all__ = ["certainty_of", "judge", "judge_facts", "merge", "urgency_of"]

# The stages of a few releases.
STAGES = 64
USUAL_URGENCY: Mapping[Severity, Urgency] = {
    Severity.EMERGENCY: Urgency.NOW,
    Severity.CONTRAINDICATED: Urgency.TODAY,
    Severity.MAJOR: Urgency.WITHIN_72_H,
    Severity.MODERATE: Urgency.ROUTINE,
    Severity.MINOR: Urgency.ROUTINE,
    Severity.INFO: Urgency.ROUTINE,
}


def judge(rules: Iterable[Rule], view: View) -> View:
    """Try each rule; the answer is the view with the new findings and open questions."""
    findings = dict(view.findings)
    questions = dict(view.open_questions)
    changed: set[str] = set()
    names, kept = view.names, view.kept.asked
    for rule in _made_ready(tuple(rules), view.knowledge.rulebook):
        identity, code, rests_on = rule.id, rule.code, rule.rests_on
        is_silent = rests_on is not None and names.isdisjoint(rests_on)
        if is_silent and identity in kept:
            asked = kept[identity]
        else:
            finding, asked = _try(rule, view)
            if finding is not None:
                merge(findings, finding)
                changed.add(code)
            elif is_silent:
                kept[identity] = asked
        if asked is not None:
            questions[code] = (*questions.get(code, ()), asked)
            changed.add(code)
    return view.with_findings(findings, questions, changed)


class _ReadyRule(NamedTuple):
    """A rule with its conditions made ready.

    `rests_on` are the names without which it meets only silence (None: it reads more).
    """

    rule: Rule
    id: str
    code: str
    rests_on: frozenset[str] | None
    applies: Ready
    grades: tuple[tuple[Grade, Ready], ...]


@lru_cache(maxsize=STAGES)
def _made_ready(rules: tuple[Rule, ...], book: Rulebook) -> tuple[_ReadyRule, ...]:
    return tuple(
        _ReadyRule(
            rule=rule,
            id=rule.id,
            code=rule.code.code,
            rests_on=_names(rule),
            applies=made_ready(rule.applies, book),
            grades=tuple((grade, made_ready(grade.when, book)) for grade in rule.grades),
        )
        for rule in rules
    )


def _names(rule: Rule) -> frozenset[str] | None:
    asked = [names_asked(rule.applies), *(names_asked(grade.when) for grade in rule.grades)]
    known = [names for names in asked if names is not None]
    return frozenset().union(*known) if len(known) == len(asked) else None


def judge_facts(facts: Iterable[NamedFact], view: View) -> View:
    """Judge named facts in their reading order; the answer is the view that knows them."""
    named = dict(view.named)
    growing = view.knowing(named)
    for identity, reads_findings, holds in _facts_ready(tuple(facts), view.knowledge.rulebook):
        # What needs no finding is judged once: the findings since cannot have changed it.
        if reads_findings or identity not in named:
            named[identity] = holds(growing)
    return growing


@lru_cache(maxsize=STAGES)
def _facts_ready(
    facts: tuple[NamedFact, ...], book: Rulebook
) -> tuple[tuple[str, bool, Ready], ...]:
    return tuple((f.id, f.reads_findings, made_ready(f.holds, book)) for f in facts)


def merge(findings: dict[str, Finding], new: Finding) -> None:
    """Keep one finding per code: the louder one speaks, the reasons of both are kept."""
    old = findings.get(new.code)
    if old is None:
        findings[new.code] = new
        return
    louder, other = (new, old) if new.severity > old.severity else (old, new)
    findings[new.code] = replace(
        louder,
        because=tuple(dict.fromkeys((*louder.because, *other.because))),
        cites=tuple(dict.fromkeys((*louder.cites, *other.cites))),
        alternatives=tuple(dict.fromkeys((*louder.alternatives, *other.alternatives))),
    )


def _try(ready: _ReadyRule, view: View) -> tuple[Finding | None, OpenQuestion | None]:
    rule, judgement = ready.rule, ready.applies(view)
    if judgement.truth is NO:
        return None, None
    if judgement.truth is UNKNOWN:
        return None, _question(rule, judgement, rule.loudest)
    grade, reasons, louder = _grade(ready, view)
    severity = rule.severity if grade is None else grade.severity
    asked = None
    open_above = [q for q in louder if severity is None or q.could_be > severity]
    if open_above:
        asked = max(open_above, key=lambda q: q.could_be)._replace(
            missing=joined([q.missing for q in open_above]),
        )
    if severity is None:
        return None, asked
    because = tuple(dict.fromkeys((*judgement.because, *reasons)))
    instead = tuple(
        Alternative(text=row.text, cites=row.cites)
        for row in rule.alternatives
        if evaluate(row.when, view).truth is YES
    )
    return _finding(rule, grade, severity, because, instead), asked


def _grade(
    ready: _ReadyRule, view: View
) -> tuple[Grade | None, tuple[Because, ...], list[OpenQuestion]]:
    """The first row that holds, its reasons, and the rows before it that cannot tell."""
    undecided: list[OpenQuestion] = []
    for grade, holds in ready.grades:
        judgement = holds(view)
        if judgement.truth is YES:
            return grade, (*judgement.because, *_unread_for(grade, ready, view)), undecided
        if judgement.truth is UNKNOWN and grade.severity is not None:
            undecided.append(_question(ready.rule, judgement, grade.severity))
    return None, (), undecided


def _unread_for(chosen: Grade, ready: _ReadyRule, view: View) -> tuple[Because, ...]:
    """The lists with an unread entry that keep a milder row, tried before, from being known."""
    unread = [key for key, number in view.facts.unread.items() if number]
    if not unread or chosen.severity is None:
        return ()
    keys: dict[str, None] = {}
    for grade, _ in ready.grades[: ready.rule.grades.index(chosen)]:
        is_milder = grade.severity is None or grade.severity < chosen.severity
        if is_milder and isinstance(grade.when, Known):
            lacks = evaluate(grade.when.part, view).missing
            keys |= dict.fromkeys(fact for fact in lacks if fact in unread)
    return tuple(
        Because("a milder grade", f"cannot be told: not every entry of {key} was recognised", key)
        for key in keys
    )


def _question(rule: Rule, judgement: Judgement, could_be: Severity) -> OpenQuestion:
    return OpenQuestion(rule.id, rule.code.code, could_be, judgement.missing)


def _finding(
    rule: Rule,
    grade: Grade | None,
    severity: Severity,
    because: tuple[Because, ...],
    alternatives: tuple[Alternative, ...],
) -> Finding:
    return Finding(
        code=rule.code.code,
        severity=severity,
        urgency=urgency_of(severity, (grade and grade.urgency) or rule.urgency),
        title=rule.code.title,
        action=(grade.action if grade is not None else "") or rule.action,
        because=because,
        cites=rule.cites,
        certainty=certainty_of(rule.cites, estimated=rule.estimated),
        alternatives=alternatives,
        rule=rule.id,
    )


def urgency_of(severity: Severity, given: Urgency | None) -> Urgency:
    """The urgency a rule gives, or the usual one of the severity."""
    return given or USUAL_URGENCY[severity]


def certainty_of(cites: Iterable[Citation], *, estimated: bool = False) -> Certainty:
    """Estimated inputs first; else confirmed when any source was read; else judgement only."""
    if estimated:
        return Certainty.ESTIMATED
    cited = tuple(cites)
    if any(cite.confirmed for cite in cited):
        return Certainty.CONFIRMED
    if all(cite.source.kind is SourceKind.JUDGEMENT for cite in cited):
        return Certainty.JUDGEMENT
    return Certainty.UNCONFIRMED
