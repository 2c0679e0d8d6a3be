"""Models that were handed on give the concentrations of our engine, to 1e-8.

SBML is run by libRoadRunner. mrgsolve and NONMEM cannot be had here: what their texts state is read
back as arithmetic and integrated by SciPy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pint
import pytest
from numpy.typing import NDArray

from ketum.dosing import Dose, Form
from ketum.evidence import KnowledgeBase
from ketum.exchange import Baked, Structure, Train, mrgsolve, nonmem, sbml, structure_of
from ketum.exchange.histories import baked
from ketum.exchange.sbml import MATHML, SBML, output_id
from ketum.exposure import Event, Evid, Parameters, concentrations
from ketum.exposure.parameters import log_normal_omega
from ketum.exposure.people import CLEARANCES, VOLUMES
from ketum.exposure.strands import levels, snapped, strands
from tests.reference import model_text

roadrunner = pytest.importorskip("roadrunner")

Array = NDArray[np.float64]

CLOSE = 1e-8
ONE: pint.UnitRegistry[float] = pint.UnitRegistry()
MG_PER_H, NG_PER_ML = ONE.Quantity(1.0, "mg/hour"), ONE.Quantity(1.0, "ng/mL")
LINEAR = ("M1", "M3", "speciogynine", "paynantheine", "speciociliatine", "mitraciliatine",
          "isopaynantheine")  # fmt: skip
MODELS = (*LINEAR, "M2")
# On the engine's grid of times; no dose arrives at one of them.
HOURS = np.concatenate([[0.0], np.arange(0.5, 96.0, 1.25)])
SINGLE = (Dose(time_h=0.0, amount_mg=20.0),)
# Two trains that meet at 16, 24 and 32 h, and a single dose between them.
COURSE = (
    Dose(time_h=0.0, amount_mg=20.0, addl=5, ii_h=8.0),
    Dose(time_h=16.0, amount_mg=7.0, addl=2, ii_h=8.0),
    Dose(time_h=17.25, amount_mg=11.0),
)
LATE = (Dose(time_h=5.0, amount_mg=12.0), Dose(time_h=5.0, amount_mg=3.0))


def structure(knowledge: KnowledgeBase, model: str, form: Form = Form.CAPSULES) -> Structure:
    return structure_of(knowledge.models[model], form, knowledge.release.id)


def run(text: str, found: Structure, hours: Array, **values: float) -> Array:
    """What libRoadRunner makes of a model: concentrations, shape (analytes, hours)."""
    runner = roadrunner.RoadRunner(text)
    for name, value in values.items():
        runner[name] = value
    runner.integrator.relative_tolerance = 1e-12
    runner.integrator.absolute_tolerance = 1e-15
    runner.integrator.maximum_num_steps = 1_000_000
    runner.timeCourseSelections = ["time", *(output_id(o.analyte) for o in found.outputs)]
    return np.array(runner.simulate(times=hours.tolist()))[:, 1:].T


def values_of(found: Structure, changed: Mapping[str, float] = {}) -> dict[str, Array]:
    """The parameters of the typical person by the engine's symbols, some multiplied."""
    known = found.model.parameters
    symbols = ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm", "q3", "v3")
    values = {s: np.array([known[s].value * changed.get(s, 1.0)]) for s in symbols if s in known}
    values["f"] = np.array([known[f"frel_{found.form.value}"].value * changed.get("f", 1.0)])
    return values


def ours(found: Structure, doses: Sequence[Dose], hours: Array, **changed: float) -> Array:
    run_of = strands(found.model, values_of(found, changed), doses)
    return levels(run_of, hours)[: len(found.outputs), :, 0]


def differs(got: Array, wanted: Array) -> float:
    """The largest relative difference; where we say nothing is there, nothing may be."""
    nothing = wanted == 0.0
    assert np.abs(got[nothing]).max(initial=0.0) < 1e-12
    return float((np.abs(got - wanted)[~nothing] / wanted[~nothing]).max())


def trains(doses: Sequence[Dose]) -> Baked:
    return Baked(
        trains=tuple(
            Train(start_h=d.time_h, amount_mg=d.amount_mg, interval_h=d.ii_h, doses=d.addl + 1)
            for d in doses
        )
    )


def lag_of(found: Structure) -> float:
    """The lag on the engine's grid of times: strands are run on it."""
    return snapped(found.of("TLAG").entry.value)


