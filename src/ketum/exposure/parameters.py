"""The parameters of the people who are simulated, and the rates the engine walks with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketum.errors import Complaint, InputRefused
from ketum.exposure.transition import RATES

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
    def of(cls, values: Mapping[str, ArrayLike], *, ratio: float = 1.0) -> Parameters:
        """Parameters from numbers and arrays, one person for each entry of the longest.

        `q` and `v2` may be left out (one compartment), as may `ffp`, `fsys`, `clm` and `vm` (no
        metabolite) and `f` (1).

        Raises:
            InputRefused: a name is unknown or missing, a value is not finite or not positive, or
                the arrays differ in length; every complaint at once.
        """
        given = {name: np.atleast_1d(np.asarray(v, dtype=np.float64)) for name, v in values.items()}
        if complaints := [*_name_complaints(given), *_complaints(given)]:
            raise InputRefused(complaints)
        people = max(len(array) for array in given.values())
        whole = {**DEFAULTS, **given}
        return cls(
            **{name: np.ascontiguousarray(np.broadcast_to(whole[name], people)) for name in NAMES},
            ratio=ratio,
        )

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in NAMES}
        complaints = _complaints(given)
        if not complaints and not 0.0 < self.ratio < math.inf:
            complaints.append(_not_positive("ratio"))
        if not complaints:
            complaints = list(_rate_complaints(self.rates()))
        if complaints:
            raise InputRefused(complaints)

    def __len__(self) -> int:
        return len(self.ka)

    def rates(self) -> Array:
        """Rates in 1/h, shape (n, 7), in the order of RATES."""
        made = np.empty((len(RATES), len(self)))
        made[0] = self.ka
        k10 = np.divide(self.cl, self.v1, out=made[1])
        np.divide(self.q, self.v1, out=made[2])
        np.divide(self.q, self.v2, out=made[3])
        np.multiply(self.ffp, self.ka, out=made[4])
        np.multiply(self.fsys, k10, out=made[5])
        np.divide(self.clm, self.vm, out=made[6])
        return made.T

    def scales(self) -> Array:
        """Concentrations in ng/mL of 1 mg in the central and the metabolite compartment, (2, n)."""
        made = np.empty((2, len(self)))
        per_mg = NG_PER_ML * self.f
        np.divide(per_mg, self.v1, out=made[0])
        np.divide(self.ratio * per_mg, self.vm, out=made[1])
        return made

    def times(self, factors: Mapping[str, ArrayLike]) -> Parameters:
        """The same people with some parameters multiplied, each by a number or one for each person.

        Volumes and availability cannot change: amounts that are there already would jump.

        Raises:
            InputRefused: a name is none of these, or a factor does not fit.
        """
        unknown = set(factors) - set(CAN_CHANGE)
        if unknown:
            remedy = f"Give some of {', '.join(CAN_CHANGE)}."
            raise InputRefused(
                [Complaint(place="factors", problem="A name cannot change.", remedy=remedy)]
            )
        changed = {}
        for name, factor in factors.items():
            array = np.asarray(factor, dtype=np.float64)
            if array.shape not in ((), (1,), (len(self),)):
                raise InputRefused([_no_list(name)])
            changed[name] = getattr(self, name) * array
        return replace(self, **changed)


NAMES = tuple(field.name for field in fields(Parameters) if field.name != "ratio")
NEEDED = ("ka", "cl", "v1")
MAY_BE_ZERO = ("q", "ffp", "fsys")
CAN_CHANGE = ("ka", "cl", "q", "ffp", "fsys", "clm")
MAY_BE_ZERO_RATES = ("k12", "k21", "kfp", "kf")
LEAST, MOST = 1e-30, 1e30
SLOWEST, FASTEST = 1e-7, 1e4  # 1/h
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


def _name_complaints(given: Mapping[str, Array]) -> Iterable[Complaint]:
    for name in NEEDED:
        if name not in given:
            yield _complaint(name, "It is missing.", "Give a number above 0.")
    if given.keys() - set(NAMES):
        yield _complaint("", "A parameter is unknown.", f"Known are {', '.join(NAMES)}.")


def _complaints(given: Mapping[str, Array]) -> list[Complaint]:
    """What is wrong with the values of known parameters."""
    complaints = []
    if len({len(array) for array in given.values() if array.ndim} - {1}) > 1:
        remedy = "Give one number, or one for each person."
        complaints.append(_complaint("", "The arrays differ in length.", remedy))
    for name in NAMES:
        array = given.get(name)
        if array is None:
            continue
        if array.ndim != 1 or not len(array):
            complaints.append(_no_list(name))
            continue
        least, most = array.min(), array.max()
        if least < 0.0 or (least == 0.0 and name not in MAY_BE_ZERO):
            complaints.append(_not_positive(name))
        elif least == 0.0 and most > 0.0:
            least = array[array > 0.0].min()
        if not ((least >= LEAST or most == 0.0) and most <= MOST):
            complaints.append(_complaint(name, "A value is absurd.", "Check its unit."))
    return complaints


def _rate_complaints(rates: Array) -> Iterable[Complaint]:
    """Rates that no medicine has: a unit must be wrong, and digits would be lost."""
    most, least = rates.max(axis=0), rates.min(axis=0)
    for i, name in enumerate(RATES):
        slowest = 0.0 if name in MAY_BE_ZERO_RATES else SLOWEST
        if not (slowest <= least[i] and most[i] <= FASTEST):
            problem = f"The rate {name} is beyond what a body does: half-lives of parts of a second"
            yield _complaint("", f"{problem}, or of centuries.", "Check the units: L, L/h and 1/h.")


def _no_list(name: str) -> Complaint:
    return _complaint(name, "It is no list of numbers that fits.", "Give one for each person.")


def _not_positive(name: str) -> Complaint:
    return _complaint(name, "A value is not positive.", "Give numbers above 0.")


def _complaint(name: str, problem: str, remedy: str) -> Complaint:
    place = f"parameters.{name}" if name in (*NAMES, "ratio") else "parameters"
    return Complaint(place=place, problem=problem, remedy=remedy)


def log_normal_omega(cv: float) -> float:
    """The standard deviation of the logarithm for a coefficient of variation of a log-normal."""
    return math.sqrt(math.log1p(cv * cv))
