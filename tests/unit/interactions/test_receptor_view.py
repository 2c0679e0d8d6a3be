"""What a simulation says of the mu receptor: an interval, a label, nothing to act on."""

from __future__ import annotations

from typing import Any

import pytest

from ketum.dosing import Dose, Dosing
from ketum.evidence import KnowledgeBase
from ketum.exposure import document_of, simulate
from ketum.levels import receptors_of
from ketum.report.lines import Look
from ketum.report.receptor_text import receptor_lines


@pytest.fixture(scope="module")
def document(knowledge: KnowledgeBase) -> dict[str, Any]:
    doses = (Dose(time_h=0.0, amount_mg=60.0),)
    return dict(document_of(simulate(Dosing(doses=doses), knowledge, count=200), "r"))


def test_the_interval_holds_that_of_the_middle_peak(
    document: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    found: Any = receptors_of(document, knowledge)
    assert 0.0 < found["together"]["low"] < 0.1
    assert 0.5 < found["together"]["high"] < 1.0
    assert set(found["each"]) == {"mitragynine", "7-hydroxymitragynine"}
    for share in found["each"].values():
        assert share["low"] <= share["high"]
    assert found["cites"]


def test_what_has_no_constant_is_named(document: dict[str, Any], knowledge: KnowledgeBase) -> None:
    found: Any = receptors_of(document, knowledge, {"naloxone": 5.0, "buprenorphine": 1.0})
    assert "naloxone" in found["not_computed"]
    alone: Any = receptors_of(document, knowledge)
    assert found["each"]["mitragynine"]["high"] < alone["each"]["mitragynine"]["high"]


def test_the_lines_lead_with_what_the_view_is(
    document: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    lines = [line.text for line in receptor_lines(receptors_of(document, knowledge), Look())]
    assert lines[2].startswith("Research view")
    assert any("together:" in line for line in lines)
