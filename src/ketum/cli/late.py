"""Rooms that are loaded only where a case needs them: its certificate, its concentrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ketum.case import Case
from ketum.cli.engine import engine
from ketum.dosing import Dosing, LotContent, NotComputable, dosing_of
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.law import LawOfPlace
from ketum.review import Answer, Certified

if TYPE_CHECKING:
    from ketum.lots import OpenedLot

__all__ = ["CaseRooms"]


class CaseRooms:
    """The rooms of one case whose certificate lies beside it, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lot: OpenedLot | None = None

    def certify(
        self, case: Case, facts: Facts, knowledge: KnowledgeBase, law: LawOfPlace | None
    ) -> Certified:
        """The answer on the certificate; a PDF is read in a process of its own."""
        from ketum.lots import certified, open_lot  # noqa: PLC0415

        self._lot = open_lot(case, self._folder, knowledge)
        if self._lot is None:
            return Certified(answer=Answer(answer=None, reason=None), findings=())
        return certified(self._lot, case, facts, knowledge, law)

    def expose(self, case: Case, facts: Facts, knowledge: KnowledgeBase) -> Answer:
        """The answer on exposure. Arrays and the engine are loaded only for a case with doses."""
        contents: dict[str, LotContent] = {} if self._lot is None else dict(self._lot.contents)
        dosing = dosing_of(case, facts, knowledge, contents)
        if isinstance(dosing, NotComputable) and not facts.agents:
            return Answer(answer=None, reason=dosing.why)
        from ketum.levels import levels_of_case  # noqa: PLC0415

        return levels_of_case(case, facts, knowledge, _simulated, contents)


def _simulated(dosing: Dosing, knowledge: KnowledgeBase) -> dict[str, object]:
    with engine():
        from ketum.cli.exposing import exposed  # noqa: PLC0415

        return exposed(dosing, knowledge)
