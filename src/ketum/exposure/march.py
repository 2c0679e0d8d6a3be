"""Walk many people along one timeline: at each stop what happens there, then one transition.

People are taken in tiles that fit the nearest cache; within a tile the loop over people is the
innermost, so that the processor works on several at once. No sum changes its order with the number
of people or threads: one person alone gives the same bits as among a million.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.transition import ENTRIES, exponential, rate_matrix, transition

Array = NDArray[np.float64]
Index = NDArray[np.int64]

TILE = 160
# Rows of a power of two fall on the same places of the cache and push each other out.
PITCH = TILE + 8
GAPS_KEPT = 64
INPUT_ENTRIES = 3


@numba.njit(cache=True, error_model="numpy")
def steady_state(rates: Array, amt: float, ii: float, since: float, rate: float) -> Array:
    """The state (mg) `since` h after the last of infinitely many doses of `amt` mg each `ii` h."""
    if rate > 0.0:
        lasting = amt / rate
        state = exponential(rate_matrix(rates), ii - lasting) @ _constant_input(
            rates, lasting, rate
        )
        since = 0.0
    else:
        state = np.array([amt, 0.0, 0.0, 0.0])
    phi = exponential(rate_matrix(rates), ii)
    depot = state[0] / (1.0 - phi[0, 0])
    b1 = state[1] + phi[1, 0] * depot
    b2 = state[2] + phi[2, 0] * depot
    d1, d2 = 1.0 - phi[1, 1], 1.0 - phi[2, 2]
    determinant = d1 * d2 - phi[1, 2] * phi[2, 1]
    central = (d2 * b1 + phi[1, 2] * b2) / determinant
    tissue = (phi[2, 1] * b1 + d1 * b2) / determinant
    fed = phi[3, 0] * depot + phi[3, 1] * central + phi[3, 2] * tissue
    metabolite = (state[3] + fed) / (1.0 - phi[3, 3])
    summed = np.array([depot, central, tissue, metabolite])
    if since == 0.0:
        return summed
    shifted: Array = exponential(rate_matrix(rates), since) @ summed
    return shifted


@numba.njit(cache=True, error_model="numpy")
def _constant_input(rates: Array, dt: float, rate: float) -> Array:
    """The state (mg) after `dt` h of a constant input of `rate` mg/h into an empty person."""
    augmented = np.zeros((5, 5))
    augmented[:4, :4] = rate_matrix(rates)
    augmented[1, 4] = rate
    return exponential(augmented, dt)[:4, 4].copy()


@numba.njit(cache=True, error_model="numpy")
def _fill_gap(rates: Array, first: int, m: int, dt: float, with_input: bool, table: Array) -> None:
    """The transitions over `dt` h for the `m` people of a tile, one row for each entry of Phi."""
    entries = np.empty(ENTRIES)
    for s in range(m):
        transition(rates[first + s], dt, entries)
        for k in range(ENTRIES):
            table[k, s] = entries[k]
        if with_input:
            state = _constant_input(rates[first + s], dt, 1.0)
            for k in range(INPUT_ENTRIES):
                table[ENTRIES + k, s] = state[k + 1]


@numba.njit(cache=True, error_model="numpy")
def _step(state: Array, phi: Array, dose: float, m: int) -> None:
    """One dose into the depot and one transition, for the `m` people of a tile."""
    for s in range(m):
        depot, central, tissue, metabolite = (
            state[0, s] + dose,
            state[1, s],
            state[2, s],
            state[3, s],
        )
        state[0, s] = phi[0, s] * depot
        state[1, s] = phi[1, s] * depot + phi[2, s] * central + phi[3, s] * tissue
        state[2, s] = phi[4, s] * depot + phi[5, s] * central + phi[6, s] * tissue
        state[3, s] = (
            phi[7, s] * depot + phi[8, s] * central + phi[9, s] * tissue + phi[10, s] * metabolite
        )


@numba.njit(cache=True, error_model="numpy")
def _step_and_write(
    state: Array, phi: Array, dose: float, parent: Array, metabolite_out: Array, m: int
) -> None:
    """As `_step`, and write the concentrations (ng/mL) before the transition."""
    for s in range(m):
        depot, central, tissue, metabolite = (
            state[0, s] + dose,
            state[1, s],
            state[2, s],
            state[3, s],
        )
        parent[s] = central * state[4, s]
        metabolite_out[s] = metabolite * state[5, s]
        state[0, s] = phi[0, s] * depot
        state[1, s] = phi[1, s] * depot + phi[2, s] * central + phi[3, s] * tissue
        state[2, s] = phi[4, s] * depot + phi[5, s] * central + phi[6, s] * tissue
        state[3, s] = (
            phi[7, s] * depot + phi[8, s] * central + phi[9, s] * tissue + phi[10, s] * metabolite
        )


@numba.njit(cache=True, error_model="numpy")
def _walk_tile(
    rates: Array,
    scales: Array,
    first: int,
    m: int,
    dose: Array,
    keep: Array,
    rate: Array,
    gap: Index,
    row: Index,
    steady: Index,
    gaps: Array,
    steadies: Array,
    out: Array,
) -> None:
    """Walk the people first ... first + m - 1 along the timeline and write their rows."""
    with_input = rate.max() > 0.0
    kept = min(len(gaps), GAPS_KEPT)
    table = np.empty((kept, ENTRIES + (INPUT_ENTRIES if with_input else 0), PITCH))
    held = np.full(kept, -1)
    state = np.zeros((6, PITCH))
    for s in range(m):
        state[4, s] = scales[first + s, 0]
        state[5, s] = scales[first + s, 1]
    for i in range(len(dose)):
        if keep[i] == 0.0:
            state[:4] = 0.0
        if steady[i] >= 0:
            amt, ii, since, constant = steadies[steady[i]]
            for s in range(m):
                state[:4, s] = steady_state(rates[first + s], amt, ii, since, constant)
        slot = gap[i] % kept
        if held[slot] != gap[i]:
            _fill_gap(rates, first, m, gaps[gap[i]], with_input, table[slot])
            held[slot] = gap[i]
        if row[i] >= 0:
            _step_and_write(
                state,
                table[slot],
                dose[i],
                out[0, row[i], first : first + m],
                out[1, row[i], first : first + m],
                m,
            )
        else:
            _step(state, table[slot], dose[i], m)
        if rate[i] > 0.0:
            for k in range(INPUT_ENTRIES):
                for s in range(m):
                    state[k + 1, s] += rate[i] * table[slot, ENTRIES + k, s]


@numba.njit(cache=True, error_model="numpy", parallel=True)
def walk(
    rates: Array,
    scales: Array,
    dose: Array,
    keep: Array,
    rate: Array,
    gap: Index,
    row: Index,
    steady: Index,
    gaps: Array,
    steadies: Array,
    out: Array,
) -> None:
    """Concentrations (ng/mL) of parent and metabolite for every output row and person.

    `rates` (people, 7) in 1/h in the order of RATES, `scales` (people, 2) in ng/mL for each mg,
    the timeline's arrays, `out` (2, rows, people).
    """
    people = len(rates)
    for tile in numba.prange((people + TILE - 1) // TILE):
        first = tile * TILE
        _walk_tile(
            rates,
            scales,
            first,
            min(TILE, people - first),
            dose,
            keep,
            rate,
            gap,
            row,
            steady,
            gaps,
            steadies,
            out,
        )
