"""A PDF as pages of cells, read by a process of its own that `product.sandbox` holds under limits.

`python -I -m ketum.pdf.document` reads the bytes of a PDF and writes one JSON object:
`pages`, `pictures`, or `refused` with the word that says why.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from math import hypot

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTComponent, LTContainer, LTCurve, LTImage, LTLine, LTPage, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix

from ketum.pdf.layout import Block, Row, Span, table_of
from ketum.pdf.order import in_reading_order
from ketum.pdf.rules import grids_of
from ketum.pdf.words import Rule, Sign, Turn, majority_turn, rule_of, turn_of, words_of

try:
    import resource
except ImportError:  # pragma: no cover  # Windows: only the clock of the parent
    resource = None  # type: ignore[assignment]

__all__ = ["MOST_PAGES", "read_pdf"]

MOST_PAGES = 60
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
MOST_SIGNS = 400_000
MOST_OBJECTS = 100_000
MEMORY_BYTES = 400 * 1024 * 1024
PROCESSOR_S = 12
PICTURE_SHARE = 0.2
FEW_SIGNS = 300
MANY_CURVES = 40
THICKEST_LINE = 3.0
RARELY = 100_000  # objects; a process that lives for one document has little to collect

ACTIVE_KEYS = ("JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent")
ACTIVE_KINDS = (
    "JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "RichMedia", "EmbeddedFile",
    "RichMediaExecute", "GoToE",
)  # fmt: skip


class Refused(Exception):
    """The document is not read; `word` says why, one of the words that the sandbox knows."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def read_pdf(content: bytes) -> dict[str, object]:
    """The rows of every page, and the pages that are pictures.

    Raises:
        Refused: it is encrypted, damaged, holds scripts or files, or is too long.
    """
    document = _opened(content)
    pages: list[dict[str, object]] = []
    pictures: list[int] = []
    left = MOST_SIGNS
    for number, page in enumerate(_pages(document), start=1):
        layout, signs = _drawn(page, left)
        left -= len(signs)
        parts = list(_parts(layout))
        if _is_picture(layout, parts, signs):
            pictures.append(number)
        pages.append({"number": number, "lines": [_line(row) for row in _rows(parts, signs)]})
    if not any(page["lines"] for page in pages):
        pictures = list(range(1, len(pages) + 1))
    return {"pages": pages, "pictures": pictures}


def _opened(content: bytes) -> PDFDocument:
    if b"%PDF-" not in content[:1024]:
        raise Refused("not_pdf")
    document = PDFDocument(PDFParser(BytesIO(content)))
    if document.encryption is not None:
        raise Refused("encrypted")
    _refuse_active(document)
    return document


def _refuse_active(document: PDFDocument) -> None:
    """Nothing in a PDF is ever run here; one that would run something elsewhere is not read."""
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    if len(numbers) > MOST_OBJECTS:
        raise Refused("too_much_text")
    for number in numbers:
        try:
            found = document.getobj(number)
        except Exception:  # noqa: BLE001, S112  # an object that nothing can read does nothing
            continue
        if _is_active(found, 0):
            raise Refused("active")


def _is_active(part: object, depth: int) -> bool:
    if isinstance(part, PDFStream):
        part = part.attrs
    if depth > 20:
        return False
    if isinstance(part, dict):
        if any(key in part for key in ACTIVE_KEYS):
            return True
        kinds = (part.get("S"), part.get("Type"), part.get("Subtype"))
        if any(isinstance(kind, PSLiteral) and kind.name in ACTIVE_KINDS for kind in kinds):
            return True
        return any(_is_active(value, depth + 1) for value in part.values())
    return isinstance(part, list) and any(_is_active(value, depth + 1) for value in part)


def _pages(document: PDFDocument) -> list[PDFPage]:
    found = list(islice(PDFPage.create_pages(document), MOST_PAGES + 1))
    if len(found) > MOST_PAGES:
        raise Refused("too_many_pages")
    if not found:
        raise Refused("damaged")
    return found


