"""`ketum alkaloid` from outside: a list, one entry, a page."""

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


def ketum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "alkaloids.html"
    assert ketum("alkaloid", "--html", file).returncode == 0
    return file


def test_all_are_listed_and_one_is_told_in_full() -> None:
    assert len(json.loads(ketum("alkaloid", "--format", "json").stdout)["alkaloids"]) >= 60
    said = ketum("alkaloid", "7-OH").stdout
    for words in ("C23H30N2O5, 414.5 g/mol", "published values differ", "(not confirmed)",
                  "rank nothing", "What products hold"):  # fmt: skip
        assert words in said.replace("\n", " ").replace("  ", " ") or words in said


def test_a_name_that_is_not_listed_is_not_safe() -> None:
    answer = ketum("alkaloid", "mitragynin")
    assert answer.returncode == 2
    assert "Not listed is not safe" in answer.stderr
    assert "mitragynine" in answer.stderr


def test_an_entry_can_be_looked_up_as_evidence() -> None:
    assert "alkaloid: speciofoline" in ketum("evidence", "show", "speciofoline").stdout
    assert "66 alkaloids" in ketum("evidence", "check").stdout


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_and_fits(running: Browser, page: Path, width: int) -> None:
    with opened(running, page, width) as sheet:
        assert sheet.violations() == []
        assert sheet.sideways() == 0
        assert sheet.requests == [page.as_uri()]
        assert sheet.complaints == []
        assert sheet.page.locator("article").count() >= 60
        assert sheet.page.locator("article svg").count() >= 35
