"""`ketum population` from outside."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "population.toml"
SOON_S = 120


def ketum(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, "population", *map(str, arguments)],
        capture_output=True, text=True, timeout=SOON_S, check=False, **options,
    )  # fmt: skip


def document(*arguments: str | Path) -> dict[str, Any]:
    run = ketum(*arguments, "--format", "json")
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_example_is_said_in_words() -> None:
    run = ketum(EXAMPLE, "-n", "2000")
    assert run.returncode == 0, run.stderr
    for words in (
        "2,000 virtual people, seed 1", "no dose follows from it", "mitragynine peak, ng/mL",
        "regimen three a day", "ketoconazole", "not computed", "M3, mitragynine",
        "Daily amount 90 mg", "drawn independently",
    ):  # fmt: skip
        assert words in " ".join(run.stdout.split()), words


def test_a_seed_makes_the_people_and_another_seed_others() -> None:
    first, again = (document(EXAMPLE, "-n", "500") for _ in range(2))
    other = document(EXAMPLE, "-n", "500", "--seed", "2")
    assert first == again
    assert (first["people"], first["people_done"], first["partial"]) == (500, 500, False)
    assert other["seed"] == 2
    assert other["groups"] != first["groups"]


def test_workers_give_the_same_bytes(tmp_path: Path) -> None:
    output = tmp_path / "people.json"
    given = (EXAMPLE, "-n", "3000", "--format", "json")
    run = ketum(*given, "--workers", "2", "-o", output)
    assert run.returncode == 0, run.stderr
    assert output.read_text() == ketum(*given).stdout


def test_the_table_has_a_row_for_each_number() -> None:
    run = ketum(EXAMPLE, "-n", "500", "--format", "csv")
    head, *rows = csv.reader(io.StringIO(run.stdout))
    assert head[:4] == ["respect", "group", "people", "analyte"]
    # Everyone and three times two groups; two substances, three measures, five quantiles; a level.
    assert len(rows) == 7 * (2 * 3 * 5 + 1)
    assert all(float(row[-1]) >= 0 for row in rows)


def test_json_is_read_as_toml_is(tmp_path: Path) -> None:
    given = {
        "people": 100, "weight": {"shape": "fixed", "middle_kg": 70}, "form": {"tea": 1},
        "product": {"mg_per_unit": 15, "cv": 0.2}, "regimen": {"units": 1, "interval_h": 24},
    }  # fmt: skip
    file = tmp_path / "people.json"
    file.write_text(json.dumps(given))
    assert [group["respect"] for group in document(file)["groups"]] == ["everyone"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("share = 0.6", "share = 0.7"), "product: The shares do not add"),
        (lambda text: text.replace("tea =", "sachets ="), "form: There is no such one"),
        (lambda text: text.replace('"ketoconazole"', '"zebrafinkol"'), "co_medication[0].name"),
        (lambda text: text.replace("people = 100_000", "people = 0"), "people: It is out of range"),
        (lambda text: text.replace("[weight]", "[weight"), "It is no sound TOML"),
        (lambda _: "seed = 1\n", "weight: It is missing"),
    ],
)
def test_bad_input_is_refused_with_its_place_and_never_quoted(
    tmp_path: Path, change: Callable[[str], str], says: str
) -> None:
    file = tmp_path / "people.toml"
    file.write_text(change(EXAMPLE.read_text()))
    run = ketum(file)
    assert run.returncode == 3
    assert says in run.stderr
    assert "zebrafink" not in run.stderr
    assert run.stdout == ""


def test_no_workers_is_no_number_of_workers() -> None:
    assert ketum(EXAMPLE, "--workers", "0").returncode == 2


def test_without_dask_workers_are_refused_and_the_rest_works(tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError\n")
    bare = {**os.environ, "PYTHONPATH": str(tmp_path)}
    refused = ketum(EXAMPLE, "-n", "100", "--workers", "2", env=bare)
    assert refused.returncode == 2
    assert "ketum[scale]" in refused.stderr
    assert ketum(EXAMPLE, "-n", "100", env=bare).returncode == 0


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]], ids=["here", "on workers"])
def test_a_long_run_shows_the_time_left_and_stops_cleanly(
    tmp_path: Path, workers: list[str]
) -> None:
    screen, child = pty.openpty()
    output = tmp_path / "people.json"
    command = [KETUM, "population", EXAMPLE, "-n", "100000000", "--format", "json", "-o", output]
    with subprocess.Popen(
        [*map(str, command), *workers], stderr=child, start_new_session=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as run:  # fmt: skip
        os.close(child)
        shown = _until(screen, b"left; Ctrl-C")
        # As a terminal does: to every process that it started.
        os.killpg(run.pid, signal.SIGINT)
        shown += _rest(screen)
        assert run.wait(SOON_S) == 1
    assert b"People" in shown
    assert b"Traceback" not in shown
    found = json.loads(output.read_text())
    assert found["partial"]
    assert 0 < found["people_done"] < found["people"] == 100_000_000
    assert f"{found['people_done']:,} of 100,000,000 people" in " ".join(shown.decode().split())


def _until(screen: int, wanted: bytes) -> bytes:
    shown = b""
    while wanted not in shown:
        shown += os.read(screen, 1024)
    return shown


def _rest(screen: int) -> bytes:
    shown = b""
    try:
        while piece := os.read(screen, 1024):
            shown += piece
    except OSError:  # on Linux this is how a terminal ends
        pass
    os.close(screen)
    return shown
