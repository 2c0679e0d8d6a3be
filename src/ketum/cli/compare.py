"""The command that says what changed between two reviews."""

from __future__ import annotations

import json
import sys
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.late import CaseRooms
from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.stored import stored_review
from ketum.cli.terminal import look, show
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.intake import MAX_BYTES, Format, content_of, read
from ketum.report import compare as compare_reviews
from ketum.report import comparison_lines, comparison_object, document_of
from ketum.review import review

__all__ = ["app"]

app = typer.Typer()


class Output(Enum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="A case, or a review as JSON; - for input.")],
    after: Annotated[str, typer.Argument(help="Another of the same person; - for input.")],
    on: Annotated[str | None, typer.Option(help="The day both cases are reviewed for.")] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    plain: Annotated[
        bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Say what changed between two reviews, and which facts made the difference."""
    if before == after == "-":
        raise WrongUsage("Only one of the two can come from input.")
    day = day_of(on)
    knowledge = load()
    first, second = (_seen(path, day, knowledge) for path in (before, after))
    comparison = compare_reviews(first, second)
    if format is Output.JSON:
        text = json.dumps(comparison_object(comparison), indent=2, ensure_ascii=False)
        write(f"{text}\n", output)
        return
    laid_out = look(plain=plain, to_file=output is not None)
    lines = comparison_lines(comparison, knowledge.texts, laid_out)
    show(lines, plain=plain, output=output)


def _seen(path: str, day: date | None, knowledge: KnowledgeBase) -> dict[str, object]:
    content = sys.stdin.buffer.read(MAX_BYTES + 1) if path == "-" else content_of(Path(path))
    stored = stored_review(content)
    if stored is not None:
        return stored
    notation = Format.JSON if _starts_json(content) else Format.TOML
    case = read(content, notation, today=date.today(), on=day)
    rooms = CaseRooms(Path("." if path == "-" else path).parent)
    return document_of(review(case, knowledge, certify=rooms.certify, expose=rooms.expose))


def _starts_json(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
