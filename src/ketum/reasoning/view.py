"""What a condition may look at, and what looking at it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.finding import Because, Finding, Severity
from ketum.truth import NO, UNKNOWN, YES, Truth

__all__ = ["DOES_NOT_HOLD", "Judgement", "Missing", "OpenQuestion", "View", "joined"]

# Ways of being silent that are kept at once; each takes some hundred kilobytes at most.
WAYS = 128


# Facts that nobody gave: the key of each in the case, and a sentence that says so. A review joins
# hundreds of these; nothing is joined faster.
Missing = Mapping[str, str]
NOTHING: Missing = MappingProxyType({})


def joined(groups: Iterable[Missing]) -> Missing:
    """The facts of all groups, each once; of two sentences for one fact the later stays."""
    facts: dict[str, str] = {}
    for group in groups:
        facts.update(group)
    return facts


# A review makes and compares thousands of these: tuples are the fastest frozen values.
class Judgement(NamedTuple):
    """Whether a condition holds; the facts that made it hold; the facts it still needs."""

    truth: Truth
    because: tuple[Because, ...] = ()
    missing: Missing = NOTHING

    @classmethod
    def of(
        cls, truth: Truth, because: tuple[Because, ...] = (), missing: Missing = NOTHING
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
    missing: Missing


# Its attributes are read thousands of times a review, which slots make cheapest.
@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The facts, the findings made so far, what is still open, and the named facts judged.

    `stage` counts how often findings were added since nothing was known; None where any came from
    elsewhere than the rules. `asked` is whether a finding, or any of a severity ("" for its code),
    holds: asked once. `kept` is what every case silent in the same way has in common (see
    silence.py), `names` is what this one is not silent about.
    """

    knowledge: KnowledgeBase
    facts: Facts
    findings: Mapping[str, Finding] = field(default_factory=dict)
    open_questions: Mapping[str, tuple[OpenQuestion, ...]] = field(default_factory=dict)
    named: Mapping[str, Judgement] = field(default_factory=dict)
    stage: int | None = None
    asked: dict[tuple[str, int], Judgement] = field(init=False, repr=False, compare=False)
    kept: Kept = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", {})
        object.__setattr__(self, "kept", _kept_for(self.knowledge, self.facts.silence))
        object.__setattr__(self, "names", self.facts.names)

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
        object.__setattr__(view, "asked", self.asked)
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
        still = {
            asked: judgement
            for asked, judgement in self.asked.items()
            if asked[0] and asked[0] not in changed
        }
        object.__setattr__(view, "asked", still)
        return view


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
