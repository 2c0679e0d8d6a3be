"""Walk many people along one timeline: at each stop what happens there, then one transition.

People are taken in tiles that fit the nearest cache; within a tile the loop over people is the
innermost, so that the processor works on several at once. No sum changes its order with the number
of people or threads: one person alone gives the same bits as among a million.

A tile's arrays are rows of a fixed length in one piece of memory: row k of person s is [k * PITCH +
s]. So the compiler sees that no two rows overlap.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.lanes import LANES, scratch, whole_lines, write_row
from ketum.exposure.timeline import Stops
from ketum.exposure.transition import (
    ENTRIES,
    exponential,
    hybrid_rates,
    rate_matrix,
    series,
    transition,
)

Array = NDArray[np.float64]

TILE = 192
# Rows of a power of two fall on the same places of the cache and push each other out.
PITCH = TILE + LANES
STATES = 4
# depot, central, tissue, metabolite, then two scales, then two rows of concentrations
WORK_ROWS = STATES + 2 + 2
INPUT_ENTRIES = 3


@numba.njit(cache=True, error_model="numpy")
def steady_state(rates: Array, amt: float, ii: float, since: float, rate: float) -> Array:
    """The state (mg) `since` h after the last of infinitely many doses of `amt` mg each `ii` h."""
    if rate > 0.0:
        lasting = amt / rate
        full = _constant_input(rates, lasting, rate)
        state = _applied(exponential(rate_matrix(rates), ii - lasting), full)
        since = 0.0
    else:
        state = np.array([amt, 0.0, 0.0, 0.0])
    phi = series(rates, ii)
    depot = -state[0] / math.expm1(-rates[0] * ii)
    b1 = state[1] + phi[1] * depot
    b2 = state[2] + phi[4] * depot
    d1, d2 = 1.0 - phi[2], 1.0 - phi[6]
    if rates[3] == 0.0:
        central, tissue = b1 / d1, 0.0
    else:
        alpha, beta = hybrid_rates(rates[1], rates[2], rates[3])
        # (1 - e^-alpha)(1 - e^-beta), without the difference of two products
        determinant = math.expm1(-alpha * ii) * math.expm1(-beta * ii)
        central = (d2 * b1 + phi[3] * b2) / determinant
        tissue = (phi[5] * b1 + d1 * b2) / determinant
    fed = phi[7] * depot + phi[8] * central + phi[9] * tissue
    metabolite = -(state[3] + fed) / math.expm1(-rates[6] * ii)
    summed = np.array([depot, central, tissue, metabolite])
    if since == 0.0:
        return summed
    return _applied(exponential(rate_matrix(rates), since), summed)


@numba.njit(cache=True, error_model="numpy")
def _applied(matrix: Array, state: Array) -> Array:
    """The matrix times the state. Numba's own product would ask for SciPy, which is not there."""
    after = np.zeros(len(state))
    for i in range(len(state)):
        for j in range(len(state)):
            after[i] += matrix[i, j] * state[j]
    return after


@numba.njit(cache=True, error_model="numpy")
def _constant_input(rates: Array, dt: float, rate: float) -> Array:
    """The state (mg) after `dt` h of a constant input of `rate` mg/h into an empty person."""
    augmented = np.zeros((5, 5))
    augmented[:4, :4] = rate_matrix(rates)
    augmented[1, 4] = rate
    return exponential(augmented, dt)[:4, 4].copy()


@numba.njit(cache=True, error_model="numpy")
def _fill(rates: Array, first: int, m: int, dt: float, with_input: bool, phi: Array) -> None:
    """The transitions over `dt` h for the `m` people of a tile, one row for each entry of Phi."""
    entries, single = np.empty(ENTRIES), np.empty(len(rates))
    for s in range(m):
        single[:] = rates[:, first + s]
        transition(single, dt, entries)
        for k in range(ENTRIES):
            phi[k * PITCH + s] = entries[k]
        if with_input:
            state = _constant_input(single, dt, 1.0)
            for k in range(INPUT_ENTRIES):
                phi[(ENTRIES + k) * PITCH + s] = state[k + 1]


