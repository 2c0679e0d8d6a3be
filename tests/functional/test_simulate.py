"""`ketum simulate`, and the exposure of a review, from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

import ketum as package_of_ours
from tests.functional.browser import browser, opened

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "review_case.toml"


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )


def asked(tmp_path: Path, **keys: Any) -> Path:
    file = tmp_path / "doses.json"
    file.write_text(json.dumps(keys))
    return file


def test_a_case_gives_a_range_for_each_alkaloid_as_text() -> None:
    answer = ketum("simulate", EXAMPLE)
    assert answer.returncode == 0
    for words in (
        "mitragynine: peak", "7-hydroxymitragynine (7-OH): peak", "speciociliatine: peak",
        "Beyond what was studied in people", "no dose follows from it", "M2: peak",
    ):  # fmt: skip
        assert words in answer.stdout


def test_doses_and_times_give_the_object_of_the_contract(tmp_path: Path) -> None:
    file = asked(
        tmp_path, model="M1", doses=[{"time_h": 0, "amount_mg": 20, "addl": 3, "ii_h": 24}],
        times_h=[0, 1, 24, 96], n=50, seed=7,
    )  # fmt: skip
    document = json.loads(ketum("simulate", file, "--format", "json").stdout)
    assert {"model", "release", "status", "analytes", "uncertainty", "beyond_studied"} <= (
        set(document)
    )
    assert document["times_h"] == [0, 1, 24, 96]
    found = document["analytes"]["mitragynine"]
    assert found["unit"] == "ng/mL"
    assert len(found["median"]) == len(found["p05"]) == len(found["p95"]) == 4
    again = json.loads(ketum("simulate", file, "--format", "json").stdout)
    assert again == document


def test_one_typical_person_has_no_range(tmp_path: Path) -> None:
    file = asked(tmp_path, doses=[{"amount_mg": 59.2}], n=1, typical=True)
    document = json.loads(ketum("simulate", file, "--format", "json").stdout)
    peak = document["analytes"]["mitragynine"]["cmax"]
    assert peak["p05"] == peak["median"] == peak["p95"] == pytest.approx(196.5, rel=0.01)
    assert document["beyond_studied"] == []


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"doses": [{"amount_mg": 20, "analyte": "7-hydroxymitragynine"}]}, "doses[0].analyte"),
        ({"doses": [{"amount_mg": -1}], "n": -1}, "doses[0].amount_mg"),
        ({"doses": [{"amount_mg": 1e9}]}, "too large"),
        ({"doses": [{"amount_mg": 1, "addl": 5}]}, "doses[0].ii_h"),
        ({"doses": []}, "doses"),
        ({"doses": [{"amount_mg": 1, "zebrafink": 2}]}, "A key here is not known"),
        ({"doses": "zebrafink"}, "doses: It is of the wrong type"),
        ({"doses": [{"amount_mg": 1}], "model": "M7"}, "model"),
        ({"doses": [{"amount_mg": 1, "addl": 9999, "ii_h": 1}, {"amount_mg": 1}]}, "10,000 doses"),
        ({"kratom": {"form": "7-OH tablets", "doses_per_day": 3}}, "itself"),
        ({"kratom": {"form": "powder", "grams_per_day": 3}}, "How many doses"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_reason_and_no_value(
    tmp_path: Path, keys: dict[str, object], says: str
) -> None:
    answer = ketum("simulate", asked(tmp_path, **keys))
    assert (answer.returncode, answer.stdout) == (3, "")
    assert says in answer.stderr
    assert "zebrafink" not in answer.stderr


def test_a_review_carries_levels_that_no_finding_reads() -> None:
    shown = json.loads(ketum("review", EXAMPLE, "--format", "json").stdout)
    without = json.loads(ketum("review", EXAMPLE, "--format", "json", "--no-exposure").stdout)
    assert shown["exposure"]["answer"]["analytes"]["mitragynine"]["cmax"]["p05"] > 0
    assert shown["exposure"]["answer"]["ratios"][0]["medicine"] == "alprazolam"
    assert shown["exposure"]["reason"] is None
    assert without["exposure"]["answer"] is None
    for key in shown.keys() - {"exposure"}:
        assert shown[key] == without[key]


@pytest.mark.parametrize(
    "case", ['{"kratom": {"form": "powder"}}', '{"medicines": ["alprazolam"], "kratom": []}']
)
def test_without_doses_to_compute_the_engine_is_not_loaded(tmp_path: Path, case: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(case)
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('numba' in sys.modules, file=sys.stderr))\n"
        "from ketum.cli import main\n"
        "main()\n"
    )
    for arguments in (["review", str(file)], ["--help"]):
        answer = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert answer.returncode == 0
        assert answer.stderr == "False\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def page_of_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "levels.html"
    assert ketum("simulate", EXAMPLE, "--html", path, "-n", "200").returncode == 0
    return path


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_stands_alone_and_nothing_hinders_its_reader(
    chromium: Browser, page_of_example: Path, width: int
) -> None:
    with opened(chromium, page_of_example, width=width) as sheet:
        assert sheet.violations() == []
        assert sheet.sideways() == 0
        assert sheet.requests == [page_of_example.as_uri()]
        assert sheet.complaints == []


def test_arrow_keys_read_the_drawing_point_by_point(
    chromium: Browser, page_of_example: Path
) -> None:
    with opened(chromium, page_of_example, width=1280) as sheet:
        figure = sheet.page.locator(".drawn").first
        figure.focus()
        for _ in range(3):
            sheet.page.keyboard.press("ArrowRight")
        read = sheet.page.get_by_role("status").first
        assert read.inner_text().startswith("1 h: mitragynine ")
        assert "7-hydroxymitragynine (7-OH)" in read.inner_text()
        sheet.page.keyboard.press("Escape")
        assert not read.inner_text()


def test_a_drawing_hatches_what_was_never_studied(tmp_path: Path) -> None:
    svgs = []
    for dose in ({"amount_mg": 20}, {"amount_mg": 20, "addl": 2}):
        file = asked(tmp_path, doses=[{**dose, "ii_h": 6}], n=20)
        svgs.append(ketum("simulate", file, "--format", "svg").stdout)
        assert svgs[-1].startswith("<?xml")
        assert svgs[-1].endswith("</svg>\n")
    assert "Beyond studied doses" not in svgs[0]
    assert "Beyond studied doses" in svgs[1]
    assert "url(#hatch)" in svgs[1]


def test_the_bitmap_for_print_is_the_drawing_whatever_fonts_the_machine_has(tmp_path: Path) -> None:
    pictures = []
    for name in ("one.png", "two.png"):
        target = tmp_path / name
        ketum("simulate", EXAMPLE, "--format", "png", "-o", target)
        pictures.append(target.read_bytes())
    assert pictures[0].startswith(b"\x89PNG")
    assert pictures[0] == pictures[1]
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.width == 2400
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 20) or ()) > 20


def test_a_place_where_nothing_can_be_kept_is_told_and_computes_all_the_same(
    tmp_path: Path,
) -> None:
    package = tmp_path / "site"
    shutil.copytree(
        Path(package_of_ours.__file__).parent,
        package / "ketum",
        ignore=shutil.ignore_patterns("*.nb?"),
    )
    closed = package / "ketum" / "exposure" / "__pycache__"
    shutil.rmtree(closed, ignore_errors=True)
    # Where a file stands no folder can be made, not even by root.
    closed.write_text("")
    home = tmp_path / "home"
    home.write_text("")
    doses = tmp_path / "doses.json"
    doses.write_text(
        json.dumps({"doses": [{"time_h": 0, "amount_mg": 10}], "n": 1, "typical": True})
    )
    run = subprocess.run(
        [sys.executable, "-B", "-c", "from ketum.cli import main; main()", "simulate", doses],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(package)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "no folder to keep the compiled engine" in run.stderr
    assert "Preparing the engine" in run.stderr
    assert "peak" in run.stdout


def test_the_receptor_is_a_research_view_that_is_asked_for() -> None:
    assert "receptor" not in ketum("simulate", EXAMPLE).stdout
    said = " ".join(ketum("simulate", EXAMPLE, "--receptors").stdout.split())
    assert "Research view: an interval over published constants" in said
    assert "nothing on relief of withdrawal or on breathing" in said
    document = json.loads(ketum("simulate", EXAMPLE, "--receptors", "--format", "json").stdout)[
        "receptors"
    ]
    assert document["together"]["low"] < 0.1 < document["together"]["high"]
