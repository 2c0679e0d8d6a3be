"""How a state moves over a time without events: x(t + dt) = Phi(dt) x(t).

The states of one alkaloid are the amounts in mg of the parent

    0 depot    dD/dt = -ka D
    1 central  dA/dt =  ka D - (k10 + k12) A + k21 B
    2 tissue   dB/dt =  k12 A - k21 B
    3 metabolite dM/dt = kfp D + kf A - km M

with rates in 1/h. Phi has eleven entries that are not zero. They are computed from the four
eigenvalues ka, alpha, beta and km where these are well apart, and by a scaled and squared Taylor
series where two are close or the time is short: there the closed form would subtract numbers that
are nearly equal.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Phi = tuple[float, float, float, float, float, float, float, float, float, float, float]
RATES = ("ka", "k10", "k12", "k21", "kfp", "kf", "km")
ENTRIES = 11
SMALLEST_GAP = 0.05
SHORTEST = 0.1
TAYLOR_TERMS = 12
TAYLOR_REACH = 0.25


@numba.njit(cache=True, error_model="numpy")
def hybrid_rates(k10: float, k12: float, k21: float) -> tuple[float, float]:
    """The two rates alpha > beta (1/h) of the central and the tissue compartment."""
    total = k10 + k12 + k21
    root = math.sqrt((k10 + k12 - k21) ** 2 + 4.0 * k12 * k21)
    alpha = 0.5 * (total + root)
    return alpha, k10 * k21 / alpha


@numba.njit(cache=True, error_model="numpy")
def is_well_apart(ka: float, alpha: float, beta: float, km: float, dt: float) -> bool:
    """Whether the closed form keeps its digits: no two rates close, no short time."""
    gap = min(
        abs(ka - alpha) / max(ka, alpha),
        abs(ka - beta) / max(ka, beta),
        abs(ka - km) / max(ka, km),
        abs(alpha - km) / max(alpha, km),
        abs(beta - km) / max(beta, km),
        (alpha - beta) / alpha,
    )
    return gap > SMALLEST_GAP and dt * min(ka, alpha, km) > SHORTEST


@numba.njit(cache=True, error_model="numpy")
def closed_form(rates: NDArray[np.float64], dt: float, phi: NDArray[np.float64]) -> None:
    """Fill the eleven entries of Phi(dt) by partial fractions; the rates must be well apart."""
    ka, k10, k12, k21, kfp, kf, km = rates
    alpha, beta = hybrid_rates(k10, k12, k21)
    ea, eb = math.exp(-alpha * dt), math.exp(-beta * dt)
    ed, em = math.exp(-ka * dt), math.exp(-km * dt)
    gap = alpha - beta
    # A from A, A from B, B from A, B from B
    aa_a, aa_b = (alpha - k21) / gap, (k21 - beta) / gap
    aa = aa_a * ea + aa_b * eb
    ab_c = k21 / gap
    ba_c = k12 / gap
    bb = aa_b * ea + aa_a * eb
    # a unit in the depot enters A at the rate ka exp(-ka t)
    ad_a, ad_b = aa_a * ka / (ka - alpha), aa_b * ka / (ka - beta)
    bd_a, bd_b = -ba_c * ka / (ka - alpha), ba_c * ka / (ka - beta)
    phi[0] = ed
    phi[1] = ad_a * ea + ad_b * eb - (ad_a + ad_b) * ed
    phi[2] = aa
    phi[3] = ab_c * (eb - ea)
    phi[4] = bd_a * ea + bd_b * eb - (bd_a + bd_b) * ed
    phi[5] = ba_c * (eb - ea)
    phi[6] = bb
    # each exponential of A feeds M at the rate kf, and the depot feeds it at kfp
    fa, fb, fd = kf / (km - alpha), kf / (km - beta), 1.0 / (km - ka)
    depot_share = (kfp - kf * (ad_a + ad_b)) * fd
    phi[7] = ad_a * fa * (ea - em) + ad_b * fb * (eb - em) + depot_share * (ed - em)
    phi[8] = aa_a * fa * (ea - em) + aa_b * fb * (eb - em)
    phi[9] = ab_c * (fb * (eb - em) - fa * (ea - em))
    phi[10] = em


@numba.njit(cache=True, error_model="numpy")
def rate_matrix(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix K of dx/dt = K x, 4 by 4, in 1/h."""
    ka, k10, k12, k21, kfp, kf, km = rates
    matrix = np.zeros((4, 4))
    matrix[0, 0] = -ka
    matrix[1, 0], matrix[1, 1], matrix[1, 2] = ka, -(k10 + k12), k21
    matrix[2, 1], matrix[2, 2] = k12, -k21
    matrix[3, 0], matrix[3, 1], matrix[3, 3] = kfp, kf, -km
    return matrix


