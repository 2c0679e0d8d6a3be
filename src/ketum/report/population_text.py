"""A population for reading: everyone first, then each group beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, cast

from ketum.report.levels import SPOKEN, short
from ketum.report.lines import Ink, Line, Look, fold, items

__all__ = ["population_lines"]

Object = Mapping[str, object]
Cells = list[str]
T = TypeVar("T")

CAUTION = (
    "Computed, not measured: steady state of invented people. It says nothing about effect or "
    "safety, and no dose follows from it."
)
NOBODY = "-"
PEAK = "cmax"
GAP = 2
SHORT = {"7-hydroxymitragynine": "7-OH"}
MEASURES = {"cmax": "peak", "cmin": "lowest", "auc_24h": "AUC of 24 h"}
ASSUMED = (
    "Weight, form, product and regimen are drawn independently of one another.",
    "Nothing else about a person changes the result, because nothing else was studied.",
    "Each person takes one product in one regimen, evenly, and misses no dose.",
    "Other alkaloids than mitragynine and what is formed from it are not computed.",
)


def population_lines(document: Object, look: Look) -> list[Line]:
    """The whole answer of `ketum population` as text."""
    everyone, *groups = cast("Sequence[Object]", document["groups"])
    lines = [*_head(document, look), *fold(CAUTION, look)]
    lines += fold(f"Studied: {document['domain']}.", look)
    lines += [Line(""), Line(f"Everyone: {everyone['people']:,} people", Ink.STRONG)]
    lines += _table([_head_of(everyone), *_rows(everyone)], look)
    lines += items(_above(everyone), look)
    if groups:
        lines += [Line(""), Line(f"Groups: peak in ng/mL, {_columns(everyone)}", Ink.STRONG)]
        lines += _table([_names(everyone), *map(_row, groups)], look)
        lines += fold("Everything else of each group: --format csv or json.", look)
    for heading, entries in (
        ("Co-medication", _medicines(document)),
        (
            "Other models at steady state, against this one: how sure the structure is",
            _gaps(document),
        ),
        ("Beyond what was studied in people", cast("Sequence[str]", document["beyond_studied"])),
        ("Assumed", ASSUMED),
    ):
        if listed := list(entries):
            lines += [Line(""), Line(heading, Ink.STRONG), *items(listed, look)]
    return lines


def _head(document: Object, look: Look) -> Iterator[Line]:
    done, people = cast("int", document["people_done"]), cast("int", document["people"])
    yield from fold(
        f"Model {document['model']} ({document['status']}), {done:,} virtual people, seed "
        f"{document['seed']}.", look, ink=Ink.STRONG,
    )  # fmt: skip
    if document["partial"]:
        partial = f"Partial: stopped after {done:,} of {people:,} people."
        yield from fold(partial, look, ink=Ink.STRONG)
    left_out = cast("int", document["people_not_computed"])
    if left_out:
        yield from fold(
            f"Not computed, and in no group: {left_out:,} people with a co-medication that acts "
            "on mitragynine by an unknown amount.", look,
        )  # fmt: skip


def _head_of(everyone: Object) -> Cells:
    return ["share of people at or below", *map(_percent, _quantiles(next(_found(everyone))[2]))]


def _rows(group: Object) -> Iterator[Cells]:
    """A row for each substance and measure."""
    for name, measure, found in _found(group):
        numbers = [_short(value) for value in _quantiles(found).values()]
        yield [f"{name} {MEASURES[measure]}, {found['unit']}", *numbers]


def _above(group: Object) -> Iterator[str]:
    for asked in cast("Sequence[Object]", group["above"]):
        yield f"{_asked(asked)} {asked['unit']}: {asked['people']:,} people, {_share(asked)}."


def _names(everyone: Object) -> Cells:
    levels = [_asked(asked) for asked in cast("Sequence[Object]", everyone["above"])]
    substances = [name for name, measure, _ in _found(everyone) if measure == PEAK]
    return ["group", "people", *substances, *levels]


def _row(group: Object) -> Cells:
    """A group: the middle of its peaks with their range, and its shares above the levels."""
    peaks = []
    for _, measure, found in _found(group):
        if measure == PEAK:
            low, middle, high = map(_short, _three(list(_quantiles(found).values())))
            peaks.append(f"{middle} ({low} to {high})")
    levels = map(_share, cast("Sequence[Object]", group["above"]))
    return [f"{group['respect']} {group['name']}", f"{group['people']:,}", *peaks, *levels]


def _columns(everyone: Object) -> str:
    """What the numbers of a group are: the middle one of the quantiles, and the outer ones."""
    first, middle, last = map(_percent, _three(list(_quantiles(next(_found(everyone))[2]))))
    return f"{middle} ({first} to {last}) of people at or below"


def _table(rows: Sequence[Cells], look: Look) -> list[Line]:
    """Columns where they fit, else a sentence for each row."""
    head, *body = rows
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if look.width is None or sum(widths) + GAP * len(widths) > look.width:
        named = (zip(head[1:], row[1:], strict=True) for row in body)
        sentences = (", ".join(f"{name} {cell}" for name, cell in cells) for cells in named)
        return items(
            (f"{row[0]}: {said}." for row, said in zip(body, sentences, strict=True)), look
        )
    return [
        Line(
            (" " * GAP).join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip(),
            Ink.STRONG if row is head else Ink.PLAIN,
        )
        for row in rows
    ]


def _sentence(head: Cells, row: Cells) -> str:
    cells = zip(head[1:], row[1:], strict=True)
    return f"{row[0]}: {', '.join(f'{name} {cell}' for name, cell in cells)}."


def _found(group: Object) -> Iterator[tuple[str, str, Object]]:
    analytes = cast("Mapping[str, Mapping[str, Object]]", group["analytes"])
    for analyte, measures in analytes.items():
        for measure, found in measures.items():
            yield SHORT.get(analyte, analyte), measure, found


def _quantiles(found: Object) -> Mapping[str, float | None]:
    return cast("Mapping[str, float | None]", found["quantiles"])


def _asked(asked: Object) -> str:
    name = SHORT.get(str(asked["analyte"]), asked["analyte"])
    return f"{name} {MEASURES[str(asked['measure'])]} above {asked['level']:g}"


def _share(asked: Object) -> str:
    return NOBODY if asked["share"] is None else f"{asked['share']:.2%}"


def _short(value: float | None) -> str:
    return NOBODY if value is None else short(value)


def _three(values: Sequence[T]) -> tuple[T, T, T]:
    return values[0], values[len(values) // 2], values[-1]


def _percent(at: str) -> str:
    return f"{100 * float(at):g} %"


def _medicines(document: Object) -> Iterator[str]:
    for medicine in cast("Sequence[Object]", document["co_medications"]):
        head = f"{medicine['name']}, {medicine['people']:,} people"
        if medicine["not_computed"]:
            yield f"{head}: not computed. {medicine['not_computed']}"
        elif medicine["clearance_factor"] is not None:
            yield (
                f"{head}: clearance of mitragynine times {medicine['clearance_factor']:g}, as the "
                "file supposes; what is formed from it keeps its shares, which nobody measured."
            )
        else:
            yield f"{head}: computed as if it did nothing; nothing is known that it does."


def _gaps(document: Object) -> Iterator[str]:
    """For each model the range over products and regimens."""
    ratios: dict[str, dict[str, list[Mapping[str, float]]]] = {}
    for each in cast("Sequence[Object]", document["other_models"]):
        models = cast("Mapping[str, Mapping[str, Mapping[str, float]]]", each["models"])
        for model, analytes in models.items():
            for analyte, measures in analytes.items():
                ratios.setdefault(model, {}).setdefault(analyte, []).append(measures)
    for model, analytes_of in ratios.items():
        for analyte, found in analytes_of.items():
            listed = (
                f"{name} {_span([each[measure] for each in found])}"
                for measure, name in MEASURES.items()
            )
            yield f"{model}, {SPOKEN.get(analyte, analyte)}: {', '.join(listed)} times."


def _span(values: Sequence[float]) -> str:
    low, high = short(min(values)), short(max(values))
    return low if low == high else f"{low} to {high}"
