"""The certificate of a case: opened, judged at this place and daily amount, and what it holds.

A person confirms a reading before it counts: until then its findings are only announced, and its
content is not used for doses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ketum.case import Case
from ketum.dosing import LotContent
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.law import LawOfPlace, State
from ketum.product import (
    Assessment,
    Certificate,
    Judged,
    Unreadable,
    assess,
    read_certificate,
)
from ketum.product.content import Content, contents
from ketum.product.findings import product_findings, unreadable_findings
from ketum.product.judged_document import assessment_object
from ketum.product.legal_caps import LegalCap
from ketum.product.paperwork import samples_of_lot
from ketum.product.sample import Sample, samples_of
from ketum.review import Answer, Certified

CAPS_OF = (State.HOLDS, State.PROPOSED)

__all__ = ["OpenedLot", "certified", "failing_at", "legal_caps", "open_lot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLot:
    """A certificate that was opened, or why it could not be; contents for doses if confirmed."""

    certificate: Certificate | Unreadable
    contents: Mapping[str, LotContent] = field(default_factory=dict)


def open_lot(case: Case, folder: Path, knowledge: KnowledgeBase) -> OpenedLot | None:
    """The certificate a case names: an object in it, or a file, by its path from `folder`."""
    given = None if case.product is None else case.product.certificate
    if given is None:
        return None
    try:
        if isinstance(given, str):
            read = read_certificate(folder / given, knowledge)
        else:
            read = _typed(read_certificate(given, knowledge))
    except InputRefused as refused:
        why = " ".join(f"It {each.problem} {each.remedy}" for each in refused.complaints[:1])
        return OpenedLot(certificate=Unreadable(why))
    if not read.is_confirmed:
        return OpenedLot(certificate=read)
    held = contents(
        read, None, knowledge, sample=_sample(case, read), same_lot=_same_lot(case, read)
    )
    return OpenedLot(certificate=read, contents=_measured(held))


def _typed(certificate: Certificate) -> Certificate:
    """Values typed into a case are those of the person who typed them, unless one is in doubt."""
    if certificate.is_confirmed or certificate.questions or certificate.kind == "pdf":
        return certificate
    return replace(certificate, confirmed_by="typed into the case")


def certified(
    lot: OpenedLot,
    case: Case,
    facts: Facts,
    knowledge: KnowledgeBase,
    law: LawOfPlace | None,
) -> Certified:
    """The answer on the product and its findings, for a review."""
    if isinstance(lot.certificate, Unreadable):
        return Certified(
            answer=Answer(
                answer=None, reason=f"The certificate was not read. {lot.certificate.why}"
            ),
            findings=unreadable_findings(lot.certificate, knowledge),
        )
    grams = facts.kratom.grams_per_day
    assessment = assess(
        lot.certificate,
        knowledge,
        on=case.on,
        grams_per_day=None if grams is None else (grams.low, grams.high),
        place=law.place.code if law is not None else None,
        legal=legal_caps(law),
        wanted_lot=case.product.lot if case.product is not None else None,
    )
    return Certified(
        answer=Answer(
            answer=_object(lot.certificate, assessment, case, facts, knowledge), reason=None
        ),
        findings=product_findings(assessment, lot.certificate, knowledge),
    )


def failing_at(
    lot: OpenedLot, case: Case, grams_per_day: float, law: LawOfPlace | None,
    knowledge: KnowledgeBase,
) -> tuple[str, ...]:  # fmt: skip
    """What the lot fails at so many grams a day, each with its arithmetic."""
    if isinstance(lot.certificate, Unreadable):
        return ()
    assessment = assess(
        lot.certificate,
        knowledge,
        on=case.on,
        grams_per_day=(grams_per_day, grams_per_day),
        place=law.place.code if law is not None else None,
        legal=legal_caps(law),
        wanted_lot=case.product.lot if case.product is not None else None,
    )
    return tuple(
        f"{verdict.question}: {verdict.arithmetic}".rstrip(": ")
        for verdict in assessment.verdicts
        if verdict.verdict is Judged.FAIL
    )


def legal_caps(law: LawOfPlace | None) -> tuple[LegalCap, ...]:
    """The content caps of the acts that hold at a place that day, and of those only proposed."""
    layers = [layer for answer in law.answers for layer in answer.layers] if law is not None else []
    shown = {layer.event.id: layer for layer in layers if layer.state in CAPS_OF}
    return tuple(
        cap
        for layer in shown.values()
        for cap in LegalCap.all_of(layer.event, is_in_force=layer.state is State.HOLDS)
    )


def _object(
    certificate: Certificate,
    assessment: Assessment,
    case: Case,
    facts: Facts,
    knowledge: KnowledgeBase,
) -> dict[str, object]:
    families = facts.kratom.families
    held = contents(
        certificate,
        next(iter(families)) if len(families) == 1 else None,
        knowledge,
        sample=_sample(case, certificate),
        same_lot=_same_lot(case, certificate),
    )
    return assessment_object(certificate, assessment, held)


def _sample(case: Case, certificate: Certificate) -> str:
    """The sample whose lot is the one in hand; where none is, the only one there is."""
    found = _of_lot(case, certificate)
    return found[0].name if len(found) == 1 else ""


def _same_lot(case: Case, certificate: Certificate) -> bool:
    return bool(_of_lot(case, certificate))


def _of_lot(case: Case, certificate: Certificate) -> tuple[Sample, ...]:
    wanted = case.product.lot if case.product is not None else None
    return samples_of_lot(samples_of(certificate), wanted)


def _measured(held: Mapping[str, Content]) -> dict[str, LotContent]:
    return {
        name: LotContent(mg_per_g=content.mg_per_g, cv=content.cv)
        for name, content in held.items()
        if content.measured and content.mg_per_g and content.cv is not None
    }