@numba.njit(cache=True, error_model="numpy")
def exponential(matrix: NDArray[np.float64], dt: float) -> NDArray[np.float64]:
    """exp(matrix dt) for a matrix whose entries off the diagonal are not negative.

    The matrix is first shifted by its largest outflow, so that nothing is ever subtracted: each
    entry keeps its own relative accuracy, also a very small one.
    """
    n = matrix.shape[0]
    shift = 0.0
    for i in range(n):
        shift = max(shift, -matrix[i, i])
    reach = 0.0
    for j in range(n):
        column = 0.0
        for i in range(n):
            column += matrix[i, j] + (shift if i == j else 0.0)
        reach = max(reach, column)
    halvings = 0
    step = dt
    while (reach + shift) * step > TAYLOR_REACH:
        step *= 0.5
        halvings += 1
    term = np.eye(n)
    total = np.eye(n)
    scaled = matrix * step
    for i in range(n):
        scaled[i, i] += shift * step
    for order in range(1, TAYLOR_TERMS + 1):
        term = product(scaled, term) / order
        total += term
    total *= math.exp(-shift * step)
    for _ in range(halvings):
        total = product(total, total)
    return total


@numba.njit(cache=True, error_model="numpy")
def product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The product of two small square matrices; calling BLAS would cost more than the sum."""
    n = left.shape[0]
    result = np.zeros((n, n))
    for i in range(n):
        for k in range(n):
            factor = left[i, k]
            if factor != 0.0:
                for j in range(n):
                    result[i, j] += factor * right[k, j]
    return result


@numba.njit(cache=True, error_model="numpy")
def _after(later: Phi, earlier: Phi) -> Phi:
    """One transition after another."""
    dd, ad, aa, ab, bd, ba, bb, md, ma, mb, mm = earlier
    return (
        later[0] * dd,
        later[1] * dd + later[2] * ad + later[3] * bd,
        later[2] * aa + later[3] * ba,
        later[2] * ab + later[3] * bb,
        later[4] * dd + later[5] * ad + later[6] * bd,
        later[5] * aa + later[6] * ba,
        later[5] * ab + later[6] * bb,
        later[7] * dd + later[8] * ad + later[9] * bd + later[10] * md,
        later[8] * aa + later[9] * ba + later[10] * ma,
        later[8] * ab + later[9] * bb + later[10] * mb,
        later[10] * mm,
    )


@numba.njit(cache=True, error_model="numpy")
def series(rates: NDArray[Any], dt: Any) -> Any:
    """The eleven entries of Phi(dt) by the series of `exponential`, in its nested form.

    Also shifted, so that nothing is subtracted. It knows which entries are zero and needs no
    memory, which makes it ten times as fast. Complex rates or times give derivatives in the
    imaginary part; what is chosen is chosen by the real one.
    """
    ka, k10, k12, k21, kfp, kf, km = rates
    shift = max(ka.real, (k10 + k12).real, k21.real, km.real)
    d, a, b, m = shift - ka, shift - (k10 + k12), shift - k21, shift - km
    reach = max((d + ka + kfp).real, (a + k12 + kf).real, (b + k21).real, m.real)
    halvings = 0
    step = dt
    while (reach + shift) * step.real > TAYLOR_REACH:
        step *= 0.5
        halvings += 1
    d, a, b, m = d * step, a * step, b * step, m * step
    k12, k21 = k12 * step, k21 * step
    none = 0.0 * d
    one = 1.0 + none
    small = (d, ka * step, a, k21, none, k12, b, kfp * step, kf * step, none, m)
    total = (one, none, one, none, none, none, one, none, none, none, one)
    for order in range(TAYLOR_TERMS, 0, -1):
        more, part = _after(small, total), 1.0 / order
        total = (
            1.0 + more[0] * part, more[1] * part, 1.0 + more[2] * part, more[3] * part,
            more[4] * part, more[5] * part, 1.0 + more[6] * part, more[7] * part,
            more[8] * part, more[9] * part, 1.0 + more[10] * part,
        )  # fmt: skip
    kept = np.exp(-shift * step)
    total = (
        total[0] * kept, total[1] * kept, total[2] * kept, total[3] * kept, total[4] * kept,
        total[5] * kept, total[6] * kept, total[7] * kept, total[8] * kept, total[9] * kept,
        total[10] * kept,
    )  # fmt: skip
    for _ in range(halvings):
        total = _after(total, total)
    return total


@numba.njit(cache=True, error_model="numpy")
def transition(rates: NDArray[np.float64], dt: float, phi: NDArray[np.float64]) -> None:
    """Fill the eleven entries of Phi(dt) in the way that keeps its digits."""
    alpha, beta = hybrid_rates(rates[1], rates[2], rates[3])
    if is_well_apart(rates[0], alpha, beta, rates[6], dt):
        closed_form(rates, dt, phi)
        return
    found = series(rates, dt)
    for k in range(ENTRIES):
        phi[k] = found[k]
