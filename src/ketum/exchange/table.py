"""The one door through which tables leave: tidy rows as CSV or as Parquet.

A row is a mapping from column to cell, one observation each; None is a cell about which nothing is
said. Every row has the columns of the first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from ketum.errors import WrongUsage

Cell = str | float | int | bool | None
Row = Mapping[str, Cell]

# Where NONMEM and R have a name of their own; every other column is written in capitals.
NONMEM_NAMES = {"time_h": "TIME", "median": "DV", "concentration": "DV", "analyte": "CMT"}


class Names(Enum):
    """Whose names the columns have."""

    TIDY = "tidy"
    NONMEM = "nonmem"


def named(rows: Iterable[Row], names: Names) -> list[Row]:
    """The rows with the names of columns that their reader knows."""
    if names is Names.TIDY:
        return list(rows)
    return [
        {NONMEM_NAMES.get(column, column.upper()): cell for column, cell in row.items()}
        for row in rows
    ]


def write_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """The rows as CSV, a number with all its digits; `columns` where there may be no row."""
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    header = list(columns or (rows[0] if rows else ()))
    table.writerow(header)
    table.writerows([_text(row[column]) for column in header] for row in rows)
    return made.getvalue()


def parquet(rows: Sequence[Row]) -> bytes:
    """The rows as a Parquet file; a cell of None is null.

    Raises:
        WrongUsage: the extra `parquet` is not installed.
    """
    arrow, writer = _arrow()
    made = io.BytesIO()
    writer.write_table(arrow.Table.from_pylist(list(rows)), made)
    return made.getvalue()


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """The rows into a Parquet file.

    Raises:
        WrongUsage: the extra `parquet` is not installed, or the file cannot be written.
    """
    content = parquet(rows)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongUsage(f"The file cannot be written ({error.strerror}).") from None


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float():
            return repr(cell)
    return str(cell)


def _arrow() -> tuple[Any, Any]:
    """The library behind the extra; it costs as much to load as all of Ketum."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise WrongUsage(
            "Parquet needs the extra `parquet`: pip install 'ketum[parquet]'. "
            "CSV holds the same table."
        ) from None
