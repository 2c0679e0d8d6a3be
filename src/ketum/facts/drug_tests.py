"""Tests for drugs: which ones a test saw. What it did not see, or did not look for, is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketum.case import Observation
from ketum.evidence import KnowledgeBase
from ketum.facts.quantity import find_quantity, other_fluid
from ketum.facts.value_words import read_number
from ketum.terminology import Field, recognise

__all__ = ["DrugTest", "read_drug_test"]

PANEL = "urine-drug-screen"
KRATOM_CLASS = "kratom_products"
BETWEEN = re.compile(r"[;,.\n&]|\band\b|\bbut\b|\bwith\b|\bplus\b", re.IGNORECASE)
EXCEPT = re.compile(
    r"^(?:all\s+)?(?:except|other than|apart from|save)(?:\s+for)?\b", re.IGNORECASE
)
SIGNS = (
    (re.compile(r"\+\s*(?:ve\b)?"), " positive "),
    (re.compile(r"(?<![\w-])[-−](?:ve\b)?(?=\s*(?:[,;.]|$))"), " negative "),
    (re.compile(r"[()\[\]]"), " "),
)
JOINT = r"(?:\s+only)?(?:\s+for)?(?:\s+only)?[\s:=]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugTest:
    """The names of drugs that a test saw, of those it did not, and what was not read of it."""

    seen: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_drug_test(observation: Observation, knowledge: KnowledgeBase) -> DrugTest | None:
    """What the observation says of drugs, or None where it is no result of a test for one."""
    quantity = find_quantity(observation.what, knowledge)
    if quantity is not None and quantity.id == PANEL:
        return _panel(str(observation.value), knowledge)
    name = _drug_name(quantity.label if quantity else observation.what, knowledge)
    if name is None:
        return None
    value = observation.value
    if isinstance(value, str):
        if knowledge.words["negative"].is_all_of(value):
            return DrugTest(unseen=(name,))
        if knowledge.words["positive"].is_all_of(value) or value.strip() == "+":
            return DrugTest(seen=(name,))
        written = read_number(value)
        amount = written.number.low if written else 0.0
    else:
        amount = value
    # A level in blood is compared with limits; in urine any amount is a trace of use.
    if amount > 0 and other_fluid(observation, knowledge):
        return DrugTest(seen=(name,))
    return None


def _drug_name(text: str, knowledge: KnowledgeBase) -> str | None:
    """The name of the drug in the name of a test ("urine fentanyl screen", "BZO")."""
    bare = _without_test_words(text, knowledge)
    if _names_drugs(bare, knowledge):
        return bare
    quantity = find_quantity(text, knowledge)
    label = _without_test_words(quantity.label, knowledge) if quantity else ""
    # Of one quantity and its own label there is nothing new to read.
    return label if label != bare and _names_drugs(label, knowledge) else None


def _without_test_words(text: str, knowledge: KnowledgeBase) -> str:
    words = knowledge.words["drug_test"]
    return " ".join(word for word in text.split() if not words.is_all_of(word))


def _names_drugs(name: str, knowledge: KnowledgeBase) -> bool:
    """Whether the name is one of drugs; kratom in a test says nothing of which product."""
    result = recognise(name, knowledge.vocabulary, Field.AGENTS)
    drugs = [knowledge.vocabulary.drugs[one] for c in result.concepts for one in c.drug_ids]
    if result.not_recognised or not drugs or any(c.read_as for c in result.concepts):
        return False
    return not all(KRATOM_CLASS in drug.classes for drug in drugs)


def _panel(text: str, knowledge: KnowledgeBase) -> DrugTest | None:
    """Such as "positive for fentanyl and benzos, THC negative"; a bare name was seen."""
    for sign, word in SIGNS:
        text = sign.sub(word, text)
    text = _apart(text, knowledge)
    seen: list[str] = []
    unseen: list[str] = []
    waiting: list[str] = []
    running: list[str] | None = None
    for piece in BETWEEN.split(text):
        leading, rest = _at_start(piece.strip(), knowledge)
        besides = EXCEPT.match(rest)
        if besides:
            leading, rest = "positive", rest[besides.end() :]
        rest, trailing = _at_end(rest.strip(), knowledge)
        if leading:
            running = seen if leading == "positive" else unseen
        if trailing or (leading and waiting):
            said = trailing or leading
            (seen if said == "positive" else unseen).extend(waiting)
            waiting = []
        if rest:
            own = (seen if trailing == "positive" else unseen) if trailing else running
            (waiting if own is None else own).append(rest)
    return _read(seen + waiting, unseen, knowledge)


def _apart(text: str, knowledge: KnowledgeBase) -> str:
    """With a mark between two lists, such as "POS: THC NEG: AMP"."""
    words = "|".join(re.escape(word) for word, _ in _polarities(knowledge))
    return re.sub(rf"\s((?:{words})\s*:)", r"; \1", text, flags=re.IGNORECASE)


def _read(seen: list[str], unseen: list[str], knowledge: KnowledgeBase) -> DrugTest | None:
    """The names that are of drugs; None where there is none, and the text is no list of them."""
    named = {text: _drug_name(text, knowledge) for text in (*seen, *unseen)}
    if not any(named.values()):
        return None
    return DrugTest(
        seen=tuple(name for text in seen if (name := named[text])),
        unseen=tuple(name for text in unseen if (name := named[text])),
        unread=tuple(text for text in seen if not named[text]),
    )


def _at_start(piece: str, knowledge: KnowledgeBase) -> tuple[str, str]:
    for word, polarity in _polarities(knowledge):
        match = re.match(rf"{re.escape(word)}(?!\w){JOINT}", piece, re.IGNORECASE)
        if match:
            return polarity, piece[match.end() :]
    return "", piece


def _at_end(piece: str, knowledge: KnowledgeBase) -> tuple[str, str]:
    for word, polarity in _polarities(knowledge):
        match = re.search(rf"[\s:(=]*(?<!\w){re.escape(word)}\W*$", piece, re.IGNORECASE)
        if match:
            return piece[: match.start()], polarity
    return piece, ""


def _polarities(knowledge: KnowledgeBase) -> list[tuple[str, str]]:
    """Every word of either side, the longest first: "not detected" before "detected"."""
    sides = ("negative", "positive")
    words = [(word, side) for side in sides for word in knowledge.words[side].words if word]
    return sorted(words, key=lambda pair: -len(pair[0]))
