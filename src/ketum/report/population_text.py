"""A population for reading: everyone first, then each group beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.levels import SPOKEN, short
from ketum.report.lines import Ink, Line, Look, fold, items

__all__ = ["population_lines"]

Object = Mapping[str, object]

CAUTION = (
    "Computed, not measured: steady state of invented people. It says nothing about effect or "
    "safety, and no dose follows from it."
)
MEASURES = {"cmax": "peak", "cmin": "lowest", "auc": "total of an interval"}
ASSUMED = (
    "Weight, form, product and regimen are drawn independently of one another.",
    "Nothing else about a person changes the result, because nothing else was studied.",
    "Each person takes one product in one regimen, evenly, and misses no dose.",
    "Other alkaloids than mitragynine and what is formed from it are not computed.",
)


def population_lines(document: Object, look: Look) -> list[Line]:
    """The whole answer of `ketum population` as text."""
    groups = cast("Sequence[Object]", document["groups"])
    lines = [*_head(document, look), *fold(CAUTION, look)]
    lines += fold(f"Studied: {document['domain']}.", look)
    for group in groups:
        title = "Everyone" if group["respect"] == "everyone" else f"{group['respect']}: {group['name']}"
        lines += [Line(""), Line(f"{title} ({group['people']:,} people)", Ink.STRONG)]
        lines += items(_sentences(group), look)
    for heading, entries in (
        ("Co-medication", _medicines(document)),
        ("Other models of the same data at steady state, against this one", _gaps(document)),
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


def _sentences(group: Object) -> Iterator[str]:
    """One for each substance and measure, then one for each level asked for."""
    analytes = cast("Mapping[str, Mapping[str, Object]]", group["analytes"])
    if not group["people"]:
        yield "Nobody."
        return
    for analyte, measures in analytes.items():
        for measure, found in measures.items():
            quantiles = cast("Mapping[str, float]", found["quantiles"])
            listed = ", ".join(
                f"{short(value)} ({float(at):.4g})" for at, value in quantiles.items()
            )
            name = SPOKEN.get(analyte, analyte)
            yield f"{name}, {MEASURES[measure]}: {listed} {found['unit']}."
    for asked in cast("Sequence[Object]", group["above"]):
        yield (
            f"{asked['analyte']}, {MEASURES[str(asked['measure'])]} above {asked['level']:g} "
            f"{asked['unit']}: {asked['people']:,} people, {asked['share']:.2%}."
        )


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
