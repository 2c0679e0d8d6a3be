"""A case with a plan as the commands of `ketum plan` need it: read, with what its lot holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from ketum.case import Case
from ketum.cli.engine import engine
from ketum.cli.late import CaseRooms
from ketum.cli.review import day_of
from ketum.dosing import Dosing, LotContent, NotComputable, dosing_of
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase, load
from ketum.facts import establish
from ketum.finding import Severity, Urgency
from ketum.intake import Format, content_of, read
from ketum.lots import open_lot
from ketum.monitoring import read_sound_events, watch
from ketum.plan import Decision, Plan, Referral, decide, read_plan
from ketum.plan.steps import content_of as content_in_lot
from ketum.plan.steps import dosing_of_plan
from ketum.plan.switch import Switch, switch
from ketum.report import build
from ketum.review import Review, review

__all__ = ["Given"]

OF_PLANS = "PLAN_"


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

    def told(self, answer: Review) -> dict[str, object]:
        """What the review of the case says beside the plan: its loud findings, and help lines."""
        report = build(answer, self.knowledge, self.case.person.location)
        loud = (f for f in answer.findings if f.severity >= Severity.MAJOR)
        return {
            "review": [
                {"code": f.code, "title": f.title, "severity": f.severity.word, "action": f.action}
                for f in loud
                if not f.code.startswith(OF_PLANS)
            ],
            "help": list(report.help),
        }

    def usual(self) -> Dosing | None:
        facts = establish(self.case, self.knowledge)
        found = dosing_of(self.case, facts, self.knowledge, self.contents)
        return None if isinstance(found, NotComputable) else found

    def _settled(self) -> float | None:
        try:
            plan = self.plan()
        except InputRefused:
            return None
        with engine():
            from ketum.previews import days_to_settle  # noqa: PLC0415

            return days_to_settle(plan, self.contents, self.case.person.weight_kg, self.knowledge)

    def is_stopped(self, events: Path) -> bool:
        """Whether an alarm that ends the plan is open, or an emergency is."""
        now = datetime.now(UTC)
        told, complaints = read_sound_events(events, self.knowledge, now=now)
        if complaints:
            raise InputRefused(complaints)
        watched = watch(self.plan(), told, self.knowledge, now)
        return any(
            alert.is_open and (alert.stops or alert.flag.urgency is Urgency.NOW)
            for alert in watched.alerts
        )

    def previewed(self, plan: Plan) -> dict[str, object]:
        """The contract's object of a preview, after the use that the case tells of."""
        usual = self.usual()
        with engine():
            from ketum.previews import preview, preview_object  # noqa: PLC0415

            weight = self.case.person.weight_kg
            return preview_object(preview(plan, self.contents, weight, self.knowledge, usual=usual))

    def strength(self, plan: Plan) -> tuple[float, float] | None:
        """How strongly the first step would hold the mu receptor, least and most."""
        first = tuple(step for step in plan.steps if step.intakes)[:1]
        content = content_in_lot(plan, self.contents, self.knowledge)
        dosing = dosing_of_plan(plan, first, content, self.case.person.weight_kg)
        if dosing is None:
            return None
        with engine():
            from ketum.previews import strength_at  # noqa: PLC0415

            return strength_at(dosing, self.knowledge)

    def switched(self, to: str) -> Switch:
        """What each source says of the wait, with what is left by then where it can be told."""
        facts = establish(self.case, self.knowledge)
        dosing = dosing_of(self.case, facts, self.knowledge, self.contents)
        if isinstance(dosing, NotComputable):
            return switch(to, self.knowledge, reason=dosing.why)
        with engine():
            from ketum.previews import remaining_after  # noqa: PLC0415

            return switch(
                to, self.knowledge, partial(remaining_after, dosing, knowledge=self.knowledge)
            )
