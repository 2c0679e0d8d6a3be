"""The published predictions of the models for the typical person, each within 1 %."""

from __future__ import annotations

import pytest

from ketum.dosing import Dose, Dosing, Form
from ketum.evidence import KnowledgeBase
from ketum.exposure import Exposure, simulate

WITHIN = 0.01
MITRAGYNINE, HYDROXY = "mitragynine", "7-hydroxymitragynine"


def taken(
    knowledge: KnowledgeBase, mg: float, *, doses: int = 1, share: float = 1.0, model: str = "M1"
) -> Exposure:
    """The typical person after daily doses; `share` is the availability of a study."""
    dosing = Dosing(doses=(Dose(time_h=0, amount_mg=mg * share, addl=doses - 1, ii_h=24),))
    return simulate(dosing, knowledge, model=model, typical=True)


# mg, doses, substance, predicted Cmax in ng/mL: the table of predictions of M1 over observations.
CMAX = [
    (9.9, 1, MITRAGYNINE, 32.9),
    (9.9, 15, MITRAGYNINE, 36.9),
    (9.9, 1, HYDROXY, 5.62),
    (29.6, 1, MITRAGYNINE, 98.2),
    (29.6, 15, MITRAGYNINE, 110.0),
    (29.6, 1, HYDROXY, 16.8),
    (59.2, 1, MITRAGYNINE, 196.5),
    (59.2, 15, MITRAGYNINE, 220.0),
    (59.2, 1, HYDROXY, 33.6),
    (6.65, 1, MITRAGYNINE, 22.1),
    (13.3, 1, MITRAGYNINE, 44.1),
    (26.6, 1, MITRAGYNINE, 88.3),
    (53.2, 1, MITRAGYNINE, 177.0),
    (53.2, 15, MITRAGYNINE, 198.0),
    (53.2, 1, HYDROXY, 30.2),
    (53.2, 15, HYDROXY, 31.7),
    (5, 1, MITRAGYNINE, 16.6),
    (40, 1, MITRAGYNINE, 132.7),
    (40, 1, HYDROXY, 22.7),
]


@pytest.mark.parametrize(("mg", "doses", "analyte", "ng_per_ml"), CMAX)
def test_m1_gives_the_peaks_of_its_table(
    knowledge: KnowledgeBase, mg: float, doses: int, analyte: str, ng_per_ml: float
) -> None:
    found = taken(knowledge, mg, doses=doses).of(analyte).cmax.median
    assert found == pytest.approx(ng_per_ml, rel=WITHIN)


@pytest.mark.parametrize(("mg", "area"), [(9.9, 198), (29.6, 592), (59.2, 1184), (53.2, 1064)])
def test_m1_gives_the_total_exposures_of_its_table(
    knowledge: KnowledgeBase, mg: float, area: float
) -> None:
    assert taken(knowledge, mg).of(MITRAGYNINE).auc_inf.median == pytest.approx(area, rel=WITHIN)


def test_m1_gives_the_tea_that_was_studied(knowledge: KnowledgeBase) -> None:
    share = knowledge.models["M1"].parameters["frel_tea_measured"].value
    tea = taken(knowledge, 39, share=share)
    parent, formed = tea.of(MITRAGYNINE), tea.of(HYDROXY)
    assert parent.cmax.median == pytest.approx(33.7, rel=WITHIN)
    assert parent.auc_inf.median == pytest.approx(203, rel=WITHIN)
    assert formed.cmax.median == pytest.approx(5.75, rel=WITHIN)
    assert formed.auc_inf.median == pytest.approx(42.4, rel=WITHIN)
    assert 39_000 / parent.auc_inf.median == pytest.approx(192, rel=WITHIN)
    rate = 0.6931 / parent.half_life_h.median
    assert 39_000 / parent.auc_inf.median / rate == pytest.approx(12_510, rel=WITHIN)


