"""What `ketum product check` answers: the certificate, the verdicts and the content of a gram."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ketum.product.assess import Assessment
from ketum.product.certificate import Certificate
from ketum.product.content import Content
from ketum.product.document import certificate_object
from ketum.product.servings import AlkaloidDose
from ketum.product.verdicts import Judged, Verdict

SAID = {
    Judged.FAIL: "over or not met",
    Judged.CANNOT_TELL: "cannot be told",
    Judged.PASS: "under or met",
}

__all__ = ["assessment_object", "content_object", "dose_object", "verdict_object"]


def assessment_object(
    certificate: Certificate,
    assessment: Assessment,
    held: Mapping[str, Content],
    by_sample: Mapping[str, Mapping[str, Content]] | None = None,
) -> dict[str, object]:
    """The object of the contract, with what was asked and on which day.

    `by_sample` is the content of each lot, where a document has several and none was asked for.
    """
    read = certificate_object(certificate)
    lot = certificate.header.get("lot")
    return {
        **read,
        "document": {
            "kind": certificate.kind,
            "pages": certificate.pages,
            "confirmed": certificate.is_confirmed,
            "marked_synthetic": certificate.marked_synthetic,
        },
        "lot": lot.value if lot is not None else None,
        "summary": _summary(certificate, assessment, held),
        "on": assessment.on.isoformat(),
        "place": assessment.place,
        "verdicts": [verdict_object(verdict) for verdict in assessment.verdicts],
        "content": content_object(held),
        **(
            {"contents": {name: content_object(found) for name, found in by_sample.items()}}
            if by_sample
            else {}
        ),
    }


def _summary(certificate: Certificate, assessment: Assessment, held: Mapping[str, Content]) -> str:
    """One paragraph: how much is over, under or cannot be told, and what a gram holds."""
    counted = Counter(verdict.verdict for verdict in assessment.verdicts)
    words = [f"{counted[judged]} {said}" for judged, said in SAID.items() if counted[judged]]
    sentences = [f"{len(certificate.results)} values read; {', '.join(words)}."]
    if not certificate.is_confirmed:
        sentences.append("Nobody has confirmed the reading; it counts for nothing yet.")
    measured = [content for content in held.values() if content.measured and content.mg_per_g]
    for content in measured[:1]:
        sentences.append(
            f"A gram holds {content.mg_per_g:.3g} mg {content.analyte} "
            f"({content.low:.3g} to {content.high:.3g})."
        )
    over = dict.fromkeys(v.analyte or v.question for v in assessment.failed)
    if over:
        sentences.append(f"Over or not met: {', '.join(over)}.")
    return " ".join(sentences)


def verdict_object(verdict: Verdict) -> dict[str, object]:
    """One verdict with its arithmetic, its limit and its sources."""
    return {
        "question": verdict.question,
        "topic": verdict.topic,
        "analyte": verdict.analyte or None,
        "sample": verdict.sample or None,
        "verdict": verdict.verdict.value,
        "arithmetic": verdict.arithmetic,
        "per_day": verdict.per_day,
        "limit_source": verdict.limit or None,
        "limit_id": verdict.limit_id or None,
        "standing": verdict.standing.value,
        "as_read": verdict.as_read or None,
        "cites": [
            {"source": cite.source.id, "at": cite.at, "confirmed": cite.confirmed}
            for cite in verdict.cites
        ],
    }


def content_object(held: Mapping[str, Content]) -> dict[str, object]:
    """What a gram holds of each alkaloid, and from where to where."""
    return {
        name: {
            "mg_per_g": content.mg_per_g,
            "low": content.low,
            "high": content.high,
            "measured": content.measured,
            "why": content.why,
        }
        for name, content in held.items()
    }


def dose_object(doses: tuple[AlkaloidDose, ...]) -> dict[str, dict[str, object]]:
    """Milligrams of each alkaloid in an amount."""
    return {
        dose.analyte: {
            "mg": dose.mg,
            "low": dose.low,
            "high": dose.high,
            "measured": dose.measured,
            "arithmetic": dose.arithmetic,
        }
        for dose in doses
    }
