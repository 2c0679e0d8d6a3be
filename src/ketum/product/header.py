"""The header of a certificate: who tested what, when, and under which accreditation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ketum.product.cells import SPACES
from ketum.product.certificate import Confidence, HeaderField
from ketum.product.layout import Line
from ketum.product.wording import LABELS

__all__ = ["DATES", "Field", "fields_of", "iso_date", "keep_field", "laboratory_of"]

DATES = ("received", "tested", "reported", "expires")
LONGEST = 160
LONGEST_KEY = 60
LONGEST_CELL = 400
MOST_WORDS = 4
MOST_LINES = 8
LABORATORY = re.compile(
    r"\b(?:laborator(?:y|ies|io)|labs?|analytics?|analytical|labor)\b|analytik\b", re.IGNORECASE
)
NO_LABORATORY = re.compile(
    r"[:\d]|\b(?:certificate|report|results?|panel|tests?|tested|accredited|by|data|sample|summary"
    r"|analys[ie]s|kratom|client)\b|^.{0,5}$|^.{61}",
    re.IGNORECASE,
)
COMPILED = tuple((name, re.compile("|".join(words), re.IGNORECASE)) for name, words in LABELS)
PAIR = re.compile(r"^([^:#=]{2,50}?)\s*(?:#? ?[:=]|#)\s*([^\s:#=].*)$")
A_DAY = (
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.?[ -][A-Za-zä]{3,10}\.?,?[ -]\d{4}|[A-Za-zä]{3,10}\.? \d{1,2},? \d{4})"
)
ONLY_DAY = re.compile(A_DAY)
# "Report Date 03-Oct-2026", without a colon; nothing may follow.
BARE_DATE = re.compile(rf"(?P<key>[A-Za-z][A-Za-z .]{{2,40}}?)\s+{A_DAY}")
# "Report: 2026-04-17-3" is a number, not a day.
REPORT = re.compile(r"(?:test )?report", re.IGNORECASE)
BARE_LOT = re.compile(
    r"^(?:.{0,60}?\b)?(?:lot|batch)\s*(?:(?:no\.?|number|#|id)\s*([A-Z0-9][\w./-]{1,30})"
    r"|((?=[\w./-]*\d)[A-Z0-9][\w./-]{0,30}))$",
    re.IGNORECASE,
)
ISO_NUMBER = re.compile(
    r"iso(?:/iec)? ?17025(?::\d{4})?[^\n]{0,60}?"
    r"(?:no\.?|number|#|cert(?:ificate)?\.?|pjla|a2la|anab)"
    r" ?(?:no\.?|#|:)* ?([A-Z0-9][A-Z0-9.\-]{2,20})",
    re.IGNORECASE,
)
NUMBER_OF_BODY = re.compile(
    r"\b(?:D-PL|AT|BE|CH|STS|DANAK|FINAS|RvA L|UKAS|CNAS L|NABL|TC|SAMM|KAN|LP)"
    r"[ -]?\d[0-9.-]{2,15}\b"
)
GERMAN_BODY = re.compile(r"\bD-PL-\d[0-9-]{3,15}\b")
BODY_NUMBER = re.compile(
    r"\b(?:pjla|a2la|anab|perry johnson)\b[^\n]{0,50}?(?:#|no\.?|number|cert(?:ificate)?\.?)"
    r" ?:? ?#? ?([A-Z0-9][A-Z0-9.\-]{2,20})",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|no|without|un)[ -]?(?:yet |an? )?(?:accredit|iso)|\bnot \w+ (?:accredit|under|to)",
    re.IGNORECASE,
)
ACCREDITED = re.compile(r"iso(?:/iec)? ?17025", re.IGNORECASE)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar enero", "feb february februar febrero", "mar march märz marzo",
            "apr april abril", "may mai mayo", "jun june juni junio", "jul july juli julio",
            "aug august agosto", "sep sept september septiembre", "oct october oktober okt octubre",
            "nov november noviembre", "dec december dezember dez diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
Y_M_D = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})")
NAMED_FIRST = re.compile(r"([A-Za-zä]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
NAMED_SECOND = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([A-Za-zä]{3,10})\.?,?[ -](\d{4}|\d{2})"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the header, by the name it has in a certificate."""

    name: str
    found: HeaderField
    question: str = ""


def fields_of(line: Line, page: int) -> Iterator[Field]:
    """The fields a line holds: "Key: value" in a cell, or a key and its value in two cells."""
    skip = -1
    for at, cell in enumerate(line.cells):
        if at == skip:
            continue
        text = SPACES.sub(" ", cell.text).strip()
        fields = [
            field
            for part in _pairs(text[:LONGEST_CELL])
            for field in _of_pair(part, page, line.number)
        ]
        if fields:
            yield from fields
            continue
        bare = BARE_LOT.match(text)
        if bare is not None:
            yield from _some(_named("lot", bare[1] or bare[2], text, page, line.number))
            continue
        dated = BARE_DATE.fullmatch(text)
        if dated is not None and _label(dated["key"]) in DATES:
            yield from _some(_named(dated["key"], dated["day"], text, page, line.number))
            continue
        key = text.rstrip(":").strip()
        if _label(key) is not None and at + 1 < len(line.cells):
            value = SPACES.sub(" ", line.cells[at + 1].text).strip()
            if (text.endswith(":") or len(line.cells) == 2) and value and _label(value) is None:
                yield from _some(_named(key, value, f"{text} {value}", page, line.number))
                skip = at + 1
    whole = SPACES.sub(" ", line.text)
    yield from _some(_accreditation(whole, page, line.number))


