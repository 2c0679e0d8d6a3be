"""An explanation as text: the verdict, then rule by rule what made it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ketum.citation import Citation
from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.report.explain import Explained, GradeRow, Step, Way
from ketum.report.lines import Ink, Line, Look, fold, items, mark, plain_units
from ketum.truth import Truth

__all__ = ["explained_lines"]

VERDICTS = {
    Truth.YES: "holds",
    Truth.NO: "does not hold",
    Truth.UNKNOWN: "cannot be told from this case",
}
STEP = "  "


def explained_lines(explained: Explained, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    """Why this code was found, or was not; every sentence from the rules and the case."""
    lines = [*_verdict(explained, knowledge, look)]
    for reason in explained.reworded:
        lines += fold(f"Its wording follows a conflict of advice: {reason}", look)
    if not explained.ways:
        lines += fold("This release has no rule for it: nothing was checked.", look)
    for way in explained.ways:
        lines += [Line(""), *_way(way, explained, knowledge, look)]
    return lines


def _verdict(explained: Explained, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    finding = explained.finding
    name = f"{explained.title} ({explained.code})"
    if finding is None:
        words = "Not raised in this review. That does not mean that it is excluded."
        return [*fold(name, look, ink=Ink.STRONG), *fold(words, look)]
    ink = Ink(finding.severity.word)
    word = mark(_word(finding.severity, knowledge), ink, look)
    lines = [*fold(f"{word}: {name}", look, ink=ink), *fold(f"Do: {finding.action}", look)]
    return [*lines, *fold(f"Certainty: {finding.certainty.value}.", look)]


def _way(way: Way, explained: Explained, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    speaks = explained.finding is not None and explained.finding.rule == way.id
    note = "; it set the severity and the action" if speaks else ""
    verdict = f"Rule {way.id}: {VERDICTS[way.truth]}{note}"
    lines = fold(verdict, look, ink=Ink.STRONG)
    if way.dropped_because:
        lines += fold(f"Held back by another rule: {way.dropped_because}", look, indent=STEP)
    lines += _section("What it asks, and whether it holds here", look)
    lines += _steps(way.steps, look)
    if way.because:
        lines += _section("Facts that made it hold", look)
        facts = (_fact(b.fact, b.value, b.where, knowledge) for b in way.because)
        lines += items(facts, look, indent=STEP * 2)
    lines += _severity(way, knowledge, look)
    lines += _change(way, knowledge, look)
    lines += _section(f"Sources (rule last checked {way.reviewed.isoformat()})", look)
    return [*lines, *items((_source(cite) for cite in way.cites), look, indent=STEP * 2)]


def _severity(way: Way, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    usual = _word(way.usual, knowledge)
    if not way.grades:
        return fold(f"Severity: {usual}; no row changes it.", look, indent=STEP, hang=STEP * 2)
    if way.truth is not Truth.YES:
        words = dict.fromkeys(_grade(row.severity, knowledge) for row in way.grades)
        rows = f"Severity if it held: {usual}, or by its rows {', '.join(words)}."
        return fold(rows, look, indent=STEP, hang=STEP * 2)
    lines = _section("Severity: the first row that holds decides", look)
    for number, row in enumerate(way.grades, start=1):
        lines += _row(number, row, knowledge, look)
    decided = any(row.decided for row in way.grades)
    last = "" if decided else " (decided)"
    lines += items([f"no row: {usual}{last}"], look, indent=STEP * 2)
    return lines


def _row(number: int, row: GradeRow, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    standing = "decided" if row.decided else VERDICTS[row.truth]
    why = row.why.removesuffix(".")
    words = f"row {number}, {_grade(row.severity, knowledge)}: {why} ({standing})"
    lines = items([words], look, indent=STEP * 2)
    return lines + (_steps(row.steps, look, indent=f"{STEP * 2}{STEP}") if row.decided else [])


def _change(way: Way, knowledge: KnowledgeBase, look: Look) -> list[Line]:
    lines = []
    if way.would_end:
        lines += _section("It would no longer hold without any one of these", look)
        lines += items(way.would_end, look, indent=STEP * 2)
    others = [] if way.truth is not Truth.YES else list(_other_severities(way, knowledge))
    if others:
        lines += _section("The severity would be another", look)
        lines += items(others, look, indent=STEP * 2)
    if way.missing:
        lines += _section("Not known, and could change this", look)
        lines += items(way.missing, look, indent=STEP * 2)
    return lines


def _other_severities(way: Way, knowledge: KnowledgeBase) -> Iterator[str]:
    """Rows above the one that decided, if they held; and what comes if that one did not."""
    number = 0
    for number, row in enumerate(way.grades, start=1):
        if row.decided:
            break
        if row.severity is not way.severity:
            standing = VERDICTS[row.truth]
            yield f"{_grade(row.severity, knowledge)}, if row {number} held ({standing})"
    if any(row.decided for row in way.grades):
        later = next((row.severity for row in way.grades if row.next_in_line), way.usual)
        if later is not way.severity:
            yield f"{_grade(later, knowledge)}, if row {number} no longer held"


def _grade(severity: Severity | None, knowledge: KnowledgeBase) -> str:
    return "no finding" if severity is None else _word(severity, knowledge)


def _word(severity: Severity, knowledge: KnowledgeBase) -> str:
    return knowledge.texts[f"severity.{severity.word}"].text


def _steps(steps: Iterable[Step], look: Look, indent: str = STEP * 2) -> list[Line]:
    lines = []
    for step in steps:
        deeper = indent + STEP * step.depth
        words = f"{step.truth.value}: {step.words}"
        lines += fold(words, look, indent=deeper, hang=f"{deeper}    ")
    return lines


def _section(words: str, look: Look) -> list[Line]:
    return fold(f"{words}:", look, indent=STEP, hang=STEP * 2)


def _fact(fact: str, value: str, where: str, knowledge: KnowledgeBase) -> str:
    if where == "findings":
        return f"finding {fact}: {_word(Severity[value.upper()], knowledge)}"
    return f"{fact}: {plain_units(value)} (in the case at {where})"


def _source(cite: Citation) -> str:
    source = cite.source
    standing = "confirmed" if cite.confirmed else "not confirmed"
    checked = f"last checked {source.checked.isoformat()}"
    return (
        f"{source.authors}. {source.title}. {source.year}. {source.locator}. "
        f"At: {cite.at}. {standing.capitalize()}, {source.kind.value}, {checked}"
    )
