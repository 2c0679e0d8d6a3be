"""Every row that a certificate prints comes back as a row of the same cells."""

from __future__ import annotations

import json

import pytest
from make_certificates import MARK, Made, certificates

from ketum.pdf.document import Refused, read_pdf
from ketum.product.sandbox import pdf_document
from tests.unit.product.hostile_pdfs import pdf_with_content

CERTIFICATES = list(certificates())


def test_there_are_certificates_of_many_layouts() -> None:
    assert len(CERTIFICATES) >= 15


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_every_printed_row_comes_back_whole(made: Made) -> None:
    lines = rows_of(made.pdf)
    read = {tuple(text for text in line if text) for line in lines}
    printed = {tuple(text.replace("\N{MICRO SIGN}", "μ") for text in row) for row in made.rows}
    assert not {row for row in printed - read if not _within_merged(row, read)}
    assert any(MARK in " ".join(line) for line in lines)


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    """The texts of every row, as the room reads them in this process."""
    pages = json.loads(json.dumps(read_pdf(content)))["pages"]
    return [tuple(text for text, *_ in cells) for page in pages for _, cells in page["lines"]]


def test_a_process_of_its_own_reads_the_same_rows() -> None:
    made = CERTIFICATES[0]
    document = pdf_document(made.pdf)
    lines = [line for page in document.pages for line in page.lines]
    assert [tuple(cell.text for cell in line.cells) for line in lines] == rows_of(made.pdf)


def test_the_word_of_a_refusal_says_why() -> None:
    with pytest.raises(Refused) as refused:
        read_pdf(pdf_with_content(b"<< >>", catalog=b"/OpenAction << /JS (1) >>"))
    assert refused.value.word == "active"


def _within_merged(row: tuple[str, ...], read: set[tuple[str, ...]]) -> bool:
    """A merged cell is said again in each of its rows, so a row may hold more than was printed."""
    return any(set(row) < set(each) and len(each) <= len(row) + 2 for each in read)
