"""The exposure engine through its public API: one person, ten thousand, a hundred thousand.

A swallowed dose every 8 h for 28 days, parent and metabolite at 673 hours; a limit stands beside
each figure. Peers are asked for the same curves in the same run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module, util
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from benchmarks.figure import MACHINE, Figure
from ketum.exposure import Event, Parameters, concentrations, steady_state
from tests.reference.exact import curve, one_of, relative_error

Array = NDArray[np.float64]

DOSE_MG, EVERY_H, DOSES = 20.0, 8.0, 84
EVENTS = (Event(time=0.0, amt=DOSE_MG, ii=EVERY_H, addl=DOSES - 1),)
TIMES = np.arange(673.0)
TYPICAL = {"ka": 1.5, "cl": 140.0, "v1": 900.0, "q": 150.0, "fsys": 0.2, "clm": 60.0}
FIXED = {"v2": 4000.0, "vm": 300.0}
OMEGA = 0.4
CHECKED = 5


def people(count: int) -> Parameters:
    """People whose first parameters differ log-normally; the same people each time."""
    draw = np.random.default_rng(1)
    varied = {k: v * np.exp(OMEGA * draw.standard_normal(count)) for k, v in TYPICAL.items()}
    return Parameters.of({**varied, **FIXED})


def least_s(action: Callable[[], object], runs: int) -> float:
    """The least time of many: other work on the machine only ever adds."""
    action()
    found = []
    for _ in range(runs):
        start = perf_counter()
        action()
        found.append(perf_counter() - start)
    return min(found)


def figures() -> Iterator[Figure]:
    machine = f"{MACHINE}, load {os.getloadavg()[0]:.1f}, least of n"
    one, many, crowd = people(1), people(10_000), people(100_000)
    w1 = least_s(lambda: concentrations(one, EVENTS, TIMES), 2000)
    yield _figure("engine.W1", w1 * 1e6, "us", 2000, f"one person; limit 50; {machine}")
    shape = (2, len(TIMES), len(many))
    fill = least_s(lambda: np.full(shape, 1.0), 40)
    yield _figure(
        "engine.fill_fresh", fill * 1e3, "ms", 40, f"allocate and fill {shape}; {machine}"
    )
    w2 = least_s(lambda: concentrations(many, EVENTS, TIMES), 40)
    times = f"{w2 / fill:.1f} times engine.fill_fresh, limit 2.5"
    yield _figure("engine.W2", w2 * 1e3, "ms", 40, f"10,000 people; limit 15; {times}; {machine}")
    w3 = least_s(lambda: steady_state(crowd, DOSE_MG, EVERY_H), 40)
    note = f"Cmax, Cmin, AUC at steady state of 100,000 people; limit 8; {machine}"
    yield _figure("engine.W3", w3 * 1e3, "ms", 40, note)
    yield _accuracy(many)
    for peer, solve in PEERS.items():
        if peer == "scipy-lsoda" or util.find_spec(peer):
            taken = least_s(lambda solve=solve: solve(one), 3)  # type: ignore[misc]
            ours = concentrations(one, EVENTS, TIMES)[:, 1:, 0]
            apart = float(np.abs(solve(one)[:, 1:] / ours - 1).max())
            note = f"{taken / w1:.0f} times engine.W1; it differs by {apart:.0e}; {machine}"
            yield _figure(f"engine.peer.{peer}.W1", taken * 1e3, "ms", 3, note)


def _figure(name: str, value: float, unit: str, n: int, note: str) -> Figure:
    return Figure(name=name, value=float(f"{value:.4g}"), unit=unit, n=n, note=note)


def _accuracy(many: Parameters) -> Figure:
    """Against 50 digits, over the first people of W2."""
    found = concentrations(many, EVENTS, TIMES)
    doses = [(EVERY_H * k, DOSE_MG) for k in range(DOSES)]
    worst = max(
        relative_error(found[:, :, i], curve(one_of(many, i), doses, list(TIMES)))
        for i in range(CHECKED)
    )
    note = f"against 50 digits, {CHECKED} people of W2, each hour; limit 1e-10"
    return _figure("engine.max_relative_error", worst, "", CHECKED, note)


def _matrix(person: Parameters) -> Array:
    ka, k10, k12, k21, kfp, kf, km = person.rates()[0]
    return np.array(
        [[-ka, 0, 0, 0], [ka, -k10 - k12, k21, 0], [0, k12, -k21, 0], [kfp, kf, 0, -km]]
    )


def _dose_by_dose(person: Parameters, solve: Callable[[Array, Array], Array]) -> Array:
    """The curve of a peer that knows no doses: `solve` gives the states at the hours it is told."""
    state, rows = np.zeros(4), []
    hours = np.arange(EVERY_H + 1.0)
    for _ in range(DOSES):
        state = state + np.array([DOSE_MG, 0.0, 0.0, 0.0])
        found = solve(state, hours)
        rows.append(found[:-1])
        state = found[-1]
    states = np.vstack([*rows, state[None]])
    return states[:, [1, 3]].T * person.scales()


def _scipy(person: Parameters) -> Array:
    matrix = _matrix(person)

    def solve(state: Array, hours: Array) -> Array:
        found = solve_ivp(
            lambda _, y: matrix @ y, (0.0, hours[-1]), state,
            method="LSODA", t_eval=hours, rtol=1e-8, atol=1e-10, jac=lambda *_: matrix,
        )  # fmt: skip
        return np.asarray(found.y).T

    return _dose_by_dose(person, solve)


def _numbalsoda(person: Parameters) -> Array:
    peer, numba = import_module("numbalsoda"), import_module("numba")
    right_side = _right_side(peer, numba)

    def solve(state: Array, hours: Array) -> Array:
        return np.asarray(
            peer.lsoda(right_side.address, state, hours, _matrix(person), rtol=1e-8, atol=1e-10)[0]
        )

    return _dose_by_dose(person, solve)


_compiled: list[Any] = []


def _right_side(peer: Any, numba: Any) -> Any:
    if not _compiled:

        def slope(t: float, u: Array, du: Array, p: Array) -> None:  # noqa: ARG001
            for i in range(4):
                du[i] = 0.0
                for j in range(4):
                    du[i] += p[4 * i + j] * u[j]

        _compiled.append(numba.cfunc(peer.lsoda_sig)(slope))
    return _compiled[0]


PEERS: dict[str, Callable[[Parameters], Array]] = {
    "scipy-lsoda": _scipy,
    "numbalsoda": _numbalsoda,
}
