"""Lines of text: their ink, their signs, and folding that keeps a number with its unit."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

__all__ = ["Ink", "Line", "Look", "Signs", "fold", "items", "mark", "plain_units", "written"]

WIDTH = 80
NO_BREAK = "\N{NO-BREAK SPACE}"
UNITS = {
    " mm[Hg]": " mm Hg",
    "/{1.73_m2}": " per 1.73 m2",
    " Cel": " \N{DEGREE SIGN}C",
    " /min": " a minute",
}
BOUND = (
    re.compile(r"(?<=\d mm) (?=Hg)"),
    re.compile(r"(?<=\d) (?=(?:to|or|and) \d)"),
    re.compile(r"(?<=\d.(?:to|or)) (?=\d)"),
    re.compile(r"(?<=\d.and) (?=\d)"),
    re.compile(r"(?<=\d) (?=[^\W\d_]|[%°])"),
    re.compile(r"(?<=[<>≤≥=±]) (?=\d)"),
)


class Ink(Enum):
    """What a line is, for whoever colours it; the words say the same without colour."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    EMERGENCY = "emergency"
    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"
    INFO = "info"
    UNKNOWN = "unknown"


class Signs(Enum):
    """Which signs stand beside the words: those of the screen, plain letters, or none."""

    UNICODE = 0
    ASCII = 1
    NONE = 2


MARKS: dict[Ink, tuple[str, str]] = {
    Ink.EMERGENCY: ("\N{DOUBLE EXCLAMATION MARK}", "!!"),
    Ink.CONTRAINDICATED: ("\N{CIRCLED DIVISION SLASH}", "(/)"),
    Ink.MAJOR: ("\N{BLACK UP-POINTING TRIANGLE}", "!"),
    Ink.MODERATE: ("\N{BLACK DIAMOND}", "<>"),
    Ink.MINOR: ("\N{BLACK SQUARE}", "[]"),
    Ink.INFO: ("\N{CIRCLED LATIN SMALL LETTER I}", "(i)"),
    Ink.UNKNOWN: ("?", "?"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is shown."""

    text: str
    ink: Ink = Ink.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How lines are laid out: `width` in characters, None for one line a sentence."""

    width: int | None = WIDTH
    signs: Signs = Signs.UNICODE


def mark(words: str, ink: Ink, look: Look) -> str:
    """The words, then their sign: a screen reader meets the word first."""
    if look.signs is Signs.NONE or ink not in MARKS:
        return words
    return f"{words} {MARKS[ink][look.signs.value]}"


def fold(
    text: str, look: Look, *, indent: str = "", hang: str | None = None, ink: Ink = Ink.PLAIN
) -> list[Line]:
    """The text in lines of at most the width; a word, and a number with its unit, stay whole.

    `indent` stands before the first line, `hang` (by default the same) before the others.
    """
    if look.width is None:
        return [Line(f"{indent}{text}", ink)]
    for pattern in BOUND:
        text = pattern.sub(NO_BREAK, text)
    folded = textwrap.wrap(
        text,
        width=look.width,
        initial_indent=indent,
        subsequent_indent=indent if hang is None else hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [Line(line.replace(NO_BREAK, " "), ink) for line in folded or [""]]


def items(texts: Iterable[str], look: Look, *, indent: str = "  ") -> list[Line]:
    """A list: each entry behind a dash, its further lines under its first word."""
    hang = f"{indent}  "
    return [line for text in texts for line in fold(f"- {text}", look, indent=indent, hang=hang)]


def written(lines: Iterable[Line]) -> str:
    """The lines as one text without colour."""
    return "".join(f"{line.text}\n" for line in lines)


def plain_units(text: str) -> str:
    """The text with units as people write them, where UCUM writes them otherwise."""
    for code, words in UNITS.items():
        text = text.replace(code, words)
    return text
