"""What concentrations a dosing history leads to, and how sure that is."""

from ketum.exposure.engine import concentrations
from ketum.exposure.parameters import Parameters
from ketum.exposure.regimen import Event

__all__ = ["Event", "Parameters", "concentrations"]
