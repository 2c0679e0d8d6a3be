"""Back from measured levels to the person: the most likely one, and all who could have them."""

from ketum.exposure.fitting.answer import Fit, LevelFit, Outcome, ParameterFit
from ketum.exposure.fitting.document import fit_document
from ketum.exposure.fitting.estimating import (
    Estimate,
    Method,
    Posterior,
    estimate,
    estimates,
    posterior,
)
from ketum.exposure.fitting.fit import fit
from ketum.exposure.fitting.measured import UNITS, Measured
from ketum.exposure.fitting.question import Analyte, DoseLine, Level, Prior, Question

__all__ = [
    "UNITS",
    "Analyte",
    "DoseLine",
    "Estimate",
    "Fit",
    "Level",
    "LevelFit",
    "Measured",
    "Method",
    "Outcome",
    "ParameterFit",
    "Posterior",
    "Prior",
    "Question",
    "estimate",
    "estimates",
    "fit",
    "fit_document",
    "posterior",
]
