"""`ketum product`: what is in a lot, judged against every limit; a small library of lots."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ketum.cli.output import write
from ketum.cli.review import day_of
from ketum.cli.terminal import look, show
from ketum.errors import EvidenceDamaged, WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.facts.forms import form_of
from ketum.law import status
from ketum.lots import legal_caps
from ketum.product import Certificate, assess, read_certificate
from ketum.product.confirm import confirmed, corrected
from ketum.product.content import Content, contents
from ketum.product.judged_document import assessment_object, dose_object
from ketum.product.library import (
    Lot,
    add_lot,
    comparison_object,
    find_lot,
    lots_in,
)
from ketum.product.paperwork import samples_of_lot
from ketum.product.sample import samples_of
from ketum.product.servings import Amount, amount_of, doses_of
from ketum.report.document import as_json
from ketum.report.lines import Ink, Line, Look, fold
from ketum.report.product_text import comparison_lines, dose_lines, product_lines

__all__ = ["app"]

app = typer.Typer(help="What is in a lot: certificates read, judged, kept and compared.")
DATA = "XDG_DATA_HOME"

File = Annotated[Path, typer.Argument(help="The certificate: PDF, text, CSV or JSON.")]
Library = Annotated[
    Path | None, typer.Option("--library", help="The folder of the lots, else your own.")
]
Correct = Annotated[
    list[str] | None,
    typer.Option("--correct", help='Another value, such as "lead=0.8 ppm"; may be repeated.'),
]
Confirm = Annotated[
    str | None, typer.Option(help="Your name: you held every value against the document.")
]


class Output(Enum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


Form = Annotated[Output, typer.Option("--format", help="How to write it.")]
Plain = Annotated[bool, typer.Option("--plain", help="Words only, unfolded: for a screen reader.")]
To = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")]


@app.command("check")
def check(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    file: File,
    grams_per_day: Annotated[float | None, typer.Option(min=0, help="Grams a day.")] = None,
    place: Annotated[str | None, typer.Option(help="A place of the law.")] = None,
    on: Annotated[str | None, typer.Option(help="The day that is asked about.")] = None,
    lot: Annotated[str | None, typer.Option(help="The lot in hand, as on the packet.")] = None,
    form: Annotated[str | None, typer.Option(help="leaf powder, capsules, extract ...")] = None,
    dose: Annotated[
        str | None, typer.Option(help='An amount to turn into milligrams: "2 capsules".')
    ] = None,
    correct: Correct = None,
    confirm: Confirm = None,
    format: Form = Output.TEXT,
    full: Annotated[bool, typer.Option("--full", help="Every answer with its arithmetic.")] = False,
    plain: Plain = False,
    output: To = None,
) -> None:
    """Read a certificate, judge it, and show where every value stands in the document."""
    knowledge = load()
    day = day_of(on) or date.today()
    certificate = _opened(file, correct, confirm, knowledge)
    law = status(place, day, knowledge) if place is not None else None
    if law is not None and not law.place.code:
        raise WrongUsage("This place is not known. Give a code of ISO 3166 or a name.")
    known = form_of(form, knowledge) if form is not None else None
    if form is not None and known is None:
        raise WrongUsage("This form is not known: leaf powder, capsules, tea, extract, shot ...")
    assessment = assess(
        certificate,
        knowledge,
        on=day,
        grams_per_day=grams_per_day,
        place=law.place.code if law is not None else None,
        legal=legal_caps(law),
        wanted_lot=lot,
    )
    same_lot = lot is None or bool(samples_of_lot(samples_of(certificate), lot))
    family = known.family if known is not None else None
    by_sample = {
        name: contents(certificate, family, knowledge, sample=name, same_lot=same_lot)
        for name in assessment.samples
    }
    # Of several lots none of which was asked for, none stands for the product.
    is_one = len(by_sample) == 1
    held = (
        next(iter(by_sample.values()))
        if is_one
        else contents(certificate, family, knowledge, same_lot=same_lot)
    )
    document = assessment_object(certificate, assessment, held, None if is_one else by_sample)
    laid_out = look(plain=plain, to_file=output is not None)
    lines = [*product_lines(document, laid_out, full=full or plain)]
    if dose is not None:
        lines += _dose(amount_of(dose), by_sample, certificate, knowledge, document, laid_out)
    if format is Output.JSON:
        write(as_json(document), output)
    else:
        show(lines, plain=plain, output=output)


def _dose(
    amount: Amount,
    by_sample: Mapping[str, Mapping[str, Content]],
    certificate: Certificate,
    knowledge: KnowledgeBase,
    document: dict[str, object],
    laid_out: Look,
) -> list[Line]:
    """The lines of an amount in milligrams, kept in the document too; of several lots each."""
    lines: list[Line] = []
    found: dict[str, dict[str, object]] = {}
    for sample, held in by_sample.items():
        doses = doses_of(amount, held, certificate, knowledge, sample=sample)
        if isinstance(doses, str):
            found[sample] = {"missing": doses}
            lines += fold(f"[{sample}] {doses}" if sample else doses, laid_out, ink=Ink.UNKNOWN)
        else:
            alkaloids = dose_object(doses)
            found[sample] = {"alkaloids": alkaloids}
            lines += dose_lines(str(amount), alkaloids, laid_out, sample=sample)
    (only, *more) = found.values()
    document["dose"] = {"amount": str(amount), **({"samples": found} if more else only)}
    return lines


@app.command("add")
def add(
    file: File,
    name: Annotated[str | None, typer.Option(help="What to call it in the library.")] = None,
    correct: Correct = None,
    confirm: Confirm = None,
    library: Library = None,
) -> None:
    """Keep the reading of a certificate in the library; nothing is ever overwritten."""
    certificate = _opened(file, correct, confirm, load())
    chosen = add_lot(_folder(library), certificate, name)
    said = "confirmed" if certificate.is_confirmed else "not confirmed by anyone"
    typer.echo(f"Kept as {chosen}: {len(certificate.results)} values, {said}.")


@app.command("list")
def list_lots(library: Library = None) -> None:
    """The lots of the library; a file that cannot be read is named, and left where it is."""
    damaged = 0
    for kept in lots_in(_folder(library)):
        if kept.certificate is None:
            damaged += 1
            typer.echo(f"{kept.name}: set apart, {kept.complaint}")
            continue
        held = kept.certificate
        said = "confirmed" if held.is_confirmed else "not confirmed"
        names = [held.header[key].value for key in ("product", "lot") if key in held.header]
        typer.echo(f"{kept.name}: {', '.join(names) or 'no name'}; {said}")
    if damaged:
        raise EvidenceDamaged([f"{damaged} of the lots cannot be read."])


@app.command("show")
def show_lot(
    name: Annotated[str, typer.Argument(help="Its name in the library.")],
    library: Library = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
) -> None:
    """One lot of the library, judged today without a daily amount."""
    knowledge = load()
    certificate = _readable(find_lot(_folder(library), name))
    assessment = assess(certificate, knowledge, on=date.today())
    document = assessment_object(certificate, assessment, contents(certificate, None, knowledge))
    if format is Output.JSON:
        write(as_json(document), None)
    else:
        show(product_lines(document, look(plain=plain, to_file=False)), plain=plain, output=None)


@app.command("compare")
def compare(
    first: Annotated[str, typer.Argument(help="The lot used so far.")],
    second: Annotated[str, typer.Argument(help="The other lot.")],
    library: Library = None,
    format: Form = Output.TEXT,
    plain: Plain = False,
) -> None:
    """Two lots side by side: a dose does not carry over from one to the other."""
    knowledge = load()
    lots = [find_lot(_folder(library), name) for name in (first, second)]
    compared = comparison_object(lots[0], lots[1], knowledge)
    if format is Output.JSON:
        write(as_json(compared), None)
    else:
        show(comparison_lines(compared, look(plain=plain, to_file=False)), plain=plain, output=None)


def _opened(
    file: Path, correct: list[str] | None, confirm: str | None, knowledge: KnowledgeBase
) -> Certificate:
    certificate = read_certificate(file, knowledge)
    for each in correct or ():
        certificate = corrected(certificate, each, knowledge)
    return certificate if confirm is None else confirmed(certificate, confirm, date.today())


def _readable(lot: Lot) -> Certificate:
    if lot.certificate is None:
        raise EvidenceDamaged([f"The lot cannot be read: {lot.complaint}"])
    return lot.certificate


def _folder(library: Path | None) -> Path:
    """The folder that was given, else the one of this user's data."""
    if library is not None:
        return library
    data = os.environ.get(DATA)
    return (Path(data) if data else Path.home() / ".local" / "share") / "ketum" / "lots"
