"""Makes knowledge/law/outlines.csv: the states as paths, from the boundaries of a package.

    python tools/make_outlines.py FOLDER

FOLDER holds the package of tools/outlines.lock, put there by `make outlines`. Every point is
projected and rounded to a whole unit of the drawing, so that neighbours keep one common border.
"""

from __future__ import annotations

import csv
import math
import sqlite3
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BOUNDARIES = Path("bokeh_sampledata", "_data", "geographic_boundaries.db")
TARGET = Path(__file__).parents[1] / "src" / "ketum" / "knowledge" / "law" / "outlines.csv"
MULTI = 6
LEAST_AREA = 6.0  # islands smaller than this are not seen at this size

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Frame:
    """An equal-area conic map, and where it stands on the drawing."""

    parallels: Point
    centre: Point
    scale: float
    at: Point

    def drawn(self, longitude: float, latitude: float) -> Point:
        first, second = (math.radians(each) for each in self.parallels)
        cone = (math.sin(first) + math.sin(second)) / 2
        constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)
        middle_longitude, middle_latitude = self.centre

        def radius(degrees: float) -> float:
            return math.sqrt(constant - 2 * cone * math.sin(math.radians(degrees))) / cone

        turned = (longitude - middle_longitude + 180) % 360 - 180
        angle = cone * math.radians(turned)
        x = radius(latitude) * math.sin(angle)
        y = radius(middle_latitude) - radius(latitude) * math.cos(angle)
        return self.at[0] + self.scale * x, self.at[1] - self.scale * y


MAINLAND = Frame((29.5, 45.5), (-96.0, 37.5), 1280.0, (480.0, 345.0))
FRAMES = {
    "AK": Frame((55.0, 65.0), (-152.0, 63.0), 400.0, (100.0, 575.0)),
    "HI": Frame((8.0, 18.0), (-157.5, 20.5), 1280.0, (290.0, 600.0)),
}


def main(folder: Path) -> None:
    """Write the paths of all states in the order of their codes."""
    with sqlite3.connect(f"file:{folder / BOUNDARIES}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT id, geometry FROM us_states ORDER BY id").fetchall()
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("place", "path", "label", "cites", "confirmed", "checked"))
        for code, geometry in rows:
            frame = FRAMES.get(code, MAINLAND)
            drawn = sorted(_drawn(_rings(geometry), frame), key=_area, reverse=True)
            rings = [ring for ring in drawn if _area(ring) >= LEAST_AREA] or [_dot(drawn[0])]
            path = " ".join(_path(ring) for ring in rings)
            x, y = _middle(rings[0])
            source = "us-census-tiger"
            writer.writerow((f"US-{code}", path, f"{x} {y}", source, "yes", "2026-11-23"))


def _rings(geometry: bytes) -> list[Ring]:
    """The outer rings of a polygon or of several, in well-known binary."""
    return _read(geometry, 0)[0]


def _read(geometry: bytes, at: int) -> tuple[list[Ring], int]:
    order = "<" if geometry[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", geometry, at + 1)
    at += 9
    rings: list[Ring] = []
    for number in range(count):
        if kind == MULTI:
            parts, at = _read(geometry, at)
            rings += parts
            continue
        (points,) = struct.unpack_from(f"{order}I", geometry, at)
        flat = struct.unpack_from(f"{order}{2 * points}d", geometry, at + 4)
        at += 4 + 16 * points
        if number == 0:
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
    return rings, at


def _drawn(rings: Sequence[Ring], frame: Frame) -> Iterator[Ring]:
    for ring in rings:
        points = [frame.drawn(*point) for point in ring]
        rounded = [(float(round(x)), float(round(y))) for x, y in points]
        yield [p for p, before in zip(rounded, [None, *rounded], strict=False) if p != before]


def _dot(ring: Ring) -> Ring:
    """A small square in the place of what would not be seen."""
    x, y = ring[0]
    return [(x - 2, y - 2), (x + 2, y - 2), (x + 2, y + 2), (x - 2, y + 2)]


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _middle(ring: Ring) -> tuple[int, int]:
    """The centre of mass of a ring."""
    twice = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return round(x / (3 * twice)), round(y / (3 * twice))


def _path(ring: Ring) -> str:
    """A path of relative steps, closed."""
    (x, y), *rest = ring
    steps = [f"M{x:.0f} {y:.0f}l"]
    words = []
    for u, v in rest:
        words.append(f"{u - x:.0f} {v - y:.0f}")
        x, y = u, v
    return steps[0] + " ".join(words) + "z"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
