"""Which analyte a cell names; a name is matched whole, never as a part of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ketum.evidence.analytes import Analyte, Analytes
from ketum.product.amounts import unit_of
from ketum.product.cells import SIGN, SPACES

__all__ = ["MARKS", "NameReading", "read_name"]

PART = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
MARKS = " *†‡§:;•·¹²³⁴⁵⁶⁷⁸⁹\N{SUPERSCRIPT ZERO}"
RAISED = re.compile(r"\^[\w*†‡,]{1,5}$")
NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)] +|[a-z]\) +|[-•·] +)")
LONGEST = 120
MASS = re.compile(r"(?:in )?\d{1,4} ?(?:g|ml)(?:rams?)?", re.IGNORECASE)
MICROBE = "microbe"
# What may stand beside a name without changing which substance it is.
BESIDE = re.compile(
    r"(?:total|dry(?: weight)?(?: basis)?|dry matter|as is|as received|by (?:hplc|uplc|lc-?ms).*"
    r"|(?:u?hplc|uplc|lc-?ms(?:/ms)?|icp-?ms|gc-?ms|qpcr|pcr)|w/w|alkaloid|content|potency|assay"
    r"|heavy metal|spp\.?|cas.*|plate count|tamc|tymc|pathogen)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameReading:
    """The analyte that is named, the unit written beside it, or what speaks against it.

    `mass` is that in which a microbe was looked for, such as "in 25 g".
    `conflict` says that the cell names an analyte and also something else, so that none is taken.
    """

    analyte: Analyte | None = None
    unit: str | None = None
    conflict: bool = False
    mass: str = ""


@lru_cache(maxsize=4096)
def read_name(text: str, analytes: Analytes) -> NameReading:
    """The analyte of a cell such as "7-Hydroxymitragynine (7-OH), mg/g"."""
    cell = RAISED.sub("", SPACES.sub(" ", text.partition(SIGN)[0])).strip(MARKS)
    if not cell or len(cell) > LONGEST:
        return NameReading()
    cell = NUMBERED.sub("", cell).strip(MARKS)
    whole = analytes.named(cell)
    if whole is not None:
        return NameReading(whole)
    named, unit, mass, others = [], None, "", []
    for piece in _pieces(cell):
        known = analytes.named(piece)
        as_unit = unit_of(piece)
        looked_in = (
            unit_of(f"in {piece.lower().removeprefix('in ')}") if MASS.fullmatch(piece) else None
        )
        if looked_in is not None:
            mass = looked_in
        elif as_unit is not None:
            unit = as_unit
        elif known is not None:
            named.append(known)
        elif piece and not BESIDE.fullmatch(piece):
            others.append(piece)
    if not named:
        return NameReading()
    is_odd = mass and named[0].group != MICROBE
    if len({each.id for each in named}) > 1 or others or is_odd:
        return NameReading(named[0], conflict=True)
    return NameReading(named[0], unit, mass=mass)


def _pieces(cell: str) -> list[str]:
    """What stands outside and inside of parentheses, and on both sides of a last comma."""
    outside = PART.sub(" ", cell)
    inside = [part.strip(MARKS) for part in PART.findall(cell)]
    base = SPACES.sub(" ", outside).strip(f"{MARKS},-– ")
    if unit_of(base.split(",")[-1]) is not None and "," in base:
        head, _, tail = base.rpartition(",")
        return [head.strip(MARKS), tail.strip(), *inside]
    looked_in = re.match(r"^(.*[^\W\d]\.?) (\d{1,4} ?(?:g|ml))$", base, re.IGNORECASE)
    if looked_in is not None:
        return [looked_in[1], looked_in[2], *inside]
    for separator in (", ", " - ", " – ", " / ", " as "):
        head, found, tail = base.partition(separator)
        if found:
            return [head.strip(MARKS), tail.strip(MARKS), *inside]
    leading = re.match(r"^(%|mg/g|total) (.+)$", base, re.IGNORECASE)
    if leading is not None:
        return [leading[1], leading[2], *inside]
    return [base, *inside]
