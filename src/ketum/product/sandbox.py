"""The door for PDFs, which anybody may have written: each is read by a process under limits.

The process gets the bytes, no path and no environment; it may use 400 MiB of memory and 12 s of
processor time, may write no file, and is ended after 18 s on the clock. Windows has no limit on
memory; the clock ends it there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

from ketum.errors import Complaint, InputRefused
from ketum.pdf import READER
from ketum.product.layout import Cell, Document, Line, Page

__all__ = ["LARGEST_BYTES", "pdf_document"]

LARGEST_BYTES = 10 * 1024 * 1024
LONGEST_ANSWER = 32 * 1024 * 1024
CLOCK_S = 18
PLACE = "certificate"
TYPE_INSTEAD = "Type the values of the certificate instead."
PRINT_ANEW = "Print it to a new PDF, or type the values of the certificate."

REFUSALS = {
    "not_pdf": ("is not a PDF.", "Give a PDF, text, CSV or JSON file."),
    "damaged": ("is a PDF that is damaged or cut off.", PRINT_ANEW),
    "encrypted": ("is a PDF that is encrypted or has a password.", PRINT_ANEW),
    "active": ("is a PDF that carries scripts, programs or other files.", PRINT_ANEW),
    "too_many_pages": (
        "is a PDF of more than 60 pages.",
        "Give only the pages of the certificate.",
    ),
    "too_much_text": ("is a PDF with more in it than any certificate.", TYPE_INSTEAD),
    "too_big": ("is a PDF that takes more memory to read than is allowed.", TYPE_INSTEAD),
    "too_slow": ("is a PDF that takes longer to read than is allowed.", TYPE_INSTEAD),
    "too_large": ("is a file of more than 10 MB.", "Give only the pages of the certificate."),
    "unreadable": ("is a file that cannot be opened.", "Check that it is there and may be read."),
}


def pdf_document(source: Path | bytes) -> Document:
    """The pages of a PDF as lines of cells.

    Raises:
        InputRefused: it is no PDF, damaged, encrypted, too long or too large, carries scripts or
            files, or takes too much memory or time. Nothing of the file is quoted.
    """
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > LARGEST_BYTES:
        raise _refusal("too_large")
    return _document(_answer(content))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError:
        raise _refusal("unreadable") from None


def _refusal(word: str) -> InputRefused:
    problem, remedy = REFUSALS[word]
    return InputRefused([Complaint(place=PLACE, problem=problem, remedy=remedy)])


def _answer(content: bytes) -> object:
    """What the process answers; it reads everything before it writes, and is ended by a clock."""
    process = subprocess.Popen(  # noqa: S603  # our own module; the bytes come through a pipe
        [sys.executable, *READER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={},
    )  # fmt: skip
    answer = b""
    clock = Timer(CLOCK_S, process.kill)
    clock.daemon = True
    clock.start()
    with suppress(BrokenPipeError), process:
        if process.stdin and process.stdout:  # always: both were asked for
            with suppress(BrokenPipeError):
                process.stdin.write(content)
                process.stdin.close()
            answer = process.stdout.read(LONGEST_ANSWER + 1)
            if len(answer) > LONGEST_ANSWER:
                process.kill()
    clock.cancel()
    if process.returncode != 0 or len(answer) > LONGEST_ANSWER:
        raise _refusal("too_slow" if process.returncode < 0 else "too_big")
    try:
        return json.loads(answer)
    except ValueError:
        raise _refusal("damaged") from None


def _document(answer: object) -> Document:
    """The answer of the process, believed only where it has the right shape."""
    match answer:
        case {"refused": str(word)} if word in REFUSALS:
            raise _refusal(word)
        case {"pages": list(pages), "pictures": list(pictures)}:
            return Document(
                kind="pdf",
                pages=tuple(map(_page, pages)),
                pictures=tuple(number for number in pictures if isinstance(number, int)),
            )
    raise _refusal("damaged")


def _page(part: object) -> Page:
    match part:
        case {"number": int(number), "lines": list(lines)}:
            return Page(
                number=number,
                lines=tuple(_line(index, line) for index, line in enumerate(lines, start=1)),
            )
    raise _refusal("damaged")


def _line(number: int, part: object) -> Line:
    match part:
        case [int(table), list(cells)]:
            return Line(number=number, cells=tuple(map(_cell, cells)), table=table)
    raise _refusal("damaged")


def _cell(part: object) -> Cell:
    match part:
        case [str(text), int(left) | float(left), int(right) | float(right)]:
            return Cell(text=text, left=left, right=right)
    raise _refusal("damaged")
