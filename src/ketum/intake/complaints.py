"""From faults to complaints: each with its line and its place, in the order of the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ketum.errors import Complaint
from ketum.intake.fault import THE_FILE, UNKNOWN_KEY, Fault
from ketum.intake.format import Format
from ketum.intake.lines import lines_of
from ketum.intake.places import place_of

__all__ = ["MAX_COMPLAINTS", "complaints_of"]

MAX_COMPLAINTS = 1_000


def complaints_of(faults: Sequence[Fault], text: str, notation: Format) -> list[Complaint]:
    """The complaints, sorted by line and then by place; equal ones are counted, not repeated."""
    named = faults[:MAX_COMPLAINTS]
    lines = lines_of(text, notation, (fault.path for fault in named))
    counted = Counter(
        Complaint(
            place=place_of(fault.path),
            problem=fault.problem,
            remedy=fault.remedy,
            line=lines.get(fault.path),
        )
        for fault in named
    )
    complaints = [_counted(complaint, times) for complaint, times in counted.items()]
    complaints.sort(key=_order)
    if len(faults) > MAX_COMPLAINTS:
        complaints.append(
            Complaint(
                place=THE_FILE,
                problem=f"there are more than {MAX_COMPLAINTS:,} faults; the rest is not shown.",
                remedy="Correct these, then try again.",
            )
        )
    return complaints


def _counted(complaint: Complaint, times: int) -> Complaint:
    if times == 1:
        return complaint
    problem = f"{complaint.problem.removesuffix('.')} ({times} times)."
    if complaint.problem == UNKNOWN_KEY:
        problem = f"{times} keys here are not known."
    return Complaint(
        place=complaint.place,
        problem=problem,
        remedy=complaint.remedy,
        line=complaint.line,
    )


def _order(complaint: Complaint) -> tuple[int, list[tuple[int, str]], str]:
    steps = re.split(r"(\d+)", complaint.place)
    place = [(int(step), "") if step.isdecimal() else (-1, step) for step in steps]
    return complaint.line or 0, place, complaint.problem
