"""The exceptions a user may meet, each with the exit code the command line gives it.

No message carries a fact about a person: it names a place, a problem and a remedy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Complaint", "EvidenceDamaged", "InputRefused", "KetumError", "WrongUsage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing wrong with an input: where it is, what is wrong, what to do.

    `place` is a path of known keys ("person.weight_kg"), `line` counts from 1 and is None
    where no line can be named. Neither a value nor an unknown key may be quoted.
    """

    place: str
    problem: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        at = f"line {self.line}, {self.place}" if self.line else self.place
        return f"{at}: {self.problem} {self.remedy}"


class KetumError(Exception):
    """Base of every error Ketum raises on purpose; shown without a traceback."""

    exit_code = 1


class WrongUsage(KetumError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class InputRefused(KetumError):
    """A case cannot be read or is not valid; carries every complaint at once."""

    exit_code = 3

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class EvidenceDamaged(KetumError):
    """The knowledge base is incomplete or contradicts itself; carries every fault at once."""

    exit_code = 4

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
