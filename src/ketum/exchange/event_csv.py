"""NONMEM-style event files, in and out: one line an event, in the order of ID and TIME.

`TIME`, `II` in h; `AMT` in mg; `RATE` in mg/h; `DV`, `LLOQ` in ng/mL; `WT` in kg. `CMT` names the
analyte: what is swallowed on a dose, what is measured on an observation. The numbers 1 (dose of
mitragynine), 2 (mitragynine in the blood) and 4 (7-hydroxymitragynine) are those of the model as
it is exported. What is not understood is refused, never skipped.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ketum.errors import Complaint, InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exchange.event_lines import (
    BLOOD,
    IN_BLOOD,
    MOST_KG,
    PARENT,
    SWALLOWED,
    Analytes,
    Line,
    said_on,
)
from ketum.exchange.histories import EVERYTHING, History, Observation, Taken, without_missed
from ketum.exchange.nonmem import INPUT
from ketum.exposure.regimen import MOST_DOSES, Evid
from ketum.intake import MAX_BYTES

NEEDED = ("ID", "TIME", "AMT")
COLUMNS = (
    *NEEDED, "II", "ADDL", "EVID", "SS", "RATE", "CMT", "DV", "MDV", "WT", "BLQ", "LLOQ", "CENS",
)  # fmt: skip
ALWAYS = COLUMNS[: COLUMNS.index("MDV") + 1]
# A mark in this column takes a whole line back.
COMMENTED_OUT = "C"
NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
MOST_COMPLAINTS = 200
NONE = "."
EXACT = 2.0**53


@dataclass(slots=True)
class _Person:
    """One ID while its lines are read."""

    id: str
    line: int
    taken: list[Taken] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    weights: set[float] = field(default_factory=set)
    latest: float = float("-inf")

    def history(self) -> History:
        return History(
            id=self.id,
            taken=tuple(self.taken),
            observations=tuple(self.observations),
            weight_kg=next(iter(self.weights), None),
        )


def read_histories(
    content: bytes | str, knowledge: KnowledgeBase, *, ignore: Collection[str] = ()
) -> tuple[History, ...]:
    """The people of an event file, in its order. Names of columns in any case; "." is missing.

    `ignore` names columns that need not be understood.

    Raises:
        InputRefused: with everything that is not understood, by line and column; no value is
            quoted.
        WrongUsage: a known column should be ignored.
    """
    if known := sorted({name.upper() for name in ignore} & {*COLUMNS, COMMENTED_OUT}):
        raise WrongUsage(f"{', '.join(known)} cannot be ignored: take the column out.")
    complaints: list[Complaint] = []
    rows = _rows(content, complaints)
    header = next(rows, None)
    if header is None:
        complaints.append(_of_file("There is nothing in it.", "Give a line of names, then events."))
        raise InputRefused(complaints)
    columns = _columns(header[1], {name.upper() for name in ignore}, complaints)
    if any(name not in columns for name in NEEDED):
        raise InputRefused(complaints)
    analytes = Analytes(knowledge=knowledge)
    people: dict[str, _Person] = {}
    current: _Person | None = None
    for number, cells in rows:
        if len(cells) != len(columns):
            problem = "It has not as many cells as the first line."
            complaints.append(_at(number, "line", problem, 'Write "." where nothing is known.'))
            continue
        # Of a column that stands twice, the first is read.
        named = dict(zip(reversed(columns), reversed(cells), strict=True))
        line = Line(number, named, complaints)
        current = _person(line, people, current)
        if current is not None:
            _read(line, current, columns, analytes)
    if not complaints:
        complaints += [c for person in people.values() for c in _of_person(person)]
    if not people and not complaints:
        complaints.append(_of_file("There is no event in it.", "Give one or more."))
    if complaints:
        raise InputRefused(_at_most(complaints))
    return tuple(person.history() for person in people.values())


def _rows(content: bytes | str, complaints: list[Complaint]) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with its number."""
    if len(content) > MAX_BYTES:
        problem = f"It is larger than {MAX_BYTES:,} bytes."
        raise InputRefused([_of_file(problem, "Give fewer people in a file.")])
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputRefused([_of_file("It is not UTF-8.", "Save it as UTF-8.")]) from None
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        problem = "It is no line of a table."
        complaints.append(_at(reader.line_num, "line", problem, "Mend the quotation marks."))


def _columns(header: Sequence[str], ignored: set[str], complaints: list[Complaint]) -> list[str]:
    names = [cell.strip().upper() for cell in header]
    for place, name in enumerate(names):
        if name == COMMENTED_OUT:
            problem = "It takes whole lines back, which is not understood."
            complaints.append(_at(1, f"column {place + 1}", problem, "Delete lines and column."))
        elif name not in COLUMNS and name not in ignored:
            remedy = f"Known are {', '.join(COLUMNS)}. Leave others out by --ignore NAME."
            complaints.append(_at(1, f"column {place + 1}", "It is not known.", remedy))
        elif name in names[:place]:
            complaints.append(_at(1, f"column {place + 1}", "It stands twice.", "Take one out."))
    for name in NEEDED:
        if name not in names:
            complaints.append(_at(1, name, "There is no such column.", "Give it."))
    return names


def _person(line: Line, people: dict[str, _Person], current: _Person | None) -> _Person | None:
    """Whom the line is about."""
    name = line.text("ID")
    if not NAMED.fullmatch(name):
        problem = "It is no number or short name."
        line.complain("ID", problem, "Give up to 40 letters, digits, points, lines and dashes.")
        return None
    if current is not None and current.id == name:
        return current
    if name in people:
        line.complain("ID", "It comes back after another.", "Keep the lines of an ID together.")
        return people[name]
    people[name] = _Person(id=name, line=line.number)
    return people[name]


