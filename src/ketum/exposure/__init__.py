"""What concentrations a dosing history leads to, and how sure that is."""

from ketum.exposure.engine import concentrations
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Epoch, Event, Evid, every
from ketum.exposure.saturable import saturable_concentrations
from ketum.exposure.steady import SteadyState, steady_state
from ketum.exposure.summaries import PopulationSummary, population_summary

__all__ = [
    "Epoch",
    "Event",
    "Evid",
    "Parameters",
    "PopulationSummary",
    "SteadyState",
    "concentrations",
    "every",
    "population_summary",
    "saturable_concentrations",
    "steady_state",
]
