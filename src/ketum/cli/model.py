"""`ketum model`: models of concentrations, shown and handed on in the languages of the field."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.engine import engine
from ketum.cli.output import write
from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.evidence.models import ExposureModel
from ketum.exchange import Baked, Structure, mrgsolve, nonmem, sbml, structure_of
from ketum.exchange.structure import about, provenance

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="The models of concentrations, shown and handed on.")

MOST_MG = 100_000.0


class Language(Enum):
    """The language a model is written in."""

    SBML = "sbml"
    MRGSOLVE = "mrgsolve"
    NONMEM = "nonmem"


WITHOUT_DOSES: dict[Language, Callable[[Structure], str]] = {
    Language.MRGSOLVE: mrgsolve,
    Language.NONMEM: nonmem,
}
Name = Annotated[str, typer.Argument(metavar="MODEL", help="As `ketum model list` names it.")]
OfForm = Annotated[Form, typer.Option("--form", help="What is swallowed.")]


@app.command("list")
def list_models() -> None:
    """List every model: of what, how it stands, and what was studied."""
    for model in load().models.values():
        formed = f" and {model.metabolite}" if model.metabolite else ""
        typer.echo(f"{model.id}: {model.analyte}{formed}")
        typer.echo(f"  {model.structure}")
        typer.echo(f"  {model.standing}; studied: {model.domain}")


@app.command("show")
def show_model(name: Name, form: OfForm = Form.CAPSULES) -> None:
    """Show a model: each parameter with its value, spread, basis and source."""
    structure = _structure(name, form, load())
    for line in about(structure):
        typer.echo(line)
    for quantity in structure.quantities:
        entry = quantity.entry
        unit = "" if entry.unit == "1" else f" {entry.unit}"
        typer.echo(f"{quantity.name} {entry.value:g}{unit}: {quantity.meaning}")
        typer.echo(f"  {provenance(entry)}")


@app.command("export")
def export_model(
    name: Name,
    format: Annotated[Language, typer.Option("--format", help="The language to write.")],
    form: OfForm = Form.CAPSULES,
    regimen: Annotated[
        Path | None, typer.Option("--regimen", help="An event file of one ID to hold (SBML).")
    ] = None,
    dose_mg: Annotated[
        float, typer.Option("--dose-mg", min=0.0, max=MOST_MG, help="One dose at 0 h (SBML).")
    ] = 0.0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
) -> None:
    """Write a model for another program. Without doses given it holds none."""
    knowledge = load()
    structure = _structure(name, form, knowledge)
    if format is not Language.SBML:
        if regimen is not None or dose_mg:
            raise WrongUsage(
                "Doses stand in an event table there: ketum simulate CASE --format events "
                "--names nonmem."
            )
        write(WITHOUT_DOSES[format](structure), output)
        return
    if regimen is not None and dose_mg:
        raise WrongUsage("Give --regimen or --dose-mg.")
    held = None if regimen is None else _held(regimen, structure, knowledge)
    write(sbml(structure, held, dose_mg), output)


def _structure(name: str, form: Form, knowledge: KnowledgeBase) -> Structure:
    models: dict[str, ExposureModel] = {m.id.casefold(): m for m in knowledge.models.values()}
    if name.casefold() not in models:
        raise WrongUsage(f"There is no such model. There are {', '.join(knowledge.models)}.")
    return structure_of(models[name.casefold()], form, knowledge.release.id)


def _held(path: Path, structure: Structure, knowledge: KnowledgeBase) -> Baked:
    with engine():
        from ketum.cli.event_file import regimen_in  # noqa: PLC0415

        return regimen_in(path, structure, knowledge)
