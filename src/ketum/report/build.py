"""One Report value, from which every form of output is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from ketum.citation import Citation, Source
from ketum.evidence import KnowledgeBase
from ketum.evidence.rulebook import DispositionRow
from ketum.finding import (
    Alternative,
    Because,
    Disposition,
    Finding,
    NotRecognised,
    Severity,
    Unanswered,
)
from ketum.report.document import document_of
from ketum.report.figures import Figure, figures_of
from ketum.report.guidance import Guidance, guidance
from ketum.report.levels import Cited, Levels, levels_of
from ketum.report.lines import plain_units
from ketum.review import Answer, Review

__all__ = ["Card", "Report", "Tier", "build"]

NOT_CHECKED_LINES = 7
NAMES_SHOWN = 5
ROOMS = ("product", "exposure", "law", "plan")
GROUPS = {
    "observations": "not measured, or not comparable",
    "scales": "scales not done",
    "not read": "given, and no rule acts on it here",
    "person": "not known about the person",
    "kratom": "not known about kratom",
    "opioid": "not known about opioids",
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
    alternatives: tuple[str, ...]
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
class LevelCites:
    """The sources of the computed levels, and of each sentence beside them in its order."""

    rows: tuple[Citation, ...] = ()
    beyond: tuple[tuple[Citation, ...], ...] = ()
    ratios: tuple[tuple[Citation, ...], ...] = ()

    @property
    def every(self) -> tuple[Citation, ...]:
        return (*self.rows, *chain.from_iterable((*self.beyond, *self.ratios)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a reader is shown, in reading order; `document` is the contract's object.

    `said` are the sentences beside the findings with their sources, `cited` each source by its
    number, and `not_checked_rest` the lines that `not_checked` had no room for.
    `do_now`, `not_recommended`, `help_now`, `not_checked_short`, `not_recognised_short` and
    `sources_unconfirmed` are what one screen shows for `summary`, `evidence`, `help`,
    `not_checked`, `not_recognised` (which names the place in the case) and `sources`.
    """

    heading: str
    clock: str
    decided_by: str
    decision: DispositionRow
    do_now: str
    not_recommended: str
    summary: str
    tiers: tuple[Tier, ...]
    not_checked: tuple[str, ...]
    not_checked_short: tuple[str, ...]
    not_checked_more: int
    not_checked_rest: tuple[str, ...]
    not_known: int
    not_covered: str
    not_covered_number: int
    not_recognised: tuple[str, ...]
    not_recognised_short: tuple[str, ...]
    treatment: tuple[str, ...]
    evidence: str
    help: tuple[str, ...]
    help_now: tuple[str, ...]
    rooms: tuple[str, ...]
    rooms_silent: tuple[str, ...]
    levels: Levels | None
    level_cites: LevelCites
    sources: tuple[str, ...]
    sources_unconfirmed: int
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
    levels = None if review.exposure.answer is None else levels_of(review.exposure.answer)
    level_cites = LevelCites() if levels is None else _level_cites(levels, knowledge)
    numbers = _numbered(review.findings, said, level_cites)
    not_checked = tuple(_not_checked(review.unanswered))
    without_rule = _without_rule(knowledge)
    disposition = review.disposition.word
    rooms = {name: getattr(review, name) for name in ROOMS}
    decided = review.disposition_because[0]
    return Report(
        heading=texts[f"heading.{disposition}{_found(review)}"].text,
        clock=texts[f"clock.{disposition}"].text,
        decided_by=decided.why,
        decision=next(row for row in knowledge.rulebook.dispositions if row.id == decided.row),
        do_now=texts[f"disposition.{disposition}"].text,
        not_recommended=texts["not_recommended"].text,
        summary=review.summary,
        tiers=tuple(_tiers(review.findings, numbers, knowledge)),
        not_checked=tuple(line.whole for line in not_checked[:NOT_CHECKED_LINES]),
        not_checked_short=tuple(line.short for line in not_checked[:NOT_CHECKED_LINES]),
        not_checked_more=max(0, len(not_checked) - NOT_CHECKED_LINES),
        not_checked_rest=tuple(line.whole for line in not_checked[NOT_CHECKED_LINES:]),
        not_known=len(review.unanswered),
        not_covered=", ".join(without_rule),
        not_covered_number=len(without_rule),
        not_recognised=tuple(_unrecognised(e, e.where) for e in review.not_recognised),
        not_recognised_short=tuple(
            _unrecognised(e, _among(e.where)) for e in review.not_recognised
        ),
        treatment=tuple(sentence.text for sentence in said.treatment),
        evidence=f"{said.evidence_paragraph} (As of {said.evidence_read_on.isoformat()}.)",
        help=(said.place.text, *(line.text for line in said.help)),
        help_now=tuple(line.text for line in said.help_now),
        rooms=tuple(
            f"{name.capitalize()}: {words}"
            for name, room in rooms.items()
            if (words := _of_room(room))
        ),
        rooms_silent=tuple(name for name, room in rooms.items() if room.answer is None),
        levels=levels,
        level_cites=level_cites,
        sources=tuple(_source(cite) for cite in numbers),
        sources_unconfirmed=sum(not cite.confirmed for cite in numbers),
        release=f"Knowledge {review.evidence.release}, reviewed for {review.evidence.on}",
        on=date.fromisoformat(review.evidence.on),
        said=said,
        cited={number: cite.source for cite, number in numbers.items()},
        document=document_of(review),
    )


def _found(review: Review) -> str:
    """Which heading a case has that goes on as planned: it may still have findings."""
    is_monitored = review.disposition is Disposition.MONITOR
    return ".found" if is_monitored and any(f.is_clinical for f in review.findings) else ""


