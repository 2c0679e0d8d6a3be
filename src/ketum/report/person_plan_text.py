"""A plan for the person who follows it, as plain text in short lines."""

from __future__ import annotations

import textwrap
from datetime import date, time

from ketum.plan.person import PersonPlan

__all__ = ["render_person_plan"]

WIDTH = 66
NOON = 12
UNITS = {"g": "grams", "mg": "milligrams of mitragynine"}


def render_person_plan(said: PersonPlan, on: date) -> str:
    """The day, what the plan says for it, and what to do when it goes otherwise."""
    lines = [said.heading.upper(), f"{on.day} {on:%B}", ""]
    lines += [line for each in said.before for line in textwrap.wrap(each, WIDTH)]
    lines += [
        f"- {_clock(each.at)}: {each.amount:g} {UNITS.get(each.unit, each.unit)}"
        for each in said.intakes
    ]
    lines.append("")
    lines += [line for each in said.after for line in textwrap.wrap(each, WIDTH)]
    return "\n".join(lines) + "\n"


def _clock(at: time) -> str:
    hour = at.hour % NOON or NOON
    return f"{hour}:{at:%M} {'am' if at.hour < NOON else 'pm'}"
