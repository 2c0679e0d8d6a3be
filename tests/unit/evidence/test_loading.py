"""The knowledge base is complete or refused, with every fault at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import ketum
from ketum.errors import EvidenceDamaged
from ketum.evidence import KnowledgeBase, count_entries, load, show

SHIPPED = Path(ketum.__file__).parent / "knowledge"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "knowledge"))


def faults(folder: Path) -> str:
    with pytest.raises(EvidenceDamaged) as refused:
        load(folder)
    return "\n".join(refused.value.faults)


def change(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{file} no longer holds {before!r}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_shipped_knowledge_is_complete(knowledge: KnowledgeBase) -> None:
    assert knowledge.release.id
    assert all(count > 0 for count in count_entries(knowledge).values())


def test_every_citation_names_a_place_and_a_day(knowledge: KnowledgeBase) -> None:
    for rule in knowledge.rulebook.rules:
        assert rule.cites, rule.id
        assert rule.reviewed > date(2026, 1, 1)
        assert all(cite.at and cite.source.checked for cite in rule.cites), rule.id


DAMAGE: list[tuple[str, str, str, str]] = [
    ("rules/screening/dose.toml", 'source = "weiss2021"', 'source = "nobody"',
     "names a source that sources/ does not have"),
    ("rules/screening/dose.toml", 'at = "severity rules DOSE"', 'at = ""', "does not say where"),
    ("rules/screening/dose.toml", "reviewed = 2026-11-22", 'reviewed = "lately"',
     "no date in `reviewed`"),
    ("rules/screening/dose.toml", 'code = "DOSE_HIGH"', 'code = "DOSE_HUGE"',
     "not in rules/codes.toml"),
    ("rules/screening/dose.toml", "at_least = 15", "atleast = 15", "needs bounds"),
    ("rules/screening/dose.toml", "kratom = { grams", "katrom = { grams",
     "a condition is a table with one of"),
    ("rules/screening/dose.toml", 'id = "screening.dose-high"',
     'id = "screening.dose-high"\nmood = "good"', "unknown key `mood`"),
    ("rules/screening/dose.toml", 'id = "screening.dose-very-high"',
     'id = "screening.dose-high"', "used twice"),
    ("rules/screening/pregnancy.toml", "pregnant = true", "gravid = true",
     "`person` has no `gravid`"),
    ("rules/disposition.toml", 'to = "emergency"', 'to = "home"', "`to` must be one of"),
    ("rules/disposition.toml", 'finding = "LAB_BRUGADA"', 'finding = "MGMT_ECG"',
     "follows the disposition and cannot decide it"),
    ("rules/disposition.toml", 'fact = "on_moud"', 'fact = "on_the_moon"',
     "has no fact `on_the_moon`"),
    ("rules/facts.toml", "{ known = {", "{ all = [", "not valid TOML"),
    ("rules/conflicts.toml", 'drop_rows = ["M12"]', 'drop_rows = ["M99"]',
     "there is no row `M99`"),
    ("sources/rules.toml", 'kind = "judgement"', 'kind = "rumour"', "`kind` must be one of"),
    ("sources/rules.toml", "confirmed = false", "confirmed = true",
     "a judgement is never confirmed"),
    ("sources/rules.toml", 'id = "news2-2017"', 'id = ""', "no `id`"),
    ("limits/measurements.toml", '"mmol/L" = 1', '"mmol/L" = 2', "with the factor 1"),
    ("limits/measurements.toml", 'label = "ALT"', "label = 3", "no `label`"),
    ("parameters/reading.toml", "low = 2\n", "low = 9\n", "not in rising order"),
    ("terms/words.toml", 'words = ["male"', 'words = [1, "male"', "must be a list of words"),
    ("terms/kratom_forms.toml", 'family = "leaf"', "", "no `family`"),
    ("texts/review.toml", "reviewed = 2026-11-22", "", "no date in `reviewed`"),
    ("texts/person.toml", 'id = "DOSE_HIGH"', 'id = "DOSE_HUGE"', "no entry for DOSE_HIGH"),
    ("texts/person.toml", 'id = "DOSE_HIGH"', 'id = "DOSE_HUGE"', "not in rules/codes.toml"),
    ("texts/person.toml", 'why = "It can harm', 'whi = "It can harm', "no `why`"),
    ("texts/person.toml", 'finding = "COND_ON_MOUD"', 'finding = "COND_ON_MOON"',
     "must name one finding"),
    ("rules/interactions/other_mechanisms.toml", '["kava"]', '["kawa"]', "there is no drug `kawa`"),
    ("rules/interactions/sedation.toml", '["gabapentinoids"]', '["gabas"]',
     "there is no class `gabas`"),
    ("rules/facts.toml", '"tremor"', '"tremors"', "there is no term `tremors`"),
    ("rules/screening/values.toml", 'unit = "ms"', 'unit = "s"', "unit of qtc-interval"),
    ("rules/screening/product.toml", '["extract"]', '["extrakt"]', "no form family `extrakt`"),
    ("release.toml", 'id = "2026', 'name = "2026', "no `id`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "says"), DAMAGE, ids=[f"{d[0]}: {d[3]}" for d in DAMAGE]
)
def test_damage_is_refused_with_the_file_and_the_remedy(
    copy: Path, file: str, before: str, after: str, says: str
) -> None:
    change(copy, file, before, after)
    found = faults(copy)
    assert says in found
    assert any(
        line.startswith((file, "rule ", "row ", "fact ", "conflict "))
        for line in found.splitlines()
    )


def test_every_fault_is_named_at_once(copy: Path) -> None:
    for file, before, after, _ in (DAMAGE[0], DAMAGE[9], DAMAGE[17]):
        change(copy, file, before, after)
    found = faults(copy)
    for says in (DAMAGE[0][3], DAMAGE[9][3], DAMAGE[17][3]):
        assert says in found


def _remove(file: str) -> Callable[[Path], object]:
    return lambda folder: (folder / file).unlink()


def _spoil(file: str) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    "damage",
    [
        _remove("rules/facts.toml"),
        _remove("terms/drugs.csv"),
        _spoil("rules/codes.toml"),
        lambda folder: shutil.rmtree(folder / "texts"),
    ],
)
def test_a_missing_or_unreadable_file_is_refused(
    copy: Path, damage: Callable[[Path], object]
) -> None:
    damage(copy)
    assert faults(copy)


def test_facts_that_read_each_other_in_a_circle_are_refused(copy: Path) -> None:
    change(
        copy,
        "rules/facts.toml",
        "holds = { kratom = { used = true } }",
        'holds = { fact = "kratom_regular" }',
    )
    change(
        copy,
        "rules/facts.toml",
        "holds = { any = [\n  { kratom = { regular = true } },",
        'holds = { any = [\n  { fact = "kratom_used" },',
    )
    assert "in a circle" in faults(copy)


def test_screening_may_not_read_findings(copy: Path) -> None:
    change(
        copy,
        "rules/screening/pregnancy.toml",
        "applies = { person = { breastfeeding = true } }",
        'applies = { finding = "SYM_SEIZURE" }',
    )
    assert "screening comes first and reads no findings" in faults(copy)


def test_a_fact_that_reads_findings_is_for_the_tables_only(copy: Path) -> None:
    change(
        copy,
        "rules/screening/pregnancy.toml",
        "applies = { person = { breastfeeding = true } }",
        'applies = { fact = "dependence_likely" }',
    )
    assert "only the stage `cross` and the tables may use it" in faults(copy)


def test_a_fact_that_lowers_must_be_known_to_hold(copy: Path) -> None:
    change(
        copy,
        "rules/facts.toml",
        "holds = { kratom = { used = true } }",
        'holds = { kratom = { used = true } }\nlowers = ["D12"]',
    )
    assert "a fact that lowers a row must be `known`" in faults(copy)


def test_an_entry_can_be_looked_up_by_id_and_by_code(knowledge: KnowledgeBase) -> None:
    (rule,) = show(knowledge, "screening.seizure")
    assert rule.kind == "rule"
    assert rule.cites
    assert {entry.kind for entry in show(knowledge, "MGMT_NALOXONE")} == {
        "management row",
        "person text",
    }
    assert show(knowledge, "no-such-entry") == ()
