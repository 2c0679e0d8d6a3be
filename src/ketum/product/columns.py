"""What each column of a table holds, told by its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.cells import SPACES, CellKind, Marks, read_cell
from ketum.product.layout import Cell, Line
from ketum.product.names import MARKS, read_name
from ketum.product.wording import HEADINGS

__all__ = [
    "Column",
    "ColumnRole",
    "columns_of",
    "heads_results",
    "named_columns",
    "role_of_label",
    "segments_of",
    "unit_apart",
    "word_of_lot",
]


class ColumnRole(Enum):
    """What a column holds."""

    ANALYTE = "analyte"
    RESULT = "result"
    CLAIM = "claim"
    UNIT = "unit"
    LOD = "lod"
    LOQ = "loq"
    SPECIFICATION = "specification"
    METHOD = "method"
    QUALIFIER = "qualifier"
    UNCERTAINTY = "uncertainty"
    SAMPLE = "sample"
    OF_ANALYTE = "of one analyte"
    OF_SAMPLE = "of one sample"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, the unit of its heading, and what else the heading names.

    `named` is the analyte or the sample that the heading names; a column of limits may be of one
    sample too.
    """

    role: ColumnRole
    left: float
    right: float
    unit: str | None = None
    named: str = ""
    heading: str = ""


R = ColumnRole
COMPILED = tuple(
    (ColumnRole(role), re.compile("|".join(words), re.IGNORECASE)) for role, words in HEADINGS
)
COMPILED_BY_ROLE = dict(COMPILED)
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
PER = re.compile(r"\bper (serving|capsule|tablet|unit|container|bottle|gummy)\b", re.IGNORECASE)
LIKE_A_UNIT = re.compile(r"[/%^]|\b(?:per|log|mg|g|ng|ug|mcg|cfu|x ?10)\b|[µμ]", re.IGNORECASE)
NO_HEADING = re.compile(
    r"\d|\b(?:pass|fail|complies|conforms|complete|tested|n/?a|nd|hplc|icp|gc|lc|usp|aoac|see)",
    re.IGNORECASE,
)
BEHIND = re.compile(r"(?<=\w) ?(?:±|\+/-).*")
ANY_NUMBER = re.compile(r"[<>≤≥~]? ?\d[\d.,]*\s*(.*)")
LOT_ID = re.compile(
    r"(?:sample|lot|batch|charge|probe)\s*(?:id|no\.?|number|#)?\s*[:#]?\s*([A-Za-z0-9][\w./-]{0,30})",
    re.IGNORECASE,
)
LOT = r"(?:sample|lot|batch|charge|probe)\s*(?:id|no\.?|number|#)?\s*[:#]?\s*"
NAMED_LOT = r"(?P<lot>(?=[\w./-]*\d)[A-Za-z0-9][\w./-]{0,30}|[A-Z](?![\w]))"
LOT_AND_ROLE = (
    re.compile(rf"(?i:{LOT}){NAMED_LOT}[\s:,–-]+(?P<words>\S.*)"),
    re.compile(rf"(?P<words>.*\S)[\s:,–-]+(?i:{LOT}){NAMED_LOT}"),
)
# The heading is asked once more whether it speaks of the dry weight.
BASIS = re.compile(
    r" ?(?:on )?(?:an? )?(?:dry[ -]?(?:weight|basis|matter|wt)(?: basis)?|as[ -](?:is|received))$",
    re.IGNORECASE,
)
OF_PORTION = re.compile(
    r"\d+(?:[.,]\d+)? ?(?:ml|g|mg|fl\.? ?oz\.?|capsules?|tablets?|gumm(?:y|ies)|units?|pieces?)",
    re.IGNORECASE,
)
PER_WHAT = {"serving": "mg/serving", "container": "mg/container", "bottle": "mg/container"}
# What follows "lot" is one where it holds a digit, or is a letter, alone or behind a dash.
IS_LOT = re.compile(r"\d|^[A-Z]$|^[A-Z]{1,4}-[A-Z]$")
FEWEST_CELLS = 2
FAR = 1.0
INDENTED = 4.0
FEWEST_OF_ANALYTES = 2
ROLES_WITH_VALUES = (R.RESULT, R.CLAIM, R.OF_ANALYTE, R.OF_SAMPLE)


