"""Lines that are no rows of a table: a name with its value, and sentences that mention one."""

from __future__ import annotations

import re

from ketum.evidence.analytes import Analytes
from ketum.product.names import read_name

__all__ = ["mentions", "name_and_value", "says_share_of_alkaloids"]

PATTERNS = (
    re.compile(r"(.{2,60}?)\s*[:=]\s*(.+)"),
    re.compile(r"(.{2,60}?)\s+([<>≤]?\s?[\d.,]+\s?\S.*|ND\b.*)"),
)
OF_ALKALOIDS = re.compile(
    r"(?:%|per ?cent(?:age)?s?|shares?|fractions?|relative) ?(?:is |are |given |expressed )?"
    r"(?:of|to|based on|as|in) (?:the )?(?:total|sum of|all)\b.{0,20}alkaloid",
    re.IGNORECASE,
)


def name_and_value(text: str, analytes: Analytes) -> tuple[str, str] | None:
    """The two of "Mitragynine: 1.42 %" or "Mitragynine 1.42 %", None where there are none."""
    for pattern in PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None and read_name(found[1], analytes).analyte is not None:
            return found[1], found[2]
    return None


def mentions(text: str, analytes: Analytes) -> bool:
    """Whether any word of a sentence names an analyte."""
    return any(analytes.named(word) is not None for word in re.findall(r"[\w-]+", text))


def says_share_of_alkaloids(text: str) -> bool:
    """Whether a text says that shares are of all alkaloids and not of the product."""
    return OF_ALKALOIDS.search(text) is not None
