"""Reading one CSV table of the knowledge folder: every fault of every row, and nothing raised."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source

__all__ = ["FOOTER", "Row", "read_table"]

FOOTER = ("cites", "confirmed", "checked")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `where` names the file, the line and the entry."""

    where: str
    cells: Mapping[str, str]
    cites: tuple[Citation, ...]
    faults: list[str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        cell = self.cells[column]
        return tuple(cell.split("|")) if cell else ()

    @property
    def checked(self) -> date:
        """The day the row was last checked; a cell that is no date is a fault already."""
        day = self.cells["checked"]
        return date.fromisoformat(day) if _is_date(day) else date.min

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.where}: {sentence}")


def read_table(
    folder: Traversable,
    name: str,
    columns: Sequence[str],
    sources: Mapping[str, Source],
    faults: list[str],
    *,
    under: str = "terms",
) -> Iterator[Row]:
    """The rows that have every cell; the first column names the entry, `under` the folder."""
    file = f"{under}/{name}"
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
    except OSError:
        faults.append(f"{file}: the file is missing. Restore it from the release.")
        return
    except UnicodeDecodeError:
        faults.append(f"{file}: the file is not UTF-8. Save it as UTF-8.")
        return
    lines = csv.reader(text.splitlines())
    header = next(lines, [])
    if not _is_header(header, [*columns, *FOOTER], file, faults):
        return
    for at, values in enumerate(lines, start=2):
        entry = values[header.index(columns[0])] if len(values) == len(header) else ""
        where = f"{file}, row {at} ({entry})" if entry else f"{file}, row {at}"
        if len(values) != len(header):
            faults.append(
                f"{where}: {len(values)} cells instead of {len(header)}. Quote a cell that holds "
                "a comma."
            )
        elif not entry:
            faults.append(f"{where}: no `{columns[0]}`. Give one.")
        else:
            cells = dict(zip(header, values, strict=True))
            yield Row(where, cells, _citations(cells, where, sources, faults), faults)


def _is_header(
    header: Sequence[str], expected: Sequence[str], file: str, faults: list[str]
) -> bool:
    for column in expected:
        if column not in header:
            faults.append(f"{file}: no column `{column}`. Add it to the first line.")
    for column in header:
        if column not in expected:
            faults.append(f"{file}: unknown column `{column}`. Remove or rename it.")
    return sorted(header) == sorted(expected)


def _citations(
    cells: Mapping[str, str], where: str, sources: Mapping[str, Source], faults: list[str]
) -> tuple[Citation, ...]:
    if cells["confirmed"] not in ("yes", "no"):
        faults.append(f"{where}: `confirmed` must be yes or no.")
    if not _is_date(cells["checked"]):
        faults.append(f"{where}: no date in `checked`. Give a day such as 2026-11-22.")
    ids = cells["cites"].split()
    if not ids:
        faults.append(f"{where}: no source. Give at least one source id in `cites`.")
    confirmed = cells["confirmed"] == "yes"
    place = cells.get("label") or next(iter(cells.values()))
    found = []
    for source_id in ids:
        source = sources.get(source_id)
        if source is None:
            faults.append(
                f"{where}: no source `{source_id}`. Add it to sources/ or correct `cites`."
            )
            continue
        found.append(Citation(source=source, at=place, confirmed=confirmed and source.confirmed))
    return tuple(found)


@cache
def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
