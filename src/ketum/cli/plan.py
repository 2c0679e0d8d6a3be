"""`ketum plan`: check, preview and compare what a clinician wrote; no amount comes from Ketum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.output import write
from ketum.cli.planned import Given
from ketum.cli.review import day_of
from ketum.cli.signing import replan, sign_plan
from ketum.cli.terminal import look, show
from ketum.errors import InputRefused, WrongUsage
from ketum.law import law_of
from ketum.lots import failing_at, open_lot
from ketum.plan import Decision, Plan, Referral, differences
from ketum.plan.document import (
    changes_object,
    decision_object,
    plan_object,
    switch_object,
    taper_object,
)
from ketum.plan.options import met_by
from ketum.plan.person import for_person
from ketum.plan.schedules import Pace, schedules
from ketum.plan.taper import Rounding, Taper, as_plan
from ketum.report import Line, Look
from ketum.report.document import as_json
from ketum.report.person_plan_text import render_person_plan
from ketum.report.plan_text import (
    change_lines,
    decision_lines,
    preview_lines,
    switch_lines,
    taper_lines,
)

__all__ = ["app"]

app = typer.Typer(help="Plans that a clinician wrote: checked, previewed, compared, tapered.")

app.command("sign")(sign_plan)
app.command("replan")(replan)

Document = dict[str, object]


class Output(Enum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


File = Annotated[Path, typer.Argument(help="A case whose key `plan` holds the plan.")]
On = Annotated[str | None, typer.Option(help="The day of the case, ISO 8601.")]
Form = Annotated[Output, typer.Option("--format", help="How to write it.")]
Plain = Annotated[bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")]
To = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")]


def _shown(
    document: object,
    lines: Callable[[Look], Iterable[Line]],
    format: Output,
    output: Path | None,
    *,
    plain: bool,
) -> None:
    if format is Output.JSON:
        write(as_json(document), output)
    else:
        show(lines(look(plain=plain, to_file=output is not None)), plain=plain, output=output)


@app.command()
def check(
    file: File,
    on: On = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Published days to steady state, no engine.")
    ] = False,
    format: Form = Output.TEXT,
    plain: Plain = False,
    output: To = None,
) -> None:
    """Hold the plan against every rule; recommended treatment is shown first."""
    given = Given.of(file, on)
    answer, decided = given.judged(file.parent, with_engine=not quick)
    document = {**decision_object(decided), **given.told(answer)}
    if isinstance(decided, Decision) and decided.plan is not None:
        document["lot"] = _lot_at(decided.plan, given, file.parent)
    _shown(document, partial(decision_lines, document), format, output, plain=plain)
    if decided.complaints:
        raise InputRefused(decided.complaints)


@app.command()
def person(
    file: File,
    day: Annotated[
        str | None, typer.Option("--day", help="The day to show; default the case's.")
    ] = None,
    on: On = None,
    events: Annotated[
        Path | None, typer.Option("--events", help="What was told since: a stop counts.")
    ] = None,
    output: To = None,
) -> None:
    """What the person is shown: amounts only from a signed plan that still stands."""
    given = Given.of(file, on)
    answer, decided = given.judged(file.parent, with_engine=False)
    shown = day_of(day) or given.case.on
    stopped = events is not None and given.is_stopped(events)
    said = for_person(decided, answer.findings, shown, given.knowledge, is_stopped=stopped)
    write(render_person_plan(said, shown), output)


@app.command()
def preview(
    file: File,
    on: On = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
    output: To = None,
) -> None:
    """Concentrations of mitragynine that the plan would give, step by step, with their range."""
    given = Given.of(file, on)
    plan = given.plan()
    if _is_referred(given, file.parent, format, output, plain=plain):
        return
    document: Document = {"plan": plan_object(plan), "preview": given.previewed(plan)}
    _shown(document, partial(preview_lines, document), format, output, plain=plain)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="A case with a plan.")],
    after: Annotated[Path, typer.Argument(help="Another version of it.")],
    on: On = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
    output: To = None,
) -> None:
    """Every place in which two versions of a plan differ."""
    old, new = (Given.of(path, on).plan() for path in (before, after))
    document = {"changes": changes_object(differences(old, new))}
    _shown(document, partial(change_lines, document), format, output, plain=plain)


@app.command()
def taper(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    file: File,
    every: Annotated[int, typer.Option(min=1, help="Days of each step.")],
    until: Annotated[float, typer.Option(min=0, help="The last amount a day.")],
    to: Annotated[float, typer.Option(min=0, help="What can be weighed or counted.")],
    percent: Annotated[float | None, typer.Option(min=0, help="Percent of what is left.")] = None,
    cut: Annotated[float | None, typer.Option(min=0, help="The same amount each step.")] = None,
    steps: Annotated[
        int | None, typer.Option(min=1, help="Equal steps of exposure, and of occupancy.")
    ] = None,
    rest_after: Annotated[int, typer.Option(min=0, help="Keep each n-th step twice.")] = 0,
    exposed: Annotated[
        bool, typer.Option("--preview", help="With the concentrations of each schedule.")
    ] = False,
    on: On = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
    output: To = None,
) -> None:
    """Schedules from the plan's first step, side by side. You choose the pace; Ketum does not."""
    if percent is None and cut is None and steps is None:
        raise WrongUsage("A pace is needed: --percent, --cut or --steps.")
    given = Given.of(file, on)
    plan = given.plan()
    first = next((step for step in plan.steps if step.intakes), None)
    if first is None:
        raise WrongUsage("The plan has no step with an amount to start from.")
    if _is_referred(given, file.parent, format, output, plain=plain):
        return
    rounding = Rounding(to=to, intakes=len(first.intakes), rest_after=rest_after)
    pace = Pace(
        every_days=every, until=until, share=None if percent is None else percent / 100,
        cut=cut, steps=steps,
    )  # fmt: skip
    strength = given.strength(plan) if steps is not None else None
    made = schedules(first.day_total, pace, rounding, strength)
    document: Document = {
        "start": first.day_total,
        "unit": first.unit,
        "tapers": [
            {**taper_object(each, str(first.unit)), **_exposed(plan, each, given, exposed)}
            for each in made
        ],
        "pace": [
            {"label": f.label, "says": f.says} for f in given.knowledge.plans.of("taper-pace")
        ],
        "note": given.knowledge.texts["plan.no_trial"].text,
    }
    _shown(document, partial(taper_lines, document), format, output, plain=plain)


