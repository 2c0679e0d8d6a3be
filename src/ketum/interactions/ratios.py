"""For each co-medication of a case: how its level, or that of mitragynine, is expected to change.

A research view beside the findings. No finding reads it: a ratio can raise nobody's alarm and
silence none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ketum.citation import Citation
from ketum.dosing import LotContent
from ketum.evidence import KnowledgeBase
from ketum.evidence.vocabulary import Drug
from ketum.facts.model import AgentFact, Facts
from ketum.interactions.expected import AtGap, Expected, Victim
from ketum.interactions.regimen import NotKnown, Range, Regimen, regimen_of
from ketum.truth import NO

__all__ = ["AtGap", "Direction", "ExposureRatio", "exposure_ratios"]

INHIBITORS = frozenset({"cyp3a_inhibitors_strong", "cyp3a_inhibitors_moderate"})
INDUCERS = frozenset({"cyp3a_inducers_strong", "cyp3a_inducers_moderate"})
CYP3A_VICTIMS = frozenset({"cyp3a_victims_any", "cyp3a_sensitive", "cyp3a_moderately_sensitive"})
CYP2D6_VICTIMS = frozenset({"cyp2d6_victims"})
MOVING = INHIBITORS | INDUCERS | CYP3A_VICTIMS | CYP2D6_VICTIMS
KRATOM = "kratom_products"
CYP3A = "CYP3A"
CYP2D6 = "CYP2D6"
MEDICINE = "medicine"
MITRAGYNINE = "mitragynine"

WHICH_ONE = "The case does not say which medicine of these it is."
SWALLOWED = "the medicine is swallowed"
NO_GUT_SHARE = "How much of it gets through the gut wall was not found published."
NO_CYP2D6_SHARE = "How much of it CYP2D6 clears was not found published."
BY_INHIBITOR = (
    "No study in people was found, and how much of mitragynine CYP3A clears was never measured. "
    "In rats it rose, and so did 7-hydroxymitragynine; in mice its effect fell."
)
BY_INDUCER = (
    "No study was found, and how much of mitragynine CYP3A clears was never measured. When the "
    "inducer stops, the level rises again."
)


class Direction(Enum):
    """Which way a level goes."""

    UP = "up"
    DOWN = "down"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRatio:
    """How one level is expected to change: with over without.

    `drug` is its name in the vocabulary, or empty where the case leaves open which of several it
    is. `moved` is what changes: the medicine, or mitragynine where the medicine acts on kratom;
    then `seven_oh` is the direction of 7-hydroxymitragynine. `auc` and `cmax` hold for the
    kratom of the case, the medicine taken shortly after it; None with a `reason` where there is
    no number. `as_studied` is the AUC ratio after one tea of 2 g, the only amount that was
    studied. `upper_bound` is the static model: more is not expected. `assumed` and `beyond` as in
    `Regimen`.
    """

    drug: str
    label: str
    place: str
    moved: str
    enzyme: str
    direction: Direction
    seven_oh: Direction | None = None
    auc: Range | None = None
    cmax: Range | None = None
    by_gap: tuple[AtGap, ...] = ()
    as_studied: Range | None = None
    upper_bound: float | None = None
    reason: str = ""
    assumed: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


def exposure_ratios(
    facts: Facts,
    knowledge: KnowledgeBase,
    assayed: LotContent | None = None,
    *,
    is_thai: bool = False,
) -> tuple[ExposureRatio, ...]:
    """One entry for each co-medication that CYP3A or CYP2D6 clears, or that acts on CYP3A.

    Empty where the case says that no kratom is used. Costs a few milliseconds where there is
    something to compute, next to nothing where there is not.
    """
    if facts.kratom.used is NO:
        return ()
    named: dict[tuple[str, ...], AgentFact] = {}
    for agent in facts.agents:
        if agent.on_board is not NO:
            named.setdefault(tuple(drug.id for drug in agent.options), agent)
    regimen = regimen_of(facts, knowledge, assayed, is_thai=is_thai)
    expected = Expected(regimen, knowledge)
    return tuple(ratio for agent in named.values() for ratio in _of_agent(agent, expected))


def _of_agent(agent: AgentFact, expected: Expected) -> Iterator[ExposureRatio]:
    shares = expected.knowledge.shares
    options = [drug for drug in agent.options if KRATOM not in drug.classes]
    if len(options) == 1:
        yield from _of_drug(agent, options[0], expected)
    elif any(drug.id in shares or MOVING & set(drug.classes) for drug in options):
        said = _Said(drug="", label=agent.label, place=agent.place)
        yield _without_number(said, CYP3A, Direction.UNCERTAIN, WHICH_ONE)


def _of_drug(agent: AgentFact, drug: Drug, expected: Expected) -> Iterator[ExposureRatio]:
    said = _Said(drug=drug.id, label=agent.label, place=agent.place)
    shares = expected.knowledge.shares.get(drug.id, {})
    classes = frozenset(drug.classes)
    if "fg" in shares and "fm_cyp3a" in shares:
        victim = Victim(enzyme=CYP3A, fg=shares["fg"], fm=shares["fm_cyp3a"])
        yield _with_number(said, victim, expected, Direction.UP)
    elif classes & CYP3A_VICTIMS:
        yield _without_number(said, CYP3A, Direction.UP, NO_GUT_SHARE)
    if "fm_cyp2d6" in shares:
        victim = Victim(enzyme=CYP2D6, fg=None, fm=shares["fm_cyp2d6"])
        yield _with_number(said, victim, expected, Direction.UNCERTAIN)
    elif classes & CYP2D6_VICTIMS:
        yield _without_number(said, CYP2D6, Direction.UNCERTAIN, NO_CYP2D6_SHARE)
    if classes & INHIBITORS:
        yield _of_mitragynine(said, expected.knowledge, Direction.UP, BY_INHIBITOR)
    if classes & INDUCERS:
        yield _of_mitragynine(said, expected.knowledge, Direction.DOWN, BY_INDUCER)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The medicine as the case names it."""

    drug: str
    label: str
    place: str


