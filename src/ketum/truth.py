"""Three-valued logic (strong Kleene): yes, no, cannot tell. "Cannot tell" is never "no"."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["Truth", "all_of", "any_of", "none_of"]


class Truth(Enum):
    """Whether a statement about a case holds.

    The connectives follow S. C. Kleene, Introduction to Metamathematics (1952), section 64.
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot tell"

    def __invert__(self) -> Truth:
        return _NEGATION[self]

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it with Truth.YES, NO or UNKNOWN")

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """YES for True, NO for False, UNKNOWN for None."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO


_NEGATION = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}


def all_of(truths: Iterable[Truth]) -> Truth:
    """NO when any part is NO, else UNKNOWN when any is UNKNOWN, else YES (also for no parts)."""
    seen = set(truths)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """YES when any part is YES, else UNKNOWN when any is UNKNOWN, else NO (also for no parts)."""
    return ~all_of(~truth for truth in truths)


def none_of(truths: Iterable[Truth]) -> Truth:
    """YES only when every part is known to be NO."""
    return ~any_of(truths)
