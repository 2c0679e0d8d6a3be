"""What a PDF may be, and how one that may not is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from ketum.errors import InputRefused
from ketum.product.sandbox import LARGEST_BYTES, pdf_document
from tests.unit.product.hostile_pdfs import ANSWERED, HOSTILE, pdf_with_content

NORMAL = getSampleStyleSheet()["Normal"]


def pdf_of(*parts: Flowable) -> bytes:
    made = BytesIO()
    SimpleDocTemplate(made).build(list(parts))
    return made.getvalue()


def pages_of(count: int) -> bytes:
    made = BytesIO()
    canvas = Canvas(made)
    for _ in range(count):
        canvas.drawString(72, 720, "Lead")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def changed(content: bytes, change: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(content)))
    match change:
        case "password":
            writer.encrypt("secret")
        case "owner":
            writer.encrypt("", "secret")
        case "script":
            action = {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("1"),
            }
            writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
        case "file":
            writer.add_attachment("a.txt", b"a")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def refusal(content: bytes | Path) -> str:
    with pytest.raises(InputRefused) as refused:
        pdf_document(content)
    (complaint,) = refused.value.complaints
    assert complaint.place == "certificate"
    return complaint.problem


def test_a_table_comes_back_row_by_row(tmp_path: Path) -> None:
    rows = [["Analyte", "Result", "Unit"], ["Lead", "0.12", "ppm"], ["Cadmium", "< 0.01", "ppm"]]
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf_of(Paragraph("Lot: 7", NORMAL), Table(rows)))
    document = pdf_document(path)
    (page,) = document.pages
    assert [[cell.text for cell in line.cells] for line in page.lines] == [["Lot: 7"], *rows]
    assert (document.kind, page.number, document.pictures) == ("pdf", 1, ())


def test_a_raised_number_is_an_exponent_or_a_mark_and_not_a_digit() -> None:
    text = "7.1 x 10<super>4</super> CFU/g, Lead<super>1</super>, aflatoxin B<sub>1</sub>"
    (line,) = pdf_document(pdf_of(Paragraph(text, NORMAL))).pages[0].lines
    assert line.text == "7.1 x 10⁴ CFU/g, Lead¹, aflatoxin B1"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("password", "encrypted"),
        ("owner", "encrypted"),
        ("script", "scripts"),
        ("file", "other files"),
    ],
)
def test_what_may_do_harm_is_refused(change: str, problem: str) -> None:
    assert problem in refusal(changed(pages_of(1), change))


def test_sixty_pages_are_read_and_not_one_more() -> None:
    assert len(pdf_document(pages_of(60)).pages) == 60
    assert "60 pages" in refusal(pages_of(61))


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    assert "not a PDF" in refusal(b"Lead 0.1 ppm")
    assert "cut off" in refusal(b"%PDF-1.7\n" + bytes(range(256)))
    assert "10 MB" in refusal(b"%PDF-1.7" + bytes(LARGEST_BYTES))
    assert "opened" in refusal(tmp_path / "none.pdf")


def test_the_reader_of_pdfs_is_loaded_only_in_its_own_process() -> None:
    code = "import sys, ketum.product.sandbox; sys.exit('pdfminer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


MOST_KIBIBYTES = 512 * 1024
# A child counts what its parent held when it was started, so a small process starts the reader.
MEASURED = """
import resource, sys
from pathlib import Path
from ketum.errors import InputRefused
from ketum.product.sandbox import pdf_document
try:
    pdf_document(Path(sys.argv[1]))
except InputRefused as refused:
    print(*(complaint.problem for complaint in refused.complaints))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pdf_that_was_made_to_do_harm_is_refused(name: str, tmp_path: Path) -> None:
    make, why = HOSTILE[name]
    path = tmp_path / "made.pdf"
    path.write_bytes(make())
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True
    )
    problem, kibibytes = measured.stdout.splitlines()
    assert re.search(why, problem)
    assert int(kibibytes) < MOST_KIBIBYTES


@pytest.mark.parametrize("name", ANSWERED)
def test_a_strange_pdf_is_read_or_refused_and_never_waited_for(name: str) -> None:
    with suppress(InputRefused):
        assert pdf_document(ANSWERED[name]()).pages


def test_a_long_document_is_refused_for_its_length() -> None:
    assert "60 pages" in refusal(pages_of(2000))


def test_nothing_of_the_file_is_quoted() -> None:
    secret = pdf_with_content(b"<< /Zebrafink >>", catalog=b"/OpenAction << /JS (Zebrafink) >>")
    assert "Zebrafink" not in refusal(secret)


def test_a_page_without_text_is_a_picture() -> None:
    assert pdf_document(pdf_with_content(b"<< /Length 0 >>\nstream\n\nendstream")).pictures == (1,)


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import os; os.abort()", "longer"),
        ("raise SystemExit(1)", "memory"),
        ("import sys; sys.stdin.buffer.read(); print('[' * 40_000_000)", "longer"),
        ("import sys; sys.stdin.buffer.read(); print('no object')", "damaged"),
        ("import sys; sys.stdin.buffer.read(); print('{\"pages\": [1]}')", "damaged"),
        ('import sys; sys.stdin.buffer.read(); print(\'{"refused": "as I like"}\')', "damaged"),
    ],
)
def test_nothing_is_believed_of_a_process_that_goes_astray(
    program: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketum.product.sandbox.READER", ("-I", "-c", program))
    assert problem in refusal(pages_of(1) + bytes(200_000))
