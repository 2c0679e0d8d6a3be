"""Three-valued logic (strong Kleene): yes, no, cannot tell. "Cannot tell" is never "no"."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["NO", "UNKNOWN", "YES", "Truth", "all_of", "any_of", "none_of"]


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
            return UNKNOWN
        return YES if value else NO


# Looked up through the class, a value costs ten times as much (Python 3.11).
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_NEGATION = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}


def all_of(truths: Iterable[Truth]) -> Truth:
    """NO when any part is NO, else UNKNOWN when any is UNKNOWN, else YES (also for no parts)."""
    result = YES
    for truth in truths:
        if truth is NO:
            return truth
        if truth is UNKNOWN:
            result = truth
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """YES when any part is YES, else UNKNOWN when any is UNKNOWN, else NO (also for no parts)."""
    result = NO
    for truth in truths:
        if truth is YES:
            return truth
        if truth is UNKNOWN:
            result = truth
    return result


def none_of(truths: Iterable[Truth]) -> Truth:
    """YES only when every part is known to be NO."""
    return ~any_of(truths)
