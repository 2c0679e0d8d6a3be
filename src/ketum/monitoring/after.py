"""The weeks after the last dose, when tolerance is lost and an overdose is likeliest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ketum.citation import Citation
from ketum.evidence.monitoring import Monitoring
from ketum.monitoring.agenda import Answered, Item, agenda, answers_of, slots_of
from ketum.monitoring.days import Days
from ketum.plan import Contact, Plan, Substance

__all__ = ["RiskWeeks", "risk_weeks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWeeks:
    """From the first day without a dose to the day after the last of these weeks."""

    starts: date
    ends: date
    is_now: bool
    contacts: tuple[Contact, ...]
    items: tuple[Item, ...]
    cites: tuple[Citation, ...]


def risk_weeks(
    plan: Plan,
    knowledge: Monitoring,
    days: Days,
    told: Mapping[str, Sequence[Answered]],
    now: float,
) -> RiskWeeks | None:
    """The weeks after the last planned dose, already on the calendar while it is still taken."""
    starts = _first_day_without(plan)
    if starts is None:
        return None
    length = int(knowledge.number("risk.days"))
    first = days.number_of(starts)
    moved = _Moved(days, first)
    items: list[Item] = []
    for measure in knowledge.after.values():
        slots = slots_of(measure.tracks[plan.track.value], moved, length)
        items += agenda(measure, slots, answers_of(measure, told), moved, now)
    return RiskWeeks(
        starts=starts,
        ends=days.date_of(first + length),
        is_now=days.begins(first) <= now < days.begins(first + length),
        contacts=plan.contacts,
        items=tuple(items),
        cites=knowledge.settings["risk.days"].cites,
    )


class _Moved(Days):
    """The same days, counted from another one."""

    def __init__(self, days: Days, first: int) -> None:
        self._days, self._by = days, first
        self.start = days.date_of(first)

    def day_of(self, at: float) -> int:
        return self._days.day_of(at) - self._by

    def date_of(self, day: int) -> date:
        return self._days.date_of(day + self._by)

    def begins(self, day: int) -> float:
        return self._days.begins(day + self._by)


def _first_day_without(plan: Plan) -> date | None:
    """The day after the last dose; the first day of a plan that begins without any."""
    dosing = [step for step in plan.steps if step.intakes]
    if dosing:
        return dosing[-1].ends
    return plan.start if plan.substance is Substance.NONE or plan.steps else None
