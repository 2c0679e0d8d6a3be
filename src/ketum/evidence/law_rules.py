"""Reading `law/findings.toml`: which finding a status of the law gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.law import LawStatus
from ketum.evidence.rulebook import Code
from ketum.finding import Severity, Urgency

__all__ = ["LawRule", "read_law_rules"]

NAME = "law/findings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRule:
    """The finding of some statuses; `under_age` gives it only below the age they ask for."""

    id: str
    code: Code
    severity: Severity
    urgency: Urgency | None
    statuses: frozenset[LawStatus]
    under_age: frozenset[LawStatus]
    action: str
    cites: tuple[Citation, ...]
    reviewed: date


def read_law_rules(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> tuple[LawRule, ...]:
    """Every rule, the loudest first; a code that is not known is a fault."""
    content = read_toml(folder.joinpath("findings.toml"), NAME, faults)
    rules = []
    for entry in read_entries(content, "rule", NAME, sources, faults):
        code = codes.get(entry.text("code"))
        if code is None:
            entry.fault("this code is not in rules/codes.toml. Add it there or correct it.")
            continue
        rule = LawRule(
            id=entry.text("id"),
            code=code,
            severity=entry.severity("severity"),
            urgency=entry.urgency(),
            statuses=_statuses(entry, "statuses"),
            under_age=_statuses(entry, "statuses_under_age"),
            action=entry.text("action"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: -rule.severity))


def _statuses(entry: Entry, key: str) -> frozenset[LawStatus]:
    found = set()
    for word in entry.words(key):
        if word in {s.value for s in LawStatus}:
            found.add(LawStatus(word))
        else:
            entry.fault(f"`{key}` must be of {', '.join(s.value for s in LawStatus)}.")
    return frozenset(found)
