"""Limits for products are read with their source, or refused with every fault."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.product_limits import (
    LimitKind,
    check_analytes,
    read_panels,
    read_product_limits,
)
from tests.shape.tree import KNOWLEDGE

LEAD = "usp-2232-lead"


def faults_of(folder: Path, knowledge: KnowledgeBase) -> list[str]:
    faults: list[str] = []
    limits = read_product_limits(folder, knowledge.sources, faults)
    panels = read_panels(folder, knowledge.sources, faults)
    check_analytes(limits, panels, knowledge.analytes, faults)
    return faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KNOWLEDGE / "limits", tmp_path / "limits"))


def change(folder: Path, identity: str, **cells: str) -> None:
    path = folder / "product.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == identity:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_limits_that_are_shipped_have_no_fault(folder: Path, knowledge: KnowledgeBase) -> None:
    assert faults_of(folder, knowledge) == []


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"cites": ""}, "no source"),
        ({"cites": "nowhere"}, "no source `nowhere`"),
        ({"confirmed": "perhaps"}, "`confirmed` must be yes or no"),
        ({"checked": "lately"}, "no date in `checked`"),
        ({"value": "much"}, "`value` must be a number above 0"),
        ({"value": "0"}, "`value` must be a number above 0"),
        ({"value": ""}, "a limit has a `value`"),
        ({"comparator": "about"}, "`comparator` must be one of"),
        ({"comparator": "absent", "value": ""}, "`absent` goes with"),
        ({"kind": "custom"}, "`kind` must be one of"),
        ({"kind": "law"}, "a law binds at a place"),
        ({"unit": "grains"}, "`unit` must be one of"),
        ({"superseded_by": "nothing"}, "`superseded_by` names no limit"),
        ({"from": "spring"}, "`from` must be a day"),
        ({"analyte": "unobtainium"}, "`unobtainium` is not an analyte"),
        ({"id": "usp-2232-cadmium"}, "the entry is given twice"),
    ],
)
def test_a_limit_that_is_wrong_is_refused_by_name(
    folder: Path, knowledge: KnowledgeBase, cells: dict[str, str], fault: str
) -> None:
    change(folder, LEAD, **cells)

    found = faults_of(folder, knowledge)
    assert any(fault in each and cells.get("id", LEAD) in each for each in found), found


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        ('asked_of = "any"', 'asked_of = "all"', "`asked_of` must be"),
        ('"lead", ', '"leed", ', "`leed` is not an analyte"),
        ('["lead", "arsenic", "cadmium", "mercury"]', "[]", "no `analytes`"),
    ],
)
def test_a_panel_that_is_wrong_is_refused(
    folder: Path, knowledge: KnowledgeBase, line: str, instead: str, fault: str
) -> None:
    path = folder / "panels.toml"
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, instead), encoding="utf-8")

    assert any(fault in each for each in faults_of(folder, knowledge))


def test_the_newest_value_of_usp_for_lead_counts_and_the_first_is_kept(
    knowledge: KnowledgeBase,
) -> None:
    limits = {limit.id: limit for limit in knowledge.product_limits}

    assert limits[LEAD].value == Decimal(5)
    assert limits["usp-2232-lead-first-text"].superseded_by == LEAD


def test_what_was_only_recalled_is_not_confirmed(knowledge: KnowledgeBase) -> None:
    unread = [limit for limit in knowledge.product_limits if "not read" in limit.remark]

    assert len(unread) > 10
    assert not any(limit.confirmed for limit in unread)
    assert not any(
        cite.confirmed for limit in knowledge.product_limits for cite in limit.cites
        if not limit.confirmed
    )  # fmt: skip


def test_the_two_part_test_says_here_what_it_says_in_the_law(knowledge: KnowledgeBase) -> None:
    law = {
        (event.id, limit.unit.partition(",")[0], limit.value)
        for events in knowledge.law.events.values()
        for event in events
        for limit in event.limits
    }
    units = {"mass ratio": "least ratio"}
    events = {"US-FL": "US-FL-036", "US": "US-009"}
    halves = [limit for limit in knowledge.product_limits if limit.test == "two-part"]

    assert len(halves) == 6
    for limit in halves:
        unit = units.get(limit.unit, limit.unit)
        assert (events[limit.place], unit, str(limit.value)) in law


def test_only_a_law_has_a_place_where_it_binds(knowledge: KnowledgeBase) -> None:
    placed = {limit.kind for limit in knowledge.product_limits if limit.place}

    assert placed == {LimitKind.LAW, LimitKind.WARNING, LimitKind.PROPOSAL}
