"""Signing: a plan is a draft until a clinician signs it; every loud warning has its own reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from ketum.errors import Complaint, InputRefused
from ketum.finding import Finding, Severity
from ketum.plan.course import Plan, Signature
from ketum.plan.decide import Decision, Referral
from ketum.plan.document import plan_object

__all__ = ["digest", "objections", "revised", "sign"]


def sign(
    decided: Decision | Referral,
    findings: Iterable[Finding],
    signature: Signature,
    second: Signature | None = None,
) -> Plan:
    """The plan that was decided on, signed; `findings` are those of the review.

    Raises:
        InputRefused: with everything that stands against it. A referral is never signed; each
            warning from major on needs a reason by its code, contraindicated a second signer.
    """
    if isinstance(decided, Referral):
        raise _refused("plan", "This case can only be referred.", decided.call)
    if decided.plan is None:
        complaints = decided.complaints or (_complaint("plan", "There is none.", "Write one."),)
        raise InputRefused(complaints)
    complaints = tuple(objections(decided, tuple(findings), signature, second))
    if complaints:
        raise InputRefused(complaints)
    of = digest(decided.plan)
    signed = (signature,) if second is None else (signature, second)
    return replace(decided.plan, signatures=tuple(replace(each, of=of) for each in signed))


def digest(plan: Plan) -> str:
    """What tells a plan from every other, whoever signed it.

    It finds a plan that was changed after it was signed, not a person who signs for another.
    """
    told = {key: value for key, value in plan_object(plan).items() if key != "signatures"}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def revised(plan: Plan, **changes: object) -> Plan:
    """The next version: a draft that nobody has signed."""
    return replace(plan, **{**changes, "version": plan.version + 1, "signatures": ()})  # type: ignore[arg-type]


def objections(
    decided: Decision,
    findings: tuple[Finding, ...],
    signature: Signature,
    second: Signature | None,
) -> Iterable[Complaint]:
    """Everything that stands against these signatures."""
    plan = decided.plan
    if plan is not None and plan.is_signed:
        yield _complaint("plan", "It is signed already.", "Make a new version of it.")
    if plan is not None and not plan.steps:
        yield _complaint("plan.steps", "There is no step.", "Write one.")
    for signer, place in ((signature, "signature"), (second, "second_signature")):
        if signer is not None and not (signer.by.strip() and signer.reason.strip()):
            yield _complaint(place, "The name or the reason is missing.", "Give both.")
        if signer is not None and signer.at.tzinfo is None:
            yield _complaint(f"{place}.at", "The zone is missing.", "Give a moment with its zone.")
    warnings = {f.code: f for f in (*decided.findings, *findings) if f.severity >= Severity.MAJOR}
    for code, finding in sorted(warnings.items(), key=lambda item: (-item[1].severity, item[0])):
        if finding.severity is Severity.EMERGENCY:
            yield _complaint("plan", f"{code} is an emergency.", "Refer; it cannot be signed.")
        elif not signature.acknowledged.get(code, "").strip():
            yield _complaint(
                "signature.acknowledged", f"{code} has no reason.", "Acknowledge it by its code."
            )
        if finding.severity is Severity.CONTRAINDICATED:
            if second is None or second.by.strip().casefold() == signature.by.strip().casefold():
                yield _complaint(
                    "second_signature", f"{code} needs a second signer.", "Another clinician signs."
                )
            elif not second.acknowledged.get(code, "").strip():
                yield _complaint(
                    "second_signature.acknowledged", f"{code} has no reason.", "Give one."
                )


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)


def _refused(place: str, problem: str, remedy: str) -> InputRefused:
    return InputRefused([_complaint(place, problem, remedy)])
