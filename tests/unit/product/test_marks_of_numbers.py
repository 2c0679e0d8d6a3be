"""Points of thousands, uncertainties, and signs that can be read in two ways."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Censored
from ketum.product.cells import CellKind, Marks, marks_of, read_cell
from ketum.product.certificate import Confidence
from tests.unit.product.texts import Reader, of, reader

GERMAN = """SYNTHETIC CERTIFICATE, not a real document
Parameter         Ergebnis     Einheit    NWG
Blei              1.050        µg/kg      1.000
Cadmium           0,12         mg/kg      0,01
Arsen             {third}      mg/kg      0,01
"""


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def test_a_point_between_thousands_is_read_and_asked_where_decimals_have_a_comma(
    read: Reader,
) -> None:
    found = read(GERMAN.format(third="0,30"))
    lead = of(found, "lead")
    assert (lead.value, lead.unit, lead.confidence) == (Decimal(1050), "ug/kg", Confidence.LOW)
    assert lead.lod is None
    assert any("mark of thousands" in question for question in found.questions)


def test_dates_with_points_do_not_say_how_decimals_are_written(read: Reader) -> None:
    found = read(
        "Datum: 03.07.2026\nParameter    Ergebnis    Einheit\nBlei         1.050       µg/kg\n"
    )
    assert not found.results
    assert marks_of(["03.07.2026", "SOP 4.1.2", "1,2,3"]) is Marks.NOT_SEEN
    assert marks_of(["1.234.567"]) is Marks.COMMA


def test_a_share_of_thousands_is_still_refused() -> None:
    assert read_cell("1.050", Marks.COMMA).is_grouped
    assert read_cell("0.050", Marks.COMMA).kind is CellKind.UNREAD
    assert read_cell("1.050", Marks.NOT_SEEN).kind is CellKind.UNREAD
    assert read_cell("1.050", Marks.MIXED).kind is CellKind.UNREAD


def test_n_b_is_asked_and_n_n_is_not_detected(read: Reader) -> None:
    found = read(GERMAN.format(third="n.b."))
    assert "arsenic" not in {result.analyte for result in found.results}
    assert 'arsenic: does "n.b." mean not determined, or below a limit?' in found.questions
    seen = of(read(GERMAN.format(third="n. n.")), "arsenic")
    assert (seen.censored, seen.limit) == (Censored.NOT_DETECTED, Decimal("0.01"))


@pytest.mark.parametrize(
    ("text", "value", "unit", "around"),
    [
        ("8.1% ± 0.3%", "8.1", "%", "0.3"),
        ("14 mg/g ± 1 mg/g", "14", "mg/g", "1"),
        ("14 mg/g ± 5 %", "14", "mg/g", "0.7"),
        ("1.42 ± 0.05 %", "1.42", "%", "0.05"),
        ("1.42 ± 0.05 % (k=2)", "1.42", "%", "0.05"),
        ("1.42 % ± 0.05", "1.42", "%", "0.05"),
    ],
)
def test_an_uncertainty_is_kept_in_the_unit_of_its_number(
    text: str, value: str, unit: str, around: str
) -> None:
    cell = read_cell(text, Marks.POINT)
    assert (cell.kind, cell.value, cell.unit) == (CellKind.NUMBER, Decimal(value), unit)
    assert cell.uncertainty == Decimal(around)


def test_a_unit_that_differs_behind_the_uncertainty_is_not_read() -> None:
    cell = read_cell("14 mg/g ± 1 ppm", Marks.POINT)
    assert cell.kind is not CellKind.NUMBER or cell.unit is None


NOT_SEEN = """Analyte        Result (%)    Result (ppm)
7-OH           ND
Lead                         ND
{note}
"""


@pytest.mark.parametrize(
    "note",
    [
        "ND: not detected, less than 0.005 %",
        "ND: less than 0.005%",
        "n.d. = not detected (< 0.005 %)",
        "ND means below 0.005 %",
    ],
)
def test_what_a_footnote_says_of_nd_holds_in_its_own_unit_only(note: str, read: Reader) -> None:
    found = read(NOT_SEEN.format(note=note))
    assert of(found, "7-hydroxymitragynine").limit == Decimal("0.005")
    assert of(found, "lead").limit is None


def test_two_notes_that_differ_on_nd_give_no_limit(read: Reader) -> None:
    found = read(NOT_SEEN.format(note="ND: less than 0.005 %\nND: less than 0.01 %"))
    assert of(found, "7-hydroxymitragynine").limit is None
    found = read(NOT_SEEN.format(note="ND: less than 0.005 %\nLOD 0.02 %"))
    assert of(found, "7-hydroxymitragynine").limit is None


def test_a_limit_in_the_row_wins_over_what_a_footnote_says_of_nd(read: Reader) -> None:
    found = read(
        "Analyte    Result (%)   LOD (%)\n7-OH       ND           0.001\nND: less than 0.005 %\n"
    )
    assert of(found, "7-hydroxymitragynine").limit == Decimal("0.001")


def test_thousands_of_ppm_of_a_metal_are_not_read_from_a_point(read: Reader) -> None:
    found = read(GERMAN.format(third="2.000"))
    assert "arsenic" not in {result.analyte for result in found.results}
    assert any("thousands or decimals" in each.why for each in found.not_read)
