"""The review as the object of the contract: plain JSON types only."""

from __future__ import annotations

import json
import re

from ketum.finding import Because, Finding
from ketum.review import Answer, Review

__all__ = ["as_json", "document_of"]

NUMBERS = re.compile(r"\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]")


def as_json(document: object) -> str:
    """Indented, but a list of numbers on one line, with a final line end."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return f"{NUMBERS.sub(_on_one_line, text)}\n"


def _on_one_line(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"


def document_of(review: Review) -> dict[str, object]:
    """The keys and words of the contract, in its order."""
    return {
        "disposition": review.disposition.word,
        "disposition_because": [
            {
                "row": held.row,
                "disposition": held.disposition.word,
                "why": held.why,
                "because": _because(held.because),
                "decided": held.decided,
            }
            for held in review.disposition_because
        ],
        "summary": review.summary,
        "findings": [_finding(finding) for finding in review.findings],
        "unanswered": [
            {"fact": fact, "needed_by": list(needed_by), "why": why}
            for fact, needed_by, why, _ in review.unanswered
        ],
        "not_recognised": [
            {"text": entry.text, "where": entry.where, "read_as": entry.read_as}
            for entry in review.not_recognised
        ],
        "product": _answer(review.product),
        "exposure": _answer(review.exposure),
        "law": _answer(review.law),
        "plan": _answer(review.plan),
        "evidence": {
            "release": review.evidence.release,
            "on": review.evidence.on,
            "unconfirmed": list(review.evidence.unconfirmed),
        },
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "urgency": finding.urgency.value,
        "title": finding.title,
        "action": finding.action,
        "because": _because(finding.because),
        "cites": [
            {"source": cite.source.id, "at": cite.at, "confirmed": cite.confirmed}
            for cite in finding.cites
        ],
        "certainty": finding.certainty.value,
    }


def _because(reasons: tuple[Because, ...]) -> list[dict[str, str]]:
    return [{"fact": b.fact, "value": b.value, "where": b.where} for b in reasons]


def _answer(answer: Answer) -> dict[str, object]:
    return {"answer": answer.answer, "reason": answer.reason}
