"""Back from measured levels to the person: the most likely one, and all who could have them."""

from ketum.exposure.fitting.estimating import (
    Estimate,
    Method,
    Posterior,
    estimate,
    estimates,
    posterior,
)
from ketum.exposure.fitting.question import Analyte, DoseLine, Level, Prior, Question

__all__ = [
    "Analyte",
    "DoseLine",
    "Estimate",
    "Level",
    "Method",
    "Posterior",
    "Prior",
    "Question",
    "estimate",
    "estimates",
    "posterior",
]
