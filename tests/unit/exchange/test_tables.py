"""Tables: tidy rows as CSV and Parquet, under the names their reader knows."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet as arrow_parquet

from ketum.errors import WrongUsage
from ketum.exchange import Names, Row, named, parquet, write_csv, write_parquet

ROWS: list[Row] = [
    {"id": "1", "analyte": "a, b", "time_h": 0.1, "median": 1 / 3, "people": None, "yes": True},
    {"id": "2", "analyte": "c", "time_h": 2.0, "median": 0.0, "people": 7, "yes": False},
]


def test_csv_keeps_every_digit_and_leaves_what_is_missing_empty() -> None:
    text = write_csv(ROWS)
    assert text.splitlines()[1] == '1,"a, b",0.1,0.3333333333333333,,true'
    read = arrow_csv.read_csv(io.BytesIO(text.encode())).to_pydict()
    assert read["median"] == [1 / 3, 0.0]
    assert read["yes"] == [True, False]
    assert read["people"] == [None, 7]


def test_parquet_and_csv_hold_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_parquet(ROWS, path)
    assert path.read_bytes() == parquet(ROWS)
    assert arrow_parquet.read_table(path).to_pylist() == ROWS


def test_columns_have_the_names_of_nonmem_where_asked() -> None:
    (first, _) = named(ROWS, Names.NONMEM)
    assert list(first) == ["ID", "CMT", "TIME", "DV", "PEOPLE", "YES"]
    assert named(ROWS, Names.TIDY) == ROWS


def test_an_empty_table_still_says_its_columns() -> None:
    assert write_csv([], ["id", "time_h"]) == "id,time_h\n"


def test_without_the_extra_parquet_is_refused_and_csv_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(WrongUsage, match=r"ketum\[parquet\]"):
        parquet(ROWS)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        write_parquet(ROWS, tmp_path / "none" / "table.parquet")
