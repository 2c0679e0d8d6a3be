"""What a person does to a reading before it counts: corrects a value, confirms the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.product.cells import CellKind, Marks, read_cell
from ketum.product.certificate import Basis, Censored, Certificate, Confidence, Result
from ketum.product.conflicts import in_conflict

__all__ = ["confirmed", "corrected"]

LONGEST = 80


def confirmed(certificate: Certificate, by: str, on: date) -> Certificate:
    """The certificate as a person confirmed it.

    Raises:
        WrongUsage: no name, or a question about a value is still open.
    """
    if not by.strip() or len(by) > LONGEST:
        raise WrongUsage("--confirm needs the name of the person who held it against the document.")
    if any(result.basis is Basis.NOT_SAID for result in certificate.results):
        raise WrongUsage(
            "A question is still open: of what is this percentage a share? Answer it with "
            '--correct, such as "7-hydroxymitragynine=2 % of alkaloids" or "... =0.02 % w/w".'
        )
    if in_conflict(certificate.results):
        raise WrongUsage(
            "Two values of one analyte differ in one sample. Say which one counts with --correct."
        )
    return replace(certificate, confirmed_by=by.strip(), confirmed_on=on.isoformat())


def corrected(certificate: Certificate, text: str, knowledge: KnowledgeBase) -> Certificate:
    """The certificate with one value put in the place of those read for an analyte.

    `text` is such as "lead=0.8 ppm" or "7-OH=ND (LOD 0.01 %)".

    Raises:
        WrongUsage: it names no analyte that is known, or no value with a unit.
    """
    name, found, value = text.partition("=")
    analyte = knowledge.analytes.named(name)
    if not found or analyte is None:
        raise WrongUsage('--correct names an analyte and a value, such as "lead=0.8 ppm".')
    cell = read_cell(value, Marks.POINT)
    measured = cell.kind in (CellKind.NUMBER, CellKind.CENSORED) and cell.unit is not None
    if not measured and cell.kind not in (CellKind.ABSENT, CellKind.PRESENT):
        raise WrongUsage('--correct needs a value with its unit, such as "0.8 ppm" or "<0.01 %".')
    is_number = cell.kind is CellKind.NUMBER
    is_absent = cell.kind is CellKind.ABSENT
    result = Result(
        analyte=analyte.id,
        unit=cell.unit or "",
        value=cell.value if is_number else None,
        present=None if measured else not is_absent,
        censored=None
        if is_number or cell.kind is CellKind.PRESENT
        else cell.censored or (Censored.NOT_DETECTED if is_absent else Censored.BELOW_LOQ),
        limit=None if is_number else cell.value,
        basis=Basis.ALKALOIDS if cell.unit == "% of alkaloids" else Basis.PRODUCT,
        as_read=value.strip()[:LONGEST],
        page=0,
        line=0,
        confidence=Confidence.HIGH,
        corrected=True,
    )
    rest = tuple(each for each in certificate.results if each.analyte != analyte.id)
    return replace(certificate, results=(*rest, result), questions=())
