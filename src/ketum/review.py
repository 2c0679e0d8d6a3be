"""The whole pure pipeline: a case goes in, a review comes out.

    case -> facts -> screening -> interactions -> management -> law, plan -> review

A new rule is data: it goes into `knowledge/rules/screening` when it looks at the person,
`interactions` when it looks at what is combined, `cross` when it needs other findings;
`management.toml` says what is then done and `disposition.toml` where the person goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ketum.case import Case
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.rulebook import Stage
from ketum.facts import Facts, establish
from ketum.finding import Because, Disposition, Finding, NotRecognised, Unanswered
from ketum.interactions import interact
from ketum.law import LawOfPlace, law_findings, law_object, law_of
from ketum.management import DecidedRow, Managed, manage
from ketum.plan import Decision, decide
from ketum.plan.document import decision_object
from ketum.reasoning import View, merge
from ketum.screening import screen

ASKED_FIRST = ("conditions", "symptoms", "medicines", "substances")

__all__ = [
    "Answer",
    "Certified",
    "Certify",
    "EvidenceUsed",
    "Examined",
    "Expose",
    "HeldRow",
    "Review",
    "examine",
    "review",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A row of the decision table that held; the first of a review decided."""

    row: str
    disposition: Disposition
    why: str
    because: tuple[Because, ...]
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one room answered, or None and why there is no answer."""

    answer: dict[str, object] | None
    reason: str | None


# What answers on exposure; no finding reads the answer.
Expose = Callable[[Case, Facts, KnowledgeBase], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What the certificate that a case names says of the product, and the findings of that."""

    answer: Answer
    findings: tuple[Finding, ...]


# What opens and judges the certificate that a case names.
Certify = Callable[[Case, Facts, KnowledgeBase, LawOfPlace | None], Certified]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUsed:
    """The knowledge a review rests on, and which of its sources nobody has confirmed."""

    release: str
    on: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The answer to one case on one day; its fields are the keys of the contract."""

    disposition: Disposition
    disposition_because: tuple[HeldRow, ...]
    summary: str
    findings: tuple[Finding, ...]
    unanswered: tuple[Unanswered, ...]
    not_recognised: tuple[NotRecognised, ...]
    product: Answer
    exposure: Answer
    law: Answer
    plan: Answer
    evidence: EvidenceUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A review, and what each stage and the tables looked at: enough to explain a finding."""

    review: Review
    seen: Mapping[Stage, View]
    tables: View


def review(
    case: Case,
    knowledge: KnowledgeBase,
    *,
    certify: Certify | None = None,
    expose: Expose | None = None,
) -> Review:
    """Review one case. Pure: the same case and knowledge give the same review.

    Raises:
        InputRefused: values that no person can have; every one of them at once.


    Concentrations cost more than all the rest: whoever shows them gives `expose`. Whoever may
    open files gives `certify`; without it a certificate that is named says that nobody opened it.
    """
    return examine(case, knowledge, certify=certify, expose=expose).review


def examine(
    case: Case,
    knowledge: KnowledgeBase,
    *,
    certify: Certify | None = None,
    expose: Expose | None = None,
) -> Examined:
    """Review one case and keep what was looked at on the way."""
    facts = establish(case, knowledge)
    if facts.impossible:
        raise InputRefused(map(_impossible, facts.impossible))
    law = law_of(case.person.location, case.on, knowledge)
    product = _certified(case, facts, knowledge, law, certify)
    screened = screen(View(knowledge=knowledge, facts=facts))
    if product.findings:
        screened = replace(screened, findings=_with_product(screened, product), stage=None)
    managed = manage(interact(screened))
    # A screening rule reads no finding, so what screening left is what it looked at.
    seen = {Stage.SCREENING: screened, Stage.INTERACTIONS: screened, Stage.CROSS: managed.cross}
    answer = _answered(case, facts, managed, law, product.answer, knowledge)
    if expose is not None:
        answer = replace(answer, exposure=expose(case, facts, knowledge))
    return Examined(review=answer, seen=seen, tables=managed.tables)


def _impossible(place: str) -> Complaint:
    return Complaint(
        place=place,
        problem="nobody can have this value of what is named here.",
        remedy="Check the number and its unit, or take the entry out.",
    )


def _certified(
    case: Case,
    facts: Facts,
    knowledge: KnowledgeBase,
    law: LawOfPlace | None,
    certify: Certify | None,
) -> Certified:
    given = case.product is not None and case.product.certificate is not None
    if given and certify is not None:
        return certify(case, facts, knowledge, law)
    reason = _no_answer("product_not_opened" if given else "product", knowledge)
    return Certified(answer=reason, findings=())


