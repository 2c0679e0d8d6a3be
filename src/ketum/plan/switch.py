"""From the last kratom to the first buprenorphine or naltrexone: what each source says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.plans import PlanFigure

__all__ = ["SWITCHES", "Remaining", "Switch", "SwitchRow", "switch"]

SWITCHES: Mapping[str, str] = {
    "buprenorphine": "first-buprenorphine",
    "naltrexone": "first-naltrexone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """Mitragynine in ng/mL some hours after the last dose: the middle of people, 5 % and 95 %.

    `share` is the middle over the middle of the last peak.
    """

    hours: float
    median: float
    p05: float
    p95: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRow:
    """One source, and what would be left when its wait begins and ends."""

    figure: PlanFigure
    remaining: tuple[Remaining, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Every source, none chosen; `risks` say what may happen; `reason` why nothing was computed."""

    to: str
    rows: tuple[SwitchRow, ...]
    risks: tuple[PlanFigure, ...]
    reason: str | None


def switch(
    to: str,
    knowledge: KnowledgeBase,
    remaining: Callable[[tuple[float, ...]], tuple[Remaining, ...]] | None = None,
    reason: str | None = None,
) -> Switch:
    """What each source says of the wait, with the exposure that is left then.

    `remaining` answers for hours after the last dose; without it `reason` says why there is none.

    Raises:
        InputRefused: `to` is neither buprenorphine nor naltrexone.
    """
    topic = SWITCHES.get(to)
    if topic is None:
        words = ", ".join(SWITCHES)
        raise InputRefused(
            [Complaint(place="to", problem="This is not known here.", remedy=f"Use {words}.")]
        )
    figures = knowledge.plans.of(topic)
    waits = sorted(
        {wait for f in figures for wait in (f.wait_low_h, f.wait_high_h) if wait is not None}
    )
    left = {} if remaining is None else {each.hours: each for each in remaining(tuple(waits))}
    return Switch(
        to=to,
        rows=tuple(
            SwitchRow(
                figure=figure,
                remaining=tuple(
                    left[wait]
                    for wait in (figure.wait_low_h, figure.wait_high_h)
                    if wait is not None and wait in left
                ),
            )
            for figure in figures
        ),
        risks=knowledge.plans.of("precipitated"),
        reason=None if remaining is not None else reason,
    )
