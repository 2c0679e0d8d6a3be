"""The numbers of the knowledge base that a finding may rest on, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ketum.citation import Citation
from ketum.evidence import KnowledgeBase
from ketum.finding import Finding

__all__ = ["Figure", "figures_of"]

AMOUNT = "kratom"
ESTIMATED = "estimated"
AMOUNT_PARAMETERS = ("grams_per_teaspoon", "grams_per_unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with its unit, its spread and who was studied, as far as either is known."""

    name: str
    value: str
    spread: str
    studied: str
    cites: tuple[Citation, ...]
    checked: date


def figures_of(finding: Finding, knowledge: KnowledgeBase) -> tuple[Figure, ...]:
    """Default limits of what was measured, and what turned spoons or capsules into grams."""
    return (*_limits(finding, knowledge), *_amounts(finding, knowledge))


def _limits(finding: Finding, knowledge: KnowledgeBase) -> Iterator[Figure]:
    measured = {reason.fact for reason in finding.because}
    for known in knowledge.measurements.values():
        if known.label not in measured:
            continue
        for end, limit in (("upper", known.upper_limit), ("lower", known.lower_limit)):
            if limit is not None:
                yield Figure(
                    name=f"{known.label}: {end} limit, used only where the laboratory gave none",
                    value=f"{limit:g} {known.unit}",
                    spread="",
                    studied="",
                    cites=known.cites,
                    checked=known.checked,
                )


def _amounts(finding: Finding, knowledge: KnowledgeBase) -> Iterator[Figure]:
    if not any(r.fact == AMOUNT and ESTIMATED in r.value for r in finding.because):
        return
    for parameter in (knowledge.parameters[name] for name in AMOUNT_PARAMETERS):
        yield Figure(
            name=f"{parameter.id.replace('_', ' ').capitalize()} ({parameter.domain})",
            value=f"{parameter.value:g} {parameter.unit}",
            spread=f"{parameter.low:g} to {parameter.high:g} {parameter.unit}",
            studied=parameter.population,
            cites=parameter.cites,
            checked=parameter.checked,
        )
