"""From the models of the door to the frozen Case of the inside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TypeVar

from ketum.case import (
    Agent,
    Case,
    Kratom,
    Listing,
    Observation,
    Opioid,
    Person,
    Product,
    ScaleResult,
    Statement,
)
from ketum.intake.model import (
    AgentPart,
    CaseFile,
    KratomPart,
    ObservationPart,
    Part,
    ScalePart,
    StatementPart,
)

__all__ = ["build"]

Written = TypeVar("Written", bound=Part)
Fact = TypeVar("Fact")


def build(file: CaseFile, on: date, *, one_kratom: bool) -> Case:
    """The case of the day `on`; `one_kratom` when kratom was one group and not a list."""
    return _Builder(file.complete or ()).case(file, on, one_kratom)


class _Builder:
    """Knows which lists are complete."""

    def __init__(self, complete: Collection[str]) -> None:
        self.complete = frozenset(complete)

    def case(self, file: CaseFile, on: date, one_kratom: bool) -> Case:
        return Case(
            on=on,
            person=Person(**vars(file.person)) if file.person else Person(),
            conditions=self._listing("conditions", file.conditions, _statement),
            medicines=self._listing("medicines", file.medicines, _agent),
            substances=self._listing("substances", file.substances, _agent),
            allergies=self._listing("allergies", file.allergies, _statement),
            circumstances=self._listing("circumstances", file.circumstances, _statement),
            kratom=self._listing("kratom", file.kratom, _kratom, alone=one_kratom),
            product=Product(**vars(file.product)) if file.product else None,
            opioid=Opioid(**vars(file.opioid)) if file.opioid else None,
            symptoms=self._listing("symptoms", file.symptoms, _statement),
            observations=self._listing("observations", file.observations, _observation),
            scales=self._listing("scales", file.scales, _scale),
            plan=file.plan,
        )

    def _listing(
        self,
        key: str,
        written: Sequence[Written] | None,
        fact: Callable[[Written, str], Fact],
        *,
        alone: bool = False,
    ) -> Listing[Fact]:
        if written is None:
            return Listing()
        return Listing(
            asked=True,
            complete=key in self.complete,
            entries=tuple(
                fact(entry, key if alone else f"{key}[{index}]")
                for index, entry in enumerate(written)
            ),
        )


def _statement(part: StatementPart, place: str) -> Statement:
    return Statement(place=place, **vars(part) | {"present": part.present is not False})


def _agent(part: AgentPart, place: str) -> Agent:
    return Agent(place=place, **vars(part) | {"present": part.present is not False})


def _kratom(part: KratomPart, place: str) -> Kratom:
    return Kratom(place=place, **vars(part))


def _observation(part: ObservationPart, place: str) -> Observation:
    return Observation(place=place, **vars(part))


def _scale(part: ScalePart, place: str) -> ScaleResult:
    return ScaleResult(place=place, **vars(part))
