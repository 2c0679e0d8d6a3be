"""The page of courses is what Ketum says to them today."""

from __future__ import annotations

import course_pages


def test_the_page_is_current() -> None:
    written = course_pages.PAGE.read_text(encoding="utf-8")
    assert course_pages.page() == written, "run make docs, and read what changed"
