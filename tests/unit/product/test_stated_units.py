"""Units in a sentence beside a table: taken where one alone can be meant, and then asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Result
from ketum.product.certificate import Confidence
from tests.unit.product.texts import Reader, of, reader

ROWS = "Element      Result    Limit\nLead         0.21      5\nCadmium      ND        5\n"
WIDE = """Result    Limit
Lead                          0.21      5
Cadmium                       ND        5
"""
OTHER = "Solvent      Result    Limit\nMethanol     31        3000\n"


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def is_asked(result: Result) -> bool:
    return result.confidence is Confidence.LOW and any("sentence" in d for d in result.doubts)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (f"Results in ug per serving\n{ROWS}", "ug/serving"),
        (f"{ROWS}All values in mg/kg.\n", "mg/kg"),
        (f"{ROWS}All results are given in ppm (mg/kg) unless otherwise noted.\n", "ppm"),
        (f"{ROWS}Alle Angaben in mg/kg\n", "mg/kg"),
        (f"{ROWS.replace('Result', 'Result*')}* ug per serving (1 tablet). See page 2\n", None),
        (f"Element (ppm unless stated)   {WIDE}", "ppm"),
    ],
)
def test_the_one_unit_that_is_stated_beside_a_table_is_taken_and_asked(
    text: str, unit: str | None, read: Reader
) -> None:
    found = read(f"SYNTHETIC CERTIFICATE, not a real document\n{text}")
    lead = of(found, "lead")
    assert (lead.value, lead.unit) == (Decimal("0.21"), unit or "ug/serving")
    assert is_asked(lead)
    assert of(found, "cadmium").unit == lead.unit
    assert of(found, "cadmium").limit is None
    (question,) = found.questions
    assert "taken for the unit of lead, cadmium" in question


@pytest.mark.parametrize(
    "text",
    [
        f"Results in mg/kg\n{ROWS}Results in ug/kg\n",
        f"{ROWS}Results in mg/kg\n{OTHER}",
        f"{ROWS}Residual solvents\nResults in ppm\n{OTHER.replace('Result ', 'Result (ppm)')}",
        f"{ROWS}Results in mg/kg or ppb\n",
        f"{ROWS}All values in CFU/g\n",
        f"{ROWS}* ug per serving\n",
        f"{ROWS}Residual solvents\nResults in ppm\nMethanol     31        3000\n",
    ],
)
def test_a_unit_that_may_be_of_another_table_is_not_taken(text: str, read: Reader) -> None:
    found = read(text)
    assert "lead" not in {result.analyte for result in found.results}
    assert "lead" in {name for each in found.not_read for name in each.names}


def test_a_sentence_never_changes_a_unit_of_the_table(read: Reader) -> None:
    rows = "Element (ppm)  Result\nLead           0.21\n"
    found = read(f"{rows.replace('Result', 'Result (ug/g)')}All values in mg/g\n")
    assert of(found, "lead").unit == "ug/g"
    assert not found.questions


def test_microbes_and_water_do_not_take_the_unit_of_the_metals(read: Reader) -> None:
    found = read(
        f"{ROWS}Total plate count   120   1000\nMoisture    8.1    10\nAll values in mg/kg\n"
    )
    assert {result.analyte for result in found.results} == {"lead", "cadmium"}


def test_a_footnote_makes_a_value_with_a_stated_unit_no_surer(read: Reader) -> None:
    found = read(f"{ROWS}All values in mg/kg\nLOQ 0.02 mg/kg\n")
    assert of(found, "cadmium").limit == Decimal("0.02")
    assert is_asked(of(found, "cadmium"))


def test_a_title_names_the_unit_behind_a_comma(read: Reader) -> None:
    found = read(f"Residual solvents (GC-MS), ppm\n{OTHER}")
    assert of(found, "methanol", "ppm").value == Decimal(31)


def test_a_heading_says_how_much_a_serving_is_and_what_is_dry(read: Reader) -> None:
    found = read(
        "Analyte         mg/serving (15 mL)    Result (% dry weight)\n"
        "Mitragynine     37.5                  1.5\n"
    )
    assert of(found, "mitragynine", "mg/serving").value == Decimal("37.5")
    assert of(found, "mitragynine", "%").basis.value == "dry_weight"


def test_rows_below_a_title_have_the_unit_that_is_stated_below_it(read: Reader) -> None:
    found = read(
        f"{ROWS}Residual solvents\nAll results in ppm\nMethanol     31        3000\n"
        "Heavy metals\nResults in mg/kg\nArsenic      0.3       2\n"
    )
    assert of(found, "methanol", "ppm").value == Decimal(31)
    assert of(found, "arsenic", "mg/kg").value == Decimal("0.3")
    assert "lead" not in {result.analyte for result in found.results}


def test_a_unit_of_all_values_below_one_part_is_not_that_of_another_part(read: Reader) -> None:
    alkaloids = "Alkaloids\nAnalyte        Result\nMitragynine    1.41\n"
    found = read(f"{alkaloids}Heavy metals\n{ROWS}All values in mg/kg\n")
    assert {result.analyte for result in found.results} == {"lead", "cadmium"}
    on_top = read(f"All values in mg/kg\n{alkaloids}Heavy metals\n{ROWS}")
    assert {result.analyte for result in on_top.results} == {"mitragynine", "lead", "cadmium"}


def test_a_unit_of_all_values_holds_for_a_table_that_goes_on(read: Reader) -> None:
    more = ROWS.replace("Lead   ", "Nickel ").replace("Cadmium", "Arsenic")
    found = read(f"{ROWS}{more}All values in mg/kg\n")
    assert {result.analyte for result in found.results} == {"lead", "cadmium", "nickel", "arsenic"}
