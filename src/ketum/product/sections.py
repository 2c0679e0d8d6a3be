"""Which part of a certificate a line opens: potency, metals, microbes, solvents and so on."""

from __future__ import annotations

import re

from ketum.product.amounts import unit_of
from ketum.product.cells import SPACES
from ketum.product.layout import Line
from ketum.product.sentences import says_share_of_alkaloids

__all__ = ["OF_LIMITS", "opened_by", "opens_results", "unit_of_title", "withheld_by"]

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


OF_LIMITS = "it stands among limits, not among results."
OF_CLAIMS = "it stands among claims of a label, not among results."
CLAIMS = re.compile(
    r"(?:label|labell?ed|product) (?:claims?|amounts?|contents?) ?:?", re.IGNORECASE
)
RESULTS = re.compile(r"(?:[\w-]+ ){0,3}results?(?: of [\w ]{2,30})? ?:?", re.IGNORECASE)
OF_CONTROLS = "it stands among controls of the method, not among results."
LIMITS = re.compile(
    r"(?:[\w&'/-]+ ){0,5}(?:limits?|specifications?|acceptance criteria|action levels?"
    r"|requirements?)(?: (?:for|of|on|per) [\w ]{2,40})?(?: ?\([^)]{0,40}\))? ?:?",
    re.IGNORECASE,
)
CONTROLS = re.compile(
    r"(?:[\w&/-]+ ){0,3}(?:method blanks?|matrix spikes?(?: duplicates?)?|spike recover(?:y|ies)"
    r"|laboratory control samples?|lcs(?:/lcsd)?|surrogates?|calibration|system suitability"
    r"|certified reference materials?|blank results|recover(?:y|ies))"
    r"(?: (?:results?|data|summary|report|recover(?:y|ies)))?(?: ?\([^)]{0,40}\))? ?:?",
    re.IGNORECASE,
)
QUALITY = re.compile(
    r"(?:[\w&/-]+ ){0,2}(?:quality control|qc|qa/qc)(?: (?:results?|data|summary|samples?))? ?:?",
    re.IGNORECASE,
)


def withheld_by(line: Line, *, has_results: bool) -> str:
    """Why no row below this title is a result, "" where it is no such title."""
    text = SPACES.sub(" ", line.text).strip()
    if len(line.cells) > 1 or len(text) > LONGEST or re.search(r"\d ?(?:%|[a-z])", text):
        return ""
    if CONTROLS.fullmatch(text) or (has_results and QUALITY.fullmatch(text)):
        return OF_CONTROLS
    if CLAIMS.fullmatch(text):
        return OF_CLAIMS
    return OF_LIMITS if LIMITS.fullmatch(text) else ""


def opens_results(text: str) -> bool:
    """Whether a title says that results follow."""
    return RESULTS.fullmatch(SPACES.sub(" ", text).strip()) is not None


def opened_by(text: str) -> str | None:
    """The group of analytes that a title opens, None where the line is no title of one."""
    title = SPACES.sub(" ", text).strip()
    if not title or len(title) > LONGEST or ":" in title.rstrip(":"):
        return None
    return next((group for group, pattern in COMPILED if pattern.search(title)), None)


def unit_of_title(text: str) -> str | None:
    """The one unit a title names in brackets, for the table below it."""
    if says_share_of_alkaloids(text):
        return "% of alkaloids"
    units = {unit_of(part) for part in IN_BRACKETS.findall(text)} - {None}
    tail = text.rpartition(" in ")[2]
    units |= {unit_of(tail)} - {None} if " in " in text else set()
    last = text.rpartition(",")[2]
    units |= {unit_of(last)} - {None} if "," in text else set()
    return units.pop() if len(units) == 1 else None
