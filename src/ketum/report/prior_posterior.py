"""What the levels taught, as a drawing: each parameter in all people, and in those who fit.

Each row is one parameter on its own scale of ratios, the middle of all people at 1; the open bar
holds nine in ten of all people, the full one nine in ten of those who could have the levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import cast

from ketum.report.page.markup import Markup, element

__all__ = ["prior_posterior", "scaled"]

Object = Mapping[str, object]
Numbers = Mapping[str, float]

WIDTH = 720
LEFT = 232
RIGHT = 24
TOP = 44
ROW = 30
BAR = 14
TEXT = 13
# The scale goes from one over this number to this number, or farther if a bar does.
REACH = 3.0
TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
FONT = "system-ui, sans-serif"
INK, MUTED, LINE, AFTER = "#16212B", "#475664", "#C9D2D9", "#0A4A86"


def scaled(document: Object) -> list[Object]:
    """The parameters that have a scale of ratios; an uncertain hour has none."""
    parameters = cast("Sequence[Object]", document["parameters"])
    return [p for p in parameters if cast("Numbers", p["prior"])["p05"] > 0.0]


def prior_posterior(document: Object) -> Markup:
    """The drawing; without a fit only what is known of all people."""
    rows = scaled(document)
    ratios = [_ratios(row, key) for row in rows for key in ("prior", "posterior")]
    reach = max(REACH, *(max(r["p95"], 1 / r["p05"]) for r in ratios if r is not None))
    height = TOP + ROW * len(rows) + ROW
    parts = list(_axis(reach, height))
    for number, row in enumerate(rows):
        parts += _row(row, TOP + ROW * number + ROW / 2, reach)
    return element(
        "svg",
        element("title", "Each parameter before and after the levels, as multiples of the typical "
                "person; the same numbers stand in the table"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        font_family=FONT,
        font_size=str(TEXT),
    )  # fmt: skip


def _ratios(row: Object, key: str) -> dict[str, float] | None:
    found, typical = row[key], cast("Numbers", row["prior"])["median"]
    if found is None:
        return None
    return {name: value / typical for name, value in cast("Numbers", found).items()}


def _x(ratio: float, reach: float) -> float:
    return LEFT + (log(ratio) / log(reach) + 1) / 2 * (WIDTH - LEFT - RIGHT)


def _axis(reach: float, height: float) -> Iterator[Markup]:
    for tick in TICKS:
        if 1 / reach <= tick <= reach:
            x = f"{_x(tick, reach):.1f}"
            yield element(
                "line", x1=x, x2=x, y1=str(TOP), y2=str(height - ROW), stroke=LINE,
                stroke_width="2" if tick == 1 else "1",
            )  # fmt: skip
            yield _text(f"{tick:g}", _x(tick, reach), height - ROW / 2, "middle")
    yield _text("times the typical person", LEFT, TOP / 2, "start")
    yield _text("open: all people; full: who fits", WIDTH - RIGHT, TOP / 2, "end", MUTED)


def _row(row: Object, y: float, reach: float) -> Iterator[Markup]:
    yield _text(str(row["name"]), LEFT - TEXT, y, "end")
    before, after = _ratios(row, "prior"), _ratios(row, "posterior")
    for ratios, colour, fill, thick in (
        (before, MUTED, "none", BAR),
        (after, AFTER, AFTER, BAR / 2),
    ):
        if ratios is not None:
            left, right = _x(ratios["p05"], reach), _x(ratios["p95"], reach)
            yield element(
                "rect", x=f"{left:.1f}", y=f"{y - thick / 2:.1f}", width=f"{right - left:.1f}",
                height=f"{thick:.1f}", fill=fill, stroke=colour,
            )  # fmt: skip
    if after is not None:
        x = f"{_x(after['median'], reach):.1f}"
        yield element(
            "line", x1=x, x2=x, y1=f"{y - BAR:.1f}", y2=f"{y + BAR:.1f}", stroke=AFTER,
            stroke_width="2",
        )  # fmt: skip


def _text(words: str, x: float, y: float, anchor: str, colour: str = INK) -> Markup:
    return element(
        "text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor,
        dominant_baseline="middle", fill=colour,
    )  # fmt: skip
