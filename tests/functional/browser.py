"""A browser with no network, and what the page tests measure in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Sheet:
    """A page open in the browser: what it asked of the network, what its own policy refused of
    that, and what it complained of.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA and its own best practice."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]

    def sideways(self) -> int:
        """Pixels by which the page is wider than its window."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wider))

    def printed(self, paper: str) -> pypdf.PdfReader:
        return pypdf.PdfReader(BytesIO(self.page.pdf(format=paper)))


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the tests that need it are skipped by name where there is none."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        # As root, in a container, Chromium has no sandbox of its own.
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def opened(running: Browser, file: Path, width: int, *, dark: bool = False) -> Iterator[Sheet]:
    """The file in a window of this width, without script or network of its own."""
    context = running.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        offline=True,
    )
    page = context.new_page()
    sheet = Sheet(page)
    page.on("request", lambda request: sheet.requests.append(request.url))
    page.on("requestfailed", lambda request: sheet.refused.append(f"{request.failure}"))
    page.on("console", lambda message: sheet.complaints.append(message.text))
    page.on("pageerror", lambda error: sheet.complaints.append(str(error)))
    page.goto(file.as_uri())
    try:
        yield sheet
    finally:
        context.close()
