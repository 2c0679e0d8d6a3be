"""Numbers as they are written in a value: signs, ranges, units and words behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from ketum.evidence.amount_words import AmountWords
from ketum.facts.counting import tokens_of
from ketum.facts.interval import Interval

__all__ = [
    "Written",
    "is_tens",
    "read_coma_scale",
    "read_multiple",
    "read_number",
    "read_pressures",
    "read_tens",
    "split_off",
]

ABOUT = r"(?:~|≈|(?:approx(?:imately)?|about|around|circa|ca|c)\b\.?)?"
NUMBER = re.compile(
    rf"^\s*{ABOUT}\s*([<>]=?|≤|≥)?\s*(\d[\d,]*(?:\.\d+)?)"
    r"(?:\s*(?:-|–|—|to)\s*(\d+(?:\.\d+)?))?(\+?)(?![\d.,/]*/\s*\d)\s*(.*?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
PRESSURE = r"(\d{1,2}0['’]?s|\d{2,3}(?:\.\d+)?|\d\.\d+)"
PAIR = re.compile(rf"(?<![\d/.]){PRESSURE}\s*(?:/|over)\s*{PRESSURE}(?![\d/.])", re.IGNORECASE)
# "130s", "in the 80s"; a tenth more or less is all that is said.
TENS = re.compile(
    r"^\s*(?:(?:in\s+)?the\s+)?(?:low|mid|high)?[\s-]*(\d{1,2}0)['’]?s\s*$", re.IGNORECASE
)
LAST_OF_TEN = "9"
UPPER_ONLY = re.compile(
    r"^\W*(?:(?:sbp|systolic)\W*(\d{2,3})"
    r"|(\d{2,3})\s*(?:mmhg\s*)?(?:systolic|sys|/\s*p(?:alp)?|by palp\w*)\b)",
    re.IGNORECASE,
)
OUT_OF = re.compile(r"^\s*(\d{1,2})\s*(?:/|of|out of)\s*15\b", re.IGNORECASE)
PARTS = re.compile(r"^\W*E\s*(\d)\W*V\s*(\d)\W*M\s*(\d)(?:\s*=\s*\d+)?\W*$", re.IGNORECASE)
LIMIT = re.compile(
    r"\bx?uln\b|\bupper\s+(?:normal\s+)?limits?\b|\blimit\s+of\s+normal\b|\d\s*xuln\b"
    r"|(?:\bx|\d\s*x|\btimes|fold|×)\s*(?:the\s+)?(?:normal|uln)\b",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
# Oxygen, times of the day and how long ago are no second value.
BESIDE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:l/min|lpm|l|hours?|hrs?|h|min|am|pm)\b|\b\d+:\d+\b", re.IGNORECASE
)
NAME_AND_VALUE = re.compile(r"^\s*(\D.*?)[\s:=]+((?:[<>~≤≥]\s*)?\d.*)$", re.DOTALL)
# "<3.0" is below 3.0 by less than any laboratory can tell.
JUST_BESIDE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A number with its bound or range, as it was shown, and the words behind it."""

    number: Interval
    shown: str
    rest: str


def read_number(text: str) -> Written | None:
    """The one number of the text, or None where there is none or more than one."""
    match = NUMBER.match(text)
    if match is None:
        return None
    sign, digits, upper, plus, rest = match.groups()
    low = _digits(digits)
    if low is None or re.search(r"\d", BESIDE.sub("", _without_powers(rest))):
        return None
    shown = text.strip().removesuffix(rest).strip()
    if upper is not None:
        high = float(upper)
        if sign or high < low:
            return None
        return Written(number=Interval(low, high), shown=shown, rest=rest)
    return Written(number=_signed(">=" if plus else sign, low), shown=shown, rest=rest)


def _without_powers(text: str) -> str:
    """Digits of a unit ("1.73 m2", "10*9/L") set aside."""
    return re.sub(r"1\.73|\bm2\b|m\^2|_m2|10[*^]\d+", "", text)


def _digits(text: str) -> float | None:
    if THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    plain = text.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 and not plain.endswith(".") else None


def _signed(sign: str | None, number: float) -> Interval:
    if sign in ("<", "<=", "≤"):
        return Interval(0.0, number * (1 - JUST_BESIDE) if sign == "<" else number)
    if sign in (">", ">=", "≥"):
        return Interval(number * (1 + JUST_BESIDE) if sign == ">" else number, inf)
    return Interval.exactly(number)


def read_pressures(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Every pair such as 122/78, or "80 systolic" alone, with the words that follow it."""
    pairs = list(PAIR.finditer(text))
    ends = [pair.start() for pair in pairs[1:]] + [len(text)]
    if pairs:
        # Of one pair the words before it count too ("lying 122/78").
        before = text[: pairs[0].start()] if len(pairs) == 1 else ""
        return [
            (pair.groups(), f"{before} {text[pair.end() : end]}".strip())
            for pair, end in zip(pairs, ends, strict=True)
        ]
    match = UPPER_ONLY.match(text)
    return [((match.group(1) or match.group(2),), text[match.end() :])] if match else []


def is_tens(text: str) -> bool:
    """Whether only the tens of a number are told, such as "130s"."""
    return TENS.match(text) is not None


def read_tens(text: str) -> Interval:
    """From 130 to 139 for "130s"; a number told in full is itself."""
    match = TENS.match(text)
    if match is None:
        return Interval.exactly(float(text))
    first = match.group(1)
    return Interval(float(first), float(first[:-1] + LAST_OF_TEN))


def read_coma_scale(text: str) -> Interval | None:
    """Such as "7/15", "7 out of 15" or "E2 V2 M3"."""
    whole = OUT_OF.match(text)
    if whole is not None:
        return Interval.exactly(float(whole.group(1)))
    parts = PARTS.match(text)
    return Interval.exactly(float(sum(map(int, parts.groups())))) if parts else None


def read_multiple(text: str, words: AmountWords) -> Interval | None:
    """Such as "5x ULN" or "three times the upper limit", in upper limits."""
    if not LIMIT.search(text):
        return None
    plain = re.sub(r"(?<=\d)\s*(?:x|×|-?fold)|xuln", " ", text, flags=re.IGNORECASE)
    if NUMBER.match(plain) is not None:
        written = read_number(plain)
        return None if written is None else written.number
    found = [
        number
        for token in tokens_of(plain, words)
        if (number := token.number or token.amount("repeat")) is not None
    ]
    return found[0] if len(found) == 1 else None


def split_off(text: str) -> tuple[str, str] | None:
    """What was measured and its value, where a text gives both ("SpO2 82% on air")."""
    match = NAME_AND_VALUE.match(text)
    return (match.group(1).strip(" :="), match.group(2)) if match else None
