"""What a review takes from the law: the answer for the person's place, and one finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ketum.evidence import KnowledgeBase
from ketum.evidence.law_rules import LawRule
from ketum.facts import Facts
from ketum.finding import Because, Certainty, Finding
from ketum.law.answer import LawAnswer, LawOfPlace
from ketum.law.status import status
from ketum.reasoning import certainty_of, urgency_of
from ketum.truth import YES

__all__ = ["law_findings", "law_of", "substances_used"]

PLACE = "person.location"
# A product of another or an unread form is asked about as the leaf it is made of.
USED = {"leaf": ("leaf", "leaf"), "extract": ("leaf", "extract"), "seven_oh": ("7-OH", None)}


def law_of(location: str | None, on: date, knowledge: KnowledgeBase) -> LawOfPlace | None:
    """The law at the place a case names; None without a place, or one that is not known."""
    if location is None or not location.strip():
        return None
    law = status(location, on, knowledge)
    return law if law.place.code else None


def substances_used(law: LawOfPlace, facts: Facts, knowledge: KnowledgeBase) -> list[LawAnswer]:
    """The answers for the forms of kratom in use; for the leaf where no form is known."""
    if facts.kratom.used is not YES:
        return []
    used = dict.fromkeys(USED.get(f, USED["leaf"]) for f in sorted(facts.kratom.families))
    return [
        answer
        for substance, form in used or {USED["leaf"]: None}
        for answer in status(
            law.place.said, law.on, knowledge, substances=(substance,), form=form
        ).answers
        if answer.form == form
    ]


def law_findings(law: LawOfPlace, facts: Facts, knowledge: KnowledgeBase) -> tuple[Finding, ...]:
    """The loudest finding that the law gives for what is used; none where kratom is not used."""
    for rule in knowledge.law_rules:
        held = list(_held(rule, law, facts, knowledge))
        if held:
            return (_finding(rule, held, law),)
    return ()


def _held(
    rule: LawRule, law: LawOfPlace, facts: Facts, knowledge: KnowledgeBase
) -> Iterator[LawAnswer]:
    age = facts.person.age
    for answer in substances_used(law, facts, knowledge):
        grown = age is not None and answer.minimum_age is not None and age.low >= answer.minimum_age
        if answer.status in rule.statuses or (answer.status in rule.under_age and not grown):
            yield answer


def _finding(rule: LawRule, held: list[LawAnswer], law: LawOfPlace) -> Finding:
    cites = (*rule.cites, *(cite for a in held for e in a.events for cite in e.cites))
    doubtful = not all(answer.confirmed for answer in held)
    return Finding(
        code=rule.code.code,
        severity=rule.severity,
        urgency=urgency_of(rule.severity, rule.urgency),
        title=rule.code.title,
        action=rule.action,
        because=tuple(
            Because(
                f"law on {answer.substance}",
                f"{answer.status.value.replace('_', ' ')} in {law.place.name} on "
                f"{law.on.isoformat()}",
                PLACE,
            )
            for answer in held
        ),
        cites=tuple(dict.fromkeys(cites)),
        certainty=Certainty.UNCONFIRMED if doubtful else certainty_of(cites),
        rule=rule.id,
    )
