"""Review and handout as pages, in a real browser: readable by all, and asking nothing outside."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from picture import PICTURE, READ, read_in
from playwright.sync_api import Browser

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.report import build, handout, render_handout_html, render_html
from ketum.review import review
from tests.functional.browser import browser, opened

EXAMPLE = Path(__file__).parents[2] / "examples" / "review_case.toml"
DAY = date(2026, 11, 22)
WIDTHS = (360, 768, 1280)
NARROWEST = 320

CASES: dict[str, dict[str, object]] = {
    "example": tomllib.loads(EXAMPLE.read_text(encoding="utf-8")),
    "emergency": {
        "person": {"location": "US-TX", "age_years": 34},
        "symptoms": ["hard to wake", "slow breathing"],
        "substances": ["heroin"],
        "medicines": ["clonazepam"],
        "kratom": {"form": "7-OH tablets", "amount": "4 tablets a day"},
    },
    "contraindicated": {
        "person": {"location": "GB", "age_years": 29, "pregnant": True},
        "medicines": ["methadone 60 mg daily", "phenelzine"],
        "kratom": {"form": "extract", "amount": "3 teaspoons a day"},
        "observations": [{"what": "ALT", "value": 52, "unit": "U/L"}],
    },
    "quiet": {
        "person": {"location": "US-CA", "age_years": 30, "pregnant": False, "drives": False},
        "conditions": [], "symptoms": [], "medicines": [], "substances": [], "circumstances": [],
        "kratom": {"form": "leaf powder", "grams_per_day": 2},
    },
    "empty": {},
    "hostile": {
        "medicines": ['<script>alert("x")</script>', "&lt;b&gt; \" ' onload=x"],
        "symptoms": ["x" * 400],
        "person": {"location": "<img src=//example.org/x>"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser() as opened_browser:
        yield opened_browser


@pytest.fixture(scope="module")
def pages(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both pages of every case, as files."""
    folder = tmp_path_factory.mktemp("pages")
    for name, case in CASES.items():
        text = json.dumps(case, default=lambda moment: moment.isoformat())
        parsed = read(text.encode(), Format.JSON, today=DAY)
        reviewed = review(parsed, knowledge)
        report = build(reviewed, knowledge, parsed.person.location)
        person = render_handout_html(handout(reviewed, parsed, knowledge))
        (folder / f"{name}-review.html").write_text(render_html(report), encoding="utf-8")
        (folder / f"{name}-handout.html").write_text(person, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", ["review", "handout"])
@pytest.mark.parametrize("name", CASES)
def test_a_page_is_open_to_all_readers_at_every_width(
    running: Browser, pages: Path, name: str, kind: str
) -> None:
    file = pages / f"{name}-{kind}.html"
    with opened(running, file, NARROWEST) as sheet:
        assert sheet.sideways() <= 0
        for width in WIDTHS:
            sheet.page.set_viewport_size({"width": width, "height": 800})
            assert sheet.violations() == [], f"{width} px"
            assert sheet.sideways() <= 0
        assert sheet.complaints == []
        assert sheet.requests == [file.as_uri()]


@pytest.mark.parametrize("kind", ["review", "handout"])
def test_night_colours_keep_their_contrast(running: Browser, pages: Path, kind: str) -> None:
    with opened(running, pages / f"emergency-{kind}.html", 768, dark=True) as sheet:
        paper = sheet.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(16, 24, 31)"
        assert sheet.violations() == []


@pytest.mark.parametrize("name", CASES)
def test_the_page_has_one_heading_one_primary_action_and_its_state(
    running: Browser, pages: Path, name: str
) -> None:
    with opened(running, pages / f"{name}-review.html", 1280) as sheet:
        page = sheet.page
        assert page.locator("h1").count() == 1
        assert page.locator("[data-primary]:visible").count() == 1
        target = page.locator("[data-primary]").get_attribute("href")
        assert target is not None
        assert page.locator(target).count() == 1
        assert page.locator("body").get_attribute("data-screen") == "review"
        assert page.locator("body").get_attribute("data-state")


@pytest.mark.parametrize("name", ["example", "emergency", "contraindicated"])
@pytest.mark.parametrize("width", [768, 1280])
def test_the_first_action_is_seen_without_scrolling(
    running: Browser, pages: Path, name: str, width: int
) -> None:
    with opened(running, pages / f"{name}-review.html", width) as sheet:
        box = sheet.page.locator(".do").first.bounding_box()
        assert box is not None
        assert box["y"] < 600


def test_where_nothing_is_serious_the_caution_is_open(running: Browser, pages: Path) -> None:
    with opened(running, pages / "quiet-review.html", 1280) as sheet:
        assert sheet.page.locator(".card.moderate").first.is_visible()
        assert "Nothing serious found" in sheet.page.locator("#findings").inner_text()
    with opened(running, pages / "empty-review.html", 1280) as sheet:
        assert sheet.page.locator("#findings").inner_text() == "Nothing found in what was checked."
        assert "No assessment was possible" in sheet.page.locator(".summary").inner_text()


def test_what_was_not_checked_stands_level_with_the_findings(running: Browser, pages: Path) -> None:
    with opened(running, pages / "example-review.html", 1280) as sheet:
        findings = sheet.page.locator("#findings").bounding_box()
        unknown = sheet.page.locator(".unknown").bounding_box()
        assert findings is not None
        assert unknown is not None
        assert abs(findings["y"] - unknown["y"]) < 1


def test_every_number_can_be_asked_why(running: Browser, pages: Path) -> None:
    for name in CASES:
        with opened(running, pages / f"{name}-review.html", 1280) as sheet:
            without = sheet.page.evaluate(
                """() => [...document.querySelectorAll('.head, .card, .said > li')]
                  .filter(part => /[0-9]/.test(part.textContent))
                  .filter(part => !part.querySelector('[data-cite]'))
                  .map(part => part.textContent)"""
            )
            assert without == [], name
            assert sheet.page.locator("[data-cite]").count() > 0


def test_why_opens_from_the_keyboard_and_escape_gives_the_focus_back(
    running: Browser, pages: Path
) -> None:
    with opened(running, pages / "contraindicated-review.html", 768) as sheet:
        opener = sheet.page.locator(".card [data-cite]").first
        panel = sheet.page.locator(f"#{opener.get_attribute('popovertarget')}")
        opener.focus()
        sheet.page.keyboard.press("Enter")
        assert panel.is_visible()
        for part in ("Rule last checked", "Knowledge release", "Sources", "confirmed; read:"):
            assert part.lower() in panel.inner_text().lower()
        sheet.page.keyboard.press("Escape")
        assert not panel.is_visible()
        assert opener.evaluate("button => button === document.activeElement")


def test_why_shows_the_spread_and_who_was_studied(running: Browser, pages: Path) -> None:
    with opened(running, pages / "contraindicated-review.html", 1280) as sheet:
        panels = " ".join(sheet.page.locator(".panel").all_text_contents())
    assert "ALT: upper limit, used only where the laboratory gave none" in panels
    assert "Grams per teaspoon (leaf powder, level to heaped)" in panels
    assert "2 to 3 g" in panels
    assert "published case reports" in panels


def test_serious_findings_are_never_folded_and_print_unfolds_the_rest(
    running: Browser, pages: Path
) -> None:
    with opened(running, pages / "example-review.html", 1280) as sheet:
        page = sheet.page
        for severity in ("emergency", "contraindicated", "major"):
            assert page.locator(f"details .card.{severity}").count() == 0
        folded = page.locator(".card.moderate").first
        assert not folded.is_visible()
        page.emulate_media(media="print")
        assert folded.is_visible()
        assert not page.locator("[data-cite]").first.is_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["example", "emergency", "contraindicated", "quiet", "empty"])
