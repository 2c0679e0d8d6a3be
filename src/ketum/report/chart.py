"""Levels over time as a drawing: the middle, the range of nine in ten, and what was never studied.

Drawn as SVG, which prints as sharply as it shows. The words and the table beside it say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import cast

from ketum.report.levels import SPOKEN
from ketum.report.page.markup import Markup, element, join

__all__ = ["charts", "drawing", "standing"]

WIDTH = 720
HEIGHT = 336
LEFT = 56
RIGHT = 184
TOP = 32
BOTTOM = 44
TICKS = 5
STEPS = (1, 2, 5, 10)
HOURS_OF_A_DAY = 24
LONG_H = 72
HATCH = 8
FONT = "system-ui, sans-serif"
TEXT = 13
BELOW = 18
DOT = 5
INK, MUTED = "#16212B", "#475664"
HATCHED = "Beyond studied doses"
# Line, band and dashes: mitragynine, what is formed from it, any other.
LOOKS = {
    "mitragynine": ("#0A4A86", "#DDE6EE", None),
    "7-hydroxymitragynine": ("#C45100", "#F7E7DB", "8 4"),
}
OTHER = ("#23907A", "#DCEDE8", "2 4")

Numbers = Sequence[float]
Object = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Plane:
    """From hours and ng/mL to places of the drawing."""

    start: float
    end: float
    top: float

    def x(self, hours: float) -> float:
        return LEFT + (hours - self.start) / (self.end - self.start) * (WIDTH - LEFT - RIGHT)

    def y(self, level: float) -> float:
        return HEIGHT - BOTTOM - level / self.top * (HEIGHT - TOP - BOTTOM)


def charts(document: Object) -> Iterator[tuple[tuple[str, ...], Markup]]:
    """One drawing for mitragynine with what is formed from it, and one for each other alkaloid."""
    analytes = cast("Mapping[str, Object]", document["analytes"])
    for name, found in analytes.items():
        if found["metabolite_of"] is None:
            formed = (n for n, a in analytes.items() if a["metabolite_of"] == name)
            names = (name, *formed)
            yield names, drawing(document, names)


def drawing(document: Object, names: Sequence[str]) -> Markup:
    """The levels of these substances on one axis from 0, hatched where nobody was studied.

    Levels that were measured, where the document has `levels`, are drawn on top.
    """
    analytes = cast("Mapping[str, Mapping[str, Numbers]]", document["analytes"])
    times = cast("Numbers", document["times_h"])
    beyond = cast("Sequence[Mapping[str, float]]", document["beyond_studied"])
    order = sorted(range(len(times)), key=lambda i: times[i])
    measured = cast("Sequence[Object]", document.get("levels", ()))
    observed = [level for level in measured if level["analyte"] in names]
    tops = [max(analytes[name]["p95"]) for name in names]
    highest = max([*tops, *(cast("float", level["value"]) for level in observed)]) or 1.0
    end = max(times)
    plane = _Plane(min(times), end if end > min(times) else min(times) + 1, _rounded_up(highest))
    parts = [_pattern(), *_axes(plane)]
    parts += [_band(plane, times, analytes[name], name, order) for name in names]
    if beyond:
        parts += _hatched(plane, min(entry["from_h"] for entry in beyond))
    parts += [_line(plane, times, analytes[name], name, order) for name in names]
    parts += [_measured(plane, level) for level in observed]
    parts += _names(plane, analytes, names, order)
    spoken = " and ".join(SPOKEN.get(name, name) for name in names)
    return element(
        "svg",
        element("title", f"{spoken} in ng/mL over time; the same numbers stand in the table"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        font_family=FONT,
        font_size=str(TEXT),
    )


def _look(name: str) -> tuple[str, str, str | None]:
    return LOOKS.get(name, OTHER)


def _rounded_up(value: float) -> float:
    step = _step(value)
    return ceil(value / step) * step


def _step(value: float) -> float:
    """A round distance of ticks, so that a handful of them reach the value."""
    rough = value / TICKS
    size = STEPS[-1] ** floor(log10(rough))
    return float(next(step for step in STEPS if step * size >= rough) * size)


def _pattern() -> Markup:
    line = element("line", x1="0", y1="0", x2="0", y2=str(HATCH), stroke=MUTED, stroke_width="1")
    return element(
        "defs",
        element(
            "pattern", line, id="hatch", patternUnits="userSpaceOnUse", width=str(HATCH),
            height=str(HATCH), patternTransform="rotate(45)",
        ),
    )  # fmt: skip


def _axes(plane: _Plane) -> Iterator[Markup]:
    step = _step(plane.top)
    for number in range(round(plane.top / step) + 1):
        y = f"{plane.y(number * step):.1f}"
        yield element("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=y, y2=y, stroke="#C9D2D9")
        yield _text(f"{number * step:,g}", LEFT - TEXT / 2, plane.y(number * step), "end")
    is_long = plane.end - plane.start > LONG_H
    unit = HOURS_OF_A_DAY if is_long else 1
    width = max(1.0, _step((plane.end - plane.start) / unit)) * unit
    for number in range(ceil(plane.start / width), floor(plane.end / width) + 1):
        shown = f"{number * width / unit:,g}"
        yield _text(shown, plane.x(number * width), HEIGHT - BOTTOM + BELOW, "middle")
    words = "days after the first dose" if is_long else "hours after the first dose"
    yield _text(words, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - TEXT / 2, "middle")
    yield _text("ng/mL", TEXT / 2, TEXT, "start")


def _band(
    plane: _Plane, times: Numbers, found: Mapping[str, Numbers], name: str, order: Sequence[int]
) -> Markup:
    above = [(times[i], found["p95"][i]) for i in order]
    below = [(times[i], found["p05"][i]) for i in reversed(order)]
    points = _points(plane, [*above, *below])
    return element("polygon", points=points, fill=_look(name)[1], fill_opacity="0.8")


def _line(
    plane: _Plane, times: Numbers, found: Mapping[str, Numbers], name: str, order: Sequence[int]
) -> Markup:
    points = _points(plane, [(times[i], found["median"][i]) for i in order])
    colour, _, dashes = _look(name)
    return element(
        "polyline", points=points, fill="none", stroke=colour, stroke_width="2",
        stroke_dasharray=dashes,
    )  # fmt: skip


def _measured(plane: _Plane, level: Object) -> Markup:
    """A level as a ring; one below its limit as a mark that points down from the limit."""
    x, y = plane.x(cast("float", level["time_h"])), plane.y(cast("float", level["value"]))
    colour = _look(str(level["analyte"]))[0]
    if level["below_limit"]:
        tip = f"{x - DOT:.1f},{y:.1f} {x + DOT:.1f},{y:.1f} {x:.1f},{y + 2 * DOT:.1f}"
        return element("polygon", points=tip, fill="none", stroke=colour, stroke_width="2")
    return element(
        "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=str(DOT), fill="#FFFFFF", stroke=colour,
        stroke_width="2",
    )  # fmt: skip


def _points(plane: _Plane, places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{plane.x(t):.1f},{plane.y(level):.1f}" for t, level in places)


def _hatched(plane: _Plane, from_h: float) -> Iterator[Markup]:
    if from_h >= plane.end:
        return
    x = plane.x(max(from_h, plane.start))
    yield element(
        "rect", x=f"{x:.1f}", y=str(TOP), width=f"{WIDTH - RIGHT - x:.1f}",
        height=str(HEIGHT - TOP - BOTTOM), fill="url(#hatch)", fill_opacity="0.6",
    )  # fmt: skip
    yield _text(HATCHED, WIDTH - RIGHT + TEXT / 2, TOP, "start", MUTED)


def _names(
    plane: _Plane,
    analytes: Mapping[str, Mapping[str, Numbers]],
    names: Sequence[str],
    order: Sequence[int],
) -> Iterator[Markup]:
    """Names at the ends of the lines, moved apart where they would touch."""
    lowest = HEIGHT - BOTTOM + 0.0
    ends = sorted(names, key=lambda name: analytes[name]["median"][order[-1]])
    for name in ends:
        y = min(plane.y(analytes[name]["median"][order[-1]]), lowest)
        short = "7-OH" if name == "7-hydroxymitragynine" else name
        yield _text(short, WIDTH - RIGHT + TEXT / 2, y, "start", _look(name)[0])
        lowest = y - BELOW


def _text(words: str, x: float, y: float, anchor: str, colour: str = INK) -> Markup:
    return element(
        "text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor,
        dominant_baseline="middle", fill=colour,
    )  # fmt: skip


def standing(drawn: Markup) -> str:
    """A drawing as a file of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{join((drawn,))}\n'
