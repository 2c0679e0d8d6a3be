"""The lots that are kept: nothing is overwritten, and damage is named and left alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ketum.errors import EvidenceDamaged, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.product.library import (
    add_lot,
    comparison_object,
    find_lot,
    lots_in,
)
from tests.unit.product.test_content import MITRAGYNINE, SEVEN_OH, certificate

LOT = certificate(MITRAGYNINE, SEVEN_OH, product="Green Leaf", lot="A 1")


def test_a_lot_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    name = add_lot(tmp_path / "lots", LOT)
    assert name == "green-leaf-a-1"
    assert find_lot(tmp_path / "lots", name).certificate == LOT


def test_a_name_that_is_taken_is_refused_and_the_first_lot_stays(tmp_path: Path) -> None:
    add_lot(tmp_path, LOT, "one")
    with pytest.raises(WrongUsage, match="another --name"):
        add_lot(tmp_path, certificate(SEVEN_OH), "one")
    assert find_lot(tmp_path, "one").certificate == LOT
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "..", "a/b"])
def test_a_name_cannot_leave_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "lots"
    with suppress(WrongUsage):
        add_lot(folder, LOT, name)
    assert [path.parent for path in tmp_path.rglob("*.json")] in ([], [folder])


def test_a_document_without_a_name_needs_one(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="--name"):
        add_lot(tmp_path, certificate(MITRAGYNINE))


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "other"}', "\x00"])
def test_a_damaged_file_is_named_and_left_where_it_is(content: str, tmp_path: Path) -> None:
    add_lot(tmp_path, LOT, "good")
    damaged = tmp_path / "bad.lot.json"
    damaged.write_text(content, encoding="utf-8")
    bad, good = lots_in(tmp_path)
    assert bad.certificate is None
    assert bad.complaint
    assert good.certificate == LOT
    assert damaged.read_text(encoding="utf-8") == content


def test_a_folder_that_is_not_there_holds_no_lots(tmp_path: Path) -> None:
    assert list(lots_in(tmp_path / "none")) == []
    with pytest.raises(WrongUsage, match="product list"):
        find_lot(tmp_path / "none", "one")


def test_two_lots_are_compared_and_a_dose_does_not_carry_over(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    add_lot(tmp_path, LOT, "one")
    add_lot(tmp_path, certificate(replace(MITRAGYNINE, value=Decimal("2.8"))), "two")
    compared = comparison_object(find_lot(tmp_path, "one"), find_lot(tmp_path, "two"), knowledge)
    assert "holds 2 times" in str(compared["finding"])
    assert "does not carry over" in str(compared["finding"])
    rows = {row["analyte"]: row for row in compared["alkaloids"]}  # type: ignore[attr-defined]
    assert rows["mitragynine"]["ratio"] == 2.0
    assert rows["mitragynine"]["low"] < 2.0 < rows["mitragynine"]["high"]
    assert rows["7-hydroxymitragynine"]["ratio"] is None


def test_where_one_lot_was_not_measured_the_dose_carries_over_neither(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    add_lot(tmp_path, LOT, "one")
    add_lot(tmp_path, certificate(SEVEN_OH), "two")
    compared = comparison_object(find_lot(tmp_path, "one"), find_lot(tmp_path, "two"), knowledge)
    assert "cannot be told" in str(compared["finding"])
    assert "does not carry over" in str(compared["finding"])


def test_a_damaged_lot_is_not_compared(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    add_lot(tmp_path, LOT, "one")
    (tmp_path / "bad.lot.json").write_text("{", encoding="utf-8")
    with pytest.raises(EvidenceDamaged):
        comparison_object(find_lot(tmp_path, "one"), find_lot(tmp_path, "bad"), knowledge)