@numba.njit(cache=True, error_model="numpy")
def _set_steady(rates: Array, first: int, m: int, doses: Array, work: Array) -> None:
    """Put the people of a tile into their steady state."""
    single = np.empty(len(rates))
    for s in range(m):
        single[:] = rates[:, first + s]
        state = steady_state(single, doses[0], doses[1], doses[2], doses[3])
        for k in range(STATES):
            work[k * PITCH + s] = state[k]


@numba.njit(cache=True, error_model="numpy")
def _step(work: Array, phi: Array, dose: float, rate: float, m: int) -> None:
    """One dose into the depot, the concentrations (ng/mL) then, and one transition."""
    for s in range(m):
        depot, central = work[s] + dose, work[PITCH + s]
        tissue, metabolite = work[2 * PITCH + s], work[3 * PITCH + s]
        work[6 * PITCH + s] = central * work[4 * PITCH + s]
        work[7 * PITCH + s] = metabolite * work[5 * PITCH + s]
        work[s] = phi[s] * depot
        work[PITCH + s] = (
            phi[PITCH + s] * depot + phi[2 * PITCH + s] * central + phi[3 * PITCH + s] * tissue
        )
        work[2 * PITCH + s] = (
            phi[4 * PITCH + s] * depot + phi[5 * PITCH + s] * central + phi[6 * PITCH + s] * tissue
        )
        work[3 * PITCH + s] = (
            phi[7 * PITCH + s] * depot
            + phi[8 * PITCH + s] * central
            + phi[9 * PITCH + s] * tissue
            + phi[10 * PITCH + s] * metabolite
        )
    if rate > 0.0:
        for k in range(INPUT_ENTRIES):
            for s in range(m):
                work[(k + 1) * PITCH + s] += rate * phi[(ENTRIES + k) * PITCH + s]


@numba.njit(cache=True, error_model="numpy")
def _walk_tile(
    rates: Array, scales: Array, first: int, m: int, stops: Stops, steadies: Array, out: Array
) -> None:
    """Walk the people first ... first + m - 1 along the timeline and write their rows."""
    with_input = stops.rate.max() > 0.0
    entries = ENTRIES + (INPUT_ENTRIES if with_input else 0)
    size = entries * PITCH
    table = scratch((stops.slot.max() + 1) * size)
    work = scratch(WORK_ROWS * PITCH)
    for k in range(2):
        work[(STATES + k) * PITCH : (STATES + k) * PITCH + m] = scales[k, first : first + m]
    # Named once: each use of a field counts a reference, which costs more than the arithmetic.
    dose, keep, rate, gap, slot, fresh, epoch, row, steady = stops
    people, flat = rates.shape[2], out.reshape(-1)
    analyte = out.shape[1] * people
    whole = whole_lines(flat, first, m, people)
    held, phi = 0, table[:size]
    for i in range(len(dose)):
        if keep[i] == 0.0:
            work[: STATES * PITCH] = 0.0
        if steady[i] >= 0:
            _set_steady(rates[epoch[i]], first, m, steadies[steady[i]], work)
        if slot[i] != held:
            held = slot[i]
            phi = table[held * size : (held + 1) * size]
        if fresh[i]:
            _fill(rates[epoch[i]], first, m, gap[i], with_input, phi)
        _step(work, phi, dose[i], rate[i], m)
        if row[i] >= 0:
            at = row[i] * people + first
            write_row(flat, at, work, 6 * PITCH, m, whole)
            write_row(flat, analyte + at, work, 7 * PITCH, m, whole)


@numba.njit(cache=True, error_model="numpy")
def walk(rates: Array, scales: Array, stops: Stops, steadies: Array, out: Array) -> None:
    """Concentrations (ng/mL) of parent and metabolite for every output row and person.

    `rates` (epochs, 7, people) in 1/h in the order of RATES, `scales` (2, people) in ng/mL for
    each mg, `out` (2, rows, people).
    """
    people = rates.shape[2]
    for first in range(0, people, TILE):
        _walk_tile(rates, scales, first, min(TILE, people - first), stops, steadies, out)


@numba.njit(cache=True, error_model="numpy", parallel=True)
def walk_on_all_cores(
    rates: Array, scales: Array, stops: Stops, steadies: Array, out: Array
) -> None:
    """As `walk`, the tiles shared among the cores."""
    people = rates.shape[2]
    for tile in numba.prange((people + TILE - 1) // TILE):
        first = tile * TILE
        _walk_tile(rates, scales, first, min(TILE, people - first), stops, steadies, out)
