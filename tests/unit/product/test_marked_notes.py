"""Notes below a table: they speak of what carries their mark, and never make a method see more."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product.certificate import Confidence
from tests.unit.product.certificates import MITRAGYNINE, SEVEN_OH
from tests.unit.product.texts import Reader, of, reader

HEADING = "Analyte                 Result (mg/g)    Result (%)    LOD (mg/g)\n"
ROWS = HEADING + (
    "Mitragynine             12.5             1.25          0.01\n"
    "7-Hydroxymitragynine    {seen}             ND            0.02\n"
)


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


@pytest.mark.parametrize("mark", ["†", "*", "(1)", "[2]", "(a)", "²"])
@pytest.mark.parametrize(
    "words", ["LOD raised from 0.02 mg/g to 2 mg/g", "the detection limit was 2 mg/g here"]
)
def test_a_note_that_raises_a_limit_is_honoured_in_every_unit_of_the_row(
    mark: str, words: str, read: Reader
) -> None:
    found = read(ROWS.format(seen=f"ND {mark}") + f"{mark} {words}\n")
    assert of(found, SEVEN_OH, "mg/g").limit == Decimal(2)
    assert of(found, SEVEN_OH, "%").limit == Decimal("0.2")
    assert of(found, SEVEN_OH, "mg/g").as_read == f"ND {mark}"
    assert of(found, MITRAGYNINE, "mg/g").confidence is Confidence.HIGH


def test_a_note_on_the_name_counts_for_its_values(read: Reader) -> None:
    rows = ROWS.format(seen="ND").replace("7-Hydroxymitragynine ", "7-Hydroxymitragynine(1) ")
    found = read(f"{rows}(1) LOD elevated to 2 mg/g.\n")
    assert of(found, SEVEN_OH, "mg/g").limit == Decimal(2)


def test_a_note_that_raises_a_limit_without_a_number_leaves_it_open(read: Reader) -> None:
    found = read(ROWS.format(seen="ND†") + "† reporting limit raised by the matrix\n")
    result = of(found, SEVEN_OH, "mg/g")
    assert result.limit is None
    assert result.confidence is Confidence.LOW
    assert result.doubts == ("note † reporting limit raised by the matrix",)


def test_a_note_that_names_an_analyte_raises_its_limit_without_a_mark(read: Reader) -> None:
    found = read(
        ROWS.format(seen="ND") + "The LOD for 7-hydroxymitragynine was raised to 2 mg/g.\n"
    )
    assert of(found, SEVEN_OH, "mg/g").limit == Decimal(2)


def test_a_note_of_one_table_says_nothing_of_another(read: Reader) -> None:
    metals = "\nMetal      Result    Unit\nCadmium    ND        mg/kg\n"
    found = read(ROWS.format(seen="ND (1)") + "(1) LOD 2 mg/g for this analyte\n" + metals)
    assert of(found, SEVEN_OH, "mg/g").limit == Decimal(2)
    assert of(found, "cadmium").limit is None


def test_a_note_that_doubts_a_number_is_shown_and_lowers_the_confidence(read: Reader) -> None:
    found = read(
        ROWS.format(seen="0.1").replace("12.5 ", "12.5*") + "* Estimated: above the calibration\n"
    )
    result = of(found, MITRAGYNINE, "mg/g")
    assert result.value == Decimal("12.5")
    assert result.confidence is Confidence.LOW
    assert result.doubts == ("note * Estimated: above the calibration",)
    assert of(found, SEVEN_OH, "mg/g").confidence is Confidence.HIGH


def test_a_number_in_brackets_without_a_note_is_still_the_limit(read: Reader) -> None:
    found = read("Analyte    Result (ppm)\nLead       ND (1)\nArsenic    0.2\n")
    assert of(found, "lead").limit == Decimal(1)


def test_a_raised_mark_that_ran_into_the_word_is_no_limit(read: Reader) -> None:
    found = read("Analyte    Result (ppm)\nLead       ND1\nArsenic    0.2\n")
    assert [each.analyte for each in found.results] == ["arsenic"]
    assert [each.text for each in found.not_read] == ["Lead  ND1"]


def test_a_power_of_ten_is_not_ten_with_a_note(read: Reader) -> None:
    found = read(
        "Analyte                 Result (CFU/g)\nTotal Plate Count       10²\n"
        "Yeast and Mold          20²\n² Counted twice.\n"
    )
    assert [each.value for each in found.results] == [Decimal(20)]