def _read(line: Line, person: _Person, columns: Collection[str], analytes: Analytes) -> None:
    weight = line.value("WT", most=MOST_KG)
    if weight is not None:
        person.weights.add(weight)
        if not weight:
            line.complain("WT", "It is not above 0.", 'Give kg, or "." for not known.')
        if len(person.weights) > 1:
            line.complain("WT", "It changes within an ID.", "Give one weight for each person.")
    said = said_on(line, columns, analytes)
    if said is None:
        return
    time = said.event.time if isinstance(said, Taken) else said.time_h
    if time < person.latest:
        line.complain("TIME", "It lies before the one above.", "Sort each ID by TIME.")
    person.latest = max(time, person.latest)
    if isinstance(said, Observation):
        person.observations.append(said)
        return
    replaces = said.event.ss or said.event.evid is not Evid.DOSE
    if replaces and person.observations and person.observations[-1].time_h == time:
        problem = "A level of this moment stands above it, and would be read after it."
        line.complain("TIME", problem, "Give the level an earlier time.")
    person.taken.append(said)


def _of_person(person: _Person) -> Iterator[Complaint]:
    if all(taken.event.evid is Evid.RESET for taken in person.taken):
        yield _at(person.line, "ID", "No dose was read for it.", "Give its doses.")
    if sum(taken.event.addl + 1 for taken in person.taken) > MOST_DOSES:
        yield _at(person.line, "ID", "It has more than a million doses.", "Use SS.")


def _at_most(complaints: list[Complaint]) -> list[Complaint]:
    complaints.sort(key=lambda complaint: complaint.line or 0)
    if len(complaints) <= MOST_COMPLAINTS:
        return complaints
    problem = f"There are {len(complaints) - MOST_COMPLAINTS} more faults."
    return [*complaints[:MOST_COMPLAINTS], _of_file(problem, "Correct these, then try again.")]


def _at(line: int, place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy, line=line)


def _of_file(problem: str, remedy: str) -> Complaint:
    return Complaint(place="the file", problem=problem, remedy=remedy)


def write_histories(histories: Iterable[History], *, numbers: bool = False) -> str:
    """The people as an event file that `read_histories` reads back as they are.

    `numbers` writes compartments of the exported model of mitragynine instead of names, and every
    column of its $INPUT; an hour that is asked about for everything is then one of each.

    Raises:
        WrongUsage: `numbers`, and another alkaloid was taken or measured, or an ID is no number.
        InputRefused: as `without_missed` does.
    """
    listed = tuple(histories)
    has_limit = any(o.is_below or o.lloq is not None for h in listed for o in h.observations)
    has_weight = any(h.weight_kg is not None for h in listed)
    columns = [*ALWAYS, *(("WT",) if has_weight else ()), *(("BLQ", "LLOQ") if has_limit else ())]
    if numbers:
        columns = [*INPUT]
        if not all(history.id.isdecimal() for history in listed):
            # A line that starts with a letter would be skipped as a line of names.
            raise WrongUsage("NONMEM reads whole numbers as ID. Number the people.")
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    table.writerow(columns)
    for history in listed:
        for _, row in sorted(_written(history, numbers=numbers), key=lambda timed: timed[0]):
            table.writerow([row[column] for column in columns])
    return made.getvalue()


def _written(history: History, *, numbers: bool) -> Iterator[tuple[float, dict[str, str]]]:
    """Time and cells of each line; of one moment, doses come first."""
    weight = NONE if history.weight_kg is None else _number(history.weight_kg)
    common = {"ID": history.id, "WT": weight, "BLQ": "0", "LLOQ": NONE}
    for taken in without_missed(history.taken):
        event = taken.event
        number = IN_BLOOD if event.rate else SWALLOWED
        yield (
            event.time,
            {
                **common,
                "TIME": _number(event.time),
                "AMT": _number(event.amt),
                "II": _number(event.ii),
                "ADDL": str(event.addl),
                "EVID": str(event.evid.value),
                "SS": str(int(event.ss)),
                "RATE": _number(event.rate),
                "CMT": _compartment(taken.analyte, {PARENT: number, EVERYTHING: NONE}, numbers),
                "DV": NONE,
                "MDV": "1",
            },
        )
    number_of = {analyte: number for number, analyte in BLOOD.items()}
    for seen in history.observations:
        shown = seen.lloq if seen.is_below else seen.value
        is_each = numbers and seen.analyte == EVERYTHING
        for analyte in number_of if is_each else (seen.analyte,):
            yield (
                seen.time_h,
                {
                    **common,
                    **dict.fromkeys(("AMT", "II", "ADDL", "EVID", "SS", "RATE"), "0"),
                    "TIME": _number(seen.time_h),
                    "CMT": _compartment(analyte, number_of, numbers),
                    "DV": NONE if shown is None else _number(shown),
                    "MDV": str(int(not seen.is_measured)),
                    "BLQ": str(int(seen.is_below)),
                    "LLOQ": NONE if seen.lloq is None else _number(seen.lloq),
                },
            )


def _compartment(analyte: str, number_of: dict[str, str], numbers: bool) -> str:
    if not numbers:
        return analyte or NONE
    if analyte not in number_of:
        raise WrongUsage(
            "Compartments have numbers in the model of mitragynine only. "
            "Write names, or one alkaloid."
        )
    return number_of[analyte]


def _number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    return repr(int(value)) if value == int(value) and abs(value) < EXACT else repr(value)
