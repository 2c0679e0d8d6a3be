"""Counts of people: what blocks, processes and machines send, and how they add up."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.populations.cohort import MEASURES, Cohort
from ketum.exposure.summaries import BINS, bin_of

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

ANALYTES = ("mitragynine", "7-hydroxymitragynine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The counts of some people, without the bins that nobody fell into; made to be sent."""

    people: int
    place: Counts
    number: Counts
    above: Counts
    with_medicine: Counts
    not_computed: int


class Tally:
    """Counts that grow: memory hangs on the groups, not on the people.

    `bins` has shape (groups, 3 measures, 2 analytes, BINS), `above` (levels, groups),
    `with_medicine` (medicines). Pages of `bins` that nobody falls into are never touched.
    """

    def __init__(self, cohort: Cohort) -> None:
        groups = len(cohort.groups())
        self.people = 0
        self.not_computed = 0
        self.bins: Counts = np.zeros((groups, len(MEASURES), len(ANALYTES), BINS), dtype=np.int64)
        self.above: Counts = np.zeros((len(cohort.above), groups), dtype=np.int64)
        self.with_medicine: Counts = np.zeros(len(cohort.medicines), dtype=np.int64)

    def add(self, found: Array, member: NDArray[np.bool_], cohort: Cohort) -> None:
        """Count people: `found` (measures, analytes, people), `member` (groups, people)."""
        _count(found, member, self.bins)
        for number, asked in enumerate(cohort.above):
            of = found[MEASURES.index(asked.measure), ANALYTES.index(asked.analyte)]
            self.above[number] += (member & (of > asked.level)).sum(axis=1)

    def counted(self) -> Counted:
        flat = self.bins.reshape(-1)
        place = np.flatnonzero(flat)
        return Counted(
            people=self.people,
            place=place,
            number=flat[place],
            above=self.above,
            with_medicine=self.with_medicine,
            not_computed=self.not_computed,
        )

    def take_in(self, other: Counted) -> None:
        """Add what was counted elsewhere; whole numbers, so the order does not matter."""
        self.people += other.people
        self.not_computed += other.not_computed
        self.bins.reshape(-1)[other.place] += other.number
        self.above += other.above
        self.with_medicine += other.with_medicine


@numba.njit(cache=True, error_model="numpy")
def _count(found: Array, member: NDArray[np.bool_], bins: Counts) -> None:
    for i in range(found.shape[2]):
        for measure in range(found.shape[0]):
            for analyte in range(found.shape[1]):
                place = bin_of(found[measure, analyte, i])
                for group in range(len(bins)):
                    if member[group, i]:
                        bins[group, measure, analyte, place] += 1
