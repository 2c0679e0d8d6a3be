"""How long a plan takes to be checked with the preview of its exposure, in a running program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from benchmarks.figure import MACHINE, ROOT, Figure, times_ms
from ketum.evidence import load
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.plan import decide, read_plan
from ketum.previews import days_to_settle, preview
from ketum.review import review

RUNS = 20
EXAMPLE = ROOT / "examples" / "plan.toml"


def figures() -> Iterator[Figure]:
    knowledge = load()
    case = read(EXAMPLE.read_bytes(), Format.TOML, today=date(2026, 11, 23), on=None)

    def checked_and_previewed() -> None:
        answer = review(case, knowledge)
        plan = read_plan(case, knowledge)
        settled = days_to_settle(plan, {}, case.person.weight_kg, knowledge)
        decide(
            case,
            establish(case, knowledge),
            answer.findings,
            answer.disposition,
            knowledge,
            steady_state_d=settled,
        )
        preview(plan, {}, case.person.weight_kg, knowledge)

    middle, least = times_ms(checked_and_previewed, RUNS)
    yield Figure(
        name="plan.preview", value=middle, unit="ms", n=RUNS,
        note="median: review, days to steady state, decision and preview of the example plan, "
        f"four steps over 37 days, 300 people; least {least} ms; {MACHINE}",
    )  # fmt: skip
