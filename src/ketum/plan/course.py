"""The nouns of a plan: what a clinician writes; no number in it is of Ketum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

__all__ = [
    "Contact",
    "Intake",
    "Phase",
    "Plan",
    "Signature",
    "Step",
    "Substance",
    "Track",
]


class Phase(Enum):
    """What a step is for."""

    ASSESS = "assess"
    STABILISE = "stabilise"
    HOLD = "hold"
    TAPER = "taper"
    SWITCH = "switch"
    FOLLOW_UP = "follow_up"


class Track(Enum):
    """By which calendar the person is followed."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Substance(Enum):
    """What the doses of a plan are of."""

    LEAF = "leaf"
    SEVEN_OH = "7-OH"
    EXTRACT = "extract"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One intake of a day: grams of product ("g") or milligrams of mitragynine ("mg")."""

    at: time
    amount: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The same day, `days` times over; criteria stand as the clinician wrote them."""

    number: int
    phase: Phase
    starts: date
    days: int
    intakes: tuple[Intake, ...] = ()
    advance: tuple[str, ...] = ()
    hold: tuple[str, ...] = ()
    go_back: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()

    @property
    def ends(self) -> date:
        """The first day after the step."""
        return self.starts + timedelta(days=self.days)

    @property
    def day_total(self) -> float:
        """What the intakes of a day add up to, in the unit of the step."""
        return sum(intake.amount for intake in self.intakes)

    @property
    def unit(self) -> str | None:
        return self.intakes[0].unit if self.intakes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed when and why; `acknowledged` gives the reason for each warning, by its code.

    `of` is the digest of the plan that was signed: of another plan the signature is none.
    """

    by: str
    role: str
    at: datetime
    reason: str
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is called, and on what number."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One version of a plan; a change is a version of its own."""

    id: str
    version: int
    start: date
    time_zone: str
    track: Track
    goal: str
    substance: Substance
    form: str | None = None
    lot: str | None = None
    supervisor: str | None = None
    reason: str | None = None
    steps: tuple[Step, ...] = ()
    check_ins: tuple[str, ...] = ()
    stop_rules: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def is_signed(self) -> bool:
        return bool(self.signatures)

    @property
    def ends(self) -> date | None:
        """The first day after the last step, None where no step is written."""
        return self.steps[-1].ends if self.steps else None

    @property
    def taper_starts(self) -> date:
        """The first day of the first step of a taper; that of the plan where it has none."""
        return next((s.starts for s in self.steps if s.phase is Phase.TAPER), self.start)

    def step_on(self, day: date) -> Step | None:
        return next((step for step in self.steps if step.starts <= day < step.ends), None)
