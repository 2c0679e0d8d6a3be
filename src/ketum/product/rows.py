"""One row of a table: its cells under their headings, and the results they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import to_mg_per_g, unit_of
from ketum.product.beside import (
    OF_DRY,
    SAYS_FAIL,
    VALUES,
    Beside,
    in_own_unit,
    note_cell,
    sample_of,
    told,
    unit_of_limit,
)
from ketum.product.cells import (
    SIGN,
    CellKind,
    CellReading,
    Marks,
    read_cell,
    tidy,
    with_sure_marks,
)
from ketum.product.certificate import FAIL_DOUBT, Censored, Confidence, Result
from ketum.product.columns import Column, ColumnRole
from ketum.product.layout import Cell
from ketum.product.layout import Line as TableLine
from ketum.product.names import NameReading, read_name
from ketum.product.row_results import GROUPED_DOUBT, ZERO_DOUBT, presence_of, result_of

__all__ = ["NO_UNIT", "RowReading", "aligned", "read_row"]

R = ColumnRole
# "U" of an environmental laboratory: not detected at the number beside it.
BELOW_MARKS: dict[str, Censored | None] = {
    "U": Censored.NOT_DETECTED, "ND": Censored.NOT_DETECTED, "<": None, "UJ": Censored.NOT_DETECTED,
    "BRL": Censored.BELOW_LOQ, "BQL": Censored.BELOW_LOQ, "BLQ": Censored.BELOW_LOQ,
    "<LOQ": Censored.BELOW_LOQ, "<RL": Censored.BELOW_LOQ, "BDL": Censored.BELOW_LOD,
    "<LOD": Censored.BELOW_LOD, "<MDL": Censored.BELOW_LOD,
}  # fmt: skip
SAYS_PASS = re.compile(
    r"(?:pass(?:ed|es)?|fail(?:ed|s)?|compl(?:ies|iant)|conforms?|ok|yes|no|y|n)", re.IGNORECASE
)
NAMED_LIMIT = re.compile(
    r"(?:limit|spec(?:ification)?|max(?:imum)?|action level)s?\b", re.IGNORECASE
)
MOISTURE = "moisture"
METAL = "metal"
PARTS_PER_MILLION = ("ppm", "mg/kg", "ug/g")
ON_DRYING = "loss on drying"
DRYING = re.compile(r"loss on drying|trocknungsverlust|p.rdida por secado", re.IGNORECASE)
NO_UNIT = "no unit that is known stands with the number."
# "nicht bestimmt" or "nicht bestimmbar", and what that means differs between laboratories.
UNCLEAR = re.compile(r"n\. ?b\.?|nb|nicht bestimmbar", re.IGNORECASE)
NEAR = 30.0
MOST_LONE_CELLS = 3
MAY_BE_RESULT = (
    CellKind.NUMBER, CellKind.CENSORED, CellKind.AT_LEAST, CellKind.RANGE,
)  # fmt: skip
WORDED_LIMITS = (CellKind.AT_MOST, CellKind.AT_LEAST)
UNIT_IN_CELL = re.compile(r"(?:%|[a-zµμ]+/[a-z]+|pp[mb]).*$", re.IGNORECASE)
MOST_MG_PER_G = Decimal(1000)
PER_WHAT = {"mg/serving", "mg/unit", "mg/container"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """What a row gave: results, why a cell was not read, and what has to be asked."""

    results: tuple[Result, ...] = ()
    not_read: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @classmethod
    def of_value(
        cls, analyte: str, text: str, column: Column, unit: str | None, marks: Marks
    ) -> RowReading:
        """The reading of a value that stands alone under the heading of its analyte."""
        return _value(analyte, text, column, Beside(unit=unit), marks)


def aligned(cells: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Column, str]] | None:
    """Each cell under its column; None where a cell could belong to two of them or to none."""
    if len(cells) == len(columns) and _in_order(cells, columns):
        return [(column, cell.text) for column, cell in zip(columns, cells, strict=True)]
    placed: dict[int, list[str]] = {}
    last = -1
    for cell in cells:
        at = _column_of(cell, columns)
        if at is None or at < last:
            return None
        placed.setdefault(at, []).append(cell.text)
        last = at
    return [(columns[at], " ".join(texts)) for at, texts in placed.items()]


def _in_order(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether no cell stands wholly under the heading of another column."""
    for at, cell in enumerate(cells):
        under = [i for i, c in enumerate(columns) if c.left < cell.right and cell.left < c.right]
        if under and at not in under:
            return False
    return True


