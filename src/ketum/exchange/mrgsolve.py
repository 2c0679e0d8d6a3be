"""A model as mrgsolve model text.

mrgsolve cannot be run where Ketum is tested; the equations of the text are read back as arithmetic
and integrated instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketum.errors import WrongUsage
from ketum.exchange.structure import (
    AVAILABILITY,
    DEPOT,
    NG_PER_ML_OF_MG_PER_L,
    Structure,
    about,
    of_a_person,
    provenance,
    slope,
)

GUT_REMEMBERS = (
    "each dose meets what the doses before it have left in the gut, and additional doses of an "
    "event table are not told apart there. Take --format sbml"
)
WEIGHT = "pow(WT/WTREF, {})"


def mrgsolve(structure: Structure) -> str:
    """The text of a `.cpp` file; doses come from an event table.

    Raises:
        WrongUsage: the model changes with its own doses.
    """
    if structure.has_gut:
        raise WrongUsage(f"{structure.model.id} cannot be written for mrgsolve: {GUT_REMEMBERS}.")
    return "\n".join((*_lines(structure), ""))


def _lines(structure: Structure) -> Iterator[str]:
    own = {quantity.name for quantity in structure.own}
    yield "$PROB"
    yield from about(structure)
    yield "Where each value comes from:"
    for quantity in structure.quantities:
        yield f"{quantity.name}: {provenance(quantity.entry)}"
    yield from ("", "$PARAM @annotated")
    yield f"WT : {structure.of('WTREF').entry.value:g} : weight of the person (kg)"
    for quantity in structure.quantities:
        entry, typical = quantity.entry, quantity.name in own
        name = f"TV{quantity.name}" if typical else quantity.name
        yield f"{name} : {entry.value!r} : {quantity.meaning} ({entry.unit})"
    yield from ("", "$CMT @annotated")
    for compartment in structure.compartments:
        yield f"{compartment} : {compartment.lower()} (mg)"
    yield from ("", "$OMEGA @annotated")
    for quantity in structure.random:
        name = quantity.name
        yield f"ETA_{name} : {quantity.omega2!r} : variance of the logarithm of {name}"
    yield from ("", "$SIGMA @annotated")
    yield from (
        "EPS_PROP : 1.0 : standard normal, times ERRPROP",
        "EPS_ADD : 1.0 : standard normal, times ERRADD",
    )
    yield from ("", "$MAIN")
    for quantity in structure.own:
        eta = f"exp(ETA_{quantity.name})"
        value = of_a_person(quantity, f"TV{quantity.name}", eta, WEIGHT)
        yield f"double {quantity.name} = {value};"
    yield f"F_{DEPOT} = {AVAILABILITY};"
    yield f"ALAG_{DEPOT} = TLAG;"
    yield from ("", "$ODE")
    names = {compartment: compartment for compartment in structure.compartments}
    for compartment in structure.compartments:
        yield f"dxdt_{compartment} = {slope(structure, compartment, names)};"
    yield from ("", "$TABLE")
    for name, output in zip(captured(structure), structure.outputs, strict=True):
        ratio = f"*{output.ratio}" if output.ratio else ""
        amount = f"{output.compartment}/{output.volume}"
        yield f"double {name} = {NG_PER_ML_OF_MG_PER_L!r}{ratio}*{amount}; // {output.analyte}"
    if structure.known("ERRPROP"):
        for name in captured(structure):
            yield f"double DV_{name} = {name}*(1.0 + ERRPROP*EPS_PROP) + ERRADD*EPS_ADD;"
    yield from ("", "$CAPTURE", *captured(structure))
    if structure.known("ERRPROP"):
        yield from (f"DV_{name}" for name in captured(structure))


def captured(structure: Structure) -> tuple[str, ...]:
    """The names of the concentrations: parent, then metabolite."""
    return ("CP", "CM")[: len(structure.outputs)]
