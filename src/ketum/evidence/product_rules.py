"""Reading `limits/findings.toml`: which finding an answer about the product gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import read_entries, read_toml
from ketum.evidence.rulebook import Code
from ketum.finding import Severity, Urgency

__all__ = ["ProductRule", "read_product_rules"]

NAME = "limits/findings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRule:
    """The finding that some verdicts give.

    `topics` are topics of verdicts or ids of limits, `verdicts` and `standings` words of a verdict;
    an empty set is any. `without` are ids of limits that do not count here.
    `unconfirmed` says that a certificate gives it
    which nobody has held against the document, `unreadable` one that could not be read.
    """

    id: str
    code: Code
    severity: Severity
    urgency: Urgency | None
    topics: frozenset[str]
    verdicts: frozenset[str]
    standings: frozenset[str]
    analytes: frozenset[str]
    without: frozenset[str]
    unconfirmed: bool
    unreadable: bool
    action: str
    cites: tuple[Citation, ...]
    reviewed: date


def read_product_rules(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> tuple[ProductRule, ...]:
    """Every rule, the loudest first; a code that is not known is a fault."""
    content = read_toml(folder.joinpath("findings.toml"), NAME, faults)
    rules = []
    for entry in read_entries(content, "rule", NAME, sources, faults):
        code = codes.get(entry.text("code"))
        if code is None:
            entry.fault("this code is not in rules/codes.toml. Add it there or correct it.")
            continue
        rule = ProductRule(
            id=entry.text("id"),
            code=code,
            severity=entry.severity("severity"),
            urgency=entry.urgency(),
            topics=frozenset(entry.words("topics")),
            verdicts=frozenset(entry.words("verdicts")),
            standings=frozenset(entry.words("standings")),
            analytes=frozenset(entry.words("analytes")),
            without=frozenset(entry.words("without")),
            unconfirmed=entry.flag("unconfirmed"),
            unreadable=entry.flag("unreadable"),
            action=entry.text("action"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: -rule.severity))
