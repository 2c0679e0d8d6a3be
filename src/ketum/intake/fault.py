"""A fault in a case before its line is known."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from ketum.errors import Complaint, InputRefused

__all__ = ["THE_CASE", "THE_FILE", "UNKNOWN_KEY", "Fault", "Path", "refused", "refused_file"]

Path = tuple[str | int, ...]

THE_FILE = "the file"
THE_CASE = "the case"
UNKNOWN_KEY = "a key here is not known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong at a path of the file as it was written (unknown keys included)."""

    path: Path
    problem: str
    remedy: str


def refused(problem: str, remedy: str) -> PydanticCustomError:
    """What a field raises inside a validator."""
    return PydanticCustomError("refused", "refused", {"problem": problem, "remedy": remedy})


def refused_file(problem: str, remedy: str, *lines: int) -> InputRefused:
    """The refusal of a file before anything in it has a place; one complaint for each line."""
    return InputRefused(
        Complaint(place=THE_FILE, problem=problem, remedy=remedy, line=line)
        for line in lines or (None,)
    )
