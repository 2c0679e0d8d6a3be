"""Every row of the suitability screen and of the red flags is read, or says why not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ketum.evidence import KnowledgeBase

ROWS: Mapping[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("every_row.toml").read_text(encoding="utf-8")
)
HOW_MANY = {"screening": 48, "red_flags": 54}


def readers(knowledge: KnowledgeBase) -> set[str]:
    book = knowledge.rulebook
    parts = (book.rules, book.facts, book.management, book.dispositions)
    return {entry.id for part in parts for entry in part}


def gone(rows: Mapping[str, list[dict[str, Any]]], known: set[str]) -> list[str]:
    """Readers that do not exist, and rows that nobody reads without a reason."""
    wrong = []
    for table, entries in rows.items():
        for row in entries:
            where = f"{table} {row['id']}"
            wrong += [f"{where}: there is no {r}" for r in row["read_by"] if r not in known]
            if not row["read_by"] and not row.get("note"):
                wrong.append(f"{where}: nobody reads it, and no reason is given")
    return wrong


def test_every_row_has_a_reader_that_exists_or_a_reason(knowledge: KnowledgeBase) -> None:
    assert gone(ROWS, readers(knowledge)) == []


def test_no_row_is_left_out_or_listed_twice() -> None:
    listed = {table: len({row["id"] for row in entries}) for table, entries in ROWS.items()}
    assert listed == HOW_MANY
    assert listed == {table: len(entries) for table, entries in ROWS.items()}


def test_a_rule_that_is_deleted_is_noticed(knowledge: KnowledgeBase) -> None:
    without = readers(knowledge) - {"screening.dehydration-risk"}
    assert gone(ROWS, without) == [
        "screening dehydration_risk: there is no screening.dehydration-risk"
    ]


def test_a_row_without_reader_and_reason_is_noticed() -> None:
    assert gone({"screening": [{"id": "row", "read_by": []}]}, set()) == [
        "screening row: nobody reads it, and no reason is given"
    ]