def _column_of(cell: Cell, columns: Sequence[Column]) -> int | None:
    """The column whose heading the cell stands under most, else the one it is by far nearest to."""
    overlaps = [min(cell.right, c.right) - max(cell.left, c.left) for c in columns]
    best = max(range(len(columns)), key=lambda i: overlaps[i])
    if overlaps[best] > 0.0:
        rivals = [i for i, o in enumerate(overlaps) if o > 0.0 and i != best]
        return best if all(overlaps[i] < 0.5 * overlaps[best] for i in rivals) else None
    gaps = sorted((-overlap, i) for i, overlap in enumerate(overlaps))
    (nearest, at), *rest = gaps
    if nearest > NEAR or (rest and rest[0][0] < 1.5 * nearest + 1.0):
        return None
    return at


def read_row(
    line: TableLine,
    columns: Sequence[Column] | None,
    unit: str | None,
    analytes: Analytes,
    marks: Marks,
) -> RowReading:
    """The results of a row that names an analyte.

    `unit` is that of the title above the table, None where it names none.
    """
    if columns is None:
        return _lone(line.cells, unit, analytes, marks)
    placed = aligned(line.cells, columns)
    if placed is None:
        return RowReading(not_read=("the cells do not stand under the headings.",))
    of_lots = [c for c in columns if c.named and c.role is not R.OF_ANALYTE]
    lots = dict.fromkeys(column.named for column in of_lots)
    if all(column.role is R.OF_SAMPLE for column in of_lots):
        whole = _of_one(placed, columns, unit, analytes, marks)
    else:
        # Each lot with the columns of its own, and those that stand for all.
        parts = [[(c, t) for c, t in placed if c.named in ("", lot)] for lot in lots]
        whole = _together([_of_one(part, columns, unit, analytes, marks) for part in parts])
    fails = any(SAYS_FAIL.fullmatch(text.strip()) for c, text in placed if not c.named)
    if fails and len(lots) > 1 and whole.results:
        asked = f"{whole.results[0].analyte}: the row fails, of several lots. Which of them fails?"
        whole = replace(whole, questions=(*whole.questions, asked))
    return whole


def _of_one(
    placed: Sequence[tuple[Column, str]],
    columns: Sequence[Column],
    unit: str | None,
    analytes: Analytes,
    marks: Marks,
) -> RowReading:
    """The results of a row, or of what stands in it of one lot."""
    named = NameReading()
    beside = Beside(unit=unit)
    for column, text in placed:
        if column.role is R.ANALYTE:
            named = read_name(text, analytes)
        note_cell(column, text, beside)
    if any(c.role is R.ANALYTE and DRYING.search(text) for c, text in placed):
        beside.method = _by_drying(beside.method)
    beside.mass = named.mass
    if named.analyte is None:
        return RowReading(not_read=("the analyte does not stand under its heading.",))
    if named.conflict:
        return RowReading(not_read=("the name holds more than one substance.",))
    analyte = named.analyte
    if analyte.group == "physical" and analyte.id != MOISTURE:
        return RowReading()
    found = [
        _value(analyte.id, text, column, beside, marks, own_unit=named.unit)
        for column, text in in_own_unit(placed, named.unit)
    ]
    sample = sample_of(placed)
    failed = any(SAYS_FAIL.fullmatch(text.strip()) for _, text in placed)
    is_dry = any(c.role is R.ANALYTE and OF_DRY.search(text) for c, text in placed)
    found = [
        replace(each, results=tuple(told(each.results, sample, failed=failed, is_dry=is_dry)))
        for each in found
    ]
    if analyte.group == METAL:
        found = [_without_thousands(each) for each in found]
    return _whole([*found, _unheaded(placed, marks)], columns)


