"""Reading vignettes: cases as data, each with what a review of it must say and why."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.review import Review, review

FOLDER = Path(__file__).parent
DAY = date(2026, 11, 22)
EXPECTATIONS = {"findings", "at_least", "absent", "disposition", "not_recognised", "unanswered"}


@dataclass(frozen=True)
class Vignette:
    """One case, the rule it stands at the edge of, and what is expected of its review."""

    file: str
    name: str
    rule: str
    side: str
    because: str
    case: dict[str, object]
    expect: dict[str, object]

    def review(self, knowledge: KnowledgeBase) -> Review:
        text = json.dumps(self.case, default=lambda moment: moment.isoformat())
        return review(read(text.encode(), Format.JSON, today=DAY), knowledge)

    def disagreements(self, answer: Review) -> list[str]:
        """Every way in which the review is not what the vignette expects."""
        unknown = set(self.expect) - EXPECTATIONS
        wrong = [f"no such expectation: {key}" for key in sorted(unknown)]
        got = {finding.code: finding.severity.word for finding in answer.findings}
        for code, severity in _table(self.expect, "findings").items():
            if got.get(code) != severity:
                wrong.append(f"{code} is {got.get(code, 'absent')}, expected {severity}")
        order = ["info", "minor", "moderate", "major", "contraindicated", "emergency"]
        for code, severity in _table(self.expect, "at_least").items():
            if code not in got or order.index(got[code]) < order.index(severity):
                wrong.append(f"{code} is {got.get(code, 'absent')}, expected {severity} or more")
        for code in _words(self.expect, "absent"):
            if code in got:
                wrong.append(f"{code} is {got[code]}, expected absent")
        wanted = self.expect.get("disposition", answer.disposition.word)
        if answer.disposition.word != wanted:
            wrong.append(f"disposition is {answer.disposition.word}, expected {wanted}")
        texts = [entry.text for entry in answer.not_recognised]
        wrong += [
            f"{text!r} is not among not_recognised"
            for text in _words(self.expect, "not_recognised")
            if text not in texts
        ]
        facts = [entry.fact for entry in answer.unanswered]
        wrong += [
            f"{fact!r} is not among unanswered"
            for fact in _words(self.expect, "unanswered")
            if fact not in facts
        ]
        return wrong


def vignettes() -> Iterator[Vignette]:
    """Every vignette of every file."""
    for path in sorted(FOLDER.rglob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["vignette"]:
            yield Vignette(
                file=str(path.relative_to(FOLDER)),
                name=table["name"],
                rule=table["rule"],
                side=table["side"],
                because=table["because"],
                case=table["case"],
                expect=table["expect"],
            )


def _table(expect: dict[str, object], key: str) -> dict[str, str]:
    value = expect.get(key, {})
    assert isinstance(value, dict)
    return value


def _words(expect: dict[str, object], key: str) -> list[str]:
    value = expect.get(key, [])
    assert isinstance(value, list)
    return value
