"""The formats of the field from outside: event files, tables, models, outcomes of a clinic."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from ketum.evidence import KnowledgeBase
from ketum.exchange.event_csv import read_histories

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLES = Path(__file__).parents[2] / "examples"
EVENTS, CASE = EXAMPLES / "events.csv", EXAMPLES / "review_case.toml"


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_json_and_parquet_answer_an_event_file_by_id_in_the_same_way(tmp_path: Path) -> None:
    answer = ketum("simulate", EVENTS, "-n", "40", "--names", "nonmem")
    assert answer.returncode == 0, answer.stderr
    rows = table(answer.stdout)
    assert [(row["ID"], row["CMT"], row["TIME"]) for row in rows] == [
        ("1", "mitragynine", "1.5"), ("1", "mitragynine", "47.5"), ("1", "mitragynine", "72.0"),
        ("1", "7-hydroxymitragynine", "1.5"), ("1", "7-hydroxymitragynine", "47.5"),
        ("1", "7-hydroxymitragynine", "72.0"),
        ("2", "mitragynine", "8.0"), ("2", "7-hydroxymitragynine", "8.0"),
    ]  # fmt: skip
    stated = json.loads(ketum("simulate", EVENTS, "-n", "40", "--format", "json").stdout)
    file, summary = tmp_path / "levels.parquet", tmp_path / "summary.parquet"
    answer = ketum(
        "simulate", EVENTS, "-n", "40", "--format", "parquet", "-o", file, "--summary", summary
    )
    assert answer.returncode == 0, answer.stderr
    stored = parquet.read_table(file).to_pylist()
    assert stated["levels"] == stored
    assert [float(row["DV"]) for row in rows] == [row["median"] for row in stored]
    assert stated["summary"] == parquet.read_table(summary).to_pylist()


def test_a_case_as_tables_holds_what_its_json_holds(tmp_path: Path) -> None:
    document = json.loads(ketum("simulate", CASE, "-n", "40", "--format", "json").stdout)
    summary = tmp_path / "summary.csv"
    rows = table(
        ketum("simulate", CASE, "-n", "40", "--format", "csv", "--summary", summary).stdout
    )
    for name, found in document["analytes"].items():
        of_one = [row for row in rows if row["analyte"] == name]
        assert [float(row["median"]) for row in of_one] == found["median"]
        assert [float(row["time_h"]) for row in of_one] == document["times_h"]
    half_lives = {
        row["analyte"]: float(row["median"])
        for row in table(summary.read_text())
        if row["quantity"] == "half_life_h"
    }
    for name, found in document["analytes"].items():
        assert half_lives[name] == found["half_life_h"]["median"]


def test_the_events_of_doses_are_answered_as_the_doses_are(tmp_path: Path) -> None:
    doses, events = tmp_path / "doses.json", tmp_path / "events.csv"
    doses.write_text(
        json.dumps(
            {"doses": [{"amount_mg": 20, "addl": 4, "ii_h": 12}], "times_h": [3, 50], "n": 40}
        )
    )
    written = ketum("simulate", doses, "--format", "events", "-o", events)
    assert written.returncode == 0, written.stderr
    here = ketum("simulate", doses, "--format", "csv")
    there = ketum("simulate", events, "-n", "40", "--format", "csv")
    assert here.stdout == there.stdout
    assert len(table(here.stdout)) == 4


def test_a_case_gives_the_events_of_one_alkaloid_with_numbers_for_nonmem(
    knowledge: KnowledgeBase,
) -> None:
    asked = ("simulate", CASE, "--format", "events")
    answer = ketum(*asked, "--analyte", "mitragynine", "--names", "nonmem")
    (row,) = table(answer.stdout)
    assert (row["CMT"], row["AMT"], row["ADDL"], row["WT"]) == ("1", "60", "20", ".")
    assert read_histories(answer.stdout, knowledge)[0].analytes == ("mitragynine",)
    refused = ketum(*asked, "--names", "nonmem")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_faulty_events_are_refused_by_line_and_column_without_their_values(
    tmp_path: Path,
) -> None:
    file = tmp_path / "events.csv"
    file.write_text("ID,TIME,AMT,Study\n1,0,zebrafink,1\n1,9,20,1\n")
    answer = ketum("simulate", file)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "line 1, column 4" in answer.stderr
    assert "line 2, AMT" in answer.stderr
    assert "zebrafink" not in answer.stderr
    file.write_text("ID,TIME,AMT,Study\n1,0,20,1\n")
    assert ketum("simulate", file, "-n", "20", "--ignore", "STUDY").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (EVENTS, "--format", "html"),
        (EVENTS, "--analyte", "mitragynine"),
        (CASE, "--form", "tea"),
    ],
)
def test_options_that_do_not_fit_the_file_are_wrong_usage(arguments: tuple[str | Path]) -> None:
    answer = ketum("simulate", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")


def test_every_model_is_listed_shown_and_written(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    listed = ketum("model", "list").stdout
    for model in knowledge.models.values():
        assert f"{model.id}: {model.analyte}" in listed
    shown = ketum("model", "show", "m1").stdout
    assert "CL 50 L/h: apparent clearance" in shown
    assert "tanna2022, abstract and results (confirmed)" in shown
    file = tmp_path / "m3.ctl"
    answer = ketum("model", "export", "M3", "--format", "nonmem", "-o", file)
    assert answer.returncode == 0, answer.stderr
    assert "$DES" in file.read_text()


def test_a_regimen_stands_in_the_model_and_no_dose_without_one(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("ID,TIME,AMT,II,ADDL\n1,0,12.5,24,3\n")
    export = ("model", "export", "M2", "--format", "sbml")
    held = ketum(*export, "--regimen", file).stdout
    assert 'id="dose_1" units="mg" value="12.5"' in held
    assert 'id="dose" units="mg" value="7.0"' in ketum(*export, "--dose-mg", "7").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("M2", "--format", "mrgsolve"), 2),
        (("M1", "--format", "nonmem", "--dose-mg", "5"), 2),
        (("M1", "--format", "sbml", "--regimen", EVENTS, "--dose-mg", "5"), 2),
        (("paynantheine", "--format", "sbml", "--regimen", EVENTS), 3),
    ],
)
def test_what_a_language_cannot_say_is_refused(arguments: tuple[str | Path], code: int) -> None:
    answer = ketum("model", "export", *arguments)
    assert (answer.returncode, answer.stdout) == (code, "")
    assert "Traceback" not in answer.stderr


def test_neither_engine_nor_arrow_is_loaded_where_none_is_needed() -> None:
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('numba' in sys.modules, 'pyarrow' in sys.modules,"
        " file=sys.stderr))\n"
        "from ketum.cli import main\n"
        "main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, "model", "export", "M1", "--format", "nonmem"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert answer.returncode == 0
    assert answer.stderr == "False False\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Six people who follow the plan of the example, each under a name of their own."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    for name in ("Ada", "Ben", "Cem", "Dan", "Eva", "Fee"):
        (folder / f"{name}.toml").write_bytes((EXAMPLES / "plan.toml").read_bytes())
        (folder / f"{name}.ndjson").write_bytes((EXAMPLES / "events.ndjson").read_bytes())
    return folder


NOW = ("--now", "2026-12-24T07:00:00-06:00")


def test_outcomes_of_a_clinic_name_nobody_and_leave_small_cells_out(
    clinic: Path, tmp_path: Path
) -> None:
    answer = ketum("outcomes", clinic, *NOW)
    rows = table(answer.stdout)
    assert rows[0] == {"outcome": "all", "value": "people", "people": "6", "suppressed": "false"}
    assert "Ada" not in answer.stdout
    for name in ("Ada", "Ben", "Cem"):
        for suffix in (".toml", ".ndjson"):
            (clinic / f"{name}{suffix}").unlink()
    file = tmp_path / "outcomes.parquet"
    assert ketum("outcomes", clinic, *NOW, "--format", "parquet", "-o", file).returncode == 0
    stored = parquet.read_table(file).to_pylist()
    assert [row["outcome"] for row in stored] == [row["outcome"] for row in rows]
    assert {(row["people"], row["suppressed"]) for row in stored} == {(None, True)}


def test_a_folder_that_is_not_whole_is_refused_without_a_name(clinic: Path) -> None:
    (clinic / "Ben.ndjson").write_text("{}")
    answer = ketum("outcomes", clinic, *NOW)
    assert answer.returncode == 3
    assert "person 2" in answer.stderr
    assert "Ben" not in answer.stderr
    (clinic / "Ben.ndjson").unlink()
    assert ketum("outcomes", clinic, *NOW).returncode == 2
