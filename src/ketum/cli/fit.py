"""`ketum fit`: from measured levels back to the person, or to why they are not explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.engine import engine
from ketum.cli.fit_file import fit_asked_in
from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.evidence import load
from ketum.report.chart import charts, standing
from ketum.report.document import as_json
from ketum.report.fit_text import fit_lines
from ketum.report.page.fit import render_fit_html
from ketum.report.prior_posterior import prior_posterior

__all__ = ["app"]

app = typer.Typer()

Document = Mapping[str, object]


class Output(Enum):
    """How a fit is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SVG = "svg"
    PERSON = "person-svg"


WRITERS: dict[Output, Callable[[Document], str]] = {
    Output.JSON: as_json,
    Output.HTML: render_fit_html,
    Output.SVG: lambda document: standing(next(charts(document))[1]),
    Output.PERSON: lambda document: standing(prior_posterior(document)),
}


@app.command()
def fit(
    file: Annotated[
        Path, typer.Argument(help="A case with levels, or doses and levels, as JSON or TOML.")
    ],
    on: Annotated[str | None, typer.Option(help="The day of the case, ISO 8601.")] = None,
    model: Annotated[str | None, typer.Option(help="M1, the only one that is fitted.")] = None,
    draws: Annotated[
        int | None, typer.Option("-n", "--draws", help="How many draws of the posterior.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of the random numbers.")] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with drawings to this file.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """The person behind measured levels, with the range. No dose follows from it."""
    knowledge = load()
    asked = fit_asked_in(file, knowledge, day_of(on))
    with engine():
        from ketum.cli.fitting import fitted  # noqa: PLC0415

        document = fitted(asked, knowledge, model=model, draws=draws, seed=seed)
    if html is not None:
        write(render_fit_html(document), html)
    if format is not Output.TEXT:
        write(WRITERS[format](document), output)
    else:
        laid_out = look(plain=False, to_file=output is not None)
        show(fit_lines(document, laid_out), plain=False, output=output)
