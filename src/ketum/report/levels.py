"""Computed concentrations for reading: always a middle and a range, never one line as the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from ketum.report.lines import Ink, Line, Look, fold, items

__all__ = [
    "CAUTION",
    "SPOKEN",
    "Cited",
    "Levels",
    "Row",
    "exposure_lines",
    "level_lines",
    "levels_of",
    "screen_block",
    "short",
]

Object = Mapping[str, object]

SPOKEN = {"7-hydroxymitragynine": "7-hydroxymitragynine (7-OH)"}
HEADER = ("ng/mL", "peak", "after a dose", "before the next", "last half-life")
# On one screen: mitragynine and what is formed from it.
SHOWN = 2
CAUTION = (
    "Computed, not measured: middle and range of 9 in 10 people. It says nothing about effect or "
    "safety, and no dose follows from it."
)


class Cited(NamedTuple):
    """A source by its id, the place in it, and whether somebody read it there."""

    source: str
    at: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One substance: each quantity as a middle with its range; empty where there is none."""

    name: str
    peak: str
    after: str
    trough: str
    half_life: str
    accumulation: str
    steady: str
    auc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What a simulation says, in words, and the sources of the rows and of each sentence."""

    rows: tuple[Row, ...] = ()
    beyond: tuple[str, ...] = ()
    beyond_short: str = ""
    model: str = ""
    others: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    domain: str = ""
    ratios: tuple[str, ...]
    ratios_short: tuple[str, ...]
    cites: tuple[Cited, ...] = ()
    beyond_cites: tuple[tuple[Cited, ...], ...] = ()
    ratio_cites: tuple[tuple[Cited, ...], ...] = ()


def levels_of(document: Object) -> Levels:
    """The words for the contract's object of a simulation."""
    ratios = cast("Sequence[Object]", document.get("ratios", ()))
    changed = Levels(
        ratios=tuple(map(_ratio, ratios)),
        ratios_short=tuple(_ratios_short(ratios)),
        ratio_cites=tuple(map(_cited, ratios)),
    )
    if "analytes" not in document:
        return changed
    analytes = cast("Mapping[str, Object]", document["analytes"])
    beyond = cast("Sequence[Mapping[str, str]]", document["beyond_studied"])
    uncertainty = cast("Object", document["uncertainty"])
    shares = cast("Mapping[str, Mapping[str, float]]", uncertainty["shares"])
    others = cast("Mapping[str, Mapping[str, float]]", uncertainty["other_models"])
    left_out = cast("Sequence[Mapping[str, str]]", document["not_simulated"])
    people = "the typical person" if document["typical"] else f"{document['n']:,} people"
    return replace(
        changed,
        rows=tuple(_row(name, found) for name, found in analytes.items()),
        cites=_cited(document),
        beyond=tuple(entry["text"] for entry in beyond),
        beyond_cites=tuple(map(_cited, beyond)),
        beyond_short=", ".join(dict.fromkeys(entry["respect"] for entry in beyond)),
        model=f"Model {document['model']} ({document['status']}), {people}.",
        others=tuple(
            f"{name}: peak {short(ratios['cmax'])} times, total {short(ratios['auc_inf'])} times."
            for name, ratios in others.items()
        ),
        shares=tuple(
            f"{name}: {', '.join(f'{part} {share:.0%}' for part, share in parts.items())}."
            for name, parts in shares.items()
        ),
        assumed=tuple(cast("Sequence[str]", uncertainty["assumed"])),
        left_out=tuple(f"{entry['analyte']}: {entry['reason']}" for entry in left_out),
        domain=str(document["domain"]),
    )


def _cited(part: Object) -> tuple[Cited, ...]:
    cites = cast("Sequence[Mapping[str, object]]", part.get("cites", ()))
    return tuple(
        Cited(str(each["source"]), str(each["at"]), bool(each["confirmed"])) for each in cites
    )


def _row(name: str, found: Object) -> Row:
    parent = found["metabolite_of"]
    return Row(
        name=SPOKEN.get(name, name),
        peak=_range(found["cmax"]),
        after=_range(found["tmax_h"], " h"),
        trough=_range(found["trough"]),
        # Formed from what returns slowly out of the tissues, it falls in the end as slowly.
        half_life=f"as {parent}" if parent else _range(found["half_life_h"], " h"),
        accumulation=_range(found["accumulation"]),
        steady=_range(found["steady_state_d"], " d"),
        auc=_range(found["auc_inf"]),
    )


