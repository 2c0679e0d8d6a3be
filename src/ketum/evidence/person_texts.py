"""What a finding says to the person it is about: `texts/person.toml`, one entry a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.conditions import FindingIs
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.finding import Severity

__all__ = ["PERSON_FILE", "PersonSentence", "PersonText", "read_person_texts"]

PERSON_FILE = "person.toml"
NAME = f"texts/{PERSON_FILE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSentence:
    """What to do and why, and under which person word it stands."""

    do: str
    why: str
    word: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One way to say it: at which severity, beside which finding (None: any)."""

    severity: Severity | None
    beside: FindingIs | None
    do: str
    why: str
    word: Severity | None

    def holds(self, severity: Severity, found: Mapping[str, Severity]) -> bool:
        if self.severity not in (None, severity):
            return False
        if self.beside is None:
            return True
        return self.beside.code in found and found[self.beside.code] >= self.beside.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonText:
    """What one code says to a person; the last row always holds."""

    id: str
    rows: tuple[_Row, ...]
    cites: tuple[Citation, ...]
    reviewed: date

    def said(self, severity: Severity, found: Mapping[str, Severity]) -> PersonSentence:
        """The sentence at this severity, beside the findings of the review by code.

        Only "contraindicated" may stand under another word: "do not take this" misleads where
        the finding is about a person and not about a thing.
        """
        row = next(row for row in self.rows if row.holds(severity, found))
        moved = row.word is not None and severity is Severity.CONTRAINDICATED
        word = row.word if moved and row.word is not None else severity
        return PersonSentence(do=row.do, why=row.why, word=word)

    @property
    def all_said(self) -> tuple[tuple[str, str], ...]:
        """Every pair of what to do and why that this code may say."""
        return tuple((row.do, row.why) for row in self.rows)


def read_person_texts(
    folder: Traversable,
    codes: Mapping[str, object],
    sources: Mapping[str, Source],
    faults: list[str],
) -> dict[str, PersonText]:
    """By code. A code without an entry is a fault: a finding must not reach a person unsaid."""
    content = read_toml(folder.joinpath(PERSON_FILE), NAME, faults)
    texts = {}
    for entry in read_entries(content, "person", NAME, sources, faults):
        code = entry.text("id")
        if code not in codes:
            entry.fault("this code is not in rules/codes.toml. Add it there or correct it.")
        texts[code] = PersonText(
            id=code,
            rows=tuple(_rows(entry, codes)),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
    for code in codes:
        if content and code not in texts:
            faults.append(f"{NAME}: no entry for {code}. Say what to do, and why, in plain words.")
    return texts


def _rows(entry: Entry, codes: Mapping[str, object]) -> Iterator[_Row]:
    for row in entry.entries("but"):
        beside = row.condition("when") if "when" in row.table else None
        if beside is not None and not (isinstance(beside, FindingIs) and beside.code in codes):
            row.fault("`when` must name one finding of rules/codes.toml.")
        yield _Row(
            severity=row.severity("severity") if "severity" in row.table else None,
            beside=beside if isinstance(beside, FindingIs) else None,
            do=row.text("do"),
            why=row.text("why"),
            word=_word(row),
        )
        row.finish()
    yield _Row(
        severity=None,
        beside=None,
        do=entry.text("do"),
        why=entry.text("why"),
        word=_word(entry),
    )


def _word(entry: Entry) -> Severity | None:
    return entry.severity("word") if entry.get("word") is not None else None
