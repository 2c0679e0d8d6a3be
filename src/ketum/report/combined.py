"""What is combined, without a case: the answer to `ketum check` as an object."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ketum.citation import Citation
from ketum.report.document import document_of
from ketum.review import Review

__all__ = ["is_combined", "render_interactions_json"]

COMBINED = ("PD_", "PK_", "POLYPHARMACY_")


def is_combined(code: str) -> bool:
    """Whether a finding is about what is taken together, and not about the person."""
    return code.startswith(COMBINED)


def render_interactions_json(review: Review) -> str:
    """The findings on what is combined, each with what the evidence names instead."""
    whole = document_of(review)
    findings = [
        {**shown, "alternatives": [_instead(a.text, a.cites) for a in finding.alternatives]}
        for finding, shown in zip(review.findings, _listed(whole["findings"]), strict=True)
        if is_combined(finding.code)
    ]
    answer = {
        "findings": findings,
        "unanswered": whole["unanswered"],
        "not_recognised": whole["not_recognised"],
        "evidence": whole["evidence"],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _listed(findings: object) -> list[dict[str, object]]:
    return findings if isinstance(findings, list) else []


def _instead(text: str, cites: Iterable[Citation]) -> dict[str, object]:
    cited = [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]
    return {"text": text, "cites": cited}
