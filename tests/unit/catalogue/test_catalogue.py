"""Sixty and more alkaloids: formulas that weigh what they say, names that stay apart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import ketum
from ketum.catalogue import Described, NotListed, describe, described_object
from ketum.catalogue.groups import groups_of
from ketum.errors import EvidenceDamaged
from ketum.evidence import KnowledgeBase
from ketum.evidence.catalogue import read_catalogue

CATALOGUE = read_catalogue()
# Standard atomic weights, IUPAC 2021, abridged.
WEIGHTS = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999, "F": 18.998, "S": 32.06}
WITH_FORMULA = [each for each in CATALOGUE.alkaloids.values() if each.formula and each.weight]


def found(name: str, knowledge: KnowledgeBase) -> Described:
    described = describe(name, CATALOGUE, knowledge)
    assert isinstance(described, Described)
    return described


def test_there_are_at_least_sixty() -> None:
    assert len(CATALOGUE.alkaloids) >= 60
    assert len(WITH_FORMULA) >= 50


@pytest.mark.parametrize("alkaloid", WITH_FORMULA, ids=lambda each: each.name)
def test_each_weighs_what_its_formula_says(alkaloid: object) -> None:
    each = alkaloid
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", each.formula)  # type: ignore[attr-defined]
    weight = sum(WEIGHTS[symbol] * int(count or 1) for symbol, count in parts)
    assert each.weight == pytest.approx(weight, abs=0.06)  # type: ignore[attr-defined]


def test_what_is_drawn_is_certain_and_stereo_only_where_that_is() -> None:
    drawn = [each for each in CATALOGUE.alkaloids.values() if each.drawing is not None]
    assert {each.name for each in drawn if each.shows_stereo} == {
        "mitragynine", "speciogynine", "speciociliatine", "mitraciliatine",
    }  # fmt: skip
    assert len({each.drawing for each in drawn if each.shows_stereo}) == 4
    assert not any(each.drawing for each in CATALOGUE.alkaloids.values() if not each.smiles)
    assert all(each.drawing.thin for each in drawn if each.drawing and each.shows_stereo)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("7-OH", "7-hydroxymitragynine"), ("7-HMG", "7-hydroxymitragynine"),
        ("7 hydroxymitragynine", "7-hydroxymitragynine"),
        ("MP", "mitragynine pseudoindoxyl"), ("DHM", "MGM-15"), ("MITa", "MGM-15"),
        ("dihydro-7-hydroxymitragynine", "MGM-15"), ("Mitragynine", "mitragynine"),
        ("corynoxine A", "corynoxine (A)"),
    ],
)  # fmt: skip
def test_a_synonym_leads_to_its_own_alkaloid(
    asked: str, name: str, knowledge: KnowledgeBase
) -> None:
    assert found(asked, knowledge).alkaloid.name == name


@pytest.mark.parametrize("asked", ["pseudoindoxyl", "mitragynin", "7", "hydroxymitragynine", ""])
def test_a_part_of_a_name_is_none(asked: str, knowledge: KnowledgeBase) -> None:
    assert isinstance(describe(asked, CATALOGUE, knowledge), NotListed)


def test_conflicts_stand_side_by_side_and_are_never_averaged(knowledge: KnowledgeBase) -> None:
    (ki,) = (
        g for g in found("7-OH", knowledge).targets if (g.target, g.parameter) == ("MOR", "Ki")
    )
    assert (ki.low, ki.high) == (7.16, 77.9)
    assert ki.fold == pytest.approx(77.9 / 7.16)
    assert len(ki.effects) == 6
    document = described_object(found("7-OH", knowledge))
    assert "mean" not in str(document["targets"])


def test_more_than_a_limit_bounds_no_upper_end(knowledge: KnowledgeBase) -> None:
    corynoxine = [e for e in CATALOGUE.effects if e.substance == "corynoxine B"]
    (ki,) = (g for g in groups_of(corynoxine) if g.parameter == "Ki")
    assert [(e.value, e.low, e.high) for e in ki.effects][-1] == (">1000", 1000.0, None)
    assert ki.high == pytest.approx(109.8)
    assert ki.fold is None


def test_below_a_limit_is_not_zero() -> None:
    (censored,) = (c for c in CATALOGUE.contents if c.value == "<0.124")
    assert (censored.low, censored.high) == (None, 0.124)


def test_what_nobody_read_is_said(knowledge: KnowledgeBase) -> None:
    said = found("corynoxine A", knowledge).not_certain
    assert any("stereochemistry" in words for words in said)
    assert any("CAS" in words for words in said)
    assert found("mitragynine", knowledge).not_certain == ()


def test_only_what_has_human_data_has_a_model(knowledge: KnowledgeBase) -> None:
    assert found("mitragynine", knowledge).models == ("M1", "M2", "M3")
    assert found("MGM-15", knowledge).models == ()
    assert found("mitragynine pseudoindoxyl", knowledge).models == ()


def test_damage_is_named_at_once(tmp_path: Path) -> None:
    root = tmp_path / "knowledge"
    shutil.copytree(Path(ketum.__file__).with_name("knowledge"), root)
    table = root / "catalogue" / "alkaloids.csv"
    text = table.read_text().replace("398.5", "heavy", 1).replace("tanna2022", "nobody", 1)
    table.write_text(text)
    effects = root / "catalogue" / "targets.csv"
    effects.write_text(effects.read_text().replace(",speciogynine,", ",speciogynin,", 1))
    (root / "catalogue" / "structures.csv").write_text(
        (root / "catalogue" / "structures.csv").read_text().replace("M65", "script", 1)
    )
    with pytest.raises(EvidenceDamaged) as damaged:
        read_catalogue(root)
    said = str(damaged.value)
    for words in ("must be a number", "no source `nobody`", "unknown alkaloid", "is no drawing"):
        assert words in said
