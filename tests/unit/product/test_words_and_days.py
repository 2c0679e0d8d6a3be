"""Words of certificates in other orders and languages, and the days in their headers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product.content import contents
from tests.unit.product.certificates import certificate, result
from tests.unit.product.texts import Reader, of, reader


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


@pytest.mark.parametrize(
    ("name", "analyte"),
    [
        ("Total Combined Molds & Yeast", "total combined yeasts and moulds"),
        ("Mohos y levaduras", "total combined yeasts and moulds"),
        ("Aerobios mesófilos", "total aerobic microbial count"),
        ("Aerobios mesofilos", "total aerobic microbial count"),
    ],
)
def test_microbes_are_known_by_their_names_in_either_order(
    name: str, analyte: str, read: Reader
) -> None:
    found = read(f"Test                            Result    Unit\n{name:<32}350       UFC/g\n")
    assert (of(found, analyte).value, of(found, analyte).unit) == (Decimal(350), "CFU/g")


def test_an_absence_in_spanish_keeps_its_mass(read: Reader) -> None:
    found = read("Ensayo        Resultado    Unidad\nSalmonella    Ausencia     en 25 g\n")
    assert (of(found, "Salmonella").present, of(found, "Salmonella").unit) == (False, "in 25 g")


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("Lot 22-118   Report Date 03-Oct-2026", "reported", "2026-10-03"),
        ("Report: 14/06/2026", "reported", "2026-06-14"),
        ("Analysis date 13.06.2026", "tested", "2026-06-13"),
        ("Fecha de emisión: 2026-06-12", "reported", "2026-06-12"),
    ],
)
def test_days_are_read_without_a_colon_and_in_spanish(
    line: str, name: str, day: str, read: Reader
) -> None:
    assert read(f"{line}\nLead 0.4 ppm\n").header[name].value == day


@pytest.mark.parametrize("line", ["Report: 2026-04-17-3", "Report Number 2026-0417", "Report: A-7"])
def test_the_number_of_a_report_is_no_day(line: str, read: Reader) -> None:
    assert "reported" not in read(f"{line}\nLead 0.4 ppm\n").header


def test_the_number_of_a_german_accreditation_may_stand_before_the_standard(read: Reader) -> None:
    found = read("DAkkS D-PL-12345-01-00   DIN EN ISO/IEC 17025:2018\nBlei 0,4 mg/kg\n")
    assert "D-PL-12345-01-00" in found.header["accreditation"].value


def test_a_day_beside_a_lot_is_no_part_of_its_name(read: Reader) -> None:
    found = read(
        "Sample       Lot     Lead (ppm)    Cadmium (ppm)    Date\n"
        "Red Bali     A-1     0.4           0.05             2026-08-01\n"
        "White        A-2     0.5           0.06             2026-08-02\n"
    )
    assert list(found.samples) == ["A-1", "A-2"]


def test_water_and_what_is_lost_on_drying_do_not_contradict_each_other(read: Reader) -> None:
    heading = "Test              Result    Unit\n"
    both = read(f"{heading}Moisture          8.4       %\nLoss on drying    7.1       %\n")
    assert not both.questions
    assert [each.method for each in both.results] == ["", "loss on drying"]
    methods = read(
        "Test              Result    Unit     Method\n"
        "Moisture          8.4       %        in-house\n"
        "Loss on drying    7.1       %        in-house\n"
    )
    assert [each.method for each in methods.results] == ["in-house", "loss on drying, in-house"]
    assert not methods.questions
    twice = read(f"{heading}Moisture          8.4       %\nMoisture          7.1       %\n")
    assert len(twice.questions) == 1


def test_the_uncertainty_of_the_laboratory_is_told_with_the_content(
    knowledge: KnowledgeBase,
) -> None:
    plain = result("mitragynine", "1.4", "%")
    given = replace(plain, uncertainty=Decimal("0.05"))
    held = contents(certificate(given), "leaf", knowledge)["mitragynine"]
    assert "(± 0.05 % by the laboratory) = 14 mg/g" in held.why
    assert "±" not in contents(certificate(plain), "leaf", knowledge)["mitragynine"].why
