"""Of what a percentage is a share: what a document leaves open is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import is_mass_fraction
from ketum.product.certificate import Basis, Confidence, Result, Role

__all__ = ["SHARE_OF_MASS", "asked_of_alkaloids", "asked_of_seven_oh", "of_dry_weight"]

DRY_STATEMENT = re.compile(
    r"\b(?:results?|values?|data|contents?|concentrations?|amounts?)\b[^.\n]{0,60}"
    r"\b(?:dry[ -](?:weight|basis|matter)|dried (?:basis|material))",
    re.IGNORECASE,
)
NOT_DRY = re.compile(
    r"as[ -](?:is|received)|not (?:on|corrected|reported)[^.\n]{0,30}dry", re.IGNORECASE
)
WATER = "moisture"

SEVEN_OH = "7-hydroxymitragynine"
SHARE_OF_MASS = re.compile(
    r"w/w|m/m|by weight|by mass|wt ?%|dry (?:weight|basis|matter)|mg ?/ ?g", re.IGNORECASE
)
IN_MASS = ("mg/g", "ug/g", "mg/kg", "ppm")
# Of a whole document: mg/g of one thing says nothing of the percentage of another.
SAYS_OF_MASS = re.compile(
    r"% (?:of|in) (?:the )?product|w/w|m/m|by weight|by mass|wt ?%|dry (?:weight|basis|matter)",
    re.IGNORECASE,
)
OF_ALL = (
    "The document speaks of shares of all alkaloids: are the percentages of alkaloids shares of "
    "the product, or of all alkaloids?"
)


def asked_of_alkaloids(
    results: Sequence[Result], analytes: Analytes
) -> tuple[list[Result], tuple[str, ...]]:
    """Every plain percentage of an alkaloid left open, where a sentence says it is of alkaloids."""
    found = [
        _open(result)
        if result.unit == "%" and analytes.group_of(result.analyte) in ("alkaloid", "total")
        else result
        for result in results
    ]
    return found, (OF_ALL,) if found != list(results) else ()


def asked_of_seven_oh(
    results: Sequence[Result],
    most: Decimal,
    lines: Mapping[tuple[int, int], str],
    *,
    headed: bool,
) -> tuple[list[Result], tuple[str, ...]]:
    """A percentage of 7-hydroxymitragynine above `most`, or outside of any table, left open.

    `lines` are those of the document, by page and number; one that says that percentages are of
    mass says so of all of them, unless it is a row, which says so of itself.
    """
    rows = {(result.page, result.line) for result in results}
    if any(SAYS_OF_MASS.search(text) for place, text in lines.items() if place not in rows):
        return list(results), ()
    also_in_mass = {(r.page, r.line, r.analyte) for r in results if r.unit in IN_MASS}
    found, questions = [], []
    for result in results:
        limit = most if result.role is Role.MEASURED and headed else Decimal(0)
        place = (result.page, result.line)
        of_mass = SAYS_OF_MASS.search(lines.get(place, "")) is not None
        of_mass = of_mass or (*place, result.analyte) in also_in_mass
        is_plain = result.unit == "%" and result.basis is Basis.PRODUCT and not of_mass
        if not (is_plain and result.analyte == SEVEN_OH and (result.value or 0) > limit):
            found.append(result)
            continue
        found.append(_open(result))
        questions.append(
            f"{result.as_read} of 7-hydroxymitragynine: is that a share of the product, or of all "
            "alkaloids?"
        )
    return found, tuple(questions)


def _open(result: Result) -> Result:
    return replace(result, basis=Basis.NOT_SAID, confidence=Confidence.LOW)


def of_dry_weight(results: list[Result], whole: str) -> list[Result]:
    """The results as shares of the dry weight, where the document says so of all of them."""
    if DRY_STATEMENT.search(whole) is None or NOT_DRY.search(whole) is not None:
        return results
    return [
        replace(result, basis=Basis.DRY)
        if result.basis is Basis.PRODUCT
        and is_mass_fraction(result.unit)
        and result.analyte != WATER
        else result
        for result in results
    ]
