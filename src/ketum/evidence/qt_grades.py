"""The QT grades: what lengthens the QT interval, each graded from its own label or paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source, SourceKind
from ketum.evidence.tables import Row, read_table

__all__ = ["GRADES", "QtGrade", "read_qt_grades"]

TABLE = "qt_grades.csv"
COLUMNS = ("id", "grade", "basis", "place")

# docs/reference/qt.md says what each grade means.
GRADES = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True, kw_only=True)
class QtGrade:
    """The grade of one drug. A drug without one was not checked; that is never grade 0."""

    id: str
    grade: int
    basis: str
    cites: tuple[Citation, ...]
    checked: date


def read_qt_grades(
    folder: Traversable,
    sources: Mapping[str, Source],
    drugs: Collection[str],
    faults: list[str],
) -> dict[str, QtGrade]:
    """`terms/qt_grades.csv` by drug; a row whose grade cannot be read gives none."""
    grades: dict[str, QtGrade] = {}
    for row in read_table(folder, TABLE, COLUMNS, sources, faults):
        drug = row["id"]
        if drug in grades:
            row.fault("the entry is given twice. Rename or remove one.")
        if drug not in drugs:
            row.fault(f"unknown drug `{drug}`. Add it to terms/drugs.csv or correct `id`.")
        for column in ("basis", "place"):
            if not row[column]:
                row.fault(f"no `{column}`. Give one.")
        _check_sources(row)
        if row["grade"] not in GRADES:
            row.fault(f"`grade` must be one of {', '.join(GRADES)}.")
            continue
        grades[drug] = QtGrade(
            id=drug,
            grade=GRADES.index(row["grade"]),
            basis=row["basis"],
            cites=tuple(_placed(cite, row) for cite in row.cites),
            checked=row.checked,
        )
    return grades


def _placed(cite: Citation, row: Row) -> Citation:
    """The citation with its place: the section of a label, or the grade of Ketum's own scale."""
    if cite.source.kind is SourceKind.JUDGEMENT:
        return replace(cite, at=f"grade {row['grade']}")
    return replace(cite, at=row["place"])


def _check_sources(row: Row) -> None:
    """A grade rests on a label or a paper, and a confirmed one on a confirmed source."""
    if not row.cites:
        return
    if all(cite.source.kind is SourceKind.JUDGEMENT for cite in row.cites):
        row.fault("only a judgement is cited. Cite the label or the paper the grade rests on.")
    elif row["confirmed"] == "yes" and not any(cite.confirmed for cite in row.cites):
        row.fault("confirmed, but no confirmed source is cited. Cite one or set no in `confirmed`.")
