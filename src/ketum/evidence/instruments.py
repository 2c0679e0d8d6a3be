"""Reading `knowledge/instruments`: scales, how each is scored, and what may be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any, TypeVar

from ketum.citation import Citation, Source
from ketum.evidence.conditions import Bounds
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.spelling import spelling

__all__ = ["SEXES", "TOTAL", "Band", "Criterion", "Flag", "Gauge", "Group", "Instrument", "Item",
           "Licence", "Rater", "Remark", "Rows", "read_instruments"]  # fmt: skip

SEXES = ("female", "male")
TOTAL = "total"
WITH_TOTAL = ("sum", "mean", "weighted by sex")
WITHOUT_TOTAL = ("by item", "groups")
RATERS = "raters.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """Who may fill in a scale, and the words by which a case names them."""

    id: str
    words: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Limits of a measured value that gives the points; outside low..high it is a slip."""

    answer: str
    unit: str
    up_to: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    `points` are all that are allowed, rising; none where the answer is not read. `words` give
    points; with `words_only` a bare number is refused because it could mean two things.
    `weights` multiply the points by sex. A "no" to `asked_if` means that this was not asked.
    """

    id: str
    label: str
    names: tuple[str, ...] = ()
    points: tuple[float, ...] = ()
    words: Mapping[str, float]
    words_only: bool = False
    weights: Mapping[str, float]
    asked_if: str = ""
    scored: bool = True
    gauge: Gauge | None = None
    loinc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Totals from `low` to `high`, both included, and the word for them."""

    low: float
    high: float
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """The total, a group or an item lies in the bounds; `sex` limits it to one sex."""

    of: str
    bounds: Bounds
    sex: str = ""


