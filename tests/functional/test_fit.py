"""`ketum fit` from outside: a case or doses with levels."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from ketum.cli.fit_file import fit_asked_in
from ketum.cli.fitting import fitted
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from tests.functional.browser import browser, opened

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "levels.toml"
DOSES = [{"time_h": 0, "amount_mg": 20, "addl": 20, "ii_h": 8}]
CASE = {
    "on": "2026-11-22",
    "kratom": {
        "form": "leaf powder", "mitragynine_mg_per_day": 60, "doses_per_day": 3,
        "duration": "2 years", "last_use": "2026-11-21T08:00",
    },
    "observations": [
        {"what": "mitragynine", "value": 70, "unit": "ng/mL", "at": "2026-11-21T10:00"},
        {"what": "7-hydroxymitragynine", "value": "<9", "unit": "ng/mL", "at": "2026-11-21T16:00"},
        {"what": "ALT", "value": 30, "unit": "U/L", "at": "2026-11-21"},
    ],
}  # fmt: skip


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False
    )


def asked(tmp_path: Path, **keys: Any) -> Path:
    file = tmp_path / "levels.json"
    file.write_text(json.dumps(keys))
    return file


def level(**keys: Any) -> dict[str, Any]:
    return {"analyte": "mitragynine", "time_h": 162, "value": 60, "unit": "ng/mL", **keys}


def test_levels_become_a_person_beside_all_people_as_text() -> None:
    answer = ketum("fit", EXAMPLE)
    assert answer.returncode == 0, answer.stderr
    for words in (
        "estimate for research", "no therapeutic range", "no dose follows from it",
        "mitragynine at 162 h: measured 61, expected", "measured below 5", "after the fit",
        "clearance, L/h: all people 50", "effective sample size", "Pareto k",
    ):  # fmt: skip
        assert words in " ".join(answer.stdout.split())


def test_the_object_holds_what_a_program_needs() -> None:
    document = json.loads(ketum("fit", EXAMPLE, "--format", "json").stdout)
    assert document["status"] == "fitted"
    assert document["pareto_k"] < 0.7
    assert document["gradient_at_optimum"] < 1e-8
    assert {p["symbol"] for p in document["parameters"]} >= {"cl", "f", "shift_0"}
    assert len(document["levels"]) == 4
    curve = document["analytes"]["mitragynine"]
    assert len(curve["median"]) == len(document["times_h"])
    assert document == json.loads(ketum("fit", EXAMPLE, "--format", "json").stdout)


def test_a_case_with_levels_and_hours_is_fitted(tmp_path: Path) -> None:
    answer = ketum("fit", asked(tmp_path, **CASE), "--format", "json")
    assert answer.returncode == 0, answer.stderr
    document = json.loads(answer.stdout)
    assert [x["place"] for x in document["levels"]] == ["observations[0]", "observations[1]"]
    first, second = document["levels"]
    assert second["time_h"] - first["time_h"] == pytest.approx(6.0)
    assert second["below_limit"]
    assert any("evenly spread, give or take" in text for text in document["assumed"])


def test_levels_a_hundred_times_too_high_are_not_fitted(tmp_path: Path) -> None:
    file = asked(tmp_path, doses=DOSES, levels=[level(value=6000)])
    answer = ketum("fit", file)
    assert answer.returncode == 0
    said = " ".join(answer.stdout.split())
    assert "Levels that the doses do not explain" in said
    assert "would fit if the number was meant in ng/dL" in said
    assert "after the fit" not in said
    assert "nan" not in said.lower().split()


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"doses": DOSES, "levels": [level(time_h=-2)]}, "before the first dose"),
        ({"doses": DOSES, "levels": [level(value=0)]}, "levels[0].value"),
        ({"doses": DOSES, "levels": [level(value="zebrafink")]}, "levels[0].value"),
        ({"doses": DOSES, "levels": [level(value=2, lloq=5)]}, "its own limit"),
        ({"doses": DOSES, "levels": [level(unit="zebrafink")]}, "The unit is not known"),
        ({"doses": DOSES, "levels": [level(zebrafink=1)]}, "A key here is not known"),
        ({"doses": DOSES, "levels": []}, "levels"),
        ({"doses": DOSES}, "levels"),
        ({"doses": [{"amount_mg": -1}], "levels": [level(cv=-1)]}, "doses[0].amount_mg"),
        ({"doses": [{"amount_mg": 1, "time_sd_h": -1}], "levels": [level()]}, "time_sd_h"),
        ({"doses": [{"amount_mg": 9}] * 2, "levels": [level()]}, "contradict"),
        ({"doses": DOSES, "levels": [level()], "model": "M3"}, "Only the default model"),
        ({"doses": DOSES, "levels": [level()], "typical": True}, "belongs to a simulation"),
        ({"doses": DOSES, "levels": [level()], "draws": 1}, "draws"),
        ({**CASE, "observations": []}, "There is no level"),
        (
            {**CASE, "kratom": {**CASE["kratom"], "last_use": "2026-11-21"}},  # type: ignore[dict-item]
            "The hour of the last dose is not known",
        ),
        (
            {**CASE, "observations": [{"what": "mitragynine", "value": 7, "unit": "ng/mL",
                                       "at": "2026-11-21"}]},
            "The hour of the blood sample is not known",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_refused_with_its_reason_and_no_value(
    tmp_path: Path, knowledge: KnowledgeBase, keys: dict[str, object], says: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        fitted(fit_asked_in(asked(tmp_path, **keys), knowledge, None), knowledge)
    said = str(refused.value)
    assert says in said
    assert "zebrafink" not in said


def test_every_fault_of_doses_and_levels_is_told_at_once(tmp_path: Path) -> None:
    file = asked(tmp_path, doses=[{"amount_mg": -1}], levels=[level(cv=-1)], n=3)
    answer = ketum("fit", file)
    said = answer.stderr
    assert (answer.returncode, answer.stdout) == (3, "")
    assert all(place in said for place in ("doses[0].amount_mg", "levels[0].cv", "n: It belongs"))


@pytest.mark.parametrize("kind", ["svg", "person-svg"])
def test_a_drawing_stands_alone(kind: str) -> None:
    drawn = ketum("fit", EXAMPLE, "--format", kind).stdout
    assert drawn.startswith("<?xml")
    assert drawn.endswith("</svg>\n")
    marks = "circle" if kind == "svg" else "rect"
    assert drawn.count(f"<{marks}") >= 3


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.mark.parametrize(("width", "value"), [(320, 60), (1280, 6000)])
def test_the_page_stands_alone_and_nothing_hinders_its_reader(
    chromium: Browser, tmp_path: Path, width: int, value: float
) -> None:
    file = asked(tmp_path, doses=DOSES, levels=[level(value=value), level(time_h=167, value=30)])
    page = tmp_path / "fit.html"
    assert ketum("fit", file, "--html", page).returncode == 0
    with opened(chromium, page, width=width) as sheet:
        assert sheet.violations() == []
        assert sheet.sideways() == 0
        assert sheet.requests == [page.as_uri()]
        assert sheet.complaints == []
