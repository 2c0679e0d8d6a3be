"""The QT grades: what the shipped table holds, and every fault named with its place and remedy."""

from __future__ import annotations

import csv
import io
from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from ketum.citation import SourceKind
from ketum.evidence.qt_grades import GRADES, QtGrade, read_qt_grades
from tests.unit.terminology.shipped import knowledge_sources, shipped, terms_folder

TABLE = "qt_grades.csv"
HEADER = "id,grade,basis,place,cites,confirmed,checked"
GOOD = "methadone,3,boxed warning,5.3,label-methadone-qt,yes,2026-11-22"
DRUGS = frozenset({"methadone", "oxycodone"})
FEWEST_ROWS = 100
SECONDS = 0.5


@cache
def shipped_grades() -> dict[str, QtGrade]:
    return read_qt_grades(terms_folder(), knowledge_sources(), shipped().drugs, [])


def shipped_rows() -> list[dict[str, str]]:
    text = terms_folder().joinpath(TABLE).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def read(folder: Path, *rows: str, header: str = HEADER) -> tuple[dict[str, QtGrade], list[str]]:
    (folder / TABLE).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    faults: list[str] = []
    return read_qt_grades(folder, knowledge_sources(), DRUGS, faults), faults


def test_the_shipped_table_has_no_fault() -> None:
    faults: list[str] = []
    read_qt_grades(terms_folder(), knowledge_sources(), shipped().drugs, faults)
    assert faults == []


def test_the_shipped_table_grades_at_least_a_hundred_drugs_in_every_grade() -> None:
    grades = shipped_grades()
    assert len(grades) == len(shipped_rows()) >= FEWEST_ROWS
    assert {str(grade.grade) for grade in grades.values()} == set(GRADES)


def test_no_row_lacks_a_label_or_a_paper() -> None:
    for grade in shipped_grades().values():
        founded = [c for c in grade.cites if c.source.kind is not SourceKind.JUDGEMENT]
        assert founded, grade.id
        assert all(cite.at for cite in grade.cites), grade.id


def test_every_row_names_the_scale_it_was_graded_by() -> None:
    for grade in shipped_grades().values():
        scale = [c for c in grade.cites if c.source.kind is SourceKind.JUDGEMENT]
        assert [(c.source.id, c.at) for c in scale] == [
            ("ketum2026-qt-scale", f"grade {grade.grade}")
        ]


def test_every_confirmed_row_cites_a_confirmed_source_and_no_other_row_does() -> None:
    grades = shipped_grades()
    for row in shipped_rows():
        confirmed = any(cite.confirmed for cite in grades[row["id"]].cites)
        assert confirmed == (row["confirmed"] == "yes"), row["id"]


def test_what_was_only_recalled_or_read_second_hand_is_never_confirmed() -> None:
    for grade in shipped_grades().values():
        for cite in grade.cites:
            if cite.source.read in ("recalled", "secondary"):
                assert not cite.source.confirmed, cite.source.id


def test_no_grade_rests_on_the_list_that_may_not_ship() -> None:
    for row in shipped_rows():
        assert "crediblemeds" not in " ".join(row.values()).casefold(), row["id"]


def test_a_drug_without_a_row_stays_unknown_and_is_not_grade_0() -> None:
    grades = shipped_grades()
    assert "naltrexone" in shipped().drugs
    assert "naltrexone" not in grades
    assert grades.get("naltrexone") is None
    assert any(grade.grade == 0 for grade in grades.values())


def test_kratom_itself_has_no_row() -> None:
    assert not [drug for drug in shipped_grades() if "kratom" in drug or "mitragyn" in drug]


@pytest.mark.parametrize(
    ("drug", "grade"),
    [("methadone", 3), ("hydroxyzine", 2), ("loperamide", 1), ("duloxetine", 0)],
)
def test_a_grade_follows_its_label_or_study(drug: str, grade: int) -> None:
    assert shipped_grades()[drug].grade == grade


def test_a_row_becomes_a_grade_with_its_place_in_the_label(tmp_path: Path) -> None:
    grades, faults = read(tmp_path, GOOD)
    assert faults == []
    (cite,) = grades["methadone"].cites
    assert (cite.source.id, cite.at, cite.confirmed) == ("label-methadone-qt", "5.3", True)
    assert grades["methadone"].basis == "boxed warning"
    assert grades["methadone"].checked.isoformat() == "2026-11-22"


