"""A model as SBML Level 3: flows as reactions, doses as events.

The model starts at time 0 with nothing in the body. Without a regimen it holds one dose whose
amount is a parameter of 0 mg: whoever runs it says how much was taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ketum.exchange.structure import (
    AVAILABILITY,
    DEPOT,
    NG_PER_ML_OF_MG_PER_L,
    ON_THE_WAY,
    Flow,
    Quantity,
    Structure,
    about,
    provenance,
)

SBML = "http://www.sbml.org/sbml/level3/version1/core"
MATHML = "http://www.w3.org/1998/Math/MathML"
XHTML = "http://www.w3.org/1999/xhtml"
SECONDS_OF_AN_HOUR = "3600"
# Each unit: (kind, exponent, scale, multiplier) of its factors.
UNITS = {
    "mg": (("gram", "1", "-3", "1"),),
    "hour": (("second", "1", "0", SECONDS_OF_AN_HOUR),),
    "per_hour": (("second", "-1", "0", SECONDS_OF_AN_HOUR),),
    "litre_per_hour": (("litre", "1", "0", "1"), ("second", "-1", "0", SECONDS_OF_AN_HOUR)),
    "ng_per_mL": (("gram", "1", "-9", "1"), ("litre", "-1", "-3", "1")),
    "ng_per_mL_of_mg_per_L": (
        ("gram", "1", "-9", "1"), ("litre", "-1", "-3", "1"),
        ("gram", "-1", "-3", "1"), ("litre", "1", "0", "1"),
    ),
}  # fmt: skip
UNIT_IDS = {
    "1": "dimensionless", "h": "hour", "1/h": "per_hour", "L/h": "litre_per_hour", "L": "litre",
    "mg": "mg", "kg": "kilogram", "ng/mL": "ng_per_mL",
}  # fmt: skip
# What the equations of a typical person do not read.
OF_PEOPLE = ("WTREF", "EXPCL", "EXPV", "ERRPROP", "ERRADD")
VOLUME_OF = {
    "CENTRAL": "V1", "TISSUE": "V2", "METABOLITE": "VM", "DEEP": "V3",
    DEPOT: "V1", ON_THE_WAY: "V1",
}  # fmt: skip
CONVERSION, DOSE, GUT = "ng_per_mL_of_mg_per_L_factor", "dose", "gut_activity"

Math = str | float | tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    """`doses` swallowed doses of `amount_mg`, the first at `start_h`, one each `interval_h` h."""

    start_h: float
    amount_mg: float
    interval_h: float = 0.0
    doses: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Baked:
    """A regimen that stands in the model: trains in the order of time, and when all is emptied."""

    trains: tuple[Train, ...]
    resets_h: tuple[float, ...] = ()


def sbml(structure: Structure, regimen: Baked | None = None, dose_mg: float = 0.0) -> str:
    """The text of the model; times from 0 on, in h.

    Without a regimen one dose of the parameter `dose` is taken at 0.
    """
    model = structure.model
    root = ET.Element("sbml", xmlns=SBML, level="3", version="1")
    whole = ET.SubElement(
        root, "model", id=f"ketum_{model.id}", name=model.label, substanceUnits="mg",
        timeUnits="hour", volumeUnits="litre", extentUnits="mg",
    )  # fmt: skip
    _notes(whole, about(structure))
    _units(whole)
    compartments = ET.SubElement(whole, "listOfCompartments")
    for quantity in structure.quantities:
        if quantity.name in VOLUME_OF.values():
            made = ET.SubElement(
                compartments, "compartment", id=quantity.name, name=quantity.meaning,
                spatialDimensions="3", size=repr(quantity.entry.value), units="litre",
                constant="true",
            )  # fmt: skip
            _notes(made, (provenance(quantity.entry),))
    species = ET.SubElement(whole, "listOfSpecies")
    for compartment in structure.compartments:
        ET.SubElement(
            species, "species", id=compartment, compartment=VOLUME_OF[compartment],
            initialAmount="0", substanceUnits="mg", hasOnlySubstanceUnits="true",
            boundaryCondition="false", constant="false",
        )  # fmt: skip
    parameters = ET.SubElement(whole, "listOfParameters")
    for quantity in structure.quantities:
        if quantity.name not in (*OF_PEOPLE, *VOLUME_OF.values()):
            _known(parameters, quantity)
    _parameter(parameters, CONVERSION, NG_PER_ML_OF_MG_PER_L, "ng_per_mL_of_mg_per_L")
    rules = ET.SubElement(whole, "listOfRules")
    for output in structure.outputs:
        name = output_id(output.analyte)
        _parameter(parameters, name, None, "ng_per_mL", varies=True, called=output.analyte)
        amount: Math = ("divide", ("times", CONVERSION, output.compartment), output.volume)
        rule = ET.SubElement(rules, "assignmentRule", variable=name)
        _math(rule, ("times", output.ratio, amount) if output.ratio else amount)
    if structure.has_gut:
        _parameter(parameters, GUT, 1.0, "dimensionless", varies=True)
        rule = ET.SubElement(rules, "rateRule", variable=GUT)
        _math(rule, ("times", "KDEG", ("minus", 1.0, GUT)))
    reactions = ET.SubElement(whole, "listOfReactions")
    for flow in structure.flows:
        _reaction(reactions, flow)
    events = ET.SubElement(whole, "listOfEvents")
    trains = (Train(start_h=0.0, amount_mg=dose_mg),) if regimen is None else regimen.trains
    for number, train in enumerate(trains, start=1):
        name = DOSE if regimen is None else f"{DOSE}_{number}"
        _doses(parameters, events, structure, train, name, rank=-number)
    for number, hour in enumerate(() if regimen is None else regimen.resets_h, start=1):
        _reset(parameters, events, structure, hour, number)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def output_id(analyte: str) -> str:
    """The name of an analyte's concentration in the model."""
    return f"C_{re.sub('[^A-Za-z0-9]', '_', analyte)}"


