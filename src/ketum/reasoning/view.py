"""What a condition may look at, and what looking at it gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.finding import Because, Finding, Severity
from ketum.truth import NO, UNKNOWN, YES, Truth

__all__ = ["DOES_NOT_HOLD", "Judgement", "Missing", "OpenQuestion", "View"]

# Ways of being silent that are kept at once; each takes some hundred kilobytes at most.
WAYS = 128


# A review makes and compares thousands of these: tuples are the fastest frozen values.
class Missing(NamedTuple):
    """A fact that nobody gave: its key in the case, and a sentence that says so."""

    fact: str
    why: str


class Judgement(NamedTuple):
    """Whether a condition holds; the facts that made it hold; the facts it still needs."""

    truth: Truth
    because: tuple[Because, ...] = ()
    missing: tuple[Missing, ...] = ()

    @classmethod
    def of(
        cls, truth: Truth, because: tuple[Because, ...] = (), missing: tuple[Missing, ...] = ()
    ) -> Judgement:
        """Reasons are kept only for YES, missing facts only for UNKNOWN."""
        if truth is YES:
            return cls(truth, because)
        return cls(truth, (), missing) if truth is UNKNOWN else DOES_NOT_HOLD


DOES_NOT_HOLD = Judgement(NO)


class OpenQuestion(NamedTuple):
    """A rule or row that could not be decided, what it lacks, and how loud it could become."""

    needed_by: str
    code: str
    could_be: Severity
    missing: tuple[Missing, ...]


@dataclass(frozen=True, kw_only=True)
class View:
    """The facts, the findings made so far, what is still open, and the named facts judged.

    `stage` counts how often findings were added since nothing was known; None where any came from
    elsewhere than the rules.
    """

    knowledge: KnowledgeBase
    facts: Facts
    findings: Mapping[str, Finding] = field(default_factory=dict)
    open_questions: Mapping[str, tuple[OpenQuestion, ...]] = field(default_factory=dict)
    named: Mapping[str, Judgement] = field(default_factory=dict)
    stage: int | None = None

    @cached_property
    def asked(self) -> dict[tuple[str, int], Judgement]:
        """Whether a finding, or any of a severity ("" for its code), holds: asked once."""
        return {}

    def knowing(self, named: Mapping[str, Judgement]) -> View:
        """With other named facts: what was asked of findings still stands."""
        view = View(
            knowledge=self.knowledge,
            facts=self.facts,
            findings=self.findings,
            open_questions=self.open_questions,
            named=named,
            stage=self.stage,
        )
        view.__dict__["asked"] = self.asked
        return view

    def with_findings(
        self,
        findings: Mapping[str, Finding],
        open_questions: Mapping[str, tuple[OpenQuestion, ...]],
        changed: Collection[str],
    ) -> View:
        """One stage on: what was asked of codes that did not change still stands."""
        view = View(
            knowledge=self.knowledge,
            facts=self.facts,
            findings=findings,
            open_questions=open_questions,
            named=self.named,
            stage=None if self.stage is None else self.stage + 1,
        )
        view.__dict__["asked"] = {
            asked: judgement
            for asked, judgement in self.asked.items()
            if asked[0] and asked[0] not in changed
        }
        return view

    @cached_property
    def kept(self) -> Kept:
        """What every case silent in the same way has in common (see silence.py)."""
        return _kept_for(self.knowledge, self.facts.silence)


@dataclass(frozen=True, slots=True)
class Kept:
    """Judgements by their ready condition, and where it reads findings by the stage too.

    `asked` is what a rule that does not hold asks, by its id.
    """

    judgements: dict[object, Judgement] = field(default_factory=dict)
    asked: dict[str, OpenQuestion | None] = field(default_factory=dict)


@lru_cache(maxsize=WAYS)
def _kept_for(_knowledge: KnowledgeBase, _silence: tuple[str, ...]) -> Kept:
    return Kept()
