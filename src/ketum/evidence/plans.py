"""Reading `plan/`: options of a plan, what sources say of one question, what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.rulebook import Code
from ketum.finding import Severity

__all__ = ["PlanFigure", "PlanOption", "PlanRule", "PlanWords", "read_plan_words"]

NAME = "plan/options.toml"
RULES = "plan/rules.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOption:
    """One way to go on, with what the evidence says of it.

    `asks` are medicines that are held against the case to show what they would meet.
    """

    id: str
    title: str
    recommended: bool
    says: str
    asks: tuple[str, ...]
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigure:
    """What one source says of a question: a COWS score at least, a wait in h, in words."""

    id: str
    topic: str
    label: str
    cows: float | None
    wait_low_h: float | None
    wait_high_h: float | None
    says: str
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRule:
    """What may stand against a plan: its code, how loud it is at most, its sentence to fill in."""

    id: str
    code: Code
    severity: Severity
    action: str
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """Options in the order in which they are offered; figures by question; rules by id."""

    options: tuple[PlanOption, ...]
    figures: tuple[PlanFigure, ...]
    rules: Mapping[str, PlanRule]

    def of(self, topic: str) -> tuple[PlanFigure, ...]:
        return tuple(figure for figure in self.figures if figure.topic == topic)


def read_plan_words(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> PlanWords:
    """Every option, figure and rule; an unknown key or code, or an id given twice, is a fault."""
    content = read_toml(folder.joinpath("options.toml"), NAME, faults)
    options, figures = [], []
    seen: set[str] = set()
    for kind, tables in content.items():
        if kind not in ("option", "figure") or not isinstance(tables, list):
            faults.append(f"{NAME}: unknown table `{kind}`; it holds [[option]] and [[figure]].")
            continue
        for table in tables:
            identity = str(table.get("id"))
            entry = Entry(table=table, where=f"{NAME}: {identity}", sources=sources, faults=faults)
            if identity in seen:
                entry.fault("this id is used twice. Rename one.")
            seen.add(identity)
            if kind == "option":
                options.append(_option(entry))
            else:
                figures.append(_figure(entry))
            entry.finish()
    return PlanWords(
        options=tuple(options),
        figures=tuple(figures),
        rules={rule.id: rule for rule in _rules(folder, codes, sources, faults)},
    )


def _rules(
    folder: Traversable,
    codes: Mapping[str, Code],
    sources: Mapping[str, Source],
    faults: list[str],
) -> Iterator[PlanRule]:
    content = read_toml(folder.joinpath("rules.toml"), RULES, faults)
    for entry in read_entries(content, "rule", RULES, sources, faults):
        code = codes.get(entry.text("code"))
        if code is None:
            entry.fault("this code is not in rules/codes.toml. Add it there or correct it.")
            continue
        yield PlanRule(
            id=entry.text("id"),
            code=code,
            severity=entry.severity("severity"),
            action=entry.text("action"),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )


def _option(entry: Entry) -> PlanOption:
    return PlanOption(
        id=entry.text("id"),
        title=entry.text("title"),
        recommended=entry.flag("recommended"),
        says=entry.text("says"),
        asks=entry.words("asks"),
        cites=entry.cites(),
        reviewed=entry.day("reviewed"),
    )


def _figure(entry: Entry) -> PlanFigure:
    return PlanFigure(
        id=entry.text("id"),
        topic=entry.text("topic"),
        label=entry.text("label"),
        cows=entry.number("cows"),
        wait_low_h=entry.number("wait_low_h"),
        wait_high_h=entry.number("wait_high_h"),
        says=entry.text("says"),
        cites=entry.cites(),
        reviewed=entry.day("reviewed"),
    )