def _whole(found: Sequence[RowReading], columns: Sequence[Column]) -> RowReading:
    """All that a row gave; where it gave nothing, why."""
    if len(found) > 1 or found[0].not_read:
        return _together(found)
    if any(c.role in VALUES for c in columns):
        return RowReading(not_read=("no result stands in this row.",))
    return RowReading(not_read=("a limit or a range, not a result.",))


def _without_thousands(reading: RowReading) -> RowReading:
    """Nobody measures thousands of ppm of a metal: such a point may as well be a decimal one."""
    sure = tuple(
        each
        for each in reading.results
        if GROUPED_DOUBT not in each.doubts or each.unit not in PARTS_PER_MILLION
    )
    if sure == reading.results:
        return reading
    return RowReading(results=sure, not_read=("its point may part thousands or decimals.",))


def _unheaded(placed: Sequence[tuple[Column, str]], marks: Marks) -> RowReading:
    """What stands under a heading that does not say what it is, and looks like a result."""
    return RowReading(
        not_read=tuple(
            f'"{column.heading}" does not say whether {text} is a result.'
            for column, text in placed
            if column.role is R.UNKNOWN and read_cell(text, marks).kind in MAY_BE_RESULT
        )
    )


def _by_drying(method: str) -> str:
    """Water and what is lost on drying are two measurements, which may differ."""
    return ", ".join(part for part in (ON_DRYING, method) if part)


def _together(found: Sequence[RowReading]) -> RowReading:
    results = tuple(r for each in found for r in each.results)
    return RowReading(
        results=results,
        not_read=tuple(dict.fromkeys(why for each in found for why in each.not_read)),
        questions=tuple(dict.fromkeys(q for each in found for q in each.questions)),
    )


def _lone(cells: Sequence[Cell], unit: str | None, analytes: Analytes, marks: Marks) -> RowReading:
    """A row without headings: a name, one value, and a unit that stands with it."""
    named = read_name(cells[0].text, analytes)
    if named.analyte is None:
        return RowReading(not_read=("no heading says which cell is the result.",))
    if named.conflict:
        return RowReading(not_read=("the name holds more than one substance.",))
    if named.analyte.group == "physical" and named.analyte.id != MOISTURE:
        return RowReading()
    rest = [cell.text for cell in cells[1:]]
    if not rest:
        return RowReading()
    own = rest[-1].strip() if len(rest) > 1 and SAYS_PASS.fullmatch(rest[-1].strip()) else ""
    rest = rest[:-1] if own else rest
    limits = [
        text
        for text in rest[1:]
        if read_cell(text, marks).kind in WORDED_LIMITS or NAMED_LIMIT.match(text)
    ]
    rest = [text for text in rest if text not in limits]
    if len(rest) == 2 and unit_of(rest[1]) is not None:
        rest = [f"{rest[0]} {rest[1]}"]
    if len(rest) != 1:
        return RowReading(not_read=("no heading says which cell is the result.",))
    column = Column(R.RESULT, 0.0, 0.0)
    beside = Beside(unit=unit, specification="; ".join(limits), mass=named.mass)
    beside.method = _by_drying("") if DRYING.search(cells[0].text) else ""
    reading = _value(named.analyte.id, rest[0], column, beside, marks, own_unit=named.unit)
    failed = (FAIL_DOUBT,) if SAYS_FAIL.fullmatch(own) else ()
    results = tuple(
        replace(each, confidence=Confidence.MEDIUM, doubts=(*each.doubts, *failed))
        for each in reading.results
    )
    return RowReading(results=results, not_read=reading.not_read, questions=reading.questions)


