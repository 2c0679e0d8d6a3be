"""The page of alkaloids is what the catalogue holds today."""

from __future__ import annotations

import alkaloid_page


def test_the_page_is_current() -> None:
    written = alkaloid_page.PAGE.read_text(encoding="utf-8")
    assert alkaloid_page.page() == written, "run make docs, and read what changed"
