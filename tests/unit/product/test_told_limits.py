"""Limits, references and shares of alkaloids that a line tells: no results of the product."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Censored
from ketum.product.certificate import Basis
from tests.unit.product.texts import Reader, of, reader

HEAD = """SYNTHETIC CERTIFICATE, not a real document
Laboratory: Mesa Analytical   Lot: M-6   Reported: 2026-11-10

Analyte                   Result (mg/g)
Mitragynine               14.0
7-Hydroxymitragynine      ND

"""
ACROSS = """Lot            Mitragynine    7-OH     Lead    Cadmium
Sample         mg/g           mg/g     ppb     ppb
TW-1           14.0           0.14     1200    44
TW-2           16.2           0.021    95      ND
"""


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


@pytest.mark.parametrize(
    "line",
    [
        "Acceptance criteria: Lead < 0.5 ppm, Cadmium < 0.3 ppm, Arsenic < 1 ppm",
        "Tolerance: Mercury < 0.2 ppm, Arsenic < 1.5 ppm",
        "Specification: Lead 0.5 ppm, Cadmium 0.4 ppm",
        "Reference leaf: Lead 0.2 ppm, Arsenic 0.1 ppm",
        "LOD: Lead 0.002 ppm, Arsenic 0.02 ppm",
        "LOQ - Lead 0.01 ppm; Arsenic 0.02 ppm",
        "Reporting limits: Lead 0.05, Arsenic 0.05, Mercury 0.02 ug/serving",
        "Prop 65 limits: Lead 0.5 ug/day, Cadmium 4.1 ug/day",
        "Prior lot K-9: Lead 0.10 ppm, Cadmium 0.05 ppm",
        "Another product: Lead 0.10 ppm, Cadmium 0.05 ppm",
    ],
)
def test_what_no_words_call_a_result_is_listed_and_not_measured(read: Reader, line: str) -> None:
    certificate = read(f"{HEAD}{line}\n")
    assert {each.analyte for each in certificate.results} == {
        "mitragynine",
        "7-hydroxymitragynine",
    }
    assert line in [each.text for each in certificate.not_read]


@pytest.mark.parametrize("title", ["Metals (ppm): ", "Heavy metals by ICP-MS: ", "Results: ", ""])
def test_results_in_a_line_are_read_behind_the_name_of_their_part(read: Reader, title: str) -> None:
    certificate = read(f"{HEAD}{title}Lead 0.21 ppm, Cadmium <0.01 ppm\n")
    assert of(certificate, "lead", "ppm").value == Decimal("0.21")
    assert of(certificate, "cadmium", "ppm").limit == Decimal("0.01")


def test_limits_told_in_a_line_are_those_of_the_analytes_they_name(read: Reader) -> None:
    said = "LOD: Mitragynine 0.01 mg/g, 7-Hydroxymitragynine 0.005 mg/g"
    missing = of(read(f"{HEAD}{said}\n"), "7-hydroxymitragynine", "mg/g")
    assert (missing.censored, missing.limit) == (Censored.NOT_DETECTED, Decimal("0.005"))


def test_a_limit_in_brackets_behind_a_number_changes_nothing(read: Reader) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: Mesa   Lot: M-5\n"
        "7-OH: 1.90 mg/g (LOQ 0.015)\nLead: 2.6 ppm (LOQ 0.01)\n"
    )
    assert of(certificate, "7-hydroxymitragynine", "mg/g").value == Decimal("1.90")
    assert of(certificate, "lead", "ppm").value == Decimal("2.6")


def test_a_share_of_alkaloids_in_a_line_of_its_own_is_none_of_the_product(read: Reader) -> None:
    certificate = read(f"{HEAD}7-OH as % of alkaloids: 0.74 %\n")
    share = of(certificate, "7-hydroxymitragynine", "% of alkaloids")
    assert (share.value, share.basis) == (Decimal("0.74"), Basis.ALKALOIDS)


def test_shares_of_peak_areas_are_asked_about(read: Reader) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: Oak Labs   Lot: K-10\n\n"
        "Alkaloid composition (area %)\nMitragynine        66.2 %\nPaynantheine       9.1 %\n"
    )
    assert {each.basis for each in certificate.results} == {Basis.NOT_SAID}
    assert len(certificate.questions) == 1


@pytest.mark.parametrize("other", ["MGM-15         1.1 mg/g", "Speciogynine   0.18 % w/w"])
def test_what_another_row_is_a_share_of_answers_nothing_about_7_oh(
    read: Reader, other: str
) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: Blue Ridge   Lot: X-19\n\n"
        f"Alkaloids      Result\nMitragynine    45 %\n7-OH           2 %\n{other}\n"
    )
    (asked,) = certificate.questions
    assert "share of the product, or of all alkaloids" in asked


def test_two_values_of_which_one_names_no_method_are_asked_about(read: Reader) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: Summit   Lot: AL-900\n\n"
        "Test        Result    Units    Method\n"
        "Lead        0.98      ppm      ICP-MS\n"
        "Lead        2.0       ppm\n"
    )
    assert "Two values of lead differ in one sample: which one counts?" in certificate.questions


def test_a_row_of_units_below_analytes_is_that_of_their_columns(read: Reader) -> None:
    certificate = read(ACROSS)
    found = {(each.sample, each.analyte): (each.value, each.unit) for each in certificate.results}
    assert found["TW-1", "lead"] == (Decimal(1200), "ppb")
    assert found["TW-2", "7-hydroxymitragynine"] == (Decimal("0.021"), "mg/g")
    assert found["TW-2", "cadmium"] == (None, "ppb")
    assert len(found) == 8


def test_nd_in_a_row_of_numbers_without_a_unit_is_not_read_alone(read: Reader) -> None:
    certificate = read("\n".join(ACROSS.splitlines()[::2] + ACROSS.splitlines()[3:]))
    assert certificate.results == ()
    assert len(certificate.not_read) == 8


def test_a_row_of_something_unknown_with_its_unit_in_the_name_is_listed(read: Reader) -> None:
    unknown = "Lot: A-1   Product: leaf\nTotal Zeta Count (CFU/g)   12,000   3,400\n"
    certificate = read(f"{unknown}{HEAD}")
    assert any("Zeta" in each.text for each in certificate.not_read)


def test_lots_side_by_side_need_no_heading_over_the_names(read: Reader) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: PacRim\n"
        "                          Lot PR-A       Lot PR-B\n"
        "Mitragynine (% w/w)       1.31           1.52\n"
        "Lead (ppm)                0.45           ND\n"
    )
    found = {(each.sample, each.analyte): each.value for each in certificate.results}
    assert found == {
        ("PR-A", "mitragynine"): Decimal("1.31"),
        ("PR-B", "mitragynine"): Decimal("1.52"),
        ("PR-A", "lead"): Decimal("0.45"),
        ("PR-B", "lead"): None,
    }


def test_shares_of_the_product_and_of_its_alkaloids_stand_side_by_side(read: Reader) -> None:
    certificate = read(
        "SYNTHETIC CERTIFICATE, not a real document\nLaboratory: Mesa   Lot: M-7\n\n"
        "Alkaloid              % of product    % of alkaloids    mg/100 g\n"
        "Mitragynine           1.40            72.1              1400\n"
        "7-Hydroxymitragynine  0.15            0.726             150\n"
    )
    assert not certificate.questions
    assert of(certificate, "7-hydroxymitragynine", "%").value == Decimal("0.15")
    assert of(certificate, "mitragynine", "% of alkaloids").basis is Basis.ALKALOIDS
    assert of(certificate, "mitragynine", "mg/100 g").value == Decimal(1400)
