"""What a case is told about levels: a number with its range, or none and why."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from functools import cache
from typing import Any

import pytest

from ketum.evidence import load
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.interactions.ratios import Direction, ExposureRatio, exposure_ratios
from ketum.interactions.regimen import Range

KNOWLEDGE = load()
TODAY = date(2026, 11, 22)
POWDER = {"form": "powder", "grams_per_dose": 2, "doses_per_day": 3}


def ratios(*medicines: object, kratom: object = POWDER, **case: Any) -> tuple[ExposureRatio, ...]:
    text = json.dumps({"kratom": kratom, "medicines": list(medicines), **case})
    return exposure_ratios(
        establish(read(text.encode(), Format.JSON, today=TODAY), KNOWLEDGE), KNOWLEDGE
    )


@cache
def only(medicine: str) -> ExposureRatio:
    (ratio,) = (r for r in ratios(medicine) if r.moved == "medicine")
    return ratio


def number(given: Range | None) -> Range:
    assert given is not None
    return given


def test_midazolam_as_studied_has_the_measured_ratio_and_its_interval() -> None:
    studied = number(only("midazolam").as_studied)
    assert (studied.low, studied.typical, studied.high) == pytest.approx(
        (1.23, 1.39, 1.57), rel=0.01
    )


def test_dextromethorphan_as_studied_stays_where_it_is() -> None:
    studied = number(only("dextromethorphan").as_studied)
    assert studied.typical == pytest.approx(1.0, abs=0.02)
    measured = KNOWLEDGE.parameters["measured.dextromethorphan_auc"]
    assert measured.low <= studied.typical <= measured.high


@pytest.mark.parametrize(
    ("drug", "ratio"),
    [
        ("simvastatin", 2.28), ("sildenafil", 1.68), ("buspirone", 2.39), ("triazolam", 1.31),
        ("zolpidem", 1.27), ("alprazolam", 1.09), ("cyclosporine", 1.18), ("felodipine", 1.44),
        ("lovastatin", 2.57), ("trazodone", 1.20), ("verapamil", 1.23), ("nicardipine", 1.31),
        ("nifedipine", 1.33), ("methadone", 1.17), ("oxycodone", 1.11), ("tacrolimus", 2.28),
    ],
)  # fmt: skip
def test_gut_limited_predictions_are_met_within_6_percent(drug: str, ratio: float) -> None:
    """The published table has one activity of the gut for all, and leaves the liver alone."""
    assert number(only(drug).as_studied).typical == pytest.approx(ratio, rel=0.06)


def test_a_medicine_that_passes_by_the_gut_hardly_changes_after_one_tea() -> None:
    studied = number(only("buprenorphine").as_studied)
    assert 1.0 <= studied.low <= studied.typical <= studied.high < 1.07


def test_only_a_medicine_that_may_be_swallowed_is_assumed_to_be() -> None:
    assert "the medicine is swallowed" not in only("buprenorphine").assumed
    assert "the medicine is swallowed" not in only("dextromethorphan").assumed


def test_the_low_end_of_the_published_gut_share_makes_the_high_end_of_the_ratio() -> None:
    cyclosporine = number(only("cyclosporine").as_studied)
    assert cyclosporine.high > 1.58


def test_repeated_doses_and_larger_ones_are_marked_as_never_studied() -> None:
    (small,) = ratios("midazolam", kratom={**POWDER, "grams_per_dose": 1})
    (large,) = ratios("midazolam", kratom={**POWDER, "grams_per_dose": 10})
    assert len(small.beyond) == 1
    assert set(small.beyond) < set(large.beyond)


def test_repeated_doses_raise_the_ratio_and_widen_its_range() -> None:
    ratio = only("midazolam")
    studied, now = number(ratio.as_studied), number(ratio.auc)
    assert now.typical > studied.typical
    assert now.high / now.low > studied.high / studied.low


def test_hours_between_kratom_and_medicine_do_not_bring_the_ratio_to_1() -> None:
    gaps = only("simvastatin").by_gap
    assert [gap.hours for gap in gaps] == [0, 1, 2, 4]
    assert min(gap.auc.typical for gap in gaps) > number(only("simvastatin").as_studied).typical


def test_a_medicine_whose_gut_share_nobody_published_has_no_number_and_the_reason() -> None:
    quetiapine = only("quetiapine")
    assert (quetiapine.auc, quetiapine.as_studied, quetiapine.upper_bound) == (None, None, None)
    assert "was not found published" in quetiapine.reason


def test_an_unknown_amount_of_kratom_leaves_only_what_was_studied() -> None:
    (ratio,) = ratios("midazolam", kratom={"form": "powder"})
    assert ratio.auc is None
    assert ratio.by_gap == ()
    assert ratio.as_studied == only("midazolam").as_studied
    assert "not known" in ratio.reason


@pytest.mark.parametrize(
    ("kratom", "word"),
    [
        ({"form": "7-OH tablet", "grams_per_day": 2}, "7-hydroxymitragynine"),
        ({"form": "extract", "grams_per_day": 2}, "extract"),
        ({"form": "powder", "grams_per_day": 0}, "How much"),
    ],
)
def test_a_product_the_model_does_not_know_has_no_number(
    kratom: dict[str, object], word: str
) -> None:
    (ratio,) = ratios("midazolam", kratom=kratom)
    assert ratio.auc is None
    assert word in ratio.reason


def test_mitragynine_given_in_milligrams_needs_no_content_of_leaf() -> None:
    (ratio,) = ratios(
        "midazolam", kratom={"form": "extract", "mitragynine_mg_per_day": 90, "doses_per_day": 3}
    )
    assert ratio.auc is not None
    assert not any("mg/g" in assumed for assumed in ratio.assumed)


def test_what_the_case_does_not_say_is_named_as_assumed() -> None:
    (ratio,) = ratios("midazolam", kratom={"grams_per_day": 6})
    assert len(ratio.assumed) == 5


@pytest.mark.parametrize(
    ("drug", "direction"), [("ketoconazole", Direction.UP), ("rifampin", Direction.DOWN)]
)
def test_what_acts_on_kratom_gives_a_direction_no_number_and_7_oh_uncertain(
    drug: str, direction: Direction
) -> None:
    (ratio,) = (r for r in ratios(drug) if r.moved == "mitragynine")
    assert (ratio.direction, ratio.seven_oh) == (direction, Direction.UNCERTAIN)
    assert ratio.auc is None
    assert ratio.reason
    assert {"kamble2023", "hill2022"} <= {cite.source.id for cite in ratio.cites}


def test_medicines_that_no_such_enzyme_clears_and_stopped_ones_are_left_out() -> None:
    assert ratios("metformin") == ()
    assert ratios({"name": "midazolam", "status": "stopped"}) == ()


def test_a_word_for_several_medicines_has_one_entry_and_no_number() -> None:
    (ratio,) = ratios("benzodiazepine")
    assert (ratio.drug, ratio.auc) == ("", None)
    assert "which medicine" in ratio.reason


@pytest.mark.parametrize(
    ("last_use", "has_number"), [("this morning", True), ("10 days ago", False)]
)
def test_kratom_that_was_last_taken_days_ago_has_no_number(last_use: str, has_number: bool) -> None:
    (ratio,) = ratios("midazolam", kratom={**POWDER, "last_use": last_use})
    assert (ratio.auc is not None) == has_number
    assert ("days ago" in ratio.reason) != has_number


def test_no_kratom_no_ratio() -> None:
    assert ratios("midazolam", kratom={"form": "none"}) == ()


def test_the_same_medicine_named_twice_is_one_level() -> None:
    assert len(ratios("midazolam", "midazolam 7.5 mg")) == 1


def test_every_number_names_its_sources() -> None:
    ids = {cite.source.id for cite in only("simvastatin").cites}
    assert {"tanna2023", "gertz2008-table", "ohno2007"} <= ids


@pytest.mark.parametrize(("grams", "doses"), [(0.001, 1), (0.001, 24), (20, 24), (100, 1)])
def test_the_least_and_the_most_that_can_be_told_give_a_range_in_order(
    grams: float, doses: float
) -> None:
    kratom = {"form": "powder", "grams_per_dose": grams, "doses_per_day": doses}
    (ratio,) = ratios("simvastatin", kratom=kratom)
    auc = number(ratio.auc)
    assert 1.0 <= auc.low <= auc.typical <= auc.high < float("inf")


def test_ratios_are_computed_without_the_compiler_of_the_engine() -> None:
    code = (
        "import sys; import ketum.interactions.ratios, ketum.interactions.occupancy; "
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
