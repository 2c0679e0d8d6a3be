"""The member rules of the reference table of drug classes, as its README defines them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping

Row = dict[str, str]


class Refused(Exception):
    """The reference folder says something the importer does not understand."""


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def members_of(rule: str, drugs: list[Row], others: Mapping[str, Row]) -> set[str]:
    """The generic names a member rule selects, as the reference README defines its words."""
    rule, _, listed = rule.partition("list:")
    rule = re.sub(r"\s*\bor\s*$", "", rule).strip()
    names = set(split(listed))
    unknown = names - {drug["generic_name"] for drug in drugs}
    if unknown:
        raise Refused(f"a member list names unknown drugs: {sorted(unknown)}")
    for part in filter(None, _outside_brackets(rule, " or ")):
        if part.startswith("class:"):
            for other in split(part.removeprefix("class:")):
                names |= members_of(others[other]["member_rule"], drugs, others)
            continue
        clauses = [_clause(text) for text in _outside_brackets(part, " and ")]
        names |= {d["generic_name"] for d in drugs if all(holds(d) for holds in clauses)}
    return names


def _outside_brackets(text: str, word: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and text.startswith(word, at):
            parts.append(text[start:at].strip())
            start = at + len(word)
    return [*parts, text[start:].strip()]


def _clause(text: str) -> Callable[[Row], bool]:
    patterns = r"^(\w+) (>=|<=|=|not in|in|contains|starts with|has) (.+)$"
    match = re.match(patterns, text)
    if match is None:
        raise Refused(f"a member rule cannot be read: {text}")
    column, word, value = match.groups()
    values = split(value[1:-1]) if word.endswith("in") else [value]
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda cell: cell == value,
        "in": lambda cell: cell in values,
        "not in": lambda cell: cell not in values,
        "contains": lambda cell: value in cell,
        "starts with": lambda cell: cell.startswith(value),
        "has": lambda cell: any(fnmatch.fnmatchcase(item, value) for item in split(cell)),
        ">=": lambda cell: _number(cell) is not None and float(cell) >= float(value),
        "<=": lambda cell: _number(cell) is not None and float(cell) <= float(value),
    }
    return lambda drug: tests[word](drug[column])


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
