"""Tables with the analytes across: put upright where each row says what it is, else listed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Censored
from ketum.product.certificate import Role
from tests.unit.product.texts import Reader, of, reader

ACROSS = """SYNTHETIC CERTIFICATE, not a real document
                Mitragynine    7-OH       Paynantheine   Speciogynine
Result (%)      1.35           ND         0.33           0.18
LOD (%)         0.001          0.001      0.001          0.001
LOQ (%)         0.003          0.003      0.003          0.003
Label claim     1.4 %          0.01 %
"""


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def test_a_table_of_analytes_across_needs_no_heading_over_its_labels(read: Reader) -> None:
    found = [each for each in read(ACROSS).results if each.role is Role.MEASURED]
    assert [(each.analyte, each.value) for each in found] == [
        ("mitragynine", Decimal("1.35")),
        ("7-hydroxymitragynine", None),
        ("paynantheine", Decimal("0.33")),
        ("speciogynine", Decimal("0.18")),
    ]
    assert found[1].censored is Censored.NOT_DETECTED
    assert (found[1].limit, found[1].loq) == (Decimal("0.001"), Decimal("0.003"))


def test_a_claim_in_a_row_of_its_own_is_no_result(read: Reader) -> None:
    claimed = [each for each in read(ACROSS).results if each.role is Role.CLAIMED]
    assert [each.as_read for each in claimed] == ["1.4 %", "0.01 %"]


def test_two_rows_of_results_in_two_units_are_both_read(read: Reader) -> None:
    more = "Result (mg/g)   13.5           ND         3.3            1.8\n"
    two = ACROSS.replace("LOD (%) ", f"{more}LOD (%) ")
    assert of(read(two), "paynantheine", "mg/g").value == Decimal("3.3")
    assert of(read(two), "speciogynine", "%").value == Decimal("0.18")


def test_the_number_of_a_sample_never_runs_into_the_first_value(read: Reader) -> None:
    certificate = read(
        "           Mitragynine (mg/kg)   7-OH (mg/kg)\n"
        "1          250                   10\n"
        "2          310                   12\n"
    )
    assert {each.value for each in certificate.results} <= set(map(Decimal, (250, 310, 10, 12)))


def test_values_of_a_table_across_that_are_not_read_name_their_analytes(read: Reader) -> None:
    certificate = read(
        "              Mitragynine    7-OH       Paynantheine\n"
        "Result        1.35           0.009      0.33\n"
    )
    assert not certificate.results
    names = {name for each in certificate.not_read for name in each.names}
    assert names >= {"mitragynine", "7-hydroxymitragynine", "paynantheine"}


def test_values_that_begin_a_little_left_of_their_heading_are_no_labels(read: Reader) -> None:
    certificate = read("  Mitragynine (%)   7-OH (%)\n1.2               0.01\n")
    assert [each.value for each in certificate.results] == [Decimal("1.2"), Decimal("0.01")]


@pytest.mark.parametrize("label", ["", "Sample"])
def test_an_unknown_substance_across_is_listed_and_takes_no_other_with_it(
    label: str, read: Reader
) -> None:
    certificate = read(
        f"{label:<15} Mitragynine    7-OH       Foobarine   Lead\n"
        "Result (%)      1.35           0.009      0.33        0.00004\n"
    )
    assert [each.value for each in certificate.results] == [
        Decimal("1.35"),
        Decimal("0.009"),
        Decimal("0.00004"),
    ]
    assert any("Foobarine" in f"{each.text} {each.why}" for each in certificate.not_read)


def test_a_value_of_an_unknown_substance_is_no_part_of_the_name_of_a_sample(read: Reader) -> None:
    certificate = read(
        "Sample    Mitragynine (%)    Foobarine (%)    7-OH (%)\n"
        "P-1       1.35               0.33             0.009\n"
        "P-2       1.40               0.31             0.010\n"
    )
    assert {each.sample for each in certificate.results} == {"P-1", "P-2"}
    assert len(certificate.not_read) == 2


def test_a_row_of_two_tables_side_by_side_is_no_heading_of_analytes(read: Reader) -> None:
    certificate = read(
        "     Analyte        Result      Analyte          Result\n"
        "     E. coli        Absent      Salmonella       Absent\n"
        "     Lead           Pass        Cadmium          Pass\n"
        "     Arsenic        0.3 ppm     Mercury          0.1 ppm\n"
    )
    assert [each.analyte for each in certificate.results] == [
        "Escherichia coli",
        "Salmonella",
        "arsenic",
        "mercury",
    ]