def test_a_grade_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        shipped_grades()["methadone"].grade = 0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            GOOD.replace("methadone,", "methadon,", 1),
            "unknown drug `methadon`. Add it to terms/drugs.csv or correct `id`.",
        ),
        (GOOD.replace(",3,", ",4,", 1), "`grade` must be one of 0, 1, 2, 3."),
        (GOOD.replace(",3,", ",,", 1), "`grade` must be one of 0, 1, 2, 3."),
        (GOOD.replace(",3,", ",-1,", 1), "`grade` must be one of 0, 1, 2, 3."),
        (GOOD.replace("boxed warning", ""), "no `basis`. Give one."),
        (GOOD.replace("5.3", ""), "no `place`. Give one."),
        (
            GOOD.replace("label-methadone-qt", ""),
            "no source. Give at least one source id in `cites`.",
        ),
        (
            GOOD.replace("label-methadone-qt", "nobody1900"),
            "no source `nobody1900`. Add it to sources/ or correct `cites`.",
        ),
        (
            GOOD.replace("label-methadone-qt", "ketum2026-qt-scale"),
            "only a judgement is cited. Cite the label or the paper the grade rests on.",
        ),
        (
            GOOD.replace("label-methadone-qt", "label-asenapine-qt"),
            "confirmed, but no confirmed source is cited. Cite one or set no in `confirmed`.",
        ),
        (GOOD.replace("yes", "perhaps"), "`confirmed` must be yes or no."),
        (
            GOOD.replace("2026-11-22", "2026-02-30"),
            "no date in `checked`. Give a day such as 2026-11-22.",
        ),
    ],
)
def test_a_faulty_cell_is_named_with_its_file_row_and_remedy(
    tmp_path: Path, row: str, fault: str
) -> None:
    _, faults = read(tmp_path, row)
    assert faults == [f"terms/qt_grades.csv, row 2 ({row.split(',', maxsplit=1)[0]}): {fault}"]


def test_a_row_without_a_readable_grade_leaves_the_drug_unknown(tmp_path: Path) -> None:
    grades, faults = read(tmp_path, GOOD.replace(",3,", ",three,", 1))
    assert grades == {}
    assert len(faults) == 1


def test_a_drug_given_twice_is_a_fault(tmp_path: Path) -> None:
    _, faults = read(tmp_path, GOOD, GOOD.replace(",3,", ",2,", 1))
    assert faults == [
        "terms/qt_grades.csv, row 3 (methadone): the entry is given twice. Rename or remove one."
    ]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "heroine,5,,,,perhaps,never")
    assert len(faults) == 7
    assert all(fault.startswith("terms/qt_grades.csv, row 2 (heroine): ") for fault in faults)


def test_a_row_without_a_drug_or_with_a_cell_too_many_is_named(tmp_path: Path) -> None:
    _, faults = read(tmp_path, GOOD.removeprefix("methadone"), GOOD + ",more")
    assert faults == [
        "terms/qt_grades.csv, row 2: no `id`. Give one.",
        "terms/qt_grades.csv, row 3: 8 cells instead of 7. Quote a cell that holds a comma.",
    ]


def test_an_unknown_and_a_missing_column_are_named(tmp_path: Path) -> None:
    grades, faults = read(tmp_path, GOOD, header=HEADER.replace("basis", "reason"))
    assert grades == {}
    assert faults == [
        "terms/qt_grades.csv: no column `basis`. Add it to the first line.",
        "terms/qt_grades.csv: unknown column `reason`. Remove or rename it.",
    ]


def test_a_missing_table_is_named_and_raises_nothing(tmp_path: Path) -> None:
    faults: list[str] = []
    assert read_qt_grades(tmp_path, knowledge_sources(), DRUGS, faults) == {}
    assert faults == ["terms/qt_grades.csv: the file is missing. Restore it from the release."]


def test_the_shipped_table_is_read_quickly() -> None:
    sources, drugs = knowledge_sources(), shipped().drugs
    start = process_time()
    read_qt_grades(terms_folder(), sources, drugs, [])
    assert process_time() - start < SECONDS
