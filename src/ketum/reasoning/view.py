"""What a condition may look at, and what looking at it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.finding import Because, Finding, Severity
from ketum.truth import Truth

__all__ = ["Judgement", "Missing", "OpenQuestion", "View"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that nobody gave: its key in the case, and a sentence that says so."""

    fact: str
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a condition holds; the facts that made it hold; the facts it still needs."""

    truth: Truth
    because: tuple[Because, ...] = ()
    missing: tuple[Missing, ...] = ()

    @classmethod
    def of(
        cls, truth: Truth, because: tuple[Because, ...] = (), missing: tuple[Missing, ...] = ()
    ) -> Judgement:
        """Reasons are kept only for YES, missing facts only for UNKNOWN."""
        if truth is Truth.YES:
            return cls(truth, because)
        return cls(truth, (), missing) if truth is Truth.UNKNOWN else _NO


_NO = Judgement(Truth.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A rule or row that could not be decided, what it lacks, and how loud it could become."""

    needed_by: str
    code: str
    could_be: Severity
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The facts, the findings made so far, what is still open, and the named facts judged."""

    knowledge: KnowledgeBase
    facts: Facts
    findings: Mapping[str, Finding] = field(default_factory=dict)
    open_questions: Mapping[str, tuple[OpenQuestion, ...]] = field(default_factory=dict)
    named: Mapping[str, Judgement] = field(default_factory=dict)