def _without_rule(knowledge: KnowledgeBase) -> list[str]:
    """Titles of the codes that nothing in this release can raise."""
    elsewhere = {rule.code.title for rule in knowledge.law_rules}
    elsewhere |= {rule.code.title for rule in knowledge.product_rules}
    elsewhere |= {rule.code.title for rule in knowledge.plans.rules.values()}
    return [t for t in knowledge.rulebook.titles_without_rule if t not in elsewhere]


def _of_room(room: Answer) -> object:
    """Why a room says nothing, or the sentence of its answer, if it has one."""
    return room.reason or (room.answer or {}).get("summary")


def _level_cites(levels: Levels, knowledge: KnowledgeBase) -> LevelCites:
    def resolved(cites: Iterable[Cited]) -> tuple[Citation, ...]:
        return tuple(
            Citation(source=knowledge.sources[c.source], at=c.at, confirmed=c.confirmed)
            for c in cites
        )

    return LevelCites(
        rows=resolved(levels.cites),
        beyond=tuple(map(resolved, levels.beyond_cites)),
        ratios=tuple(map(resolved, levels.ratio_cites)),
    )


def _numbered(
    findings: Iterable[Finding], said: Guidance, levels: LevelCites
) -> dict[Citation, int]:
    """Each source gets one number, in the order in which it is first read."""
    numbers: dict[str, int] = {}
    cited: dict[Citation, int] = {}
    read = [
        cite
        for finding in findings
        for cite in (*finding.cites, *(c for a in finding.alternatives for c in a.cites))
    ]
    beside = (c for sentence in said.sentences for c in sentence.cites)
    for cite in (*read, *levels.every, *beside):
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
                because=_because(finding.because, knowledge),
                alternatives=tuple(_instead(a, by_source) for a in finding.alternatives),
                sources=tuple(sorted({by_source[c.source.id] for c in finding.cites})),
                certainty=finding.certainty.value,
                finding=finding,
                figures=figures_of(finding, knowledge),
                reviewed=reviewed.get(finding.rule),
            )
            for finding in _read_together(findings)
            if finding.severity is severity
        )
        if cards:
            word = knowledge.texts[f"severity.{severity.word}"].text
            yield Tier(severity=severity.word, word=word, cards=cards)


def _read_together(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Findings of one card as one: the first speaks, the others add what to do and why."""
    listed = tuple(findings)
    for head in (f for f in listed if f.shown_with is None):
        group = (head, *(f for f in listed if f.shown_with == head.code))
        yield replace(
            head,
            action=" ".join(dict.fromkeys(f.action for f in group)),
            because=tuple(dict.fromkeys(b for f in group for b in f.because)),
            cites=tuple(dict.fromkeys(c for f in group for c in f.cites)),
        )


def _instead(alternative: Alternative, by_source: Mapping[str, int]) -> str:
    sources = sorted({by_source[cite.source.id] for cite in alternative.cites})
    return f"{alternative.text} {''.join(f'[{number}]' for number in sources)}"


def _because(reasons: Iterable[Because], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Reasons of one kind share a clause: "medicine or substance: oxycodone, ethanol"."""
    words = {s.word: knowledge.texts[f"severity.{s.word}"].text for s in Severity}
    grouped: dict[str, dict[str, None]] = {}
    for reason in reasons:
        is_finding = reason.where == "findings"
        value = words[reason.value] if is_finding else plain_units(reason.value)
        grouped.setdefault(reason.fact, {})[value] = None
    return tuple(f"{fact}: {', '.join(values)}" for fact, values in grouped.items())


@dataclass(frozen=True, slots=True)
class _Line:
    """What was not checked, with every name, and with the first names only."""

    whole: str
    short: str


def _not_checked(unanswered: Iterable[Unanswered]) -> Iterable[_Line]:
    """One line for what one sentence can say, so that seven lines say more."""
    grouped: dict[str, list[str]] = {}
    for entry in unanswered:
        key, name = _group(entry)
        grouped.setdefault(key, []).append(name)
    for key, names in grouped.items():
        whole, short = _listed(names), _listed(names[:NAMES_SHOWN], len(names) - NAMES_SHOWN)
        words = f"{GROUPS[key].capitalize()}: {{}}." if key in GROUPS else key
        yield _Line(words.replace("{}", whole), words.replace("{}", short))


def _group(entry: Unanswered) -> tuple[str, str]:
    """A group and the name in it; or the sentence with a gap, and the fact that fills it."""
    prefix, separator, name = entry.fact.partition(": ")
    if not separator:
        prefix, separator, name = entry.fact.partition(".")
    if prefix in GROUPS and name:
        return prefix, name.replace("_", " ")
    pattern = entry.why.replace(f" {entry.fact} ", " {} ").replace(f" {entry.fact}.", " {}.")
    return pattern, entry.fact


def _listed(names: Sequence[str], more: int = 0) -> str:
    if more > 0:
        return f"{', '.join(names)} and {more} more"
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _unrecognised(entry: NotRecognised, where: str) -> str:
    read_as = f", read as {entry.read_as}" if entry.read_as else ", so not checked"
    return f'"{entry.text}" ({where}){read_as}'


def _among(where: str) -> str:
    """The part of the case that a path leads to: "substances", "kratom: amount"."""
    listed, entry, _ = where.partition("[")
    return listed if entry else where.replace(".", ": ", 1).replace("_", " ")


def _source(cite: Citation) -> str:
    source = cite.source
    standing = "" if cite.confirmed else "; not confirmed"
    return f"{source.authors}. {source.title}. {source.year}. {source.locator}{standing}"
