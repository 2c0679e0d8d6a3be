"""Other engines on the first workload: the curve of one person, parent and metabolite.

libRoadRunner is no dependency; it is measured where someone installed it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module, util

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from ketum.exposure import Parameters

Array = NDArray[np.float64]
Peer = Callable[[Parameters], Array]

DOSE_MG, EVERY_H, DOSES = 20.0, 8.0, 84
HOURS = np.arange(EVERY_H + 1.0)
STATES = ("D", "A", "B", "M")
RELATIVE, ABSOLUTE = 1e-8, 1e-10


def installed() -> dict[str, Peer]:
    """The peers that can run here, by name."""
    peers: dict[str, Peer] = {"scipy-lsoda": _scipy}
    if util.find_spec("roadrunner"):
        peers["libroadrunner"] = _libroadrunner()
    return peers


def _dose_by_dose(person: Parameters, solve: Callable[[Array], Array]) -> Array:
    """The curve of a peer that knows no doses: `solve` gives the states of one interval."""
    state, rows = np.zeros(4), []
    for _ in range(DOSES):
        state = state + np.array([DOSE_MG, 0.0, 0.0, 0.0])
        found = solve(state)
        rows.append(found[:-1])
        state = found[-1]
    states = np.vstack([*rows, state[None]])
    return states[:, [1, 3]].T * person.scales()


def _scipy(person: Parameters) -> Array:
    ka, k10, k12, k21, kfp, kf, km = person.rates()[0]
    matrix = np.array(
        [[-ka, 0, 0, 0], [ka, -k10 - k12, k21, 0], [0, k12, -k21, 0], [kfp, kf, 0, -km]]
    )

    def solve(state: Array) -> Array:
        found = solve_ivp(
            lambda _, y: matrix @ y, (0.0, HOURS[-1]), state,
            method="LSODA", t_eval=HOURS, rtol=RELATIVE, atol=ABSOLUTE, jac=lambda *_: matrix,
        )  # fmt: skip
        return np.asarray(found.y).T

    return _dose_by_dose(person, solve)


def _libroadrunner() -> Peer:
    """CVODE on compiled SBML; compiled once, as a user would."""
    runner = import_module("roadrunner").RoadRunner(_sbml())
    runner.integrator.relative_tolerance = RELATIVE
    runner.integrator.absolute_tolerance = ABSOLUTE
    runner.timeCourseSelections = ["time", *STATES]

    def peer(person: Parameters) -> Array:
        for name, value in zip(RATES, person.rates()[0], strict=True):
            runner[name] = value

        def solve(state: Array) -> Array:
            for name, value in zip(STATES, state, strict=True):
                runner[name] = value
            return np.array(runner.simulate(0.0, EVERY_H, len(HOURS)))[:, 1:]

        return _dose_by_dose(person, solve)

    return peer


RATES = ("ka", "k10", "k12", "k21", "kfp", "kf", "km")
FLOWS = {
    "D": (("-", "ka", "D"),),
    "A": (("", "ka", "D"), ("-", "k10", "A"), ("-", "k12", "A"), ("", "k21", "B")),
    "B": (("", "k12", "A"), ("-", "k21", "B")),
    "M": (("", "kfp", "D"), ("", "kf", "A"), ("-", "km", "M")),
}


def _sbml() -> str:
    """The model as SBML: one rate rule for each state."""
    declared = "".join(
        f'<parameter id="{name}" value="0" constant="{str(name in RATES).lower()}"/>'
        for name in (*RATES, *STATES)
    )
    rules = "".join(
        f'<rateRule variable="{state}"><math xmlns="http://www.w3.org/1998/Math/MathML">'
        f"<apply><plus/>{''.join(_term(*flow) for flow in flows)}</apply></math></rateRule>"
        for state, flows in FLOWS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">'
        f'<model id="m"><listOfParameters>{declared}</listOfParameters>'
        f"<listOfRules>{rules}</listOfRules></model></sbml>"
    )


def _term(sign: str, rate: str, state: str) -> str:
    return f"<apply><times/><cn>{sign}1</cn><ci>{rate}</ci><ci>{state}</ci></apply>"