def _units(model: ET.Element) -> None:
    defined = ET.SubElement(model, "listOfUnitDefinitions")
    for name, factors in UNITS.items():
        units = ET.SubElement(
            ET.SubElement(defined, "unitDefinition", id=name), "listOfUnits"
        )  # fmt: skip
        for kind, exponent, scale, multiplier in factors:
            ET.SubElement(
                units, "unit", kind=kind, exponent=exponent, scale=scale, multiplier=multiplier
            )


def _known(parameters: ET.Element, quantity: Quantity) -> None:
    entry = quantity.entry
    made = _parameter(
        parameters, quantity.name, entry.value, UNIT_IDS[entry.unit], called=quantity.meaning
    )
    _notes(made, (provenance(entry),))


def _parameter(
    parameters: ET.Element,
    name: str,
    value: float | None,
    units: str,
    *,
    varies: bool = False,
    called: str = "",
) -> ET.Element:
    made = ET.SubElement(parameters, "parameter", id=name, units=units)
    if called:
        made.set("name", called)
    if value is not None:
        made.set("value", repr(float(value)))
    made.set("constant", "false" if varies else "true")
    return made


def _reaction(reactions: ET.Element, flow: Flow) -> None:
    made = ET.SubElement(reactions, "reaction", id=flow.id, reversible="false", fast="false")
    for kind, species in (
        ("listOfReactants", flow.source if flow.drains else None),
        ("listOfProducts", flow.target),
    ):
        if species:
            ET.SubElement(
                ET.SubElement(made, kind), "speciesReference", species=species, stoichiometry="1",
                constant="true",
            )  # fmt: skip
    if not flow.drains:
        listed = ET.SubElement(made, "listOfModifiers")
        ET.SubElement(listed, "modifierSpeciesReference", species=flow.source)
    rate: Math = ("times", *flow.over, flow.source)
    for volume in flow.under:
        rate = ("divide", rate, volume)
    _math(ET.SubElement(made, "kineticLaw"), rate)


