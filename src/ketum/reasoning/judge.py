"""Trying rules: a rule that holds makes a finding, one that cannot tell leaves a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ketum.citation import Citation, SourceKind
from ketum.evidence.rulebook import Grade, NamedFact, Rule
from ketum.finding import Alternative, Because, Certainty, Finding, Severity, Urgency
from ketum.reasoning.evaluate import evaluate
from ketum.reasoning.silence import names_asked
from ketum.reasoning.view import Judgement, OpenQuestion, View
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
    questions = {code: list(group) for code, group in view.open_questions.items()}
    names, kept = view.facts.names, view.kept.asked
    for rule, rests_on in _with_names(tuple(rules)):
        is_silent = rests_on is not None and names.isdisjoint(rests_on)
        if is_silent and rule.id in kept:
            asked = kept[rule.id]
        else:
            finding, asked = _try(rule, view)
            if finding is not None:
                merge(findings, finding)
            elif is_silent:
                kept[rule.id] = asked
        if asked is not None:
            questions.setdefault(rule.code.code, []).append(asked)
    return replace(
        view,
        findings=findings,
        open_questions={code: tuple(group) for code, group in questions.items()},
        stage=None if view.stage is None else view.stage + 1,
    )


@lru_cache(maxsize=STAGES)
def _with_names(rules: tuple[Rule, ...]) -> tuple[tuple[Rule, frozenset[str] | None], ...]:
    """Each rule, and the names without which it meets only silence (None: it reads more)."""
    return tuple((rule, _names(rule)) for rule in rules)


def _names(rule: Rule) -> frozenset[str] | None:
    asked = [names_asked(rule.applies), *(names_asked(grade.when) for grade in rule.grades)]
    known = [names for names in asked if names is not None]
    return frozenset().union(*known) if len(known) == len(asked) else None


def judge_facts(facts: Iterable[NamedFact], view: View) -> View:
    """Judge named facts in their reading order; the answer is the view that knows them."""
    named = dict(view.named)
    growing = replace(view, named=named)
    for fact in facts:
        # What needs no finding is judged once: the findings since cannot have changed it.
        if fact.reads_findings or fact.id not in named:
            named[fact.id] = evaluate(fact.holds, growing)
    return growing


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


def _try(rule: Rule, view: View) -> tuple[Finding | None, OpenQuestion | None]:
    judgement = evaluate(rule.applies, view)
    if judgement.truth is NO:
        return None, None
    if judgement.truth is UNKNOWN:
        return None, _question(rule, judgement, rule.loudest)
    grade, reasons, louder = _grade(rule, view)
    severity = rule.severity if grade is None else grade.severity
    asked = None
    open_above = [q for q in louder if severity is None or q.could_be > severity]
    if open_above:
        asked = max(open_above, key=lambda q: q.could_be)._replace(
            missing=tuple(dict.fromkeys(m for q in open_above for m in q.missing)),
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


def _grade(rule: Rule, view: View) -> tuple[Grade | None, tuple[Because, ...], list[OpenQuestion]]:
    """The first row that holds, its reasons, and the rows before it that cannot tell."""
    undecided: list[OpenQuestion] = []
    for grade in rule.grades:
        judgement = evaluate(grade.when, view)
        if judgement.truth is YES:
            return grade, judgement.because, undecided
        if judgement.truth is UNKNOWN and grade.severity is not None:
            undecided.append(_question(rule, judgement, grade.severity))
    return None, (), undecided


def _question(rule: Rule, judgement: Judgement, could_be: Severity) -> OpenQuestion:
    return OpenQuestion(
        needed_by=rule.id, code=rule.code.code, could_be=could_be, missing=judgement.missing
    )


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
