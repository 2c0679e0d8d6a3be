"""What concentrations a dosing history leads to, and how sure that is."""

from ketum.exposure.answer import AnalyteExposure, Exposure, Spread
from ketum.exposure.curves import curves
from ketum.exposure.document import document_of
from ketum.exposure.engine import concentrations
from ketum.exposure.parameters import Parameters
from ketum.exposure.populations import Cohort, PopulationAnswer, cohort_of, population
from ketum.exposure.regimen import Epoch, Event, Evid, every
from ketum.exposure.saturable import saturable_concentrations
from ketum.exposure.simulate import simulate
from ketum.exposure.steady import SteadyState, steady_state
from ketum.exposure.summaries import PopulationSummary, population_summary

__all__ = [
    "AnalyteExposure",
    "Cohort",
    "Epoch",
    "Event",
    "Evid",
    "Exposure",
    "Parameters",
    "PopulationAnswer",
    "PopulationSummary",
    "Spread",
    "SteadyState",
    "cohort_of",
    "concentrations",
    "curves",
    "document_of",
    "every",
    "population",
    "population_summary",
    "saturable_concentrations",
    "simulate",
    "steady_state",
]
