"""Why a code was found, or was not: the rule itself, judged again part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from ketum.citation import Citation
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.evidence.law_rules import LawRule
from ketum.evidence.plans import PlanRule
from ketum.evidence.product_rules import ProductRule
from ketum.evidence.rulebook import Grade, ManagementRow, Rule
from ketum.finding import Because, Finding, Severity
from ketum.reasoning import View, evaluate, joined
from ketum.report.condition_words import condition_clause, condition_words
from ketum.review import Examined, Review
from ketum.truth import Truth

__all__ = ["Explained", "GradeRow", "Step", "Way", "explain", "near_codes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a condition: how deep it stands, what it asks, whether it holds here."""

    depth: int
    words: str
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """One row that sets the severity (None: no finding); the first that holds decides.

    `next_in_line` is the row that would decide if the one that did no longer held.
    """

    severity: Severity | None
    why: str
    steps: tuple[Step, ...]
    truth: Truth
    decided: bool
    next_in_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One rule or row that can raise the code, and what came of it in this review."""

    id: str
    truth: Truth
    steps: tuple[Step, ...]
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    usual: Severity
    grades: tuple[GradeRow, ...]
    severity: Severity | None
    dropped_because: str
    would_end: tuple[str, ...]
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One code: its finding if there is one, every way it can come about, what reworded it."""

    code: str
    title: str
    finding: Finding | None
    ways: tuple[Way, ...]
    reworded: tuple[str, ...]


RoomRule = LawRule | ProductRule | PlanRule


def explain(words: str, examined: Examined, knowledge: KnowledgeBase) -> Explained:
    """Everything the rulebook says of one code, judged on one examined case.

    Raises:
        WrongUsage: the words are no code; names those that are near.
    """
    book = knowledge.rulebook
    code = _spelt(words)
    if code not in book.codes:
        near = near_codes(words, knowledge)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise WrongUsage(f"No finding has this code.{hint} A review prints each finding's code.")
    found = (f for f in examined.review.findings if f.code == code)
    rules = (
        _of_rule(r, examined.seen[r.stage], knowledge) for r in book.rules if r.code.code == code
    )
    rows = (_of_row(r, examined.tables, knowledge) for r in book.management if r.code.code == code)
    review = examined.review
    rooms: tuple[tuple[RoomRule, bool, str], ...] = (
        *((r, review.law.answer is not None, "person.location") for r in knowledge.law_rules),
        *((r, _opened(review), "product.certificate") for r in knowledge.product_rules),
        *((r, review.plan.answer is not None, "plan") for r in knowledge.plans.rules.values()),
    )
    others = (_of_room(r, review, was, lacks) for r, was, lacks in rooms if r.code.code == code)
    ways = (*rules, *rows, *others)
    return Explained(
        code=code,
        title=book.codes[code].title,
        finding=next(found, None),
        ways=tuple(sorted(ways, key=lambda way: ORDER.index(way.truth))),
        reworded=tuple(_reworded(code, examined.tables, knowledge)),
    )


ORDER = (Truth.YES, Truth.UNKNOWN, Truth.NO)


def _spelt(words: str) -> str:
    return words.strip().upper().replace("-", "_")


