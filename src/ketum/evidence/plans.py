"""Reading `plan/options.toml`: the options of a plan and what sources say of one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_toml

__all__ = ["PlanFigure", "PlanOption", "PlanWords", "read_plan_words"]

NAME = "plan/options.toml"


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
class PlanWords:
    """Options in the order in which they are offered; figures by the question they answer."""

    options: tuple[PlanOption, ...]
    figures: tuple[PlanFigure, ...]

    def of(self, topic: str) -> tuple[PlanFigure, ...]:
        return tuple(figure for figure in self.figures if figure.topic == topic)


def read_plan_words(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> PlanWords:
    """Every option and figure; an unknown key, or an id given twice, is a fault."""
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
    return PlanWords(options=tuple(options), figures=tuple(figures))


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
