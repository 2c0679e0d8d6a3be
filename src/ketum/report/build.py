"""One Report value, from which every form of output is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ketum.citation import Citation, Source
from ketum.evidence import KnowledgeBase
from ketum.evidence.rulebook import DispositionRow
from ketum.finding import Because, Finding, NotRecognised, Severity, Unanswered
from ketum.report.document import document_of
from ketum.report.figures import Figure, figures_of
from ketum.report.guidance import Guidance, guidance
from ketum.review import Review

__all__ = ["Card", "Report", "Tier", "build"]

NOT_CHECKED_LINES = 7
GROUPS = {
    "observations": "not measured, or not comparable",
    "scales": "scales not done",
    "not read": "given, and no rule acts on it here",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One finding as it is read: what, what to do, why, and the numbers of its sources.

    `figures` are the numbers of the knowledge base it may rest on; `reviewed` is the day
    somebody last looked at its rule.
    """

    code: str
    title: str
    action: str
    because: tuple[str, ...]
    sources: tuple[int, ...]
    certainty: str
    finding: Finding
    figures: tuple[Figure, ...]
    reviewed: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Findings of one severity, under the word a clinician reads."""

    severity: str
    word: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a reader is shown, in reading order; `document` is the contract's object.

    `said` are the sentences beside the findings with their sources, `cited` each source by its
    number, and `not_checked_rest` the lines that `not_checked` had no room for.
    """

    heading: str
    clock: str
    decided_by: str
    decision: DispositionRow
    summary: str
    tiers: tuple[Tier, ...]
    not_checked: tuple[str, ...]
    not_checked_more: int
    not_checked_rest: tuple[str, ...]
    not_covered: str
    not_recognised: tuple[str, ...]
    treatment: tuple[str, ...]
    evidence: str
    help: tuple[str, ...]
    rooms: tuple[str, ...]
    sources: tuple[str, ...]
    release: str
    on: date
    said: Guidance
    cited: Mapping[int, Source]
    document: Mapping[str, object]


def build(review: Review, knowledge: KnowledgeBase, location: str | None = None) -> Report:
    """Lay a review out for reading, with what is said to a person at this place."""
    texts = knowledge.texts
    said = guidance(
        review,
        location,
        texts=texts,
        sections=knowledge.sections,
        help_lines=knowledge.help_lines,
    )
    numbers = _numbered(review.findings, said)
    not_checked = tuple(_not_checked(review.unanswered))
    disposition = review.disposition.word
    rooms = {
        "product": review.product,
        "exposure": review.exposure,
        "law": review.law,
        "plan": review.plan,
    }
    decided = review.disposition_because[0]
    return Report(
        heading=texts[f"heading.{disposition}"].text,
        clock=texts[f"clock.{disposition}"].text,
        decided_by=f"{decided.why} (row {decided.row})",
        decision=next(row for row in knowledge.rulebook.dispositions if row.id == decided.row),
        summary=review.summary,
        tiers=tuple(_tiers(review.findings, numbers, knowledge)),
        not_checked=not_checked[:NOT_CHECKED_LINES],
        not_checked_more=max(0, len(not_checked) - NOT_CHECKED_LINES),
        not_checked_rest=not_checked[NOT_CHECKED_LINES:],
        not_covered=", ".join(knowledge.rulebook.titles_without_rule),
        not_recognised=tuple(_unrecognised(entry) for entry in review.not_recognised),
        treatment=tuple(sentence.text for sentence in said.treatment),
        evidence=f"{said.evidence_paragraph} (As of {said.evidence_read_on.isoformat()}.)",
        help=(said.place.text, *(line.text for line in said.help)),
        rooms=tuple(f"{name.capitalize()}: {room.reason}" for name, room in rooms.items()),
        sources=tuple(_source(cite) for cite in numbers),
        release=f"Knowledge {review.evidence.release}, reviewed for {review.evidence.on}",
        on=date.fromisoformat(review.evidence.on),
        said=said,
        cited={number: cite.source for cite, number in numbers.items()},
        document=document_of(review),
    )


def _numbered(findings: Iterable[Finding], said: Guidance) -> dict[Citation, int]:
    """Each source gets one number, in the order in which it is first read."""
    numbers: dict[str, int] = {}
    cited: dict[Citation, int] = {}
    read = [cite for finding in findings for cite in finding.cites]
    for cite in (*read, *(c for sentence in said.sentences for c in sentence.cites)):
        if cite.source.id not in numbers:
            numbers[cite.source.id] = len(numbers) + 1
            cited[cite] = numbers[cite.source.id]
    return cited


def _tiers(
    findings: Iterable[Finding], numbers: Mapping[Citation, int], knowledge: KnowledgeBase
) -> Iterable[Tier]:
    by_source = {cite.source.id: number for cite, number in numbers.items()}
    book = knowledge.rulebook
    reviewed = {rule.id: rule.reviewed for rule in book.rules}
    reviewed |= {row.id: row.reviewed for row in book.management}
    for severity in sorted(Severity, reverse=True):
        cards = tuple(
            Card(
                code=finding.code,
                title=finding.title,
                action=finding.action,
                because=_because(finding.because),
                sources=tuple(sorted({by_source[c.source.id] for c in finding.cites})),
                certainty=finding.certainty.value,
                finding=finding,
                figures=figures_of(finding, knowledge),
                reviewed=reviewed.get(finding.rule),
            )
            for finding in findings
            if finding.severity is severity
        )
        if cards:
            word = knowledge.texts[f"severity.{severity.word}"].text
            yield Tier(severity=severity.word, word=word, cards=cards)


def _because(reasons: Iterable[Because]) -> tuple[str, ...]:
    """Reasons of one kind share a clause: "medicine or substance: oxycodone, ethanol"."""
    grouped: dict[str, dict[str, None]] = {}
    for reason in reasons:
        grouped.setdefault(reason.fact, {})[reason.value] = None
    return tuple(f"{fact}: {', '.join(values)}" for fact, values in grouped.items())


def _not_checked(unanswered: Iterable[Unanswered]) -> Iterable[str]:
    """One line a fact; values and scales share a line each, so that seven lines say more."""
    grouped: dict[str, list[str]] = {}
    for entry in unanswered:
        prefix, _, name = entry.fact.partition(": ")
        if prefix in GROUPS and name:
            grouped.setdefault(prefix, []).append(name)
        else:
            grouped[f"alone: {entry.fact}"] = [entry.why]
    for key, parts in grouped.items():
        if key in GROUPS:
            yield f"{GROUPS[key].capitalize()}: {', '.join(parts)}."
        else:
            yield parts[0]


def _unrecognised(entry: NotRecognised) -> str:
    read_as = f", read as {entry.read_as}" if entry.read_as else ", so not checked"
    return f'"{entry.text}" ({entry.where}){read_as}'


def _source(cite: Citation) -> str:
    source = cite.source
    standing = "" if cite.confirmed else "; not confirmed"
    return f"{source.authors}. {source.title}. {source.year}. {source.locator}{standing}"
