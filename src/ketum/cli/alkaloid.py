"""`ketum alkaloid`: what an alkaloid of kratom is, what was measured of it, what products hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketum.catalogue import NotListed, catalogue_object, describe, described_object
from ketum.cli.output import write
from ketum.cli.terminal import look, show
from ketum.cli.words import Answer
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.evidence.catalogue import Catalogue, read_catalogue
from ketum.report.alkaloid_text import alkaloid_lines, alkaloid_list
from ketum.report.document import as_json
from ketum.report.page.alkaloids import render_alkaloids_html

__all__ = ["app"]

app = typer.Typer()


@app.command()
def alkaloid(
    name: Annotated[
        str | None, typer.Argument(help="A name or a synonym; without one, all are listed.")
    ] = None,
    format: Annotated[Answer, typer.Option("--format", help="How to write it.")] = Answer.TEXT,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write all of them as a page to this file.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Say what an alkaloid is and what was measured; it ranks nothing and gives no dose."""
    knowledge, catalogue = load(), read_catalogue()
    if html is not None:
        write(_page(catalogue, knowledge), html)
        return
    laid_out = look(plain=plain, to_file=output is not None)
    if name is None:
        document = catalogue_object(catalogue)
        lines = alkaloid_list(document, laid_out)
    else:
        found = describe(name, catalogue, knowledge)
        if isinstance(found, NotListed):
            near = f" Near to it: {', '.join(found.near)}." if found.near else ""
            raise WrongUsage(
                f"No alkaloid of the catalogue has this name. Not listed is not safe.{near}"
            )
        document = described_object(found)
        lines = alkaloid_lines(document, laid_out)
    if format is Answer.JSON:
        write(as_json(document), output)
    else:
        show(lines, plain=plain, output=output)


def _page(catalogue: Catalogue, knowledge: KnowledgeBase) -> str:
    found = [describe(name, catalogue, knowledge) for name in catalogue.alkaloids]
    documents = [described_object(each) for each in found if not isinstance(each, NotListed)]
    drawings = {each.name: each.drawing for each in catalogue.alkaloids.values()}
    return render_alkaloids_html(documents, drawings, knowledge.release.id)
