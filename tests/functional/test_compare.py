"""`ketum compare` from outside: cases, stored reviews, input, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "review_case.toml"


def ketum(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(KETUM), *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "stored.json"
    assert ketum("review", EXAMPLE, "--format", "json", "-o", path).returncode == 0
    return path


def test_a_case_and_its_own_stored_review_do_not_differ(stored: Path) -> None:
    answer = ketum("compare", stored, EXAMPLE)
    assert answer.returncode == 0, answer.stderr
    assert "Disposition unchanged: SUPERVISED ONLY" in answer.stdout
    assert "Nothing else differs between the two reviews." in answer.stdout


def test_a_case_from_input_is_compared_with_a_stored_review(stored: Path) -> None:
    case = EXAMPLE.read_text(encoding="utf-8").replace('"124/78"', '"184/78"')
    answer = ketum("compare", stored, "-", stdin=case)
    assert "High blood pressure (COND_HYPERTENSION)" in answer.stdout
    assert "Rests on Systolic blood pressure: 184 mm Hg" in answer.stdout


def test_json_and_a_stored_review_from_input(stored: Path) -> None:
    review = stored.read_text(encoding="utf-8")
    answer = ketum("compare", "-", EXAMPLE, "--format", "json", stdin=review)
    changed = json.loads(answer.stdout)
    assert changed["disposition"]["before"] == changed["disposition"]["after"]
    assert changed["appeared"] == changed["gone"] == []


def test_both_cases_are_reviewed_for_the_day_that_is_given(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"on": "2026-11-01"}')
    changed = json.loads(
        ketum("compare", case, EXAMPLE, "--on", "2026-11-24", "--format", "json").stdout
    )
    assert {side["on"] for side in changed["evidence"].values()} == {"2026-11-24"}


def spoilt(review: dict[str, object], key: str) -> dict[str, object]:
    hostile: dict[str, object] = {
        "disposition": "Zebrafink",
        "disposition_because": [],
        "findings": [{"code": "Zebrafink \x1b[2J"}, 7],
        "unanswered": {"fact": "Zebrafink"},
        "evidence": {"release": "\x1b]0;Zebrafink\x07", "on": "2026-11-22"},
        "not_recognised": [{"text": "Zebrafink\x1b[31m"}],
    }
    return {**review, key: hostile[key]}


@pytest.mark.parametrize(
    "key",
    ["disposition", "disposition_because", "findings", "unanswered", "evidence", "not_recognised"],
)
def test_a_spoilt_review_is_refused_with_its_place_and_no_value(
    key: str, stored: Path, tmp_path: Path
) -> None:
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps(spoilt(json.loads(stored.read_text(encoding="utf-8")), key)))
    answer = ketum("compare", path, EXAMPLE)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert key in answer.stderr
    assert "Write it again with `ketum review CASE --format json`." in answer.stderr
    for leak in ("Zebrafink", "\x1b", "Traceback"):
        assert leak not in answer.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[" * 100_000, "the file"),
        ('{"disposition": 1, "findings": ' + "[" * 100_000, "the file"),
        ("", "the file"),
        ('{"disposition": "monitor"', "the file"),
        ('{"disposition": "monitor", "findings": []}', "not known"),
    ],
)
def test_what_is_neither_a_case_nor_a_review_is_refused(
    content: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    answer = ketum("compare", path, EXAMPLE)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


def test_only_one_of_the_two_can_come_from_input() -> None:
    assert ketum("compare", "-", "-", stdin="{}").returncode == 2
    assert ketum("compare", EXAMPLE).returncode == 2
    assert ketum("compare", EXAMPLE, "no such file.json").returncode == 3
