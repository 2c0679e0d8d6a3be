"""Commands that take a case, or describe one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.case import Case
from ketum.cli.late import CaseRooms
from ketum.cli.output import write
from ketum.cli.terminal import look, show
from ketum.errors import InputRefused, WrongUsage
from ketum.evidence import load
from ketum.intake import MAX_BYTES, Format, case_schema, read, read_path
from ketum.report import (
    build,
    explained_lines,
    full_lines,
    handout,
    render_handout_html,
    render_handout_text,
    render_html,
    render_json,
    review_schema,
    screen_lines,
)
from ketum.report import explain as explain_code
from ketum.review import examine
from ketum.review import review as review_case

__all__ = ["app", "day_of"]

app = typer.Typer()


class Output(Enum):
    """How a review is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Reader(Enum):
    """Who reads a review."""

    CLINICIAN = "clinician"
    PATIENT = "patient"


class Schema(Enum):
    """What a schema describes."""

    CASE = "case"
    REVIEW = "review"


WRITERS: dict[Output, Callable[..., str]] = {Output.JSON: render_json, Output.HTML: render_html}
HANDOUTS: dict[Output, Callable[..., str]] = {
    Output.TEXT: render_handout_text,
    Output.HTML: render_handout_html,
}


def day_of(text: str | None) -> date | None:
    """The day an option names."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage("--on needs a day such as 2026-11-22.") from None


@app.command()
def review(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    context: typer.Context,
    case: Annotated[
        str | None, typer.Argument(help="A case file (JSON or TOML), or - for input.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="The day of the review, ISO 8601.")] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    reader: Annotated[
        Reader, typer.Option("--for", help="Who reads it; for the patient as text or html.")
    ] = Reader.CLINICIAN,
    full: Annotated[bool, typer.Option("--full", help="Everything, not one screen.")] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Why this code was found, or was not.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
    batch: Annotated[
        str | None, typer.Option(help="A file with one JSON case a line, or -: a review a line.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a batch that stopped.")
    ] = False,
    numbered: Annotated[
        bool, typer.Option("--numbered", help="Each review of a batch names the line of its case.")
    ] = False,
    exposure: Annotated[
        bool | None, typer.Option(help="Compute levels; else for one case, not for a batch.")
    ] = None,
) -> None:
    """Review one case: what is dangerous now, what to do, what was not checked."""
    _check_long(full or plain or explain is not None, format, reader, batch)
    if batch is not None:
        _check_batch(case, reader, format, is_given=_is_given("format", context))
        with_exposure = exposure is True
        _review_batch(
            batch, output, day_of(on), resume, with_exposure=with_exposure, numbered=numbered
        )
        return
    named = _one_case(case, reader, format, is_batch=resume or numbered)
    parsed = _read_case(named, on)
    rooms = CaseRooms(Path(named).parent)
    if explain is not None:
        _explain(explain, parsed, rooms, plain=plain, output=output)
        return
    knowledge = load()
    shown = None if exposure is False or reader is Reader.PATIENT else rooms.expose
    reviewed = review_case(parsed, knowledge, certify=rooms.certify, expose=shown)
    if reader is Reader.PATIENT:
        write(HANDOUTS[format](handout(reviewed, parsed, knowledge)), output)
        return
    report = build(reviewed, knowledge, parsed.person.location)
    if format is not Output.TEXT:
        write(WRITERS[format](report), output)
        return
    lines = full_lines if full else screen_lines
    show(lines(report, look(plain=plain, to_file=output is not None)), plain=plain, output=output)


def _explain(code: str, case: Case, rooms: CaseRooms, *, plain: bool, output: Path | None) -> None:
    knowledge = load()
    examined = examine(case, knowledge, certify=rooms.certify)
    laid_out = look(plain=plain, to_file=output is not None)
    said = explained_lines(explain_code(code, examined, knowledge), knowledge, laid_out)
    show(said, plain=plain, output=output)


def _check_long(long: bool, format: Output, reader: Reader, batch: str | None) -> None:
    if long and (format is not Output.TEXT or reader is Reader.PATIENT or batch is not None):
        raise WrongUsage("--full, --plain and --explain go with one case and --format text.")


def _one_case(case: str | None, reader: Reader, format: Output, *, is_batch: bool) -> str:
    """The case that is reviewed alone, if the options go together."""
    if case is None or is_batch:
        raise WrongUsage(
            "Give a case file, or - for input, or --batch FILE; --resume and --numbered go with "
            "--batch FILE."
        )
    if reader is Reader.PATIENT and format not in HANDOUTS:
        raise WrongUsage("A handout is for reading: --for patient needs --format text or html.")
    return case


def _check_batch(case: str | None, reader: Reader, format: Output, *, is_given: bool) -> None:
    if case is not None:
        raise WrongUsage("Give either one case or --batch FILE.")
    is_text = format is Output.TEXT and is_given
    if reader is not Reader.CLINICIAN or format is Output.HTML or is_text:
        raise WrongUsage(
            "A batch is JSON for a program: --for patient and --format text or html go with one "
            "case."
        )


def _read_case(case: str, on: str | None) -> Case:
    """The case of this path, or of standard input, on the day given or else today."""
    day = day_of(on)
    if case != "-":
        return read_path(Path(case), today=date.today(), on=day)
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return read(content, Format.JSON if is_json else Format.TOML, today=date.today(), on=day)


def _is_given(option: str, context: typer.Context) -> bool:
    """Whether somebody wrote this option, be it with its usual value."""
    source = context.get_parameter_source(option)
    return source is not None and source.name == "COMMANDLINE"


def _review_batch(
    batch: str,
    output: Path | None,
    on: date | None,
    resume: bool,
    *,
    with_exposure: bool,
    numbered: bool,
) -> None:
    # Rich and the pool of processes cost a tenth of a second that one review does not need.
    from ketum.cli.batch import Asked, review_lines  # noqa: PLC0415

    asked = Asked(on=on, today=date.today(), with_exposure=with_exposure, numbered=numbered)
    if review_lines(batch, output, asked, resume=resume):
        raise typer.Exit(InputRefused.exit_code)


@app.command()
def schema(of: Annotated[Schema, typer.Argument(help="What the schema describes.")]) -> None:
    """Print the JSON Schema of a case or of a review."""
    described = case_schema() if of is Schema.CASE else review_schema()
    write(json.dumps(described, indent=2) + "\n", None)
