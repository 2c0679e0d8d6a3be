"""From doses to spreads: what belongs to a range, what adds up, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from ketum.dosing import Dose, Dosing, Form
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.exposure import Exposure, document_of, simulate
from ketum.report.levels import exposure_lines, short
from ketum.report.lines import Look, written

MITRAGYNINE, HYDROXY = "mitragynine", "7-hydroxymitragynine"
THREE_A_DAY = Dosing(doses=(Dose(time_h=0, amount_mg=20, addl=20, ii_h=8),))


@pytest.fixture(scope="module")
def usual(knowledge: KnowledgeBase) -> Exposure:
    return simulate(THREE_A_DAY, knowledge, count=400)


def test_a_range_holds_its_middle_at_every_hour(usual: Exposure) -> None:
    for analyte in usual.analytes:
        assert (analyte.p05 <= analyte.median).all()
        assert (analyte.median <= analyte.p95).all()
        assert analyte.cmax.p05 < analyte.cmax.median < analyte.cmax.p95


def test_the_curve_never_passes_the_peak(usual: Exposure) -> None:
    for analyte in usual.analytes:
        assert analyte.p95.max() <= analyte.cmax.p95
        assert analyte.median.max() <= analyte.cmax.median


def test_a_population_in_blocks_is_the_population_as_a_whole(knowledge: KnowledgeBase) -> None:
    whole = simulate(THREE_A_DAY, knowledge, count=300)
    split = simulate(THREE_A_DAY, knowledge, count=300, at_once=97)
    for one, other in zip(whole.analytes, split.analytes, strict=True):
        assert np.array_equal(one.median, other.median)
        assert (one.cmax, one.tmax_h, one.trough) == (other.cmax, other.tmax_h, other.trough)


def test_another_seed_draws_other_people_who_are_much_the_same(knowledge: KnowledgeBase) -> None:
    peaks = [
        simulate(THREE_A_DAY, knowledge, count=1000, seed=seed).of(MITRAGYNINE).cmax.median
        for seed in (1, 2)
    ]
    assert peaks[0] != peaks[1]
    assert peaks[0] == pytest.approx(peaks[1], rel=0.1)


def test_the_middle_of_people_is_near_the_typical_person(
    knowledge: KnowledgeBase, usual: Exposure
) -> None:
    typical = simulate(THREE_A_DAY, knowledge, typical=True)
    assert typical.people == 1
    for analyte in typical.analytes:
        assert analyte.cmax.p05 == analyte.cmax.p95
        found = usual.of(analyte.name).cmax.median
        assert found == pytest.approx(analyte.cmax.median, rel=0.1)


def test_twice_the_dose_gives_twice_the_level_and_the_same_times(knowledge: KnowledgeBase) -> None:
    twice = replace(THREE_A_DAY, doses=(replace(THREE_A_DAY.doses[0], amount_mg=40),))
    low, high = (simulate(d, knowledge, count=50) for d in (THREE_A_DAY, twice))
    for one, other in zip(low.analytes, high.analytes, strict=True):
        assert other.cmax.median == pytest.approx(2 * one.cmax.median, rel=1e-12)
        assert other.tmax_h == one.tmax_h
        assert other.half_life_h == one.half_life_h


def test_a_heavier_person_has_lower_levels(knowledge: KnowledgeBase) -> None:
    peaks = [
        simulate(replace(THREE_A_DAY, weight_kg=weight), knowledge, typical=True)
        .of(MITRAGYNINE)
        .cmax.median
        for weight in (50, 70, None, 100)
    ]
    assert peaks[0] > peaks[1] == peaks[2] > peaks[3]


def test_tea_gives_less_and_is_less_sure_than_capsules(knowledge: KnowledgeBase) -> None:
    capsules, tea = (
        simulate(replace(THREE_A_DAY, form=form), knowledge, count=400).of(MITRAGYNINE)
        for form in (Form.CAPSULES, Form.TEA)
    )
    assert tea.cmax.median < capsules.cmax.median
    assert tea.cmax.p95 / tea.cmax.p05 > capsules.cmax.p95 / capsules.cmax.p05
    assert tea.shares["form"] > capsules.shares["form"]


def test_the_uncertainty_of_the_product_widens_the_range_and_takes_a_share(
    knowledge: KnowledgeBase, usual: Exposure
) -> None:
    unsure = simulate(replace(THREE_A_DAY, content_cv=0.6), knowledge, count=400)
    one, other = usual.of(MITRAGYNINE), unsure.of(MITRAGYNINE)
    assert other.cmax.p95 / other.cmax.p05 > one.cmax.p95 / one.cmax.p05
    assert one.shares["product"] == 0
    assert other.shares["product"] > 0.3
    assert sum(other.shares.values()) == pytest.approx(1)


def test_after_a_single_dose_nothing_is_said_of_repetition(knowledge: KnowledgeBase) -> None:
    once = simulate(Dosing(doses=(Dose(time_h=0, amount_mg=20),)), knowledge, count=20)
    for analyte in once.analytes:
        assert (analyte.trough, analyte.accumulation, analyte.steady_state_d) == (None, None, None)


def test_doses_that_are_not_regular_have_no_steady_state(knowledge: KnowledgeBase) -> None:
    doses = (Dose(time_h=0, amount_mg=20), Dose(time_h=7, amount_mg=10))
    found = simulate(Dosing(doses=doses), knowledge, count=20).of(MITRAGYNINE)
    assert found.trough is not None
    assert found.steady_state_d is None


def test_a_model_of_sensitivity_is_named_and_never_mixed_with_the_default(
    knowledge: KnowledgeBase, usual: Exposure
) -> None:
    assert (usual.model, usual.standing) == ("M1", "default")
    assert set(usual.others) == {"M2", "M3"}
    other = simulate(THREE_A_DAY, knowledge, model="M2", count=50)
    assert other.model == "M2"
    assert other.standing.startswith("sensitivity")
    assert set(other.others) == {"M1", "M3"}
    for measure, ratio in other.others["M1"].items():
        assert ratio * usual.others["M2"][measure] == pytest.approx(1)
    assert other.of(MITRAGYNINE).cmax.median > usual.of(MITRAGYNINE).cmax.median


@pytest.mark.parametrize("model", ["M1", "M2", "M3"])
@pytest.mark.parametrize("typical", [True, False])
def test_a_prediction_longer_than_what_was_studied_shows_the_gap_between_the_models(
    knowledge: KnowledgeBase, model: str, typical: bool
) -> None:
    studied = knowledge.parameters["studied_days"].value
    month = Dosing(doses=(Dose(time_h=0, amount_mg=30, addl=30, ii_h=24),))
    found = simulate(month, knowledge, model=model, typical=typical, count=5)
    assert any(beyond.respect == "duration" for beyond in found.beyond)
    assert month.doses[0].last_h > 24 * studied
    document: Any = document_of(found, "r")
    gap = document["uncertainty"]["other_models"]
    assert set(gap) == {"M1", "M2", "M3"} - {model}
    assert all(ratio != 1 for ratios in gap.values() for ratio in ratios.values())
    said = written(exposure_lines(document, Look()))
    for other, ratios in gap.items():
        assert f"{other}: peak {short(ratios['cmax'])} times" in said


def test_an_alkaloid_with_one_model_has_no_gap(knowledge: KnowledgeBase) -> None:
    doses = (Dose(time_h=0, amount_mg=5, analyte="speciociliatine", addl=30, ii_h=24),)
    assert simulate(Dosing(doses=doses, form=Form.TEA), knowledge, typical=True).others == {}


def test_the_total_exposure_reaches_down_to_the_other_model_of_the_same_data(
    knowledge: KnowledgeBase, usual: Exposure
) -> None:
    typical = simulate(THREE_A_DAY, knowledge, typical=True).of(MITRAGYNINE).auc_inf
    found = usual.of(MITRAGYNINE).auc_inf
    assert found.median / found.p05 > found.p95 / found.median
    assert typical.p05 == typical.median


def test_answers_are_for_the_hours_that_were_asked_in_their_order(knowledge: KnowledgeBase) -> None:
    found = simulate(THREE_A_DAY, knowledge, count=20, times_h=[30.0, 2.0, 0.0, 400.0])
    assert found.times_h.tolist() == [30.0, 2.0, 0.0, 400.0]
    median = found.of(MITRAGYNINE).median
    assert median[2] == 0
    assert median[1] > median[3] > 0


@pytest.mark.parametrize("times", [[], [float("nan")], [[1.0]]])
def test_hours_that_make_no_sense_are_refused(knowledge: KnowledgeBase, times: object) -> None:
    with pytest.raises(InputRefused, match="times_h"):
        simulate(THREE_A_DAY, knowledge, count=5, times_h=times)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dosing", "model", "count", "place"),
    [
        (Dosing(doses=(Dose(time_h=0, amount_mg=5, analyte=HYDROXY),)), "M1", 5, "itself"),
        (Dosing(doses=(Dose(time_h=0, amount_mg=5, analyte="water"),)), "M1", 5, "No model of it"),
        (THREE_A_DAY, "M9", 5, "model"),
        (THREE_A_DAY, "speciogynine", 5, "model"),
        (THREE_A_DAY, "M1", 0, "n: It is out of range"),
        (THREE_A_DAY, "M1", 10**9, "n: It is out of range"),
        (Dosing(doses=()), "M1", 5, "doses"),
        (Dosing(doses=(Dose(time_h=0, amount_mg=0),)), "M1", 5, "doses"),
        (Dosing(doses=(Dose(time_h=0, amount_mg=float("nan")),)), "M1", 5, "doses"),
        (
            Dosing(doses=(Dose(time_h=0, amount_mg=5, analyte="speciogynine"),), form=Form.EXTRACT),
            "M1", 5, "measured in people",
        ),
    ],
)  # fmt: skip
def test_what_nobody_measured_or_makes_no_sense_is_refused(
    knowledge: KnowledgeBase, dosing: Dosing, model: str, count: int, place: str
) -> None:
    with pytest.raises(InputRefused, match=place):
        simulate(dosing, knowledge, model=model, count=count)


def test_the_object_of_the_contract_holds_numbers_and_words_only(
    knowledge: KnowledgeBase, usual: Exposure
) -> None:
    document = document_of(usual, knowledge.release.id)
    assert {
        "model", "release", "status", "analytes", "times_h", "beyond_studied", "uncertainty",
        "cites",
    } <= set(document)  # fmt: skip
    found = document["analytes"]
    assert isinstance(found, dict)
    for analyte in found.values():
        assert {
            "unit", "median", "p05", "p95", "cmax", "tmax_h", "auc_inf", "half_life_h",
        } <= set(analyte)  # fmt: skip
        assert len(analyte["median"]) == len(usual.times_h)
        assert set(analyte["cmax"]) == {"median", "p05", "p95"}


def test_days_to_steady_state_are_those_of_a_long_history(knowledge: KnowledgeBase) -> None:
    dosing = Dosing(doses=(Dose(time_h=0, amount_mg=20, addl=99, ii_h=24),))
    hours = 24.0 * np.arange(1, 101) + 0.3
    for model in ("M1", "M2", "M3"):
        found = simulate(dosing, knowledge, model=model, typical=True, times_h=hours)
        for analyte in found.analytes:
            assert analyte.steady_state_d is not None
            enough = analyte.median >= 0.95 * analyte.median[-1]
            first = 1 + int(np.argmax(enough))
            assert all(a <= b for a, b in pairwise(enough))
            assert first - 1 <= analyte.steady_state_d.median <= first
