"""From lines of cells to results: headings, rows, sections, samples and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ketum.evidence import KnowledgeBase
from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.broken_names import may_go_on, parted, put_together
from ketum.product.cells import SIGN, CellKind, Marks, marks_of, read_cell
from ketum.product.certificate import (
    Basis,
    Certificate,
    Confidence,
    HeaderField,
    NotRead,
    Result,
    Role,
)
from ketum.product.columns import Column, ColumnRole, columns_of, role_of_label, segments_of
from ketum.product.conflicts import in_conflict
from ketum.product.footnotes import Footnote, footnotes_of
from ketum.product.header import fields_of, keep_field, laboratory_of
from ketum.product.layout import Cell, Document, Line
from ketum.product.marked_notes import marks_on, notes_of, with_signs
from ketum.product.names import read_name
from ketum.product.rows import RowReading, aligned, read_row
from ketum.product.sections import OF_LIMITS, opened_by, opens_results, unit_of_title, withheld_by
from ketum.product.sentences import (
    holds_number_beside_name,
    is_value_of_unknown,
    listed,
    mentions,
    name_and_value,
    says_share_of_alkaloids,
    with_names,
)
from ketum.product.settled import Placed, settled
from ketum.product.shares import SHARE_OF_MASS, asked_of_alkaloids, asked_of_seven_oh, of_dry_weight
from ketum.product.single_spaced import with_cells_parted
from ketum.product.turned import upright
from ketum.product.two_line_headings import with_headings_joined

__all__ = ["understand"]

MOST_RESULTS = 2_000
LONGEST = 160
LONGEST_BROKEN = 40
SENTENCE = "a sentence, not a row of results."
LABEL = re.compile(r"\b(?:serving size|supplement facts|servings per)\b", re.IGNORECASE)
SYNTHETIC = re.compile(r"synthetic\b.{0,40}\b(?:certificate|document|not a real)", re.IGNORECASE)
LABORATORY = re.compile(
    r"\b(?:certificate of analysis|certificate of testing|test report|hplc|uplc|icp-?ms|lc-?ms"
    r"|iso(?:/iec)? ?17025|analytical report|prüfbericht|results?|found|measured)\b",
    re.IGNORECASE,
)
STATISTICS = re.compile(
    r"\b(?:mean|average|overall|sd|s\.d\.|%?rsd|median|min|max|n ?=|blank|lcsd?|spiked?|recovery"
    r"|calibration|reference material)\b",
    re.IGNORECASE,
)
VALUES = (CellKind.NUMBER, CellKind.CENSORED)
HOLDS_NUMBER = re.compile(r"\d")
NUMBER_AND_UNIT = re.compile(r"\d ?(?:%|ppm|ppb|mg|[uµμ]g|mcg|ng|cfu)", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What the lines so far have opened."""

    page: int = 1
    section: str = ""
    unit: str | None = None
    columns: tuple[Column, ...] | None = None
    headed: bool = False
    sample: str = ""
    pending: tuple[Line, int] | None = None
    header: dict[str, HeaderField] = field(default_factory=dict)
    samples: dict[str, dict[str, HeaderField]] = field(default_factory=dict)
    withheld: str = ""
    had_heading: bool = False
    speaks_of_alkaloids: bool = False
    placed: list[Placed] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def understand(document: Document, knowledge: KnowledgeBase) -> Certificate:
    """The certificate a document is; what cannot be told is listed under `not_read`."""
    analytes = knowledge.analytes
    texts = [cell.text for page in document.pages for line in page.lines for cell in line.cells]
    marks = marks_of(texts)
    if document.kind == "json" and marks is Marks.NOT_SEEN:
        marks = Marks.POINT
    whole = "\n".join(line.text for page in document.pages for line in page.lines)
    notes = notes_of(document, analytes, marks)
    state = _State()
    for page in document.pages:
        state.page = page.number
        for line in _laid_out(with_signs(page, notes, analytes, marks), analytes):
            if len(state.placed) + len(state.not_read) >= MOST_RESULTS:
                _not_read(line, state, "the document has too many rows; none below is read.")
                break
            _read_line(line, state, analytes, marks)
        if len(state.placed) + len(state.not_read) > MOST_RESULTS:
            break
    is_label = LABEL.search(whole) is not None and not (
        LABORATORY.search(whole) or state.header.keys() & {"laboratory", "lot", "tested"}
    )
    _name_the_one_sample(state)
    role = Role.CLAIMED if is_label else Role.MEASURED
    results, limits = settled(state.placed, state.footnotes, notes, role, marks)
    state.not_read.extend(limits)
    results = of_dry_weight(_asked(results, state, whole, knowledge), whole)
    named = laboratory_of(document.pages[0].lines) if document.pages else None
    if named is not None and "laboratory" not in state.header:
        state.header["laboratory"] = named
    for number in document.pictures:
        state.not_read.append(
            NotRead(text="", why="This page is a picture. Type its values.", page=number, line=0)
        )
    for _, analyte in sorted(in_conflict(results)):
        state.questions.append(f"Two values of {analyte} differ in one sample: which one counts?")
    return Certificate(
        kind=document.kind,
        pages=len(document.pages),
        header=state.header,
        samples=_samples(state, results),
        results=tuple(
            results if _has_samples(state, results) else [replace(r, sample="") for r in results]
        ),
        not_read=tuple(with_names(state.not_read, analytes)),
        questions=tuple(dict.fromkeys(state.questions)),
        marked_synthetic=SYNTHETIC.search(whole) is not None,
    )


