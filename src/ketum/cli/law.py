"""The command that answers what the law says of kratom at a place on a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.evidence.law import SUBSTANCES
from ketum.evidence.outlines import read_outlines
from ketum.law import (
    Change,
    LawOfPlace,
    changes,
    event_object,
    law_object,
    read_place,
    status,
    timeline,
)
from ketum.report.law_text import change_lines, law_lines, law_table_lines
from ketum.report.lines import Line, Look
from ketum.report.page.law_map import render_law_map_html, render_law_map_svg

__all__ = ["app"]

app = typer.Typer()
CAPSULES = "capsules"
OF_SEVEN_OH = ("7-OH", "semi-synthetic")


class Output(Enum):
    """How the law is written."""

    TEXT = "text"
    JSON = "json"


@app.command("law")
def law(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACE...",
            help="Codes of ISO 3166 or names; or: timeline PLACE; changes --since DAY; map.",
        ),
    ],
    on: Annotated[str | None, typer.Option(help="The day that is asked about.")] = None,
    form: Annotated[str | None, typer.Option(help="The form of the product.")] = None,
    substance: Annotated[str | None, typer.Option(help="One substance, not all four.")] = None,
    age: Annotated[float | None, typer.Option(min=0, help="Age in years.")] = None,
    since: Annotated[str | None, typer.Option(help="For changes: the first day.")] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Hold this certificate against the caps of the place.")
    ] = None,
    format: Annotated[Output, typer.Option(help="How to write it.")] = Output.TEXT,
    plain: Annotated[
        bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Say what the law says of kratom at a place on a day: information, not legal advice."""
    day = day_of(on) or date.today()
    knowledge = load()
    laid_out = look(plain=plain, to_file=output is not None)
    notice = knowledge.texts["law.not_advice"].text
    first, *rest = words
    if first in ("timeline", "changes"):
        found = _changes(first, rest, since, day, knowledge)
        if format is Output.JSON:
            _write_json([_change_object(change) for change in found], output)
        else:
            show(change_lines(found, laid_out, notice=notice), plain=plain, output=output)
        return
    family, asked = _asked(form, substance, knowledge)
    if first == "map" and not rest:
        write(_map(day, asked[0], family, knowledge, output), output)
        return
    laws = [status(place, day, knowledge, substances=asked, form=family) for place in words]
    if certificate is not None:
        _write_caps(certificate, laws, day, knowledge, format, laid_out, output)
        return
    if format is Output.JSON:
        objects = [law_object(answer, age) for answer in laws]
        _write_json(objects[0] if len(objects) == 1 else _of_several(day, objects), output)
        return
    lines = (
        law_lines(laws[0], laid_out, notice=notice, age=age)
        if len(laws) == 1
        else law_table_lines(laws, laid_out, notice=notice)
    )
    show(lines, plain=plain, output=output)


def _write_caps(
    file: Path,
    laws: Sequence[LawOfPlace],
    day: date,
    knowledge: KnowledgeBase,
    format: Output,
    laid_out: Look,
    output: Path | None,
) -> None:
    """Each place's answer, and beside it whether the product keeps the caps on content there."""
    # Reading a certificate compiles many patterns that no other question about the law needs.
    from ketum.cli.capped import caps_held_against, caps_lines  # noqa: PLC0415

    caps = [caps_held_against(file, law, day, knowledge) for law in laws]
    if format is Output.JSON:
        objects = [
            {**law_object(law), "content": held} for law, held in zip(laws, caps, strict=True)
        ]
        _write_json(objects[0] if len(objects) == 1 else _of_several(day, objects), output)
        return
    notice = knowledge.texts["law.not_advice"].text
    lines: list[Line] = []
    for law, held in zip(laws, caps, strict=True):
        lines += [*law_lines(law, laid_out, notice=notice, age=None), *caps_lines(held, laid_out)]
    show(lines, plain=laid_out.width is None, output=output)


def _map(
    day: date, substance: str, form: str | None, knowledge: KnowledgeBase, output: Path | None
) -> str:
    """The states and the countries on one day, as a page; as a drawing where that is named."""
    outlines = read_outlines()
    places = [place for place in knowledge.law.events if place in outlines or len(place) == 2]
    laws = [
        status(place, day, knowledge, substances=(substance,), form=form)
        for place in places
        if place not in {"UN", *knowledge.law.unions}
    ]
    if output is not None and output.suffix == ".svg":
        return render_law_map_svg(laws, outlines)
    notice = knowledge.texts["law.not_advice"].text
    return render_law_map_html(laws, outlines, notice=notice)


def _of_several(day: date, objects: list[dict[str, object]]) -> dict[str, object]:
    return {"on": day.isoformat(), "places": objects}


def _changes(
    verb: str, places: list[str], since: str | None, day: date, knowledge: KnowledgeBase
) -> tuple[Change, ...]:
    if verb == "changes":
        first = day_of(since)
        if first is None or places:
            raise WrongUsage("Give the first day and no place: ketum law changes --since DAY.")
        return changes(first, day, knowledge)
    if len(places) != 1:
        raise WrongUsage("Give one place: ketum law timeline PLACE.")
    if not read_place(places[0], knowledge.law).code:
        raise WrongUsage("This place was not recognised. Give an ISO 3166 code, such as US-KY.")
    return timeline(places[0], day, knowledge)


def _asked(
    form: str | None, substance: str | None, knowledge: KnowledgeBase
) -> tuple[str | None, tuple[str, ...]]:
    """The form the rules know, and the substances that are asked about."""
    asked: tuple[str, ...] = SUBSTANCES
    family = None
    if form is not None:
        wanted = form.strip().casefold()
        forms = [f for f in knowledge.forms if wanted in (f.id, f.label, *f.names)]
        found = {f.family for f in forms}
        if knowledge.words["processed_form"].is_all_of(wanted):
            return _with_substance("extract", substance, knowledge)
        if any(form.id == CAPSULES for form in forms):
            # Whether leaf or an extract is in them is not said: both are answered.
            return _with_substance(None, substance, knowledge)
        if not found & {"leaf", "extract", "seven_oh"}:
            raise WrongUsage(
                "This form is not known. Give leaf powder, tea, extract, shot or 7-OH."
            )
        family = next((f for f in ("leaf", "extract") if f in found), None)
        asked = OF_SEVEN_OH if "seven_oh" in found else SUBSTANCES
    return _with_substance(family, substance, knowledge, asked)


def _with_substance(
    family: str | None,
    substance: str | None,
    knowledge: KnowledgeBase,
    asked: tuple[str, ...] = SUBSTANCES,
) -> tuple[str | None, tuple[str, ...]]:
    if substance is not None:
        named = knowledge.law.substance_names.get(substance.strip().casefold())
        if named is None:
            raise WrongUsage(f"This substance is not known. Give one of {', '.join(SUBSTANCES)}.")
        asked = (named,)
    return family, asked


def _change_object(change: Change) -> dict[str, object]:
    return {
        "on": change.on.isoformat() if change.on else None,
        "said": change.said,
        "place": change.place,
        "name": change.name,
        "what": change.what,
        "substance": change.substance,
        "status": change.status.value if change.status else None,
        "event": event_object(change.event) if change.event else None,
    }


def _write_json(answer: object, output: Path | None) -> None:
    write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n", output)
