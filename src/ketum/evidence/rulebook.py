"""Rules, named facts and the decision table, as read from `knowledge/rules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from ketum.citation import Citation
from ketum.evidence.conditions import Condition
from ketum.finding import Disposition, Severity, Urgency

__all__ = [
    "AlternativeRow",
    "Code",
    "Conflict",
    "DispositionRow",
    "Grade",
    "ManagementRow",
    "NamedFact",
    "Rule",
    "Rulebook",
    "Stage",
]


class Stage(Enum):
    """When a rule is tried, and so what it may read."""

    SCREENING = "screening"
    INTERACTIONS = "interactions"
    CROSS = "cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A finding code of the contract: its usual severity, and the title a person reads.

    `denied_by` are terms whose denial answers "no" for everything the code is about.
    """

    code: str
    usual: Severity
    title: str
    denied_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One row of a gradation: the first that holds sets the severity (None: no finding)."""

    when: Condition
    severity: Severity | None
    urgency: Urgency | None
    action: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRow:
    """What the evidence names instead of something, and when it is said."""

    when: Condition
    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A rule: when it applies, the finding it makes, and the rows that grade it.

    Compared by identity.
    """

    id: str
    stage: Stage
    code: Code
    severity: Severity
    urgency: Urgency | None
    action: str
    applies: Condition
    grades: tuple[Grade, ...]
    cites: tuple[Citation, ...]
    reviewed: date
    estimated: bool = False
    alternatives: tuple[AlternativeRow, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition the rule tries, its own first."""
        graded = (grade.when for grade in self.grades)
        return (self.applies, *graded, *(row.when for row in self.alternatives))

    @cached_property
    def loudest(self) -> Severity:
        """The highest severity this rule can reach."""
        graded = (grade.severity for grade in self.grades if grade.severity is not None)
        return max((self.severity, *graded))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedFact:
    """A yes/no fact that several rows need, defined once."""

    id: str
    label: str
    holds: Condition
    reads_findings: bool
    lowers: tuple[str, ...]
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManagementRow:
    """One row of the management table; the highest severity per code is kept."""

    id: str
    code: Code
    severity: Severity
    urgency: Urgency | None
    when: Condition
    action: str
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conflict:
    """What gives way when two findings ask for different things.

    `drop_rows` are management rows not raised; `reword` replaces an action; `add` appends a
    sentence to an action; `leads` names the code printed first among those it lists, and with
    `one_card` these are read as one, under the loudest.
    """

    id: str
    when: Condition
    drop_rows: tuple[str, ...]
    reword: tuple[tuple[str, str], ...]
    add: tuple[tuple[str, str], ...]
    leads: tuple[str, ...]
    why: str
    cites: tuple[Citation, ...]
    reviewed: date
    one_card: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DispositionRow:
    """One row of the disposition table; from the top, the first that holds decides."""

    id: str
    to: Disposition
    when: Condition
    why: str
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, kw_only=True, eq=False)
class Rulebook:
    """Every rule of one release, in the order in which it is tried. Compared by identity."""

    codes: dict[str, Code]
    rules: tuple[Rule, ...]
    facts: tuple[NamedFact, ...]
    management: tuple[ManagementRow, ...]
    conflicts: tuple[Conflict, ...]
    dispositions: tuple[DispositionRow, ...]

    @cached_property
    def early_facts(self) -> tuple[NamedFact, ...]:
        """The facts that need no finding."""
        return tuple(fact for fact in self.facts if not fact.reads_findings)

    def of_stage(self, stage: Stage) -> tuple[Rule, ...]:
        return self._by_stage[stage]

    @cached_property
    def _by_stage(self) -> dict[Stage, tuple[Rule, ...]]:
        return {stage: tuple(rule for rule in self.rules if rule.stage is stage) for stage in Stage}

    @property
    def titles_without_rule(self) -> tuple[str, ...]:
        """Titles of the codes that no rule and no row of this release can raise."""
        raised = {rule.code.code for rule in self.rules} | {
            row.code.code for row in self.management
        }
        return tuple(code.title for name, code in self.codes.items() if name not in raised)
