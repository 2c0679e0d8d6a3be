"""What was asked of a product, what can be said, and on which numbers and limit that rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ketum.citation import Citation
from ketum.evidence.product_limits import LimitKind, ProductLimit

__all__ = ["Judged", "Standing", "Verdict", "is_at", "standing_of", "worst"]


class Judged(Enum):
    """The answer; "cannot tell" is never "pass"."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    CANNOT_TELL = "cannot_tell"


class Standing(Enum):
    """What a limit or a reference is at this place on this day; only LAW_HERE binds."""

    LAW_HERE = "law at this place"
    LAW_ELSEWHERE = "law of its own place"
    NOT_IN_FORCE = "not in force on this day"
    WARNING = "law that asks for a warning above it"
    STANDARD = "standard, not law"
    PROPOSED = "proposed: not law"
    SUPERSEDED = "superseded"
    BORROWED = "borrowed from another kind of product"
    VENDOR = "a seller's statement"
    PUBLISHED = "published measurements"
    LABORATORY = "the laboratory's own limit"
    JUDGEMENT = "judgement of this project"


STANDING_OF = {
    LimitKind.WARNING: Standing.WARNING,
    LimitKind.STANDARD: Standing.STANDARD,
    LimitKind.PROPOSAL: Standing.PROPOSED,
    LimitKind.VENDOR: Standing.VENDOR,
    LimitKind.BORROWED: Standing.BORROWED,
    LimitKind.JUDGEMENT: Standing.JUDGEMENT,
}
# What one seller says, or what was made for another product, is shown and fails nothing.
FAILS_NOTHING = frozenset({Standing.BORROWED, Standing.VENDOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One question about one sample, answered.

    `topic` is a stable name of the kind of question. `limit` is the limit in words with its
    source, `limit_id` its entry, or the id of a question about the paper; `place` is the code of
    whom it binds, "" for nobody. `per_day` is the daily amount in words where it can be worked
    out. `results` are the places in the certificate's results it rests on, `as_read` their text.
    """

    topic: str
    question: str
    verdict: Judged
    arithmetic: str
    standing: Standing
    analyte: str = ""
    sample: str = ""
    limit: str = ""
    limit_id: str = ""
    place: str = ""
    per_day: str | None = None
    results: tuple[int, ...] = ()
    as_read: str = ""
    cites: tuple[Citation, ...] = ()
    confirmed: bool = False

    @property
    def is_binding(self) -> bool:
        return self.standing is Standing.LAW_HERE


def worst(verdicts: Iterable[Judged]) -> Judged:
    """FAIL when any fails, else CANNOT_TELL when any cannot be told or there is none."""
    found = set(verdicts)
    if Judged.FAIL in found:
        return Judged.FAIL
    return Judged.PASS if found == {Judged.PASS} else Judged.CANNOT_TELL


def is_at(place: str | None, limit_place: str) -> bool:
    """Whether a place is the limit's place or lies in it ("US-UT:Provo" in "US-UT" in "US")."""
    if not place or not limit_place:
        return False
    return place == limit_place or place.startswith((f"{limit_place}-", f"{limit_place}:"))


def standing_of(limit: ProductLimit, place: str | None, on: date) -> Standing:
    """What the limit is there that day."""
    if limit.superseded_by:
        return Standing.SUPERSEDED
    if limit.kind is not LimitKind.LAW:
        return STANDING_OF[limit.kind]
    if (limit.starts and on < limit.starts) or (limit.ends and on > limit.ends):
        return Standing.NOT_IN_FORCE
    return Standing.LAW_HERE if is_at(place, limit.place) else Standing.LAW_ELSEWHERE


def softened(verdict: Judged, standing: Standing) -> Judged:
    """The verdict, unless a limit that no product has to keep would fail it."""
    if standing in FAILS_NOTHING and verdict is Judged.FAIL:
        return Judged.CANNOT_TELL
    return verdict
