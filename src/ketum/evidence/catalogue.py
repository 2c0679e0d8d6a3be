"""Reading `catalogue/`: the alkaloids, what they do to targets, what products hold.

No rule reads it, so it is read only where somebody asks for an alkaloid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.errors import EvidenceDamaged
from ketum.evidence.sources import read_sources
from ketum.evidence.tables import Row, read_table

__all__ = ["Alkaloid", "Catalogue", "Content", "Effect", "Structure", "read_catalogue"]

UNDER = "catalogue"
ALKALOID_COLUMNS = (
    "id", "class", "subclass", "origin", "formula", "weight", "smiles", "stereochemistry",
    "structure", "pubchem", "cas", "cas_confirmed", "synonyms", "remark",
)  # fmt: skip
EFFECT_COLUMNS = (
    "id", "substance", "target", "kind", "parameter", "value", "low", "high", "unit", "spread",
    "assay", "system", "says", "remark",
)  # fmt: skip
CONTENT_COLUMNS = (
    "id", "substance", "product", "country", "value", "low", "high", "unit", "statistic", "n",
    "remark",
)  # fmt: skip
STRUCTURE_COLUMNS = ("smiles", "label", "width", "height", "lines", "thin", "filled")
PATH = re.compile(r"[MLQCZ\d., -]*")
CERTAIN = "certain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A drawing in units of its box: lines, thin lines and filled shapes as paths."""

    width: int
    height: int
    lines: str
    thin: str
    filled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alkaloid:
    """One alkaloid; `weight` in g/mol, None where nobody entered a formula.

    `drawing` is there only where the structure is certain; `shows_stereo` where its stereochemistry
    is, too. `cas_confirmed` is None without a number.
    """

    name: str
    family: str
    subclass: str
    origin: str
    formula: str
    weight: float | None
    smiles: str
    shows_stereo: bool
    drawing: Structure | None
    pubchem: str
    cas: str
    cas_confirmed: bool | None
    synonyms: tuple[str, ...]
    remark: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One published value on one target; `value` as published, its ends where it is a number.

    Only values of the same target, parameter and unit may be laid beside each other, and even they
    come from different assays.
    """

    id: str
    substance: str
    target: str
    kind: str
    parameter: str
    value: str
    low: float | None
    high: float | None
    unit: str
    spread: str
    assay: str
    system: str
    says: str
    remark: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one study found in one kind of product; `value` as published."""

    id: str
    substance: str
    product: str
    country: str
    value: str
    low: float | None
    high: float | None
    unit: str
    statistic: str
    n: str
    remark: str
    cites: tuple[Citation, ...]
    checked: date


