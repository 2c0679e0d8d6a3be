"""How lines reach this terminal: its width, its signs, its colours, its letters."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ketum.cli.output import write
from ketum.report import Ink, Line, Look, Signs, written

__all__ = ["look", "show"]

NARROWEST, WIDEST = 40, 200
# The fills and inks of the design system; a word always stands on them.
STYLES = {
    Ink.STRONG: "bold",
    Ink.EMERGENCY: "bold #FFFFFF on #5E0B26",
    Ink.CONTRAINDICATED: "bold #FFFFFF on #C02A1B",
    Ink.MAJOR: "bold #16212B on #E8860A",
    Ink.MODERATE: "bold #16212B on #F4C542",
    Ink.MINOR: "bold #16212B on #C9E2F8",
    Ink.INFO: "bold #16212B on #FFFFFF",
    Ink.UNKNOWN: "bold reverse",
}
SPELT = {
    "\N{MICRO SIGN}": "u", "\N{GREEK SMALL LETTER MU}": "u", "\N{MULTIPLICATION SIGN}": "x",
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-", "\N{DEGREE SIGN}": " deg ",
    "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{PLUS-MINUS SIGN}": "+/-", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{HORIZONTAL ELLIPSIS}": "...",
}  # fmt: skip


def look(*, plain: bool, to_file: bool) -> Look:
    """The layout for where the text goes; plain is one unfolded line a sentence, words only."""
    if plain:
        return Look(width=None, signs=Signs.NONE)
    if to_file:
        return Look()
    signs = Signs.UNICODE if all(_is_shown(sign) for sign in "‼⊘▲◆■ⓘ") else Signs.ASCII
    if not (sys.stdout.isatty() or "COLUMNS" in os.environ):
        return Look(signs=signs)
    columns = shutil.get_terminal_size().columns
    return Look(width=min(max(columns, NARROWEST), WIDEST), signs=signs)


def show(lines: Iterable[Line], *, plain: bool, output: Path | None) -> None:
    """Write the lines to the file, or to standard output in what it can show."""
    lines = tuple(lines)
    if output is not None:
        write(written(lines), output)
    elif plain or not _is_coloured():
        text = "".join(map(_spelt, written(lines)))
        sys.stdout.buffer.write(text.encode(_encoding(), errors="replace"))
        sys.stdout.buffer.flush()
    else:
        # Loading rich is slow, and most reviews go to a file or to another program.
        from rich.console import Console  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        console = Console(force_terminal=True, highlight=False)
        for line in lines:
            text = "".join(map(_spelt, line.text))
            console.print(Text(text, STYLES.get(line.ink, "")), soft_wrap=True)


def _is_coloured() -> bool:
    """NO_COLOR wins (no-color.org), then FORCE_COLOR, then whether somebody looks at it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def _is_shown(sign: str) -> bool:
    try:
        sign.encode(_encoding())
    except UnicodeEncodeError:
        return False
    return True


def _spelt(letter: str) -> str:
    """The letter, or what stands for it where it cannot be shown."""
    if letter.isascii() or _is_shown(letter):
        return letter
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return SPELT.get(letter) or bare or "?"
