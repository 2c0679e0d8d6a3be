"""The mechanistic static model of ICH M12: an upper bound, never the expected ratio.

    AUCR = 1 / ((1 - Fg) A_g C_g + Fg)  *  1 / (fm A_h C_h + 1 - fm)

with A = kdeg / (kdeg + kinact I / (KI + I)) for inactivation and C = 1 / (1 + I / Ki) for
reversible inhibition; induction has no usable data and is left out. It holds the highest
concentration for ever, so that the enzyme reaches a loss it never reaches within a day: for kratom
tea of 2 g it gives four to eight times the ratio that was measured.
"""

from __future__ import annotations

from ketum.interactions.turnover import Enzymes

__all__ = ["static_cyp2d6", "static_cyp3a"]


def static_cyp3a(
    enzymes: Enzymes,
    *,
    dose_umol: float,
    ka: float,
    fu: float,
    peak_um: float,
    fg: float,
    fm: float,
) -> float:
    """AUC ratio of a CYP3A substrate; `ka` 1/h, `fu` unbound in plasma, `peak_um` Cmax in uM."""
    inlet = ka * dose_umol
    gut = inlet / enzymes.flow_gut
    liver = fu * (peak_um + inlet / enzymes.flow_liver)
    left_gut = _left(gut, enzymes.ki_gut, enzymes.kinact_gut, enzymes.kdeg_gut)
    left_liver = _left(liver, enzymes.ki_liver, enzymes.kinact_liver, enzymes.kdeg_liver)
    gut_activity = left_gut / (1.0 + gut / enzymes.ki)
    liver_activity = left_liver / (1.0 + liver / enzymes.ki)
    through = 1.0 / ((1.0 - fg) * gut_activity + fg)
    return through / (fm * liver_activity + 1.0 - fm)


def static_cyp2d6(
    enzymes: Enzymes,
    *,
    dose_umol: float,
    ka: float,
    fu: float,
    peak_um: float,
    ki: float,
    fm: float,
) -> float:
    """AUC ratio of a CYP2D6 substrate; mitragynine does not inactivate CYP2D6."""
    liver = fu * (peak_um + ka * dose_umol / enzymes.flow_liver)
    return 1.0 / (fm / (1.0 + liver / ki) + 1.0 - fm)


def _left(inhibitor_um: float, ki: float, kinact: float, kdeg: float) -> float:
    return kdeg / (kdeg + kinact * inhibitor_um / (ki + inhibitor_um))