def test_a_review_prints_on_two_sheets(
    running: Browser, pages: Path, name: str, paper: str
) -> None:
    with opened(running, pages / f"{name}-review.html", 1280) as sheet:
        printed = sheet.printed(paper).pages
    assert len(printed) <= 2
    text = " ".join(" ".join(part.extract_text().split()) for part in printed)
    for part in ("Not checked", "Help for the person", "Sources (", "Name ____", "Sheet 1 of"):
        assert part in text


def test_the_first_sheet_says_what_to_do(running: Browser, pages: Path) -> None:
    with opened(running, pages / "example-review.html", 1280) as sheet:
        first = " ".join(sheet.printed("A4").pages[0].extract_text().split())
    for part in ("SUPERVISED ONLY", "within 72 h", "3 Serious", "Do: ", "Not checked", "Caution"):
        assert part in first


@pytest.mark.parametrize("name", CASES)
def test_a_sign_and_a_word_stand_wherever_a_colour_does(
    running: Browser, pages: Path, name: str
) -> None:
    with opened(running, pages / f"{name}-review.html", 1280) as sheet:
        tags = sheet.page.locator(".fill")
        for tag in tags.all():
            assert tag.locator("svg.sign").count() == 1
            assert (tag.text_content() or "").strip()
            assert tag.evaluate("tag => getComputedStyle(tag).borderTopWidth") == "1px"


def test_words_of_the_case_stay_words(pages: Path) -> None:
    for kind in ("review", "handout"):
        page = (pages / f"hostile-{kind}.html").read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
    review_page = (pages / "hostile-review.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in review_page


@pytest.mark.parametrize("kind", ["review", "handout"])
def test_a_page_forbids_what_it_does_not_need(running: Browser, pages: Path, kind: str) -> None:
    """A script and a picture put into the page are refused by its own policy."""
    file = pages / f"example-{kind}.html"
    text = file.read_text(encoding="utf-8")
    added = "<script>document.title = 'ran'</script><img src='https://example.org/x.png'>"
    spoilt = file.with_name(f"spoilt-{kind}.html")
    spoilt.write_text(text.replace("</main>", f"{added}</main>"), encoding="utf-8")
    with opened(running, spoilt, 768) as sheet:
        assert sheet.page.title() != "ran"
        assert sheet.refused == ["csp"]
        assert sum("Content Security Policy" in told for told in sheet.complaints) >= 2


def test_the_handout_is_large_and_its_numbers_can_be_tapped(running: Browser, pages: Path) -> None:
    with opened(running, pages / "emergency-handout.html", 360) as sheet:
        page = sheet.page
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert size >= 20
        call = page.locator("[data-primary]")
        assert call.get_attribute("href") == "tel:911"
        box = call.bounding_box()
        assert box is not None
        assert box["height"] >= 56
        assert box["y"] + box["height"] < 600
        page.emulate_media(media="print")
        points = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") * 72 / 96
        assert round(points) >= 16


def test_without_a_place_the_handout_names_no_number_to_press(
    running: Browser, pages: Path
) -> None:
    with opened(running, pages / "empty-handout.html", 360) as sheet:
        assert sheet.page.locator("a[href^='tel:']").count() == 0
        assert "your local emergency number" in sheet.page.locator("main").inner_text()


def test_the_picture_in_the_readme_shows_the_review_as_it_is(running: Browser, pages: Path) -> None:
    with opened(running, pages / "example-review.html", 1120) as sheet:
        assert read_in(sheet.page) == READ.read_text(encoding="utf-8"), "run `make picture`"
    assert PICTURE.stat().st_size < 200_000
    assert PICTURE.name in (EXAMPLE.parents[1] / "README.md").read_text(encoding="utf-8")
