"""The findings that the answers about a product give."""

from __future__ import annotations

from collections.abc import Iterator

from ketum.evidence import KnowledgeBase
from ketum.evidence.product_rules import ProductRule
from ketum.finding import Because, Certainty, Finding
from ketum.product.assess import Assessment
from ketum.product.certificate import Certificate, Unreadable
from ketum.product.verdicts import Verdict
from ketum.reasoning import certainty_of, urgency_of

__all__ = ["product_findings", "unreadable_findings"]

PLACE = "product.certificate"
MOST_REASONS = 6


def product_findings(
    assessment: Assessment, certificate: Certificate, knowledge: KnowledgeBase
) -> tuple[Finding, ...]:
    """One finding a code. Of a reading that nobody confirmed there is one: that it needs it.

    It says which findings the reading would give, and moves nothing before a person has looked.
    """
    held = list(_held(assessment, knowledge))
    if certificate.is_confirmed:
        return tuple(_finding(rule, tuple(_reasons(v)), v) for rule, v in held)
    for rule in knowledge.product_rules:
        if rule.unconfirmed:
            return (_finding(rule, tuple(_to_confirm(held)), []),)
    return ()


def _held(
    assessment: Assessment, knowledge: KnowledgeBase
) -> Iterator[tuple[ProductRule, list[Verdict]]]:
    """The loudest rule of each code that holds, with the verdicts of every rule of the code."""
    held: dict[str, tuple[ProductRule, list[Verdict]]] = {}
    for rule in knowledge.product_rules:
        verdicts = [verdict for verdict in assessment.verdicts if _holds(rule, verdict)]
        if verdicts:
            _, reasons = held.setdefault(rule.code.code, (rule, []))
            reasons.extend(verdicts)
    yield from held.values()


def unreadable_findings(certificate: Unreadable, knowledge: KnowledgeBase) -> tuple[Finding, ...]:
    """The finding that a certificate was named and not read."""
    because = (Because("certificate", f"not read: {certificate.why}", PLACE),)
    for rule in knowledge.product_rules:
        if rule.unreadable:
            return (_finding(rule, because, []),)
    return ()


def _holds(rule: ProductRule, verdict: Verdict) -> bool:
    if rule.unreadable or not rule.topics:
        return False
    return (
        not rule.topics.isdisjoint((verdict.topic, verdict.limit_id))
        and verdict.limit_id not in rule.without
        and verdict.verdict.value in rule.verdicts
        and (not rule.standings or verdict.standing.name.lower() in rule.standings)
        and (not rule.analytes or verdict.analyte in rule.analytes)
    )


def _reasons(held: list[Verdict]) -> Iterator[Because]:
    for verdict in held[:MOST_REASONS]:
        sample = f", sample {verdict.sample}" if verdict.sample else ""
        where = verdict.limit.partition(": ")[0] or verdict.question
        yield Because(
            verdict.analyte or "certificate", f"{where}: {verdict.arithmetic}{sample}", PLACE
        )
    if len(held) > MOST_REASONS:
        yield Because("certificate", f"{len(held) - MOST_REASONS} answers more", PLACE)


def _to_confirm(held: list[tuple[ProductRule, list[Verdict]]]) -> Iterator[Because]:
    yield Because("certificate", "read by the program, not yet confirmed by a person", PLACE)
    for rule, verdicts in held:
        said = f"would be found ({rule.severity.word}): {verdicts[0].arithmetic}"
        yield Because(rule.code.title, said, PLACE)


def _finding(rule: ProductRule, because: tuple[Because, ...], held: list[Verdict]) -> Finding:
    cites = tuple(dict.fromkeys((*rule.cites, *(c for v in held for c in v.cites))))
    doubtful = bool(held) and not any(verdict.confirmed for verdict in held)
    return Finding(
        code=rule.code.code,
        severity=rule.severity,
        urgency=urgency_of(rule.severity, rule.urgency),
        title=rule.code.title,
        action=rule.action,
        because=because,
        cites=cites,
        certainty=Certainty.UNCONFIRMED if doubtful else certainty_of(cites),
        rule=rule.id,
    )