def _with_product(screened: View, product: Certified) -> dict[str, Finding]:
    found = dict(screened.findings)
    for finding in product.findings:
        merge(found, finding)
    return found


def _answered(
    case: Case,
    facts: Facts,
    managed: Managed,
    law: LawOfPlace | None,
    product: Answer,
    knowledge: KnowledgeBase,
) -> Review:
    unanswered = (*managed.unanswered, *_unused(facts, managed))
    plan, objections = _planned(case, facts, managed, knowledge)
    findings = _following(managed.findings, law, facts, objections, knowledge)
    return Review(
        disposition=managed.disposition,
        disposition_because=_held(managed.rows),
        summary=_summary(managed, len(unanswered), facts, knowledge),
        findings=findings,
        unanswered=unanswered,
        not_recognised=facts.not_recognised,
        product=product,
        exposure=_no_answer("exposure", knowledge),
        law=_law(law, case, knowledge),
        plan=plan,
        evidence=EvidenceUsed(
            release=knowledge.release.id,
            on=case.on.isoformat(),
            unconfirmed=_unconfirmed(findings),
        ),
    )


def _planned(
    case: Case, facts: Facts, managed: Managed, knowledge: KnowledgeBase
) -> tuple[Answer, tuple[Finding, ...]]:
    """What is said of the plan of the case, and the objections to it."""
    if case.plan is None:
        return _no_answer("plan", knowledge), ()
    decided = decide(case, facts, managed.findings, managed.disposition, knowledge)
    objections = decided.findings if isinstance(decided, Decision) else ()
    return Answer(answer=decision_object(decided), reason=None), objections


def _following(
    findings: tuple[Finding, ...],
    law: LawOfPlace | None,
    facts: Facts,
    objections: tuple[Finding, ...],
    knowledge: KnowledgeBase,
) -> tuple[Finding, ...]:
    """With those of the law and of the plan, which follow those as loud and move nothing."""
    added = law_findings(law, facts, knowledge) if law is not None else ()
    everything = (*findings, *added, *objections)
    return tuple(sorted(everything, key=lambda finding: -finding.severity))


def _law(law: LawOfPlace | None, case: Case, knowledge: KnowledgeBase) -> Answer:
    if law is not None:
        return Answer(answer=law_object(law), reason=None)
    return _no_answer("law_place" if case.person.location else "law", knowledge)


def _held(rows: Iterable[DecidedRow]) -> tuple[HeldRow, ...]:
    return tuple(
        HeldRow(
            row=held.row.id,
            disposition=held.row.to,
            why=held.row.why,
            because=held.because,
            decided=place == 0,
        )
        for place, held in enumerate(rows)
    )


def _unused(facts: Facts, managed: Managed) -> tuple[Unanswered, ...]:
    """What was given and recognised, and is no reason of any finding: nothing is dropped."""
    reasons = {(b.value, b.where) for f in managed.findings for b in f.because}
    silent = (
        said.label
        for said in facts.said
        if said.present and said.time == "current" and (said.label, said.place) not in reasons
    )
    return tuple(
        Unanswered(
            fact=f"not read: {label}",
            needed_by=(),
            why=f"{label} was given; no rule of this release acts on it here.",
            could_reach=managed.disposition,
        )
        for label in dict.fromkeys((*facts.unused, *silent))
    )


def _summary(managed: Managed, unanswered: int, facts: Facts, knowledge: KnowledgeBase) -> str:
    """Where the person goes, the loudest reasons, how much was not checked, what comes first."""
    texts = knowledge.texts
    sentences = [texts[f"disposition.{managed.disposition.word}"].text]
    clinical = [finding for finding in managed.findings if finding.is_clinical]
    loudest = [f.title for f in clinical if f.severity == clinical[0].severity]
    if loudest:
        sentences.append(f"Found: {', '.join(loudest)}.")
    if managed.disposition is Disposition.MONITOR:
        checked = any(
            facts.asked[key] for key in ("conditions", "symptoms", "medicines", "substances")
        )
        found = "nothing_urgent" if clinical else "nothing_found"
        sentences.insert(0, texts[found if checked else "no_assessment"].text)
    if unanswered:
        noun = "fact is" if unanswered == 1 else "facts are"
        sentences.append(f"{unanswered} {noun} not known and may change this.")
    sentences.append(texts["not_recommended"].text)
    return " ".join(sentences)


def _no_answer(room: str, knowledge: KnowledgeBase) -> Answer:
    return Answer(answer=None, reason=knowledge.texts[f"room.{room}"].text)


def _unconfirmed(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({c.source.id for f in findings for c in f.cites if not c.confirmed}))
