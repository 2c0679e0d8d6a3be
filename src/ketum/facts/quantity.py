"""Which quantity a name or a LOINC code stands for, and in which fluid it was measured."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.terminology import Field, recognise

__all__ = ["Quantity", "find_quantity", "loinc_in", "other_fluid"]

LOINC = re.compile(
    r"\s*(?:(?:https?://)?loinc(?:\.org)?\s*[|:/#]?\s*)?(\d{1,5}-\d)\s*", re.IGNORECASE
)
FLUIDS = ("specimen_blood", "specimen_other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What was measured."""

    id: str
    label: str


def find_quantity(what: str, knowledge: KnowledgeBase) -> Quantity | None:
    """The quantity a name or a LOINC code stands for; the name may also say where it was taken."""
    code = loinc_in(what)
    if code is not None:
        return _of_code(code, knowledge)
    return _named(what, knowledge) or _named(_without_fluid(what, knowledge), knowledge)


def loinc_in(what: str) -> str | None:
    """The code, where the name is one and nothing else."""
    match = LOINC.fullmatch(what)
    return match.group(1) if match else None


def _of_code(code: str, knowledge: KnowledgeBase) -> Quantity | None:
    """A measurement before a term: a disease may carry the code of what it is told by."""
    for measurement in knowledge.measurements.values():
        if code in measurement.loinc:
            return Quantity(id=measurement.id, label=measurement.label)
    terms = [term for term in knowledge.vocabulary.terms.values() if term.loinc == code]
    terms.sort(key=lambda term: term.role != "measures")
    return Quantity(id=terms[0].id, label=terms[0].label) if terms else None


def _named(what: str, knowledge: KnowledgeBase) -> Quantity | None:
    result = recognise(what, knowledge.vocabulary, Field.MEASUREMENT)
    if len(result.concepts) != 1 or result.concepts[0].term is None:
        return None
    return Quantity(id=result.concepts[0].id, label=result.concepts[0].label)


def _without_fluid(what: str, knowledge: KnowledgeBase) -> str:
    """The name alone: capillary glucose is a glucose; `other_fluid` tells the fluid."""
    lists = [knowledge.words[name] for name in FLUIDS]
    kept = [word for word in what.split() if not any(fluid.is_all_of(word) for fluid in lists)]
    return " ".join(kept)


def other_fluid(observation: Observation, knowledge: KnowledgeBase) -> bool:
    """Whether it was measured in something else than blood; nothing said counts as blood."""
    other = knowledge.words["specimen_other"]
    return other.occurs_in(observation.specimen) or other.occurs_in(observation.what)
