"""`ketum watch`: what is due and what alarms, for a person who follows a plan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.case import Case
from ketum.cli.engine import engine
from ketum.cli.output import write
from ketum.cli.terminal import look, show
from ketum.errors import Complaint, InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.facts import establish
from ketum.intake import read_path
from ketum.lots import open_lot
from ketum.monitoring import Watched, read_sound_events, watch, watched_object
from ketum.plan import Plan, read_plan
from ketum.report.document import as_json
from ketum.report.trajectory_text import trajectory_lines
from ketum.report.watch_text import watch_lines

__all__ = ["app", "moment_of"]

app = typer.Typer()


class Output(Enum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


@app.command("watch")
def watch_plan(  # each option of the command is a parameter
    plan: Annotated[Path, typer.Argument(help="A case file whose key `plan` holds the plan.")],
    events: Annotated[Path, typer.Argument(help="The events: JSON, or one object on each line.")],
    now: Annotated[
        str | None, typer.Option(help="The moment that is asked about, with its offset.")
    ] = None,
    format: Annotated[Output, typer.Option("--format", help="How to write it.")] = Output.TEXT,
    exposure: Annotated[
        bool, typer.Option("--exposure/--no-exposure", help="The exposure of the doses told.")
    ] = True,
    plain: Annotated[
        bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Say what is due, what alarms, and what the entries speak for; it changes nothing."""
    clock = datetime.now(UTC)
    moment = clock if now is None else moment_of(now)
    knowledge = load()
    case = read_path(plan, today=date.today())
    followed = read_plan(case, knowledge)
    told, complaints = read_sound_events(events, knowledge, now=max(clock, moment))
    watched = watch(followed, told, knowledge, moment)
    course = _course(case, plan.parent, followed, watched, knowledge) if exposure else None
    if format is Output.JSON:
        answer = {**watched_object(watched, followed), "trajectory": course}
        write(as_json(answer), output)
        _refuse(complaints)
        return
    laid_out = look(plain=plain, to_file=output is not None)
    lines = list(watch_lines(watched, followed, knowledge, laid_out))
    if course is not None:
        note = knowledge.texts["trajectory.no_cause"].text
        lines += trajectory_lines(course, note, laid_out)
    show(lines, plain=plain, output=output)
    _refuse(complaints)


def _refuse(complaints: tuple[Complaint, ...]) -> None:
    """What could be used was answered; the rest is named, and the exit code says that it is so."""
    if complaints:
        raise InputRefused(complaints)


def _course(
    case: Case, folder: Path, plan: Plan, watched: Watched, knowledge: KnowledgeBase
) -> dict[str, object]:
    lot = open_lot(case, folder, knowledge)
    contents = dict(lot.contents) if lot is not None else {}
    facts = establish(case, knowledge)
    with engine():
        from ketum.trajectories import trajectory, trajectory_object  # noqa: PLC0415

        return trajectory_object(trajectory(plan, watched, case, facts, contents, knowledge))


def moment_of(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise WrongUsage("--now needs day, time and offset, such as 2026-11-22T08:30:00+01:00.")
    return moment
