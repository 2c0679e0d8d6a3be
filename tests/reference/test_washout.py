"""No washout shorter than 14 days after daily use is stated anywhere."""

from __future__ import annotations

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.plan.switch import switch
from ketum.review import review

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = ROOT / "src" / "ketum" / "knowledge"
OBSERVED = Path(__file__).with_name("observed.csv")
# Names of things and what others wrote: neither is said by Ketum.
NOT_SAID = ("sources", "terms", "law")
TODAY = date(2026, 11, 23)
HOURS_OF_A_DAY = 24
HALF_LIVES = 5

KRATOM = re.compile(r"kratom|mitragynine|7-OH|\bleaf\b", re.IGNORECASE)
LEAVING = re.compile(
    r"wash(?:es|ed|ing)?[ -]?out|leaves? (?:the|your) body"
    r"|out of (?:the|your) (?:body|system|blood)|cleared|gone from|eliminated"
    r"|antagonist|naltrexone|opioid-free|kratom-free",
    re.IGNORECASE,
)
HALF_LIFE = re.compile(r"half-li(?:fe|ves)\b[^.;)]*?[\d.]+ ?h\b")
LASTING = re.compile(
    r"(\d+(?:\.\d+)?)(?: ?(?:to|-|–) ?\d+(?:\.\d+)?)? ?(h|hours?|d|days?|weeks?)\b"
)
IN_HOURS = {"h": 1, "d": HOURS_OF_A_DAY, "w": 7 * HOURS_OF_A_DAY}


def too_short(text: str, least_h: float) -> list[str]:
    """Sentences on kratom leaving the body that name a time below the least."""
    found = []
    for sentence in re.split(r"(?<=[.;])\s+", text):
        if KRATOM.search(sentence) and LEAVING.search(sentence):
            times = LASTING.findall(HALF_LIFE.sub("", sentence))
            if any(float(number) * IN_HOURS[unit[0]] < least_h for number, unit in times):
                found.append(sentence)
    return found


def strings(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from strings(each)


def said() -> Iterator[str]:
    """Everything that Ketum may say: its knowledge, its code's words, its pages."""
    for path in sorted(KNOWLEDGE.rglob("*.toml")):
        if path.relative_to(KNOWLEDGE).parts[0] not in NOT_SAID:
            yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield path.read_text(encoding="utf-8")


def least_h(knowledge: KnowledgeBase) -> float:
    return knowledge.parameters["plan.washout_days"].value * HOURS_OF_A_DAY


def test_the_washout_is_five_of_the_longest_half_lives_seen(knowledge: KnowledgeBase) -> None:
    with OBSERVED.open(encoding="utf-8", newline="") as file:
        longest = max(
            float(row["observed"])
            for row in csv.DictReader(file)
            if row["quantity"] == "half-life" and int(row["doses"]) > 1
        )
    days = round(HALF_LIVES * longest / HOURS_OF_A_DAY)
    assert knowledge.parameters["plan.washout_days"].value == days
    assert knowledge.models["M1"].parameters["washout"].value == days


def test_nothing_that_ketum_says_names_a_shorter_washout(knowledge: KnowledgeBase) -> None:
    short = [sentence for text in said() for sentence in too_short(text, least_h(knowledge))]
    assert short == []


def test_every_wait_for_naltrexone_after_kratom_is_as_long(knowledge: KnowledgeBase) -> None:
    after_kratom = [
        row.figure
        for row in switch("naltrexone", knowledge, None, "nothing is computed").rows
        if "other opioids than kratom" not in row.figure.label
    ]
    assert after_kratom
    for figure in after_kratom:
        assert figure.wait_low_h is not None
        assert figure.wait_low_h >= least_h(knowledge)


@pytest.mark.parametrize("days", [1, 7, 10, 11, 13, 14])
def test_naltrexone_is_held_as_long_after_daily_use(knowledge: KnowledgeBase, days: int) -> None:
    case = {
        "kratom": {
            "form": "powder", "grams_per_dose": 3, "doses_per_day": 3, "duration": "2 years",
            "last_use": (TODAY - timedelta(days=days)).isoformat(),
        },
        "medicines": [{"name": "naltrexone", "status": "proposed"}],
    }  # fmt: skip
    answer = review(read(json.dumps(case).encode(), Format.JSON, today=TODAY), knowledge)
    held = [f for f in answer.findings if f.code == "PD_PRECIPITATED_WITHDRAWAL"]
    assert [finding.severity.word for finding in held] == ["contraindicated"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("After daily kratom it is out of the body in 5 days.", 1),
        ("Mitragynine is washed out after 72 to 400 h.", 1),
        ("Kratom-free for 1 week.", 1),
        ("At least 14 days of washout after kratom (five half-lives of 67.9 h).", 0),
        ("Naltrexone blocks for 3 days.", 0),
        ("Kratom is taken 3 days a week.", 0),
    ],
)
def test_the_search_finds_a_short_washout_and_leaves_others(text: str, number: int) -> None:
    assert len(too_short(text, 14 * HOURS_OF_A_DAY)) == number
