"""Event files at the command line; it loads the engine, and so is itself loaded late."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from ketum.cli.dosing_file import Asked as AskedCase
from ketum.errors import Complaint, InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exchange import Baked, Structure
from ketum.exchange.answered import Answered, Asked, answer
from ketum.exchange.event_csv import read_histories, write_histories
from ketum.exchange.histories import History, Observation, Taken, baked
from ketum.exposure import Event
from ketum.intake import content_of

__all__ = ["answered", "events_of", "regimen_in", "rewritten"]

ONLY = "1"


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


def answered(
    path: Path, knowledge: KnowledgeBase, ignore: Collection[str], told: Mapping[str, Any]
) -> Answered:
    """Levels of every ID of an event file; `told` are the fields of `Asked` that were given."""
    histories = read_histories(content_of(path), knowledge, ignore=ignore)
    return answer(histories, knowledge, Asked(**told))


def rewritten(
    path: Path,
    knowledge: KnowledgeBase,
    ignore: Collection[str],
    analyte: str | None,
    *,
    numbers: bool,
) -> str:
    """An event file as Ketum writes it, of one alkaloid where one is named."""
    histories = read_histories(content_of(path), knowledge, ignore=ignore)
    return _written(histories, knowledge, analyte, numbers=numbers)


def events_of(
    asked: AskedCase, knowledge: KnowledgeBase, analyte: str | None, *, numbers: bool
) -> str:
    """The doses of a case as an event file of one ID; hours that are asked about are kept."""
    doses = sorted(asked.dosing.doses, key=lambda dose: dose.time_h)
    history = History(
        id=ONLY,
        taken=tuple(
            Taken(
                analyte=dose.analyte,
                event=Event(time=dose.time_h, amt=dose.amount_mg, ii=dose.ii_h, addl=dose.addl),
            )
            for dose in doses
        ),
        observations=tuple(Observation(time_h=hour) for hour in sorted(asked.times_h or ())),
        weight_kg=asked.dosing.weight_kg,
    )
    return _written([history], knowledge, analyte, numbers=numbers)


def _written(
    histories: Sequence[History],
    knowledge: KnowledgeBase,
    analyte: str | None,
    *,
    numbers: bool,
) -> str:
    if analyte is not None:
        formed = {m.metabolite for m in knowledge.models.values() if m.analyte == analyte}
        histories = [history.only(analyte, formed) for history in histories]
        if not any(history.analytes for history in histories):
            raise WrongUsage("Nobody took that alkaloid. Leave --analyte out to see all.")
    return write_histories(histories, numbers=numbers)
