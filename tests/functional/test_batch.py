"""Many cases at once: one review a line, in order, equal to one by one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.functional.batch import CASES, DAY, KETUM, ketum, lines_of


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    folder = tmp_path_factory.mktemp("cases")
    reviews = []
    for number, case in enumerate(CASES):
        file = folder / f"{number}.json"
        file.write_text(json.dumps(case))
        run = ketum("review", str(file), "--on", DAY, "--format", "json", "--no-exposure")
        reviews.append(json.loads(run.stdout))
    return reviews


def test_a_batch_equals_its_cases_one_by_one(tmp_path: Path, one_by_one: list[object]) -> None:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(lines_of(CASES * 20))
    run = ketum("review", "--batch", str(file), "--on", DAY)
    assert run.returncode == 0
    assert run.stderr == b""
    assert [json.loads(line) for line in run.stdout.splitlines()] == one_by_one * 20


def test_levels_are_computed_in_a_batch_where_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "cases.ndjson"
    use = {"form": "powder", "grams_per_day": 3, "doses_per_day": 2}
    file.write_bytes(lines_of([{"on": DAY, "kratom": use}]))
    (without,) = map(json.loads, ketum("review", "--batch", str(file)).stdout.splitlines())
    assert without["exposure"] == {
        "answer": None, "reason": "Concentrations were not asked for.",
    }  # fmt: skip
    run = ketum("review", "--batch", str(file), "--exposure")
    (asked,) = map(json.loads, run.stdout.splitlines())
    assert asked["exposure"]["answer"]["analytes"]["mitragynine"]["cmax"]["median"] > 0
    assert asked["findings"] == without["findings"]


def test_lines_come_from_standard_input_with_a_mark_blank_lines_and_carriage_returns(
    one_by_one: list[object],
) -> None:
    first, second = (json.dumps(case).encode() for case in CASES[:2])
    given = b"\xef\xbb\xbf" + first + b"\r\n\r\n  \n" + second
    run = ketum("review", "--batch", "-", "--on", DAY, given=given)
    assert run.returncode == 0
    assert [json.loads(line) for line in run.stdout.splitlines()] == one_by_one[:2]


def test_a_bad_line_is_named_and_skipped_and_the_rest_is_kept(one_by_one: list[object]) -> None:
    good = json.dumps(CASES[0]).encode()
    given = b"\n".join([good, b'{"persn": {"age_years": -7177}}', b"{broken", good, b"[]"])
    run = ketum("review", "--batch", "-", "--on", DAY, given=given)
    assert run.returncode == 3
    assert [json.loads(line) for line in run.stdout.splitlines()] == [one_by_one[0]] * 2
    said = run.stderr.decode()
    assert [line for line in said.splitlines() if line.startswith("line ")] == [
        f"line {number}: not reviewed." for number in (2, 3, 5)
    ]
    assert "3 lines refused, 2 reviewed." in said
    assert "7177" not in said
    assert "persn" not in said


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(one_by_one: list[object]) -> None:
    good = json.dumps(CASES[0]).encode()
    given = b'{"on": "' + b"x" * 12_000_000 + b'"}\n' + good + b"\n"
    run = ketum("review", "--batch", "-", "--on", DAY, given=given)
    assert run.returncode == 3
    assert [json.loads(line) for line in run.stdout.splitlines()] == one_by_one[:1]
    assert b"line 1: not reviewed." in run.stderr


def test_an_interrupt_leaves_whole_reviews_and_says_how_to_go_on(tmp_path: Path) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    file.write_bytes(lines_of(CASES * 2000))
    command = [KETUM, "review", "--batch", str(file), "--on", DAY, "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as run:
        while not (output.exists() and output.stat().st_size):
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert b"--resume" in said
    assert b"Traceback" not in said
    written = output.read_bytes()
    assert written.endswith(b"\n")
    assert all(json.loads(line) for line in written.splitlines())
    assert written.count(b"\n") < len(CASES) * 2000


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no list of processes here")
def test_a_part_that_is_killed_ends_the_run_and_leaves_whole_reviews(tmp_path: Path) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    file.write_bytes(lines_of(CASES * 2000))
    command = [KETUM, "review", "--batch", str(file), "--on", DAY, "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as run:
        while not (output.exists() and output.stat().st_size):
            time.sleep(0.05)
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        if children:  # with one core there are no parts
            os.kill(int(children[0]), signal.SIGKILL)
        else:
            run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert b"--resume" in said
    assert b"Traceback" not in said
    written = output.read_bytes()
    assert written.endswith(b"\n")
    assert all(json.loads(line) for line in written.splitlines())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no list of processes here")
def test_workers_end_with_a_run_that_was_killed(tmp_path: Path) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    file.write_bytes(lines_of(CASES * 2000))
    command = [KETUM, "review", "--batch", str(file), "--on", DAY, "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        while not (output.exists() and output.stat().st_size):
            time.sleep(0.05)
        workers = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        run.kill()
    end = time.monotonic() + 30
    while any(alive(worker) for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [worker for worker in workers if alive(worker)]


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_blank_lines_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(lines_of(CASES[:1]) + b"\n  \n" + lines_of(CASES[1:2]))
    run = ketum("review", "--batch", str(file), "--on", DAY)
    assert run.returncode == 0
    assert run.stderr == b"2 lines blank, 2 reviewed.\n"


def test_a_review_that_is_numbered_names_the_line_of_its_case(
    tmp_path: Path, one_by_one: list[object]
) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    cases = [json.dumps(case).encode() for case in CASES]
    file.write_bytes(b"\n".join([cases[0], b"", b"{broken", *cases[1:]]))
    command = ("review", "--batch", str(file), "--numbered", "--on", DAY, "-o", str(output))
    assert ketum(*command).returncode == 3
    whole = output.read_bytes()
    reviews = [json.loads(line) for line in whole.splitlines()]
    assert all(list(review)[-1] == "line" for review in reviews)
    assert [review.pop("line") for review in reviews] == [1, 4, 5, 6]
    assert reviews == one_by_one
    output.write_bytes(whole[: len(whole) // 2])
    assert ketum(*command, "--resume").returncode == 3
    assert output.read_bytes() == whole


def test_a_complaint_names_its_line_of_a_batch_once() -> None:
    given = b'[]\n\0\x01\n{"person": {"age_years": -7177}}\n\xff\n'
    run = ketum("review", "--batch", "-", given=given)
    said = run.stderr.decode()
    assert "line 1," not in said
    assert "the file" not in said.replace("Save the file", "")
    assert "line 2: not reviewed.\n  the case: this line holds a control character" in said
    assert "line 3: not reviewed.\n  person.age_years: an age cannot be negative." in said
    assert "line 4: not reviewed.\n  the case: the text is not UTF-8 (byte 1 of it)." in said


@pytest.mark.parametrize(
    "other",
    [
        ["--for", "patient"],
        ["--format", "html"],
        ["--format", "text"],
        ["--full"],
        ["--plain"],
        ["--explain", "PD_QT"],
    ],
)
def test_a_batch_is_for_a_program_alone(tmp_path: Path, other: list[str]) -> None:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(lines_of(CASES[:1]))
    run = ketum("review", "--batch", str(file), *other)
    assert run.returncode == 2
    assert run.stdout == b""


def test_an_output_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    file.write_bytes(lines_of(CASES[:1]))
    output.write_bytes(b"{}\n")
    run = ketum("review", "--batch", str(file), "-o", str(output))
    assert run.returncode == 2
    assert b"--resume" in run.stderr
    assert output.read_bytes() == b"{}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(lines_of(CASES))
    run = ketum("review", "--batch", str(file), "-o", "/dev/full")
    assert run.returncode == 2
    assert b"cannot be written" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["review"],
        ["review", "case.json", "--batch", "cases.ndjson"],
        ["review", "case.json", "--resume"],
        ["review", "case.json", "--numbered"],
        ["review", "--batch", "cases.ndjson", "--resume"],
        ["review", "--batch", "-", "--resume", "-o", "reviews.ndjson"],
    ],
)
def test_wrong_usage_of_a_batch_ends_with_two(arguments: list[str]) -> None:
    run = ketum(*arguments)
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("path", ["no such file", "."])
def test_a_batch_that_cannot_be_read_ends_with_three(path: str) -> None:
    run = ketum("review", "--batch", path)
    assert run.returncode == 3
    assert b"cannot be read" in run.stderr