def near_codes(words: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Codes that hold these words, or whose title does; else codes written nearly like them."""
    codes = knowledge.rulebook.codes
    wanted = _spelt(words)
    if not wanted:
        return ()
    titles = (name for name, code in codes.items() if words.casefold() in code.title.casefold())
    holding = dict.fromkeys((*(name for name in codes if wanted in name), *titles))
    return tuple(holding or get_close_matches(wanted, codes))


def _opened(review: Review) -> bool:
    return review.product.answer is not None or any(
        finding.rule.startswith("product.") for finding in review.findings
    )


def _of_room(rule: RoomRule, review: Review, answered: bool, lacks: str) -> Way:
    """A rule of a room of its own, which reads that room's answer: law, certificate, plan."""
    held = [f for f in review.findings if f.rule == rule.id]
    return Way(
        id=rule.id,
        truth=Truth.of(bool(held) if answered else None),
        steps=(),
        because=tuple(because for finding in held for because in finding.because),
        missing=() if answered else (lacks,),
        usual=held[0].severity if held else rule.severity,
        grades=(),
        severity=held[0].severity if held else None,
        dropped_because="",
        would_end=(),
        cites=rule.cites,
        reviewed=rule.reviewed,
    )


def _of_rule(rule: Rule, view: View, knowledge: KnowledgeBase) -> Way:
    judged = evaluate(rule.applies, view)
    holds = judged.truth is Truth.YES
    grades = tuple(_grades(rule.grades, view, knowledge))
    decided = next((grade for grade in grades if grade.decided), None)
    severity = decided.severity if decided else rule.severity
    unsure = joined(evaluate(g.when, view).missing for g in rule.grades if holds)
    return Way(
        id=rule.id,
        truth=judged.truth,
        steps=tuple(_steps(rule.applies, view, knowledge)),
        because=judged.because,
        missing=tuple(dict.fromkeys((*judged.missing.values(), *unsure.values()))),
        usual=rule.severity,
        grades=grades,
        severity=severity if holds else None,
        dropped_because="",
        would_end=tuple(_ends(rule.applies, view, knowledge)) if holds else (),
        cites=rule.cites,
        reviewed=rule.reviewed,
    )


def _of_row(row: ManagementRow, view: View, knowledge: KnowledgeBase) -> Way:
    judged = evaluate(row.when, view)
    holds = judged.truth is Truth.YES
    dropped = [
        conflict.why
        for conflict in knowledge.rulebook.conflicts
        if row.id in conflict.drop_rows and evaluate(conflict.when, view).truth is Truth.YES
    ]
    return Way(
        id=row.id,
        truth=judged.truth,
        steps=tuple(_steps(row.when, view, knowledge)),
        because=judged.because,
        missing=tuple(dict.fromkeys(judged.missing.values())),
        usual=row.severity,
        grades=(),
        severity=row.severity if holds and not dropped else None,
        dropped_because=" ".join(dropped),
        would_end=tuple(_ends(row.when, view, knowledge)) if holds else (),
        cites=row.cites,
        reviewed=row.reviewed,
    )


def _grades(grades: Iterable[Grade], view: View, knowledge: KnowledgeBase) -> Iterator[GradeRow]:
    holding = 0
    for grade in grades:
        truth = evaluate(grade.when, view).truth
        holding += truth is Truth.YES
        yield GradeRow(
            severity=grade.severity,
            why=grade.why or condition_clause(grade.when, knowledge),
            steps=tuple(_steps(grade.when, view, knowledge)),
            truth=truth,
            decided=truth is Truth.YES and holding == 1,
            next_in_line=truth is Truth.YES and holding == 2,
        )


def _reworded(code: str, view: View, knowledge: KnowledgeBase) -> Iterator[str]:
    for conflict in knowledge.rulebook.conflicts:
        touched = {name for name, _ in (*conflict.reword, *conflict.add)}
        if code in touched and evaluate(conflict.when, view).truth is Truth.YES:
            yield conflict.why


def _steps(
    condition: Condition, view: View, knowledge: KnowledgeBase, depth: int = 0
) -> Iterator[Step]:
    """Line by line; a named fact stands above what it means, unless it does not hold."""
    condition = _alone(condition)
    truth = evaluate(condition, view).truth
    yield Step(depth=depth, words=condition_words(condition, knowledge), truth=truth)
    if isinstance(condition, c.FactIs) and truth is Truth.NO:
        return
    for part in _parts(condition, knowledge):
        yield from _steps(part, view, knowledge, depth + 1)


def _parts(condition: Condition, knowledge: KnowledgeBase) -> tuple[Condition, ...]:
    match condition:
        case c.NoneOf((part,)):
            return _parts(_alone(part), knowledge)
        case c.All(parts) | c.AnyOf(parts) | c.NoneOf(parts):
            return parts
        case c.Known(part):
            return _parts(_alone(part), knowledge)
        case c.FactIs(name=name):
            return tuple(f.holds for f in knowledge.rulebook.facts if f.id == name)
    return ()


def _alone(condition: Condition) -> Condition:
    """A list of one is its one part."""
    match condition:
        case c.All((part,)) | c.AnyOf((part,)):
            return _alone(part)
    return condition


def _ends(condition: Condition, view: View, knowledge: KnowledgeBase) -> Iterator[str]:
    """Each thing without which a condition that holds would no longer be known to hold."""
    condition = _alone(condition)
    match condition:
        case c.All(parts):
            for part in parts:
                yield from _ends(part, view, knowledge)
        case c.AnyOf(parts):
            holding = [p for p in parts if evaluate(p, view).truth is Truth.YES]
            each = ["; ".join(_ends(part, view, knowledge)) for part in holding]
            yield each[0] if len(each) == 1 else f"all of these together: {'; '.join(each)}"
        case _:
            yield condition_clause(condition, knowledge)