def test_m1_gives_the_times_of_its_checks(knowledge: KnowledgeBase) -> None:
    single = taken(knowledge, 53.2)
    assert single.of(MITRAGYNINE).tmax_h.median == pytest.approx(1.20, rel=WITHIN)
    assert single.of(HYDROXY).tmax_h.median == pytest.approx(1.86, rel=WITHIN)
    assert single.of(MITRAGYNINE).half_life_h.median == pytest.approx(45.1, rel=WITHIN)
    repeated = taken(knowledge, 53.2, doses=15).of(MITRAGYNINE)
    assert repeated.trough is not None
    assert repeated.trough.median == pytest.approx(21.9, rel=WITHIN)
    assert repeated.accumulation is not None
    assert repeated.accumulation.median == pytest.approx(1.12, rel=WITHIN)
    assert repeated.steady_state_d is not None
    assert 8 < repeated.steady_state_d.median < 9


# Predicted over observed after 15 doses, and the observation: printed with two digits.
@pytest.mark.parametrize(
    ("model", "mg", "ratio", "observed"),
    [
        ("M2", 9.9, 1.56, 27.4),
        ("M2", 29.6, 1.07, 125),
        ("M2", 59.2, 0.99, 277),
        ("M3", 9.9, 1.28, 27.4),
        ("M3", 29.6, 0.84, 125),
        ("M3", 59.2, 0.757, 277),
    ],
)
def test_the_sensitivity_models_give_their_peaks_after_fifteen_doses(
    knowledge: KnowledgeBase, model: str, mg: float, ratio: float, observed: float
) -> None:
    found = taken(knowledge, mg, doses=15, model=model).of(MITRAGYNINE).cmax.median
    assert found / observed == pytest.approx(ratio, rel=WITHIN)


def test_m3_gives_the_tea_that_was_studied_and_a_longer_half_life(
    knowledge: KnowledgeBase,
) -> None:
    share = knowledge.models["M3"].parameters["frel_tea_measured"].value
    tea = taken(knowledge, 39, share=share, model="M3")
    assert tea.of(MITRAGYNINE).cmax.median / 32.6 == pytest.approx(1.10, rel=WITHIN)
    assert tea.of(MITRAGYNINE).auc_inf.median / 167.4 == pytest.approx(0.97, rel=WITHIN)
    assert tea.of(HYDROXY).cmax.median / 6.67 == pytest.approx(0.93, rel=WITHIN)
    assert tea.of(HYDROXY).auc_inf.median / 43.9 == pytest.approx(1.00, rel=WITHIN)


# Medians of five people after one tea of 2 g: mg, Cmax in nM, molar mass, tmax, half-life, AUC.
TEA = [
    ("speciogynine", 6.36, 51.4, 398.5, 2.0, 23.5, 477),
    ("paynantheine", 11.72, 61.1, 396.48, 1.0, 27.0, 438),
    ("speciociliatine", 10.24, 308, 398.5, 2.5, 12.3, 5120),
    ("mitraciliatine", 1.294, 73.5, 398.5, 4.5, 17.8, 1160),
    ("isopaynantheine", 1.024, 48.8, 396.48, 4.5, 14.4, 794),
]


@pytest.mark.parametrize(("analyte", "mg", "nm", "mass", "tmax", "half_life", "area"), TEA)
def test_each_other_alkaloid_gives_the_medians_it_was_fitted_to(
    knowledge: KnowledgeBase, analyte: str, mg: float, nm: float, mass: float, tmax: float,
    half_life: float, area: float,
) -> None:  # fmt: skip
    dosing = Dosing(doses=(Dose(time_h=0, amount_mg=mg, analyte=analyte),), form=Form.TEA)
    found = simulate(dosing, knowledge, typical=True).of(analyte)
    assert found.cmax.median == pytest.approx(nm * mass / 1000, rel=WITHIN)
    assert found.tmax_h.median == pytest.approx(tmax, rel=0.02)
    assert found.half_life_h.median == pytest.approx(half_life, rel=WITHIN)
    assert found.auc_inf.median == pytest.approx(area * mass / 1000, rel=WITHIN)
