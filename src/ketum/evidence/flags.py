"""Reading `monitoring/flags.toml`: what raises a flag, on one value or on several."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.finding import Urgency

__all__ = ["PLAN_DAY", "WatchFlag", "WatchPart", "WatchTrend", "check_flags", "read_flags"]

NAME = "monitoring/flags.toml"
PLAN_DAY = "plan-day"
ENDS = ("at_least", "over", "at_most", "under")
# The numbers that each trend needs, and those it may have.
TRENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rise": (("by",), ("within_h",)),
    "ratio": (("by",), ("within_h",)),
    "fall_share": (("by",), ("within_h",)),
    "running": (("at_least", "days"), ()),
    "sustained": (("over", "days"), ()),
    "above_plan": ((), ()),
    "above_intake": ((), ()),
    "frequency": (("by", "days"), ()),
    "break": (("days",), ()),
    "missed": (("count", "every_at_most"), ()),
    "silent": (("hours", "from_day", "to_day"), ()),
}
OF_VALUES = ("rise", "ratio", "fall_share", "running", "sustained")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPart:
    """One value between its ends; a part after the first counts `within_h` hours around it.

    `standing` takes what was said last, however long ago. `lower_is_worse` where the ends do not
    tell: without it the larger of two values is the worse one wherever there is a lower end.
    """

    of: str
    at_least: float | None = None
    over: float | None = None
    at_most: float | None = None
    under: float | None = None
    within_h: float = 0.0
    standing: bool = False
    lower_is_worse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTrend:
    """Something that takes more than one event; `numbers` are those that its kind asks for."""

    kind: str
    of: str
    who: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFlag:
    """A red flag or a stop rule: it is raised when a row of parts or a trend holds."""

    id: str
    group: str
    label: str
    urgency: Urgency
    stops: bool
    rows: tuple[tuple[WatchPart, ...], ...]
    trends: tuple[WatchTrend, ...]
    action: str
    remark: str
    cites: tuple[Citation, ...]
    reviewed: date


def read_flags(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, WatchFlag]:
    """`monitoring/flags.toml`, by id."""
    content = read_toml(folder.joinpath("flags.toml"), NAME, faults)
    flags = {}
    for entry in read_entries(content, "flag", NAME, sources, faults):
        flag = WatchFlag(
            id=entry.text("id"),
            group=entry.text("group"),
            label=entry.text("label"),
            urgency=entry.urgency() or Urgency.NOW,
            stops=entry.flag("stops"),
            rows=_rows(entry),
            trends=tuple(_trend(each) for each in entry.entries("trends")),
            action=entry.text("action"),
            remark=entry.text("remark", ""),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
        if not (flag.rows or flag.trends):
            entry.fault("nothing raises it. Give `rows` or `trends`.")
        flags[flag.id] = flag
    return flags


def check_flags(flags: Mapping[str, WatchFlag], names: Collection[str], faults: list[str]) -> None:
    """A flag on a name that no event can tell is never raised: it is a fault."""
    for flag in flags.values():
        of = [part.of for row in flag.rows for part in row]
        of += [trend.of for trend in flag.trends if trend.kind in OF_VALUES]
        for name in of:
            if name not in names:
                faults.append(f"{NAME}: {flag.id}: no event tells `{name}`. Correct it.")


def _rows(entry: Entry) -> tuple[tuple[WatchPart, ...], ...]:
    rows = entry.get("rows")
    if rows is None:
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        entry.fault("`rows` must be a list of lists of parts.")
        return ()
    return tuple(tuple(_part(entry, part) for part in row) for row in rows)


def _part(entry: Entry, table: object) -> WatchPart:
    part = Entry(
        table=table if isinstance(table, dict) else {},
        where=entry.where,
        sources=entry.sources,
        faults=entry.faults,
    )
    found = {end: part.number(end) for end in ENDS}
    if all(end is None for end in found.values()):
        found["at_least"] = 1.0
    rising = found["at_least"] is not None or found["over"] is not None
    read = WatchPart(
        of=part.text("of"),
        within_h=part.number("within_h") or 0.0,
        standing=part.flag("standing"),
        lower_is_worse=part.flag("lower_is_worse") or not rising,
        **found,
    )
    part.finish()
    return read


def _trend(entry: Entry) -> WatchTrend:
    kind = entry.text("kind")
    if kind not in TRENDS:
        entry.fault(f"`kind` must be one of {', '.join(TRENDS)}.")
        return WatchTrend(kind=kind, of="", who="", numbers={})
    needed, allowed = TRENDS[kind]
    numbers = {
        key: value for key in (*needed, *allowed) if (value := entry.number(key)) is not None
    }
    for key in needed:
        if key not in numbers:
            entry.fault(f"a trend of this kind needs `{key}`.")
    of = entry.text("of") if kind in OF_VALUES else ""
    trend = WatchTrend(kind=kind, of=of, who=entry.text("who", ""), numbers=numbers)
    entry.finish()
    return trend
