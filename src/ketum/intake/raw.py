"""What is asked of the bytes before anything parses them.

Both parsers recurse, and the TOML one needs quadratic time for long dotted keys: depth, amount
and length are therefore bounded here, in one pass of regular expressions that cannot
backtrack.
"""

from __future__ import annotations

import re

from ketum.intake.fault import refused_file
from ketum.intake.format import Format

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_DIGITS", "TOO_DEEP", "sound_text"]

MAX_BYTES = 5_000_000
MAX_DEPTH = 32
MAX_VALUES = 100_000
MAX_DIGITS = 400
# The TOML parser reads text sign by sign. What it reads is limited more strictly in sweep.py.
MAX_RAW_TEXT = 100_000
MAX_LINES_NAMED = 100

TOO_DEEP = f"brackets or keys are nested more than {MAX_DEPTH} deep."

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_JSON_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_TOML_TEXT = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}+'
    r"|'''(?:[^']++|'(?!''))*+'{0,5}+"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]++")
_LONG_KEY = re.compile(r"(?<![\w.-])(?:[\w-]++[ \t]*+\.[ \t]*+){" + str(MAX_DEPTH) + "}", re.ASCII)
_LONG_NUMBER = re.compile(r"(?<![0-9_])[0-9_]{" + str(MAX_DIGITS + 1) + "}")


def sound_text(content: bytes, notation: Format) -> str:
    """The text of a file that is safe to parse, without its byte order mark.

    Raises:
        InputRefused: too large, empty, not UTF-8, control characters, too deep, too much.
    """
    if len(content) > MAX_BYTES:
        raise refused_file(
            "it is larger than 5 MB.",
            "A case is a few pages at most: check that this is the right file.",
        )
    text = _decode(content).removeprefix("\ufeff")
    if not text.strip():
        raise refused_file("it is empty.", "Check that the case was saved, then try again.")
    _refuse_control_characters(text)
    _refuse_excess(text, notation)
    return text


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused_file(
            f"the text is not UTF-8 (byte {error.start + 1} of it).",
            "Save the file as UTF-8.",
            content.count(b"\n", 0, error.start) + 1,
        ) from None
    # UTF-16 of plain letters is valid UTF-8 with a zero byte beside every letter.
    first, second = text[:4:2], text[1:4:2]
    if _is_beside_zeros(first, second) or _is_beside_zeros(second, first):
        raise refused_file("the text is not UTF-8 (byte 1 of it).", "Save the file as UTF-8.", 1)
    return text


def _is_beside_zeros(signs: str, zeros: str) -> bool:
    return bool(zeros) and not zeros.strip("\0") and not _CONTROL.search(signs)


def _refuse_control_characters(text: str) -> None:
    lines: list[int] = []
    line, at = 1, 0
    for found in _CONTROL.finditer(text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        if line not in lines[-1:]:
            lines.append(line)
        if len(lines) == MAX_LINES_NAMED:
            break
    if lines:
        raise refused_file(
            "this line holds a control character, which cannot be seen.",
            "Type the line again; such signs often come from copying out of another program.",
            *lines,
        )


def _refuse_excess(text: str, notation: Format) -> None:
    if notation is Format.JSON:
        bare = _JSON_TEXT.sub("s", text)
    else:
        bare = _TOML_TEXT.sub(_stand_in, text)
    if _depth(bare) > MAX_DEPTH or (notation is Format.TOML and _LONG_KEY.search(bare)):
        raise refused_file(
            TOO_DEEP,
            "Take out the needless levels; a case needs five at most.",
        )
    if sum(map(bare.count, ",=:.[{")) > MAX_VALUES:
        raise refused_file(
            f"it holds more than {MAX_VALUES:,} values.",
            "A case is a few pages at most: check that this is the right file.",
        )
    if notation is Format.TOML and (number := _LONG_NUMBER.search(bare)):
        # Text over several lines was shortened in `bare`, so the line is counted in the text.
        line = text.count("\n", 0, max(text.find(number[0]), 0)) + 1
        raise refused_file(
            f"a number has more than {MAX_DIGITS} digits.", "Check the number on this line.", line
        )


def _stand_in(found: re.Match[str]) -> str:
    """What stands for a text or a comment of TOML while brackets are counted."""
    if found[0].startswith("#"):
        return ""
    if len(found[0]) > MAX_RAW_TEXT:
        line = found.string.count("\n", 0, found.start()) + 1
        raise refused_file(
            "a text begins here that is far too long.",
            "Shorten it to what matters for the review; or perhaps its last quote is missing.",
            line,
        )
    return "s"


def _depth(bare: str) -> int:
    depth = deepest = 0
    for sign in _NOT_BRACKETS.sub("", bare):
        depth += 1 if sign in "[{" else -1
        if depth > deepest:
            deepest = depth
            if deepest > MAX_DEPTH:
                break
    return deepest
