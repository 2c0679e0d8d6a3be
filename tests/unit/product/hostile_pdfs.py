"""PDFs that somebody made to do harm, each from a few objects."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random

__all__ = ["ANSWERED", "HOSTILE", "pdf_with_content", "raw_pdf"]

MEBI = 1024 * 1024
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def raw_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of the objects, numbered from 1; the first is its catalog."""
    content, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(content)
    lines = [b"%010d 00000 n \n" % place for place in places]
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(lines))
    content += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf_with_content(
    content: bytes,
    *,
    catalog: bytes = b"",
    page: bytes = b"/MediaBox [0 0 612 792]",
    more: tuple[bytes, ...] = (),
    trailer: bytes = b"",
) -> bytes:
    """One page that draws `content`, a stream object; further objects are numbered from 6."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >>"
            b" /XObject << /X 6 0 R >> >> %s >>" % page,
            content,
            FONT,
            *more,
        ],
        trailer,
    )


TEXT = b"BT /F 9 Tf 72 720 Td (Lead 0.12 ppm) Tj ET\n"


def zip_bomb() -> bytes:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * MEBI) for _ in range(600)) + packer.flush()
    twice = zlib.compress(packed)
    return pdf_with_content(stream(twice, b"/Filter [/FlateDecode /FlateDecode]"))


def million_words() -> bytes:
    content = b"BT /F 1 Tf 1 0 0 1 0 0 Tm\n" + b"(a ) Tj\n" * 1_000_000 + b"ET"
    return pdf_with_content(stream(zlib.compress(content), b"/Filter /FlateDecode"))


def many_lines() -> bytes:
    lines = b"".join(b"%d 0 m %d 700 l S 0 %d m 600 %d l S\n" % (n, n, n, n) for n in range(20_000))
    return pdf_with_content(stream(zlib.compress(TEXT + lines), b"/Filter /FlateDecode"))


def endless_operators() -> bytes:
    return pdf_with_content(stream(zlib.compress(b"q Q " * 20_000_000), b"/Filter /FlateDecode"))


def form_in_itself() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    return pdf_with_content(stream(b"/X Do"), more=(stream(b"/X Do /X Do", form),))


def pages_in_themselves() -> bytes:
    return raw_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>"]
    )


def earlier_table_is_the_same() -> bytes:
    content = pdf_with_content(stream(TEXT))
    start = content.rindex(b"xref\n0")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def deep_arrays() -> bytes:
    return pdf_with_content(stream(b"[" * 200_000 + TEXT), catalog=b"/A " + b"[" * 50_000)


def action(text: bytes) -> Callable[[], bytes]:
    return lambda: pdf_with_content(stream(TEXT), catalog=b"/OpenAction << /S " + text + b" >>")


def hidden_script() -> bytes:
    """A script in an object that nothing points to by name, with an escaped key."""
    return pdf_with_content(stream(TEXT), more=(b"<< /S /Java#53cript /J#53 (app.alert) >>",))


def attached_file() -> bytes:
    return pdf_with_content(stream(TEXT), catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>")


def random_bytes() -> bytes:
    return b"%PDF-1.7\n" + Random(1).randbytes(200_000)


def cut_off() -> bytes:
    return pdf_with_content(stream(TEXT))[:300]


def page_of_light_years() -> bytes:
    return pdf_with_content(stream(TEXT), page=b"/MediaBox [0 0 1e30 1e30]")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (zip_bomb, "memory|longer"),
    "million words": (million_words, "more in it|takes longer"),
    "endless operators": (endless_operators, "memory|longer"),
    "pages in themselves": (pages_in_themselves, "damaged"),
    "a script when opened": (action(b"/JavaScript /JS (app.alert)"), "scripts"),
    "a program to launch": (action(b"/Launch /F (cmd.exe)"), "scripts"),
    "a form to send": (action(b"/SubmitForm /F (x)"), "scripts"),
    "a hidden script": (hidden_script, "scripts"),
    "an attached file": (attached_file, "other files"),
    "random bytes": (random_bytes, "damaged"),
}
"""What must be refused, and a word of why."""

ANSWERED: dict[str, Callable[[], bytes]] = {
    "deep arrays": deep_arrays,
    "many lines": many_lines,
    "a form in itself": form_in_itself,
    "the earlier table is the same": earlier_table_is_the_same,
    "cut off": cut_off,
    "a page of light years": page_of_light_years,
}
"""What may be read or refused, so long as it ends."""