Entry = Alkaloid | Effect | Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Alkaloids by name, in the order of the table; effects and contents in that of theirs."""

    alkaloids: Mapping[str, Alkaloid]
    effects: tuple[Effect, ...]
    contents: tuple[Content, ...]

    @property
    def entries(self) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...], Entry]]:
        """Kind, id and what it says of every row, with the row itself."""
        says: tuple[tuple[str, str], ...]
        for each in self.alkaloids.values():
            says = (("class", each.family), ("formula", each.formula), ("origin", each.origin))
            yield "alkaloid", each.name, says, each
        for effect in self.effects:
            of = f"{effect.substance} on {effect.target}, {effect.parameter}"
            says = (("of", of), ("value", f"{effect.value} {effect.unit}"), ("assay", effect.assay))
            yield "effect of an alkaloid", effect.id, says, effect
        for content in self.contents:
            says = (
                ("of", f"{content.substance} in {content.product}"),
                ("value", f"{content.value} {content.unit}"),
            )
            yield "content of a product", content.id, says, content


def read_catalogue(folder: Traversable | None = None) -> Catalogue:
    """The catalogue of the shipped knowledge, or of another folder of knowledge.

    Raises:
        EvidenceDamaged: with every fault at once.
    """
    root = files("ketum").joinpath("knowledge") if folder is None else folder
    faults: list[str] = []
    sources = read_sources(root.joinpath("sources"), faults)
    under = root.joinpath(UNDER)
    structures = _structures(under, sources, faults)
    alkaloids: dict[str, Alkaloid] = {}
    for row in _rows(under, "alkaloids.csv", ALKALOID_COLUMNS, sources, faults):
        if row["id"] in alkaloids:
            row.fault("the name stands twice. Remove one.")
        alkaloids[row["id"]] = _alkaloid(row, structures)
    catalogue = Catalogue(
        alkaloids=alkaloids,
        effects=tuple(
            _effect(row, alkaloids)
            for row in _rows(under, "targets.csv", EFFECT_COLUMNS, sources, faults)
        ),
        contents=tuple(
            _content(row, alkaloids)
            for row in _rows(under, "contents.csv", CONTENT_COLUMNS, sources, faults)
        ),
    )
    if faults:
        raise EvidenceDamaged(faults)
    return catalogue


def _rows(
    folder: Traversable,
    name: str,
    columns: tuple[str, ...],
    sources: Mapping[str, Source],
    faults: list[str],
) -> list[Row]:
    return list(read_table(folder, name, columns, sources, faults, under=UNDER))


def _structures(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Structure]:
    found = {}
    for row in _rows(folder, "structures.csv", STRUCTURE_COLUMNS, sources, faults):
        paths = (row["lines"], row["thin"], row["filled"])
        if not all(map(PATH.fullmatch, paths)):
            row.fault("a path is no drawing. Make it again.")
            continue
        found[row["smiles"]] = Structure(
            width=int(row["width"]), height=int(row["height"]),
            lines=paths[0], thin=paths[1], filled=paths[2],
        )  # fmt: skip
    return found


def _alkaloid(row: Row, structures: Mapping[str, Structure]) -> Alkaloid:
    drawing = structures.get(row["smiles"]) if row["structure"] == CERTAIN else None
    if row["structure"] == CERTAIN and drawing is None:
        row.fault("its structure is certain and not drawn. Run tools/make_structures.py.")
    weight = _number(row, "weight")
    if bool(row["formula"]) is (weight is None) and row["weight"]:
        row.fault("a weight needs a formula.")
    return Alkaloid(
        name=row["id"],
        family=row["class"],
        subclass=row["subclass"],
        origin=row["origin"],
        formula=row["formula"],
        weight=weight,
        smiles=row["smiles"],
        shows_stereo=row["stereochemistry"] == CERTAIN,
        drawing=drawing,
        pubchem=row["pubchem"],
        cas=row["cas"],
        cas_confirmed=row["cas_confirmed"] == "yes" if row["cas"] else None,
        synonyms=row.words("synonyms"),
        remark=row["remark"],
        cites=row.cites,
        checked=row.checked,
    )


def _effect(row: Row, alkaloids: Mapping[str, Alkaloid]) -> Effect:
    _check_name(row, alkaloids)
    return Effect(
        id=row["id"],
        substance=row["substance"],
        target=row["target"],
        kind=row["kind"],
        parameter=row["parameter"],
        value=row["value"],
        low=_number(row, "low"),
        high=_number(row, "high"),
        unit=row["unit"],
        spread=row["spread"],
        assay=row["assay"],
        system=row["system"],
        says=row["says"],
        remark=row["remark"],
        cites=row.cites,
        checked=row.checked,
    )


def _content(row: Row, alkaloids: Mapping[str, Alkaloid]) -> Content:
    _check_name(row, alkaloids)
    return Content(
        id=row["id"],
        substance=row["substance"],
        product=row["product"],
        country=row["country"],
        value=row["value"],
        low=_number(row, "low"),
        high=_number(row, "high"),
        unit=row["unit"],
        statistic=row["statistic"],
        n=row["n"],
        remark=row["remark"],
        cites=row.cites,
        checked=row.checked,
    )


def _check_name(row: Row, alkaloids: Mapping[str, Alkaloid]) -> None:
    if row["substance"] not in alkaloids:
        row.fault(f"unknown alkaloid `{row['substance']}`. Add it or correct `substance`.")


def _number(row: Row, column: str) -> float | None:
    if not row[column]:
        return None
    try:
        number = float(row[column])
    except ValueError:
        number = -1.0
    if not 0.0 <= number < float("inf"):
        row.fault(f"`{column}` must be a number of 0 or more, or empty.")
        return None
    return number
