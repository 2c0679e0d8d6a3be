"""`read_certificate`: a file or an object in, a certificate with the place of every value out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.product.certificate import Certificate
from ketum.product.csv_document import csv_document, delimiter_of
from ketum.product.document import certificate_of, is_own_document
from ketum.product.json_document import json_document
from ketum.product.layout import Document
from ketum.product.sandbox import pdf_document
from ketum.product.tables import understand
from ketum.product.text_document import text_document

__all__ = ["MAX_BYTES", "read_certificate"]

MAX_BYTES = 10_000_000
MOST_LINES = 5_000
LONGEST_LINE = 8_000
LONGEST_TEXT = 1_000_000
MOST_CELLS = 50_000
PLACE = "certificate"
PDF = b"%PDF-"
HEAD = 1024


def read_certificate(source: Path | Mapping[str, object], knowledge: KnowledgeBase) -> Certificate:
    """Read a certificate from a PDF, text, CSV or JSON file, or from an object.

    What stands in it is told by its content, not by the name of the file. A PDF is parsed in a
    process of its own.

    Raises:
        InputRefused: it cannot be read, is too large, or is no certificate at all.
    """
    if isinstance(source, Path):
        content = _bytes(source)
        if PDF in content[:HEAD]:
            return _understood(pdf_document(content), knowledge)
        return _of_text(_decoded(content), knowledge)
    return _of_object(source, knowledge)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise OSError
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise _refused("cannot be opened.", "Check the path and whether it may be read.") from None
    if len(content) > MAX_BYTES:
        raise _refused("is larger than 10 MB.", "Give a smaller file, or type the values.")
    if not content.strip():
        raise _refused("is empty.", "Give the certificate, or type the values.")
    return content


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else (
        "utf-8-sig", "cp1252"
    ):  # fmt: skip
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused("is neither PDF nor text.", "Give a PDF, text, CSV or JSON file.")


def _of_text(text: str, knowledge: KnowledgeBase) -> Certificate:
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text, knowledge)
    lines = text.splitlines() if len(text) <= LONGEST_TEXT else []
    if not 0 < len(lines) <= MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise _refused("has too many or too long lines.", "Give the certificate alone.")
    delimiter = delimiter_of(text)
    document = text_document(text) if delimiter is None else csv_document(text, delimiter)
    return _understood(document, knowledge)


def _understood(document: Document, knowledge: KnowledgeBase) -> Certificate:
    if sum(len(line.cells) for page in document.pages for line in page.lines) > MOST_CELLS:
        raise _refused("has too many cells.", "Give the certificate alone.")
    return understand(document, knowledge)


def _of_json(text: str, knowledge: KnowledgeBase) -> Certificate:
    try:
        content = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=str)
    except (ValueError, RecursionError):
        raise _refused("is no valid JSON.", "Correct it, or give it as text.") from None
    if isinstance(content, Mapping):
        return _of_object(content, knowledge)
    return _understood(json_document(content), knowledge)


def _number(text: str) -> Decimal | str:
    """A number as it was written; one too long to be a result stays a text."""
    return Decimal(text) if len(text) < 30 and "e" not in text.lower() else text


def _of_object(content: Mapping[str, object], knowledge: KnowledgeBase) -> Certificate:
    if is_own_document(content):
        return certificate_of(content)
    return _understood(json_document(content), knowledge)


def _refused(problem: str, remedy: str) -> InputRefused:
    return InputRefused([Complaint(place=PLACE, problem=problem, remedy=remedy)])
