"""What the lines of a document that were read so far have opened, given and refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ketum.evidence.analytes import Analytes
from ketum.product.cells import SIGN
from ketum.product.certificate import Basis, Confidence, HeaderField, NotRead, Result
from ketum.product.columns import Column
from ketum.product.footnotes import Footnote
from ketum.product.header import fields_of, keep_field
from ketum.product.layout import Line
from ketum.product.marked_notes import marks_on
from ketum.product.rows import RowReading
from ketum.product.sentences import says_share_of_alkaloids
from ketum.product.settled import Placed
from ketum.product.shares import SHARE_OF_MASS
from ketum.product.stated_units import Statement, Table

__all__ = [
    "State",
    "has_samples",
    "keep",
    "name_the_one_sample",
    "refuse",
    "samples_in",
    "take_header",
]

LONGEST = 160
OF_ALKALOIDS = "% of alkaloids"


@dataclass(slots=True)
class State:
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
    at: int = 0
    tables: list[Table] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    stated: Mapping[tuple[int, int], Statement] = field(default_factory=dict)
    taken: dict[str, list[str]] = field(default_factory=dict)


def take_header(line: Line, state: State) -> bool:
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


def refuse(line: Line, state: State, why: str, names: Sequence[str] = ()) -> None:
    """List a line as not read; `names` are the analytes that the headings above it name."""
    state.not_read.append(
        NotRead(
            text=line.text.replace(SIGN, "")[:LONGEST],
            why=why,
            page=state.page,
            line=line.number,
            names=tuple(names),
        )
    )


def name_the_one_sample(state: State) -> None:
    """What stands above the only lot that a document names is of that lot too."""
    if len(state.samples) == 1:
        (name,) = state.samples
        state.placed = [
            each if each.result.sample else replace(each, result=replace(each.result, sample=name))
            for each in state.placed
        ]


def has_samples(state: State, results: Sequence[Result]) -> bool:
    return len(state.samples) > 1 or len({result.sample for result in results}) > 1


def samples_in(state: State, results: Sequence[Result]) -> dict[str, dict[str, HeaderField]]:
    """The samples in order, each with its own header fields; none where there is one alone."""
    if not has_samples(state, results):
        return {}
    return {**state.samples, **{r.sample: state.samples.get(r.sample, {}) for r in results}}


def keep(
    reading: RowReading,
    line: Line,
    state: State,
    analytes: Analytes,
    *,
    with_columns: bool,
    names: Sequence[str] = (),
) -> None:
    """Keep the results of a row where they stand, what has to be asked, and what was refused."""
    if state.withheld and reading.results:
        refuse(line, state, state.withheld, names)
        return
    for result in reading.results:
        placed = replace(
            _of_what(result, line, state, analytes),
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
        refuse(line, state, why, names)


def _of_what(result: Result, line: Line, state: State, analytes: Analytes) -> Result:
    """The result as a share of all alkaloids, where its name or the title above says so."""
    is_share = result.unit == "%" and analytes.group_of(result.analyte) == "alkaloid"
    said = state.unit == OF_ALKALOIDS or says_share_of_alkaloids(line.cells[0].text)
    if not (said and is_share) or SHARE_OF_MASS.search(result.as_read):
        return result
    return replace(result, unit=OF_ALKALOIDS, basis=Basis.ALKALOIDS)
