"""Write docs/explanation/courses.md: every scripted course with what Ketum really says to it.

PYTHONPATH=. python tools/course_pages.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from ketum.evidence import load
from ketum.law import status
from ketum.monitoring import Watched
from ketum.plan import Referral, replanned
from tests.courses.player import Course, courses

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "courses.md"
HEAD = """# Twelve courses, day by day

Made by `make docs` from `tests/courses/`: each case, its plan and its events are a script; all that
stands below them is what Ketum answered. What should be said was written before, from the clinical
sources, and the tests hold the answers against it. Names, days and numbers that no report gives are
scripted.
"""
QUIET = "Nothing new."


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for number, course in enumerate(courses(load()), start=1):
        parts.append("\n".join(_course(number, course)))
    return "\n".join(parts)


def _course(number: int, course: Course) -> Iterator[str]:
    script = course.script
    yield f"\n## {number}. {script['title']}\n"
    for source in script["drawn_from"]:
        found = course.knowledge.sources[source]
        yield f"Drawn from: {found.title}, {found.locator}."
    yield f"Scripted: {script['scripted']}\n"
    answer, decided = course.review(), course.decided()
    loud = ", ".join(f"`{f.code}` ({f.severity.word})" for f in answer.findings[:6])
    yield f"- **Review**: {answer.disposition.word.replace('_', ' ')}. {loud}."
    if isinstance(decided, Referral):
        yield f"- **Plan**: referred. {decided.call}"
    else:
        against = ", ".join(f"`{f.code}`" for f in decided.findings) or "nothing"
        first = decided.options[0].option.title
        yield f"- **Plan**: first offer: {first}. Against what was written: {against}."
    yield from _days(course)
    yield from _again(course)
    yield from _elsewhere(course)


def _days(course: Course) -> Iterator[str]:
    """Every day from the first on; days that bring nothing new stand in one line."""
    shown: set[tuple[str, str]] = set()
    expected = {day["day"] for day in course.script.get("day", ())}
    written = {event["day"] for event in course.script.get("event", ())}
    quiet: list[int] = []
    for day in range(max({*expected, *written}, default=-1) + 1):
        watched = course.watched(day, "23:30")
        new = any((a.flag.id, a.event) not in shown for a in watched.alerts)
        if not new and day not in written and day not in expected:
            quiet.append(day)
            continue
        yield from _quiet(quiet)
        quiet = []
        yield f"- **Day {day}**{_said(course, day)}"
        yield from _answers(watched, shown)


def _quiet(days: list[int]) -> Iterator[str]:
    if days:
        several = f"s {days[0]} to {days[-1]}" if len(days) > 1 else f" {days[0]}"
        yield f"- **Day{several}**. {QUIET}"


def _said(course: Course, day: int) -> str:
    on = course.plan.start + timedelta(days=day)
    of_day = [each for each in course.script.get("event", ()) if each["day"] == day]
    parts = [
        f"{each['at']} {each['kind']} "
        + " ".join(
            str(each[key])
            for key in ("what", "scale", "total", "value", "unit", "amount", "substance", "flag")
            if key in each
        )
        for each in of_day
    ]
    return f" ({on:%d %B}). Told: {'; '.join(parts)}." if parts else f" ({on:%d %B})."


def _answers(watched: Watched, shown: set[tuple[str, str]]) -> Iterator[str]:
    new = [a for a in watched.alerts if (a.flag.id, a.event) not in shown]
    shown.update((alert.flag.id, alert.event) for alert in new)
    for alert in new:
        stops = " The plan stops until a clinician decides." if alert.stops else ""
        urgency = alert.flag.urgency.value
        yield f"    - {urgency}: {alert.flag.label}. {alert.flag.action}{stops}"
    late = [a.flag.label for a in watched.alerts if a.state == "escalated"]
    if late:
        yield f"    - Nobody answered, passed on: {'; '.join(dict.fromkeys(late))}."
    if watched.proposal is not None:
        reasons = " ".join(watched.proposal.reasons)
        yield f"    - The entries speak for: {watched.proposal.move.value}. {reasons}"
    if watched.risk is not None and watched.risk.is_now:
        until = f"{watched.risk.ends:%d %B}"
        yield f"    - After the last dose: tolerance is lost. Naloxone and contacts until {until}."
    elif not new and watched.proposal is None:
        yield f"    - {QUIET}"


def _again(course: Course) -> Iterator[str]:
    wanted = course.script.get("replan")
    if wanted is None:
        return
    again = replanned(
        course.plan, course.plan.start + timedelta(days=wanted["day"]), wanted["taken"],
        strength=wanted.get("strength", 1.0), weighed_to=wanted.get("weighed_to", 0.0),
    )  # fmt: skip
    totals = ", ".join(f"{step.day_total:g} {step.unit}" for step in again.steps)
    yield (
        f"- **Planned again** from day {wanted['day']} ({wanted['because']}): {totals} a day, a "
        "draft until a clinician signs it."
    )


def _elsewhere(course: Course) -> Iterator[str]:
    wanted = course.script.get("elsewhere")
    if wanted is None:
        return
    there = course.review(wanted)
    law = status(wanted["location"], course.case_with(wanted).on, course.knowledge)
    leaf = next(each for each in law.answers if each.substance == "leaf")
    codes = ", ".join(f"`{f.code}`" for f in there.findings if f.code.startswith("LAW"))
    yield (
        f"- **{law.place.name} on {wanted['on']}**: leaf {leaf.status.value.replace('_', ' ')}, "
        f"{codes}; the person still goes: {there.disposition.word.replace('_', ' ')} "
        f"({wanted['because']})."
    )


def main() -> None:
    made = page()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") != made:
            raise SystemExit(f"{PAGE.name} is not what Ketum says now. Run `make docs`.")
        return
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
