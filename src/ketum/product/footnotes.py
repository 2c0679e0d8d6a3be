"""Limits of detection and quantification that a document states once, below or above a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ketum.product.amounts import unit_of
from ketum.product.cells import NUMBER, POWER, Marks, number_in, tidy
from ketum.product.layout import Line
from ketum.product.sections import opened_by

__all__ = ["Footnote", "footnotes_of"]

STATED = re.compile(
    r"\b(?P<kind>lod|loq|limits? of detection|detection limit|limits? of quanti(?:ta|fica)tion"
    r"|quanti(?:ta|fica)tion limit|reporting limit|nachweisgrenze|bestimmungsgrenze)\b"
    r"(?: ?\((?:lod|loq)\))?(?P<words>[^\d;.]{0,60}?)"
    rf"(?P<number>{NUMBER}{POWER}) ?(?P<unit>%(?: ?\(?w/w\)?)?|[a-zµμ%]+(?:/| per )[a-z]+|ppm|ppb)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A stated limit: `kind` is lod or loq, and `section` the part of the document it stands in."""

    kind: str
    value: Decimal
    unit: str
    section: str
    page: int


def footnotes_of(line: Line, page: int, section: str, marks: Marks) -> Iterator[Footnote]:
    """Every limit that the line states for all rows."""
    if len(line.cells) > 3:
        return
    for found in STATED.finditer(tidy(line.text)):
        value = number_in(found["number"], marks)
        unit = unit_of(found["unit"])
        if value is None or unit is None:
            continue
        word = found["kind"].lower()
        is_lod = word in ("lod", "nachweisgrenze") or "detection" in word
        meant = opened_by(found["words"]) or section
        yield Footnote("lod" if is_lod else "loq", value, unit, meant, page)
