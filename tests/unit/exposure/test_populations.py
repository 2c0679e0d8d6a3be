"""Virtual people: the same in every split, spread as asked, and counted right."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketum.dosing import Dose, Dosing
from ketum.errors import InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exposure import Parameters, cohort_of, population, simulate, steady_state
from ketum.exposure.people import Population, people
from ketum.exposure.populations import population_document
from ketum.exposure.populations.cohort import MEASURES
from ketum.exposure.populations.drawing import deviates, draw
from ketum.exposure.populations.tally import ANALYTES
from ketum.exposure.summaries import RESOLUTION

EXAMPLE = Path(__file__).parents[3] / "examples" / "population.toml"
MANY = 20_000


def tree(**keys: Any) -> dict[str, Any]:
    """The example without its co-medication, with some keys changed."""
    made = tomllib.loads(EXAMPLE.read_text())
    del made["co_medication"]
    return {key: value for key, value in {**made, **keys}.items() if value is not None}


def plain(**keys: Any) -> dict[str, Any]:
    """People who differ in nothing but themselves."""
    return tree(
        **{
            "weight": {"shape": "fixed", "middle_kg": 70},
            "form": {"capsules": 1.0},
            "product": {"mg_per_unit": 15, "cv": 0.0},
            "regimen": {"units": 2, "interval_h": 8},
            "above": None,
            **keys,
        }
    )


def refused(given: object, known: Any = lambda _: "") -> list[str]:
    with pytest.raises(InputRefused) as caught:
        cohort_of(given, known)
    return [str(complaint) for complaint in caught.value.complaints]


def test_every_split_of_the_people_gives_the_same_bits(knowledge: KnowledgeBase) -> None:
    cohort = cohort_of(tree(people=3_000))
    whole = population(cohort, knowledge)
    split = population(cohort, knowledge, at_once=171)
    for one, other in zip(whole.groups, split.groups, strict=True):
        assert np.array_equal(one.summary.counts, other.summary.counts)
        assert one.above == other.above


def test_a_person_is_the_same_whoever_else_is_drawn(knowledge: KnowledgeBase) -> None:
    cohort = cohort_of(tree(co_medication=[{"name": "a", "share": 0.5}]))
    model = knowledge.models["M1"]
    many, few = draw(cohort, model, 0, 500), draw(cohort, model, 321, 7)
    for name, values in few.values.items():
        assert np.array_equal(values, many.values[name][321:328])
    assert np.array_equal(few.weight_kg, many.weight_kg[321:328])
    assert np.array_equal(few.medicines, many.medicines[:, 321:328])


def test_people_of_one_kind_are_those_of_a_simulation(knowledge: KnowledgeBase) -> None:
    model = knowledge.models["M1"]
    drawn = draw(cohort_of(plain(product={"mg_per_unit": 1, "cv": 0.3})), model, 5, 50)
    same = people(model, Population(count=50, seed=1, first=5, weight_kg=70.0), content_cv=0.3)
    assert same.keys() == drawn.values.keys()
    for name, values in same.items():
        np.testing.assert_allclose(drawn.values[name], values, rtol=1e-14)


@pytest.mark.parametrize("measure", MEASURES)
def test_quantiles_and_shares_above_are_those_of_the_people(
    knowledge: KnowledgeBase, measure: str
) -> None:
    level = {"cmax": 60.0, "cmin": 20.0, "auc_24h": 1200.0}[measure]
    above = {"analyte": "mitragynine", "measure": measure, "level": level}
    cohort = cohort_of(plain(people=4_000, above=[above]))
    everyone = population(cohort, knowledge).groups[0]
    model = knowledge.models["M1"]
    values = draw(cohort, model, 0, 4_000).values
    ratio = model.parameters["molar_ratio"].value
    found = steady_state(Parameters.of(values, ratio=ratio), 2, 8)
    exact = {"cmax": found.cmax, "cmin": found.cmin, "auc_24h": 3 * found.auc}[measure]
    assert everyone.above == (int((exact[0] > level).sum()),)
    assert 0 < everyone.above[0] < 4_000
    for share in cohort.quantiles:
        ranked = np.sort(exact, axis=1)[:, int(np.ceil(share * 4_000)) - 1]
        for analyte, value in zip(ANALYTES, ranked, strict=True):
            given = everyone.quantile(analyte, measure, share)
            assert given == pytest.approx(value, rel=RESOLUTION)


def test_shares_are_met_and_groups_add_up_to_everyone(knowledge: KnowledgeBase) -> None:
    cohort = cohort_of(tree(people=MANY))
    answer = population(cohort, knowledge)
    assert answer.done == answer.groups[0].people == MANY
    by_respect: dict[str, int] = {}
    for found in answer.groups[1:]:
        by_respect[found.group.respect] = by_respect.get(found.group.respect, 0) + found.people
    assert by_respect == dict.fromkeys(("form", "product", "regimen"), MANY)
    people_of = {found.group.name: found.people for found in answer.groups}
    for name, share in (("capsules", 0.7), ("tea", 0.3), ("lot A", 0.6), ("three a day", 0.5)):
        assert people_of[name] / MANY == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("shape", ["normal", "log-normal"])
def test_weights_lie_within_their_bounds_around_their_middle(
    knowledge: KnowledgeBase, shape: str
) -> None:
    weight = {"shape": shape, "middle_kg": 75, "cv": 0.2, "least_kg": 50, "most_kg": 112.5}
    cohort = cohort_of(plain(weight=weight))
    found = draw(cohort, knowledge.models["M1"], 0, MANY).weight_kg
    assert 50 <= found.min() < 51
    assert 110 < found.max() <= 112.5
    spread = np.log(found) if shape == "log-normal" else found / 75
    assert np.std(spread) == pytest.approx(0.18, abs=0.02)
    assert np.median(found) == pytest.approx(75, rel=0.02)


def test_the_inverse_of_the_normal_distribution_is_right() -> None:
    known = {0.5: 0.0, 0.975: 1.959963984540054, 0.05: -1.6448536269514722, 1e-9: -5.9978070150}
    found = deviates(np.array(list(known)))
    np.testing.assert_allclose(found, list(known.values()), atol=1e-9)


def test_heavier_people_have_lower_levels(knowledge: KnowledgeBase) -> None:
    weights = [
        {"name": name, "share": 0.5, "shape": "fixed", "middle_kg": kg}
        for name, kg in (("light", 50), ("heavy", 100))
    ]
    answer = population(cohort_of(plain(people=2_000, weight=weights)), knowledge)
    light, heavy = (found.summary.quantile("auc", 0.5) for found in answer.groups[1:3])
    assert (light > heavy).all()


def test_twice_the_content_is_twice_the_level(knowledge: KnowledgeBase) -> None:
    one, two = (
        population(
            cohort_of(plain(people=500, product={"mg_per_unit": mg, "cv": 0.1})), knowledge
        ).groups[0].summary.quantile("cmax", 0.5)
        for mg in (10, 20)
    )  # fmt: skip
    np.testing.assert_allclose(two, 2 * one, rtol=1e-12)


def test_a_medicine_of_unknown_effect_takes_its_people_out(knowledge: KnowledgeBase) -> None:
    medicine = [{"name": "ketoconazole", "share": 0.1}]
    cohort = cohort_of(tree(people=MANY, co_medication=medicine), lambda _: "Nobody measured it.")
    answer = population(cohort, knowledge)
    assert answer.not_computed == answer.with_medicine[0]
    assert answer.not_computed / MANY == pytest.approx(0.1, abs=0.01)
    assert answer.groups[0].people == MANY - answer.not_computed
    assert all(found.group.respect != "co-medication" for found in answer.groups)


def test_a_supposed_factor_moves_the_clearance_of_those_who_take_it(
    knowledge: KnowledgeBase,
) -> None:
    medicine = [{"name": "ketoconazole", "share": 0.5, "clearance_factor": 0.5}]
    cohort = cohort_of(plain(people=MANY, co_medication=medicine), lambda _: "Nobody measured it.")
    answer = population(cohort, knowledge)
    everyone, takers = answer.groups
    assert takers.people == answer.with_medicine[0]
    assert takers.summary.quantile("auc", 0.5)[0] > everyone.summary.quantile("auc", 0.5)[0] * 1.2


def test_the_other_models_are_shown_beside_every_dose(knowledge: KnowledgeBase) -> None:
    answer = population(cohort_of(tree(people=10)), knowledge)
    assert len(answer.gaps) == 4
    for gap in answer.gaps:
        by_model = {each.model: each for each in gap.gaps}
        assert set(by_model) == {"M2", "M3"}
        # M3 clears 68.1 L/h where M1 clears 50: the area of an interval goes with one over it.
        assert by_model["M3"].parent["auc_24h"] == pytest.approx(50 / 68.1, rel=1e-9)
        assert by_model["M2"].parent["auc_24h"] > 1


@pytest.mark.parametrize("interval_h", [8, 24])
def test_the_gap_is_that_of_a_long_simulation(knowledge: KnowledgeBase, interval_h: int) -> None:
    doses = (Dose(time_h=0, amount_mg=30, addl=90 * 24 // interval_h, ii_h=interval_h),)
    peaks = {
        model: simulate(Dosing(doses=doses), knowledge, typical=True, model=model)
        .of("mitragynine").cmax.median
        for model in ("M1", "M2", "M3")
    }  # fmt: skip
    regimen = {"units": 2, "interval_h": interval_h}
    answer = population(cohort_of(plain(people=1, regimen=regimen)), knowledge)
    for gap in answer.gaps[0].gaps:
        assert gap.parent["cmax"] == pytest.approx(peaks[gap.model] / peaks["M1"], rel=2e-3)


def test_a_run_that_is_stopped_answers_for_who_was_done(knowledge: KnowledgeBase) -> None:
    told: list[int] = []
    cohort = cohort_of(tree(people=1_000))
    answer = population(
        cohort, knowledge, at_once=100, progress=told.append, stop=lambda: len(told) == 3
    )
    assert answer.is_partial
    assert answer.done == sum(told) == 300
    same = population(cohort_of(tree(people=300)), knowledge)
    assert np.array_equal(answer.groups[0].summary.counts, same.groups[0].summary.counts)


def test_nobody_at_once_is_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(WrongUsage):
        population(cohort_of(tree(people=10)), knowledge, at_once=0)


def test_nobody_done_is_no_number(knowledge: KnowledgeBase) -> None:
    answer = population(cohort_of(tree(people=10)), knowledge, stop=lambda: True)
    document: Any = population_document(answer, "r")
    everyone = document["groups"][0]
    assert set(everyone["analytes"]["mitragynine"]["cmax"]["quantiles"].values()) == {None}
    assert everyone["above"][0]["share"] is None


def test_what_was_never_studied_is_said(knowledge: KnowledgeBase) -> None:
    beyond = population(cohort_of(tree(people=1)), knowledge).beyond
    assert any("three a day: Doses 8 h apart" in said for said in beyond)
    assert "without end; studied for 15 days" in beyond[-1]


def test_everything_wrong_is_said_at_once_with_its_place() -> None:
    given = {
        "people": 0,
        "seed": -1,
        "weight": {"shape": "normal", "middle_kg": -70, "cv": 0.2, "least_kg": 40, "most_kg": 100},
        "form": {"capsules": 0.7, "7-OH tablet": 0.1},
        "product": [
            {"name": "a", "share": 0.5, "mg_per_unit": 15, "cv": 0.1},
            {"name": "a", "share": 0.4, "mg_per_unit": 0, "cv": -1},
        ],
        "regimen": [{"name": "x", "share": 1.0, "units": "two"}],
        "above": [{"analyte": "caffeine", "measure": "cmax", "level": 1}],
        "quantiles": [0.5, 1.5],
        "zebrafink": 1,
    }
    found = refused(given)
    for begins in (
        "people: It is out of range", "seed: It is out of range", "weight.middle_kg: ",
        "form: The shares do not add to 1", "form: There is no such one",
        "product: The shares do not add to 1", "product[1].name: Another has",
        "product[1].mg_per_unit: ", "product[1].cv: ", "regimen[0].units: It is no finite",
        "regimen[0].interval_h: It is missing", "above[0].analyte: ", "quantiles: ",
        "the file: A key here is not known",
    ):  # fmt: skip
        assert any(each.startswith(begins) for each in found), begins
    assert not any(value in each for each in found for value in ("zebrafink", "caffeine", "-70"))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"people": 100_000_001}, "people: It is out of range. Give a number from 1 to 100,000"),
        ({"people": True}, "people: It is no whole number"),
        ({"people": 1.5}, "people: It is no whole number"),
        ({"people": None}, "people: It is missing"),
        ({"weight": None}, "weight: It is missing"),
        ({"weight": []}, "weight: It is missing"),
        ({"weight": 70}, "weight: It is no table"),
        ({"weight": {"shape": "flat", "middle_kg": 70}}, "weight.shape: There is no such one"),
        ({"weight": {"shape": "fixed", "middle_kg": 70, "cv": 1}}, "weight.cv: A fixed weight"),
        ({"weight": {"shape": "normal", "middle_kg": 70, "cv": 0.1, "least_kg": 80,
                     "most_kg": 60}}, "weight.most_kg: It is not above least_kg"),
        ({"weight": {"shape": "normal", "middle_kg": 70, "cv": 0.01, "least_kg": 90,
                     "most_kg": 120}}, "weight: Hardly anybody"),
        ({"form": None}, "form: It is missing"),
        ({"form": {}}, "form: It is no table"),
        ({"form": {"capsules": 1.5}}, "form.capsules: It is out of range"),
        ({"product": {"mg_per_unit": 15, "cv": 0, "form": "tea"}}, "form: Each product has"),
        ({"product": {"mg_per_unit": float("nan"), "cv": 0}}, "product.mg_per_unit: It is no"),
        ({"product": {"mg_per_unit": 10**400, "cv": 0}}, "product.mg_per_unit: It is no"),
        ({"product": {"mg_per_unit": 1e6, "cv": 0}}, "regimen[0].units: Of some product"),
        ({"product": [{"name": str(i), "share": 0.05, "mg_per_unit": 1, "cv": 0}
                      for i in range(20)]}, "product: There are too many"),
        ({"product": [{"share": 1, "mg_per_unit": 1, "cv": 0}] * 2}, "product[0].name: There is"),
        ({"co_medication": [{"name": "zebrafink", "share": 0.1}]}, "co_medication[0].name: It is"),
        ({"quantiles": [0.9, 0.1]}, "quantiles: "),
        ({"quantiles": []}, "quantiles: "),
        ({"above": [{"analyte": "mitragynine", "measure": "peak", "level": 1}]},
         "above[0].measure"),
    ],
)  # fmt: skip
def test_what_makes_no_population_is_refused(keys: dict[str, Any], says: str) -> None:
    assert any(says in each for each in refused(tree(**keys), lambda _: None))


def test_an_empty_list_of_what_may_be_left_out_is_left_out() -> None:
    assert cohort_of(tree(co_medication=[], above=[])) == cohort_of(tree(above=None))


def test_a_document_that_is_no_table_is_refused() -> None:
    assert refused([1, 2]) == refused(None)


def test_a_product_may_bring_its_form(knowledge: KnowledgeBase) -> None:
    products = [
        {"name": "leaf", "share": 0.5, "mg_per_unit": 15, "cv": 0.1},
        {"name": "shot", "share": 0.5, "mg_per_unit": 15, "cv": 0.1, "form": "extract"},
    ]
    cohort = cohort_of(plain(people=2_000, form={"tea": 1.0}, product=products))
    groups = {found.group.name: found for found in population(cohort, knowledge).groups}
    assert groups["leaf"].people == groups["tea"].people
    assert np.array_equal(groups["shot"].summary.counts, groups["extract"].summary.counts)
    leaf, shot = (groups[name].summary.quantile("auc", 0.5)[0] for name in ("leaf", "shot"))
    known = knowledge.models["M1"].parameters
    assert known["frel_tea"].value < known["frel_extract"].value
    assert leaf < shot
