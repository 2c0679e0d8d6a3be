"""`ketum population`: the steady state of virtual people, in memory that does not grow."""

from __future__ import annotations

import csv
import io
import json
import signal
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from ketum.cli.engine import engine
from ketum.cli.output import write
from ketum.cli.terminal import look, show
from ketum.errors import Complaint, InputRefused, KetumError
from ketum.evidence import KnowledgeBase, load
from ketum.facts import establish
from ketum.intake import Format, content_of, read, sound_text
from ketum.interactions.ratios import MITRAGYNINE, exposure_ratios
from ketum.report.document import as_json
from ketum.report.population_text import population_lines
from ketum.terminology import Field, recognise

__all__ = ["app"]

app = typer.Typer()

MOST_WORKERS = 1024


class Output(Enum):
    """How a population is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class Stopped(KetumError):
    """Somebody ended the run; what was known by then was written."""


@app.command("population")
def population_command(
    file: Annotated[Path, typer.Argument(help="Who the people are, as TOML or JSON.")],
    n: Annotated[int | None, typer.Option("-n", "--people", help="How many people.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the random numbers.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_WORKERS, help="Processes of a local Dask cluster."),
    ] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """How levels at steady state are spread over virtual people. No dose follows from it."""
    knowledge = load()
    tree = _tree(file)
    if isinstance(tree, dict):
        tree |= {key: value for key, value in (("people", n), ("seed", seed)) if value is not None}
    with _stopping() as stop, engine():
        from ketum.cli.peopled import rows, run  # noqa: PLC0415

        document = run(tree, knowledge, lambda name: _known(name, knowledge), workers, stop)
    if format is Output.JSON:
        write(as_json(document), output)
    elif format is Output.CSV:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows(document))
        write(text.getvalue(), output)
    else:
        laid_out = look(plain=False, to_file=output is not None)
        show(population_lines(document, laid_out), plain=False, output=output)
    if document["partial"]:
        raise Stopped(
            f"Stopped. {document['people_done']:,} of {document['people']:,} people were done; "
            "what was written is of them."
        )


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether somebody pressed Ctrl-C; whoever presses it twice ends the program at once."""
    pressed: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _tree(file: Path) -> object:
    content = content_of(file)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    notation = Format.JSON if is_json else Format.TOML
    text = sound_text(content, notation)
    try:
        return json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError):
        problem = f"It is no sound {notation.value}."
        complaint = Complaint(place="the file", problem=problem, remedy="Mend its signs.")
        raise InputRefused([complaint]) from None


def _known(name: str, knowledge: KnowledgeBase) -> str | None:
    """Why the levels of who takes this cannot be computed, "" if they can, None if not known."""
    reading = recognise(name, knowledge.vocabulary, Field.AGENTS)
    if not reading.concepts or reading.not_recognised:
        return None
    case = json.dumps({"kratom": {"form": "leaf powder"}, "medicines": [name]})
    facts = establish(read(case.encode(), Format.JSON, today=date.today()), knowledge)
    acting = [r for r in exposure_ratios(facts, knowledge) if r.moved == MITRAGYNINE]
    return " ".join(f"Direction: {ratio.direction.value}. {ratio.reason}" for ratio in acting)
