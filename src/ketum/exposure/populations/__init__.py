"""Virtual people by the million: who they are, what their steady state is, how it is spread."""

from ketum.exposure.populations.answer import PopulationAnswer, population
from ketum.exposure.populations.cohort import Cohort
from ketum.exposure.populations.document import population_document, population_rows
from ketum.exposure.populations.reader import MOST_PEOPLE, cohort_of

__all__ = [
    "MOST_PEOPLE",
    "Cohort",
    "PopulationAnswer",
    "cohort_of",
    "population",
    "population_document",
    "population_rows",
]
