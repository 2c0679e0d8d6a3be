"""Tables of results written in any order of columns, as text, CSV and JSON: no number is wrong.

Each table is drawn from a seed; what is written into it is what has to come back, or nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketum.evidence import KnowledgeBase
from ketum.product import Certificate, read_certificate
from ketum.product.amounts import KINDS, convert
from ketum.product.cells import Marks, read_cell

SEEDS = range(300)
MOST = Decimal(10) ** 28
HEADINGS = {
    "name": ("Analyte", "Compound", "Parameter", "Test", "Component", "Element"),
    "value": ("Result", "Results", "Concentration", "Test Result", "Found"),
    "unit": ("Unit", "Units", "UOM"),
    "lod": ("LOD", "MDL", "Detection Limit"),
    "loq": ("LOQ", "RL", "Reporting Limit"),
    "limit": ("Limit", "Specification", "Action Level", "Acceptance Criteria"),
    "status": ("Status", "Pass/Fail", "Conclusion"),
    "method": ("Method", "Technique"),
}
NAMES = {
    "Mitragynine": "mitragynine", "7-Hydroxymitragynine": "7-hydroxymitragynine",
    "7-OH-Mitragynine": "7-hydroxymitragynine", "Paynantheine": "paynantheine",
    "Speciogynine": "speciogynine", "Lead (Pb)": "lead", "Cadmium": "cadmium",
    "Arsenic, total": "arsenic", "Mercury": "mercury", "Ethanol": "ethanol",
    "MGM-15": "MGM-15", "Mitragynine Pseudoindoxyl": "mitragynine pseudoindoxyl",
}  # fmt: skip
UNITS = {"mg/g": "mg/g", "ppm": "ppm", "µg/g": "ug/g", "mg/kg": "mg/kg", "% w/w": "%", "ppb": "ppb"}
SEPARATORS = ("  ", "    ", "\t", " | ")


@dataclass(frozen=True)
class Drawn:
    """A table: its rows with the heading first, and the values that it reports."""

    rows: list[list[str]]
    reported: Counter[tuple[str, str, str]]


def drawn(random: Random) -> Drawn:
    """Rows of results; every number of a column that holds no result begins with 7."""
    columns = ["value", "unit", *random.sample(["lod", "loq", "limit", "status", "method"], 3)]
    if random.random() < 0.7:
        columns = random.sample(columns, len(columns))
    columns = ["name", *columns]
    rows = [[random.choice(HEADINGS[column]) for column in columns]]
    reported: Counter[tuple[str, str, str]] = Counter()
    for name in random.sample(list(NAMES), random.randint(2, 8)):
        unit = random.choice(list(UNITS))
        number = f"{random.choice('123456')}.{random.randint(10, 99)}"
        shown = random.choice([number, number, f"<{number}", "ND", "n/a", f"{number}*"])
        cells = {
            "name": name, "value": shown, "unit": unit, "lod": "0.071", "loq": "0.72",
            "limit": random.choice(["7.5", "NMT 7.5", "≤ 7.5"]), "status": "Pass",
            "method": random.choice(["HPLC-UV", "ICP-MS"]),
        }  # fmt: skip
        rows.append([cells[column] for column in columns])
        if number in shown:
            sign = "<" if "<" in shown else ""
            reported[NAMES[name], UNITS[unit], sign + number] += 1
    return Drawn(rows, reported)


def as_text(rows: list[list[str]], random: Random) -> str:
    separator = random.choice(SEPARATORS)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    to_the_right = random.random() < 0.3
    lines = [
        separator.join(
            cell.rjust(width) if to_the_right and at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(["Certificate of Analysis", "", *lines, ""])


def as_csv(rows: list[list[str]], random: Random) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=random.choice(",;\t")).writerows(rows)
    return written.getvalue()


def as_json(rows: list[list[str]], random: Random) -> str:
    heading, *rest = rows
    names = ["analyte", *(cell.lower().replace(" ", "_") for cell in heading[1:])]
    listed = [dict(zip(names, row, strict=True)) for row in rest]
    return json.dumps(random.choice([listed, {"results": listed}]))


def read_back(certificate: Certificate) -> Counter[tuple[str, str, str]]:
    """Every number that came back; "ND" with its limit of the table is none."""
    found: Counter[tuple[str, str, str]] = Counter()
    for each in certificate.results:
        if each.value is not None:
            found[each.analyte, each.unit, str(each.value)] += 1
        elif each.as_read.startswith("<"):
            found[each.analyte, each.unit, f"<{each.limit}"] += 1
        else:
            assert each.limit in (None, each.lod, each.loq)
    return found


@pytest.mark.parametrize("write", [as_text, as_csv, as_json])
def test_every_number_of_a_table_comes_back_and_no_other(
    write: Callable[[list[list[str]], Random], str], tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    path = tmp_path / "certificate"
    for seed in SEEDS:
        random = Random(seed)
        table = drawn(random)
        path.write_text(write(table.rows, random), encoding="utf-8")
        found = read_back(read_certificate(path, knowledge))
        assert not found - table.reported, seed
        assert not table.reported - found, seed


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_cell_makes_a_number_that_does_not_stand_in_it(text: str) -> None:
    for marks in Marks:
        cell = read_cell(text, marks)
        assert cell.value is None or any(each.isdigit() for each in text)
        assert cell.value is None or 0 <= cell.value < MOST


CONVERTED = [(a, b) for kind in KINDS for a in kind for b in kind]


@given(st.sampled_from(CONVERTED), st.decimals(0, 10**6, places=6, allow_nan=False))
def test_there_and_back_again_is_exact(units: tuple[str, str], value: Decimal) -> None:
    there = convert(value, units[0], units[1])
    assert there is not None
    assert convert(there, units[1], units[0]) == value


@given(st.sampled_from([unit for kind in KINDS for unit in kind]), st.decimals(0, 10**6, places=6))
def test_a_unit_of_another_kind_gives_no_number(unit: str, value: Decimal) -> None:
    others = {other for kind in KINDS if unit not in kind for other in kind}
    assert all(convert(value, unit, other) is None for other in others)
