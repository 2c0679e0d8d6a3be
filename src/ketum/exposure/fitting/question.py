"""What a fit is asked: who people are, what was taken, what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.fitting.score import OMEGA, unknowns

Array = NDArray[np.float64]

SYMBOLS = ("ka", "cl", "v1", "q", "v2", "ffp", "fsys", "clm", "vm", "f")
MAY_BE_ZERO = ("ffp", "fsys")
# Its logarithm stands in for that of 0.
NEXT_TO_NOTHING = 1e-300
LARGEST_OMEGA, LONGEST_H, LARGEST_MG, HIGHEST = 3.0, 1e5, 1e6, 1e9
MOST_LINES, MOST_LEVELS, MOST_SHIFTS = 500, 200, 8


class Analyte(IntEnum):
    """What was measured: the swallowed substance or what is formed from it."""

    PARENT = 0
    METABOLITE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """People: the typical value of each of SYMBOLS, and the deviation of its logarithm.

    `ka` 1/h; `cl`, `q`, `clm` L/h; `v1`, `v2`, `vm` L; the others are shares. What has no entry in
    `omega` is the same in all. `ratio` is the molar mass of the metabolite over the parent's.
    """

    typical: Mapping[str, float]
    omega: Mapping[str, float]
    lag_h: float = 0.0
    ratio: float = 1.0

    @property
    def varying(self) -> tuple[str, ...]:
        """The parameters in which people differ, in the order of a person's numbers."""
        return tuple(symbol for symbol in SYMBOLS if self.omega.get(symbol, 0.0) > 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLine:
    """`count` doses of `amount_mg` from `time_h` on, one each `ii_h` h.

    `time_sd_h` is how uncertain the hour is, as a standard deviation; all doses of the line are
    early or late together.
    """

    time_h: float
    amount_mg: float
    count: int = 1
    ii_h: float = 0.0
    time_sd_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One measured concentration in ng/mL, or the limit below which it was.

    The true one differs by sqrt(constant^2 + (proportional * concentration)^2), as one standard
    deviation.
    """

    analyte: Analyte
    time_h: float
    value: float
    is_below: bool = False
    proportional: float
    constant: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One person to fit; the arrays are what the compiled code reads.

    Raises:
        InputRefused: with everything that makes no sense.
    """

    prior: Prior
    doses: Sequence[DoseLine]
    levels: Sequence[Level]
    prior_array: Array = field(init=False, repr=False, compare=False)
    dose_array: Array = field(init=False, repr=False, compare=False)
    level_array: Array = field(init=False, repr=False, compare=False)
    shape_array: Array = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        complaints = [
            *_prior_complaints(self.prior),
            *_dose_complaints(self.doses),
            *_level_complaints(self.levels),
            *_early_complaints(self.levels, self.doses, self.prior.lag_h),
        ]
        if complaints:
            raise InputRefused(complaints)
        ordered = sorted(self.levels, key=lambda level: (level.time_h, level.analyte))
        known = self.prior
        arrays = {
            "prior_array": [
                [math.log(max(known.typical[s], NEXT_TO_NOTHING)) for s in SYMBOLS],
                [known.omega.get(s, 0.0) for s in SYMBOLS],
            ],
            "dose_array": [
                [d.time_h, d.amount_mg, d.count, d.ii_h, d.time_sd_h] for d in self.doses
            ],
            "level_array": [
                [x.time_h, x.analyte, x.value, x.is_below, x.proportional, x.constant]
                for x in ordered
            ],
            "shape_array": [known.lag_h, known.ratio],
        }
        for name, rows in arrays.items():
            object.__setattr__(self, name, np.array(rows, dtype=np.float64))

    @property
    def unknowns(self) -> int:
        """How many numbers are estimated: one for each varying parameter and uncertain hour."""
        return int(unknowns(self.prior_array, self.dose_array))

    @property
    def arrays(self) -> tuple[Array, Array, Array, Array]:
        return self.prior_array, self.dose_array, self.shape_array, self.level_array

    def parameters_of(self, z: Array) -> Array:
        """The ten parameters of people `z` (people, unknowns), shape (people, 10)."""
        varies = np.flatnonzero(self.prior_array[OMEGA] > 0.0)
        logs = np.repeat(self.prior_array[:1], len(z), axis=0)
        logs[:, varies] += self.prior_array[OMEGA, varies] * z[:, : len(varies)]
        return np.asarray(np.exp(logs))


def _prior_complaints(prior: Prior) -> Iterable[Complaint]:
    for symbol in SYMBOLS:
        value, omega = prior.typical.get(symbol, math.nan), prior.omega.get(symbol, 0.0)
        least = 0.0 if symbol in MAY_BE_ZERO else NEXT_TO_NOTHING
        if not least <= value < math.inf:
            yield _complaint(f"prior.{symbol}", "It is no number above 0.", "Give one.")
        if not 0.0 <= omega <= LARGEST_OMEGA:
            remedy = "Give the standard deviation of its logarithm."
            yield _complaint(f"prior.{symbol}", "Its spread makes no sense.", remedy)
    if not any(prior.omega.get(symbol, 0.0) > 0.0 for symbol in SYMBOLS):
        yield _complaint("prior", "People differ in nothing.", "Give a spread to a parameter.")
    if not (0.0 <= prior.lag_h <= LONGEST_H and 0.0 < prior.ratio < math.inf):
        yield _complaint("prior", "Lag or molar ratio make no sense.", "Give h, and more than 0.")


def _dose_complaints(doses: Sequence[DoseLine]) -> Iterable[Complaint]:
    if not 0 < len(doses) <= MOST_LINES:
        yield _complaint("doses", "There are none, or too many lines.", "Join equal doses by addl.")
    seen: set[float] = set()
    for number, dose in enumerate(doses):
        place = f"doses[{number}]"
        sound = abs(dose.time_h) <= LONGEST_H and 0.0 < dose.amount_mg <= LARGEST_MG
        sound = sound and dose.count >= 1 and 0.0 <= dose.time_sd_h <= LONGEST_H
        if not sound or (dose.count > 1 and not 0.0 < dose.ii_h <= LONGEST_H):
            yield _complaint(place, "Amount, time or repeats make no sense.", "Give mg and h.")
        elif dose.time_h in seen:
            remedy = "Give what was taken then as one dose, or correct the time."
            yield _complaint(place, "A dose above is at the same time: they contradict.", remedy)
        seen.add(dose.time_h)
    if sum(dose.time_sd_h > 0.0 for dose in doses) > MOST_SHIFTS:
        remedy = f"Give time_sd_h to at most {MOST_SHIFTS}, the last ones."
        yield _complaint("doses", "Too many have an uncertain hour.", remedy)


def _level_complaints(levels: Sequence[Level]) -> Iterable[Complaint]:
    if not 0 < len(levels) <= MOST_LEVELS:
        yield _complaint("levels", "There are none, or too many.", f"Give 1 to {MOST_LEVELS}.")
    for number, level in enumerate(levels):
        place = f"levels[{number}]"
        if not abs(level.time_h) <= LONGEST_H:
            yield _complaint(f"{place}.time_h", "It is no hour.", "Give hours.")
        if not 0.0 < level.value <= HIGHEST:
            remedy = 'Give ng/mL above 0; what was not found is "<" and the limit.'
            yield _complaint(f"{place}.value", "It is no concentration above 0.", remedy)
        spread = math.hypot(level.proportional, level.constant)
        if not (0.0 < spread < math.inf and min(level.proportional, level.constant) >= 0.0):
            yield _complaint(f"{place}.cv", "No error is given.", "Give one above 0.")


def _early_complaints(
    levels: Sequence[Level], doses: Sequence[DoseLine], lag_h: float
) -> Iterable[Complaint]:
    first = min((dose.time_h for dose in doses), default=math.inf) + lag_h
    for number, level in enumerate(levels):
        if level.time_h <= first and not (level.is_below or level.constant > 0.0):
            problem = "Nothing of the first dose can be there yet, so no dose explains it."
            remedy = "Give the doses before it, or leave it out."
            yield _complaint(f"levels[{number}].time_h", problem, remedy)


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)