def _value(
    analyte: str,
    text: str,
    column: Column,
    beside: Beside,
    marks: Marks,
    *,
    own_unit: str | None = None,
) -> RowReading:
    """The result of one cell; the unit in the cell wins over those beside, above and around."""
    plain = tidy(text.partition(SIGN)[0])
    written = UNIT_IN_CELL.search(plain)
    given = unit_of(written[0]) if written is not None else column.unit or own_unit or beside.unit
    sure, marks_here = with_sure_marks(plain, given, marks)
    cell = read_cell(sure, marks_here)
    cell = _qualified(cell, beside.qualifier)
    if cell.kind is CellKind.AT_LEAST and cell.value is not None:
        cell = replace(cell, kind=CellKind.CENSORED, censored=Censored.ABOVE)
    if cell.kind is CellKind.NOT_TESTED and column.role is R.CLAIM:
        return RowReading()
    if cell.kind is CellKind.NOT_TESTED:
        return RowReading(not_read=("not tested, or nothing stands there.",))
    if cell.kind in (CellKind.ABSENT, CellKind.PRESENT):
        return RowReading(results=(presence_of(analyte, text, column, beside, cell),))
    if cell.kind not in (CellKind.NUMBER, CellKind.CENSORED):
        return _unread(analyte, plain, cell)
    unit = _unit(cell, column, beside, own_unit)
    if unit is None and cell.kind is CellKind.CENSORED and cell.value is None:
        unit = unit_of_limit(beside, marks)
    is_bare = cell.kind is CellKind.CENSORED and cell.value is None
    if is_bare and (beside.unit is None if unit is None else unit.startswith("in ")):
        at = beside if unit is None else replace(beside, unit=unit)
        return RowReading(results=(presence_of(analyte, text, column, at, cell),))
    is_number_in_mass = bool(cell.value) and (unit or "").startswith("in ")
    if unit is None or unit.startswith("?") or is_number_in_mass:
        return RowReading(not_read=(NO_UNIT,))
    if cell.value is not None and (to_mg_per_g(cell.value, unit) or Decimal(0)) > MOST_MG_PER_G:
        return RowReading(not_read=("more than there can be in the product.",))
    result = result_of(analyte, text, column, beside, cell, unit, marks)
    asked = tuple(
        f"{analyte}: {doubt}. Is that right?" for doubt in result.doubts if doubt != ZERO_DOUBT
    )
    return RowReading(results=(result,), questions=asked)


def _unread(analyte: str, plain: str, cell: CellReading) -> RowReading:
    """Why a cell that holds no value was not read."""
    if UNCLEAR.fullmatch(plain):
        either = "not determined, or below a limit"
        asked = f'{analyte}: does "{plain}" mean {either}?'
        return RowReading(not_read=(f'"{plain}" may mean {either}.',), questions=(asked,))
    said = "says pass or fail, not how much" if SAYS_PASS.fullmatch(plain) else cell.kind.value
    return RowReading(not_read=(f"{said}.",))


def _qualified(cell: CellReading, qualifier: str) -> CellReading:
    """A number that a mark beside it says it lies below; one with another mark is not known."""
    if cell.kind is not CellKind.NUMBER or qualifier in ("", "-", "=", "J", "N/A", "NA"):
        return cell
    if qualifier in BELOW_MARKS:
        return replace(cell, kind=CellKind.CENSORED, censored=BELOW_MARKS[qualifier])
    return replace(cell, kind=CellKind.UNREAD)


def _unit(cell: CellReading, column: Column, beside: Beside, own_unit: str | None) -> str | None:
    if cell.unit is not None:
        return cell.unit
    if cell.unit_text:
        mass = {"mg": Decimal(1), "ug": Decimal(1), "mcg": Decimal(1)}
        word = cell.unit_text.lower().replace("µ", "u").replace("μ", "u")
        if word in mass and column.unit in PER_WHAT:
            return column.unit if word == "mg" else column.unit.replace("mg", "ug")
        return None
    return column.unit or own_unit or beside.unit
