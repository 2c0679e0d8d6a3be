"""The closed set of units of a certificate, exact conversions in Decimal, and masses in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

__all__ = [
    "CANONICAL",
    "convert",
    "is_mass_fraction",
    "mass_in_g",
    "to_mg_per_g",
    "to_mg_per_ml",
    "unit_of",
]

# How many milligrams a gram one of each unit is; powers of ten and of two alone, so exact.
MASS_FRACTIONS: Mapping[str, Decimal] = {
    "mg/g": Decimal(1),
    "%": Decimal(10),
    "mg/kg": Decimal("0.001"),
    "ug/g": Decimal("0.001"),
    "ppm": Decimal("0.001"),
    "ug/kg": Decimal("0.000001"),
    "ng/g": Decimal("0.000001"),
    "ppb": Decimal("0.000001"),
    "g/kg": Decimal(1),
    "mg/100 g": Decimal("0.01"),
}
VOLUMES: Mapping[str, Decimal] = {
    "mg/mL": Decimal(1),
    "g/L": Decimal(1),
    "mg/L": Decimal("0.001"),
    "ug/mL": Decimal("0.001"),
    "ng/mL": Decimal("0.000001"),
    "g/100 mL": Decimal(10),
    "mg/100 mL": Decimal("0.01"),
}
PER_UNIT: Mapping[str, Decimal] = {"mg/unit": Decimal(1), "ug/unit": Decimal("0.001")}
PER_SERVING: Mapping[str, Decimal] = {"mg/serving": Decimal(1), "ug/serving": Decimal("0.001")}
PER_CONTAINER: Mapping[str, Decimal] = {
    "mg/container": Decimal(1),
    "ug/container": Decimal("0.001"),
}
PER_DAY: Mapping[str, Decimal] = {"ug/day": Decimal(1), "mg/day": Decimal(1000)}
COUNTS: Mapping[str, Decimal] = {"CFU/g": Decimal(1), "MPN/g": Decimal(1)}
COUNTS_ML: Mapping[str, Decimal] = {"CFU/mL": Decimal(1)}
SHARE: Mapping[str, Decimal] = {"% of alkaloids": Decimal(1)}
KINDS = (
    MASS_FRACTIONS, VOLUMES, PER_UNIT, PER_SERVING, PER_CONTAINER, PER_DAY, COUNTS, COUNTS_ML, SHARE
)  # fmt: skip
CANONICAL = tuple(unit for kind in KINDS for unit in kind)
PIECES = "capsule|cap|tablet|tab|gummy|unit|piece|softgel|chew|dose unit|strip|lozenge|article"
CONTAINERS = "container|bottle|package|pack|packet|pouch|bag|shot"
SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), unit)
    for pattern, unit in (
        (r"%|percent|wt ?%|% ?\(?w[/t]?w?\.?\)?|% ?\(?m/m\)?|% ?by (?:weight|mass)|g/100 ?g", "%"),
        (r"% ?(?:of|in) ?(?:the )?product", "%"),
        (r"% ?(?:of (?:the )?(?:total )?|total )alk(?:\.|aloids?)?(?: content)?", "% of alkaloids"),
        (r"mg ?(?:/|per) ?g(?:ram)?|mg g-1|mg\.g-1", "mg/g"),
        (r"mg ?(?:/|per) ?kg|mg kg-1", "mg/kg"),
        (r"mg ?(?:/|per) ?100 ?g(?:ram)?s?", "mg/100 g"),
        (r"[uμ]g ?(?:/|per) ?g(?:ram)?|mcg ?(?:/|per) ?g(?:ram)?|ug g-1", "ug/g"),
        (r"(?:[uμ]g|mcg) ?(?:/|per) ?kg", "ug/kg"),
        (r"ng ?(?:/|per) ?g(?:ram)?", "ng/g"),
        (r"g ?(?:/|per) ?kg", "g/kg"),
        (r"ppm", "ppm"),
        (r"ppb", "ppb"),
        (r"mg ?(?:/|per) ?ml", "mg/mL"),
        (r"(?:[uμ]g|mcg) ?(?:/|per) ?ml", "ug/mL"),
        (r"ng ?(?:/|per) ?ml", "ng/mL"),
        (r"g ?(?:/|per) ?l", "g/L"),
        (r"mg ?(?:/|per) ?l", "mg/L"),
        (r"g ?(?:/|per) ?100 ?ml|% ?\(?w/v\)?", "g/100 mL"),
        (r"mg ?(?:/|per) ?100 ?ml", "mg/100 mL"),
        (rf"mg ?(?:/|per) ?(?:{PIECES})s?", "mg/unit"),
        (rf"(?:[uμ]g|mcg) ?(?:/|per) ?(?:{PIECES})s?", "ug/unit"),
        (r"mg ?(?:/|per) ?(?:serving|serv\.?|portion)", "mg/serving"),
        (r"(?:[uμ]g|mcg) ?(?:/|per) ?(?:serving|serv\.?|portion)", "ug/serving"),
        (rf"mg ?(?:/|per) ?(?:{CONTAINERS})s?", "mg/container"),
        (rf"(?:[uμ]g|mcg) ?(?:/|per) ?(?:{CONTAINERS})s?", "ug/container"),
        (r"(?:[uμ]g|mcg) ?(?:/|per) ?d(?:ay)?", "ug/day"),
        (r"mg ?(?:/|per) ?d(?:ay)?", "mg/day"),
        (r"(?:cfu|kbe|ufc) ?(?:/|per) ?g(?:ram)?", "CFU/g"),
        (r"mpn ?(?:/|per) ?g(?:ram)?", "MPN/g"),
        (r"(?:cfu|kbe|ufc) ?(?:/|per) ?ml", "CFU/mL"),
    )
)  # fmt: skip
LONGEST = 60
ABSENT_IN = re.compile(r"(?:in|en|/|per) ?(?:a )?(\d{1,4}) ?(g|ml)(?:rams?)?", re.IGNORECASE)
GRAMS: Mapping[str, Decimal] = {
    "g": Decimal(1), "gram": Decimal(1), "grams": Decimal(1),
    "mg": Decimal("0.001"), "kg": Decimal(1000),
}  # fmt: skip
MASS = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?) ?(mg|kg|grams?|g)\b(?: ?/ ?ml)?", re.IGNORECASE)
MICRO = str.maketrans("\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}⁻¹", "uu-1")


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str | None:
    """The canonical spelling of a unit, None where it is not one of the closed set.

    "in 25 g" stands for a test of absence in that mass.
    """
    if len(text) > LONGEST:
        return None
    written = " ".join(text.translate(MICRO).lower().strip(" .;:()[]").split())
    for pattern, unit in SPELLINGS:
        if pattern.fullmatch(written):
            return unit
    absent = ABSENT_IN.fullmatch(written)
    if absent is not None:
        return f"in {absent[1]} {'mL' if absent[2].lower() == 'ml' else 'g'}"
    return None


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """The value in another unit, exactly; None where no factor leads from one to the other."""
    for kind in KINDS:
        if unit in kind and to in kind:
            return value * kind[unit] / kind[to]
    return value if unit == to else None


def is_mass_fraction(unit: str) -> bool:
    """Whether a unit says how much of a mass of product something is."""
    return unit in MASS_FRACTIONS


def to_mg_per_g(value: Decimal, unit: str) -> Decimal | None:
    """Milligrams in a gram of product; None where the unit does not say."""
    return convert(value, unit, "mg/g")


def to_mg_per_ml(value: Decimal, unit: str) -> Decimal | None:
    """Milligrams in a millilitre; None where the unit does not say."""
    return convert(value, unit, "mg/mL")


def mass_in_g(text: str) -> Decimal | None:
    """The one mass that a text names ("2.4 g", "500 mg per capsule"), in grams."""
    found = MASS.findall(text)
    if len(found) != 1:
        return None
    number, unit = found[0]
    return Decimal(number.replace(",", ".")) * GRAMS[unit.lower()]
