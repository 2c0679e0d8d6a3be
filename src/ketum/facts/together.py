"""What parts of one entry mean together: suicidal thoughts and a plan, an infant and drowsiness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketum.case import Case, Statement
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Bounds
from ketum.evidence.words import WordList
from ketum.facts.ages import read_age
from ketum.facts.interval import Interval, lies_within
from ketum.terminology import Concept, Unread
from ketum.truth import Truth

__all__ = ["is_infant", "taken_together"]

# The words of the list beside one of its entries make it the other term.
GRAVER = {
    "plan_beside": "suicidal-with-plan-or-intent",
    "attempt_of_today": "suicidal-with-plan-or-intent",
    "intent_beside": "intentional-overdose",
}
INFANT_SIGNS = "infant_signs"
INFANT_TERM = "sleepy-infant"
# "Without any clear plan": a denial this many words before the phrase is one of it.
DENIED_WITHIN = 3


def is_infant(case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether the person of the case is known to be in the first year of life."""
    age = case.person.age_years
    if age is None:
        return False
    years = (
        read_age(age, knowledge.vocabulary.amounts)
        if isinstance(age, str)
        else Interval.exactly(age)
    )
    limit = knowledge.parameters["infant_below_years"].value
    return years is not None and lies_within(years, Bounds(under=limit)) is Truth.YES


def taken_together(
    concept: Concept,
    statement: Statement,
    unread: Sequence[Unread],
    knowledge: KnowledgeBase,
    *,
    infant: bool,
) -> Concept:
    """The concept, or the graver one that the words beside it or the age make of it.

    What is denied, past or of somebody else stays what it is.
    """
    if not (concept.present and statement.present) or concept.time in ("past", "family"):
        return concept
    if infant and concept.id in knowledge.words[INFANT_SIGNS].entries:
        return _as(concept, INFANT_TERM, knowledge)
    for name, graver in GRAVER.items():
        words = knowledge.words[name]
        beside = any(words.is_all_of(part.text) for part in unread)
        if concept.id in words.entries and (
            beside or _says(concept.remark, words, knowledge.words["denying"])
        ):
            return _as(concept, graver, knowledge)
    return concept


def _as(concept: Concept, identity: str, knowledge: KnowledgeBase) -> Concept:
    term = knowledge.vocabulary.terms[identity]
    why = f"{concept.label}, by the words beside it {term.label}"
    return replace(concept, id=identity, label=term.label, term=term, why=why)


def _says(text: str, words: WordList, denying: WordList) -> bool:
    """Whether one of the phrases stands in the text without a denial closely before it."""
    said = text.lower().split()
    return any(
        words.is_all_of(" ".join(said[start:end]))
        and not denying.occurs_in(" ".join(said[max(0, start - DENIED_WITHIN) : start]))
        for start in range(len(said))
        for end in range(start + 1, len(said) + 1)
    )