def _name_the_one_sample(state: _State) -> None:
    """What stands above the only lot that a document names is of that lot too."""
    if len(state.samples) == 1:
        (name,) = state.samples
        state.placed = [
            each if each.result.sample else replace(each, result=replace(each.result, sample=name))
            for each in state.placed
        ]


def _laid_out(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines with every table upright and under one line of headings."""
    return upright(with_headings_joined(with_cells_parted(lines, analytes), analytes), analytes)


def _has_samples(state: _State, results: Sequence[Result]) -> bool:
    return len(state.samples) > 1 or len({result.sample for result in results}) > 1


def _samples(state: _State, results: Sequence[Result]) -> dict[str, dict[str, HeaderField]]:
    """The samples in order, each with its own header fields; none where there is one alone."""
    if not _has_samples(state, results):
        return {}
    return {**state.samples, **{r.sample: state.samples.get(r.sample, {}) for r in results}}


def _asked(
    results: list[Result], state: _State, whole: str, knowledge: KnowledgeBase
) -> list[Result]:
    """The results, those left open of which the document does not say what they are shares of."""
    questions: tuple[str, ...] = ()
    if state.speaks_of_alkaloids:
        results, questions = asked_of_alkaloids(results, knowledge.analytes)
    if SHARE_OF_MASS.search(whole) is None:
        most = Decimal(str(knowledge.parameters["asked_share"].value))
        results, more = asked_of_seven_oh(results, most, headed=state.had_heading)
        questions += more
    state.questions.extend(questions)
    return results


def _read_line(line: Line, state: _State, analytes: Analytes, marks: Marks) -> None:
    joined = _joined(line, state, analytes)
    if joined is not None:
        line = joined
    columns = columns_of(line, analytes)
    if columns is not None:
        state.columns, state.headed, state.had_heading = columns, True, True
        _take_header(replace(line, cells=line.cells[:1]), state)
        if state.withheld == OF_LIMITS and any(c.role is ColumnRole.RESULT for c in columns):
            state.withheld = ""
        title = opened_by(line.cells[0].text)
        state.section = title or state.section
        state.unit = unit_of_title(line.cells[0].text) or (None if title else state.unit)
        return
    state.footnotes.extend(footnotes_of(line, state.page, state.section, analytes, marks))
    if _take_header(line, state):
        return
    if _is_turned(state.columns) and _turned_row(line, state, analytes, marks):
        return
    withheld = withheld_by(line, has_results=bool(state.placed))
    if withheld:
        state.withheld, state.columns, state.headed = withheld, None, False
        state.section = opened_by(line.text) or state.section
        return
    if state.withheld and opens_results(line.text):
        state.withheld = ""
    line = parted(line, analytes) if state.headed else line
    if len(line.cells) == 1 and _sentence(line, state, analytes, marks):
        return
    if any(read_name(cell.text, analytes).analyte is not None for cell in line.cells):
        _rows(line, state, analytes, marks)
        return
    title = opened_by(line.text) if len(line.cells) <= 2 else None
    holds_value = len(line.cells) == 2 and read_cell(line.cells[1].text, marks).kind in VALUES
    if title is not None and not (holds_value or NUMBER_AND_UNIT.search(line.text)):
        _open(title, line, state, analytes)
        return
    if len(line.cells) == 1:
        _prose(line, state, analytes)
    elif NUMBER_AND_UNIT.search(line.text) or (
        (state.headed or line.table) and HOLDS_NUMBER.search(line.text)
    ):
        _not_read(line, state, "no analyte that is known is named here.")


def _open(title: str, line: Line, state: _State, analytes: Analytes) -> None:
    """A title of a part of the document; a sentence that looks like one may hold numbers."""
    state.section, state.unit = title, unit_of_title(line.text)
    state.headed, state.withheld = False, ""
    if holds_number_beside_name(line.text, analytes):
        _not_read(line, state, SENTENCE)


def _prose(line: Line, state: _State, analytes: Analytes) -> None:
    """A line that is no row and no title."""
    text = line.cells[0].text
    if says_share_of_alkaloids(text):
        state.speaks_of_alkaloids = True
    is_short = len(text) < LONGEST_BROKEN and HOLDS_NUMBER.search(text) is not None
    if holds_number_beside_name(text, analytes) or (
        (is_short or NUMBER_AND_UNIT.search(text)) and mentions(text, analytes)
    ):
        _not_read(line, state, SENTENCE)
    elif is_value_of_unknown(text):
        _not_read(line, state, "no analyte that is known is named here.")


def _is_turned(columns: Sequence[Column] | None) -> bool:
    return any(column.role is ColumnRole.OF_ANALYTE for column in columns or ())


def _joined(line: Line, state: _State, analytes: Analytes) -> Line | None:
    """A name that was broken over two lines, put together with the values beside it."""
    pending, state.pending = state.pending, None
    if pending is not None and pending[1] == state.page:
        whole = put_together(pending[0], line, analytes)
        if whole is not None:
            return whole
    if may_go_on(line):
        state.pending = (line, state.page)
    return None


def _take_header(line: Line, state: _State) -> bool:
    """Whether the line is of the header; a second lot opens a second sample."""
    found = list(fields_of(line, state.page))
    for each in found:
        if each.question:
            state.questions.append(each.question)
        if each.name == "lot" and each.found.value != state.sample:
            state.sample = each.found.value
            state.samples.setdefault(each.found.value, {})
        if state.sample:
            keep_field(each, state.samples[state.sample])
        keep_field(each, state.header)
    return bool(found) and not any(
        each.name in ("product", "method") and state.headed for each in found
    )


def _rows(line: Line, state: _State, analytes: Analytes, marks: Marks) -> None:
    """The one or two rows of a line that names an analyte."""
    segments = segments_of(state.columns) if state.columns is not None else ()
    if len(segments) > 1:
        for columns in segments:
            last = columns is segments[-1]
            end = columns[-1].right if not last else float("inf")
            starts = columns[0].left - 1.0
            cells = tuple(
                c for c in line.cells if starts <= c.left < end or (last and c.left >= starts)
            )
            if cells:
                _row(replace(line, cells=cells), columns, state, analytes, marks)
        return
    alone = segments[0] if segments else ()
    headed = any(column.role is ColumnRole.ANALYTE for column in alone)
    _row(line, alone if headed else None, state, analytes, marks)


def _row(
    line: Line,
    columns: tuple[Column, ...] | None,
    state: _State,
    analytes: Analytes,
    marks: Marks,
) -> None:
    reading = read_row(line, columns, state.unit, analytes, marks)
    if columns is not None and not (reading.results or state.headed):
        # Below a title the headings of the table before may be those of this row, or may not.
        alone = read_row(line, None, state.unit, analytes, marks)
        if alone.results:
            reading, columns = alone, None
    _keep(reading, line, state, analytes, with_columns=columns is not None)


def _keep(
    reading: RowReading, line: Line, state: _State, analytes: Analytes, *, with_columns: bool
) -> None:
    if state.withheld and reading.results:
        _not_read(line, state, state.withheld)
        return
    for result in reading.results:
        placed = replace(
            _of_what(result, state, analytes),
            page=state.page,
            line=line.number,
            sample=result.sample or state.sample,
            confidence=result.confidence if state.headed else Confidence.MEDIUM,
        )
        is_bare = not with_columns and placed.censored is not None and placed.value is None
        carried = marks_on(placed, line, analytes)
        state.placed.append(Placed(placed, state.section, is_bare, carried))
    state.questions.extend(reading.questions)
    for why in reading.not_read:
        _not_read(line, state, why)


def _of_what(result: Result, state: _State, analytes: Analytes) -> Result:
    """The result as a share of all alkaloids, where the title above says so of every share."""
    is_share = result.unit == "%" and analytes.group_of(result.analyte) == "alkaloid"
    if state.unit != "% of alkaloids" or not is_share or SHARE_OF_MASS.search(result.as_read):
        return result
    return replace(result, unit=state.unit, basis=Basis.ALKALOIDS)


def _turned_row(line: Line, state: _State, analytes: Analytes, marks: Marks) -> bool:
    """A row of a table whose columns are analytes; the other cells name the sample."""
    placed = aligned(line.cells, state.columns or ())
    if placed is None:
        if NUMBER_AND_UNIT.search(line.text) or any(
            read_cell(c.text, marks).kind is CellKind.NUMBER for c in line.cells
        ):
            _not_read(line, state, "the cells do not stand under the headings.")
            return True
        return False
    values = [(c, text) for c, text in placed if c.role is ColumnRole.OF_ANALYTE]
    if not values:
        return False
    names = [text for c, text in placed if c.role is not ColumnRole.OF_ANALYTE]
    if STATISTICS.search(" ".join(names)) or STATISTICS.search(line.cells[0].text):
        _not_read(line, state, "a mean or a spread, not the result of one sample.")
        return True
    units = {unit_of(name) for name in names} - {None}
    unit = units.pop() if len(units) == 1 else None
    roles = {role_of_label(name, analytes)[0] for name in names} - {None, ColumnRole.RESULT}
    if roles:
        if ColumnRole.UNIT not in roles:
            _not_read(line, state, "a row of limits or methods, not of results.")
        return True
    sample = " ".join(name for name in names if unit_of(name) is None)
    for column, text in values:
        own = replace(column, role=ColumnRole.RESULT)
        reading = RowReading.of_value(
            column.named, text, own, column.unit or unit or state.unit, marks
        )
        named = [replace(result, sample=sample[:60]) for result in reading.results]
        _keep(replace(reading, results=tuple(named)), line, state, analytes, with_columns=True)
    return True


def _sentence(line: Line, state: _State, analytes: Analytes, marks: Marks) -> bool:
    """Whether a line of one cell is a name and its value."""
    found = name_and_value(line.cells[0].text, analytes)
    pairs = listed(line.cells[0].text, analytes) if found is None else (found,)
    for name, value in pairs:
        cells = (Cell(name, 0.0, 1.0), Cell(value, 2.0, 3.0))
        _row(replace(line, cells=cells), None, state, analytes, marks)
    return bool(pairs)


def _not_read(line: Line, state: _State, why: str) -> None:
    state.not_read.append(
        NotRead(
            text=line.text.replace(SIGN, "")[:LONGEST], why=why, page=state.page, line=line.number
        )
    )
