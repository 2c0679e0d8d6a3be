"""What differs between two versions of a plan, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum

from ketum.plan.course import Contact, Intake, Plan, Signature, Step

__all__ = ["Change", "differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that differs; None where it is not there in one of the versions."""

    place: str
    before: str | None
    after: str | None


def differences(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every field that differs, then every step, in the order of the plan."""
    return tuple(_plans(old, new))


def _plans(old: Plan, new: Plan) -> Iterator[Change]:
    for each in fields(Plan):
        if each.name == "steps":
            continue
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after:
            yield Change(place=each.name, before=_said(before), after=_said(after))
    for number in range(max(len(old.steps), len(new.steps))):
        yield from _steps(
            old.steps[number] if number < len(old.steps) else None,
            new.steps[number] if number < len(new.steps) else None,
            number + 1,
        )


def _steps(old: Step | None, new: Step | None, number: int) -> Iterator[Change]:
    place = f"step {number}"
    if old is None or new is None:
        yield Change(
            place=place,
            before=None if old is None else _step(old),
            after=None if new is None else _step(new),
        )
        return
    for each in fields(Step):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after:
            yield Change(place=f"{place}, {each.name}", before=_said(before), after=_said(after))


def _step(step: Step) -> str:
    amount = f"{step.day_total:g} {step.unit} a day" if step.intakes else "no intake"
    return f"{step.phase.value}, {amount}, {step.days} days from {step.starts.isoformat()}"


def _said(value: object) -> str | None:
    if value is None or value in ((), ""):
        return None
    if isinstance(value, tuple):
        return "; ".join(str(_said(each)) for each in value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Intake):
        return f"{value.at:%H:%M} {value.amount:g} {value.unit}"
    if isinstance(value, Signature):
        return f"{value.by}, {value.role}, {value.at.isoformat(timespec='minutes')}"
    if isinstance(value, Contact):
        return f"{value.name}, {value.role}, {value.phone}"
    return str(value)
