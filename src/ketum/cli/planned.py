"""A case with a plan as the commands of `ketum plan` need it: read, with what its lot holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketum.case import Case
from ketum.cli.late import CaseRooms
from ketum.cli.review import day_of
from ketum.dosing import Dosing, LotContent, NotComputable, dosing_of
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase, load
from ketum.facts import establish
from ketum.intake import Format, content_of, read
from ketum.lots import open_lot
from ketum.plan import Decision, Plan, Referral, decide, read_plan
from ketum.review import Review, review

__all__ = ["Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """A case that was read, what its confirmed lot holds, and the bytes it was read from."""

    case: Case
    contents: dict[str, LotContent]
    knowledge: KnowledgeBase
    content: bytes
    written: Format

    @classmethod
    def of(cls, path: Path, on: str | None) -> Given:
        knowledge = load()
        content = content_of(path)
        is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        written = Format.JSON if is_json else Format.TOML
        case = read(content, written, today=date.today(), on=day_of(on))
        lot = open_lot(case, path.parent, knowledge)
        contents = dict(lot.contents) if lot is not None else {}
        return cls(case, contents, knowledge, content, written)

    def plan(self) -> Plan:
        return read_plan(self.case, self.knowledge)

    def decided(self, folder: Path, *, with_engine: bool) -> Decision | Referral:
        return self.judged(folder, with_engine=with_engine)[1]

    def judged(self, folder: Path, *, with_engine: bool) -> tuple[Review, Decision | Referral]:
        """The review of the case, and what it makes of the plan."""
        rooms = CaseRooms(folder)
        answer = review(self.case, self.knowledge, certify=rooms.certify)
        settled = None
        if with_engine and self.case.plan is not None:
            settled = self._settled()
        decided = decide(
            self.case,
            establish(self.case, self.knowledge),
            answer.findings,
            answer.disposition,
            self.knowledge,
            contents=self.contents,
            steady_state_d=settled,
        )
        return answer, decided

    def usual(self) -> Dosing | None:
        facts = establish(self.case, self.knowledge)
        found = dosing_of(self.case, facts, self.knowledge, self.contents)
        return None if isinstance(found, NotComputable) else found

    def _settled(self) -> float | None:
        from ketum.previews import days_to_settle  # noqa: PLC0415

        try:
            plan = self.plan()
        except InputRefused:
            return None
        return days_to_settle(plan, self.contents, self.case.person.weight_kg, self.knowledge)
