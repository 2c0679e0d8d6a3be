"""How well a person fits: minus the log-density of the posterior, its slope and its information.

A person is a vector z of independent standard normal numbers: one for each parameter in which
people differ, p_i = typical_i exp(omega_i z_i), and one for each line of doses whose hour is
uncertain, start = time + sd z. With c_j(z) the concentration where level j was measured,

    objective(z) = |z|^2 / 2 + sum_j misfit_j(c_j(z))   (up to a constant of z alone)

The slopes dc_j/dz_i are exact: c is computed once with z_i + 1e-30 i, and the imaginary part over
1e-30 is the derivative, with no difference of two near numbers.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from ketum.exposure.fitting.error import misfit
from ketum.exposure.fitting.response import SD, TIME, Numbers, exp, respond

Array = NDArray[np.float64]
Index = NDArray[np.int64]

PARAMETERS = 10
# The rows of a prior: logarithm of the typical value, deviation of the logarithm.
LOG_TYPICAL, OMEGA = range(2)
# The columns of a level: hour, 0 parent or 1 metabolite, value or limit (ng/mL), 1 below the limit,
# proportional and constant deviation.
AT, ANALYTE, VALUE, IS_BELOW, PROPORTIONAL, CONSTANT = range(6)
STEP = 1e-30


@numba.njit(cache=True, error_model="numpy")
def unknowns(prior: Array, lines: Array) -> int:
    """How many numbers a person is."""
    return int((prior[OMEGA] > 0.0).sum() + (lines[:, SD] > 0.0).sum())


@numba.njit(cache=True, error_model="numpy")
def person_of(z: Numbers, prior: Array, lines: Array, p: Numbers, starts: Numbers) -> None:
    """The parameters of a person and when the lines of doses began."""
    k = 0
    for i in range(PARAMETERS):
        if prior[OMEGA, i] > 0.0:
            p[i] = exp(prior[LOG_TYPICAL, i] + prior[OMEGA, i] * z[k])
            k += 1
        else:
            p[i] = exp(prior[LOG_TYPICAL, i])
    for i in range(len(lines)):
        starts[i] = lines[i, TIME]
        if lines[i, SD] > 0.0:
            starts[i] = lines[i, TIME] + lines[i, SD] * z[k]
            k += 1


@numba.njit(cache=True, error_model="numpy")
def concentrations_of(
    z: Numbers, prior: Array, lines: Array, shape: Array, times: Array, out: Numbers
) -> None:
    """ng/mL of person z into `out` (times, 2); `shape` is the lag (h) and the molar ratio."""
    p, starts = np.empty(PARAMETERS, z.dtype), np.empty(len(lines), z.dtype)
    person_of(z, prior, lines, p, starts)
    respond(p, starts, lines, shape[0], shape[1], times, out)


@numba.njit(cache=True, error_model="numpy")
def objective(z: Array, prior: Array, lines: Array, shape: Array, levels: Array) -> float:
    """Minus the logarithm of prior times likelihood."""
    out = np.empty((len(levels), 2))
    concentrations_of(z, prior, lines, shape, levels[:, AT], out)
    total = 0.0
    for i in range(len(z)):
        total += 0.5 * z[i] * z[i]
    for j in range(len(levels)):
        level = levels[j]
        total += misfit(
            level[VALUE], level[IS_BELOW] > 0.0, out[j, int(level[ANALYTE])],
            level[PROPORTIONAL], level[CONSTANT],
        )[0]  # fmt: skip
    return total


@numba.njit(cache=True, error_model="numpy")
def sensitivities(
    z: Array, prior: Array, lines: Array, shape: Array, levels: Array, found: Array, slopes: Array
) -> None:
    """The concentrations of the levels into `found`, and dc_j/dz_i into `slopes` (levels, z)."""
    moved, out = z.astype(np.complex128), np.empty((len(levels), 2), np.complex128)
    for i in range(len(z)):
        moved[i] = complex(z[i], STEP)
        concentrations_of(moved, prior, lines, shape, levels[:, AT], out)
        moved[i] = z[i]
        for j in range(len(levels)):
            c = out[j, int(levels[j, ANALYTE])]
            found[j] = c.real
            slopes[j, i] = c.imag / STEP


@numba.njit(cache=True, error_model="numpy")
def score(
    z: Array, prior: Array, lines: Array, shape: Array, levels: Array, slope: Array, told: Array
) -> float:
    """The objective; its gradient into `slope`; the information, prior and levels, into `told`."""
    d = len(z)
    found, slopes = np.empty(len(levels)), np.empty((len(levels), d))
    sensitivities(z, prior, lines, shape, levels, found, slopes)
    total = 0.0
    for i in range(d):
        total += 0.5 * z[i] * z[i]
        slope[i] = z[i]
        for k in range(d):
            told[i, k] = 1.0 if i == k else 0.0
    for j in range(len(levels)):
        level = levels[j]
        apart, pull, weight = misfit(
            level[VALUE], level[IS_BELOW] > 0.0, found[j], level[PROPORTIONAL], level[CONSTANT]
        )
        total += apart
        for i in range(d):
            slope[i] += pull * slopes[j, i]
            for k in range(i + 1):
                told[i, k] += weight * slopes[j, i] * slopes[j, k]
    for i in range(d):
        for k in range(i):
            told[k, i] = told[i, k]
    return total
