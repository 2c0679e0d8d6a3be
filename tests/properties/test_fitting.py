"""What holds for the fit of every person whose levels come from the model itself.

The suite tries some dozens of people; `make drill` a thousand.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import chi2

from benchmarks.fit import AT_H, DOSES, ERROR, PRIOR, questions
from ketum.dosing import Dose, Dosing, Form
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.exposure import Event, Parameters, concentrations
from ketum.exposure.fitting import (
    Analyte,
    DoseLine,
    Level,
    Measured,
    Question,
    estimate,
    estimates,
    fit,
    fit_document,
    posterior,
)
from ketum.exposure.fitting.nuts import nuts
from ketum.exposure.fitting.profile import curves
from ketum.exposure.fitting.question import SYMBOLS
from ketum.exposure.fitting.score import objective, score
from ketum.exposure.fitting.surprise import chi_squared_above, distance

Array = NDArray[np.float64]

IS_DRILL = settings.get_current_profile_name() == "drill"
FLAT = 1e-8
RANKS, BINS = 99, 10
# How rare a chance result may be before it counts as a fault.
RARE = 1e-4


def asked(levels: list[Level]) -> Question:
    return Question(prior=PRIOR, doses=DOSES, levels=levels)


def simulated(people: int, seed: int, limit: float = 0.0) -> tuple[Array, list[Question]]:
    """People drawn from the prior and what was measured in them; below `limit` only that."""
    draw = np.random.default_rng(seed)
    anyone = asked([Level(analyte=Analyte.PARENT, time_h=170.0, value=1.0, proportional=ERROR)])
    z = draw.standard_normal((people, anyone.unknowns))
    true = curves(anyone, z, np.array(AT_H))
    found = true * (1.0 + ERROR * draw.standard_normal(true.shape))
    return z, [
        asked(
            [
                Level(
                    analyte=a, time_h=hour, value=max(found[a, j, i], limit), proportional=ERROR,
                    is_below=bool(found[a, j, i] < limit),
                )
                for j, hour in enumerate(AT_H)
                for a in Analyte
            ]
        )
        for i in range(people)
    ]  # fmt: skip


def sloped(question: Question, z: Array) -> tuple[float, Array]:
    slope, told = np.empty(len(z)), np.empty((len(z), len(z)))
    return score(z, *question.arrays, slope, told), slope


def persons() -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(-3.0, 3.0), min_size=len(SYMBOLS), max_size=len(SYMBOLS))


@given(persons(), st.sampled_from([0.0, 1e-9, 1e-4, 1e-2, 0.1]))
@settings(max_examples=2000 if IS_DRILL else 200)
def test_the_curve_of_a_fit_is_that_of_the_engine_however_close_the_rates(
    logs: list[float], apart: float
) -> None:
    typical = {s: float(PRIOR.typical[s] or 0.1) for s in SYMBOLS}
    values = {s: v * np.exp(0.4 * x) for (s, v), x in zip(typical.items(), logs, strict=True)}
    # The rates of uptake and of the metabolite as near to each other as is asked.
    values["vm"] = values["clm"] / values["ka"] / (1.0 + apart)
    prior = type(PRIOR)(typical=values, omega={"f": 1e-6}, lag_h=0.25, ratio=1.04)
    doses = (DoseLine(time_h=0.0, amount_mg=20.0, count=9, ii_h=8.0),
             DoseLine(time_h=70.0, amount_mg=5.0))  # fmt: skip
    times = np.array([0.5, 3.0, 30.0, 71.5, 80.0, 200.0])
    question = Question(
        prior=prior, doses=doses,
        levels=[Level(analyte=Analyte.PARENT, time_h=9.0, value=1.0, proportional=0.2)],
    )  # fmt: skip
    found = curves(question, np.zeros((1, 1)), times)[:, :, 0]
    events = [Event(time=d.time_h, amt=d.amount_mg, ii=d.ii_h, addl=d.count - 1) for d in doses]
    wanted = concentrations(Parameters.of(values, ratio=1.04), events, times, lag_h=0.25)[:, :, 0]
    assert found == pytest.approx(wanted, rel=1e-8)


def test_the_slope_is_that_of_the_objective() -> None:
    for question in questions(5):
        z = np.linspace(-1.0, 1.0, question.unknowns)
        step = 1e-5 * np.eye(len(z))
        differences = [
            (objective(z + h, *question.arrays) - objective(z - h, *question.arrays)) / 2e-5
            for h in step
        ]
        assert sloped(question, z)[1] == pytest.approx(differences, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("limit", [0.0, 6.0])
def test_the_search_ends_where_the_slope_is_flat(limit: float) -> None:
    _, asked_all = simulated(1000 if IS_DRILL else 300, seed=3, limit=limit)
    for found in estimates(asked_all):
        assert found.steepest < FLAT


def test_no_other_search_from_ten_starts_finds_a_likelier_person() -> None:
    draw = np.random.default_rng(5)
    for question in questions(1000 if IS_DRILL else 12):
        found = estimate(question)
        others = [
            minimize(
                lambda z, question=question: sloped(question, z),
                draw.standard_normal(question.unknowns),
                jac=True, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9},
            ).fun
            for _ in range(10)
        ]  # fmt: skip
        assert found.objective <= min(others) + 1e-9


def test_many_people_at_once_are_the_same_people_as_one_by_one() -> None:
    together = questions(20)
    for question, found in zip(together, estimates(together), strict=True):
        alone = estimate(question)
        assert (found.z == alone.z).all()
        assert found.objective == alone.objective


def test_the_draws_have_the_moments_of_a_long_run_of_another_sampler() -> None:
    """Means within five standard errors, spreads within five as well."""
    for question in questions(8 if IS_DRILL else 1):
        found = posterior(question, 4000, proposals=80_000)
        other, size = nuts(question, found.estimate.z, 8000, 1, chains=4)
        error = np.sqrt(other.var(axis=0) * (1.0 / size + 1.0 / 4000))
        assert size > 1000
        assert found.pareto_k < 0.7
        assert (np.abs(other.mean(axis=0) - found.z.mean(axis=0)) < 5.0 * error).all()
        ratio = np.log(other.std(axis=0) / found.z.std(axis=0))
        assert (np.abs(ratio) < 5.0 * np.sqrt(0.5 / size + 0.5 / 4000)).all()


def test_the_true_person_lies_anywhere_among_the_draws() -> None:
    """Simulation-based calibration (Talts and others 2018): the rank of the truth is uniform."""
    people = 1000 if IS_DRILL else 120
    true, asked_all = simulated(people, seed=11)
    ranks = np.array(
        [
            (posterior(question, RANKS, seed=i).z < z).sum(axis=0)
            for i, (question, z) in enumerate(zip(asked_all, true, strict=True))
        ]
    )
    for column in ranks.T:
        counts = np.bincount(column * BINS // (RANKS + 1), minlength=BINS)
        unevenness = ((counts - people / BINS) ** 2 / (people / BINS)).sum()
        assert chi2.sf(unevenness, BINS - 1) > RARE


def test_people_of_the_model_are_as_unusual_as_is_said() -> None:
    people = 2000 if IS_DRILL else 400
    _, asked_all = simulated(people, seed=7)
    shares = np.array(
        [
            chi_squared_above(distance(question, found), len(question.levels))
            for question, found in zip(asked_all, estimates(asked_all), strict=True)
        ]
    )
    for share in (0.05, 0.5):
        error = np.sqrt(share * (1.0 - share) / people)
        assert abs((shares < share).mean() - share) < 4.0 * error + 0.01
    assert (shares < 0.001).mean() < 0.01


def any_levels() -> st.SearchStrategy[list[Measured]]:
    one = st.builds(
        Measured,
        analyte=st.sampled_from(["mitragynine", "7-hydroxymitragynine"]),
        time_h=st.floats(-5.0, 300.0) | st.floats(),
        value=st.floats(0.5, 300.0) | st.floats(1e-6, 1e8) | st.floats(),
        unit=st.sampled_from(["ng/mL", "nmol/L", "mg/L"]),
        is_below=st.booleans(),
        cv=st.none() | st.floats(0.0, 0.5),
        place=st.just("levels"),
    )
    return st.lists(one, min_size=1, max_size=4)


def any_dosing() -> st.SearchStrategy[Dosing]:
    line = st.builds(
        Dose, time_h=st.floats(0.0, 100.0), amount_mg=st.floats(0.1, 1000.0),
        addl=st.integers(0, 20), ii_h=st.floats(0.5, 24.0),
    )  # fmt: skip
    return st.builds(
        Dosing, doses=st.lists(line, min_size=1, max_size=3).map(tuple),
        form=st.sampled_from(Form), content_cv=st.sampled_from([0.0, 0.35, 1.0]),
    )  # fmt: skip


@given(any_dosing(), any_levels())
@settings(max_examples=1000 if IS_DRILL else 40)
def test_whatever_is_measured_the_answer_is_plain_numbers_or_a_refusal(
    knowledge: KnowledgeBase, dosing: Dosing, measured: list[Measured]
) -> None:
    try:
        found = fit(dosing, measured, knowledge, draws=100)
    except InputRefused:
        return
    json.dumps(fit_document(found, "release"), allow_nan=False)
    limit = knowledge.parameters["fit_unexplained"].value
    assert (found.share < limit) == (found.outcome.value == "unexplained")
    if found.outcome.value != "fitted":
        assert found.curves == {}
    else:
        assert found.steepest is not None
        assert found.steepest < FLAT


@given(st.floats(1e-3, 1e3), st.floats(1.0, 200.0))
@settings(max_examples=200 if IS_DRILL else 20)
def test_times_as_much_of_everything_is_the_same_person(factor: float, value: float) -> None:
    """Twice the dose and twice the level tell the same."""
    level = Level(analyte=Analyte.PARENT, time_h=162.0, value=value, proportional=ERROR)
    one = asked([level])
    other = Question(
        prior=PRIOR,
        doses=[replace(dose, amount_mg=dose.amount_mg * factor) for dose in DOSES],
        levels=[replace(level, value=value * factor)],
    )
    assert estimate(other).z == pytest.approx(estimate(one).z, abs=1e-6)