def _accreditation(whole: str, page: int, line: int) -> Field | None:
    """The number of an accreditation, else the standard alone that a line names."""
    numbered = ISO_NUMBER.search(whole) or BODY_NUMBER.search(whole)
    if numbered is not None and re.search(r"\d", numbered[1]):
        return Field("accreditation", _header(numbered[0], whole, page, line))
    named = ACCREDITED.search(whole)
    if named is None or DENIED.search(whole):
        return None
    body = NUMBER_OF_BODY.search(whole, named.end()) or GERMAN_BODY.search(whole)
    if body is not None:
        return Field("accreditation", _header(f"{named[0]} {body[0]}", whole, page, line))
    printed = whole[:LONGEST] if "accredit" in whole.lower() else named[0]
    return Field("accreditation", _header(printed, whole, page, line, Confidence.MEDIUM))


def _pairs(text: str) -> list[str]:
    """The pairs of "Lot: A1 Received: 2026-01-15", parted before each name of a field."""
    starts = [0]
    for colon in re.finditer(":", text):
        words = list(re.finditer(r"\S+", text[starts[-1] : colon.start()]))[-MOST_WORDS:]
        for word in words:
            at = starts[-1] + word.start()
            if ":" in text[starts[-1] : at] and _label(text[at : colon.start()]) is not None:
                starts.append(at)
                break
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]


def _of_pair(text: str, page: int, line: int) -> Iterator[Field]:
    pair = PAIR.match(text)
    if pair is not None and ACCREDITED.search(pair[1]) is None:
        yield from _some(_named(pair[1], pair[2], text, page, line))


def keep_field(field: Field, header: dict[str, HeaderField]) -> None:
    """The first of its name, and of accreditations the first that has a number."""
    known = header.get(field.name)
    has_more = known is not None and (
        field.name == "accreditation"
        and field.found.confidence is Confidence.HIGH
        and known.confidence is not Confidence.HIGH
    )
    if known is None or has_more:
        header[field.name] = field.found


def laboratory_of(lines: Sequence[Line]) -> HeaderField | None:
    """The laboratory that a heading above all else names without saying so, not surely."""
    for line in lines[:MOST_LINES]:
        for cell in line.cells:
            text = SPACES.sub(" ", cell.text).strip()
            if LABORATORY.search(text) and not NO_LABORATORY.search(text):
                return _header(text, text, 1, line.number, Confidence.LOW)
    return None


def _some(field: Field | None) -> Iterator[Field]:
    if field is not None:
        yield field


def _header(
    value: str, as_read: str, page: int, line: int, confidence: Confidence = Confidence.HIGH
) -> HeaderField:
    return HeaderField(
        value=value[:LONGEST], as_read=as_read[:LONGEST], page=page, line=line,
        confidence=confidence,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _label(key: str) -> str | None:
    key = SPACES.sub(" ", key).strip(" .:#").strip()
    if not key or len(key) > LONGEST_KEY:
        return None
    return next((name for name, pattern in COMPILED if pattern.fullmatch(key)), None)


def _named(key: str, value: str, text: str, page: int, line: int) -> Field | None:
    name = _label(key)
    value = value.strip(" .;")
    if name is None or not value:
        return None
    if name not in DATES:
        return Field(name, _header(value, text, page, line))
    day, sure = iso_date(value)
    is_number = REPORT.fullmatch(key.strip()) is not None and not ONLY_DAY.fullmatch(value)
    if day is None or is_number:
        return None
    if sure:
        return Field(name, _header(day.isoformat(), text, page, line))
    return Field(
        name,
        _header(day.isoformat(), text, page, line, Confidence.LOW),
        f"The date of {name} can be read with the month or with the day first. Which is it?",
    )


def iso_date(text: str) -> tuple[date | None, bool]:
    """The day a text names, and whether it can be read in one way only."""
    found = Y_M_D.search(text)
    if found is not None:
        return _day(int(found[1]), int(found[2]), int(found[3])), True
    for pattern, month, day, year in ((NAMED_FIRST, 1, 2, 3), (NAMED_SECOND, 2, 1, 3)):
        found = pattern.search(text)
        if found is not None and found[month].lower() in MONTHS:
            return _day(_year(found[year]), MONTHS[found[month].lower()], int(found[day])), True
    found = NUMERIC.search(text)
    if found is None:
        return None, True
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if found[2] == "." or first > 12:
        return _day(year, second, first), True
    if second > 12 or first == second:
        return _day(year, first, second), True
    return _day(year, first, second), False


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
