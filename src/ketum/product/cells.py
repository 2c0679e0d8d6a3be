"""What one cell of a results column says: a number, a limit it lies below, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from ketum.product.amounts import COUNTS, COUNTS_ML, unit_of
from ketum.product.certificate import Censored

__all__ = [
    "SIGN",
    "CellKind",
    "CellReading",
    "Marks",
    "marks_of",
    "number_in",
    "read_cell",
    "tidy",
    "with_sure_marks",
]

# Stands before the mark of a note, set there by the program: no document prints it.
SIGN = "\ue000"
LONGEST = 200
MOST_EXPONENT = 12
MOST_DIGITS = 15
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SUPERSCRIPT = re.compile(r"(?<=\d)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+[.,]\d+|\d+|[.,]\d+)"
)
POWER = r"(?: ?(?:[x×*·] ?10 ?\^ ?\(?([+-]?\d{1,2})\)?|e([+-]?\d{1,2})))?"
QUANTITY = re.compile(rf"({NUMBER}){POWER}", re.IGNORECASE)
# "10²" may be a hundred, or ten with a note; nobody prints thousands of notes.
TEN = re.compile(r"10 ?\^ ?(-\d{1,2}|[3-9]|1\d)(?!\d)")
NOTE = re.compile(r"\^\d{1,2}(?!\d)")
UNCERTAIN = re.compile(rf"(?:±|\+/-) ?({NUMBER}){POWER} ?(%?)", re.IGNORECASE)
COVERAGE = re.compile(r" ?[(\[]?\bk ?= ?2(?:[.,]0+)?[)\]]?$", re.IGNORECASE)
RANGE = re.compile(rf"{NUMBER}[^\d]{{0,8}}(?:-|–|—|to|bis) ?{NUMBER}", re.IGNORECASE)
UPPER = re.compile(
    r"^(?:nmt|not more than|max(?:imum)?\.?|≤|<=|up to|no more than)\b ?|^[≤]|^<=", re.IGNORECASE
)
BELOW = re.compile(r"^(?:<|less than|below|under|kleiner als|unter) ?", re.IGNORECASE)
ABOVE = re.compile(r"^(?:>|≥|>=|more than|greater than|nlt|min)", re.IGNORECASE)
OVER = re.compile(r"^(?:>|more than|greater than) ?(?!=)", re.IGNORECASE)
NOTHING = re.compile(
    r"(?:n/?a\.?|not (?:tested|analy[sz]ed|performed|requested|applicable|reported|available|run)"
    r"|nt|n\.t\.|n/t|nr|n\.r\.|n/r|[-–—]+|\.\.\.|pending|tbd|see (?:note|below|attached).{0,40}|)",
    re.IGNORECASE,
)
LOD_WORD = r"(?:lod|ld|limit of detection|detection limit|mdl|nwg|dl)"
LOQ_WORD = (
    r"(?:loq|lq|limit of quanti(?:ta|fica)tion|quanti(?:ta|fica)tion limit|rl|mrl|lloq"
    r"|reporting limit|pql|bg|ql)"
)
NOT_SEEN = re.compile(
    r"(?:nd|n\.d\.?|n/d|not[ -]?detected|none[ -]?detected|non[ -]?detect(?:ed|s)?|undetected"
    r"|nicht nachweisbar|nicht nachgewiesen|n\. ?n\.?|no detectado|non détecté|bdl"
    r"|below detection(?: limit)?)",
    re.IGNORECASE,
)
UNDER_LOD = re.compile(rf"(?:<|below) ?{LOD_WORD}|blod|b\.?d\.?l\.?", re.IGNORECASE)
UNDER_LOQ = re.compile(
    rf"(?:<|below|detected <|detected, <) ?{LOQ_WORD}|bl?oq|blq|bql|brl|b\.q\.l\.|trace(?:s)?"
    r"|below quanti(?:ta|fica)tion(?: limit)?|below reporting limit",
    re.IGNORECASE,
)
ABSENT = re.compile(
    r"(?:absent|absence|negative|neg\.?|none found|not found|not present|abwesend|negativ"
    r"|ausencia|ausente|negativo|no growth)",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"(?:present|positive|pos\.?|detected|presence|tntc|too numerous to count|positiv"
    r"|presencia|positivo|growth|nachgewiesen)",
    re.IGNORECASE,
)
MASS = re.compile(r"(?:in|/|per|\() ?(\d{1,4}) ?(g|ml)(?:rams?)?\)?$", re.IGNORECASE)
INNER = re.compile(
    rf"[(\[,;:]? ?(?:(?:{LOD_WORD}|{LOQ_WORD})\b ?[:=]?)?"
    rf" ?(<?) ?({NUMBER}){POWER} ?([^)\]]*)[)\]]?",
    re.IGNORECASE,
)  # fmt: skip


PASSED = re.compile(r" ?[(\[]?\b(?:pass(?:ed|es)?|complies|conforms)[)\]]?$", re.IGNORECASE)
THREE_DIGITS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})[.,](\d{3})(?![\d.,])")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
OF_THOUSAND = re.compile(r"(?<![\d.,])([1-9]\d{0,2})\.(\d{3})(?![\d.,])")
COUNT_UNITS = COUNTS.keys() | COUNTS_ML.keys()
SHARES = ("%", "mg/g")


class CellKind(Enum):
    """What a cell says."""

    NUMBER = "a number"
    CENSORED = "below a limit"
    ABSENT = "absent"
    PRESENT = "present"
    NOT_TESTED = "not tested"
    RANGE = "a range, not one value"
    AT_MOST = "an upper limit, not a value"
    AT_LEAST = "above a number, not a value"
    UNREAD = "not understood"


class Marks(Enum):
    """How the document writes decimals, as far as its numbers show."""

    POINT = "point"
    COMMA = "comma"
    NOT_SEEN = "not seen"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """What a cell says; `unit` is canonical, None where the cell has none.

    `unit_text` is what stood behind the number and is no unit that is known. `is_grouped` says that
    a point was taken for the mark of thousands, as the document writes decimals with a comma.
    """

    kind: CellKind
    value: Decimal | None = None
    unit: str | None = None
    unit_text: str = ""
    censored: Censored | None = None
    uncertainty: Decimal | None = None
    is_grouped: bool = False


def tidy(text: str) -> str:
    """One line with plain spaces, and powers of ten written with ^."""
    plain = SPACES.sub(" ", text.strip())[:LONGEST]
    plain = SUPERSCRIPT.sub(lambda found: "^" + found[1].translate(SUPERSCRIPTS), plain)
    return plain.replace("\N{MINUS SIGN}", "-").replace("\N{MULTIPLICATION SIGN}", "x")


def marks_of(texts: list[str]) -> Marks:
    """How decimals are written: told by numbers that can be read in one way only.

    Points in dates and in numbers of paragraphs tell nothing.
    """
    seen = set()
    for text in texts:
        for number in re.findall(r"(?<![\d.,])\d[\d.,]*\d(?![\d.,]*\d)", text):
            is_list = 1 < number.count(".") + number.count(",") in (
                number.count("."), number.count(","),
            )  # fmt: skip
            if not is_list or GROUPED.fullmatch(number):
                seen.add(_mark(number))
    found = seen & {Marks.POINT, Marks.COMMA}
    if len(found) == 2:
        return Marks.MIXED
    return found.pop() if found else Marks.NOT_SEEN


def _mark(number: str) -> Marks:
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return Marks.POINT if number.rfind(".") > number.rfind(",") else Marks.COMMA
    if points + commas == 1:
        whole, _, rest = number.replace(",", ".").partition(".")
        if len(rest) != 3 or len(whole) > 3 or whole == "0":
            return Marks.POINT if points else Marks.COMMA
    if points > 1:
        return Marks.COMMA
    return Marks.POINT if commas > 1 else Marks.NOT_SEEN


def number_in(text: str, marks: Marks) -> Decimal | None:
    """The number of a text that is one number, None where it can be read in two ways."""
    found = QUANTITY.fullmatch(text.strip())
    ten = TEN.fullmatch(text.strip())
    if ten is not None:
        return _scaled(Decimal(1), ten[1])
    return None if found is None else _number(found, marks)


def with_sure_marks(text: str, unit: str | None, marks: Marks) -> tuple[str, Marks]:
    """The text and its marks, where the unit tells what three digits behind a mark are.

    A count has no fraction of three digits; a share of thousands is more than there can be.
    """
    if unit in COUNT_UNITS:
        return without_thousands(text, marks), marks
    if unit in SHARES and marks in (Marks.NOT_SEEN, Marks.MIXED):
        found = THREE_DIGITS.findall(text)
        if len(found) == 1 and len(re.findall(r"\d[.,]\d", text)) == 1:
            return THREE_DIGITS.sub(r"\1.\2", text), Marks.POINT
    return text, marks


def without_thousands(text: str, marks: Marks) -> str:
    """A count without the marks of its thousands: no count has a fraction of three digits."""
    mark = "." if marks is Marks.COMMA else ","
    if marks is Marks.MIXED:
        return text
    return re.sub(
        rf"(?<![\d.,])[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+(?![\d.,])",
        lambda found: found[0].replace(mark, ""),
        text,
    )


def _number(found: re.Match[str], marks: Marks) -> Decimal | None:
    digits = _plain(found[1], marks)
    if digits is None or len(digits) > MOST_DIGITS:
        return None
    return _scaled(Decimal(digits), found[2] or found[3] or "0")


def _scaled(number: Decimal, exponent: str) -> Decimal | None:
    power = int(exponent)
    if abs(power) > MOST_EXPONENT:
        return None
    return Decimal(f"{number.scaleb(power):f}") if power else number


def _plain(number: str, marks: Marks) -> str | None:
    """The digits with a decimal point; None where comma or point may mean either."""
    number = number.replace(" ", "")
    if "." not in number and "," not in number:
        return number
    own = _mark(number)
    if own is Marks.NOT_SEEN:
        # 1,234 and 1.234: only the other numbers of the document can tell.
        if marks not in (Marks.POINT, Marks.COMMA):
            return None
        own = marks
        if own is Marks.COMMA and "." in number:
            return None
    elif marks in (Marks.POINT, Marks.COMMA) and own is not marks:
        return None
    if own is Marks.COMMA:
        return number.replace(".", "").replace(",", ".")
    return number.replace(",", "")


@lru_cache(maxsize=4096)
def read_cell(text: str, marks: Marks) -> CellReading:
    """What the cell says; what cannot be told is UNREAD, never a guess."""
    reading = _read(text, marks)
    points = OF_THOUSAND.findall(text) if marks is Marks.COMMA else []
    if reading.kind is not CellKind.UNREAD or len(points) != 1:
        return reading
    again = _read(OF_THOUSAND.sub(r"\1\2", text), marks)
    return reading if again.value is None else replace(again, is_grouped=True)


def _read(text: str, marks: Marks) -> CellReading:
    cell = PASSED.sub("", tidy(text.partition(SIGN)[0])).strip(" *†‡§")
    if NOTHING.fullmatch(cell):
        return CellReading(kind=CellKind.NOT_TESTED)
    for pattern, censored in (
        (UNDER_LOQ, Censored.BELOW_LOQ),
        (UNDER_LOD, Censored.BELOW_LOD),
        (NOT_SEEN, Censored.NOT_DETECTED),
    ):
        found = pattern.match(cell)
        if found is not None:
            return _censored(cell, found.end(), censored, marks)
    if UPPER.match(cell):
        return CellReading(kind=CellKind.AT_MOST)
    if ABOVE.match(cell):
        return _above(cell, marks)
    for pattern, kind in ((ABSENT, CellKind.ABSENT), (PRESENT, CellKind.PRESENT)):
        found = pattern.match(cell)
        if found is not None:
            return _qualitative(cell[found.end() :], kind)
    below = BELOW.match(cell)
    if below is not None:
        number = _quantity(cell[below.end() :], marks)
        if number.kind is CellKind.NUMBER:
            return CellReading(
                kind=CellKind.CENSORED, value=number.value, unit=number.unit,
                unit_text=number.unit_text,
            )  # fmt: skip
        return number
    return _quantity(cell, marks)


def _above(cell: str, marks: Marks) -> CellReading:
    """The number of "> 2 ppm"; "NLT 2 ppm" is what is asked for, and has none here."""
    over = OVER.match(cell)
    number = _quantity(cell[over.end() :], marks) if over is not None else None
    if number is None or number.kind is not CellKind.NUMBER:
        return CellReading(kind=CellKind.AT_LEAST)
    return replace(number, kind=CellKind.AT_LEAST)


def _censored(cell: str, end: int, censored: Censored, marks: Marks) -> CellReading:
    if cell[end : end + 1].isdigit():
        # "ND1": a limit, or the raised mark of a note.
        return CellReading(kind=CellKind.UNREAD)
    rest = cell[end:].strip()
    mass = MASS.search(rest)
    if mass is not None and not re.search(r"\d", rest[: mass.start()]):
        return _qualitative(rest, CellKind.ABSENT)
    if not rest or not re.search(r"\d", rest):
        plain = rest.strip("()[] ")
        known = not plain or unit_of(plain) is not None or plain.lower() in ("lod", "loq")
        if not known:
            return CellReading(kind=CellKind.UNREAD)
        return CellReading(kind=CellKind.CENSORED, censored=censored, unit=unit_of(plain))
    inner = INNER.fullmatch(rest)
    if inner is None:
        return CellReading(kind=CellKind.UNREAD)
    value = number_in(rest[inner.start(2) : inner.end(2)], marks)
    if value is None or inner[3] or inner[4]:
        return CellReading(kind=CellKind.UNREAD)
    written = inner[5].strip(" )]")
    unit = unit_of(written)
    if written and unit is None:
        return CellReading(kind=CellKind.UNREAD)
    return CellReading(kind=CellKind.CENSORED, censored=censored, value=value, unit=unit)


def _qualitative(rest: str, kind: CellKind) -> CellReading:
    mass = MASS.search(rest.strip())
    if mass is not None:
        return CellReading(
            kind=kind, unit=f"in {mass[1]} {'mL' if mass[2].lower() == 'ml' else 'g'}"
        )
    if re.search(r"\d", rest):
        return CellReading(kind=CellKind.UNREAD)
    return CellReading(kind=kind)


def _quantity(cell: str, marks: Marks) -> CellReading:
    """A number with what stands behind it: a unit, an uncertainty, or something unread."""
    cell, uncertainty = _uncertain(COVERAGE.sub("", cell).strip(), marks)
    if RANGE.search(cell):
        return CellReading(kind=CellKind.RANGE)
    ten = TEN.match(cell)
    found = ten or QUANTITY.match(cell)
    if found is None:
        return CellReading(kind=CellKind.UNREAD)
    value = _scaled(Decimal(1), ten[1]) if ten is not None else _number(found, marks)
    rest = cell[found.end() :].strip(" *†‡§")
    note = NOTE.match(rest) if ten is None and not found[1].endswith("10") else None
    rest = rest[note.end() :].strip() if note is not None else rest
    if value is None or rest[:1].isdigit():
        return CellReading(kind=CellKind.UNREAD)
    if re.search(r"\d", rest) and unit_of(rest) is None:
        return CellReading(kind=CellKind.UNREAD)
    return CellReading(
        kind=CellKind.NUMBER,
        value=value,
        unit=unit_of(rest),
        unit_text="" if unit_of(rest) else rest,
        uncertainty=uncertainty,
    )


def _uncertain(cell: str, marks: Marks) -> tuple[str, Decimal | None]:
    """The cell without its uncertainty, and that in the unit of the number where it is plain."""
    around = UNCERTAIN.search(cell)
    if around is None:
        return cell, None
    before, after = cell[: around.start()].strip(), cell[around.end() :].strip()
    number = _number(around, marks)
    behind = f"{around[4]}{after}"
    value = QUANTITY.match(before)
    own = unit_of(before[value.end() :]) if value is not None else None
    if own is not None and own == unit_of(behind):
        # "8.1 % ± 0.3 %", "14 mg/g ± 1 mg/g": one unit, said twice.
        return before, number
    if own is not None and behind == "%" and number is not None:
        # "14 mg/g ± 5 %": a share of the number itself.
        whole = read_cell(before, marks).value
        return before, None if whole is None else whole * number / 100
    if around[4] and "%" not in before + after and not re.search(r"[a-z]", before + after):
        # "1.42 ± 0.05 %": the sign stands for both numbers.
        return f"{before} %", number
    return f"{before} {after}".strip(), None if around[4] else number
