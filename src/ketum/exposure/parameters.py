"""The parameters of the people who are simulated, and the rates the engine walks with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ketum.errors import Complaint, InputRefused

Array = NDArray[np.float64]

NG_PER_ML = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Apparent parameters of `n` people, each an array of shape (n,).

    `ka` 1/h; `cl`, `q`, `clm` L/h; `v1`, `v2`, `vm` L; `f` the relative availability; `ffp` and
    `fsys` the shares of the dose and of the clearance that become metabolite; `ratio` the molar
    mass of the metabolite over that of the parent.
    """

    ka: Array
    cl: Array
    v1: Array
    q: Array
    v2: Array
    ffp: Array
    fsys: Array
    clm: Array
    vm: Array
    f: Array
    ratio: float = 1.0

    @classmethod
    def of(cls, values: Mapping[str, Array | float], *, ratio: float = 1.0) -> Parameters:
        """Parameters from numbers and arrays, one person for each entry of the longest.

        `q` and `v2` may be left out (one compartment), as may `ffp`, `fsys`, `clm` and `vm` (no
        metabolite) and `f` (1).

        Raises:
            InputRefused: a name is unknown or missing, a value is not finite or not positive, or
                the arrays differ in length; every complaint at once.
        """
        given = {name: np.atleast_1d(np.asarray(v, dtype=np.float64)) for name, v in values.items()}
        complaints = list(_complaints(given))
        if complaints:
            raise InputRefused(complaints)
        people = max(len(array) for array in given.values())
        whole = {**DEFAULTS, **given}
        return cls(
            **{name: np.ascontiguousarray(np.broadcast_to(whole[name], people)) for name in NAMES},
            ratio=ratio,
        )

    def __len__(self) -> int:
        return len(self.ka)

    def rates(self) -> Array:
        """Rates in 1/h, shape (n, 7), in the order the engine takes."""
        k10 = self.cl / self.v1
        columns = (
            self.ka,
            k10,
            self.q / self.v1,
            self.q / self.v2,
            self.ffp * self.ka,
            self.fsys * k10,
            self.clm / self.vm,
        )
        return np.ascontiguousarray(np.stack(columns, axis=1))

    def scales(self) -> Array:
        """Concentrations in ng/mL of 1 mg in the central and the metabolite compartment, (n, 2)."""
        parent = NG_PER_ML * self.f / self.v1
        metabolite = NG_PER_ML * self.ratio * self.f / self.vm
        return np.ascontiguousarray(np.stack((parent, metabolite), axis=1))


NAMES = tuple(field.name for field in fields(Parameters) if field.name != "ratio")
NEEDED = ("ka", "cl", "v1")
MAY_BE_ZERO = ("q", "ffp", "fsys")
DEFAULTS = {
    name: np.array([value])
    for name, value in (
        ("q", 0.0),
        ("v2", 1.0),
        ("ffp", 0.0),
        ("fsys", 0.0),
        ("clm", 1.0),
        ("vm", 1.0),
        ("f", 1.0),
    )
}


def _complaints(given: Mapping[str, Array]) -> list[Complaint]:
    complaints = []

    def complain(name: str, problem: str, remedy: str) -> None:
        place = f"parameters.{name}" if name in NAMES else "parameters"
        complaints.append(Complaint(place=place, problem=problem, remedy=remedy))

    for name in NEEDED:
        if name not in given:
            complain(name, "It is missing.", "Give a number above 0.")
    lengths = {len(array) for array in given.values()}
    if len(lengths - {1}) > 1:
        complain("", "The arrays differ in length.", "Give one number, or one for each person.")
    for name, array in given.items():
        if name not in NAMES:
            complain(name, "There is no such parameter.", f"Known are {', '.join(NAMES)}.")
        elif array.ndim != 1 or not len(array):
            complain(name, "It is no list of numbers.", "Give one number for each person.")
        elif not np.isfinite(array).all():
            complain(name, "A value is not finite.", "Give finite numbers.")
        elif (array < 0.0).any() or (name not in MAY_BE_ZERO and (array == 0.0).any()):
            complain(name, "A value is not positive.", "Give numbers above 0.")
    return complaints


def log_normal_omega(cv: float) -> float:
    """The standard deviation of the logarithm for a coefficient of variation of a log-normal."""
    return math.sqrt(math.log1p(cv * cv))
