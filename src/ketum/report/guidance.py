"""What every review says: recommended treatment first, the evidence, help lines for the place.

Every sentence comes from `knowledge/texts` or `knowledge/resources`; this module only chooses,
fills names and numbers in, and marks what is not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ketum.citation import Citation, SourceKind
from ketum.evidence.resources import (
    HelpLine,
    HelpLines,
    LineKind,
    PlaceLines,
    PlaceStanding,
    Section,
    lines_for,
)
from ketum.evidence.words import Text
from ketum.finding import Certainty, Disposition
from ketum.review import Review

__all__ = ["Guidance", "Sentence", "guidance"]

TREATMENT = "treatment"
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as it is read, its sources, and how well it stands as a whole."""

    text: str
    cites: tuple[Citation, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Three parts of a report. `treatment` is empty where nothing in the case calls for it.

    `help` starts with the emergency number, or with the sentence to call the local one;
    `help_now` is that, and the one confirmed line that the findings ask for.
    """

    treatment: tuple[Sentence, ...]
    evidence: tuple[Sentence, ...]
    evidence_read_on: date
    place: Sentence
    help: tuple[Sentence, ...]
    help_now: tuple[Sentence, ...]

    @property
    def evidence_paragraph(self) -> str:
        """The sentences on the evidence as the one paragraph they are."""
        return " ".join(sentence.text for sentence in self.evidence)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order, for the list of sources."""
        return (*self.treatment, *self.evidence, self.place, *self.help)


def guidance(
    review: Review,
    location: str | None,
    *,
    texts: Mapping[str, Text],
    sections: Mapping[str, Section],
    help_lines: HelpLines,
) -> Guidance:
    """What this review says beside its findings, for a person at this place."""
    codes = [finding.code for finding in review.findings]
    place = lines_for(location, help_lines)
    said = sections[EVIDENCE].said_with(codes)
    return Guidance(
        treatment=_said(sections[TREATMENT].said_with(codes), texts),
        evidence=_said(said, texts),
        evidence_read_on=min(
            (texts[identity].reviewed for identity in said), default=sections[EVIDENCE].reviewed
        ),
        place=_place(place, texts),
        help=tuple(_help(place, texts)),
        help_now=tuple(_help_now(place, _first_kinds(review, help_lines), texts)),
    )


def _said(identities: Iterable[str], texts: Mapping[str, Text]) -> tuple[Sentence, ...]:
    mark = texts["help.not_confirmed"].text
    sentences = []
    for identity in identities:
        text = texts[identity]
        certainty = _certainty(text.cites)
        if certainty is Certainty.UNCONFIRMED:
            words = f"{text.text.removesuffix('.')} {mark}."
        else:
            words = text.text
        sentences.append(Sentence(text=words, cites=text.cites, certainty=certainty))
    return tuple(sentences)


def _certainty(cites: Iterable[Citation]) -> Certainty:
    """The weakest source decides: a sentence stands as a whole, unlike a finding."""
    unread = [cite for cite in cites if not cite.confirmed]
    if not unread:
        return Certainty.CONFIRMED
    if all(cite.source.kind is SourceKind.JUDGEMENT for cite in unread):
        return Certainty.JUDGEMENT
    return Certainty.UNCONFIRMED


def _place(place: PlaceLines, texts: Mapping[str, Text]) -> Sentence:
    text = texts[f"help.place.{place.standing.value}"]
    checked = place.checked.isoformat() if place.checked else ""
    words = _filled(
        text.text, place=place.place, places=" or ".join(place.could_be), checked=checked
    )
    return Sentence(text=words, cites=text.cites, certainty=_certainty(text.cites))


def _help(place: PlaceLines, texts: Mapping[str, Text]) -> Iterator[Sentence]:
    """The emergency number first; an unconfirmed number never without it in the same line."""
    yield from _emergency(place, texts)
    for line in place.confirmed:
        yield _line(line, _numbered(line, texts))
    numbers = " or ".join(_number(line, texts) for line in place.emergency)
    for line in place.beside:
        words = _filled(texts["help.beside"].text, line=_numbered(line, texts), emergency=numbers)
        yield _line(line, words)


def _emergency(place: PlaceLines, texts: Mapping[str, Text]) -> Iterator[Sentence]:
    if place.standing is not PlaceStanding.KNOWN or not all(
        line.confirmed for line in place.emergency
    ):
        text = texts["help.call_local"]
        yield Sentence(text=text.text, cites=text.cites, certainty=_certainty(text.cites))
    for line in place.emergency:
        yield _line(line, _numbered(line, texts))


def _first_kinds(review: Review, help_lines: HelpLines) -> tuple[LineKind, ...]:
    """The kinds of line the findings ask for; in an emergency nobody is referred first."""
    found = frozenset(finding.code for finding in review.findings)
    later = LineKind.TREATMENT_REFERRAL if review.disposition is Disposition.EMERGENCY else None
    return tuple(
        entry.kind
        for entry in help_lines.first
        if not found.isdisjoint(entry.when_codes) and entry.kind is not later
    )


def _help_now(
    place: PlaceLines, wanted: Iterable[LineKind], texts: Mapping[str, Text]
) -> Iterator[Sentence]:
    yield from _emergency(place, texts)
    lines = [line for kind in wanted for line in place.confirmed if line.kind is kind]
    for line in lines[:1]:
        yield _line(line, _numbered(line, texts))


def _line(line: HelpLine, words: str) -> Sentence:
    if line.confirmed:
        return Sentence(text=words, cites=line.cites, certainty=Certainty.CONFIRMED)
    certainty = _certainty(line.cites)
    weakest = Certainty.UNCONFIRMED if certainty is Certainty.CONFIRMED else certainty
    return Sentence(text=words, cites=line.cites, certainty=weakest)


def _numbered(line: HelpLine, texts: Mapping[str, Text]) -> str:
    pattern = texts["help.line_hours" if line.hours else "help.line"].text
    return _filled(pattern, name=line.name, number=_number(line, texts), hours=line.hours or "")


def _number(line: HelpLine, texts: Mapping[str, Text]) -> str:
    mark = "" if line.confirmed else f" {texts['help.not_confirmed'].text}"
    return f"{line.number}{mark}"


def _filled(pattern: str, **words: str) -> str:
    for name, word in words.items():
        pattern = pattern.replace(f"{{{name}}}", word)
    return pattern
