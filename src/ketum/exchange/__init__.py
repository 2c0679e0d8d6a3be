"""Models and answers in the formats of the field.

Event files stand in `ketum.exchange.event_csv`: they speak of the engine's events, and whoever only
writes a table should not load the engine.
"""

from ketum.exchange.mrgsolve import mrgsolve
from ketum.exchange.nonmem import nonmem
from ketum.exchange.sbml import Baked, Train, sbml
from ketum.exchange.structure import Structure, structure_of

__all__ = ["Baked", "Structure", "Train", "mrgsolve", "nonmem", "sbml", "structure_of"]
