"""Limits of detection and quantification that a document states once, below or above a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.cells import NUMBER, POWER, Marks, number_in, tidy
from ketum.product.layout import Line
from ketum.product.names import read_name
from ketum.product.sections import opened_by
from ketum.product.sentences import names_in

__all__ = ["Footnote", "footnotes_of", "limits_in", "limits_of_each"]

STATED = re.compile(
    r"\b(?P<kind>lod|loq|limits? of detection|detection limit|limits? of quanti(?:ta|fica)tion"
    r"|quanti(?:ta|fica)tion limit|reporting limit|nachweisgrenze|bestimmungsgrenze)\b"
    r"(?: ?\((?:lod|loq)\))?(?P<words>(?:[^\d;.]|\d+(?=-[a-z])){0,80}?)"
    rf"(?P<number>{NUMBER}{POWER}) ?(?P<unit>%(?: ?\(?w/w\)?)?|[a-zµμ%]+(?:/| per )[a-z]+|ppm|ppb)",
    re.IGNORECASE,
)
# "ND: less than 0.005 %" names no limit of the method, and says all the same what ND means.
NOT_SEEN = re.compile(
    r"(?:^|[;,(] ?)(?:n\.?/?d\.?|n\.n\.?|not detected|nicht nachweisbar|no detectado) ?"
    r"(?:=|:|-|–|—|means|is|denotes|bedeutet) ?[^\d;.:=]{0,60}?"
    r"(?:<|less than|below|under|lower than|kleiner als|weniger als|unter|menor que) ?"
    rf"(?P<number>{NUMBER}{POWER}) ?(?P<unit>%(?: ?\(?w/w\)?)?|[a-zµμ%]+(?:/| per )[a-z]+|ppm|ppb)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A stated limit, and the section it stands in.

    `kind` is lod, loq, or nd for what "not detected" is said to mean, which holds in its unit only.
    `words` stand between its name and its number; `only` are the analytes that they name.
    """

    kind: str
    value: Decimal
    unit: str
    section: str
    page: int
    words: str = ""
    only: frozenset[str] = frozenset()


def footnotes_of(
    line: Line, page: int, section: str, analytes: Analytes, marks: Marks
) -> Iterator[Footnote]:
    """Every limit that the line states for all rows, or for those of the analytes it names."""
    if len(line.cells) > 3:
        return
    for note in (*limits_in(line.text, marks), *_of_not_seen(line.text, marks)):
        only = names_in(note.words, analytes)
        own = "" if only else note.section or section
        yield replace(note, section=own, page=page, only=only)


def limits_of_each(
    title: str,
    pairs: Iterable[tuple[str, str]],
    page: int,
    analytes: Analytes,
    marks: Marks,
) -> Iterator[Footnote]:
    """The limits of "LOD: Mitragynine 0.01 mg/g, Lead 5 ppb", each of its own analyte."""
    for name, value in pairs:
        named = read_name(name, analytes).analyte
        for note in limits_in(f"{title} {value}", marks):
            if named is not None:
                yield replace(note, section="", page=page, only=frozenset({named.id}))


def _of_not_seen(text: str, marks: Marks) -> Iterator[Footnote]:
    """What a text says that "not detected" means, where it does not name a limit of the method."""
    found = NOT_SEEN.search(tidy(text))
    if found is not None:
        value, unit = number_in(found["number"], marks), unit_of(found["unit"])
        if value is not None and unit is not None:
            yield Footnote("nd", value, unit, "", 0)


def limits_in(text: str, marks: Marks) -> Iterator[Footnote]:
    """Every limit that a text states, with the section it names itself."""
    for found in STATED.finditer(tidy(text)):
        value = number_in(found["number"], marks)
        unit = unit_of(found["unit"])
        if value is None or unit is None:
            continue
        word = found["kind"].lower()
        is_lod = word in ("lod", "nachweisgrenze") or "detection" in word
        yield Footnote(
            "lod" if is_lod else "loq",
            value,
            unit,
            opened_by(found["words"]) or "",
            0,
            found["words"],
        )
