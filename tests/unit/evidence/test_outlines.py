"""The outlines of the states: all of them, drawn, and refused when damaged."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pycountry
import pytest

from ketum.errors import EvidenceDamaged
from ketum.evidence.outlines import read_outlines

STATES = {
    each.code
    for each in pycountry.subdivisions
    if each.country_code == "US" and each.type in ("State", "District")
}


def test_every_state_and_the_district_has_an_outline_that_closes() -> None:
    outlines = read_outlines()
    assert outlines.keys() == STATES
    for outline in outlines.values():
        assert outline.path.startswith("M")
        assert outline.path.endswith("z")
        assert 0 <= outline.x <= 1075
        assert 0 <= outline.y <= 660


def test_a_path_that_is_no_drawing_is_refused_with_its_row(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(str(files("ketum").joinpath("knowledge")), knowledge)
    table = knowledge / "law" / "outlines.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("US-AL,M", "US-AL,<script>M"), encoding="utf-8")
    with pytest.raises(EvidenceDamaged) as refused:
        read_outlines(knowledge)
    (fault,) = refused.value.faults
    assert "law/outlines.csv, row 3 (US-AL)" in fault