@pytest.mark.parametrize("doses", [SINGLE, COURSE, LATE], ids=["single", "course", "late"])
@pytest.mark.parametrize("model", MODELS)
def test_sbml_in_libroadrunner_gives_our_concentrations(
    knowledge: KnowledgeBase, model: str, doses: Sequence[Dose]
) -> None:
    found = structure(knowledge, model)
    given = of(found, doses)
    got = run(sbml(found, trains(given)), found, HOURS, TLAG=lag_of(found))
    assert differs(got, ours(found, given, HOURS)) < CLOSE


def of(found: Structure, doses: Sequence[Dose]) -> list[Dose]:
    """The same doses of the alkaloid of a model."""
    return [replace(dose, analyte=found.model.analyte) for dose in doses]


def test_the_lag_of_sbml_is_the_models_own_to_the_last_digit(knowledge: KnowledgeBase) -> None:
    found = structure(knowledge, "M1", Form.TEA)
    events = (Event(time=0.0, amt=20.0, ii=24.0, addl=3),)
    ratio = found.of("RATIO").entry.value
    wanted = concentrations(
        Parameters.of(values_of(found), ratio=ratio), events, HOURS,
        lag_h=found.of("TLAG").entry.value,
    )[:, :, 0]  # fmt: skip
    text = sbml(found, baked(events, found.of("TLAG").entry.value))
    assert differs(run(text, found, HOURS), wanted) < CLOSE


def test_resets_missed_and_cancelled_doses_are_those_of_the_engine(
    knowledge: KnowledgeBase,
) -> None:
    found = structure(knowledge, "M1")
    events = (
        Event(time=0.0, amt=20.0, ii=8.0, addl=20, missed=(1, 2)),
        Event(time=40.0, amt=9.0, evid=Evid.RESET_AND_DOSE, ii=6.0, addl=9),
        Event(time=70.25, evid=Evid.RESET),
    )
    lag_h = lag_of(found)
    parameters = Parameters.of(values_of(found), ratio=found.of("RATIO").entry.value)
    wanted = concentrations(parameters, events, HOURS, lag_h=lag_h)[:, :, 0]
    got = run(sbml(found, baked(events, lag_h)), found, HOURS, TLAG=lag_h)
    assert differs(got, wanted) < CLOSE


def test_without_doses_given_sbml_holds_none_and_one_parameter_gives_one(
    knowledge: KnowledgeBase,
) -> None:
    found = structure(knowledge, "M1")
    assert run(sbml(found), found, HOURS).max() == 0.0
    wanted = ours(found, SINGLE, HOURS)
    for text, values in ((sbml(found), {"dose": 20.0}), (sbml(found, dose_mg=20.0), {})):
        assert differs(run(text, found, HOURS, TLAG=lag_of(found), **values), wanted) < CLOSE


@pytest.mark.parametrize("model", MODELS)
def test_sbml_is_valid_and_every_parameter_says_where_it_comes_from(
    knowledge: KnowledgeBase, model: str
) -> None:
    found = structure(knowledge, model)
    text = sbml(found, trains(COURSE))
    assert roadrunner.validateSBML(text) == ""
    assert "Error" in roadrunner.validateSBML(text.replace("<ci>KA</ci>", "<ci>KAX</ci>"))
    root = ET.fromstring(text)  # noqa: S314
    stated = {each.get("id"): "".join(each.itertext()) for each in root.iter() if each.get("id")}
    for quantity in found.quantities:
        if quantity.name in stated:
            for cite in quantity.entry.cites:
                assert cite.source.id in stated[quantity.name]
    assert {"KA", "CL", "V1", "TLAG", "FREL"} <= stated.keys()


@pytest.mark.parametrize("model", MODELS)
def test_every_flow_and_output_of_sbml_has_its_unit(knowledge: KnowledgeBase, model: str) -> None:
    root = ET.fromstring(sbml(structure(knowledge, model), trains(COURSE)))  # noqa: S314
    units = _units(root)
    for law in root.iter(f"{{{SBML}}}kineticLaw"):
        assert (_unit(law[0][0], units) / MG_PER_H).to_base_units().magnitude == pytest.approx(1)
    for rule in root.iter(f"{{{SBML}}}assignmentRule"):
        assert (_unit(rule[0][0], units) / NG_PER_ML).to_base_units().magnitude == pytest.approx(1)
    for change in root.iter(f"{{{SBML}}}eventAssignment"):
        own = units[str(change.get("variable"))]
        assert change[0][0].tag.endswith("cn") or _unit(change[0][0], units).check(own.units)


