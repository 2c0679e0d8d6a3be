"""Units that stand in a sentence beside a table and not in it, and the table each governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import COUNTS, COUNTS_ML, convert, unit_of
from ketum.product.cells import tidy
from ketum.product.certificate import Censored, Confidence, Result
from ketum.product.columns import ColumnRole, role_of_label
from ketum.product.layout import Line
from ketum.product.rows import NO_UNIT, RowReading

__all__ = [
    "Statement",
    "Table",
    "governing",
    "lacks_unit",
    "marks_over",
    "stated_in",
    "with_stated",
]

STATED_DOUBT = "its unit stands in a sentence beside the table, not in it"
STATED = re.compile(
    r"(?:(?P<all>all|alle|todos los) |the |die )?(?:test |analytical |reported |measured )?"
    r"(?:results?|values?|data|concentrations?|amounts?|figures?|numbers?|units?|ergebnisse|werte"
    r"|angaben|gehalte|resultados|valores)"
    r"(?: (?:are|is|were|was|reported|given|expressed|stated|listed|shown|presented|below|above"
    r"|in (?:the|this) table|sind|expresados))*(?: (?:in|as|en)|:| ?=) (?P<unit>.+)",
    re.IGNORECASE,
)
MARKED = re.compile(r"(?P<mark>[*†‡§#]{1,3}) ?(?P<unit>.+)")
ENDS = re.compile(r"[.;](?= |$)")
EXCEPT = re.compile(r",? ?\b(?:unless|except|if not)\b.*$", re.IGNORECASE)
BASIS = re.compile(r" ?\b(?:on )?(?:an? )?(?:dry|as[ -](?:is|received))\b.*$", re.IGNORECASE)
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Statement:
    """A unit in words: `at` counts the lines; `mark` is what leads to it, "" where nothing does."""

    unit: str
    text: str
    at: int
    mark: str = ""
    is_of_all: bool = False


@dataclass(slots=True)
class Table:
    """The lines below one heading or title, from `first` to `last`.

    `units` are those of the results that were read in it.
    """

    key: tuple[int, int]
    first: int
    last: int
    marks: frozenset[str] = frozenset()
    needs_unit: bool = False
    units: set[str] = field(default_factory=set)


def stated_in(line: Line, at: int, *, is_heading: bool) -> Iterator[Statement]:
    """The unit that a line states for the results beside it; of a heading, "ppm unless stated"."""
    text = tidy(line.cells[0].text if is_heading else line.text)[:LONGEST]
    if is_heading:
        for part in BRACKETS.findall(text):
            unit = unit_of(EXCEPT.sub("", part))
            if unit is not None and EXCEPT.search(part):
                yield Statement(unit, text, at)
        return
    first = ENDS.split(text)[0].strip()
    found = STATED.fullmatch(first) or MARKED.fullmatch(first)
    unit = _unit_in(found["unit"]) if found is not None else None
    if found is None or unit is None:
        return
    named = found.groupdict()
    yield Statement(unit, first, at, named.get("mark") or "", bool(named.get("all")))


def _unit_in(words: str) -> str | None:
    """The one unit that is all the words say."""
    plain = BASIS.sub("", EXCEPT.sub("", words)).strip()
    unit = unit_of(plain) or unit_of(BRACKETS.sub(" ", plain))
    others = {unit_of(part) for part in BRACKETS.findall(plain)} - {None, unit}
    if unit is None or any(convert(Decimal(1), other or "", unit) != 1 for other in others):
        return None
    return unit


def marks_over(line: Line, analytes: Analytes) -> frozenset[str]:
    """The mark of the one heading of results, none where there are several."""
    over = [
        cell.text.strip()
        for cell in line.cells
        if role_of_label(cell.text, analytes)[0] is ColumnRole.RESULT
    ]
    found = re.search(r"[*†‡§#]{1,3}$", over[0]) if len(over) == 1 else None
    return frozenset({found[0]} if found is not None else ())


def governing(
    tables: Sequence[Table], statements: Sequence[Statement], titles: Sequence[int]
) -> Mapping[tuple[int, int], Statement]:
    """The one statement that governs each table without a unit; none where two may be meant."""
    tables = [table for table in tables if table.last > table.first]
    found: dict[tuple[int, int], list[Statement]] = {}
    for each in statements:
        is_alone = each.is_of_all and len(statements) == 1
        meant = (_all_meant if is_alone else _meant)(each, tables, titles)
        for table in meant:
            found.setdefault(table.key, []).append(each)
    return {
        key: given[0] for key, given in found.items() if len({each.unit for each in given}) == 1
    }


def _all_meant(each: Statement, tables: Sequence[Table], titles: Sequence[int]) -> list[Table]:
    """Of a statement on top all tables without a unit; else those of the part it stands in."""
    if all(table.first > each.at for table in tables):
        return [table for table in tables if table.needs_unit]
    own = [
        table
        for table in tables
        if table.needs_unit
        and table.first <= each.at
        and not any(table.last < title < each.at for title in titles)
    ]
    return own or _meant(each, tables, titles)


def _meant(each: Statement, tables: Sequence[Table], titles: Sequence[int]) -> list[Table]:
    if each.mark:
        marked = [table for table in tables if each.mark in table.marks and table.first < each.at]
        return [table for table in marked[-1:] if table.needs_unit]
    inside = [table for table in tables if table.first <= each.at <= table.last]
    if inside:
        return [table for table in inside if table.needs_unit]
    above = [table for table in tables if table.last < each.at][-1:]
    below = [table for table in tables if table.first > each.at][:1]
    near = [t for t in above if not any(t.last < title < each.at for title in titles)]
    if any(each.unit in table.units for table in near):
        return []
    near += [
        t for t in below if not above or not any(each.at < title <= t.first for title in titles)
    ]
    needy = [table for table in near if table.needs_unit]
    return needy if len(needy) == 1 else []


def lacks_unit(reading: RowReading) -> bool:
    """Whether a row has a value whose unit stands nowhere in the table."""
    return NO_UNIT in reading.not_read or any(map(_is_without_unit, reading.results))


def _is_without_unit(result: Result) -> bool:
    return not result.unit and result.censored in (Censored.NOT_DETECTED, Censored.BELOW_LOQ)


def with_stated(
    reading: RowReading, again: RowReading, said: Statement, analytes: Analytes
) -> RowReading:
    """The row read again with the unit of a sentence, where it suits what was measured."""
    new = [result for result in again.results if result not in reading.results]
    if not new or not all(_suits(result, said.unit, analytes) for result in new):
        return reading
    doubted = tuple(
        replace(each, confidence=Confidence.LOW, doubts=(*each.doubts, STATED_DOUBT))
        if each in new
        else each
        for each in again.results
    )
    return replace(again, results=doubted)


def asked_of_stated(taken: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """One question for each sentence, with the analytes that have their unit from it."""
    for text, names in taken.items():
        known = ", ".join(dict.fromkeys(names))
        yield f'"{text}" was taken for the unit of {known}. Is that right?'


def _suits(result: Result, unit: str, analytes: Analytes) -> bool:
    """Whether microbes are counted, and water is a share, in this unit."""
    group = analytes.group_of(result.analyte)
    if group == "physical":
        return unit == "%"
    return (group == "microbe") == (unit in COUNTS or unit in COUNTS_ML)
