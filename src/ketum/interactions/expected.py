"""The numbers of an exposure ratio: the enzymes under the kratom of a case, and a medicine in them.

Three runs of the enzyme model stand for what is not known: low, typical and high. Each has its
own unbound shares in gut and plasma, so that after the one tea that was studied the three give
the lower end, the middle and the upper end of what was measured, and its own dose; the high run
takes the availability of swallowed powder. Each meets the end of the medicine's published shares
that widens the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ketum.citation import Citation
from ketum.evidence import KnowledgeBase
from ketum.evidence.levels import Share
from ketum.evidence.quantities import Parameter
from ketum.interactions.regimen import NotKnown, Range, Regimen
from ketum.interactions.static import static_cyp2d6, static_cyp3a
from ketum.interactions.turnover import Activities, Enzymes, Kratom, activities
from ketum.interactions.victim import liver_factors, passes_gut, uptake_weights

__all__ = ["AtGap", "Expected", "Numbers", "Victim", "enzymes_of", "kratom_of"]

Array = NDArray[np.float64]

STEPS_PER_H = 16
HOURS_PER_DAY = 24
NMOL_PER_UMOL = 1000.0
ENDS = ("low", "typical", "high")
# The end of a share that gives the low, the middle and the high end of a ratio.
FG_FOR = ("high", "value", "low")
FM_FOR = ("low", "value", "high")
PARAMETER_FOR = ("low", "value", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtGap:
    """The AUC ratio of a medicine taken so many hours after the latest kratom."""

    hours: float
    auc: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """AUC and Cmax ratio for a medicine taken shortly after kratom, and AUC at other gaps.

    `upper_bound` is the static model at the upper end of the dose.
    """

    auc: Range
    cmax: Range
    by_gap: tuple[AtGap, ...]
    upper_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A medicine that one enzyme clears; `fg` is None where the gut wall plays no part."""

    enzyme: str
    fg: Share | None
    fm: Share

    @property
    def cites(self) -> tuple[Citation, ...]:
        return (*(self.fg.cites if self.fg else ()), *self.fm.cites)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curves:
    """The three runs; the node of the kratom dose before the medicine, the gaps, the uptake."""

    runs: tuple[Activities, ...]
    dose_umol: tuple[float, ...]
    node: int
    gaps_h: tuple[float, ...]
    uptake: Array


