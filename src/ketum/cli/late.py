"""What answers on exposure, loaded only where a case has something to compute."""

from __future__ import annotations

from ketum.case import Case
from ketum.dosing import Dosing, NotComputable, dosing_of
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.review import Answer

__all__ = ["expose"]


def expose(case: Case, facts: Facts, knowledge: KnowledgeBase) -> Answer:
    """The answer on exposure. Arrays and the engine are loaded only for a case that needs them."""
    dosing = dosing_of(case, facts, knowledge)
    if isinstance(dosing, NotComputable) and not facts.agents:
        return Answer(answer=None, reason=dosing.why)
    from ketum.levels import levels_of_case  # noqa: PLC0415

    return levels_of_case(case, facts, knowledge, _simulated)


def _simulated(dosing: Dosing, knowledge: KnowledgeBase) -> dict[str, object]:
    from ketum.cli.exposing import exposed  # noqa: PLC0415

    return exposed(dosing, knowledge)
