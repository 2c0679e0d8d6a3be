"""Every number beside the name of an analyte is a result, or is listed as not read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.analytes import Analytes
from ketum.product.certificate import Basis
from ketum.product.layout import Cell, Line
from ketum.product.two_line_headings import with_headings_joined
from tests.unit.product.certificates import MITRAGYNINE, SEVEN_OH
from tests.unit.product.texts import Reader, of, reader


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def test_a_column_whose_heading_is_not_known_is_listed(read: Reader) -> None:
    found = read(
        "Analyte          Daily portion    Result (%)\nMitragynine      31.5 mg          1.26\n"
    )
    assert of(found, MITRAGYNINE).value == Decimal("1.26")
    assert ["31.5 mg" in each.why for each in found.not_read] == [True]


def test_two_columns_under_one_heading_are_listed_when_neither_can_be_taken(read: Reader) -> None:
    found = read("Analyte        mg/g     mg/g\nMitragynine    12.1     12.9\n")
    assert not found.results
    assert ["12.1" in each.why or "12.9" in each.why for each in found.not_read] == [True, True]


def test_a_list_of_shares_without_units_is_read_to_its_last_whole_number(read: Reader) -> None:
    found = read(
        "Product: Extract\n"
        "Profile (% of total alkaloids): Mitragynine 61.0, Speciogynine 8, Paynantheine 9,\n"
        "End of the report\n"
    )
    assert [each.value for each in found.results] == [Decimal(61), Decimal(8), Decimal(9)]
    assert {each.basis for each in found.results} == {Basis.ALKALOIDS}


def test_a_sentence_with_a_number_without_a_unit_is_listed(read: Reader) -> None:
    found = read(
        "Our chemists saw mitragynine near 66.0 and paynantheine near 9.1 in all of the material\n"
    )
    assert not found.results
    assert len(found.not_read) == 1


def test_the_digit_of_a_name_is_no_number(read: Reader) -> None:
    found = read("This report also speaks of 7-hydroxymitragynine where the client asked for it\n")
    assert not found.not_read


def test_a_name_with_a_word_for_too_little_is_a_result(read: Reader) -> None:
    found = read("Mitragynine 1.2 % w/w\n7-Hydroxymitragynine <LOQ\n")
    assert of(found, SEVEN_OH).as_read == "<LOQ"


def test_a_heading_over_two_units_heads_both_columns(knowledge: KnowledgeBase) -> None:
    analytes: Analytes = knowledge.analytes
    above = Line(1, (Cell("Test", 0, 50), Cell("Assay", 50, 150), Cell("LOQ", 150, 200)), 1)
    below = Line(
        2,
        (Cell("Test", 0, 50), Cell("mg/g", 50, 99), Cell("%", 99, 150), Cell("mg/g", 150, 200)),
        1,
    )
    (joined,) = with_headings_joined([above, below], analytes)
    texts = [cell.text for cell in joined.cells]
    assert texts == ["Test", "Assay (mg/g)", "Assay (%)", "LOQ (mg/g)"]
