"""Several lots in one table, each with its own columns of results and limits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Certificate, Result
from tests.unit.product.texts import Reader, reader

ROWS = """Lead (ppm)         0.44      0.01      ND        0.02
Cadmium (ppm)      ND        0.005     0.06      0.01
"""
ABOVE = "                   Lot A-1             Lot A-2\n"
HEADING = "Analyte            Result    LOQ       Result    LOQ\n"
BELOW = "                   Lot A-1   Lot A-1   Lot A-2   Lot A-2\n"


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def of_lot(certificate: Certificate, analyte: str, lot: str) -> Result:
    (found,) = [r for r in certificate.results if (r.analyte, r.sample) == (analyte, lot)]
    return found


@pytest.mark.parametrize("heading", [ABOVE + HEADING, HEADING + BELOW])
def test_each_lot_has_its_own_results_and_limits(heading: str, read: Reader) -> None:
    found = read(f"SYNTHETIC CERTIFICATE, not a real document\n{heading}{ROWS}")
    lead, cadmium = of_lot(found, "lead", "A-2"), of_lot(found, "cadmium", "A-1")
    assert (lead.value, lead.limit, lead.loq) == (None, Decimal("0.02"), Decimal("0.02"))
    assert (cadmium.value, cadmium.limit) == (None, Decimal("0.005"))
    assert of_lot(found, "lead", "A-1").value == Decimal("0.44")
    assert of_lot(found, "lead", "A-1").loq == Decimal("0.01")
    assert of_lot(found, "cadmium", "A-2").loq == Decimal("0.01")
    assert len(found.results) == 4
    assert not found.not_read


def test_a_lot_in_each_heading_is_read_from_one_line(read: Reader) -> None:
    found = read(
        "Analyte         Lot 7 Result (ppm)   Lot 7 LOQ (ppm)   Lot 8 Result (ppm)   Limit\n"
        "Lead            ND                   0.01              0.3                  1.2\n"
    )
    assert of_lot(found, "lead", "7").limit == Decimal("0.01")
    assert of_lot(found, "lead", "8").loq is None
    assert {result.specification for result in found.results} == {"1.2"}


@pytest.mark.parametrize(
    "above",
    [
        "                   Lot A-1   Lot A-2\n",
        "                   Sample ID: A-1      Lot: A-2\n",
        "                                       Lot A-1             Lot A-2\n",
    ],
)
def test_lots_that_do_not_stand_above_their_own_columns_are_not_shared_out(
    above: str, read: Reader
) -> None:
    found = read(f"{above}{HEADING}{ROWS}")
    assert not found.results
    assert {name for each in found.not_read for name in each.names} == {"cadmium", "lead"}


def test_two_columns_of_one_lot_under_one_heading_are_not_told_apart(read: Reader) -> None:
    found = read(
        "Analyte         Lot 7 Result (ppm)   Lot 7 Result (ppm)   Lot 8 Result (ppm)\n"
        "Lead            0.1                  0.2                  0.3\n"
    )
    assert [result.value for result in found.results] == [Decimal("0.3")]


@pytest.mark.parametrize(
    "name", ["Salmonella (25 g)", "Salmonella spp. (in 25 g)", "Salmonella 25g", "Salmonella"]
)
def test_the_mass_a_microbe_was_looked_for_in_is_no_second_substance(
    name: str, read: Reader
) -> None:
    unit = "25 g" if name == "Salmonella" else ""
    found = read(
        "Analyte                      Lot 7       Lot 8       Limit       Units\n"
        f"{name:<29}Negative    Positive    Negative    {unit}\n"
    )
    assert of_lot(found, "Salmonella", "7").present is False
    assert of_lot(found, "Salmonella", "8").present is True
    assert {result.unit for result in found.results} == {"in 25 g"}


def test_a_number_in_a_mass_is_no_count_and_a_mass_beside_a_metal_is_odd(read: Reader) -> None:
    found = read(
        "Analyte                   Result    Limit\n"
        "E. coli (10 g)            120       Absent\n"
        "Lead (25 g)               0.1       1\n"
    )
    assert not found.results
    assert len(found.not_read) == 2


def test_a_fail_of_one_row_is_asked_of_its_lots(read: Reader) -> None:
    table = (
        "Analyte         Lot 7 Result (ppm)   Lot 8 Result (ppm)   {}\n"
        "Lead            0.1                  1.3                  {}\n"
    )
    found = read(table.format("Status", "Fail"))
    assert found.questions == ("lead: the row fails, of several lots. Which of them fails?",)
    own = read(table.format("Lot 8 Status", "Fail"))
    assert not own.questions
    assert [bool(result.doubts) for result in own.results] == [False, True]


def test_an_uncertainty_is_that_of_its_lot(read: Reader) -> None:
    found = read(
        "                  Batch 1           Batch 2\n"
        "Analyte           Result   Unc.     Result   Unc.\n"
        "Lead (ppm)        0.40     0.02     1.30     0.05\n"
    )
    assert of_lot(found, "lead", "1").uncertainty == Decimal("0.02")
    assert of_lot(found, "lead", "2").uncertainty == Decimal("0.05")
