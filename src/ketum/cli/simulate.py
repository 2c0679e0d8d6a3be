"""`ketum simulate`: from doses to concentrations, with how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, cast

import typer

from ketum.cli.dosing_file import Asked, asked_in
from ketum.cli.engine import engine
from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.exchange import Names, Row, level_rows, named, parquet, summary_rows, write_csv
from ketum.levels import receptors_of
from ketum.report.chart import charts, standing
from ketum.report.document import as_json
from ketum.report.levels import exposure_lines
from ketum.report.page.simulation import render_simulation_html
from ketum.report.png import render_png
from ketum.report.receptor_text import receptor_lines

__all__ = ["app"]

app = typer.Typer()

Document = Mapping[str, object]


class Output(Enum):
    """How a simulation is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SVG = "svg"
    PNG = "png"
    CSV = "csv"
    PARQUET = "parquet"
    EVENTS = "events"


def _drawing(document: Document) -> str:
    return standing(next(charts(document))[1])


WRITERS: dict[Output, Callable[[Document], str | bytes]] = {
    Output.JSON: as_json,
    Output.HTML: render_simulation_html,
    Output.SVG: _drawing,
    Output.PNG: lambda document: render_png(_drawing(document)),
}


DRAWINGS = (Output.HTML, Output.SVG, Output.PNG)
TABLES: dict[Output, Callable[[Sequence[Row]], str | bytes]] = {
    Output.CSV: write_csv,
    Output.PARQUET: parquet,
}


File = Annotated[
    Path, typer.Argument(help="A case, doses and times (JSON, TOML), or events (.csv).")
]
On = Annotated[str | None, typer.Option(help="The day of the case, ISO 8601.")]
Model = Annotated[str | None, typer.Option(help="M1, or M2 or M3 as a sensitivity model.")]
People = Annotated[int | None, typer.Option("-n", "--people", help="How many people.")]
Seed = Annotated[int | None, typer.Option(help="Of the random numbers.")]
Written = Annotated[Output, typer.Option("--format", help="How to write it.")]
Page = Annotated[
    Path | None, typer.Option("--html", help="Write a page with drawings to this file.")
]
Named = Annotated[
    Names, typer.Option("--names", help="Names of columns: tidy, or as NONMEM and R have them.")
]
Summary = Annotated[
    Path | None, typer.Option("--summary", help="Also write peaks and areas as a table here.")
]
Swallowed = Annotated[
    Form | None, typer.Option("--form", help="What was swallowed, for a file of events.")
]
Ignored = Annotated[
    list[str] | None, typer.Option("--ignore", help="A column of events to leave out.")
]
OneAnalyte = Annotated[
    str | None, typer.Option("--analyte", help="The one alkaloid that --format events keeps.")
]
Receptors = Annotated[
    bool, typer.Option("--receptors", help="Research view: the mu receptor at the peaks.")
]
To = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")]


@app.command()
def simulate(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    file: File,
    on: On = None,
    model: Model = None,
    n: People = None,
    seed: Seed = None,
    format: Written = Output.TEXT,
    html: Page = None,
    names: Named = Names.TIDY,
    summary: Summary = None,
    form: Swallowed = None,
    ignore: Ignored = None,
    analyte: OneAnalyte = None,
    receptors: Receptors = False,
    output: To = None,
) -> None:
    """Concentrations to expect of doses, with their range. No dose follows from them."""
    if analyte is not None and format is not Output.EVENTS:
        raise WrongUsage("--analyte goes with --format events.")
    knowledge = load()
    asked = _Options(model, n, seed, format, names, summary, analyte, output, receptors)
    if file.suffix.lower() == ".csv":
        if on is not None or html is not None or format in DRAWINGS:
            raise WrongUsage(
                "Events have hours and no day, and are answered by a table: --format csv, parquet, "
                "json or events."
            )
        _events(file, knowledge, asked, form, ignore or ())
    elif form is not None or ignore:
        raise WrongUsage("--form and --ignore are for a file of events, NAME.csv.")
    else:
        _doses(asked_in(file, knowledge, day_of(on)), knowledge, asked, html)


@dataclass(frozen=True, slots=True)
class _Options:
    """How many people of which model, and what is written how."""

    model: str | None
    n: int | None
    seed: int | None
    format: Output
    names: Names
    summary: Path | None
    analyte: str | None
    output: Path | None
    receptors: bool = False


def _doses(given: Asked, knowledge: KnowledgeBase, asked: _Options, html: Path | None) -> None:
    """Answer for a case, or for doses as they are."""
    if asked.format is Output.EVENTS:
        numbers = asked.names is Names.NONMEM
        with engine():
            from ketum.cli.event_file import events_of  # noqa: PLC0415

            written = events_of(given, knowledge, asked.analyte, numbers=numbers)
        write(written, asked.output)
        return
    with engine():
        from ketum.cli.exposing import exposed  # noqa: PLC0415

        document = exposed(
            given.dosing,
            knowledge,
            model=asked.model or given.model,
            count=given.count if asked.n is None else asked.n,
            seed=given.seed if asked.seed is None else asked.seed,
            times_h=given.times_h,
            typical=given.typical,
        )
    if asked.receptors:
        document["receptors"] = receptors_of(document, knowledge)
    if html is not None:
        write(render_simulation_html(document), html)
    if asked.summary is not None:
        write(_table(summary_rows(document), asked), asked.summary)
    if asked.format in TABLES:
        write(_table(level_rows(document, knowledge), asked), asked.output)
    elif asked.format is not Output.TEXT:
        write(WRITERS[asked.format](document), asked.output)
    else:
        laid_out = look(plain=False, to_file=asked.output is not None)
        lines = list(exposure_lines(document, laid_out))
        if asked.receptors:
            lines += receptor_lines(cast("Document", document["receptors"]), laid_out)
        show(lines, plain=False, output=asked.output)


def _events(
    file: Path,
    knowledge: KnowledgeBase,
    asked: _Options,
    form: Form | None,
    ignore: Collection[str],
) -> None:
    """Answer each ID of an event file by rows of a table."""
    given = {"model": asked.model, "form": form, "count": asked.n, "seed": asked.seed}
    told = {name: value for name, value in given.items() if value is not None}
    with engine():
        from ketum.cli.event_file import answered, rewritten  # noqa: PLC0415

        if asked.format is Output.EVENTS:
            numbers = asked.names is Names.NONMEM
            write(rewritten(file, knowledge, ignore, asked.analyte, numbers=numbers), asked.output)
            return
        found = answered(file, knowledge, ignore, told)
    if asked.summary is not None:
        write(_table(found.summary, asked), asked.summary)
    if asked.format is Output.JSON:
        tables = {"levels": found.levels, "summary": found.summary}
        document = {
            "release": knowledge.release.id,
            **{key: named(rows, asked.names) for key, rows in tables.items()},
        }
        write(as_json(document), asked.output)
    else:
        write(_table(found.levels, asked), asked.output)


def _table(rows: Sequence[Row], asked: _Options) -> str | bytes:
    """The rows as a table; CSV where no table was asked for by its format."""
    return TABLES.get(asked.format, write_csv)(named(rows, asked.names))
