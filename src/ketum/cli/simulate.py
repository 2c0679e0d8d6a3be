"""`ketum simulate`: from doses to concentrations, with how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.dosing_file import asked_in
from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.exchange import Names, Row, level_rows, named, parquet, summary_rows, write_csv
from ketum.report.chart import charts, standing
from ketum.report.document import as_json
from ketum.report.levels import exposure_lines
from ketum.report.page.simulation import render_simulation_html
from ketum.report.png import render_png

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


@app.command()
def simulate(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    file: Annotated[
        Path, typer.Argument(help="A case, doses and times (JSON, TOML), or events (.csv).")
    ],
    on: Annotated[str | None, typer.Option(help="The day of the case, ISO 8601.")] = None,
    model: Annotated[
        str | None, typer.Option(help="M1, or M2 or M3 as a sensitivity model.")
    ] = None,
    n: Annotated[int | None, typer.Option("-n", "--people", help="How many people.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the random numbers.")] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with drawings to this file.")
    ] = None,
    names: Annotated[
        Names, typer.Option("--names", help="Names of columns: tidy, or as NONMEM and R have them.")
    ] = Names.TIDY,
    summary: Annotated[
        Path | None, typer.Option("--summary", help="Also write peaks and areas as a table here.")
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--form", help="What was swallowed, for a file of events.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="A column of events to leave out.")
    ] = None,
    analyte: Annotated[
        str | None, typer.Option("--analyte", help="The one alkaloid that --format events keeps.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Concentrations to expect of doses, with their range. No dose follows from them."""
    if analyte is not None and format is not Output.EVENTS:
        raise WrongUsage("--analyte goes with --format events.")
    knowledge = load()
    if file.suffix.lower() == ".csv":
        if html is not None or format in DRAWINGS:
            raise WrongUsage("Events are answered by a table: csv, parquet, json or events.")
        _events(
            file,
            knowledge,
            _Options(model, n, seed, format, names, summary, form, ignore, analyte, output),
        )
        return
    if form is not None or ignore:
        raise WrongUsage("--form and --ignore are for a file of events, NAME.csv.")
    asked = asked_in(file, knowledge, day_of(on))
    if format is Output.EVENTS:
        # Events are words of the engine, which costs most of a second to load.
        from ketum.cli.event_file import events_of  # noqa: PLC0415

        write(events_of(asked, knowledge, analyte, numbers=names is Names.NONMEM), output)
        return
    # Numba costs most of a second that no other command should pay.
    from ketum.cli.exposing import exposed  # noqa: PLC0415

    document = exposed(
        asked.dosing,
        knowledge,
        model=model or asked.model,
        count=asked.count if n is None else n,
        seed=asked.seed if seed is None else seed,
        times_h=asked.times_h,
        typical=asked.typical,
    )
    if html is not None:
        write(render_simulation_html(document), html)
    if summary is not None:
        write(_table(summary_rows(document), format, names), summary)
    if format in TABLES:
        write(_table(level_rows(document, knowledge), format, names), output)
    elif format is not Output.TEXT:
        write(WRITERS[format](document), output)
    else:
        laid_out = look(plain=False, to_file=output is not None)
        show(exposure_lines(document, laid_out), plain=False, output=output)


@dataclass(frozen=True, slots=True)
class _Options:
    """What was asked of a file of events."""

    model: str | None
    n: int | None
    seed: int | None
    format: Output
    names: Names
    summary: Path | None
    form: Form | None
    ignore: list[str] | None
    analyte: str | None
    output: Path | None


def _events(file: Path, knowledge: KnowledgeBase, asked: _Options) -> None:
    """Answer each ID of an event file by rows of a table."""
    from ketum.cli.event_file import answered, rewritten  # noqa: PLC0415

    ignored = asked.ignore or ()
    if asked.format is Output.EVENTS:
        numbers = asked.names is Names.NONMEM
        write(rewritten(file, knowledge, ignored, asked.analyte, numbers=numbers), asked.output)
        return
    given = {"model": asked.model, "form": asked.form, "count": asked.n, "seed": asked.seed}
    told = {name: value for name, value in given.items() if value is not None}
    found = answered(file, knowledge, ignored, told)
    if asked.summary is not None:
        write(_table(found.summary, asked.format, asked.names), asked.summary)
    if asked.format is Output.JSON:
        tables = {"levels": found.levels, "summary": found.summary}
        document = {
            "release": knowledge.release.id,
            **{key: named(rows, asked.names) for key, rows in tables.items()},
        }
        write(as_json(document), asked.output)
    else:
        write(_table(found.levels, asked.format, asked.names), asked.output)


def _table(rows: Sequence[Row], format: Output, names: Names) -> str | bytes:
    """The rows as a table; CSV where no table was asked for by its format."""
    return TABLES.get(format, write_csv)(named(rows, names))
