"""`ketum simulate`: from doses to concentrations, with how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.dosing_file import asked_in
from ketum.cli.engine import engine
from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.evidence import load
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


def _drawing(document: Document) -> str:
    return standing(next(charts(document))[1])


WRITERS: dict[Output, Callable[[Document], str | bytes]] = {
    Output.JSON: as_json,
    Output.HTML: render_simulation_html,
    Output.SVG: _drawing,
    Output.PNG: lambda document: render_png(_drawing(document)),
}


@app.command()
def simulate(
    file: Annotated[Path, typer.Argument(help="A case, or doses and times, as JSON or TOML.")],
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
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Concentrations to expect of doses, with their range. No dose follows from them."""
    knowledge = load()
    asked = asked_in(file, knowledge, day_of(on))
    with engine():
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
    if format is not Output.TEXT:
        write(WRITERS[format](document), output)
    else:
        laid_out = look(plain=False, to_file=output is not None)
        show(exposure_lines(document, laid_out), plain=False, output=output)
