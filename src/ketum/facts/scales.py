"""Scoring a scale: a missing item is not zero, so a total may be a range.

The points, bands and cut-offs stand in `knowledge/instruments`; here is only the arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ketum.case import ScaleResult
from ketum.errors import Complaint
from ketum.evidence.instruments import SEXES, TOTAL, Criterion, Flag, Group, Instrument, Item, Rows
from ketum.evidence.spelling import spelling
from ketum.facts.interval import Interval, lies_within
from ketum.facts.model import ScaleFact
from ketum.truth import Truth, all_of, any_of

__all__ = ["FoundInstrument", "ScaleScore", "find_instrument", "read_scale",
           "render_score", "scale_facts", "score"]  # fmt: skip

Answer = float | str | bool | None
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
ZERO = Interval(0, 0)
COUNTED = {Truth.YES: Interval(1, 1), Truth.NO: ZERO, Truth.UNKNOWN: Interval(0, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInstrument:
    """The instrument a name belongs to, how a shared name was read, and the item it names."""

    instrument: Instrument
    note: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleScore:
    """What the answers of one person come to.

    `total` and `parts` (items and groups, by id) are ranges of points, from the lowest to the
    highest still possible; `total` is None where there is none. `bands` are all words that are
    possible, the mildest first. `missing` are the ids of items without an answer. `complaints`
    name what was not used, never its value. `refused` is the reason why nothing was scored.
    """

    instrument: Instrument
    total: Interval | None = None
    parts: Mapping[str, Interval] = field(default_factory=dict)
    bands: tuple[str, ...] = ()
    flags: Mapping[str, Truth] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """The points of the items and groups, and their sum or mean, for a person of one sex."""

    sex: str
    parts: Mapping[str, Interval]
    total: Interval | None


def find_instrument(text: str, instruments: Mapping[str, Instrument]) -> FoundInstrument | None:
    """The instrument of this name, or of this item ("PHQ-9 item 9"); None when unknown.

    Names are compared without case, hyphens and spaces.
    """
    spelled = spelling(text)
    for instrument in instruments.values():
        for name, note in instrument.readings.items():
            if spelling(name) == spelled:
                return FoundInstrument(instrument=instrument, note=note)
        if spelled in map(spelling, instrument.names):
            return FoundInstrument(instrument=instrument)
        for flag in instrument.flags:
            if flag.fact_of and spelling(flag.fact) == spelled:
                return FoundInstrument(instrument=instrument, item=flag.fact_of)
    return None


def read_scale(
    result: ScaleResult, instruments: Mapping[str, Instrument], *, sex: str | None
) -> ScaleScore | None:
    """Score one entry of a case, or None when no instrument has its name.

    The total of an entry named after one item ("PHQ-9 item 9") is the answer to that item.
    """
    found = find_instrument(result.scale, instruments)
    if found is None:
        return None
    answers, total = dict(result.answers or {}), result.total
    if found.item:
        answers, total = {**answers, found.item: total}, None
    scored = score(found.instrument, answers, total, sex=sex, by=result.by)
    notes = (found.note, *scored.notes) if found.note else scored.notes
    return replace(scored, notes=notes)


def scale_facts(score: ScaleScore, place: str) -> tuple[ScaleFact, ...]:
    """The total under the instrument's name, and each flag that rules ask for by a name.

    A flag counts 1 or 0, or the points of its item; one that cannot be told is 0 to 1.
    """
    facts = []
    if score.total is not None:
        facts.append(ScaleFact(scale=score.instrument.name, total=score.total, place=place))
    for flag in score.instrument.flags:
        if flag.fact and not score.refused:
            value = score.parts[flag.fact_of] if flag.fact_of else COUNTED[score.flags[flag.id]]
            facts.append(ScaleFact(scale=flag.fact, total=value, place=place))
    return tuple(facts)


def score(
    instrument: Instrument,
    answers: Mapping[str, Answer] | None,
    total: float | None,
    *,
    sex: str | None,
    by: str | None = None,
) -> ScaleScore:
    """Put the answers together, or take a total that was given.

    Answers are keyed by item id, number or name and hold points, a word of the item, or yes
    and no. Where points or cut-offs differ by sex and the sex is not known, both are possible.
    """
    if instrument.disabled:
        return ScaleScore(instrument=instrument, refused=instrument.disabled)
    complaints: list[Complaint] = []
    given = _given(instrument, answers or {}, complaints)
    values = _values(instrument, given, complaints)
    worlds = [_world(instrument, values, one) for one in ((sex,) if sex in SEXES else SEXES)]
    if total is not None:
        worlds = _with_total(instrument, worlds, total, complaints)
    totals = [world.total for world in worlds if world.total is not None]
    return ScaleScore(
        instrument=instrument,
        total=_hull(totals) if totals else None,
        parts={part: _hull(world.parts[part] for world in worlds) for part in worlds[0].parts},
        bands=_bands(instrument, worlds),
        flags={f.id: _agreed(_holds(f.holds, world) for world in worlds) for f in instrument.flags},
        missing=tuple(
            item.id
            for item in instrument.items
            if item.scored and item.id not in given and values[item.id] != ZERO
        ),
        complaints=tuple(dict.fromkeys(complaints)),
        notes=_rater_notes(instrument, by),
    )


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)


def _given(
    instrument: Instrument, answers: Mapping[str, Answer], complaints: list[Complaint]
) -> dict[str, float]:
    """The points of each item that was answered; what cannot be used becomes a complaint."""
    items = dict(instrument.item_names())
    gauged = {spelling(item.gauge.answer): item for item in instrument.items if item.gauge}
    given: dict[str, set[float]] = {}
    for key, answer in answers.items():
        spelled = spelling(key)
        item = items.get(spelled) or gauged.get(spelled)
        if item is None:
            ids = ", ".join(item.id for item in instrument.items)
            problem = f"a key names no item of {instrument.name}."
            complaints.append(_complaint("answers", problem, f"The items are {ids}."))
        elif item.points and answer is not None:
            points = _gauged(item, answer) if spelled in gauged else _points(item, answer)
            if points is None:
                complaints.append(_refused(item, spelled in gauged))
            else:
                given.setdefault(item.id, set()).add(points)
    for identity, found in given.items():
        if len(found) > 1:
            problem = "answered twice, and not alike."
            complaints.append(_complaint(f"answers.{identity}", problem, "Give one answer."))
    return {identity: found.pop() for identity, found in given.items() if len(found) == 1}


def _points(item: Item, answer: Answer) -> float | None:
    """The points an answer gives, or None when it is not allowed."""
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    if isinstance(answer, str):
        spelled = spelling(answer)
        for word, points in item.words.items():
            if spelling(word) == spelled:
                return points
    number = _number(answer)
    return number if number in item.points and not item.words_only else None


def _gauged(item: Item, answer: Answer) -> float | None:
    """The points a measured value gives, or None when it cannot be one."""
    number, gauge = _number(answer), item.gauge
    if number is None or gauge is None or not gauge.low <= number <= gauge.high:
        return None
    return item.points[sum(number > limit for limit in gauge.up_to)]


def _number(answer: Answer) -> float | None:
    if isinstance(answer, str):
        return float(answer) if NUMBER.fullmatch(answer.strip()) else None
    return None if isinstance(answer, bool) else answer


def _refused(item: Item, by_gauge: bool) -> Complaint:
    place = f"answers.{item.id}"
    if by_gauge and item.gauge:
        ends = f"{item.gauge.low:g} to {item.gauge.high:g} {item.gauge.unit}"
        return _complaint(place, "this value cannot be a measured one.", f"Give one of {ends}.")
    if item.words_only:
        words = " or ".join(sorted(item.words))
        return _complaint(place, "points could be read two ways here.", f"Answer {words}.")
    points = ", ".join(f"{number:g}" for number in item.points)
    return _complaint(place, "this answer is not one of the item.", f"Allowed are {points}.")


def _values(
    instrument: Instrument, given: Mapping[str, float], complaints: list[Complaint]
) -> dict[str, Interval]:
    """The points of every item; one that the form skips counts 0, a missing one its range."""
    values: dict[str, Interval] = {}
    not_skipped = {i.asked_if for i in instrument.items if given.get(i.id, 0) > 0}
    for item in instrument.items:
        skipped = bool(item.asked_if) and values[item.asked_if] == ZERO
        if item.id in given:
            values[item.id] = Interval.exactly(given[item.id])
            if skipped and given[item.id] > 0:
                problem = f"answered, although {item.asked_if} says that it is not asked."
                remedy = "Check both; until then the answer counts."
                complaints.append(_complaint(f"answers.{item.id}", problem, remedy))
        elif skipped and item.asked_if not in not_skipped:
            values[item.id] = ZERO
        elif item.points:
            values[item.id] = Interval(item.points[0], item.points[-1])
    return values


def _world(instrument: Instrument, values: Mapping[str, Interval], sex: str) -> _World:
    weights = {item.id: item.weights.get(sex, 1) for item in instrument.items}
    parts = {item: value.scaled(weights[item]) for item, value in values.items()}
    scored = [parts[item.id] for item in instrument.items if item.scored]
    total = _sum(scored) if instrument.has_total else None
    if total is not None and instrument.total == "mean":
        total = Interval(total.low / len(scored), total.high / len(scored))
    return _World(sex=sex, parts=_with_groups(instrument, parts), total=total)


def _with_groups(instrument: Instrument, parts: Mapping[str, Interval]) -> dict[str, Interval]:
    groups = {group.id: _sum(parts[item] for item in group.items) for group in instrument.groups}
    return {**parts, **groups}


def _with_total(
    instrument: Instrument, worlds: list[_World], total: float, complaints: list[Complaint]
) -> list[_World]:
    """The worlds in which the total can be true; all of them, widened, when it is in none."""
    if not instrument.has_total:
        remedy = "Give the answers, item by item."
        complaints.append(_complaint("total", instrument.no_total, remedy))
        return worlds
    is_whole = instrument.total == "mean" or total % 1 == 0
    if not is_whole or not instrument.low <= total <= instrument.high:
        number = "a number" if instrument.total == "mean" else "a whole number"
        remedy = f"Give {number} from {instrument.low:g} to {instrument.high:g}."
        complaints.append(_complaint("total", f"not a total of {instrument.name}.", remedy))
        return worlds
    agreeing = [fitted for w in worlds if (fitted := _fitted(instrument, w, total)) is not None]
    if agreeing:
        return agreeing
    remedy = "Check both; until then every value from one to the other is possible."
    complaints.append(_complaint("total", "not what the answers come to.", remedy))
    stated = Interval.exactly(total)
    return [replace(w, total=_hull([w.total or stated, stated])) for w in worlds]


def _fitted(instrument: Instrument, world: _World, total: float) -> _World | None:
    """What the total says about the items that are missing, or None when it cannot be true."""
    low, high = (world.total.low, world.total.high) if world.total else (total, total)
    if instrument.total == "mean":
        decimals = len(repr(total).rstrip("0").partition(".")[2])
        if not round(low, decimals) <= total <= round(high, decimals):
            return None
        return world if low == high else replace(world, total=Interval.exactly(total))
    parts = dict(world.parts)
    for item in instrument.items:
        if item.scored:
            own = world.parts[item.id]
            least = max(own.low, total - high + own.high)
            most = min(own.high, total - low + own.low)
            weighed = [points * item.weights.get(world.sex, 1) for points in item.points]
            possible = [Interval.exactly(points) for points in weighed if least <= points <= most]
            if not possible:
                return None
            parts[item.id] = _hull(possible)
    return replace(world, parts=_with_groups(instrument, parts), total=Interval.exactly(total))


def _bands(instrument: Instrument, worlds: Iterable[_World]) -> tuple[str, ...]:
    """Every word that is possible, the mildest first."""
    possible: set[str] = set()
    for world in worlds:
        for level in instrument.levels:
            truth = _holds(level.holds, world) if level.holds else Truth.YES
            if truth is not Truth.NO:
                possible.add(level.label)
            if truth is Truth.YES:
                break
        if world.total is not None:
            low, high = world.total.low, world.total.high
            possible |= {b.word for b in instrument.bands if b.low <= high and low <= b.high}
    words = [band.word for band in instrument.bands]
    words += [level.label for level in reversed(instrument.levels)]
    return tuple(word for word in words if word in possible)


def _holds(rows: Rows, world: _World) -> Truth:
    return any_of(all_of(_meets(one, world) for one in row) for row in rows)


def _meets(one: Criterion, world: _World) -> Truth:
    if one.sex and one.sex != world.sex:
        return Truth.NO
    return lies_within(world.total if one.of == TOTAL else world.parts[one.of], one.bounds)


def _agreed(truths: Iterable[Truth]) -> Truth:
    seen = set(truths)
    return seen.pop() if len(seen) == 1 else Truth.UNKNOWN


def _sum(intervals: Iterable[Interval]) -> Interval:
    found = list(intervals)
    return Interval(sum(i.low for i in found), sum(i.high for i in found))


def _hull(intervals: Iterable[Interval]) -> Interval:
    found = list(intervals)
    return Interval(min(i.low for i in found), max(i.high for i in found))


def _rater_notes(instrument: Instrument, by: str | None) -> tuple[str, ...]:
    """Whether whoever filled it in was the one it is made for."""
    words = "".join(c if c.isalnum() or c in "'’" else " " for c in (by or "").casefold())
    padded = f" {' '.join(words.split())} "
    seen = {
        rater.id
        for rater in instrument.known_raters
        if any(f" {word} " in padded for word in rater.words)
    }
    meant = f"{instrument.name} is filled in by: {', '.join(instrument.raters)}."
    if by and not seen:
        return (f"Who filled it in was not recognised. {meant}",)
    if seen and not seen & set(instrument.raters):
        return (instrument.rater_note or meant,)
    return ()


def render_score(score: ScaleScore) -> str:
    """A few plain lines: total, words, what is open, whose scale it is, where it says so."""
    it, words = score.instrument, " or ".join(score.bands)
    lines = [f"{it.name}: {it.label}"]
    if score.refused:
        lines.append(f"Not scored: {score.refused}")
    elif score.total is not None:
        lines.append(f"Total {_of(score.total, it)}: {words or it.no_bands}")
    else:
        lines.append(f"Level: {words}. {it.no_total}" if words else it.no_total)
    lines += [f"{g.label}: {_of(score.parts[g.id], g)}" for g in it.groups if g.id in score.parts]
    lines += [f"{f.label}: {score.flags[f.id].value}" for f in it.flags if f.id in score.flags]
    if score.missing and len(score.missing) == sum(item.scored for item in it.items):
        lines.append("No item was answered.")
    elif score.missing:
        lines.append(f"Not answered, and not counted as 0: {', '.join(score.missing)}")
    lines += [f"Not used as it stands: {complaint}" for complaint in score.complaints]
    lines += [f"Note: {note}" for note in score.notes]
    settled = "" if it.licence.settled else " (not settled)"
    lines.append(f"Licence: {it.licence.standing}{settled}. {it.licence.note}")
    parts: tuple[Flag | Group, ...] = (*it.levels, *it.groups, *it.flags)
    judged = (cite for part in parts for cite in part.cites)
    for cite in dict.fromkeys((*it.cites, *it.item_cites, *it.band_cites, *judged)):
        mark = "" if cite.confirmed else " (not confirmed)"
        lines.append(f"Source: {cite.source.authors}, {cite.source.year}: {cite.at}{mark}")
    return "\n".join(lines)


def _of(value: Interval, whole: Instrument | Group) -> str:
    shown = Interval(round(value.low, 2), round(value.high, 2))
    return f"{shown} of {whole.low:g} to {whole.high:g}"
