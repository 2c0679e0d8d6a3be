"""A model of the knowledge base as compartments, flows and outputs, said once for every language.

Names are those of the field: KA, CL, V1, Q, V2, and TV in front of a typical value. Every language
writes the same flows, so that none can differ from another by a slip.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence.models import ExposureModel, ModelParameter

NG_PER_ML_OF_MG_PER_L = 1000.0
DEPOT, CENTRAL, TISSUE, METABOLITE, DEEP, ON_THE_WAY = (
    "DEPOT", "CENTRAL", "TISSUE", "METABOLITE", "DEEP", "DEPOTM",
)  # fmt: skip
# The name that each symbol of the knowledge base has in a model that is handed on.
NAMES = {
    "ka": "KA", "cl": "CL", "v1": "V1", "q": "Q", "v2": "V2", "q3": "Q3", "v3": "V3",
    "ffp": "FFP", "fsys": "FSYS", "clm": "CLM", "vm": "VM", "lag": "TLAG",
    "molar_ratio": "RATIO", "reference_weight": "WTREF", "allometry_clearance": "EXPCL",
    "allometry_volume": "EXPV", "residual_proportional": "ERRPROP",
    "residual_additive": "ERRADD", "eg": "EG", "inactivation_max": "KAPPA",
    "inactivation_d50": "DHALF", "kdeg_gut": "KDEG",
}  # fmt: skip
AVAILABILITY = "FREL"
SCALES_AS_CLEARANCE, SCALES_AS_VOLUME = ("CL", "Q", "CLM", "Q3"), ("V1", "V2", "VM", "V3")
MEANINGS = {
    "KA": "absorption", "CL": "apparent clearance", "V1": "apparent central volume",
    "Q": "apparent flow to the tissue", "V2": "apparent volume of the tissue",
    "Q3": "apparent flow to the deep tissue", "V3": "apparent volume of the deep tissue",
    "FFP": "share that becomes metabolite on the way in",
    "FSYS": "share of the clearance that makes metabolite",
    "CLM": "clearance of the metabolite", "VM": "volume of the metabolite", "TLAG": "lag",
    "RATIO": "molar mass of the metabolite over the parent",
    "WTREF": "weight that the values are for", "EXPCL": "power of weight in clearances",
    "EXPV": "power of weight in volumes", "ERRPROP": "proportional standard error of a level",
    "ERRADD": "additive standard error of a level", AVAILABILITY: "relative availability",
    "EG": "share extracted by the gut", "KAPPA": "most that a dose inactivates in the gut",
    "DHALF": "dose that inactivates half of that", "KDEG": "turnover of the enzyme in the gut",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A parameter under the name it is handed on with.

    `omega2` is the variance of its logarithm between people, 0 where nothing is known of it.
    """

    name: str
    entry: ModelParameter

    @property
    def meaning(self) -> str:
        return MEANINGS[self.name]

    @property
    def omega2(self) -> float:
        return math.log1p(self.entry.cv * self.entry.cv)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Milligrams an hour: the product of `over`, divided by that of `under`, times the source.

    `target` is None for what leaves. Where `drains` is False, the source does not lose it: the
    parameters are apparent, and the way out of the source is a flow of its own.
    """

    id: str
    source: str
    target: str | None
    over: tuple[str, ...]
    under: tuple[str, ...] = ()
    drains: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The concentration of an analyte in ng/mL: 1000 times amount over volume, times `ratio`."""

    analyte: str
    compartment: str
    volume: str
    ratio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What a model is, for one form of what is swallowed."""

    model: ExposureModel
    form: Form
    release: str
    compartments: tuple[str, ...]
    flows: tuple[Flow, ...]
    outputs: tuple[Output, ...]
    quantities: tuple[Quantity, ...]

    def known(self, name: str) -> bool:
        return any(quantity.name == name for quantity in self.quantities)

    def of(self, name: str) -> Quantity:
        return next(quantity for quantity in self.quantities if quantity.name == name)

    @property
    def random(self) -> tuple[Quantity, ...]:
        """Those that differ between people."""
        return tuple(quantity for quantity in self.quantities if quantity.entry.cv > 0.0)

    @property
    def own(self) -> tuple[Quantity, ...]:
        """Those that may differ from person to person, by chance or by weight."""
        scaled = (*SCALES_AS_CLEARANCE, *SCALES_AS_VOLUME)
        return tuple(q for q in self.quantities if q.entry.cv > 0.0 or q.name in scaled)

    @property
    def has_gut(self) -> bool:
        """Whether each dose changes what the next one meets in the gut."""
        return self.known("EG")


def structure_of(model: ExposureModel, form: Form, release: str) -> Structure:
    """The compartments and flows that the engine walks for this model.

    Raises:
        WrongUsage: nothing is known of this form.
    """
    known = model.parameters
    availability = f"frel_{form.value}"
    if availability not in known:
        forms = ", ".join(f.value for f in Form if f"frel_{f.value}" in known)
        raise WrongUsage(f"{model.id} knows no availability of this form. Give --form {forms}.")
    quantities = [Quantity(name=NAMES[s], entry=known[s]) for s in NAMES if s in known]
    quantities.append(Quantity(name=AVAILABILITY, entry=known[availability]))
    compartments = [DEPOT, CENTRAL, TISSUE]
    outputs = [Output(analyte=model.analyte, compartment=CENTRAL, volume="V1")]
    if model.metabolite:
        compartments.append(METABOLITE)
        outputs.append(
            Output(analyte=model.metabolite, compartment=METABOLITE, volume="VM", ratio="RATIO")
        )
    compartments += [DEEP] if "q3" in known else []
    compartments += [ON_THE_WAY] if "eg" in known else []
    return Structure(
        model=model,
        form=form,
        release=release,
        compartments=tuple(compartments),
        flows=tuple(_flows(model)),
        outputs=tuple(outputs),
        quantities=tuple(quantities),
    )


def _flows(model: ExposureModel) -> Iterator[Flow]:
    known = model.parameters
    yield Flow(id="absorption", source=DEPOT, target=CENTRAL, over=("KA",))
    yield Flow(id="elimination", source=CENTRAL, target=None, over=("CL",), under=("V1",))
    yield Flow(id="to_tissue", source=CENTRAL, target=TISSUE, over=("Q",), under=("V1",))
    yield Flow(id="from_tissue", source=TISSUE, target=CENTRAL, over=("Q",), under=("V2",))
    if "q3" in known:
        yield Flow(id="to_deep", source=CENTRAL, target=DEEP, over=("Q3",), under=("V1",))
        yield Flow(id="from_deep", source=DEEP, target=CENTRAL, over=("Q3",), under=("V3",))
    if not model.metabolite:
        return
    first = DEPOT
    if "eg" in known:
        # What the gut forms of a dose follows the activity the dose met, not what passed.
        first = ON_THE_WAY
        yield Flow(id="absorption_formed", source=ON_THE_WAY, target=None, over=("KA",))
    yield Flow(
        id="formation_on_the_way", source=first, target=METABOLITE, over=("FFP", "KA"), drains=False
    )
    yield Flow(
        id="formation", source=CENTRAL, target=METABOLITE, over=("FSYS", "CL"), under=("V1",),
        drains=False,
    )  # fmt: skip
    yield Flow(
        id="elimination_metabolite", source=METABOLITE, target=None, over=("CLM",), under=("VM",)
    )


def coefficient(flow: Flow) -> str:
    """The factor of the source as the text of a product, in the syntax that all languages share."""
    product = "*".join(flow.over)
    return "/".join((product, *flow.under))


def slope(structure: Structure, compartment: str, written: Mapping[str, str]) -> str:
    """The right side of a compartment's equation; `written` gives each compartment's name."""
    terms = []
    for flow in structure.flows:
        term = f"{coefficient(flow)}*{written[flow.source]}"
        if flow.source == compartment and flow.drains:
            terms.append(f"- {term}")
        if flow.target == compartment:
            terms.append(f"+ {term}")
    whole = " ".join(terms)
    return f"-{whole[2:]}" if whole.startswith("-") else whole[2:]


def of_a_person(quantity: Quantity, typical: str, eta: str, weight: str) -> str:
    """The value of a person: the typical one, times the person's own part, times that of weight."""
    name = quantity.name
    factors = [typical]
    if quantity.entry.cv > 0.0:
        factors.append(eta)
    if name in SCALES_AS_CLEARANCE:
        factors.append(weight.format("EXPCL"))
    elif name in SCALES_AS_VOLUME:
        factors.append(weight.format("EXPV"))
    return "*".join(factors)


def provenance(entry: ModelParameter) -> str:
    """In one line: what the value rests on, in whom, and the sources with their standing."""
    cites = "; ".join(
        f"{cite.source.id}, {cite.at} ({'confirmed' if cite.confirmed else 'not confirmed'})"
        for cite in entry.cites
    )
    spread = f"spread between people CV {entry.cv * 100:g} %; " if entry.cv else ""
    return f"{entry.basis}; {spread}{entry.population}; {cites}; checked {entry.checked}"


def about(structure: Structure) -> tuple[str, ...]:
    """What whoever opens the file must know, line by line."""
    model = structure.model
    return (
        f"Ketum {model.label} ({model.id}), knowledge release {structure.release}",
        f"Standing: {model.standing}",
        f"Studied: {model.domain}",
        f"Structure: {model.structure}",
        f"Availability of: {structure.form.value}",
        "Amounts in mg, times in h, volumes in L, concentrations in ng/mL",
        "All parameters are apparent: divided by the share that reaches the blood.",
        "Nothing is said of a dose that is not swallowed.",
        "It describes concentrations, no effect and no safety. No dose follows from it.",
    )
