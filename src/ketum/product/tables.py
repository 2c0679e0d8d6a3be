"""From lines of cells to results: headings, rows, sections, samples and footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ketum.evidence import KnowledgeBase
from ketum.evidence.analytes import Analytes
from ketum.product.broken_names import may_go_on, parted, put_together
from ketum.product.cells import CellKind, Marks, marks_of, read_cell
from ketum.product.certificate import (
    Certificate,
    NotRead,
    Result,
    Role,
)
from ketum.product.columns import Column, ColumnRole, columns_of, segments_of
from ketum.product.conflicts import in_conflict
from ketum.product.footnotes import footnotes_of, limits_of_each
from ketum.product.header import laboratory_of
from ketum.product.layout import Cell, Document, Line
from ketum.product.marked_notes import notes_of, with_signs
from ketum.product.names import read_name
from ketum.product.rows import RowReading, read_row
from ketum.product.sections import OF_LIMITS, opened_by, opens_results, unit_of_title, withheld_by
from ketum.product.sentences import (
    NUMBER_AND_UNIT,
    announces_results,
    holds_number_beside_name,
    is_value_of_unknown,
    listed,
    mentions,
    name_and_value,
    says_share_of_alkaloids,
    with_names,
)
from ketum.product.settled import settled
from ketum.product.shares import asked_of_alkaloids, asked_of_seven_oh, of_dry_weight
from ketum.product.single_spaced import with_cells_parted
from ketum.product.state import (
    State,
    has_samples,
    keep,
    name_the_one_sample,
    refuse,
    samples_in,
    take_header,
)
from ketum.product.stated_units import (
    Statement,
    Table,
    asked_of_stated,
    governing,
    lacks_unit,
    marks_over,
    stated_in,
    with_stated,
)
from ketum.product.turned import upright
from ketum.product.turned_rows import is_turned, turned_row
from ketum.product.two_line_headings import with_headings_joined

__all__ = ["understand"]

MOST_RESULTS = 2_000
LONGEST_BROKEN = 40
SENTENCE = "a sentence, not a row of results."
NOT_ANNOUNCED = "the words before it do not say that it is a result."
LABEL = re.compile(r"\b(?:serving size|supplement facts|servings per)\b", re.IGNORECASE)
SYNTHETIC = re.compile(r"synthetic\b.{0,40}\b(?:certificate|document|not a real)", re.IGNORECASE)
LABORATORY = re.compile(
    r"\b(?:certificate of analysis|certificate of testing|test report|hplc|uplc|icp-?ms|lc-?ms"
    r"|iso(?:/iec)? ?17025|analytical report|prüfbericht|results?|found|measured)\b",
    re.IGNORECASE,
)
VALUES = (CellKind.NUMBER, CellKind.CENSORED)
AREA = re.compile(r"\b(?:peak )?area ?%|% ?(?:peak )?area\b", re.IGNORECASE)
HOLDS_NUMBER = re.compile(r"\d")


def understand(document: Document, knowledge: KnowledgeBase) -> Certificate:
    """The certificate a document is; what cannot be told is listed under `not_read`."""
    analytes = knowledge.analytes
    texts = [cell.text for page in document.pages for line in page.lines for cell in line.cells]
    marks = marks_of(texts)
    if document.kind == "json" and marks is Marks.NOT_SEEN:
        marks = Marks.POINT
    lines = {
        (page.number, each.number): each.text for page in document.pages for each in page.lines
    }
    whole = "\n".join(lines.values())
    notes = notes_of(document, analytes, marks)
    pages = [
        (page.number, _laid_out(with_signs(page, notes, analytes, marks), analytes))
        for page in document.pages
    ]
    state = _read_all(pages, analytes, marks)
    name_the_one_sample(state)
    role = Role.CLAIMED if _is_label(whole, state) else Role.MEASURED
    results, limits = settled(state.placed, state.footnotes, notes, role, marks)
    state.not_read.extend(limits)
    results = of_dry_weight(_asked(results, state, lines, knowledge), whole)
    named = laboratory_of(document.pages[0].lines) if document.pages else None
    if named is not None and "laboratory" not in state.header:
        state.header["laboratory"] = named
    state.questions.extend(asked_of_stated(state.taken))
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
        samples=samples_in(state, results),
        results=tuple(
            results if has_samples(state, results) else [replace(r, sample="") for r in results]
        ),
        not_read=tuple(with_names(state.not_read, analytes)),
        questions=tuple(dict.fromkeys(state.questions)),
        marked_synthetic=SYNTHETIC.search(whole) is not None,
    )


def _is_label(whole: str, state: State) -> bool:
    """Whether it is the label of a product and not the report of a laboratory."""
    is_report = LABORATORY.search(whole) or state.header.keys() & {"laboratory", "lot", "tested"}
    return LABEL.search(whole) is not None and not is_report


def _read_all(
    pages: Sequence[tuple[int, Sequence[Line]]], analytes: Analytes, marks: Marks
) -> State:
    state = _read(pages, {}, analytes, marks)
    stated = governing(state.tables, state.statements, state.titles)
    # A unit below a table is known only once the table was read.
    return _read(pages, stated, analytes, marks) if stated else state


def _read(
    pages: Sequence[tuple[int, Sequence[Line]]],
    stated: Mapping[tuple[int, int], Statement],
    analytes: Analytes,
    marks: Marks,
) -> State:
    """What the lines say; `stated` are units that stand beside a table, by its heading."""
    state = State(stated=stated)
    for number, lines in pages:
        state.page = number
        for line in lines:
            if len(state.placed) + len(state.not_read) >= MOST_RESULTS:
                refuse(line, state, "the document has too many rows; none below is read.")
                break
            _read_line(line, state, analytes, marks)
        if len(state.placed) + len(state.not_read) > MOST_RESULTS:
            break
    return state


def _laid_out(lines: Sequence[Line], analytes: Analytes) -> list[Line]:
    """The lines with every table upright and under one line of headings."""
    return upright(with_headings_joined(with_cells_parted(lines, analytes), analytes), analytes)


def _asked(
    results: list[Result],
    state: State,
    lines: Mapping[tuple[int, int], str],
    knowledge: KnowledgeBase,
) -> list[Result]:
    """The results, those left open of which the document does not say what they are shares of."""
    questions: tuple[str, ...] = ()
    if state.speaks_of_alkaloids:
        results, questions = asked_of_alkaloids(results, knowledge.analytes)
    most = Decimal(str(knowledge.parameters["asked_share"].value))
    # A row that was not read speaks of itself alone; a sentence may speak of all.
    rows = {(each.page, each.line) for each in state.not_read if "  " in each.text}
    sure = {place: text for place, text in lines.items() if place not in rows}
    results, more = asked_of_seven_oh(results, most, sure, headed=state.had_heading)
    questions += more
    state.questions.extend(questions)
    return results


def _read_line(line: Line, state: State, analytes: Analytes, marks: Marks) -> None:
    joined = _joined(line, state, analytes)
    if joined is not None:
        line = joined
    columns = columns_of(line, analytes)
    state.at += 1
    state.statements.extend(stated_in(line, state.at, is_heading=columns is not None))
    if columns is not None:
        _open_table(line, columns, state, analytes)
        return
    state.footnotes.extend(footnotes_of(line, state.page, state.section, analytes, marks))
    if take_header(line, state):
        return
    if is_turned(state.columns) and turned_row(line, state, analytes, marks):
        return
    withheld = withheld_by(line, has_results=bool(state.placed))
    if withheld:
        state.withheld, state.columns, state.headed = withheld, None, False
        state.section = opened_by(line.text) or state.section
        state.titles.append(state.at)
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
    elif (
        NUMBER_AND_UNIT.search(line.text)
        or unit_of_title(line.cells[0].text) is not None
        or (state.headed or line.table)
    ) and HOLDS_NUMBER.search(line.text):
        refuse(line, state, "no analyte that is known is named here.")


def _open_table(line: Line, columns: tuple[Column, ...], state: State, analytes: Analytes) -> None:
    """A line of headings; a title right above it still speaks of the table."""
    key = (state.page, line.number)
    state.tables.append(Table(key, state.at, state.at, marks_over(line, analytes)))
    state.columns, state.headed, state.had_heading = columns, True, True
    take_header(replace(line, cells=line.cells[:1]), state)
    if state.withheld == OF_LIMITS and any(c.role is ColumnRole.RESULT for c in columns):
        state.withheld = ""
    title = opened_by(line.cells[0].text)
    is_titled = bool(state.titles) and state.titles[-1] == state.at - 1
    is_new = title is not None and not (is_titled and title == state.section)
    state.section = title or state.section
    state.unit = unit_of_title(line.cells[0].text) or (None if is_new else state.unit)


def _open(title: str, line: Line, state: State, analytes: Analytes) -> None:
    """A title of a part of the document; a sentence that looks like one may hold numbers."""
    state.section, state.unit = title, unit_of_title(line.text)
    state.speaks_of_alkaloids |= AREA.search(line.text) is not None
    state.headed, state.withheld = False, ""
    state.titles.append(state.at)
    state.tables.append(Table((state.page, line.number), state.at, state.at))
    if holds_number_beside_name(line.text, analytes):
        refuse(line, state, SENTENCE)


def _prose(line: Line, state: State, analytes: Analytes) -> None:
    """A line that is no row and no title."""
    text = line.cells[0].text
    if says_share_of_alkaloids(text):
        state.speaks_of_alkaloids = True
    is_short = len(text) < LONGEST_BROKEN and HOLDS_NUMBER.search(text) is not None
    if holds_number_beside_name(text, analytes) or (
        (is_short or NUMBER_AND_UNIT.search(text)) and mentions(text, analytes)
    ):
        refuse(line, state, SENTENCE)
    elif is_value_of_unknown(text):
        refuse(line, state, "no analyte that is known is named here.")


def _joined(line: Line, state: State, analytes: Analytes) -> Line | None:
    """A name that was broken over two lines, put together with the values beside it."""
    pending, state.pending = state.pending, None
    if pending is not None and pending[1] == state.page:
        whole = put_together(pending[0], line, analytes)
        if whole is not None:
            return whole
    if may_go_on(line):
        state.pending = (line, state.page)
    return None


def _rows(line: Line, state: State, analytes: Analytes, marks: Marks) -> None:
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
    state: State,
    analytes: Analytes,
    marks: Marks,
) -> None:
    reading = read_row(line, columns, state.unit, analytes, marks)
    if columns is not None and not (reading.results or state.headed):
        # Below a title the headings of the table before may be those of this row, or may not.
        alone = read_row(line, None, state.unit, analytes, marks)
        if alone.results:
            reading, columns = alone, None
    if columns is not None and state.tables:
        reading = _in_table(reading, line, columns, state, analytes, marks)
    keep(reading, line, state, analytes, with_columns=columns is not None)


def _in_table(
    reading: RowReading,
    line: Line,
    columns: tuple[Column, ...],
    state: State,
    analytes: Analytes,
    marks: Marks,
) -> RowReading:
    """The row of a table, with the unit that a sentence states for it where it has none."""
    table = state.tables[-1]
    table.last = state.at
    table.units |= {result.unit for result in reading.results}
    if not lacks_unit(reading):
        return reading
    table.needs_unit = True
    said = state.stated.get(table.key)
    if said is None or state.unit is not None:
        return reading
    again = read_row(line, columns, said.unit, analytes, marks)
    found = with_stated(reading, again, said, analytes)
    if found is not reading:
        state.taken.setdefault(said.text, []).extend(each.analyte for each in found.results)
    return found


def _sentence(line: Line, state: State, analytes: Analytes, marks: Marks) -> bool:
    """Whether a line of one cell is a name and its value."""
    text = line.cells[0].text
    several = listed(text, analytes)
    one = None if several else name_and_value(text, analytes)
    pairs = several if one is None else (one,)
    title = text.partition(":")[0] if several and ":" in text else ""
    leads = (title, *(name for name, _ in pairs))
    if pairs and not all(
        announces_results(lead, opens=lead != title or opened_by(lead) is not None)
        for lead in leads
    ):
        state.footnotes.extend(limits_of_each(title, pairs, state.page, analytes, marks))
        refuse(line, state, NOT_ANNOUNCED)
        return True
    for name, value in pairs:
        cells = (Cell(name, 0.0, 1.0), Cell(value, 2.0, 3.0))
        _row(replace(line, cells=cells), None, state, analytes, marks)
    return bool(pairs)