def _doses(
    parameters: ET.Element,
    events: ET.Element,
    structure: Structure,
    train: Train,
    name: str,
    rank: int,
) -> None:
    """One train: parameters with its amount and times, and the event of each arrival."""
    _parameter(parameters, name, train.amount_mg, "mg", varies=name == DOSE)
    _parameter(parameters, f"{name}_start", train.start_h, "hour")
    _parameter(parameters, f"{name}_interval", train.interval_h, "hour")
    _parameter(parameters, f"{name}_count", train.doses, "dimensionless")
    taken, arrived = f"{name}_taken", f"{name}_arrived"
    _parameter(parameters, arrived, 0.0, "dimensionless", varies=True)
    amounts: dict[str, Math] = {DEPOT: name}
    if structure.has_gut:
        _parameter(parameters, taken, 0.0, "dimensionless", varies=True)
        passes, formed = f"{name}_passes", f"{name}_formed"
        for each in (passes, formed):
            _parameter(parameters, each, 0.0, "mg", varies=True)
        amounts = {DEPOT: passes, ON_THE_WAY: formed}
        event = _event(events, f"{name}_swallowed", _due(name, taken, ()), rank)
        extracted = ("minus", 1.0, ("times", "EG", GUT))
        _assign(event, passes, ("divide", ("times", name, extracted), ("minus", 1.0, "EG")))
        _assign(event, formed, ("times", name, GUT))
        inactivated = ("divide", ("times", "KAPPA", name), ("plus", name, "DHALF"))
        _assign(event, GUT, ("times", GUT, ("exp", ("minus", inactivated))))
        _assign(event, taken, ("plus", taken, 1.0))
    event = _event(events, f"{name}_arrives", _due(name, arrived, ("TLAG",)), rank)
    for compartment, amount in amounts.items():
        _assign(event, compartment, ("plus", compartment, ("times", AVAILABILITY, amount)))
    _assign(event, arrived, ("plus", arrived, 1.0))


def _due(name: str, counted: str, later: Sequence[str]) -> Math:
    """Whether the next dose of a train is due."""
    moment = ("plus", f"{name}_start", ("times", f"{name}_interval", counted), *later)
    return ("and", ("geq", "time", moment), ("lt", counted, f"{name}_count"))


def _reset(
    parameters: ET.Element, events: ET.Element, structure: Structure, hour: float, number: int
) -> None:
    name = f"reset_{number}"
    _parameter(parameters, name, hour, "hour")
    event = _event(events, f"{name}_empties", ("geq", "time", name), rank=1)
    for compartment in structure.compartments:
        _assign(event, compartment, 0.0)


def _event(events: ET.Element, name: str, when: Math, rank: int) -> ET.Element:
    # Doses that fall together add up only if each reads what the one before it has left.
    event = ET.SubElement(events, "event", id=name, useValuesFromTriggerTime="false")
    trigger = ET.SubElement(event, "trigger", initialValue="false", persistent="true")
    _math(trigger, when)
    _math(ET.SubElement(event, "priority"), float(rank))
    ET.SubElement(event, "listOfEventAssignments")
    return event


def _assign(event: ET.Element, variable: str, value: Math) -> None:
    _math(ET.SubElement(event[-1], "eventAssignment", variable=variable), value)


def _math(parent: ET.Element, expression: Math) -> None:
    made = ET.SubElement(parent, "math", {"xmlns": MATHML, "xmlns:sbml": SBML})
    _expression(made, expression)


def _expression(parent: ET.Element, expression: object) -> None:
    match expression:
        case "time":
            symbol = "http://www.sbml.org/sbml/symbols/time"
            ET.SubElement(parent, "csymbol", encoding="text", definitionURL=symbol).text = "time"
        case str(name):
            ET.SubElement(parent, "ci").text = name
        case float(number):
            made = ET.SubElement(parent, "cn", {"sbml:units": "dimensionless"})
            made.text = repr(number)
        case (str(operator), *operands):
            made = ET.SubElement(parent, "apply")
            ET.SubElement(made, operator)
            for operand in operands:
                _expression(made, operand)


def _notes(parent: ET.Element, lines: Sequence[str]) -> None:
    body = ET.SubElement(ET.SubElement(parent, "notes"), "body", xmlns=XHTML)
    for line in lines:
        ET.SubElement(body, "p").text = line
