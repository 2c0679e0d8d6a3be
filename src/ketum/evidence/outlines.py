"""Reading `law/outlines.csv`: the states of a map as paths, only where a map is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from ketum.errors import EvidenceDamaged
from ketum.evidence.sources import read_sources
from ketum.evidence.tables import read_table

__all__ = ["Outline", "read_outlines"]

PATH = re.compile(r"(?:M-?\d+ -?\d+l(?:-?\d+ -?\d+ ?)+z ?)+")
LABEL = re.compile(r"-?\d+ -?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One state: its path in units of the drawing, and where its name stands."""

    place: str
    path: str
    x: int
    y: int


def read_outlines(folder: Traversable | None = None) -> dict[str, Outline]:
    """Every outline by place.

    Raises:
        EvidenceDamaged: a row has no source, or no path; every fault at once.
    """
    root = files("ketum").joinpath("knowledge") if folder is None else folder
    faults: list[str] = []
    sources = read_sources(root.joinpath("sources"), faults)
    found = {}
    columns = ("place", "path", "label")
    for row in read_table(
        root.joinpath("law"), "outlines.csv", columns, sources, faults, under="law"
    ):
        if PATH.fullmatch(row["path"]) is None or LABEL.fullmatch(row["label"]) is None:
            row.fault("`path` or `label` is no drawing. Make it again.")
            continue
        x, y = map(int, row["label"].split())
        found[row["place"]] = Outline(place=row["place"], path=row["path"], x=x, y=y)
    if faults:
        raise EvidenceDamaged(faults)
    return found