@app.command("switch")
def switch_to(
    file: File,
    to: Annotated[str, typer.Option(help="buprenorphine or naltrexone.")] = "buprenorphine",
    on: On = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
    output: To = None,
) -> None:
    """From the last kratom to the first dose: each source's wait, and what is left by then."""
    given = Given.of(file, on)
    made = given.switched(to)
    answer, decided = given.judged(file.parent, with_engine=False)
    here = met_by(given.case, to, given.knowledge)
    document: Document = {
        **switch_object(made),
        **given.told(answer),
        "referral": decided.call if isinstance(decided, Referral) else None,
        "here": [{"title": f.title, "severity": f.severity.word} for f in here],
    }
    _shown(document, partial(switch_lines, document), format, output, plain=plain)


def _is_referred(
    given: Given, folder: Path, format: Output, output: Path | None, *, plain: bool
) -> bool:
    """Whether the case can only be referred; then that is the answer, and nothing is computed."""
    answer, decided = given.judged(folder, with_engine=False)
    if not isinstance(decided, Referral):
        return False
    document = {**decision_object(decided), **given.told(answer)}
    _shown(document, partial(decision_lines, document), format, output, plain=plain)
    return True


def _lot_at(plan: Plan, given: Given, folder: Path) -> list[Document]:
    """What the lot fails at the amounts of each step that differs, the largest first."""
    lot = open_lot(given.case, folder, given.knowledge)
    grams = {step.day_total for step in plan.steps if step.unit == "g"}
    if lot is None:
        return []
    law = law_of(given.case.person.location, given.case.on, given.knowledge)
    return [
        {
            "grams_per_day": each,
            "fails": list(failing_at(lot, given.case, each, law, given.knowledge)),
        }
        for each in sorted(grams, reverse=True)
    ]


def _exposed(plan: Plan, made: Taper, given: Given, wanted: bool) -> Document:
    if not wanted:
        return {}
    return {"preview": given.previewed(replace(plan, steps=as_plan(made, plan)))}
