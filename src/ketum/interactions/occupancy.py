"""What could share the mu receptor, as an interval over everything published. A research view.

    share of i = x_i / (1 + sum of x_j),   x = Kp,uu * fu * C / Ki

for substances that compete for one receptor, at rest. Every x is known only as a range, so every
share is one: it is least with its own x at the low end and all others at the high end.

The interval is wide because the constants are: it cannot tell a weak dose from a strong one. It
says nothing on effect, on relief of withdrawal or on breathing, and no dose may be taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketum.citation import Citation
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase

__all__ = ["RESEARCH_VIEW", "Occupancy", "Share", "occupancy"]

RESEARCH_VIEW = (
    "Research view: an interval over published constants. It does not tell a weak dose from a "
    "strong one, and says nothing on relief of withdrawal or on breathing."
)
NM_PER_NG_ML = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of receptors that one substance, or all together, may hold: 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """Each substance's share beside the others, and all together.

    `not_computed` names each substance for which something is missing, and what: were it there,
    the shares of the others would be smaller.
    """

    each: Mapping[str, Share]
    together: Share
    not_computed: Mapping[str, str]
    label: str
    cites: tuple[Citation, ...]


def occupancy(
    knowledge: KnowledgeBase,
    blood_ng_per_ml: Mapping[str, float],
    unbound_nm: Mapping[str, float] | None = None,
) -> Occupancy:
    """The mu receptor under alkaloids in blood (ng/mL) and co-medication at the receptor (nM).

    For a co-medication the caller gives the unbound concentration: nothing is known here of its
    binding to plasma or its way to the brain.

    Raises:
        WrongUsage: a concentration is negative or not a number.
    """
    strengths: dict[str, Share] = {}
    missing: dict[str, str] = {}
    cites: list[Citation] = []
    for name, level in (*blood_ng_per_ml.items(), *(unbound_nm or {}).items()):
        if not 0.0 <= level < float("inf"):
            raise WrongUsage("A concentration must be a number of 0 or more.")
        at_receptor = Share(low=level, high=level)
        if name in blood_ng_per_ml:
            found = _at_receptor(knowledge, name, level)
            if found is None:
                missing[name] = "Its unbound share is not known."
                continue
            at_receptor = found
        constants = knowledge.binding.get(name, ())
        if not constants:
            missing[name] = "No constant of its binding to the mu receptor was found."
            continue
        strengths[name] = Share(
            low=at_receptor.low / max(constant.ki_nm for constant in constants),
            high=at_receptor.high / min(constant.ki_nm for constant in constants),
        )
        cites.extend(cite for constant in constants for cite in constant.cites)
    low = sum(strength.low for strength in strengths.values())
    high = sum(strength.high for strength in strengths.values())
    return Occupancy(
        each={
            name: Share(
                low=x.low / (1.0 + x.low + high - x.high),
                high=x.high / (1.0 + x.high + low - x.low),
            )
            for name, x in strengths.items()
        },
        together=Share(low=low / (1.0 + low), high=high / (1.0 + high)),
        not_computed=missing,
        label=RESEARCH_VIEW,
        cites=tuple(dict.fromkeys(cites)),
    )


def _at_receptor(knowledge: KnowledgeBase, name: str, ng_per_ml: float) -> Share | None:
    """Unbound nM in the brain, from ng/mL in blood."""
    unbound = knowledge.parameters.get(f"receptor.fu.{name}")
    mass = knowledge.parameters.get(f"receptor.molar_mass.{name}")
    if unbound is None or mass is None:
        return None
    entry = knowledge.parameters["receptor.kpuu"]
    total = ng_per_ml * NM_PER_NG_ML / mass.value
    return Share(low=total * unbound.low * entry.low, high=total * unbound.high * entry.high)
