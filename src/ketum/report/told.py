"""How much of each finding is told on a screen, and never the same sentence twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ketum.report.build import Card, Tier

__all__ = ["AS_ABOVE", "SENTENCE_END", "Shown", "Told", "told_of"]

SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")
FORBIDS = re.compile(r"\b(?:not|never|no|nothing|nobody|neither|none)\b", re.IGNORECASE)
# A sentence that says "it" or "they" means what stood before it.
REFERS = re.compile(r"\b(?:it|its|they|them|their|this|these|that|those)\b", re.IGNORECASE)
AS_ABOVE = "As above."
EMERGENCY = "emergency"


class Shown(Enum):
    """How much of a finding stands on the screen."""

    WHOLE = "title, action, reasons"
    ACTION = "title, action"
    FIRST = "title, first sentence of the action and what it forbids"
    FORBIDDEN = "title and what the action forbids"
    TITLE = "title"
    COUNT = "counted with the others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a screen says of one finding: `action` is empty where nothing of it stands there.

    `is_whole` holds where each sentence of the action stands here or above.
    """

    action: str
    is_whole: bool
    shown: Shown
    has_reasons: bool


def told_of(tiers: Iterable[Tier], shown_of: Callable[[str], Shown]) -> dict[str, Told]:
    """By code what is told of each finding, in reading order.

    A sentence that stands above is not repeated; an emergency is told in full all the same.
    """
    said: list[str] = []
    told = {}
    for tier in tiers:
        shown = shown_of(tier.severity)
        for card in tier.cards:
            told[card.code] = _told(card, shown, [] if tier.severity == EMERGENCY else said)
            said += SENTENCE_END.split(told[card.code].action)
    return told


def _told(card: Card, shown: Shown, said: list[str]) -> Told:
    sentences = SENTENCE_END.split(card.action)
    wanted = _wanted(sentences, shown)
    new = list(_new(wanted, said))
    # What is not told, and did not stand above either.
    lost = [s for s in sentences if s not in wanted and not _stands(s, said)]
    action = " ".join(new) or (AS_ABOVE if wanted else "")
    return Told(action=action, is_whole=not lost, shown=shown, has_reasons=bool(card.because))


def _wanted(sentences: list[str], shown: Shown) -> list[str]:
    forbidding = [sentence for sentence in sentences if FORBIDS.search(sentence)]
    match shown:
        case Shown.TITLE | Shown.COUNT:
            return []
        case Shown.FORBIDDEN:
            return forbidding
        case Shown.FIRST:
            kept = [s for s in sentences if s is sentences[0] or s in forbidding]
            # One sentence less, with a mark in its place, would hide more than it saves.
            return sentences if len(kept) >= len(sentences) else kept
    return sentences


def _new(sentences: list[str], said: list[str]) -> Iterator[str]:
    """What did not stand above, each with the sentence before it where it speaks of that."""
    for place, sentence in enumerate(sentences):
        after = " ".join(sentences[place + 1 : place + 2])
        if not _stands(sentence, said) or REFERS.search(after):
            yield sentence


def _stands(sentence: str, said: list[str]) -> bool:
    """Whether it was said before: as a sentence of its own, or as a clause of one."""
    words = re.escape(sentence.rstrip(".!?"))
    clause = re.compile(rf"(?:^|[;:,.] ){words}(?:$|[;:,.])", re.IGNORECASE)
    return any(clause.search(before) for before in said)
