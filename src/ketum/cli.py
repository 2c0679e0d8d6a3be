"""The command line. The only place, with the server to come, that reads the clock."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ketum import __version__
from ketum.case import ScaleResult
from ketum.errors import EvidenceDamaged, InputRefused, KetumError, WrongUsage
from ketum.evidence import count_entries, load, show
from ketum.facts import read_scale, render_score
from ketum.intake import MAX_BYTES, Format, case_schema, read, read_path
from ketum.report import (
    build,
    render_html,
    render_interactions,
    render_json,
    render_text,
    review_schema,
)
from ketum.review import review as review_case
from ketum.terminology import Field, recognise

__all__ = ["main"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Decision support for people who use kratom around opioid withdrawal. A case goes in, "
    "a cited review comes out. Kratom is not a recommended treatment for opioid withdrawal.",
)
evidence_app = typer.Typer(no_args_is_help=True, help="Look into the knowledge base.")
app.add_typer(evidence_app, name="evidence")


class Output(Enum):
    """How a review is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Schema(Enum):
    """What a schema describes."""

    CASE = "case"
    REVIEW = "review"


RENDERERS: dict[Output, Callable[..., str]] = {
    Output.TEXT: render_text,
    Output.JSON: render_json,
    Output.HTML: render_html,
}


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage("--on needs a day such as 2026-11-22.") from None


@app.command()
def review(
    case: Annotated[str, typer.Argument(help="A case file (JSON or TOML), or - for input.")],
    on: Annotated[str | None, typer.Option(help="The day of the review, ISO 8601.")] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Review one case: what is dangerous now, what to do, what was not checked."""
    day = _day(on)
    if case == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        notation = Format.JSON if is_json else Format.TOML
        parsed = read(content, notation, today=date.today(), on=day)
    else:
        parsed = read_path(Path(case), today=date.today(), on=day)
    knowledge = load()
    report = build(review_case(parsed, knowledge), knowledge, parsed.person.location)
    _write(RENDERERS[format](report), output)


@app.command()
def schema(of: Annotated[Schema, typer.Argument(help="What the schema describes.")]) -> None:
    """Print the JSON Schema of a case or of a review."""
    described = case_schema() if of is Schema.CASE else review_schema()
    _write(json.dumps(described, indent=2) + "\n", None)


@app.command("term")
def read_term(text: Annotated[str, typer.Argument(help="Words as a case may write them.")]) -> None:
    """Show what words are read as under each key of a case, and why."""
    vocabulary = load().vocabulary
    for field in Field:
        reading = recognise(text, vocabulary, field)
        for concept in reading.concepts:
            notes = [concept.why, "" if concept.present else "denied", concept.time or ""]
            if concept.remark:
                notes.append("and a remark that is not read here")
            typer.echo(f"{field.value}: {concept.label} ({'; '.join(filter(None, notes))})")
        for unread in reading.not_recognised:
            near = f"; could be {', '.join(unread.candidates)}" if unread.candidates else ""
            typer.echo(f"{field.value}: not recognised, so not checked{near}")


@app.command("score")
def score_scale(
    scale: Annotated[str, typer.Argument(help="The name of the scale.")],
    answers: Annotated[list[str] | None, typer.Argument(help="item=points, one by one.")] = None,
    total: Annotated[float | None, typer.Option(help="The total, where no item is given.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male, where points differ.")] = None,
) -> None:
    """Score a scale: a missing item is not zero, so a total may be a range."""
    knowledge = load()
    given: dict[str, float | str | bool | None] = {}
    for answer in answers or []:
        item, sign, points = answer.partition("=")
        if not sign:
            raise WrongUsage("Give each answer as item=points, for example pulse=2.")
        given[item] = points
    result = ScaleResult(scale=scale, place="answers", answers=given, total=total)
    scored = read_scale(result, knowledge.instruments, sex=sex)
    if scored is None:
        names = ", ".join(sorted(i.name for i in knowledge.instruments.values()))
        raise WrongUsage(f"No scale has this name. There are {names}.")
    typer.echo(render_score(scored))


@app.command("check")
def check_drugs(
    drugs: Annotated[list[str], typer.Argument(help="Medicines and substances, as written.")],
    form: Annotated[str, typer.Option(help="The form of kratom.")] = "leaf powder",
    grams_per_day: Annotated[float | None, typer.Option(help="Grams of leaf a day.")] = None,
) -> None:
    """Ask what kratom does together with these, without a case."""
    knowledge = load()
    kratom: dict[str, object] = {"form": form}
    if grams_per_day is not None:
        kratom["grams_per_day"] = grams_per_day
    content = json.dumps({"substances": drugs, "complete": ["substances"], "kratom": kratom})
    case = read(content.encode(), Format.JSON, today=date.today())
    report = build(review_case(case, knowledge), knowledge)
    _write(render_interactions(report), None)


@evidence_app.command()
def check() -> None:
    """Read the whole knowledge base and name every fault."""
    knowledge = load()
    for kind, number in count_entries(knowledge).items():
        typer.echo(f"{number:5d} {kind}{'' if number == 1 else 's'}")
    typer.echo(f"Release {knowledge.release.id}: every entry has a source and a date.")


@evidence_app.command("show")
def show_entry(
    identity: Annotated[str, typer.Argument(metavar="ID", help="An entry's id, or a code.")],
) -> None:
    """Show one entry: what it says, where from, confirmed or not, last checked."""
    entries = show(load(), identity)
    if not entries:
        raise WrongUsage(
            "No entry has this id. Not known is not safe: `ketum evidence check` "
            "lists the kinds of entry there are."
        )
    for entry in entries:
        typer.echo(f"{entry.kind}: {entry.id}")
        for key, value in entry.says:
            typer.echo(f"  {key}: {value}")
        for cite in entry.cites:
            standing = "confirmed" if cite.confirmed else "not confirmed"
            typer.echo(f"  source: {cite.source.id}, {cite.at} ({standing})")
            typer.echo(
                f"    {cite.source.authors}. {cite.source.title}. {cite.source.year}. "
                f"{cite.source.locator}"
            )
        typer.echo(f"  last checked: {entry.checked.isoformat()}")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsage(
            f"The output file cannot be written ({error.strerror}). Choose another "
            "path, or make room."
        ) from None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ketum {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read by typer only."""


def _explain(error: KetumError) -> str:
    if isinstance(error, InputRefused):
        number = len(error.complaints)
        head = f"The case was not reviewed: {number} thing{'' if number == 1 else 's'} to mend."
        return "\n".join([head, *(f"  {complaint}" for complaint in error.complaints)])
    if isinstance(error, EvidenceDamaged):
        head = "The knowledge base is damaged, so nothing was reviewed. Install it again."
        return "\n".join([head, *(f"  {fault}" for fault in error.faults)])
    return str(error)


def main() -> NoReturn:
    """Run the command line; every error ends in one sentence and its exit code."""
    try:
        app()
    except KetumError as error:
        sys.stderr.write(f"{_explain(error)}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last line of defence: no value may leak
        where = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(
            f"Ketum met an error of its own and reviewed nothing: {type(error).__name__} in "
            f"{Path(where.filename).name}, line {where.lineno}. Please report this line; it "
            "holds nothing about the case.\n"
        )
        sys.exit(1)
    sys.exit(0)
