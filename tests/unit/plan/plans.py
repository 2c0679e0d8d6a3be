"""Plans and cases that the tests of the room share."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.plan import Decision, Referral, Signature, decide
from ketum.review import Review, review

ON = date(2026, 11, 23)
TIMES = ("07:00", "12:00", "17:00", "22:00")


def step(phase: str, days: int, *amounts: float, **more: Any) -> dict[str, Any]:
    """A step with an intake for each amount, in grams."""
    intakes = [
        {"at": at, "amount": amount, "unit": "g"}
        for at, amount in zip(TIMES, amounts, strict=False)
    ]
    return {"phase": phase, "days": days, "intakes": intakes, **more}


WHOLE: dict[str, Any] = {
    "id": "p", "start": "2026-11-24", "time_zone": "Europe/Prague", "goal": "taper",
    "substance": "leaf", "form": "capsules", "lot": "L1", "supervisor": "Dr Roy",
    "reason": "Buprenorphine and methadone were offered and declined.",
    "check_ins": ["sows16", "contact"], "stop_rules": ["jaundice"],
    "contacts": [{"name": "Dr Roy", "role": "supervisor", "phone": "the clinic"}],
    "steps": [step("hold", 10, 2, 2, 2), step("taper", 10, 2, 2, 1), step("taper", 10, 2, 2)],
}  # fmt: skip
CASE: dict[str, Any] = {
    "on": ON.isoformat(),
    "person": {"age_years": 41, "sex": "female", "pregnant": False, "weight_kg": 68},
    "kratom": [{"form": "capsules", "grams_per_day": 6, "doses_per_day": 3}],
    "product": {"lot": "L1", "certificate": "lot.pdf"},
}


def plan_of(**changes: Any) -> dict[str, Any]:
    """The whole plan with some keys changed; None takes a key out."""
    return {k: v for k, v in {**deepcopy(WHOLE), **changes}.items() if v is not None}


def case_of(plan: dict[str, Any] | None, **changes: Any) -> Case:
    given = {**deepcopy(CASE), **changes}
    if plan is not None:
        given["plan"] = plan
    return read(json.dumps(given).encode(), Format.JSON, today=ON, on=None)


def decided(
    case: Case, knowledge: KnowledgeBase, **more: Any
) -> tuple[Review, Decision | Referral]:
    """The review of a case, and what is decided on its plan."""
    answer = review(case, knowledge)
    made = decide(
        case, establish(case, knowledge), answer.findings, answer.disposition, knowledge, **more
    )
    return answer, made


def signature(**acknowledged: str) -> Signature:
    return Signature(
        by="Dr Roy", role="physician", at=datetime.fromisoformat("2026-11-23T10:00+01:00"),
        reason="agreed with the person", acknowledged=acknowledged,
    )  # fmt: skip
