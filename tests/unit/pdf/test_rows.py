"""Every row that a certificate prints comes back as a row of the same cells."""

from __future__ import annotations

import pytest
from make_certificates import MARK, Made, certificates

from ketum.product.sandbox import pdf_document

CERTIFICATES = list(certificates())


def test_there_are_certificates_of_many_layouts() -> None:
    assert len(CERTIFICATES) >= 15


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_every_printed_row_comes_back_whole(made: Made) -> None:
    document = pdf_document(made.pdf)
    lines = [line for page in document.pages for line in page.lines]
    read = {tuple(cell.text for cell in line.cells if cell.text) for line in lines}
    printed = {tuple(text.replace("\N{MICRO SIGN}", "μ") for text in row) for row in made.rows}
    assert not {row for row in printed - read if not _within_merged(row, read)}
    assert any(MARK in line.text for line in lines)


def _within_merged(row: tuple[str, ...], read: set[tuple[str, ...]]) -> bool:
    """A merged cell is said again in each of its rows, so a row may hold more than was printed."""
    return any(set(row) < set(each) and len(each) <= len(row) + 2 for each in read)
