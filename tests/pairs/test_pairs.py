"""Every named pair reaches the severity of its row, or the lower one that a stated word allows."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Severity
from ketum.intake import Format, read
from ketum.review import Review, review

TABLE = Path(__file__).with_name("pairs.toml")
DAY = date(2026, 11, 22)
DAILY_LEAF = {"form": "leaf powder", "duration": "daily for two years"}
SILENT = "absent"
ROWS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["row"]


@dataclass(frozen=True)
class Pair:
    """One drug beside kratom, the finding it raises, and how loud that must be."""

    row: str
    drug: str
    code: str
    floor: str
    lower: str | None
    by: str | None
    why: str
    more: dict[str, Any]

    def review(self, knowledge: KnowledgeBase) -> Review:
        entry = {"name": self.drug, "status": "taking"} | self.more.get("entry", {})
        case = {
            "kratom": self.more.get("kratom", DAILY_LEAF),
            "medicines": [entry],
            "substances": [],
            "complete": ["medicines"],
        } | self.more.get("case", {})
        return review(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)


def pairs() -> Iterator[Pair]:
    for row in ROWS:
        for pair in row.get("pair", []):
            for drug in pair["drugs"]:
                yield Pair(
                    row=row["id"], drug=drug, code=pair["code"],
                    floor=row["floor"],
                    lower=pair.get("lower"), by=pair.get("by"), why=pair.get("why", ""),
                    more={key: pair[key] for key in ("entry", "kratom", "case") if key in pair},
                )  # fmt: skip


PAIRS = list(pairs())
FLOORS = [pair for pair in PAIRS if pair.lower is None]
LOWERED = [pair for pair in PAIRS if pair.lower is not None]


def loudness(pair: Pair, knowledge: KnowledgeBase) -> str:
    found = {f.code: f.severity.word for f in pair.review(knowledge).findings}
    return found.get(pair.code, SILENT)


@pytest.mark.parametrize("pair", FLOORS, ids=[f"{p.row} {p.drug} {p.code}" for p in FLOORS])
def test_a_named_pair_reaches_the_severity_of_its_row(pair: Pair, knowledge: KnowledgeBase) -> None:
    found = loudness(pair, knowledge)
    assert found != SILENT
    assert Severity[found.upper()] >= Severity[pair.floor.upper()]


@pytest.mark.parametrize("pair", LOWERED, ids=[f"{p.row} {p.drug} {p.code}" for p in LOWERED])
def test_a_lower_severity_is_exactly_what_the_row_or_the_decision_table_says(
    pair: Pair, knowledge: KnowledgeBase
) -> None:
    assert loudness(pair, knowledge) == pair.lower
    assert pair.by in ("row", "table")
    assert pair.why
    below = -1 if pair.lower == SILENT else Severity[str(pair.lower).upper()]
    assert below < Severity[pair.floor.upper()]


def test_every_row_names_its_pairs_or_says_why_there_are_none() -> None:
    assert [row["id"] for row in ROWS] == [f"IX{n:03}" for n in range(1, len(ROWS) + 1)]
    assert [row["id"] for row in ROWS if not (row.get("pair") or row.get("nothing"))] == []
    assert [row["id"] for row in ROWS if not row["sources"]] == []


def test_every_named_drug_is_known_by_its_name(knowledge: KnowledgeBase) -> None:
    unknown = {
        pair.drug: missed.text
        for pair in PAIRS
        for missed in pair.review(knowledge).not_recognised
        if not (missed.read_as or "").startswith("one of ")
    }
    assert unknown == {}
