"""A model as a NONMEM control file.

NONMEM cannot be run where Ketum is tested; the equations of the text are read back as arithmetic
and integrated instead. Its data are an event file with numbers for compartments.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ketum.errors import WrongUsage
from ketum.exchange.mrgsolve import GUT_REMEMBERS, captured
from ketum.exchange.structure import (
    AVAILABILITY,
    NG_PER_ML_OF_MG_PER_L,
    Structure,
    about,
    of_a_person,
    provenance,
    slope,
)

WIDTH = 80
DATA = "events.csv"
# NONMEM tells columns by their place: an event file with numbers has these, in this order.
INPUT = (
    "ID", "TIME", "AMT", "II", "ADDL", "EVID", "SS", "RATE", "CMT", "DV", "MDV", "WT", "BLQ",
    "LLOQ",
)  # fmt: skip
WEIGHT = "(WTIN/WTREF)**{}"
TOLERANCE = 9


def nonmem(structure: Structure) -> str:
    """The text of a control file that predicts; all values are fixed.

    Raises:
        WrongUsage: the model changes with its own doses.
    """
    if structure.has_gut:
        raise WrongUsage(f"{structure.model.id} cannot be written for NONMEM: {GUT_REMEMBERS}.")
    return "\n".join((*_lines(structure), ""))


def _lines(structure: Structure) -> Iterator[str]:
    own = {quantity.name for quantity in structure.own}
    places = {c: f"A({i})" for i, c in enumerate(structure.compartments, start=1)}
    yield f"$PROBLEM Ketum {structure.model.label}, release {structure.release}"
    for line in (*about(structure), "A weight of 0 or . is read as not known."):
        yield from _remark(line)
    yield f"$INPUT {' '.join(INPUT)}"
    yield f"$DATA {DATA} IGNORE=@"
    yield f"$SUBROUTINES ADVAN13 TOL={TOLERANCE}"
    yield f"$MODEL NCOMPARTMENTS={len(places)}"
    for compartment, defaults in zip(places, (" DEFDOSE", " DEFOBS"), strict=False):
        yield f"  COMP=({compartment}{defaults})"
    for compartment in list(places)[2:]:
        yield f"  COMP=({compartment})"
    yield "$PK"
    thetas = {quantity.name: n for n, quantity in enumerate(structure.quantities, start=1)}
    etas = {quantity.name: n for n, quantity in enumerate(structure.random, start=1)}
    for name, number in thetas.items():
        yield f"  {'TV' if name in own else ''}{name} = THETA({number})"
    yield from ("  WTIN = WTREF", "  IF (WT.GT.0) WTIN = WT")
    for quantity in structure.own:
        eta = f"EXP(ETA({etas.get(quantity.name)}))"
        value = of_a_person(quantity, f"TV{quantity.name}", eta, WEIGHT)
        yield f"  {quantity.name} = {value}"
    yield from (f"  F1 = {AVAILABILITY}", "  ALAG1 = TLAG", "$DES")
    for number, compartment in enumerate(places, start=1):
        yield f"  DADT({number}) = {slope(structure, compartment, places)}"
    yield "$ERROR"
    names = captured(structure)
    for name, output in zip(names, structure.outputs, strict=True):
        ratio = f"*{output.ratio}" if output.ratio else ""
        amount = f"{places[output.compartment]}/{output.volume}"
        yield f"  {name} = {NG_PER_ML_OF_MG_PER_L!r}{ratio}*{amount}"
    yield "  IPRED = CP"
    for name, output in list(zip(names, structure.outputs, strict=True))[1:]:
        number = list(places).index(output.compartment) + 1
        yield f"  IF (CMT.EQ.{number}) IPRED = {name}"
    if structure.known("ERRPROP"):
        yield "  Y = IPRED*(1 + ERRPROP*EPS(1)) + ERRADD*EPS(2)"
    else:
        yield from _remark("The error of a measurement is not known of this alkaloid.")
        yield "  Y = IPRED + 0*EPS(1)"
    yield from _values(structure)
    yield "$SIMULATION (1) ONLYSIMULATION"
    shown = " ".join(("ID TIME CMT WT", *names, "IPRED"))
    yield f"$TABLE {shown} NOPRINT ONEHEADER FILE={structure.model.id.lower()}.tab"


def _values(structure: Structure) -> Iterator[str]:
    yield "$THETA"
    for quantity in structure.quantities:
        entry = quantity.entry
        yield f"  {entry.value!r} FIX ; {quantity.name}: {quantity.meaning} ({entry.unit})"
        yield from _remark(provenance(entry))
    yield "$OMEGA"
    for quantity in structure.random:
        yield f"  {quantity.omega2!r} FIX ; IIV_{quantity.name}, variance of the logarithm"
    yield "$SIGMA"
    yield "  1 FIX ; EPS_PROP, standard normal"
    if structure.known("ERRPROP"):
        yield "  1 FIX ; EPS_ADD, standard normal"


def _remark(text: str) -> Iterator[str]:
    """A comment, in lines that NONMEM can read."""
    yield from textwrap.wrap(text, WIDTH, initial_indent="; ", subsequent_indent=";   ")