@lru_cache(maxsize=4096)
def columns_of(line: Line, analytes: Analytes) -> tuple[Column, ...] | None:
    """The columns a heading line names, None where the line is no heading."""
    columns = named_columns(line, analytes)
    return None if columns is None else _told_apart(columns)


def _told_apart(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Two columns of one table under one heading: nothing says which of them is the result."""
    alike = {
        id(column)
        for part in segments_of(columns)
        for column in part
        if column.role in (R.RESULT, R.OF_SAMPLE)
        and sum(c.role is column.role and _heading(c) == _heading(column) for c in part) > 1
    }
    return tuple(replace(c, role=R.UNKNOWN) if id(c) in alike else c for c in columns)


def _heading(column: Column) -> str:
    return SPACES.sub(" ", column.heading).strip(" ()[]").casefold()


def named_columns(line: Line, analytes: Analytes) -> tuple[Column, ...] | None:
    """The columns by their headings alone, two of one heading not told apart."""
    if len(line.cells) < FEWEST_CELLS or any(_is_value(cell.text) for cell in line.cells):
        return None
    columns = [_column(cell, analytes) for cell in line.cells]
    columns = _without_physical(columns, analytes)
    implied = _lots_alone(line) or _implied(line, columns)
    if implied is not None:
        return implied
    if not any(column is not None and column.role is R.ANALYTE for column in columns):
        columns[0] = _as_analytes(line, columns)
    roles = [column.role if column is not None else None for column in columns]
    of_analytes = sum(role is R.OF_ANALYTE for role in roles)
    if _are_across(line, roles):
        first = line.cells[0]
        return (Column(R.SAMPLE, 0.0, first.left - 1.0), *_filled(line, columns))
    if roles[0] is R.OF_ANALYTE and of_analytes < len(roles):
        return None  # a row of that analyte
    known = sum(role is not None for role in roles)
    if of_analytes >= FEWEST_OF_ANALYTES or (of_analytes and _has(roles, R.SAMPLE, R.OTHER)):
        return _filled(line, columns)
    if of_analytes or not _has(roles, R.ANALYTE):
        return None
    others = [role for role in roles if role not in (R.ANALYTE, R.OTHER, None)]
    samples = [
        _of_sample(cell) if column is None else column
        for cell, column in zip(line.cells, columns, strict=True)
    ]
    if not others and not any(c is not None and c.role is R.OF_SAMPLE for c in samples):
        return _filled(line, columns) if roles[0] is R.ANALYTE and _heads_unknown(line) else None
    return _filled(line, samples) if 2 * known >= len(roles) or len(samples) > known else None


def _lots_alone(line: Line) -> tuple[Column, ...]:
    """The columns of a line that names lots and nothing else, with room for names on their left."""
    first = line.cells[0]
    lots = [_of_sample(cell) for cell in line.cells]
    words = {word_of_lot(cell.text) for cell in line.cells}
    known = [column for column in lots if column is not None]
    if first.left < INDENTED or len(known) < len(lots) or len(words) > 1 or "" in words:
        return ()
    return (Column(R.ANALYTE, 0.0, first.left - 1.0), *known)


def _are_across(line: Line, roles: Sequence[ColumnRole | None]) -> bool:
    """Whether analytes stand side by side, with room for labels on the left of them."""
    known = roles.count(R.OF_ANALYTE)
    others = [cell.text for cell, role in zip(line.cells, roles, strict=True) if role is None]
    return (
        known >= FEWEST_OF_ANALYTES
        and len(roles) == known + len(others) < 2 * known
        and line.cells[0].left >= INDENTED
        and all(read_cell(text, Marks.NOT_SEEN).kind is CellKind.UNREAD for text in others)
        and not any(NO_HEADING.search(text) for text in others)
    )


def _heads_unknown(line: Line) -> bool:
    """Whether what stands beside "Metal" is a heading that is not known, not what a test found.

    The rows below it are then not those of the table before.
    """
    return all(
        unit_apart(cell.text)[0] is not None or not NO_HEADING.search(cell.text)
        for cell in line.cells[1:]
    )


def heads_results(text: str) -> bool:
    """Whether a heading is one of results, or of nothing but a unit."""
    unit, words = unit_apart(text.replace("_", " "))
    if not words:
        return unit is not None
    return COMPILED_BY_ROLE[R.RESULT].fullmatch(words) is not None


def _without_physical(columns: Sequence[Column | None], analytes: Analytes) -> list[Column | None]:
    """A column of the moisture beside those of the results is none of a turned table."""
    roles = [column.role if column is not None else None for column in columns]
    if not (_has(roles, R.ANALYTE) and _has(roles, R.RESULT)):
        return list(columns)
    return [
        replace(c, role=R.OTHER, named="")
        if c is not None and analytes.group_of(c.named) == "physical"
        else c
        for c in columns
    ]


def _implied(line: Line, columns: Sequence[Column | None]) -> tuple[Column, ...] | None:
    """The columns where nothing heads the names on the left, and all else is known."""
    first = line.cells[0]
    known = [column for column in columns if column is not None]
    roles = {column.role for column in known}
    if len(known) < len(columns) or first.left < FAR or roles & {R.ANALYTE, R.SAMPLE, R.OF_ANALYTE}:
        return None
    if not any(c.role in (R.RESULT, R.CLAIM) for c in known):
        return None
    return (Column(R.ANALYTE, 0.0, first.left - 1.0), *known)


def _as_analytes(line: Line, columns: Sequence[Column | None]) -> Column | None:
    """A first heading such as "Potency", or none that is known beside limits: it names the rows."""
    first = line.cells[0]
    words = unit_apart(SPACES.sub(" ", first.text).strip(" *:"))[1]
    names_rows = COMPILED_BY_ROLE[R.ANALYTE].fullmatch(words) is not None
    of_limits = any(
        c is not None and c.role in (R.LOD, R.LOQ, R.SPECIFICATION) for c in columns[1:]
    )
    names_lot = LOT_ID.fullmatch(words) is not None
    if names_rows or (
        of_limits and columns[0] is None and (names_lot or not re.search(r"\d", line.text))
    ):
        return Column(R.ANALYTE, first.left, first.right, heading=first.text)
    return columns[0]


def _is_value(text: str) -> bool:
    """Whether a cell holds a value, so that its line is no heading."""
    number = ANY_NUMBER.fullmatch(text.strip())
    if number is not None and (not number[1] or unit_of(number[1]) is not None):
        return True
    cell = read_cell(text, Marks.NOT_SEEN)
    if cell.kind is CellKind.CENSORED and cell.value is None:
        return unit_of(text) is None and text.strip().lower() not in ("nd", "bg")
    return cell.kind in (CellKind.NUMBER, CellKind.CENSORED) and not cell.unit_text


def _has(roles: Sequence[ColumnRole | None], *wanted: ColumnRole) -> bool:
    return any(role in wanted for role in roles)


def _filled(line: Line, columns: Sequence[Column | None]) -> tuple[Column, ...]:
    return tuple(
        column or Column(R.UNKNOWN, cell.left, cell.right, heading=cell.text)
        for cell, column in zip(line.cells, columns, strict=True)
    )


def _column(cell: Cell, analytes: Analytes) -> Column | None:
    text = SPACES.sub(" ", cell.text).strip(MARKS)
    if not text or len(text) > 80:
        return None
    unit, words = unit_apart(text)
    if unit is not None and not words:
        return Column(R.RESULT, cell.left, cell.right, unit, heading=text)
    words = BEHIND.sub("", words)
    of_lot = _of_one_lot(cell, text, unit, words)
    if of_lot is not None:
        return of_lot
    for role, pattern in COMPILED:
        if pattern.fullmatch(words):
            if role in ROLES_WITH_VALUES and unit is None:
                unit = _per_what(text) or _unknown_unit(text)
            return Column(role, cell.left, cell.right, unit, heading=text)
    named = read_name(text, analytes)
    if named.analyte is None:
        named = read_name(words, analytes)
    if named.analyte is not None and not named.conflict:
        return Column(
            R.OF_ANALYTE,
            cell.left,
            cell.right,
            named.unit or unit or named.mass or None,
            named.analyte.id,
            text,
        )
    return None


def _of_one_lot(cell: Cell, text: str, unit: str | None, words: str) -> Column | None:
    """The column of "Lot 7 LOQ" or "Result Batch B", None where no lot and no role are named."""
    for pattern in LOT_AND_ROLE:
        found = pattern.fullmatch(words)
        for role, known in COMPILED if found is not None else ():
            if found is None or known.fullmatch(found["words"]) is None:
                continue
            if role in (R.ANALYTE, R.SAMPLE):
                break
            own = R.OF_SAMPLE if role is R.RESULT else role
            given = unit or (_unknown_unit(text) if role in ROLES_WITH_VALUES else None)
            return Column(own, cell.left, cell.right, given, found["lot"], text)
    return None


def role_of_label(text: str, analytes: Analytes) -> tuple[ColumnRole | None, str | None]:
    """What the first cell of a row says about the row, where the columns are analytes."""
    column = _column(Cell(text, 0.0, 0.0), analytes)
    return (None, None) if column is None else (column.role, column.unit)


def _spelled_out(text: str) -> str:
    """A heading of a table made by a program: "lead_mg_per_kg", "mitragynine_pct"."""
    if "_" not in text:
        return text
    words = text.replace("_", " ").strip()
    words = re.sub(r"\b(?:pct|percent)\b", "%", words, flags=re.IGNORECASE)
    return re.sub(r"\b([mun]c?g|cfu) (?=k?g$|ml$)", r"\1/", words, flags=re.IGNORECASE)


def _unknown_unit(text: str) -> str | None:
    """What looks like a unit and is none that is known, so that no other takes its place."""
    for part in IN_BRACKETS.findall(text):
        if LIKE_A_UNIT.search(part):
            return f"?{part}"
    return None


def _per_what(text: str) -> str | None:
    """The unit that milligrams get in a column headed "per serving"."""
    per = PER.search(text)
    return None if per is None else PER_WHAT.get(per[1].lower(), "mg/unit")


def unit_apart(text: str) -> tuple[str | None, str]:
    """The unit of a heading, and its words without it."""
    text = _spelled_out(text)
    whole = unit_of(text)
    if whole is not None:
        return whole, ""
    for part in IN_BRACKETS.findall(text):
        unit = unit_of(BASIS.sub("", part))
        if unit is not None:
            words = IN_BRACKETS.sub(" ", text)
            return unit, SPACES.sub(" ", words).strip(" :,-")
    for part in IN_BRACKETS.findall(text):
        # "mg/serving (15 mL)": how much a serving is.
        outside = unit_of(IN_BRACKETS.sub(" ", text))
        if outside is not None and OF_PORTION.fullmatch(part.strip()):
            return outside, ""
    head, comma, tail = text.rpartition(",")
    if comma and unit_of(tail) is not None:
        return unit_of(tail), head.strip()
    for space in re.finditer(" ", text):
        unit = unit_of(text[space.end() :])
        if unit is not None:
            return unit, text[: space.start()].removesuffix(" in").strip()
    words = IN_BRACKETS.sub(" ", text)
    return None, SPACES.sub(" ", words).strip(" :,-") or text


def _of_sample(cell: Cell) -> Column | None:
    unit, words = unit_apart(SPACES.sub(" ", cell.text).strip())
    found = LOT_ID.fullmatch(words)
    if found is None or not IS_LOT.search(found[1]):
        return None
    return Column(R.OF_SAMPLE, cell.left, cell.right, unit, found[1], cell.text)


def word_of_lot(text: str) -> str:
    """What a heading calls the one lot it names ("batch"), "" where it names anything else."""
    plain = SPACES.sub(" ", text).strip()
    found = LOT_ID.fullmatch(plain)
    if found is None or IS_LOT.search(found[1]) is None:
        return ""
    return plain[: found.start(1)].casefold().strip()


def segments_of(columns: Sequence[Column]) -> tuple[tuple[Column, ...], ...]:
    """Two tables that stand side by side on the same lines, apart."""
    starts = [at for at, column in enumerate(columns) if column.role is R.ANALYTE]
    if len(starts) < 2:
        return (tuple(columns),)
    parts = [tuple(columns[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    if starts[0] != 0 or not all(any(c.role in ROLES_WITH_VALUES for c in part) for part in parts):
        return (tuple(columns),)
    return tuple(parts)
