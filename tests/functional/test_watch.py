"""`ketum watch` from outside: a case file with a plan, a file of events, an answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KETUM = Path(sys.executable).with_name("ketum")
PLAN = """
on = 2026-03-02
[person]
age_years = 40
[plan]
id = "calm"
start = 2026-03-02
time_zone = "Europe/Berlin"
track = "A"
goal = "stop"
substance = "leaf"
contacts = [{ name = "Clinic", role = "clinic", phone = "000" }]
[[plan.steps]]
phase = "taper"
days = 21
intakes = [{ at = "08:00", amount = 4.0, unit = "g" }, { at = "20:00", amount = 4.0, unit = "g" }]
"""
NOW = "2026-03-05T12:00:00+01:00"


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )


def event(number: int, happened: str, kind: str, **payload: object) -> dict[str, object]:
    return {
        "id": f"e{number}", "happened": f"2026-03-{happened}+01:00", "by": "Ada", "kind": kind,
        "payload": payload,
    }  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    plan, events = tmp_path / "plan.toml", tmp_path / "events.ndjson"
    plan.write_text(PLAN)
    told = [
        event(1, "04T08:00:00", "dose", amount=4, unit="g"),
        event(2, "04T09:00:00", "scale", scale="SOWS", total=22),
        event(3, "05T08:00:00", "vital", what="respiratory rate", value=8, unit="/min"),
    ]
    events.write_text("\n".join(map(json.dumps, told)))
    return plan, events


def test_alarms_stand_first_and_say_who_told_what_when(files: tuple[Path, Path]) -> None:
    answer = ketum("watch", *files, "--now", NOW, "--plain")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0] == "Day 3 of plan calm, version 1, a draft that nobody signed"
    assert lines[3] == "NOW  Slow breathing"
    assert lines[4].startswith("  Respiratory rate 8, told by Ada, 2026-03-05 08:00; nobody")
    assert "escalated 2026-03-05 08:15" in lines[4]
    for words in ("TODAY  SOWS 21 or more", "Overdue:", "After the last dose, 2026-03-23"):
        assert words in answer.stdout


def test_the_answer_as_json_holds_the_same(files: tuple[Path, Path]) -> None:
    answer = ketum("watch", *files, "--now", NOW, "--format", "json")
    found = json.loads(answer.stdout)
    assert [alert["flag"] for alert in found["alerts"] if alert["urgency"] == "now"] == ["rr_low"]
    assert found["day"] == 3
    assert found["risk"]["starts"] == "2026-03-23"
    assert all(alert["cites"] for alert in found["alerts"])


def test_faulty_events_are_refused_with_every_complaint(files: tuple[Path, Path]) -> None:
    plan, events = files
    events.write_text('{"id": "x"}\n{"id": "y", "kind": "dose"}')
    answer = ketum("watch", plan, events, "--now", NOW)
    assert answer.returncode == 3
    assert "line 1" in answer.stderr
    assert "line 2" in answer.stderr


def test_a_moment_without_its_offset_is_not_understood(files: tuple[Path, Path]) -> None:
    assert ketum("watch", *files, "--now", "2026-03-05T12:00").returncode == 2


def test_a_danger_beside_a_faulty_entry_still_alarms(files: tuple[Path, Path]) -> None:
    plan, events = files
    wrong = event(9, "04T10:00:00", "symptom", what="seizure")
    later = {**event(8, "04T10:00:00", "note", text="x"), "happened": "2999-01-01T00:00:00Z"}
    events.write_text("\n".join(map(json.dumps, [wrong, later])))
    answer = ketum("watch", plan, events, "--now", NOW, "--plain", "--no-exposure")
    assert answer.returncode == 3
    assert "Any seizure" in answer.stdout
    assert "Some events were not read" in answer.stderr
    assert "future" in answer.stderr
