"""The glyphs of a PDF page as words that stand upright, whichever way the page was turned.

Lengths are points; `base`, the line that letters stand on, counts downwards. What is raised is
written so ("10⁴", "Lead¹", or with a caret: "Lead^a"), a lowered sign is joined ("B1").
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

__all__ = [
    "Rule",
    "Sign",
    "Turn",
    "Word",
    "majority_turn",
    "plain",
    "raised",
    "rule_of",
    "turn_of",
    "words_of",
]

KEPT = "\N{TRADE MARK SIGN}\N{NUMERO SIGN}"
RAISED_SIGNS = dict(zip("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True))
HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\N{FIGURE DASH}\N{SOFT HYPHEN}"

# Shares of the size of the type.
SPACE = 0.17
SAME_BASE = 0.1
SMALLER = 0.86
RAISED = 0.07
HIGHEST = 0.75
NEAR = 0.3
LARGE = 40.0  # points; larger type has no raised signs that matter
BIN = 20.0
LEADERS = re.compile(r"[.·…_]{4,}")
FEWEST_SPACES = 0.03

Turn = tuple[float, float]
UPRIGHT: Turn = (1.0, 0.0)
TURNS: tuple[Turn, ...] = (UPRIGHT, (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))


@dataclass(frozen=True, slots=True)
class Sign:
    """A glyph where the page puts it: its origin, y upwards, and the way to the next one.

    `turn` is the direction in which the text runs, None where it runs aslant.
    """

    text: str
    x: float
    y: float
    along: float
    up: float
    size: float
    turn: Turn | None


@lru_cache(maxsize=1000)
def turn_of(along: float, up: float) -> Turn | None:
    """The one of four directions that a way takes, None where it runs aslant."""
    length = hypot(along, up)
    if not length:
        return UPRIGHT
    for turn in TURNS:
        if abs(along / length - turn[0]) + abs(up / length - turn[1]) < SAME_BASE:
            return turn
    return None


@dataclass(slots=True)
class Word:
    """A run of glyphs without a space between them.

    `is_apart` says that none was printed before it either, on a page that prints spaces.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line that was drawn, upright or level, at `at` from `start` to `end`."""

    is_upright: bool
    at: float
    start: float
    end: float


def plain(text: str) -> str:
    """The signs of a text as the field types them; an exponent never melts into its base."""
    return "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in HYPHENS:
        return "-"
    if unicodedata.category(sign) in {"Cf", "Cc"}:
        return ""
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if kind == "<fraction>" or sign in KEPT or sign in RAISED_SIGNS.values():
        return sign
    usual = unicodedata.normalize("NFKC", sign)
    return raised(usual) if kind in {"<super>", "<circle>"} else usual


def raised(text: str) -> str:
    """A text that stands above the line, so that it is never taken for more digits."""
    if all(sign in RAISED_SIGNS for sign in text):
        return "".join(RAISED_SIGNS[sign] for sign in text)
    return text if all(sign in "*†‡§®" for sign in text) else f"^{text}"


def majority_turn(signs: Iterable[Sign]) -> Turn:
    """The way in which most of a page's text runs, one of four."""
    turns = Counter(turn for sign in signs if (turn := sign.turn))
    return turns.most_common(1)[0][0] if turns else UPRIGHT


def _turned(x: float, y: float, turn: Turn) -> tuple[float, float]:
    """A point of the page, y upwards, as a reader of the text sees it, y downwards."""
    return x * turn[0] + y * turn[1], x * turn[1] - y * turn[0]


def rule_of(x0: float, y0: float, x1: float, y1: float, turn: Turn) -> Rule:
    """A line drawn between two points, level where it is wider than high."""
    (left, top), (right, bottom) = _turned(x0, y0, turn), _turned(x1, y1, turn)
    left, right = sorted((left, right))
    top, bottom = sorted((top, bottom))
    if right - left >= bottom - top:
        return Rule(is_upright=False, at=(top + bottom) / 2, start=left, end=right)
    return Rule(is_upright=True, at=(left + right) / 2, start=top, end=bottom)


def words_of(signs: Iterable[Sign], turn: Turn) -> tuple[list[Word], list[str]]:
    """The words that run in the given direction, and the texts that do not, as watermarks."""
    by_turn: dict[Turn | None, list[Sign]] = {}
    for sign in signs:
        by_turn.setdefault(sign.turn, []).append(sign)
    own = by_turn.pop(turn, [])
    has_spaces = sum(sign.text.isspace() for sign in own) > FEWEST_SPACES * len(own)
    found = [part for word in _joined([_placed(sign, turn) for sign in own]) for part in _led(word)]
    for word in found:
        word.is_apart = word.is_apart and has_spaces
    beside = ["".join(plain(sign.text) for sign in by_turn.pop(None, []))]
    for other, some in by_turn.items():
        words = _joined([_placed(sign, other or turn) for sign in some])
        beside.append(" ".join(word.text for word in words))
    return found, [text for text in beside if text.strip()]


