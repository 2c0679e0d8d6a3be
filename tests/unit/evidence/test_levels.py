"""Shares and binding constants: what the shipped tables hold, and every fault named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketum.evidence import load
from ketum.evidence.levels import read_binding_constants, read_shares
from tests.unit.terminology.shipped import knowledge_sources

SHARES = "id,quantity,value,low,high,basis,cites,confirmed,checked"
BINDING = "id,receptor,ki_nm,assay,cites,confirmed,checked"
END = "tanna2023,yes,2026-11-22"


def faults_of(folder: Path, *rows: str) -> list[str]:
    (folder / "victims.csv").write_text("\n".join([SHARES, *rows]) + "\n", encoding="utf-8")
    faults: list[str] = []
    read_shares(folder, knowledge_sources(), {"midazolam"}, faults)
    return faults


def binding_faults_of(folder: Path, *rows: str) -> list[str]:
    (folder / "receptors.csv").write_text("\n".join([BINDING, *rows]) + "\n", encoding="utf-8")
    faults: list[str] = []
    read_binding_constants(folder, knowledge_sources(), faults)
    return faults


def test_a_good_row_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, f"midazolam,fg,0.57,0.4,0.6,read,{END}") == []
    assert binding_faults_of(tmp_path, f"morphine,mu,1.5,human,{END}") == []


@pytest.mark.parametrize(
    ("check", "row", "fault"),
    [
        (faults_of, "nosuch,fg,0.5,0.5,0.5,read", "unknown drug"),
        (faults_of, "midazolam,fgut,0.5,0.5,0.5,read", "`quantity` must be one of"),
        (faults_of, "midazolam,fg,half,0.5,0.5,read", "must be a number"),
        (faults_of, "midazolam,fg,0.5,0.6,0.7,read", "must rise from above 0"),
        (faults_of, "midazolam,fg,0.5,0,0.7,read", "must rise from above 0"),
        (faults_of, "midazolam,fg,0.5,0.5,1.2,read", "a share is at most 1"),
        (binding_faults_of, "morphine,mu,-1,human", "must rise from above 0"),
        (binding_faults_of, "morphine,mu,nan,human", "must rise from above 0"),
        (binding_faults_of, "morphine,mu,strong,human", "must be a number"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(
    tmp_path: Path, check: Callable[..., list[str]], row: str, fault: str
) -> None:
    (found,) = check(tmp_path, f"{row},{END}")
    assert fault in found


def test_a_quantity_given_twice_is_a_fault(tmp_path: Path) -> None:
    row = f"midazolam,fg,0.5,0.5,0.5,read,{END}"
    assert any("given twice" in fault for fault in faults_of(tmp_path, row, row))


def test_every_medicine_with_a_gut_share_has_a_share_by_cyp3a() -> None:
    for shares in load().shares.values():
        assert ("fg" in shares) == ("fm_cyp3a" in shares)


def test_what_was_recalled_or_judged_is_never_confirmed() -> None:
    for shares in load().shares.values():
        for share in shares.values():
            if "recalled" in share.basis or "judgement" in share.basis:
                assert not any(cite.confirmed for cite in share.cites)
