"""What concentrations a dosing history leads to, and how sure that is."""

from ketum.exposure.engine import concentrations
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Epoch, Event, Evid, every
from ketum.exposure.steady import SteadyState, steady_state

__all__ = [
    "Epoch",
    "Event",
    "Evid",
    "Parameters",
    "SteadyState",
    "concentrations",
    "every",
    "steady_state",
]
