"""Which part of a certificate a line opens: potency, metals, microbes, solvents and so on."""

from __future__ import annotations

import re

from ketum.product.amounts import unit_of
from ketum.product.cells import SPACES

__all__ = ["opened_by", "unit_of_title"]

GROUPS: tuple[tuple[str, str], ...] = (
    ("metal", r"heavy metals?|elemental|trace metals?|metals|schwermetalle|toxic elements"),
    ("microbe", r"microb\w*|mikrobiolog\w*|pathogens?|bacteri\w*"),
    ("solvent", r"residual solvents?|solvents?|lösungsmittel"),
    ("pesticide", r"pesticides?|pestizide|agrochemical\w*"),
    ("mycotoxin", r"mycotoxins?|aflatoxins?|mykotoxine"),
    ("adulterant", r"adulterants?|undeclared|drug screen|synthetic\w*|toxicology"),
    ("alkaloid", r"alkaloid\w*|potency|mitragynine|assay|active ingredients?|cannabinoids?"),
)
COMPILED = tuple((group, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for group, words in GROUPS)
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
LONGEST = 90


def opened_by(text: str) -> str | None:
    """The group of analytes that a title opens, None where the line is no title of one."""
    title = SPACES.sub(" ", text).strip()
    if not title or len(title) > LONGEST or ":" in title.rstrip(":"):
        return None
    return next((group for group, pattern in COMPILED if pattern.search(title)), None)


def unit_of_title(text: str) -> str | None:
    """The one unit a title names in brackets, for the table below it."""
    units = {unit_of(part) for part in IN_BRACKETS.findall(text)} - {None}
    tail = text.rpartition(" in ")[2]
    units |= {unit_of(tail)} - {None} if " in " in text else set()
    return units.pop() if len(units) == 1 else None