def _units(root: ET.Element) -> dict[str, pint.Quantity[float]]:
    """One of the unit of everything that has a name, as the file declares it."""
    defined = {name: ONE.Quantity(1.0, name) for name in ("litre", "dimensionless", "kilogram")}
    for definition in root.iter(f"{{{SBML}}}unitDefinition"):
        whole = ONE.Quantity(1.0)
        for unit in definition.iter(f"{{{SBML}}}unit"):
            size = float(str(unit.get("multiplier"))) * 10.0 ** int(str(unit.get("scale")))
            kind = ONE.Quantity(size, str(unit.get("kind")))
            whole = whole * kind ** int(str(unit.get("exponent")))
        defined[str(definition.get("id"))] = whole
    found = {"time": defined["hour"]}
    for each in root.iter():
        declared = each.get("units") or each.get("substanceUnits")
        if each.get("id") and declared and not each.tag.endswith("model"):
            found[str(each.get("id"))] = defined[declared]
    return found


def _unit(
    expression: ET.Element, units: Mapping[str, pint.Quantity[float]]
) -> pint.Quantity[float]:
    """What an expression comes to where everything in it is one of its unit."""
    tag = expression.tag.removeprefix(f"{{{MATHML}}}")
    if tag in {"ci", "csymbol"}:
        return units[str(expression.text)]
    if tag == "cn":
        return ONE.Quantity(1.0)
    operator = expression[0].tag.removeprefix(f"{{{MATHML}}}")
    whole, *others = (_unit(each, units) for each in expression[1:])
    for part in others:
        if operator in {"times", "divide"}:
            whole = whole * part if operator == "times" else whole / part
        else:
            assert part.check(whole.units), operator
    return whole


def _person(found: Structure, seed: int) -> tuple[dict[str, float], dict[str, float], float]:
    """Random effects by exported name, factors by our symbol, and a weight."""
    drawn = np.random.default_rng(seed)
    weight = float(drawn.uniform(45.0, 110.0))
    etas = {q.name: float(drawn.normal(0.0, np.sqrt(q.omega2))) for q in found.random}
    factors = {
        "f" if name == "FREL" else name.lower(): float(np.exp(eta)) for name, eta in etas.items()
    }
    relative = weight / found.of("WTREF").entry.value
    for symbols, power in ((CLEARANCES, "EXPCL"), (VOLUMES, "EXPV")):
        for symbol in symbols:
            factors[symbol] = factors.get(symbol, 1.0) * relative ** found.of(power).entry.value
    return etas, factors, weight


@pytest.mark.parametrize("language", ["mrgsolve", "nonmem"])
@pytest.mark.parametrize(
    ("model", "form"), [(m, Form.CAPSULES) for m in LINEAR] + [("M1", Form.TEA)]
)
def test_what_a_model_text_states_gives_our_concentrations(
    knowledge: KnowledgeBase, model: str, form: Form, language: str
) -> None:
    found = structure(knowledge, model, form)
    etas, factors, weight = _person(found, seed=len(model))
    for own, changed, kg in (({}, {}, 70.0), (etas, factors, weight)):
        told = (
            model_text.mrgsolve(mrgsolve(found), own, WT=kg)
            if language == "mrgsolve"
            else model_text.nonmem(
                nonmem(found), [own.get(q.name, 0.0) for q in found.random], WT=kg
            )
        )
        assert told.lag_h == found.of("TLAG").entry.value
        assert list(told.omegas.values()) == pytest.approx(
            [log_normal_omega(q.entry.cv) ** 2 for q in found.random], rel=1e-14
        )
        doses = [
            (dose.time_h + dose.ii_h * i, dose.amount_mg)
            for dose in COURSE
            for i in range(dose.addl + 1)
        ]
        on_grid = [(hour - told.lag_h + lag_of(found), mg) for hour, mg in doses]
        wanted = ours(found, of(found, COURSE), HOURS, **changed)
        assert differs(told.curve(on_grid, HOURS), wanted) < CLOSE


def test_a_weight_that_is_not_known_is_no_weight_of_zero(knowledge: KnowledgeBase) -> None:
    found = structure(knowledge, "M1")
    none = [0.0] * len(found.random)
    unknown, typical = (
        model_text.nonmem(nonmem(found), none, WT=kg).curve([(0.0, 20.0)], HOURS)
        for kg in (0.0, found.of("WTREF").entry.value)
    )
    assert (unknown == typical).all()


@pytest.mark.parametrize("model", LINEAR)
def test_no_line_of_a_control_file_is_too_long_and_compartments_agree(
    knowledge: KnowledgeBase, model: str
) -> None:
    found = structure(knowledge, model)
    text = nonmem(found)
    assert max(map(len, text.splitlines())) <= 160
    told = model_text.nonmem(text, [0.0] * len(found.random), WT=70.0)
    assert told.compartments == found.compartments
    assert told.compartments == model_text.mrgsolve(mrgsolve(found), {}).compartments