def _led(word: Word) -> list[Word]:
    """What stands on both sides of the points that lead from a name to its value."""
    if LEADERS.search(word.text) is None:
        return [word]
    step = (word.right - word.left) / len(word.text)
    parts, start = [], 0
    for found in [*LEADERS.finditer(word.text), None]:
        end = found.start() if found else len(word.text)
        if text := word.text[start:end]:
            left, right = word.left + start * step, word.left + end * step
            parts.append(Word(text, left, right, word.base, word.size))
        start = found.end() if found else end
    return parts


def _placed(sign: Sign, turn: Turn) -> Word:
    left, base = _turned(sign.x, sign.y, turn)
    right, _ = _turned(sign.x + sign.along, sign.y + sign.up, turn)
    return Word(sign.text, left, right, base, sign.size)


def _joined(glyphs: list[Word]) -> list[Word]:
    """Words of the glyphs that stand beside each other."""
    glyphs.sort(key=lambda glyph: glyph.base)
    rows: list[list[Word]] = []
    for glyph in glyphs:
        if rows and glyph.base - rows[-1][0].base <= SAME_BASE * rows[-1][0].size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    words = [word for row in rows for word in _words_of_row(row)]
    return _with_raised(words) if len(rows) > 1 else words


def _words_of_row(row: list[Word]) -> list[Word]:
    row.sort(key=lambda glyph: glyph.left)
    words: list[Word] = []
    is_open = False
    for glyph in row:
        if not glyph.text.strip():
            is_open = False
            continue
        text = plain(glyph.text)
        last = words[-1] if words and is_open else None
        if last and _is_printed_twice(glyph, last):
            continue
        if (
            last
            and glyph.left - last.right <= SPACE * glyph.size
            and SMALLER <= glyph.size / last.size <= 1 / SMALLER
        ):
            last.text += text
            last.right = max(last.right, glyph.right)
        elif text:
            is_apart = is_open and bool(words)
            words.append(Word(text, glyph.left, glyph.right, glyph.base, glyph.size, is_apart))
        is_open = True
    return words


def _is_printed_twice(glyph: Word, last: Word) -> bool:
    """Some programs print a letter twice in one place to make it bold."""
    middle = (glyph.left + glyph.right) / 2
    return glyph.text == last.text[-1:] and middle < last.right


def _with_raised(words: list[Word]) -> list[Word]:
    """Small words above or below the line joined to their word, and what follows them too."""
    words.sort(key=lambda word: word.left)
    ending = _Ending()
    for word in words:
        near = ending.near(word)
        owner = next((each for each in near if _belongs(word, each)), None)
        if owner:
            owner.text += raised(word.text) if word.base < owner.base else word.text
            ending.end_later(owner, word.right)
            continue
        for mark in near:
            if _leads(mark, word):
                mark.text, mark.base, mark.size = raised(mark.text), word.base, word.size
        before = next((each for each in near if _goes_on(word, each)), None)
        if before:
            before.text += word.text
            ending.end_later(before, word.right)
        else:
            ending.add(word)
    return ending.words


class _Ending:
    """Words by where they end, so that those just before another are found at once."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.by_place: dict[int, list[Word]] = {}

    def add(self, word: Word) -> None:
        self.words.append(word)
        self.by_place.setdefault(int(word.right // BIN), []).append(word)

    def end_later(self, word: Word, right: float) -> None:
        word.right = max(word.right, right)
        self.by_place.setdefault(int(word.right // BIN), []).append(word)

    def near(self, word: Word) -> list[Word]:
        reach = 2 * NEAR * max(word.size, LARGE)
        first, last = int((word.left - reach) // BIN), int((word.left + reach) // BIN)
        return [each for at in range(last, first - 1, -1) for each in self.by_place.get(at, ())]


def _belongs(small: Word, owner: Word) -> bool:
    lift = abs(owner.base - small.base) / owner.size
    return (
        small.size < SMALLER * owner.size
        and RAISED < lift < HIGHEST
        and -SPACE < (small.left - owner.right) / owner.size < NEAR
    )


def _leads(mark: Word, word: Word) -> bool:
    """Whether a raised mark stands before the word, as at the start of a footnote."""
    lift = (word.base - mark.base) / word.size
    return (
        mark.size < SMALLER * word.size
        and RAISED < lift < HIGHEST
        and -SPACE < (word.left - mark.right) / word.size < 2 * NEAR
    )


def _goes_on(word: Word, before: Word) -> bool:
    """Whether the word follows a raised or lowered part without a space, as in "H2O"."""
    return (
        abs(word.base - before.base) < SAME_BASE * word.size
        and -SPACE < (word.left - before.right) / word.size < SAME_BASE
        and SMALLER <= word.size / before.size <= 1 / SMALLER
    )
