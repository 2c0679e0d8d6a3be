"""`ketum law` from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.functional.browser import browser, opened

KETUM = Path(sys.executable).with_name("ketum")


def ketum(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KETUM, *arguments], capture_output=True, text=True, check=False)


def law(*arguments: str) -> str:
    run = ketum("law", *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_one_place_says_what_flips_when_and_that_it_is_no_advice() -> None:
    text = law("US-KY", "--on", "2026-12-31", "--age", "20")
    assert text.count("This is information, not legal advice.") == 1
    assert "leaf: regulated, from 21 years" in text
    assert "Changes on 2027-01-01 to prohibited" in text
    assert "Below the age that is required." in text
    assert "last checked 2026-11-22" in " ".join(text.split())
    assert "proposed, not law" in text


def test_the_object_holds_one_substance_and_form_when_asked() -> None:
    told = json.loads(
        law(
            "US-OH",
            "--form",
            "shot",
            "--substance",
            "leaf",
            "--on",
            "2026-11-22",
            "--format",
            "json",
        )
    )
    (answer,) = told["answers"]
    assert (answer["substance"], answer["form"]) == ("leaf", "extract")
    assert answer["status"] == "prohibited"
    assert told["place"] == "US-OH"


def test_several_places_stand_in_one_table() -> None:
    text = law("US-KY", "US-TN", "TH", "--substance", "leaf", "--on", "2027-01-01")
    rows = [line.split()[:3] for line in text.splitlines()[3:6]]
    assert rows == [
        ["US-KY", "leaf", "prohibited"],
        ["US-TN", "leaf", "prohibited"],
        ["TH", "leaf", "age"],
    ]
    told = json.loads(law("US-KY", "TH", "--on", "2027-01-01", "--format", "json"))
    assert [place["place"] for place in told["places"]] == ["US-KY", "TH"]


def test_a_timeline_shows_events_and_flips_in_time() -> None:
    told = json.loads(law("timeline", "US-KY", "--on", "2026-11-22", "--format", "json"))
    days = [change["on"] for change in told if change["on"]]
    assert days == sorted(days)
    assert {"on": "2027-01-01", "substance": "leaf", "status": "prohibited"}.items() <= next(
        change for change in told if change["on"] == "2027-01-01" and change["substance"] == "leaf"
    ).items()


def test_changes_since_a_day_name_what_is_still_to_come() -> None:
    text = law("changes", "--since", "2026-12-01", "--on", "2026-11-22")
    assert "2027-01-01  US-KY: leaf, mitragynine, 7-OH: prohibited (not yet in" in text
    assert "2026-07-01" not in text


@pytest.mark.parametrize(
    "wrong",
    [
        ("US-KY", "--on", "tomorrow"),
        ("US-KY", "--substance", "tobacco"),
        ("US-KY", "--form", "cigar"),
        ("timeline",),
        ("timeline", "Narnia"),
        ("changes",),
    ],
)
def test_what_is_not_understood_is_said_to_be(wrong: tuple[str, ...]) -> None:
    assert ketum("law", *wrong).returncode == 2


def test_a_map_names_every_state_without_colour_and_asks_nothing_outside(tmp_path: Path) -> None:
    page, drawing = tmp_path / "map.html", tmp_path / "map.svg"
    law("map", "--on", "2027-01-01", "-o", str(page))
    law("map", "--on", "2026-12-31", "-o", str(drawing))
    told = page.read_text(encoding="utf-8")
    assert 'aria-label="Kentucky: prohibited"' in told
    assert "default-src &#x27;none&#x27;" in told
    assert "Thailand" in told
    assert told.count("This is information, not legal advice.") == 1
    assert told.count('role="img" aria-label=') == 51
    svg = drawing.read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert 'aria-label="Kentucky: regulated"' in svg


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.parametrize("width", [1280, 360])
def test_the_map_is_open_to_all_readers_and_never_wider_than_the_window(
    running: Browser, tmp_path: Path, width: int
) -> None:
    page = tmp_path / "map.html"
    law("map", "--on", "2026-11-22", "-o", str(page))
    with opened(running, page, width=width) as sheet:
        assert sheet.violations() == []
        assert sheet.sideways() <= 0
        assert sheet.complaints == []
        assert sheet.requests == [page.as_uri()]


def test_an_unknown_place_answers_unknown() -> None:
    told = json.loads(law("Narnia", "--format", "json"))
    assert {answer["status"] for answer in told["answers"]} == {"unknown"}


def test_a_review_names_the_law_or_why_not(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(
        'on = 2026-11-22\nkratom = { form = "tea" }\nperson = { location = "US-TN" }\n',
        encoding="utf-8",
    )
    told = json.loads(ketum("review", str(case), "--format", "json").stdout)
    assert "LAW_PROHIBITED" in {finding["code"] for finding in told["findings"]}
    assert told["law"]["reason"] is None
    assert (
        "Law: Tennessee on 2026-11-22: leaf prohibited"
        in ketum("review", str(case), "--full").stdout
    )
    why = ketum("review", str(case), "--explain", "LAW_PROHIBITED").stdout
    assert "Rule law.prohibited: holds" in why

    case.write_text('kratom = { form = "tea" }\n', encoding="utf-8")
    told = json.loads(ketum("review", str(case), "--format", "json").stdout)
    assert told["law"]["answer"] is None
    assert "no place" in told["law"]["reason"]


def test_a_processed_form_is_not_answered_as_the_leaf() -> None:
    for form in ("pills", "tablets", "gummies", "liquid"):
        told = law("US-OH", "--form", form, "--substance", "leaf", "--on", "2026-11-23")
        assert "leaf as extract: prohibited" in told
    capsules = law("US-OH", "--form", "capsules", "--substance", "leaf", "--on", "2026-11-23")
    assert "leaf: no specific law" in capsules
    assert "leaf as extract: prohibited" in capsules


def test_what_a_town_itself_forbids_stands_beside_the_law_of_its_state() -> None:
    told = law("US-CO:Denver", "--substance", "leaf", "--on", "2026-11-23")
    assert "leaf: regulated, from 21 years" in told
    assert "The place itself: not permitted in food." in told
    assert "US-CO:Denver: Public health order (human consumption)" in told


def test_a_schedule_with_an_exception_is_no_mere_regulation() -> None:
    told = law("US-FL", "--substance", "7-OH", "--on", "2026-07-01")
    assert "7-OH: prohibited above a limit, else regulated" in told


def test_a_journey_has_its_instruments_and_days_below_the_table() -> None:
    told = " ".join(law("US-OK", "US-GA", "--on", "2026-10-01").split())
    assert "place substance status changes checked confidence" in told
    assert "US-OK: SB 891 (2025)." in told
    assert "leaf: limit 7-OH 1 % of alkaloids leaf: limit 7-OH 2 % of alkaloids" in told
    assert "last checked 2026-11-22; confidence medium" in told