def _range(spread: object, unit: str = "") -> str:
    if spread is None:
        return ""
    numbers = cast("Mapping[str, float]", spread)
    middle, low, high = (short(numbers[key]) for key in ("median", "p05", "p95"))
    return f"{middle}{unit}" if low == high else f"{middle}{unit} ({low} to {high})"


def short(value: float) -> str:
    """Two digits: more would be read as certainty."""
    return f"{float(f'{value:.2g}'):,g}"


def _ratio(found: Object) -> str:
    """Such as "midazolam: total 2.1 times (1.2 to 4.0), ..."; without a number, which way."""
    is_medicine = found["moved"] == "medicine"
    name = found["medicine"] if is_medicine else f"{found['moved']} with {found['medicine']}"
    if found["auc"] is None:
        return f"{name}: {found['direction']}, no number. {found['reason']}".rstrip()
    beyond = "; ".join(cast("Sequence[str]", found["beyond_studied"]))
    return (
        f"{name}: total {_range(found['auc'])} times, peak {_range(found['cmax'])} times"
        f"{f' (extrapolated: {beyond})' if beyond else ''}."
    )


def _ratios_short(ratios: Sequence[Object]) -> Iterator[str]:
    """Such as "midazolam total 2.1 (1.2 to 4) times"; those without a number under one word."""
    grouped: dict[str, list[str]] = {}
    for found in ratios:
        name, way = str(found["medicine"]), str(found["direction"])
        if found["moved"] != "medicine":
            yield f"{found['moved']} {way} with {name}"
        elif found["auc"] is not None:
            yield f"{name} total {_range(found['auc'])} times"
        else:
            grouped.setdefault(way, []).append(name)
    for way, names in grouped.items():
        yield f"{way}, no number: {', '.join(names)}"


# The unit of what a gram holds: the assumption that moves every number.
CONTENT = "mg/g"


def screen_block(levels: Levels, look: Look) -> list[Line]:
    """Peaks with their ranges in a few lines, and whether people were studied with that."""
    sentences = []
    if levels.rows:
        peaks = "; ".join(f"{row.name} {row.peak}" for row in levels.rows[:SHOWN])
        more = len(levels.rows) - SHOWN
        peaks += f"; {more} more alkaloids: --full" if more > 0 else ""
        sentences.append(f"Computed peak in ng/mL (9 in 10 people): {peaks}.")
        sentences += [each for each in levels.assumed if CONTENT in each][:1]
    if levels.beyond:
        sentences.append(f"Beyond what was studied in people: {levels.beyond_short}.")
    if levels.ratios_short:
        sentences.append(f"With kratom, expected: {'; '.join(levels.ratios_short)}.")
    sentences.append("Says nothing about effect or safety.")
    return fold(f"Exposure. {' '.join(sentences)}", look, hang="  ")


def exposure_lines(document: Object, look: Look) -> list[Line]:
    """The whole answer of `ketum simulate` as text."""
    return level_lines(levels_of(document), look)


def level_lines(levels: Levels, look: Look) -> list[Line]:
    """Everything that is said of levels."""
    lines = [*fold(levels.model, look, ink=Ink.STRONG)] if levels.model else []
    lines += fold(CAUTION, look)
    if levels.rows:
        lines += [Line(""), *_table(levels.rows, look)]
        lines += fold(f"Studied: {levels.domain}.", look)
    for title, entries in (
        ("Beyond what was studied in people", levels.beyond),
        ("Levels with kratom as multiples of those without, expected", levels.ratios),
        ("Where the range of the peak comes from", levels.shares),
        (
            "Other models of the same data, against this one: how sure the structure is",
            levels.others,
        ),
        ("Assumed", levels.assumed),
        ("Not computed", levels.left_out),
    ):
        if entries:
            lines += [Line(""), Line(title, Ink.STRONG), *items(entries, look)]
    return lines


def _table(rows: Sequence[Row], look: Look) -> list[Line]:
    """Columns where they fit, else a sentence for each substance."""
    cells = [HEADER, *((r.name, r.peak, r.after, r.trough, r.half_life) for r in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    total = sum(widths) + 2 * len(widths)
    if look.width is None or total > look.width:
        return [line for row in rows for line in items([_sentence(row)], look)]
    return [
        Line("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip(), ink)
        for line, ink in zip(cells, [Ink.STRONG, *(Ink.PLAIN for _ in rows)], strict=True)
    ]


def _sentence(row: Row) -> str:
    parts = [f"{row.name}: peak {row.peak} ng/mL, {row.after} after a dose"]
    parts += [f"before the next dose {row.trough} ng/mL"] if row.trough else []
    return f"{'; '.join(parts)}; last half-life {row.half_life}."