class _Collector(PDFLayoutAnalyzer):
    """Keeps what a page draws, and arranges nothing."""

    def __init__(self, fonts: PDFResourceManager, left: int) -> None:
        super().__init__(fonts, laparams=None)
        self.signs: list[Sign] = []
        self.left = left
        self.page: LTPage | None = None

    def render_char(  # as pdfminer calls it
        self, matrix: Matrix, font: PDFFont, fontsize: float, scaling: float, rise: float,
        cid: int, _ncs: object, _graphicstate: object,
    ) -> float:  # fmt: skip
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        sense = -1.0 if advance < 0 else 1.0
        self.signs.append(
            Sign(
                text,
                x=e + rise * c, y=f + rise * d,
                along=advance * a, up=advance * b,
                size=abs(fontsize) * hypot(c, d) or 1.0,
                turn=turn_of(sense * a, sense * b),
            )
        )  # fmt: skip
        if len(self.signs) > self.left:
            raise Refused("too_much_text")
        return advance

    def receive_layout(self, ltpage: LTPage) -> None:
        self.page = ltpage


def _drawn(page: PDFPage, left: int) -> tuple[LTPage, list[Sign]]:
    fonts = PDFResourceManager()
    collector = _Collector(fonts, left)
    PDFPageInterpreter(fonts, collector).process_page(page)
    layout = collector.page
    if layout is None:
        raise Refused("damaged")
    x0, y0, x1, y1 = layout.bbox
    return layout, [sign for sign in collector.signs if x0 <= sign.x <= x1 and y0 <= sign.y <= y1]


def _parts(container: Iterable[LTComponent]) -> Iterator[LTComponent]:
    for part in container:
        if isinstance(part, LTContainer):
            yield from _parts(part)
        else:
            yield part


def _is_picture(layout: LTPage, parts: list[LTComponent], signs: list[Sign]) -> bool:
    """Whether what a reader sees on the page is mostly not text."""
    area = layout.width * layout.height or 1.0
    covered = sum(p.width * p.height for p in parts if isinstance(p, LTImage))
    unknown = sum(sign.text == UNKNOWN for sign in signs)
    readable = sum(not sign.text.isspace() for sign in signs) - unknown
    if not readable:
        curves = sum(isinstance(part, LTCurve) for part in parts)
        return bool(covered or unknown) or curves > MANY_CURVES
    return unknown > readable or (covered > PICTURE_SHARE * area and readable < FEW_SIGNS)


def _rows(parts: list[LTComponent], signs: list[Sign]) -> list[Row]:
    turn = majority_turn(signs)
    words, beside = words_of(signs, turn)
    blocks: list[Block] = []
    for grid in grids_of(_rules(parts, turn)):
        block, words = table_of(grid, words, len(blocks) + 1)
        if block:
            blocks.append(block)
    rows = in_reading_order(words, blocks)
    return [*rows, *(Row(0.0, 0.0, [Span(text, 0.0, 0.0)]) for text in beside)]


def _rules(parts: list[LTComponent], turn: Turn) -> Iterator[Rule]:
    for part in parts:
        if isinstance(part, LTLine):
            yield rule_of(part.x0, part.y0, part.x1, part.y1, turn)
        elif isinstance(part, LTRect) and _is_visible(part):
            x0, y0, x1, y1 = part.bbox
            if min(part.width, part.height) < THICKEST_LINE:
                yield rule_of(x0, y0, x1, y1, turn)
                continue
            for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                yield rule_of(*ends, turn)


def _is_visible(part: LTRect) -> bool:
    color = part.non_stroking_color
    shades = color if isinstance(color, tuple) else (color,)
    is_white = len(shades) in {1, 3} and all(shade == 1 for shade in shades)
    return part.stroke or (part.fill and not is_white)


def _line(row: Row) -> list[object]:
    cells = [[cell.text, round(cell.left, 1), round(cell.right, 1)] for cell in row.cells]
    return [row.table, cells]


def main() -> None:
    logging.disable(logging.CRITICAL)
    gc.set_threshold(RARELY)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read_pdf(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"refused": refused.word}
    except PDFEncryptionError:
        answer = {"refused": "encrypted"}
    except MemoryError:
        answer = {"refused": "too_big"}
    except Exception:  # noqa: BLE001  # a damaged file may raise anything; none of it is quoted
        answer = {"refused": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
