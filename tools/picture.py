"""Take the picture of a report that the README shows: `make picture`.

Beside the picture is kept what can be read in it, so that a test tells when it is out of date
without comparing pictures, which differ with the fonts of a machine.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ketum.evidence import load
from ketum.intake import read_path
from ketum.report import build, render_html
from ketum.review import review

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "review.png"
READ = PICTURE.with_suffix(".txt")
EXAMPLE = ROOT / "examples" / "review_case.toml"
WIDTH, HEIGHT = 1120, 800
PARTS = (".head", ".found", ".unknown .box:first-child > ul")


def page_of_example() -> str:
    """The page as `ketum review --format html` writes it."""
    case = read_path(EXAMPLE, today=date.max)
    knowledge = load()
    return render_html(build(review(case, knowledge), knowledge, case.person.location))


def read_in(page: Page) -> str:
    """The words of the parts that the picture shows, a line for each."""
    shown = "\n".join(page.locator(part).first.inner_text() for part in PARTS)
    return "\n".join(filter(None, (line.strip() for line in shown.splitlines()))) + "\n"


def main() -> None:
    """Write the picture and its words."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The picture needs chromium: apt-get install chromium")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(page_of_example())
        words = read_in(page)
        if not READ.exists() or words != READ.read_text(encoding="utf-8"):
            page.screenshot(path=PICTURE)
            READ.write_text(words, encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main()
