"""`ketum plan` from outside: the recommended first, every objection, no amount of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = EXAMPLES / "plan.toml"


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = PLAN.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "plan.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_check_leads_with_what_is_recommended() -> None:
    answer = ketum("plan", "check", PLAN)
    assert answer.returncode == 0
    assert answer.stdout.startswith("Kratom is not a recommended treatment")
    for words in ("Plan step too fast", "Steps as they were written", "Not checked",
                  "ASAM 2020: COWS 11 to 12", "not a recommended treatment)"):  # fmt: skip
        assert words in answer.stdout
    options = answer.stdout[answer.stdout.index("Options, the recommended first") :]
    assert options.index("Methadone") < options.index("Supervised taper")


def test_the_engine_and_the_published_days_may_both_be_asked() -> None:
    full = json.loads(ketum("plan", "check", PLAN, "--format", "json").stdout)
    quick = json.loads(ketum("plan", "check", PLAN, "--quick", "--format", "json").stdout)
    assert full["outcome"] == quick["outcome"] == "checked"
    assert {f["code"] for f in full["findings"]} == {f["code"] for f in quick["findings"]}
    assert any("9 days" in f["action"] for f in quick["findings"])


def test_a_referral_shows_whom_to_call_and_no_step(tmp_path: Path) -> None:
    file = changed(tmp_path, "pregnant = false", "pregnant = true")
    answer = ketum("plan", "check", file)
    assert answer.returncode == 0
    assert answer.stdout.startswith("Refer")
    assert "Steps as they were written" not in answer.stdout
    assert "Supervised taper" not in answer.stdout


def test_every_complaint_comes_at_once_with_exit_code_three(tmp_path: Path) -> None:
    file = changed(tmp_path, 'phase = "hold"\ndays = 10', 'phase = "Xyzzy"\ndays = -10')
    answer = ketum("plan", "check", file)
    assert answer.returncode == 3
    assert "plan.steps[0].phase" in answer.stderr
    assert "plan.steps[0].days" in answer.stderr
    assert "Xyzzy" not in answer.stdout + answer.stderr
    assert ketum("plan", "preview", file).returncode == 3


def test_a_preview_gives_each_step_its_range() -> None:
    text = ketum("plan", "preview", PLAN).stdout
    assert "after the use that the case tells of" in text.replace("\n", " ")
    assert "Beyond what was studied" in text
    steps = json.loads(ketum("plan", "preview", PLAN, "--format", "json").stdout)
    assert [each["number"] for each in steps["preview"]["steps"]] == [1, 2, 3, 4]


def test_two_versions_differ_visibly(tmp_path: Path) -> None:
    file = changed(tmp_path, "days = 7", "days = 14")
    answer = ketum("plan", "diff", PLAN, file)
    assert answer.returncode == 0
    assert "step 3, days: 7 -> 14" in answer.stdout
    assert "same" in ketum("plan", "diff", PLAN, PLAN).stdout


def test_schedules_stand_side_by_side_and_the_pace_is_asked_for() -> None:
    answer = ketum(
        "plan", "taper", PLAN, "--every", "10", "--until", "1", "--to", "0.5", "--percent", "10",
        "--cut", "1", "--steps", "8", "--preview",
    )  # fmt: skip
    assert answer.returncode == 0
    for words in ("10 % of what is left", "One intake less", "1 less each step",
                  "Equal steps of exposure", "Equal steps of receptor occupancy", "ng/mL",
                  "No trial of any kratom taper"):  # fmt: skip
        assert words in answer.stdout
    no_pace = ketum("plan", "taper", PLAN, "--every", "7", "--until", "1", "--to", "0.5")
    assert no_pace.returncode == 2
    assert "pace" in no_pace.stderr


@pytest.mark.parametrize("to", ["buprenorphine", "naltrexone"])
def test_a_switch_shows_what_sources_say_and_picks_none(to: str) -> None:
    answer = ketum("plan", "switch", PLAN, "--to", to)
    assert answer.returncode == 0
    assert "none is chosen here" in answer.stdout
    assert "h after the last dose: mitragynine" in answer.stdout


def test_a_certificate_is_held_against_the_amounts_of_the_plan(tmp_path: Path) -> None:
    certificate = EXAMPLES / "certificate.txt"
    file = changed(
        tmp_path, "[plan]", f'[product]\nlot = "EX-1"\ncertificate = "{certificate}"\n\n[plan]'
    )
    document = json.loads(ketum("plan", "check", file, "--quick", "--format", "json").stdout)
    assert [each["grams_per_day"] for each in document["lot"]] == [12, 9, 7, 5]


def test_a_review_says_what_stands_against_its_plan() -> None:
    answer = json.loads(ketum("review", PLAN, "--format", "json").stdout)
    assert answer["plan"]["answer"]["outcome"] == "checked"
    assert "PLAN_NOT_JUSTIFIED" in {finding["code"] for finding in answer["findings"]}


SIGNING = ("--by", "Dr Roy", "--role", "physician", "--reason", 'The person said "no" to both.')
REASON = ("--acknowledge", "PLAN_NOT_JUSTIFIED=the lot is at the laboratory")


def as_json_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(tomllib.loads(PLAN.read_text()), default=str), encoding="utf-8")
    return file


@pytest.mark.parametrize("written", ["toml", "json"])
def test_a_plan_is_signed_on_the_command_line_and_then_shows_its_amounts(
    tmp_path: Path, written: str
) -> None:
    plan = PLAN if written == "toml" else as_json_file(tmp_path)
    signed = tmp_path / f"signed.{written}"
    unsigned = ketum("plan", "person", plan, "--day", "2026-11-25").stdout
    assert "grams" not in unsigned
    answer = ketum("plan", "sign", plan, *SIGNING, *REASON, "-o", signed)
    assert (answer.returncode, answer.stderr) == (0, "")
    shown = ketum("plan", "person", signed, "--day", "2026-11-25").stdout
    assert "3 grams" in shown
    again = ketum("plan", "sign", signed, *SIGNING, *REASON)
    assert again.returncode == 3
    assert "signed already" in again.stderr


def test_a_plan_with_a_loud_warning_is_not_signed_without_its_reason(tmp_path: Path) -> None:
    answer = ketum("plan", "sign", PLAN, *SIGNING, "-o", tmp_path / "signed.toml")
    assert answer.returncode == 3
    assert "The plan was not signed" in answer.stderr
    assert "PLAN_NOT_JUSTIFIED has no reason" in answer.stderr
    assert not (tmp_path / "signed.toml").exists()
    assert ketum("plan", "sign", PLAN, *SIGNING, "--acknowledge", "PLAN").returncode == 2


def test_a_second_lot_makes_a_draft_with_smaller_amounts() -> None:
    answer = ketum(
        "plan", "replan", PLAN, "--day", "2026-12-01", "--taken", "12", "--strength", "2",
        "--to", "0.5",
    )  # fmt: skip
    plan = json.loads(answer.stdout)["plan"]
    assert (plan["version"], plan["signatures"]) == (2, [])
    assert [each["amount"] for each in plan["steps"][0]["intakes"]] == [1.5] * 4
    assert plan["start"] == "2026-12-01"


def test_a_concentrate_gets_no_schedule_and_no_preview(tmp_path: Path) -> None:
    leaf, strong = (f'form = "{form}"\ngrams_per_day' for form in ("capsules", "7-OH tablets"))
    file = changed(tmp_path, leaf, strong)
    pace = ("--every", "7", "--until", "1", "--to", "0.5", "--percent", "10")
    for asked in (("taper", file, *pace), ("preview", file)):
        answer = ketum("plan", *asked)
        assert answer.returncode == 0
        assert answer.stdout.startswith("Refer")
        assert "Emergency: 911" in answer.stdout
        assert "ng/mL" not in answer.stdout


def test_a_check_shows_what_the_review_says_of_the_case(tmp_path: Path) -> None:
    file = changed(tmp_path, "grams_per_day = 12", "grams_per_day = 120")
    assert "DOSE_VERY_HIGH" in ketum("plan", "check", file, "--quick").stdout


def test_an_alarm_that_stops_the_plan_reaches_the_page_of_the_person(tmp_path: Path) -> None:
    signed, events = tmp_path / "signed.toml", tmp_path / "events.ndjson"
    assert ketum("plan", "sign", PLAN, *SIGNING, *REASON, "-o", signed).returncode == 0
    told = {
        "id": "a", "happened": "2026-11-23T00:00:00Z", "by": "x", "kind": "symptom",
        "payload": {"what": "seizure"},
    }  # fmt: skip
    events.write_text(json.dumps(told))
    asked = ("plan", "person", signed, "--day", "2026-11-25")
    assert "3 grams" in ketum(*asked).stdout
    assert "grams" not in ketum(*asked, "--events", events).stdout
