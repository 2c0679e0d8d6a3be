"""Whether a taper is tolerated: a proposal with its reasons, never a change of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median

from ketum.citation import Citation
from ketum.evidence import KnowledgeBase
from ketum.finding import Urgency
from ketum.monitoring.alerts import Alert
from ketum.monitoring.days import Days
from ketum.plan import Phase, Plan, Step

__all__ = ["Against", "EndRange", "Move", "Proposal", "proposal"]

HOLD, GO_BACK = "hold", "go_back"
Scales = Mapping[str, Sequence[tuple[int, float]]]


class Move(Enum):
    """What may be done next; a clinician decides."""

    ADVANCE = "advance"
    HOLD = "hold"
    GO_BACK = "go back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A withdrawal scale in this step against the person's own baseline, both as medians.

    A median is None where there are fewer values than a trend needs; `points` are those of the
    step.
    """

    scale: str
    baseline: float | None
    here: float | None
    points: int

    @property
    def change(self) -> float | None:
        if self.baseline is None or self.here is None:
            return None
        return self.here - self.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRange:
    """When the last step may end.

    `earliest` keeps to the plan from where the person is, `latest` holds every step that is left
    once, for as long as it lasts.
    """

    earliest: date
    latest: date
    days_behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the entries speak for, with reasons; it changes nothing by itself."""

    move: Move
    step: int
    reasons: tuple[str, ...]
    against: tuple[Against, ...]
    ends: EndRange | None
    cites: tuple[Citation, ...]


def proposal(
    plan: Plan,
    knowledge: KnowledgeBase,
    scales: Scales,
    totals: Mapping[int, float],
    alerts: Iterable[Alert],
    days: Days,
    today: int,
) -> Proposal | None:
    """A proposal while a step of a taper is under way; None outside of one."""
    step = plan.step_on(days.date_of(today))
    if step is None or step.phase not in {Phase.TAPER, Phase.HOLD, Phase.STABILISE}:
        return None
    known = knowledge.monitoring
    least = int(known.number("trend.points"))
    began = days.number_of(step.starts)
    against = tuple(
        _against(
            name,
            found,
            days.number_of(plan.taper_starts),
            began,
            known.number("baseline.days"),
            least,
        )
        for name, found in sorted(scales.items())
    )
    here = [a for a in alerts if a.is_open or a.happened.timestamp() >= days.begins(began)]
    move, reasons, cites = _judge(here, knowledge, against, least)
    return Proposal(
        move=move,
        step=step.number,
        reasons=reasons,
        against=against,
        ends=_ends(plan, step, totals, days, today, int(known.number("pace.days"))),
        cites=cites,
    )


def _judge(
    alerts: Sequence[Alert], knowledge: KnowledgeBase, against: Sequence[Against], least: int
) -> tuple[Move, tuple[str, ...], tuple[Citation, ...]]:
    known = knowledge.monitoring
    back, hold = known.tolerance[GO_BACK], known.tolerance[HOLD]
    urgent = [a for a in alerts if a.is_open and (a.stops or a.flag.urgency is Urgency.NOW)]
    reasons = [f"Open: {label}. A clinician decides first." for label in _labels(urgent)]
    backing = [a for a in alerts if a.flag.id in back.flags]
    holding = [a for a in alerts if a.flag.id in hold.flags]
    for found, tolerance in ((backing, back), (holding, hold)):
        labels = _labels(found)
        if labels:
            reasons.append(f"{'; '.join(labels)}: {tolerance.says}.")
    cites = (*back.cites, *hold.cites)
    if urgent:
        return Move.HOLD, tuple(reasons), cites
    if backing:
        return Move.GO_BACK, tuple(reasons), cites
    if max((each.points for each in against), default=0) < least:
        reasons.append(f"Fewer than {least} withdrawal scores since this step began: no trend.")
        return Move.HOLD, tuple(reasons), cites
    if holding:
        return Move.HOLD, tuple(reasons), cites
    return Move.ADVANCE, ("Nothing since this step began speaks against it.",), cites


def _labels(alerts: Iterable[Alert]) -> list[str]:
    return list(dict.fromkeys(alert.flag.label for alert in alerts))


def _against(
    name: str,
    found: Sequence[tuple[int, float]],
    taper: int,
    began: int,
    length: float,
    least: int,
) -> Against:
    before = [value for day, value in found if taper - length < day <= taper]
    here = [value for day, value in found if day >= began]
    return Against(
        scale=name,
        baseline=median(before) if len(before) >= least else None,
        here=median(here) if len(here) >= least else None,
        points=len(here),
    )


def _ends(
    plan: Plan, step: Step, totals: Mapping[int, float], days: Days, today: int, recent: int
) -> EndRange | None:
    """From the day's total of late: the step that the person is at, and what is left from there."""
    # Today is not over, so what was taken today says nothing yet.
    last = sorted(day for day in totals if day < today)[-recent:]
    if len(last) < recent or plan.ends is None:
        return None
    taken = median(totals[day] for day in last)
    behind = 0
    reached = next((each for each in plan.steps if _is_at(each, step, taken)), None)
    if reached is not None and reached.starts < step.starts:
        behind = (days.date_of(today) - reached.ends).days
    at = reached if reached is not None and reached.starts < step.starts else step
    left = sum(each.days for each in plan.steps if each.starts > at.starts)
    end = days.number_of(plan.ends) + behind
    return EndRange(earliest=days.date_of(end), latest=days.date_of(end + left), days_behind=behind)


def _is_at(each: Step, step: Step, taken: float) -> bool:
    """The first step whose day is no larger than what is taken, in the unit of the present one."""
    return each.unit == step.unit and bool(each.intakes) and each.day_total <= taken
