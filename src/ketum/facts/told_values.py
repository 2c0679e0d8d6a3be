"""Measured values told among symptoms and conditions ("drowsy, SpO2 82% on air")."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from ketum.facts.value_words import split_off

__all__ = ["told_values"]

BETWEEN = re.compile(r"([;,]\s+|\n|\s+and\s+|\.\s+)")
STARTS_A_VALUE = re.compile(r"[<>~≤≥]?\d")


def told_values(text: str, is_quantity: Callable[[str], bool]) -> tuple[str, list[tuple[str, str]]]:
    """The text without its measured values, and these: what was measured, and the value."""
    if not any(letter.isdigit() for letter in text):
        return text, []
    kept: list[str] = []
    found: list[tuple[str, str]] = []
    pieces = BETWEEN.split(text)
    for at in range(0, len(pieces), 2):
        values = [_value(part, is_quantity) for part in _parts(pieces[at], is_quantity)]
        told = [value for value in values if value is not None]
        if told and len(told) == len(values):
            found += told
        else:
            kept += pieces[max(at - 1, 0) : at + 1]
    # A text of values alone leaves nothing; otherwise a joint at its start is dropped.
    return BETWEEN.sub(" ", "".join(kept), count=1) if _is_led(kept) else "".join(kept), found


def _is_led(kept: list[str]) -> bool:
    return bool(kept) and BETWEEN.fullmatch(kept[0]) is not None


def _value(part: str, is_quantity: Callable[[str], bool]) -> tuple[str, str] | None:
    split = split_off(part)
    return split if split is not None and is_quantity(split[0].rstrip("+ ")) else None


def _parts(piece: str, is_quantity: Callable[[str], bool]) -> list[str]:
    """A piece such as "HR 150 BP 80/40 RR 6", taken apart before each name."""
    words = piece.split()
    starts = [
        at
        for at, word in enumerate(words[:-1])
        if at and STARTS_A_VALUE.match(words[at + 1]) and is_quantity(word.strip(":=+"))
    ]
    edges = [0, *starts, len(words)]
    return [" ".join(words[low:high]) for low, high in pairwise(edges)]
