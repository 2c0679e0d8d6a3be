"""The vocabulary tables: what they hold, and every fault named at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import Vocabulary, read_vocabulary
from tests.unit.terminology.shipped import knowledge_sources, shipped, terms_folder

TABLES = (
    "drugs",
    "drug_classes",
    "drug_names_multi",
    "terms",
    "ambiguous_words",
    "denied_names",
    "qualifiers",
    "amount_words",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may damage."""
    for table in TABLES:
        content = terms_folder().joinpath(f"{table}.csv").read_text(encoding="utf-8")
        (tmp_path / f"{table}.csv").write_text(content, encoding="utf-8")
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    faults: list[str] = []
    read_vocabulary(folder, knowledge_sources(), faults)
    return faults


def change(path: Path, edit: Callable[[list[list[str]]], None]) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(path: Path, entry: str, column: str, value: str) -> int:
    """Write one cell; the line it stands in."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    at = next(index for index, row in enumerate(rows) if row[0] == entry)
    change(path, lambda rows: rows[at].__setitem__(rows[0].index(column), value))
    return at + 1


def test_the_shipped_tables_have_no_fault() -> None:
    faults: list[str] = []
    read_vocabulary(terms_folder(), knowledge_sources(), faults)
    assert faults == []


def test_every_entry_cites_a_source_and_no_judgement_is_confirmed() -> None:
    vocabulary = shipped()
    every_cites = [
        *(drug.cites for drug in vocabulary.drugs.values()),
        *(group.cites for group in vocabulary.classes.values()),
        *(term.cites for term in vocabulary.terms.values()),
        *(multi.cites for multi in vocabulary.multi.values()),
        *(word.cites for word in vocabulary.ambiguous.values()),
        *(qualifier.cites for qualifier in vocabulary.qualifiers),
    ]
    for cites in every_cites:
        assert cites
        for cite in cites:
            assert cite.at
            assert not (cite.confirmed and cite.source.kind.value == "judgement")


def test_no_class_and_no_source_rests_on_the_list_that_may_not_ship() -> None:
    vocabulary = shipped()
    assert not [name for name in vocabulary.classes if name.startswith("qt_")]
    assert not [source for source in knowledge_sources().values() if "crediblemeds" in
                (source.title + source.locator + source.authors).lower()]  # fmt: skip


def test_a_score_is_a_number_or_missing_and_a_class_lists_its_members() -> None:
    vocabulary = shipped()
    alprazolam = vocabulary.drugs["alprazolam"]
    assert alprazolam.scores["cns_depressant"] == 3
    assert "alprazolam" in vocabulary.classes["benzodiazepines"].members
    assert vocabulary.multi[spelling("Suboxone")].acting == ("buprenorphine",)


def test_an_empty_score_is_unknown_and_not_zero(folder: Path) -> None:
    set_cell(folder / "drugs.csv", "alprazolam", "serotonergic", "")
    read = read_vocabulary(folder, knowledge_sources(), [])
    assert "serotonergic" not in read.drugs["alprazolam"].scores


@pytest.mark.parametrize(
    ("table", "entry", "column", "value", "fault"),
    [
        ("drugs", "alprazolam", "cites", "", "no source. Give at least one source id in `cites`."),
        ("drugs", "alprazolam", "cites", "nobody1900", "no source `nobody1900`."),
        ("drugs", "alprazolam", "checked", "2026-02-30", "no date in `checked`."),
        ("drugs", "alprazolam", "confirmed", "perhaps", "`confirmed` must be yes or no."),
        ("drugs", "alprazolam", "serotonergic", "two", "`serotonergic` must be a whole number"),
        ("drugs", "alprazolam", "opioid_role", "agonist", "`opioid_role` must be one of"),
        ("drugs", "alprazolam", "label", "", "no `label`. Give one."),
        ("terms", "seizure", "kind", "sign", "`kind` must be one of"),
        ("terms", "seizure", "role", "may", "`role` must be one of"),
        ("drug_names_multi", "Suboxone", "members", "nothing", "unknown drug `nothing`."),
        ("drug_names_multi", "Suboxone", "absent_members", "codeine", "must be among `members`"),
        ("ambiguous_words", "acid", "drugs", "", "no `drugs`. Name at least one drug."),
        ("qualifiers", "denies", "effect", "doubts", "`effect` must be one of"),
        ("amount_words", "couple", "role", "pair", "`role` must be one of"),
        ("amount_words", "couple", "low", "two", "`low` and `high` must be numbers"),
        ("amount_words", "couple", "high", "1", "`low` and `high` must be numbers"),
    ],
)
def test_a_faulty_cell_is_named_with_its_place_and_remedy(
    folder: Path, table: str, entry: str, column: str, value: str, fault: str
) -> None:
    line = set_cell(folder / f"{table}.csv", entry, column, value)
    found = [f for f in faults_of(folder) if fault in f]
    assert len(found) == 1
    assert found[0].startswith(f"terms/{table}.csv, row {line} (")


def test_every_fault_is_named_at_once(folder: Path) -> None:
    set_cell(folder / "drugs.csv", "alprazolam", "cites", "")
    set_cell(folder / "terms.csv", "seizure", "checked", "")
    (folder / "qualifiers.csv").unlink()
    assert len(faults_of(folder)) == 3


def test_an_unknown_class_is_named_once(folder: Path) -> None:
    set_cell(folder / "drugs.csv", "alprazolam", "classes", "benzodiazepines|sleepers")
    (fault,) = [f for f in faults_of(folder) if "sleepers" in f]
    assert fault == (
        "terms/drugs.csv (alprazolam): unknown class `sleepers`. Add it to "
        "terms/drug_classes.csv or correct `classes`."
    )


def test_a_class_nobody_belongs_to_is_a_fault(folder: Path) -> None:
    change(
        folder / "drug_classes.csv",
        lambda rows: rows.append(["empty_class", "empty", "", *rows[1][3:]]),
    )
    assert any("(empty_class): no drug belongs to it." in fault for fault in faults_of(folder))


def test_an_entry_given_twice_is_a_fault(folder: Path) -> None:
    change(folder / "terms.csv", lambda rows: rows.append(rows[1]))
    assert any("the entry is given twice." in fault for fault in faults_of(folder))


def test_a_name_that_two_drugs_claim_is_a_fault(folder: Path) -> None:
    set_cell(folder / "drugs.csv", "alprazolam", "names", "Xanax|co-deine")
    assert any("`co-deine` too" in f or "`codeine` too" in f for f in faults_of(folder))


def test_a_name_that_a_drug_and_a_class_claim_is_a_fault(folder: Path) -> None:
    set_cell(folder / "drugs.csv", "alprazolam", "names", "benzos")
    assert any("alprazolam in terms/drugs.csv has the name `benzos` too" in f
               for f in faults_of(folder))  # fmt: skip


def test_an_unknown_and_a_missing_column_are_named(folder: Path) -> None:
    change(folder / "ambiguous_words.csv", lambda rows: rows[0].__setitem__(2, "sort"))
    faults = [f for f in faults_of(folder) if f.startswith("terms/ambiguous_words.csv")]
    assert faults == [
        "terms/ambiguous_words.csv: no column `kind`. Add it to the first line.",
        "terms/ambiguous_words.csv: unknown column `sort`. Remove or rename it.",
    ]


def test_a_row_with_a_cell_too_many_or_no_name_is_named(folder: Path) -> None:
    def damage(rows: list[list[str]]) -> None:
        rows[1].append("more")
        rows[2][0] = ""

    change(folder / "ambiguous_words.csv", damage)
    faults = faults_of(folder)
    assert any("row 2: 7 cells instead of 6." in fault for fault in faults)
    assert any("row 3: no `word`. Give one." in fault for fault in faults)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"id\n\x00\n"])
def test_a_file_that_is_no_table_raises_nothing(folder: Path, content: bytes) -> None:
    (folder / "drugs.csv").write_bytes(content)
    assert faults_of(folder)


def test_british_and_american_words_are_one_spelling_and_symbols_stay() -> None:
    assert spelling("Sleep Apnoea") == spelling("sleep-apnea")
    assert spelling("Anaemia") == spelling("anemia")
    assert spelling("GCS<8") != spelling("GCS 8")
    assert spelling("Crohn's") == spelling("crohns")
    assert spelling("Sjögren") == spelling("sjogren")


def test_vocabularies_are_told_apart_by_identity() -> None:
    again: Vocabulary = read_vocabulary(terms_folder(), knowledge_sources(), [])
    assert again != shipped()
