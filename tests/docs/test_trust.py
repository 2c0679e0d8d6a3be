"""What SAFETY.md and GLOSSARY.md promise: hazards are guarded, and words are explained."""

from __future__ import annotations

import re
from pathlib import Path

from ketum.finding import Disposition, Severity
from tests.docs.pages import ROOT

HAZARD = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
GUARD = re.compile(r"\]\((tests/[\w/]+\.py)#(\w+)\)")
TERM = re.compile(r"^\| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def hazards(text: str) -> dict[int, list[str]]:
    """Each numbered hazard with the text of its columns."""
    return {int(number): rest.split(" | ") for number, rest in HAZARD.findall(text)}


def absent_guards(text: str, root: Path) -> list[str]:
    """Every test a text names that is not in the tree."""
    absent = []
    for name, function in GUARD.findall(text):
        path = root / name
        code = path.read_text(encoding="utf-8") if path.exists() else ""
        if f"\ndef {function}(" not in code:
            absent.append(f"{name}: {function}")
    return absent


SAFETY = (ROOT / "SAFETY.md").read_text(encoding="utf-8")


def test_there_are_twenty_hazards_and_each_has_an_answer_and_a_test() -> None:
    table = hazards(SAFETY)
    assert list(table) == list(range(1, len(table) + 1))
    assert len(table) >= 20
    assert [number for number, row in table.items() if len(row) != 3] == []
    assert [number for number, row in table.items() if not GUARD.findall(row[-1])] == []


def test_every_test_that_guards_a_hazard_exists() -> None:
    assert absent_guards(SAFETY, ROOT) == []


def test_a_guard_that_is_gone_is_noticed() -> None:
    here = "tests/docs/test_trust.py"
    kept = f"[kept]({here}#test_a_guard_that_is_gone_is_noticed)"
    assert absent_guards(f"{kept} [gone]({here}#test_nothing)", ROOT) == [f"{here}: test_nothing"]
    assert absent_guards("[gone](tests/nowhere.py#test_x)", ROOT) == ["tests/nowhere.py: test_x"]


def test_the_glossary_explains_the_words_of_the_contract() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    missing = [level.word for level in [*Severity, *Disposition] if level.word not in text]
    assert missing == []


def test_no_word_stands_twice_in_the_glossary() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    terms = [term for term in TERM.findall(text) if term not in ("term", "---")]
    assert len(terms) == len(set(terms))
    assert len(terms) >= 50
