"""Strict parsing of JSON and TOML, and their faults in plain words.

The parsers' own messages are never passed on: some quote the file.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter

from ketum.errors import InputRefused
from ketum.intake.fault import refused_file
from ketum.intake.format import Format
from ketum.intake.raw import MAX_DEPTH, MAX_DIGITS

__all__ = ["Doubled", "parse"]

_CUT_OFF = (
    "it ends too early.",
    "Close every text, bracket and brace; perhaps the file was cut off when it was copied.",
)
_JSON_SAYS = {
    "Expecting value": (
        "a value is expected here.",
        'Give "text", a number, true, false, null, [ ] or { }; no comma after the last entry.',
    ),
    "Expecting property name": (
        "a key is expected here.",
        'Put every key in "double quotes"; no comma after the last entry.',
    ),
    "Expecting ':'": ("a colon is missing after a key.", 'Write "key": value.'),
    "Expecting ','": (
        "a comma or a closing bracket is missing here.",
        "Put a comma between entries, and close every bracket and brace.",
    ),
    "Invalid control character": (
        "a text runs over the end of its line, or holds a tab.",
        'Close the text with a " on the same line; write \\n for a new line and \\t for a tab.',
    ),
    "Invalid \\": (
        "a backslash stands before a sign that cannot follow it.",
        "Write \\\\ for a backslash.",
    ),
    "Extra data": (
        "something follows after the end of the case.",
        "Keep one case in one file, from its first { to its last }.",
    ),
    "Illegal trailing comma": (
        "a comma stands after the last entry.",
        "Take the comma out.",
    ),
}
_TOML_SAYS = {
    "Cannot overwrite": ("a key is written twice.", "Keep one of them."),
    "Cannot declare": ("a section or key is written twice.", "Keep one of them."),
    "Duplicate inline": ("a key is written twice.", "Keep one of them."),
    "Cannot redefine": ("a section or key is written twice.", "Keep one of them."),
    "Cannot mutate": (
        "a key is added to a part that is already complete.",
        "Write all keys of this part in one place.",
    ),
    "Invalid date": (
        "there is no such day or time.",
        "Check year, month and day, for example 2026-03-14.",
    ),
    "Invalid value": (
        "a value is expected here.",
        'Put text in "double quotes"; numbers, dates, true and false stand without quotes.',
    ),
    "Expected '='": ("an equals sign is missing after a key.", "Write key = value."),
    "Invalid statement": (
        "this line is neither a key with a value nor a section.",
        "Write key = value, or [section].",
    ),
    "Invalid initial character": (
        "a key is expected here.",
        "Write key = value; keys are letters, digits and _.",
    ),
    "Unclosed array": (
        "a list is not closed, or a comma is missing in it.",
        "Put a comma between entries and ] at the end.",
    ),
    "Unclosed inline table": (
        "a group is not closed, or a comma is missing in it.",
        "Keep the group on one line, put a comma between its keys and } at the end.",
    ),
    "Expected newline": (
        "something stands behind the end of a value.",
        "Write one key = value on each line; put text in quotes.",
    ),
    "Expected ']": ("the name of a section is not closed.", "Write [section] or [[list]]."),
    "Unterminated string": ("a text is not closed.", "Close it with the quote it began with."),
    "Expected '": ("a text is not closed.", "Close it with the quote it began with."),
    "Unescaped": (
        "a backslash stands before a sign that cannot follow it.",
        "Write \\\\ for a backslash, or put the text in 'single quotes'.",
    ),
    "Invalid hex": ("a \\u sign is not complete.", "Give four digits after \\u."),
    "Escaped character": ("a \\u sign stands for no letter.", "Check the digits after \\u."),
    "Illegal character": (
        "a text runs over the end of its line, or holds a sign that cannot be seen.",
        "Close the text on its line, or use three quotes for text of several lines.",
    ),
    "Found invalid": ("a sign here cannot be read.", "Type the line again."),
}
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)$")


class Doubled(dict[str, object]):
    """An object of the file in which some keys are written more than once."""

    twice: frozenset[str]


def parse(text: str, notation: Format) -> dict[str, object]:
    """The file's keys and values; numbers too large to hold become infinite.

    Raises:
        InputRefused: the text is not JSON or TOML, or is not one object.
    """
    try:
        tree = _parse_json(text) if notation is Format.JSON else tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise _json_refused(error, text) from None
    except tomllib.TOMLDecodeError as error:
        raise _toml_refused(error, text) from None
    except (RecursionError, ValueError):
        # Belt and braces: raw.py has bounded depth and digits before.
        raise refused_file(
            f"something is nested more than {MAX_DEPTH} deep, or a number is too long.",
            "Check that this is the right file.",
        ) from None
    if not isinstance(tree, dict):
        raise refused_file(
            "it holds a list or a single value, not a case.",
            "Put the keys of one case between { and }.",
            1,
        )
    return tree


def _parse_json(text: str) -> object:
    return json.loads(
        text, object_pairs_hook=_object, parse_int=_whole_number, parse_constant=_no_number
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = Doubled(plain)
    doubled.twice = frozenset(
        key for key, times in Counter(k for k, _ in pairs).items() if times > 1
    )
    return doubled


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_DIGITS else math.inf


def _no_number(_: str) -> float:
    return math.nan


def _json_refused(error: json.JSONDecodeError, text: str) -> InputRefused:
    rest, line = text[error.pos :].strip(), error.lineno
    before = text[: error.pos].rstrip()
    if rest.startswith(("//", "/*", "#")):
        problem, remedy = "comments cannot stand in JSON.", "Take the comment out."
    elif before.endswith(",") and rest.startswith(("}", "]")):
        # Python 3.13 and later say so themselves, at the comma.
        problem, remedy = _JSON_SAYS["Illegal trailing comma"]
        line = before.count("\n") + 1
    elif not rest or error.msg.startswith("Unterminated string"):
        # Strict JSON ends a text at the end of its line: an open one runs to the end of the file.
        problem, remedy = _CUT_OFF
    else:
        problem, remedy = _in_words(error.msg, _JSON_SAYS)
    if not text.lstrip().startswith("{"):
        remedy = "A case in JSON begins with { and ends with }; is this the right file?"
    return refused_file(f"this is not valid JSON: {problem}", remedy, line)


def _toml_refused(error: tomllib.TOMLDecodeError, text: str) -> InputRefused:
    message = str(error)
    at = _TOML_LINE.search(message)
    problem, remedy = _in_words(message, _TOML_SAYS)
    if at is None:
        line = text.rstrip().count("\n") + 1
        if not message.startswith("Cannot"):
            problem, remedy = _CUT_OFF
    else:
        line = int(at[1])
    if text.lstrip().startswith("{"):
        remedy = "This looks like JSON: give the file a name that ends in .json."
    return refused_file(f"this is not valid TOML: {problem}", remedy, line)


def _in_words(message: str, says: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for start, words in says.items():
        if message.startswith(start):
            return words
    return ("something here cannot be read.", "Check brackets, quotes and commas on this line.")