def _with_number(
    said: _Said, victim: Victim, expected: Expected, direction: Direction
) -> ExposureRatio:
    now, studied = expected.now(victim), expected.as_studied(victim)
    known = None if isinstance(now, NotKnown) else now
    regimen = expected.regimen if isinstance(expected.regimen, Regimen) else None
    return ExposureRatio(
        drug=said.drug,
        label=said.label,
        place=said.place,
        moved=MEDICINE,
        enzyme=victim.enzyme,
        direction=direction,
        auc=known.auc if known else None,
        cmax=known.cmax if known else None,
        by_gap=known.by_gap if known else (),
        as_studied=studied.auc,
        upper_bound=known.upper_bound if known else studied.upper_bound,
        reason=now.reason if isinstance(now, NotKnown) else "",
        assumed=(*(regimen.assumed if regimen else ()), *_route(victim)),
        beyond=regimen.beyond if regimen else (),
        cites=(*expected.cites, *victim.cites),
    )


def _route(victim: Victim) -> tuple[str, ...]:
    """Facts hold no route; where the gut wall counts, swallowing is assumed."""
    return () if victim.fg is None or victim.fg.low == 1 else (SWALLOWED,)


def _without_number(said: _Said, enzyme: str, direction: Direction, reason: str) -> ExposureRatio:
    return ExposureRatio(
        drug=said.drug,
        label=said.label,
        place=said.place,
        moved=MEDICINE,
        enzyme=enzyme,
        direction=direction,
        reason=reason,
    )


def _of_mitragynine(
    said: _Said, knowledge: KnowledgeBase, direction: Direction, reason: str
) -> ExposureRatio:
    return ExposureRatio(
        drug=said.drug,
        label=said.label,
        place=said.place,
        moved=MITRAGYNINE,
        enzyme=CYP3A,
        direction=direction,
        seven_oh=Direction.UNCERTAIN,
        reason=reason,
        cites=knowledge.parameters["measured.rat_mitragynine_with_ketoconazole"].cites,
    )
