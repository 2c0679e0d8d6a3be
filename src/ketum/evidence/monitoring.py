"""Reading `knowledge/monitoring`: what is asked when, what alarms, and how long one waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.flags import PLAN_DAY, WatchFlag, check_flags, read_flags
from ketum.evidence.instruments import Instrument
from ketum.evidence.quantities import Measurement

__all__ = ["MULTIPLE", "CalendarRun", "Monitoring", "Told", "WatchMeasure", "read_monitoring"]

CALENDAR = "monitoring/calendar.toml"
SETTINGS = "monitoring/settings.toml"
SIGNS = "monitoring/signs.toml"
TRACKS = ("A", "B", "C", "D")
# A laboratory value as a multiple of its upper limit.
MULTIPLE = "/uln"
EVENTS = ("dose", "contact", "lapse")
NEEDED = (
    "escalate.now", "escalate.today", "risk.days", "trend.points", "trend.exposure_span",
    "baseline.days", "calendar.ahead", "pace.days", "outcome.retained_days",
    "outcome.least_cell",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRun:
    """Days that ask for a measure: listed, in a run, by month, with each event, or by judgement.

    `to` is None where the run goes on. `when` is a circumstance in words; nothing is due by it.
    """

    days: tuple[int, ...] = ()
    start: int | None = None
    to: int | None = None
    every: int = 1
    per_day: int = 1
    months: tuple[int, ...] = ()
    every_months: int = 0
    from_month: int = 0
    each: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchMeasure:
    """One row of the calendar; `done_by` are the readings or kinds of event that answer it."""

    id: str
    label: str
    who: str
    done_by: frozenset[str]
    tracks: Mapping[str, tuple[CalendarRun, ...]]
    remark: str
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sign, or a quantity of the diary: its names, units (`factors`) and words.

    `terms` are those of the vocabulary that mean this sign; `low` and `high` are the ends of its
    scale, both None where it has none.
    """

    id: str
    label: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    unit: str
    factors: Mapping[str, float]
    words: Mapping[str, float]
    low: float | None
    high: float | None
    is_sign: bool
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A number of the watch, with what it is for."""

    id: str
    value: float
    unit: str
    what: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """The flags that speak for holding or going back while a dose comes down."""

    id: str
    flags: frozenset[str]
    says: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Monitoring:
    """Everything that is known of watching; `told` holds signs and quantities by id."""

    measures: Mapping[str, WatchMeasure]
    after: Mapping[str, WatchMeasure]
    flags: Mapping[str, WatchFlag]
    told: Mapping[str, Told]
    settings: Mapping[str, Setting]
    tolerance: Mapping[str, Tolerance]

    def number(self, setting: str) -> float:
        return self.settings[setting].value


def read_monitoring(
    folder: Traversable,
    sources: Mapping[str, Source],
    measurements: Mapping[str, Measurement],
    instruments: Mapping[str, Instrument],
    faults: list[str],
) -> Monitoring:
    """Every file of `monitoring/`; a name that no event can tell is a fault."""
    calendar = read_toml(folder.joinpath("calendar.toml"), CALENDAR, faults)
    settings = read_toml(folder.joinpath("settings.toml"), SETTINGS, faults)
    told = read_toml(folder.joinpath("signs.toml"), SIGNS, faults)
    read = Monitoring(
        measures=_measures(calendar, "measure", sources, faults),
        after=_measures(calendar, "after", sources, faults),
        flags=read_flags(folder, sources, faults),
        told={each.id: each for each in _told(told, sources, faults)},
        settings={each.id: each for each in _settings(settings, sources, faults)},
        tolerance={each.id: each for each in _tolerance(settings, sources, faults)},
    )
    names = _names(read.told, measurements, instruments)
    check_flags(read.flags, names, faults)
    for measure in (*read.measures.values(), *read.after.values()):
        for name in sorted(measure.done_by - names - set(EVENTS)):
            faults.append(f"{CALENDAR}: {measure.id}: no event tells `{name}`. Correct it.")
    for each in read.tolerance.values():
        for flag in sorted(each.flags - read.flags.keys()):
            faults.append(f"{SETTINGS}: {each.id}: there is no flag `{flag}`. Correct it.")
    for need in NEEDED:
        if need not in read.settings:
            faults.append(f"{SETTINGS}: no setting `{need}`. Restore it.")
    return read


def _names(
    told: Mapping[str, Told],
    measurements: Mapping[str, Measurement],
    instruments: Mapping[str, Instrument],
) -> set[str]:
    """Every name that a reading of an event can have."""
    names = {PLAN_DAY, *told, *measurements, *(f"{name}{MULTIPLE}" for name in measurements)}
    for instrument in instruments.values():
        names.add(instrument.name)
        names.update(flag.fact for flag in instrument.flags if flag.fact)
        names.update(f"{instrument.name} {group.id}" for group in instrument.groups)
    return names


def _measures(
    content: Mapping[str, object], kind: str, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, WatchMeasure]:
    found = {}
    for entry in read_entries({kind: content.get(kind, [])}, kind, CALENDAR, sources, faults):
        tracks = {track: _runs(entry, f"track_{track}") for track in TRACKS}
        if kind == "after":
            tracks = dict.fromkeys(TRACKS, _runs(entry, "track"))
        measure = WatchMeasure(
            id=entry.text("id"),
            label=entry.text("label"),
            who=entry.text("who"),
            done_by=frozenset(entry.words("done_by")),
            tracks=tracks,
            remark=entry.text("remark", ""),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
        found[measure.id] = measure
    return found


def _runs(entry: Entry, key: str) -> tuple[CalendarRun, ...]:
    runs = []
    for run in entry.entries(key):
        start, to = run.number("from"), run.number("to")
        runs.append(
            CalendarRun(
                days=_whole(run, "days"),
                start=None if start is None else int(start),
                to=None if to is None else int(to),
                every=int(run.number("every", 1.0) or 1),
                per_day=int(run.number("per_day", 1.0) or 1),
                months=_whole(run, "months"),
                every_months=int(run.number("every_months", 0.0) or 0),
                from_month=int(run.number("from_month", 0.0) or 0),
                each=run.text("each", ""),
                when=run.text("when", ""),
            )
        )
        run.finish()
    return tuple(runs)


def _whole(entry: Entry, key: str) -> tuple[int, ...]:
    value = entry.get(key)
    if value is None:
        return ()
    if isinstance(value, list) and all(type(each) is int and each >= 0 for each in value):
        return tuple(value)
    entry.fault(f"`{key}` must be a list of whole numbers.")
    return ()


def _told(
    content: Mapping[str, object], sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Told]:
    for kind in ("quantity", "sign"):
        for entry in read_entries({kind: content.get(kind, [])}, kind, SIGNS, sources, faults):
            entry.day("reviewed")
            yield Told(
                id=entry.text("id"),
                label=entry.text("label"),
                names=entry.words("names"),
                terms=entry.words("terms"),
                unit=entry.text("unit", "1"),
                factors=entry.numbers("factors"),
                words=entry.numbers("words"),
                low=entry.number("low"),
                high=entry.number("high"),
                is_sign=kind == "sign",
                cites=entry.cites(),
            )


def _settings(
    content: Mapping[str, object], sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Setting]:
    settings = {"setting": content.get("setting", [])}
    for entry in read_entries(settings, "setting", SETTINGS, sources, faults):
        entry.day("reviewed")
        yield Setting(
            id=entry.text("id"),
            value=entry.number("value") or 0.0,
            unit=entry.text("unit"),
            what=entry.text("what"),
            cites=entry.cites(),
        )


def _tolerance(
    content: Mapping[str, object], sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Tolerance]:
    rows = {"tolerance": content.get("tolerance", [])}
    for entry in read_entries(rows, "tolerance", SETTINGS, sources, faults):
        entry.day("reviewed")
        yield Tolerance(
            id=entry.text("id"),
            flags=frozenset(entry.words("flags")),
            says=entry.text("says"),
            cites=entry.cites(),
        )
