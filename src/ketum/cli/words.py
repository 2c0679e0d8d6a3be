"""Commands that answer about words, drugs and scales, without a case."""

from __future__ import annotations

import json
from datetime import date
from enum import Enum
from typing import Annotated

import typer

from ketum.case import ScaleResult
from ketum.cli.output import write
from ketum.cli.terminal import look, show
from ketum.errors import WrongUsage
from ketum.evidence import load
from ketum.facts import read_scale, render_score
from ketum.intake import Format, read
from ketum.report import build, interaction_lines, render_interactions_json
from ketum.review import review as review_case
from ketum.terminology import Field, recognise

__all__ = ["app"]

app = typer.Typer()


class Answer(Enum):
    """How the answer to a question without a case is written."""

    TEXT = "text"
    JSON = "json"


# How the time of a reading is said.
SAID = {
    "current": "now",
    "past": "in the past",
    "history": "a history: what lasts still counts",
    "family": "of somebody else",
    "possible": "named only: neither there nor denied",
}


@app.command("term")
def read_term(text: Annotated[str, typer.Argument(help="Words as a case may write them.")]) -> None:
    """Show what words are read as under each key of a case, and why."""
    vocabulary = load().vocabulary
    for field in Field:
        reading = recognise(text, vocabulary, field)
        for concept in reading.concepts:
            notes = [
                concept.why,
                "" if concept.present else "denied",
                SAID[concept.time] if concept.time else "",
            ]
            if concept.doubtful:
                notes.append("shown for a second look")
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
    format: Annotated[Answer, typer.Option(help="How to write it.")] = Answer.TEXT,
) -> None:
    """Ask what kratom does together with these, without a case."""
    knowledge = load()
    kratom: dict[str, object] = {"form": form}
    if grams_per_day is not None:
        kratom["grams_per_day"] = grams_per_day
    lists = {"substances": drugs, "medicines": [], "complete": ["substances", "medicines"]}
    content = json.dumps({**lists, "kratom": kratom})
    case = read(content.encode(), Format.JSON, today=date.today())
    review = review_case(case, knowledge)
    if format is Answer.JSON:
        write(render_interactions_json(review), None)
        return
    report = build(review, knowledge)
    shown = interaction_lines(report, look(plain=False, to_file=False))
    show(shown, plain=False, output=None)
