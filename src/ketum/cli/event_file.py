"""Event files at the command line; it loads the engine, and so is itself loaded late."""

from __future__ import annotations

from pathlib import Path

from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.exchange import Baked, Structure
from ketum.exchange.event_csv import read_histories
from ketum.exchange.histories import baked
from ketum.intake import content_of

__all__ = ["regimen_in"]


def regimen_in(path: Path, structure: Structure, knowledge: KnowledgeBase) -> Baked:
    """The doses of the one person of an event file, for the alkaloid of a model.

    Raises:
        InputRefused: the file is not understood, tells of several people, or of another alkaloid.
    """
    histories = read_histories(content_of(path), knowledge)
    analyte = structure.model.analyte
    complaints = []
    if len(histories) > 1:
        problem = "It holds several IDs, and a model holds one regimen."
        complaints.append(Complaint(place="ID", problem=problem, remedy="Give one."))
    if {a for history in histories for a in history.analytes} - {analyte}:
        problem = "A dose of another alkaloid than the model's."
        complaints.append(
            Complaint(place="CMT", problem=problem, remedy=f"Keep those of {analyte}.")
        )
    if complaints:
        raise InputRefused(complaints)
    lag_h = structure.of("TLAG").entry.value
    return baked(histories[0].of(analyte), lag_h, has_gut=structure.has_gut)
