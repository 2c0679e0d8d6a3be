"""`ketum product check` from outside: what the terminal shows of a certificate."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KETUM = Path(sys.executable).with_name("ketum")
TWO_LOTS = """EXAMPLE LABS  ISO 17025
Certificate of Analysis
Product: Leaf Powder   Date Reported: 2026-09-08
Lot: A-1
Mitragynine 1.2 % w/w
7-Hydroxymitragynine 0.01 % w/w
Lead 0.4 ppm
Lot: A-2
Mitragynine 1.9 % w/w
7-Hydroxymitragynine 0.03 % w/w
Lead 2.4 ppm
"""
TABLETS = """EXAMPLE LABS  DIN EN ISO/IEC 17025 D-PL-12345-01
Product: Gold Tabs 7-OH   Lot: G-9   Date Reported: 12/03/2026
Mitragynine 5 mg/serving
7-Hydroxymitragynine 20 mg/tablet
"""


def check(folder: Path, text: str, *options: str) -> str:
    file = folder / "certificate.txt"
    file.write_text(text, encoding="utf-8")
    run = subprocess.run(
        [KETUM, "product", "check", file, "--on", "2026-11-23", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def two_lots(tmp_path_factory: pytest.TempPathFactory) -> str:
    return check(tmp_path_factory.mktemp("lots"), TWO_LOTS, "--dose", "3 capsules")


@pytest.fixture(scope="module")
def tablets(tmp_path_factory: pytest.TempPathFactory) -> str:
    return check(tmp_path_factory.mktemp("tablets"), TABLETS, "--dose", "2 tablets")


def test_each_of_several_lots_has_its_own_content_and_amounts(two_lots: str) -> None:
    assert "In a gram [A-1]\n  mitragynine: 12 (" in two_lots
    assert "In a gram [A-2]\n  mitragynine: 19 (" in two_lots
    assert "In 3 capsules [A-1]\n" in two_lots
    assert "In 3 capsules [A-2]\n" in two_lots


def test_the_lot_in_hand_alone_is_shown_where_it_is_named(tmp_path: Path) -> None:
    told = json.loads(check(tmp_path, TWO_LOTS, "--lot", "A-2", "--format", "json"))
    assert told["content"]["mitragynine"]["mg_per_g"] == 19.0
    assert "contents" not in told


def test_limits_of_a_day_are_told_in_the_grams_that_reach_them(two_lots: str) -> None:
    flat = " ".join(two_lots.split())
    assert "12 answers wait for --grams-per-day." in flat
    assert "lead [A-2]: 4.167 g/day (USP <2232>); 2.083 g/day (USP <2232>)" in flat
    assert "missing: the grams a day" not in flat


def test_the_parts_of_a_test_are_told_once(two_lots: str, tmp_path: Path) -> None:
    assert "the ratio part of the test of DEA" not in " ".join(two_lots.split())
    full = " ".join(check(tmp_path, TWO_LOTS, "--full").split())
    assert "Does it pass the ratio part of the test of DEA proposal" in full
    assert full.count("missing: the grams a day") == 12


def test_what_was_measured_in_a_tablet_is_not_called_untested(tablets: str) -> None:
    flat = " ".join(tablets.split())
    assert (
        "20 mg/tablet measured, which says nothing of a gram without the mass of one unit" in flat
    )
    assert "In 2 tablets" in tablets
    assert "7-hydroxymitragynine: 40 (" in flat
    assert "20 mg in one unit x 2" in flat
    assert "and no other alkaloid measured in mg/unit" in flat


def test_a_product_named_for_its_7_oh_is_no_leaf(tablets: str) -> None:
    failed = tablets.partition("Cannot tell")[0]
    assert "Is it leaf by its own name?" in failed


def test_a_day_that_can_be_read_in_two_ways_fails_nothing(tablets: str) -> None:
    failed = tablets.partition("Cannot tell")[0]
    assert "recent enough" not in failed
    assert "reported 2026-03-12 or 2026-12-03, 256 or -10 days before" in " ".join(tablets.split())


def test_the_number_of_an_accreditor_is_read_beside_the_standard(tablets: str) -> None:
    assert "with a number?" not in " ".join(tablets.split())


def test_the_uncertainty_that_was_read_is_shown(tmp_path: Path) -> None:
    text = "Lot: U-1\nAnalyte        Result\nMitragynine    1.42 ± 0.05 %\n"
    full = " ".join(check(tmp_path, text, "--full").split())
    assert "mitragynine: 1.42 ± 0.05 %; printed" in full