Rows = tuple[tuple[Criterion, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Raised when every criterion of one row holds.

    `fact` is the name by which rules ask for it: as 0 or 1, or as the points of `fact_of`.
    """

    id: str
    label: str
    holds: Rows
    fact: str = ""
    fact_of: str = ""
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items with a sum of their own, from `low` to `high`."""

    id: str
    label: str
    items: tuple[str, ...]
    low: float
    high: float
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence for the person who reads the score."""

    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Who owns the wording; `settled` only where the permission itself was read."""

    standing: str
    settled: bool
    note: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A scale: `name` as rules spell it, `readings` its shared names and how each was read.

    `total` says how the answers are put together. `disabled` gives the reason why it is not
    scored. `levels` are for answers that are not added up: the first that holds counts, and the
    last holds always. `codes` are LOINC codes, each with what it stands for.
    """

    id: str
    name: str
    label: str
    names: tuple[str, ...] = ()
    readings: Mapping[str, str]
    purpose: str
    version: str = ""
    raters: tuple[str, ...] = ()
    rater_note: str = ""
    known_raters: tuple[Rater, ...]
    window: str = ""
    total: str = ""
    low: float = 0.0
    high: float = 0.0
    no_total: str = ""
    no_bands: str = ""
    items: tuple[Item, ...] = ()
    bands: tuple[Band, ...] = ()
    groups: tuple[Group, ...] = ()
    levels: tuple[Flag, ...] = ()
    flags: tuple[Flag, ...] = ()
    remarks: tuple[Remark, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    licence: Licence
    disabled: str = ""
    cites: tuple[Citation, ...]
    item_cites: tuple[Citation, ...] = ()
    band_cites: tuple[Citation, ...] = ()
    code_cites: tuple[Citation, ...] = ()
    reviewed: date

    @property
    def has_total(self) -> bool:
        return self.total in WITH_TOTAL

    def item_names(self) -> Iterator[tuple[str, Item]]:
        """Every key an answer may be given under, by `spelling`: id, number, label, names."""
        for number, item in enumerate(self.items, start=1):
            numbered = (f"{prefix}{number}" for prefix in ("", "item", "q", "question"))
            for key in dict.fromkeys(map(spelling, (item.id, *numbered, item.label, *item.names))):
                yield key, item


def read_instruments(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Instrument]:
    """Every file of `instruments/`, by id; `raters.toml` holds the words for who fills one in."""
    name = f"instruments/{RATERS}"
    content = read_toml(folder.joinpath(RATERS), name, faults)
    raters = tuple(
        _read(Rater, entry) for entry in read_entries(content, "rater", name, sources, faults)
    )
    found: dict[str, Instrument] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name == RATERS or not file.name.endswith(".toml"):
            continue
        name = f"instruments/{file.name}"
        content = read_toml(file, name, faults)
        for entry in read_entries(content, "instrument", name, sources, faults):
            instrument = _instrument(entry, raters)
            if file.name != f"{instrument.id}.toml":
                entry.fault("the file is not named after the `id`. Rename it.")
            for sentence in _contradictions(instrument):
                entry.fault(sentence)
            found[instrument.id] = instrument
    faults.extend(_shared(found.values()))
    return found


def _instrument(entry: Entry, raters: tuple[Rater, ...]) -> Instrument:
    points, words = _numbers(entry, "points"), entry.numbers("words")
    words_only = entry.flag("words_only")
    readings: dict[str, str] = {}
    for part in _parts(entry, "readings"):
        readings |= dict.fromkeys(part.words("names"), part.text("note"))
    items = []
    for part in _parts(entry, "items"):
        item = _read(Item, part)
        if "points" not in part.table:
            item = replace(item, points=points, words=item.words or words)
        items.append(replace(item, words_only=item.words_only or words_only))
    read = _read(Instrument, entry, readings=readings, known_raters=raters, items=tuple(items))
    return replace(read, names=(read.id, read.name, read.label, *read.names))


def _parts(entry: Entry, key: str) -> Iterator[Entry]:
    for part in entry.entries(key):
        yield part
        part.finish()


def _numbers(entry: Entry, key: str) -> tuple[float, ...]:
    value = entry.get(key)
    if isinstance(value, list) and all(type(number) in (int, float) for number in value):
        return tuple(float(number) for number in value)
    if value is not None:
        entry.fault(f"`{key}` must be a list of numbers.")
    return ()


def _number(entry: Entry, key: str) -> float:
    if key not in entry.table:
        entry.fault(f"no `{key}`. Give a number.")
    return entry.number(key) or 0.0


def _rows(entry: Entry, key: str) -> Rows:
    rows = entry.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        entry.fault(f"`{key}` must be a list of rows, each a list of criteria.")
        return ()
    found = []
    for row in rows:
        holder = replace(entry, table={key: row}, used=set())
        found.append(tuple(_read(Criterion, part) for part in _parts(holder, key)))
    return tuple(found)


def _bounds(entry: Entry, _: str) -> Bounds:
    bounds = Bounds(at_least=entry.number("at_least"), at_most=entry.number("at_most"))
    if bounds == Bounds():
        entry.fault("a criterion needs `at_least` or `at_most`.")
    return bounds


def _one(kind: type[Any], entry: Entry, key: str) -> object:
    table = entry.get(key)
    part = replace(
        entry, table=table if isinstance(table, dict) else {}, used=set(),
        where=f"{entry.where}, {key}",
    )  # fmt: skip
    value = _read(kind, part)
    part.finish()
    return value


def _many(kind: type[Any], entry: Entry, key: str) -> object:
    return tuple(_read(kind, part) for part in _parts(entry, key))


_READERS: Mapping[str, Callable[[Entry, str], Any]] = {
    "str": lambda entry, key: entry.text(key),
    "float": _number,
    "bool": lambda entry, key: entry.flag(key),
    "date": lambda entry, key: entry.day(key),
    "tuple[str, ...]": lambda entry, key: entry.words(key),
    "tuple[float, ...]": _numbers,
    "Mapping[str, float]": lambda entry, key: entry.numbers(key),
    "tuple[Citation, ...]": lambda entry, key: entry.cites(key),
    "Rows": _rows,
    "Bounds": _bounds,
    "Gauge | None": partial(_one, Gauge),
    "Licence": partial(_one, Licence),
    "tuple[tuple[str, str], ...]": lambda entry, key: entry.pairs(key),
    **{
        f"tuple[{kind.__name__}, ...]": partial(_many, kind) for kind in (Band, Group, Flag, Remark)
    },
}
_Kind = TypeVar("_Kind")


def _read(kind: type[_Kind], entry: Entry, **given: object) -> _Kind:
    """A table as a dataclass, each field by its type; a field without a default is required."""

    def value(field: Field[Any]) -> object:
        optional = field.default is not MISSING
        if optional and field.name not in entry.table:
            return field.default
        return _READERS[str(field.type)](entry, field.name)

    read = {f.name: value(f) for f in fields(kind) if f.name not in given}  # type: ignore[arg-type]
    return kind(**read, **given)


def _shared(instruments: Iterable[Instrument]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for it in instruments:
        for name in dict.fromkeys(spelling(name) for name in (*it.names, *it.readings)):
            if owners.setdefault(name, it.id) != it.id:
                yield f"instruments/{it.id}.toml: a name is also one of {owners[name]}. Remove it."


def _contradictions(it: Instrument) -> Iterator[str]:
    """What does not fit together; a disabled slot has nothing to fit."""
    if it.disabled:
        return
    if it.total not in WITH_TOTAL + WITHOUT_TOTAL:
        yield f"`total` must be one of {', '.join(WITH_TOTAL + WITHOUT_TOTAL)}."
    needed = ["version", "window", "raters", "items", "item_cites"]
    needed += ["band_cites"] * bool(it.bands) + ["no_bands"] * (it.has_total and not it.bands)
    needed += ["code_cites"] * bool(it.codes) + ["no_total"] * (not it.has_total)
    yield from (f"no `{key}`." for key in needed if not getattr(it, key))
    if (it.total == "weighted by sex") != any(item.weights for item in it.items):
        yield "`weights` and a `total` weighted by sex go together."
    if set(it.raters) - {rater.id for rater in it.known_raters}:
        yield f"`raters` may hold {', '.join(rater.id for rater in it.known_raters)}."
    keys: dict[str, str] = {}
    for key, item in it.item_names():
        if keys.setdefault(key, item.id) != item.id:
            yield f"`{item.id}` and `{keys[key]}` answer to one name. Rename one."
    for number, item in enumerate(it.items):
        yield from _wrong_item(item, {above.id for above in it.items[:number] if above.points})
    ids = [item.id for item in it.items]
    named = [TOTAL, *ids, *(group.id for group in it.groups)]
    if len(set(named)) < len(named) or len({flag.id for flag in it.flags}) < len(it.flags):
        yield "an item, a group or a flag has the id of another. Rename one."
    parts = (*it.flags, *it.levels)
    for asked in (one for part in parts for row in part.holds for one in row):
        if asked.of not in named or asked.sex not in ("", *SEXES):
            yield f"a row asks `{asked.of}` of `{asked.sex}`, which is not here."
    if [part for part in parts if not part.holds] != list(it.levels[-1:]):
        yield "a flag or level has no row in `holds`; the last level, and only it, has none."
    wanted = {f.fact_of or TOTAL for f in it.flags} | {i for g in it.groups for i in g.items}
    if wanted - {TOTAL, *ids}:
        yield "a flag or group names an item that is not here."
    yield from dict.fromkeys(_wrong_ranges(it))


def _wrong_item(item: Item, earlier: set[str]) -> Iterator[str]:
    if (item.scored and len(item.points) < 2) or any(a >= b for a, b in pairwise(item.points)):
        yield f"{item.id}: `points` must hold at least two and rise."
    words = {spelling(word) for word in item.words}
    if len(words) < len(item.words) or any(word.isdigit() for word in words):
        yield f"{item.id}: two `words` are spelled alike, or one looks like a number."
    if set(item.words.values()) - set(item.points):
        yield f"{item.id}: `words` give points that are not allowed."
    if item.weights and set(item.weights) != set(SEXES):
        yield f"{item.id}: `weights` must name {' and '.join(SEXES)}."
    if item.asked_if and item.asked_if not in earlier:
        yield f"{item.id}: `asked_if` must name an item above it that has points."
    limits = (item.gauge.low, *item.gauge.up_to, item.gauge.high) if item.gauge else item.points
    rising = all(a < b for a, b in pairwise(limits))
    if item.gauge and not (rising and len(limits) == len(item.points) + 1):
        yield f"{item.id}: the limits of `gauge` must rise, one fewer than the points."


def _wrong_ranges(it: Instrument) -> Iterator[str]:
    """Ranges that the items do not add up to, and bands that do not fill the range."""
    scored = tuple(item.id for item in it.items if item.scored)
    ranges = [(group.label, group.items, group.low, group.high) for group in it.groups]
    if it.has_total:
        ranges.append((TOTAL, scored, it.low, it.high))
    for label, members, low, high in ranges:
        items = [item for item in it.items if item.id in members and item.points]
        for sex in SEXES:
            ends = [sum(i.points[end] * i.weights.get(sex, 1) for i in items) for end in (0, -1)]
            if it.total == "mean":
                ends = [end / max(len(items), 1) for end in ends]
            if ends != [low, high]:
                yield f"{label}: the items give {ends[0]:g} to {ends[1]:g}, not the stated range."
    ends = [it.low - 1, *(end for b in it.bands for end in (b.low, b.high)), it.high + 1]
    if it.bands and any(b != a + 1 for a, b in zip(ends[::2], ends[1::2], strict=True)):
        yield "the bands overlap, leave a gap, or do not fill the range."
    if any(band.low > band.high for band in it.bands) or (it.bands and not it.has_total):
        yield "a band runs backwards, or there is no total for it."
