"""A fit for reading: what was measured, what the doses let expect, and what the person is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from ketum.report.levels import SPOKEN, short
from ketum.report.lines import Ink, Line, Look, fold, items

__all__ = ["LEVELS", "fit_lines", "levels_said", "method_said", "parameters_said", "title_of"]

Object = Mapping[str, object]
Numbers = Mapping[str, float]

TITLES = {
    "fitted": "One person's levels, estimated",
    "unexplained": "Levels that the doses do not explain",
    "below_limits": "Levels below their limits",
}


LEVELS = "Levels in ng/mL; what they truly are, as the middle and range of 9 in 10"


def title_of(document: Object) -> str:
    return TITLES[str(document["status"])]


def fit_lines(document: Object, look: Look) -> list[Line]:
    """The whole answer of `ketum fit` as text."""
    is_explained = document["status"] != "unexplained"
    title = fold(title_of(document), look, ink=Ink.STRONG if is_explained else Ink.MAJOR)
    lines = [*title, *fold(str(document["standing"]), look)]
    if document["says"]:
        lines += [Line(""), *fold(str(document["says"]), look, ink=Ink.STRONG)]
    suspicions = [str(s["text"]) for s in cast("Sequence[Object]", document["suspicions"])]
    if not is_explained and not suspicions:
        suspicions = ["No single mistake that is tried here explains them."]
    beyond = [str(b["text"]) for b in cast("Sequence[Object]", document["beyond_studied"])]
    for heading, entries in (
        ("Ask about", suspicions),
        (LEVELS, levels_said(document)),
        ("The person beside all people", parameters_said(document)),
        ("How it was computed", [method_said(document)]),
        ("Beyond what was studied in people", beyond),
        ("Assumed", cast("Sequence[str]", document["assumed"])),
    ):
        if entries:
            lines += [Line(""), Line(heading, Ink.STRONG), *items(entries, look)]
    return lines


def levels_said(document: Object) -> list[str]:
    """Each level beside what the doses let expect, and the person's own."""
    said = []
    for level in cast("Sequence[Object]", document["levels"]):
        name = SPOKEN.get(str(level["analyte"]), str(level["analyte"]))
        sign = "below " if level["below_limit"] else ""
        hour = f"{cast('float', level['time_h']):,.4g} h"
        text = f"{name} at {hour}: measured {sign}{short(cast('float', level['value']))}"
        text += f", expected {_range(level['expected'])}"
        if level["fitted"] is not None:
            text += f", after the fit {_range(level['fitted'])}"
        said.append(f"{text}.")
    return said


def parameters_said(document: Object) -> list[str]:
    """Each parameter before and after; without a fit nothing."""
    said = []
    for parameter in cast("Sequence[Object]", document["parameters"]):
        if parameter["posterior"] is None:
            continue
        unit = "" if parameter["unit"] == "1" else f" {parameter['unit']}"
        told = cast("float", parameter["told"])
        said.append(
            f"{parameter['name']}{unit and ','}{unit}: all people {_range(parameter['prior'])}, "
            f"after the fit {_range(parameter['posterior'])}; the levels took away {told:.0%} of "
            "the spread."
        )
    return said


def method_said(document: Object) -> str:
    """The method and how far to trust it."""
    share = cast("float", document["share_as_unusual"])
    text = f"Model {document['model']}; {_of_people(share)} have levels as unusual for their doses."
    if document["method"] is None:
        return text
    return (
        f"{text} {document['draws']:,} draws by {document['method']}; effective sample size "
        f"{cast('float', document['effective_sample_size']):,.0f}, Pareto k "
        f"{cast('float', document['pareto_k']):.2f}."
    )


def _of_people(share: float) -> str:
    """Such as "84 in 100 people"."""
    many = next((n for n in (100, 100 * 100) if share * n >= 1), 0)
    return f"{share * many:.0f} in {many:,} people" if many else "fewer than 1 in 10,000 people"


def _range(spread: object) -> str:
    numbers = cast("Numbers", spread)
    middle, low, high = (_short(numbers[key]) for key in ("median", "p05", "p95"))
    return middle if low == high else f"{middle} ({low} to {high})"


def _short(value: float) -> str:
    return short(value) if value else "0"
