"""Reading vignettes: cases as data, each with what a review of it must say and why.

A `[[table]]` is many vignettes that differ in one thing. `gives` lists the things by the word
that is expected of `of`: a severity or `absent` for a code, a disposition for "disposition", when
to act for "CODE.urgency", words of the action for "CODE.says", words of what is named instead for
"CODE.instead". A thing stands for every "$" in the case; where the case has none it is laid over
the case: tables are merged and lists go on.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from ketum.evidence import KnowledgeBase
from ketum.finding import Disposition, Finding, NotRecognised, Unanswered
from ketum.intake import Format, read
from ketum.review import Review, review

FOLDER = Path(__file__).parent
DAY = date(2026, 11, 22)
EXPECTATIONS = {
    "findings",
    "at_least",
    "absent",
    "disposition",
    "urgency",
    "says",
    "instead",
    "unsaid",
    "not_recognised",
    "unanswered",
}
KEYS = ("name", "rule", "side", "because", "case", "expect")
HERE = "$"


class Answer(Protocol):
    """What a vignette looks at: a review, or what stands in for one."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def disposition(self) -> Disposition: ...
    @property
    def unanswered(self) -> tuple[Unanswered, ...]: ...
    @property
    def not_recognised(self) -> tuple[NotRecognised, ...]: ...


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

    def disagreements(self, answer: Answer) -> list[str]:
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
        wrong += _unlike(self.expect, answer)
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
    """Every vignette of every file, and every row of every table."""
    for path in sorted(FOLDER.rglob("*.toml")):
        file = str(path.relative_to(FOLDER))
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in (*content.get("vignette", ()), *rows_of(content.get("table", ()))):
            yield Vignette(file=file, **{key: table[key] for key in KEYS})


def rows_of(tables: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each thing of each table as a vignette of its own."""
    for table in tables:
        code = table["of"]
        for word, things in table["gives"].items():
            for thing in things:
                yield {
                    "name": f"{table['name']}: {_label(thing)}",
                    "rule": table["rule"],
                    "side": "quiet" if word in ("absent", "monitor") else "fires",
                    "because": table["because"],
                    "case": _filled(table["case"], thing),
                    "expect": _expected(code, word, [w for w in table["gives"] if w != "absent"]),
                }


def _expected(code: str, word: str, words: list[str]) -> dict[str, object]:
    if code == "disposition":
        return {"disposition": word}
    if code.endswith(".urgency"):
        return {"urgency": {code.removesuffix(".urgency"): word}}
    if code.endswith(".says"):
        code = code.removesuffix(".says")
        return {"unsaid": {code: words[0]}} if word == "absent" else {"says": {code: word}}
    if code.endswith(".instead"):
        return {"instead": {code.removesuffix(".instead"): "" if word == "absent" else word}}
    return {"absent": [code]} if word == "absent" else {"findings": {code: word}}


def _label(thing: object) -> str:
    text = json.dumps(thing, ensure_ascii=False, default=lambda moment: moment.isoformat())
    return text.translate(str.maketrans("", "", '{}"'))


def _filled(case: object, thing: object) -> object:
    filled = _put(case, thing)
    return _laid_over(case, thing) if filled == case else filled


def _put(case: object, thing: object) -> object:
    if isinstance(case, dict):
        return {key: _put(value, thing) for key, value in case.items()}
    if isinstance(case, list):
        return [_put(value, thing) for value in case]
    return thing if case == HERE else case


def _laid_over(under: object, over: object) -> object:
    if isinstance(under, dict) and isinstance(over, dict):
        merged = {key: _laid_over(under[key], over[key]) for key in under.keys() & over.keys()}
        return {**under, **over, **merged}
    return [*under, *over] if isinstance(under, list) and isinstance(over, list) else over


def _unlike(expect: dict[str, object], answer: Answer) -> Iterator[str]:
    """Urgencies, actions and alternatives that lack the words they must hold."""
    found = {finding.code: finding for finding in answer.findings}
    for code, urgency in _table(expect, "urgency").items():
        got = found[code].urgency.value if code in found else "absent"
        if got != urgency:
            yield f"{code} is due {got}, expected {urgency}"
    for code, words in _table(expect, "says").items():
        if code not in found or words not in found[code].action:
            yield f"the action of {code} lacks {words!r}"
    for code, words in _table(expect, "unsaid").items():
        if code not in found or words in found[code].action:
            yield f"the action of {code} is missing, or says {words!r}"
    for code, words in _table(expect, "instead").items():
        named = " ".join(other.text for other in found[code].alternatives) if code in found else ""
        if words not in named or (named and not words):
            yield f"instead of {code} is named {named!r}, expected {words!r}"


def _table(expect: dict[str, object], key: str) -> dict[str, str]:
    value = expect.get(key, {})
    assert isinstance(value, dict)
    return value


def _words(expect: dict[str, object], key: str) -> list[str]:
    value = expect.get(key, [])
    assert isinstance(value, list)
    return value
