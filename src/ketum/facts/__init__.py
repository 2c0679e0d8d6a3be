"""What a case says, in the concepts of the knowledge base. The door is `establish`."""

from ketum.facts.establish import establish
from ketum.facts.interval import Interval, lies_within
from ketum.facts.model import (
    AgentFact,
    Facts,
    KratomFacts,
    MeasureFact,
    PersonFacts,
    SaidFact,
    ScaleDone,
    ScaleFact,
)
from ketum.facts.scales import read_scale, render_score

__all__ = [
    "AgentFact",
    "Facts",
    "Interval",
    "KratomFacts",
    "MeasureFact",
    "PersonFacts",
    "SaidFact",
    "ScaleDone",
    "ScaleFact",
    "establish",
    "lies_within",
    "read_scale",
    "render_score",
]
