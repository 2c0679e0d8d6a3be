"""What a population answers: how the steady state is spread, overall and by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketum.citation import Citation
from ketum.dosing import Dose, Dosing, beyond_studied
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exposure.populations.cohort import MEASURES, Cohort, Group
from ketum.exposure.populations.gaps import DEFAULT, Gap, Kept, steady_gaps
from ketum.exposure.populations.run import (
    CHUNK,
    Executor,
    Progress,
    Stop,
    run_here,
    run_there,
)
from ketum.exposure.populations.tally import ANALYTES, Tally
from ketum.exposure.summaries import BLOCK, PopulationSummary
from ketum.exposure.summaries import MEASURES as COUNTED

HOURS_OF_A_DAY = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGroup:
    """One group: its counts, and how many of its people lie above each level asked for.

    `people` are those whose levels were computed.
    """

    group: Group
    people: int
    summary: PopulationSummary
    above: tuple[int, ...]

    def quantile(self, analyte: str, measure: str, share: float) -> float | None:
        """The value below which a share of the people lies; None where there is nobody.

        ng/mL, or ng*h/mL for `auc_24h`; wrong by at most `RESOLUTION` of itself.
        """
        return self.quantiles(analyte, measure, [share])[0]

    def quantiles(
        self, analyte: str, measure: str, shares: Sequence[float]
    ) -> list[float] | list[None]:
        """As `quantile`, for many shares at once."""
        if not self.people:
            return [None] * len(shares)
        found = self.summary.quantiles(COUNTED[MEASURES.index(measure)], shares)
        return [float(value) for value in found[:, ANALYTES.index(analyte)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseGap:
    """How far the other models are from the default, for one product and regimen."""

    product: str
    regimen: str
    amount_mg: float
    interval_h: float
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationAnswer:
    """The steady state of doses without end. `done` people of `cohort.people` were drawn.

    `not_computed` of them take something that acts on mitragynine by an unknown amount; they are
    in no group. `beyond` says where doses leave what was studied.
    """

    model: ExposureModel
    cohort: Cohort
    done: int
    not_computed: int
    with_medicine: tuple[int, ...]
    groups: tuple[OfGroup, ...]
    gaps: tuple[DoseGap, ...]
    beyond: tuple[str, ...]
    cites: tuple[Citation, ...]

    @property
    def is_partial(self) -> bool:
        return self.done < self.cohort.people


def population(
    cohort: Cohort,
    knowledge: KnowledgeBase,
    *,
    executor: Executor | None = None,
    at_once: int | None = None,
    progress: Progress = lambda _: None,
    stop: Stop = lambda: False,
) -> PopulationAnswer:
    """The steady state of virtual people, in memory that does not grow with their number.

    `executor` is a Dask `Client`; None computes here. Where it is computed, and how many people
    `at_once`, changes no bit of the answer on processors of one kind. `progress` is told the
    people of each piece that is done; when `stop` says so, the people done so far are the answer.

    Raises:
        WrongUsage: the cluster has no workers, or `at_once` is below 1.
    """
    if at_once is not None and at_once < 1:
        raise WrongUsage("Compute at least one person at once.")
    model = knowledge.models[DEFAULT]
    if executor is None:
        tally = run_here(cohort, model, progress, stop, at_once or BLOCK)
    else:
        tally = run_there(cohort, model, progress, stop, executor, at_once or CHUNK)
    return PopulationAnswer(
        model=model,
        cohort=cohort,
        done=tally.people,
        not_computed=tally.not_computed,
        with_medicine=tuple(map(int, tally.with_medicine)),
        groups=tuple(_groups(cohort, tally)),
        gaps=tuple(_gaps(cohort, knowledge)),
        beyond=tuple(dict.fromkeys(_beyond(cohort, knowledge))),
        cites=model.cites,
    )


def _groups(cohort: Cohort, tally: Tally) -> Iterator[OfGroup]:
    for at, group in enumerate(cohort.groups()):
        summary = PopulationSummary(counts=tally.bins[at])
        yield OfGroup(
            group=group,
            people=summary.people,
            summary=summary,
            above=tuple(map(int, tally.above[:, at])),
        )


def _gaps(cohort: Cohort, knowledge: KnowledgeBase) -> Iterator[DoseGap]:
    kept: Kept = {}
    for product in cohort.products:
        for regimen in cohort.regimens:
            amount = product.mg_per_unit * regimen.units
            yield DoseGap(
                product=product.name,
                regimen=regimen.name,
                amount_mg=amount,
                interval_h=regimen.interval_h,
                gaps=steady_gaps(amount, regimen.interval_h, knowledge, kept),
            )


def _beyond(cohort: Cohort, knowledge: KnowledgeBase) -> Iterator[str]:
    """Where the doses leave what people were given under control; the end of it they all leave."""
    longest = knowledge.parameters["studied_days"]
    for regimen in cohort.regimens:
        for product in cohort.products:
            a_day = max(1, int(HOURS_OF_A_DAY / regimen.interval_h))
            dose = Dose(
                time_h=0.0, amount_mg=product.mg_per_unit * regimen.units,
                addl=a_day, ii_h=regimen.interval_h,
            )  # fmt: skip
            for beyond in beyond_studied(Dosing(doses=(dose,)), knowledge):
                yield f"{product.name}, {regimen.name}: {beyond.text}"
    yield f"Steady state of doses without end; studied for {longest.value:g} days."