class Expected:
    """The ratios of one case; the enzymes are run once, when the first medicine asks."""

    def __init__(self, regimen: Regimen | NotKnown, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.regimen = regimen
        self._enzymes = enzymes_of(knowledge)
        self._of_case: _Curves | None = None

    @property
    def cites(self) -> tuple[Citation, ...]:
        """What the enzyme model itself rests on."""
        return self._parameter("enzyme.fu_gut").cites

    def now(self, victim: Victim) -> Numbers | NotKnown:
        """Under the kratom of the case, or why there is no number."""
        if isinstance(self.regimen, NotKnown):
            return self.regimen
        if self._of_case is None:
            self._of_case = self._daily(self.regimen)
        return self._numbers(victim, self._of_case)

    def as_studied(self, victim: Victim) -> Numbers:
        """After one tea as it was studied in people."""
        return self._numbers(victim, self._of_study)

    @cached_property
    def _of_study(self) -> _Curves:
        dose = self._parameter("enzyme.studied_dose").value
        once = Range(low=dose, typical=dose, high=dose)
        gaps = (*_doubling(HOURS_PER_DAY), float(HOURS_PER_DAY))
        return self._run(once, [0], gaps, 1.0 / STEPS_PER_H, tea=True)

    def _daily(self, regimen: Regimen) -> _Curves:
        interval = HOURS_PER_DAY / regimen.doses_per_day
        per_interval = 2 * max(1, round(interval * STEPS_PER_H / 2))
        days = round(self._parameter("enzyme.repeated_days").value)
        before = days * regimen.doses_per_day
        # Two days more: one for the latest gap, one in which the medicine is cleared.
        doses = [per_interval * dose for dose in range(before + 2 * regimen.doses_per_day)]
        gaps = _doubling(interval)
        return self._run(regimen.dose_mg, doses, gaps, interval / per_interval, before)

    def _run(
        self,
        dose_mg: Range,
        dose_nodes: Sequence[int],
        gaps_h: tuple[float, ...],
        step_h: float,
        before: int = 0,
        *,
        tea: bool = False,
    ) -> _Curves:
        per_mg = NMOL_PER_UMOL / self._parameter("enzyme.molar_mass").value
        doses = tuple(per_mg * getattr(dose_mg, end) for end in ENDS)
        node = dose_nodes[before]
        nodes = node + round(2 * HOURS_PER_DAY / step_h) + 2
        runs = tuple(
            activities(
                self._enzymes,
                kratom_of(self.knowledge, end, swallowed=end == "high" and not tea),
                dose,
                dose_nodes,
                nodes,
                step_h,
            )
            for end, dose in zip(ENDS, doses, strict=True)
        )
        ka = self._parameter("enzyme.victim_ka").value
        uptake = uptake_weights(round(HOURS_PER_DAY / step_h) + 1, ka, step_h)
        return _Curves(runs=runs, dose_umol=doses, node=node, gaps_h=gaps_h, uptake=uptake)

    def _numbers(self, victim: Victim, curves: _Curves) -> Numbers:
        auc, gut = self._at(victim, curves, self._parameter("enzyme.gap_studied").value)
        middle = sqrt(gut.typical * auc.typical)
        return Numbers(
            auc=auc,
            cmax=Range(low=gut.low, typical=middle, high=auc.high),
            by_gap=tuple(
                AtGap(hours=gap, auc=self._at(victim, curves, gap)[0]) for gap in curves.gaps_h
            ),
            upper_bound=self._static(victim, curves),
        )

    def _at(self, victim: Victim, curves: _Curves, gap_h: float) -> tuple[Range, Range]:
        """AUC ratio, and the part of it that the gut wall makes."""
        aucs, guts = [], []
        for at, run in enumerate(curves.runs):
            start = curves.node + round(gap_h / run.step_h)
            day = slice(start, start + len(curves.uptake))
            gut = 1.0
            if victim.fg is not None:
                gut = passes_gut(run.gut[day], getattr(victim.fg, FG_FOR[at]), curves.uptake)
            low, high = liver_factors(
                self._liver(victim, run, at)[day], getattr(victim.fm, FM_FOR[at]), curves.uptake
            )
            aucs.append(gut * (low, sqrt(low * high), high)[at])
            guts.append(gut)
        return _range(aucs), _range(guts)

    def _liver(self, victim: Victim, run: Activities, at: int) -> Array:
        if victim.fg is not None:
            return run.liver
        return 1.0 / (1.0 + run.at_liver_um / self._ki_cyp2d6(at))

    def _static(self, victim: Victim, curves: _Curves) -> float:
        high = len(ENDS) - 1
        told = {
            "dose_umol": curves.dose_umol[high],
            "ka": self._parameter("enzyme.ka_static").value,
            "fu": self._parameter("enzyme.fu_plasma").high,
            "peak_um": curves.runs[high].peak_um,
            "fm": victim.fm.high,
        }
        if victim.fg is None:
            return static_cyp2d6(self._enzymes, **told, ki=self._ki_cyp2d6(high))
        return static_cyp3a(self._enzymes, **told, fg=victim.fg.low)

    def _ki_cyp2d6(self, at: int) -> float:
        return float(getattr(self._parameter("enzyme.ki_cyp2d6"), FG_FOR[at]))

    def _parameter(self, name: str) -> Parameter:
        return self.knowledge.parameters[name]


def enzymes_of(knowledge: KnowledgeBase) -> Enzymes:
    """The constants of the enzyme model as the knowledge base gives them."""

    def value(name: str) -> float:
        return knowledge.parameters[f"enzyme.{name}"].value

    return Enzymes(
        ki=value("ki_cyp3a"),
        ki_gut=value("ki_inactivation_gut"),
        kinact_gut=value("kinact_gut"),
        kdeg_gut=value("kdeg_gut"),
        ki_liver=value("ki_inactivation_liver"),
        kinact_liver=value("kinact_liver"),
        kdeg_liver=value("kdeg_liver"),
        flow_gut=value("flow_gut"),
        flow_liver=value("flow_liver"),
    )


def kratom_of(knowledge: KnowledgeBase, end: str = "typical", *, swallowed: bool = False) -> Kratom:
    """Mitragynine as model M1 has it, unbound as at the low, typical or high end.

    Relative availability is that of the tea that was studied, or of swallowed powder.
    """
    parameters = knowledge.models["M1"].parameters
    of_end = PARAMETER_FOR[ENDS.index(end)]
    return Kratom(
        ka=knowledge.parameters["enzyme.ka"].value,
        cl=parameters["cl"].value,
        v1=parameters["v1"].value,
        q=parameters["q"].value,
        v2=parameters["v2"].value,
        f=parameters["frel_capsules" if swallowed else "frel_tea_measured"].value,
        fu_gut=getattr(knowledge.parameters["enzyme.fu_gut"], of_end),
        fu_plasma=getattr(knowledge.parameters["enzyme.fu_plasma"], of_end),
    )


def _doubling(end_h: float) -> tuple[float, ...]:
    """0, 1, 2, 4 ... hours, as long as they lie before the end."""
    gaps, gap = [0.0], 1.0
    while gap < end_h:
        gaps.append(gap)
        gap *= 2.0
    return tuple(gaps)


def _range(ends: Sequence[float]) -> Range:
    low, typical, high = ends
    return Range(low=low, typical=typical, high=high)
