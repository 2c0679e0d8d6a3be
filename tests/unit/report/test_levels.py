"""Levels in words: always a range, two digits, and what was never studied beside it."""

from __future__ import annotations

from typing import Any

from ketum.report.levels import exposure_lines, levels_of, screen_block
from ketum.report.lines import Look, written

SPREAD = {"median": 123.4, "p05": 40.06, "p95": 1234.5}


def document(**changes: Any) -> dict[str, Any]:
    analyte = {
        "metabolite_of": None, "cmax": SPREAD, "tmax_h": SPREAD, "auc_inf": SPREAD,
        "half_life_h": SPREAD, "trough": None, "accumulation": None, "steady_state_d": None,
    }  # fmt: skip
    return {
        "model": "M1", "status": "default", "n": 1000, "typical": False, "domain": "leaf",
        "analytes": {
            "mitragynine": analyte,
            "7-hydroxymitragynine": {**analyte, "metabolite_of": "mitragynine"},
            "speciogynine": analyte,
        },
        "beyond_studied": [], "not_simulated": [],
        "uncertainty": {"shares": {}, "other_models": {}, "assumed": []},
        **changes,
    }  # fmt: skip


RATIO = {
    "medicine": "midazolam", "moved": "medicine", "direction": "up", "auc": SPREAD,
    "cmax": SPREAD, "reason": "", "beyond_studied": [],
}  # fmt: skip


def text(found: dict[str, Any], look: Look | None = None) -> str:
    return " ".join(written(exposure_lines(found, look or Look())).split())


def test_two_digits_and_both_ends_stand_beside_the_middle() -> None:
    row = levels_of(document()).rows[0]
    assert row.peak == "120 (40 to 1,200)"
    assert row.trough == ""


def test_a_metabolite_falls_in_the_end_as_slowly_as_its_parent() -> None:
    row = levels_of(document()).rows[1]
    assert row.name == "7-hydroxymitragynine (7-OH)"
    assert row.half_life == "as mitragynine"


def test_one_screen_names_the_two_that_matter_most_and_how_many_more() -> None:
    beyond = [{"respect": "dose", "text": "5 g"}, {"respect": "frequency", "text": "x"}]
    levels = levels_of(document(beyond_studied=beyond, ratios=[RATIO]))
    said = " ".join(written(screen_block(levels, Look())).split())
    assert "mitragynine 120 (40 to 1,200); 7-hydroxymitragynine (7-OH) 120" in said
    assert "1 more alkaloids: --full" in said
    assert "Beyond what was studied in people: dose, frequency." in said
    assert "midazolam total 120 (40 to 1,200) times" in said
    assert said.endswith("Says nothing about effect or safety.")


def test_ratios_stand_alone_where_no_level_can_be_computed() -> None:
    without = {**RATIO, "auc": None, "reason": "Not published."}
    levels = levels_of({"ratios": [without]})
    assert levels.rows == ()
    assert levels.ratios == ("midazolam: up, no number. Not published.",)
    moved = {**without, "moved": "mitragynine", "direction": "uncertain"}
    (said,) = levels_of({"ratios": [moved]}).ratios_short
    assert said == "mitragynine uncertain with midazolam"


def test_the_table_gives_way_to_sentences_where_it_does_not_fit() -> None:
    wide = written(exposure_lines(document(), Look(width=200)))
    assert "last half-life\n" in wide
    assert "mitragynine: peak 120 (40 to 1,200) ng/mL, 120 h" in text(document(), Look(width=60))
