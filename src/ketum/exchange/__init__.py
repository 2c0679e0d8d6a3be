"""Models and answers in the formats of the field.

Event files stand in `ketum.exchange.event_csv`: they speak of the engine's events, and whoever only
writes a table should not load the engine.
"""

from ketum.exchange.mrgsolve import mrgsolve
from ketum.exchange.nonmem import nonmem
from ketum.exchange.sbml import Baked, Train, sbml
from ketum.exchange.structure import Structure, structure_of
from ketum.exchange.table import Names, Row, named, parquet, write_csv, write_parquet
from ketum.exchange.tidy import level_rows, summary_rows

__all__ = [
    "Baked",
    "Names",
    "Row",
    "Structure",
    "Train",
    "level_rows",
    "mrgsolve",
    "named",
    "nonmem",
    "parquet",
    "sbml",
    "structure_of",
    "summary_rows",
    "write_csv",
    "write_parquet",
]
