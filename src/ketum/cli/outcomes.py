"""`ketum outcomes`: what became of the people of a clinic, as a table that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.output import write
from ketum.cli.watch import moment_of
from ketum.errors import InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.exchange import parquet
from ketum.intake import read_path
from ketum.monitoring import read_event_file, watch
from ketum.monitoring.outcomes import Outcome, clinic_table, outcome, rows_of, tidy
from ketum.plan import read_plan

__all__ = ["app"]

app = typer.Typer()

PLANS = (".toml", ".json")
EVENTS = ".ndjson"


class Output(Enum):
    """How the table is written."""

    CSV = "csv"
    PARQUET = "parquet"


@app.command("outcomes")
def tell_outcomes(
    folder: Annotated[
        Path, typer.Argument(help="For each person NAME.toml with the plan and NAME.ndjson.")
    ],
    now: Annotated[
        str | None, typer.Option(help="The moment that is asked about, with its offset.")
    ] = None,
    format: Annotated[Output, typer.Option("--format", help="How to write it.")] = Output.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Count what became of people, without names, places or dates; small cells are left out."""
    clock = datetime.now(UTC)
    moment = clock if now is None else moment_of(now)
    knowledge = load()
    people, complaints = [], []
    for number, (plan, events) in enumerate(_pairs(folder), start=1):
        try:
            people.append(_outcome(plan, events, knowledge, moment, max(clock, moment)))
        except InputRefused as refused:
            # A file may be named after its person.
            complaints += [
                replace(c, place=f"person {number} in the order of names, {c.place}")
                for c in refused.complaints
            ]
    if complaints:
        raise InputRefused(complaints)
    table = clinic_table(people, knowledge)
    write(tidy(table) if format is Output.CSV else parquet(rows_of(table)), output)


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """The plan and the events of each person, in the order of names."""
    if not folder.is_dir():
        raise WrongUsage(
            "There is no such folder. Give one with a plan and events for each person."
        )
    plans = sorted(path for path in folder.iterdir() if path.suffix.lower() in PLANS)
    told = {path.stem for path in folder.iterdir() if path.suffix.lower() == EVENTS}
    if [path.stem for path in plans] != sorted(told):
        raise WrongUsage(
            f"Plans and events do not pair. For each person give NAME.toml or NAME.json with the "
            f"plan, and NAME{EVENTS}."
        )
    if not plans:
        raise WrongUsage("The folder holds nobody.")
    yield from ((path, path.with_suffix(EVENTS)) for path in plans)


def _outcome(
    plan: Path, events: Path, knowledge: KnowledgeBase, moment: datetime, latest: datetime
) -> Outcome:
    followed = read_plan(read_path(plan, today=date.today()), knowledge)
    told = read_event_file(events, knowledge, now=latest)
    return outcome(followed, told, watch(followed, told, knowledge, moment), knowledge)
