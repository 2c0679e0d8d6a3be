"""From measured levels to a person, to a suspicion, or to a refusal."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from ketum.dosing import Dose, Dosing, Form
from ketum.errors import InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exposure.fitting import (
    Analyte,
    DoseLine,
    Fit,
    Level,
    Measured,
    Method,
    Outcome,
    Prior,
    Question,
    estimate,
    fit,
    fit_document,
    posterior,
)
from ketum.exposure.fitting.people import without_last

MG, OH = "mitragynine", "7-hydroxymitragynine"
WEEK = Dosing(doses=(Dose(time_h=0.0, amount_mg=20.0, addl=20, ii_h=8.0),), content_cv=0.35)
USUAL = ((MG, 162.0, 60.0), (OH, 162.0, 12.0), (MG, 167.0, 30.0), (OH, 167.0, 8.0))


def levels(*given: tuple[str, float, float], unit: str = "ng/mL") -> list[Measured]:
    return [
        Measured(analyte=a, time_h=t, value=v, unit=unit, place=f"levels[{i}]")
        for i, (a, t, v) in enumerate(given)
    ]


def below(*given: tuple[str, float, float]) -> list[Measured]:
    return [replace(level, is_below=True) for level in levels(*given)]


def fitted(measured: list[Measured], knowledge: KnowledgeBase, dosing: Dosing = WEEK) -> Fit:
    return fit(dosing, measured, knowledge, draws=500)


def kinds(found: Fit) -> dict[str, str]:
    return {suspicion.kind: suspicion.text for suspicion in found.suspicions}


def test_usual_levels_are_fitted_and_narrow_the_person(knowledge: KnowledgeBase) -> None:
    found = fitted(levels(*USUAL), knowledge)
    assert found.outcome is Outcome.FITTED
    assert found.says == ""
    assert found.pareto_k is not None
    assert found.pareto_k < 0.7
    assert found.effective is not None
    assert found.effective > 5000
    for level in found.levels:
        assert level.posterior is not None
        assert level.prior.p05 < level.posterior.p05 < level.posterior.p95 < level.prior.p95
    by_symbol = {p.symbol: p for p in found.parameters}
    assert (by_symbol["f"].told or 0.0) > 0.3
    assert by_symbol["cl"].prior.median == 50.0
    assert set(found.curves) == {MG, OH}


def test_every_answer_is_plain_numbers_and_says_what_it_is_not(knowledge: KnowledgeBase) -> None:
    for measured in (levels(*USUAL), levels((MG, 162.0, 6000.0)), below((MG, 400.0, 9.0))):
        document = fit_document(fitted(measured, knowledge), "release")
        json.dumps(document, allow_nan=False)
        assert "no therapeutic range" in str(document["standing"])
        assert "no dose follows" in str(document["standing"])


def test_the_same_seed_gives_the_same_answer(knowledge: KnowledgeBase) -> None:
    one, other = (fit_document(fitted(levels(*USUAL), knowledge), "r") for _ in range(2))
    assert one == other


def test_nmol_l_is_the_same_amount_as_ng_ml(knowledge: KnowledgeBase) -> None:
    molar = fitted(levels((MG, 162.0, 60.0 / 0.3985), unit="nmol/L"), knowledge)
    mass = fitted(levels((MG, 162.0, 60.0)), knowledge)
    assert molar.levels[0].value == pytest.approx(60.0)
    assert molar.share == pytest.approx(mass.share)


def test_tea_and_weight_change_what_is_expected(knowledge: KnowledgeBase) -> None:
    measured = levels((MG, 162.0, 40.0))
    plain = fitted(measured, knowledge).levels[0].prior.median
    tea = fitted(measured, knowledge, replace(WEEK, form=Form.TEA)).levels[0].prior.median
    heavy = fitted(measured, knowledge, replace(WEEK, weight_kg=110.0)).levels[0].prior.median
    assert tea < 0.7 * plain
    assert heavy < plain


def test_levels_a_hundred_times_too_high_are_a_unit_error_and_not_fitted(
    knowledge: KnowledgeBase,
) -> None:
    found = fitted(levels(*((a, t, 100.0 * v) for a, t, v in USUAL)), knowledge)
    assert found.outcome is Outcome.UNEXPLAINED
    assert found.share < 1e-6
    assert "every level would fit if the number was meant in ng/dL" in kinds(found)["unit"]
    assert found.curves == {}
    assert all(p.posterior is None for p in found.parameters)
    assert "nothing was fitted" in found.says


def test_one_level_in_another_unit_is_named_alone(knowledge: KnowledgeBase) -> None:
    found = fitted(levels((MG, 162.0, 60.0), (OH, 162.0, 12.0), (MG, 167.0, 30_000.0)), knowledge)
    assert "levels[2]" in kinds(found)["unit"]
    assert "all but levels[2]" in kinds(found)["one_level"]


def test_far_too_much_metabolite_points_to_another_product(knowledge: KnowledgeBase) -> None:
    much = ((MG, 162.0, 60.0), (OH, 162.0, 200.0), (MG, 167.0, 30.0), (OH, 167.0, 150.0))
    found = fitted(levels(*much), knowledge)
    assert found.outcome is Outcome.UNEXPLAINED
    assert "taken itself" in kinds(found)["other_product"]


def test_far_too_little_metabolite_points_to_its_decay(knowledge: KnowledgeBase) -> None:
    little = ((MG, 162.0, 60.0), (OH, 162.0, 0.3), (MG, 167.0, 30.0), (OH, 167.0, 0.3))
    found = fitted(levels(*little), knowledge)
    assert found.outcome is Outcome.UNEXPLAINED
    assert "decays in stored blood" in kinds(found)["decayed"]


def test_levels_far_too_low_point_to_doses_not_taken(knowledge: KnowledgeBase) -> None:
    lines = Dosing(doses=(Dose(time_h=0.0, amount_mg=20.0, addl=20, ii_h=8.0),))
    found = fitted(levels((MG, 162.0, 6.0), (OH, 162.0, 1.0), (MG, 167.0, 5.5)), knowledge, lines)
    assert found.outcome is Outcome.UNEXPLAINED
    assert "without the last" in kinds(found)["not_taken"]


def test_a_peak_before_the_dose_points_to_a_wrong_hour(knowledge: KnowledgeBase) -> None:
    one = Dosing(doses=(Dose(time_h=0.0, amount_mg=40.0),))
    found = fitted(levels((MG, 0.2, 60.0), (OH, 0.2, 10.0)), knowledge, one)
    assert found.outcome is Outcome.UNEXPLAINED
    assert "h earlier" in kinds(found)["hour"]


def test_levels_that_contradict_each_other_are_not_averaged(knowledge: KnowledgeBase) -> None:
    found = fitted(levels((MG, 162.0, 60.0), (MG, 162.0, 900.0)), knowledge)
    assert found.outcome is Outcome.UNEXPLAINED
    assert found.curves == {}


def test_a_level_below_its_limit_pulls_the_person_down(knowledge: KnowledgeBase) -> None:
    high = fitted(levels((MG, 162.0, 60.0), (MG, 170.0, 20.0)), knowledge)
    measured = [*levels((MG, 162.0, 60.0)), *below((MG, 170.0, 8.0))]
    low = fitted(measured, knowledge)
    assert low.outcome is Outcome.FITTED
    assert low.levels[1].is_below
    assert low.levels[1].posterior is not None
    assert high.levels[1].posterior is not None
    assert low.levels[1].posterior.median < high.levels[1].posterior.median


def test_levels_all_below_their_limits_estimate_nobody(knowledge: KnowledgeBase) -> None:
    found = fitted(below((MG, 400.0, 9.0), (OH, 400.0, 5.0)), knowledge)
    assert found.outcome is Outcome.BELOW_LIMITS
    assert "too little to estimate" in found.says
    assert found.curves == {}


def test_levels_all_below_limits_after_doses_that_show_are_suspicious(
    knowledge: KnowledgeBase,
) -> None:
    found = fitted(below((MG, 162.0, 1.0), (OH, 162.0, 0.5)), knowledge)
    assert found.outcome is Outcome.UNEXPLAINED
    assert {"not_taken", "amount"} & kinds(found).keys()
    assert "unit" not in kinds(found)


def test_an_uncertain_hour_widens_what_was_expected(knowledge: KnowledgeBase) -> None:
    sure = Dosing(doses=(Dose(time_h=0.0, amount_mg=40.0),))
    unsure = Dosing(doses=(Dose(time_h=0.0, amount_mg=40.0, time_sd_h=1.0),))
    measured = levels((MG, 2.0, 60.0), (MG, 6.0, 20.0))
    narrow, wide = (fitted(measured, knowledge, d).levels[0].prior for d in (sure, unsure))
    assert wide.p95 / wide.p05 > narrow.p95 / narrow.p05
    shift = fitted(measured, knowledge, unsure).parameters[-1]
    assert (shift.symbol, shift.unit, shift.prior.median) == ("shift_0", "h", 0.0)
    assert shift.posterior is not None


@pytest.mark.parametrize(
    ("dosing", "measured", "place", "says"),
    [
        (WEEK, levels((MG, -1.0, 5.0)), "levels[0]", "before the first dose"),
        (WEEK, levels((MG, 2.0, 0.0)), "levels[0].value", "no concentration above 0"),
        (WEEK, levels((MG, 2.0, float("nan"))), "levels[0].value", "no concentration above 0"),
        (WEEK, levels((MG, float("inf"), 1.0)), "levels[0].time_h", "no hour"),
        (WEEK, levels((MG, 2.0, 5.0), unit="IU/mL"), "levels[0].unit", "not known"),
        (WEEK, levels(("speciociliatine", 2.0, 5.0)), "levels[0].analyte", "No fit of it"),
        (WEEK, [], "levels", "none"),
        (
            Dosing(doses=(Dose(time_h=0.0, amount_mg=5.0), Dose(time_h=0.0, amount_mg=40.0))),
            levels((MG, 2.0, 5.0)), "doses[1]", "contradict",
        ),
        (
            Dosing(doses=(Dose(time_h=0.0, amount_mg=5.0, analyte=OH),)),
            levels((MG, 2.0, 5.0)), "doses[0].analyte", "7-hydroxymitragynine",
        ),
        (
            Dosing(doses=(Dose(time_h=0.0, amount_mg=5.0, addl=3),)),
            levels((MG, 2.0, 5.0)), "doses[0]", "make no sense",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_place(
    knowledge: KnowledgeBase, dosing: Dosing, measured: list[Measured], place: str, says: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        fitted(measured, knowledge, dosing)
    assert any(c.place == place and says in c.problem for c in refused.value.complaints)


def test_models_that_are_not_fitted_are_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputRefused, match="Only the default model"):
        fit(WEEK, levels(*USUAL), knowledge, model="M3")


def test_a_prior_without_sense_is_refused_with_every_fault() -> None:
    prior = Prior(typical={"ka": -1.0}, omega={"cl": 9.0}, lag_h=-1.0)
    level = Level(analyte=Analyte.PARENT, time_h=1.0, value=1.0, proportional=0.0)
    with pytest.raises(InputRefused) as refused:
        Question(prior=prior, doses=[DoseLine(time_h=0.0, amount_mg=-1.0)], levels=[level])
    places = {c.place for c in refused.value.complaints}
    assert {"prior.ka", "prior.cl", "prior", "doses[0]", "levels[0].cv"} <= places


def bent() -> Question:
    """Two levels of one dose in people who differ widely: what is possible is a bent sheet."""
    typical = {
        "ka": 1.6, "cl": 50.0, "v1": 155.0, "q": 66.0, "v2": 1800.0, "ffp": 0.14, "fsys": 0.06,
        "clm": 50.0, "vm": 200.0, "f": 1.0,
    }  # fmt: skip
    return Question(
        prior=Prior(typical=typical, omega=dict.fromkeys(("cl", "v1", "q", "f"), 1.0)),
        doses=[DoseLine(time_h=0.0, amount_mg=40.0)],
        levels=[
            Level(analyte=a, time_h=t, value=v, proportional=0.1)
            for a, t, v in ((Analyte.PARENT, 1.0, 90.0), (Analyte.PARENT, 8.0, 20.0))
        ],
    )


def test_where_weights_fail_another_sampler_draws() -> None:
    question = bent()
    found = posterior(question, 400)
    assert found.pareto_k > 0.7
    assert found.method is Method.NUTS
    assert found.z.shape == (400, 4)
    assert np.isfinite(found.z).all()
    assert estimate(question).steepest < 1e-8


def test_without_that_sampler_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nutpie", None)
    with pytest.raises(WrongUsage, match=r"ketum\[posterior\]"):
        posterior(bent(), 400)


def test_a_history_loses_its_last_doses_one_by_one() -> None:
    lines = (
        DoseLine(time_h=0.0, amount_mg=1.0, count=2, ii_h=8.0),
        DoseLine(time_h=10.0, amount_mg=2.0),
        DoseLine(time_h=30.0, amount_mg=3.0),
    )
    shortened = [[(x.time_h, x.count) for x in each] for each in without_last(lines, 20.0)]
    assert shortened == [[(0.0, 2), (30.0, 1)], [(0.0, 1), (30.0, 1)]]
