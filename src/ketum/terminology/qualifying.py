"""What the words around a name say of it: absent, in the past, in the family, current."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketum.evidence.vocabulary import Effect, Position
from ketum.terminology.concept import Time
from ketum.terminology.sentence import Clause, Mark

__all__ = ["Said", "own_time", "said_about"]

# A phrase speaks of a name when at most this many words that name nothing stand between.
REACH = 3
# Of two times the words give, the first of these holds.
TIMES: tuple[tuple[Effect, Time], ...] = (
    (Effect.FAMILY, "family"),
    (Effect.PAST, "past"),
    (Effect.CURRENT, "current"),
)
LEADING = (Position.BEFORE, Position.LIST)
QUALIFYING = (Effect.ABSENT, Effect.PAST, Effect.ENDED, Effect.FAMILY, Effect.CURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a name; `carries` goes on over the rest of a list."""

    present: bool = True
    time: Time | None = None
    carries: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What to show beside the label."""
        parts = [] if self.present else ["not present"]
        if self.time == "past":
            parts.append("in the past")
        elif self.time == "family":
            parts.append("in the family")
        return tuple(parts)

    def after(self, previous: Said, joint: str) -> Said:
        """This, or what was said of the name before it where the words go on ("no a or b")."""
        if (self.present and self.time is None) and (
            joint == "or" or (previous.carries and joint != "but")
        ):
            return previous
        return self


def said_about(
    start: int,
    end: int,
    marks: Iterable[Mark],
    neutral: frozenset[int],
    clause: Clause,
    *,
    lasting: bool,
) -> Said:
    """What the marked phrases of the clause say of the name at words start..end.

    Only words that name nothing may stand between. `lasting` says whether the name is of
    something that is past once it has ended.
    """
    effects: set[Effect] = set()
    carries = False
    for mark in marks:
        if not (clause.start <= mark.start and mark.end <= clause.end):
            continue
        before = mark.end <= start
        between = range(mark.end, start) if before else range(end, mark.start)
        found = _beside(mark, before=before)
        # What is said of a relative is said of everything after it.
        if before and Effect.FAMILY in found:
            effects.add(Effect.FAMILY)
        if len(between) <= REACH and neutral.issuperset(between):
            effects |= found
            carries = carries or (before and Position.LIST in mark.effects)
    if lasting and Effect.ENDED in effects:
        effects.add(Effect.PAST)
    time = _time(effects)
    return Said(present=Effect.ABSENT not in effects, time=time, carries=carries)


def own_time(start: int, end: int, marks: Iterable[Mark]) -> Time | None:
    """The time a name gives itself ("family history of psychosis"); it never denies itself."""
    effects: set[Effect] = set()
    for mark in marks:
        for place, effect in mark.effects.items():
            leads = mark.start == start and place in LEADING and mark.end < end
            closes = mark.end == end and place is Position.AFTER and mark.start > start
            if effect in (Effect.PAST, Effect.FAMILY) and (leads or closes):
                effects.add(effect)
    return _time(effects)


def _time(effects: set[Effect]) -> Time | None:
    return next((time for effect, time in TIMES if effect in effects), None)


def _beside(mark: Mark, *, before: bool) -> set[Effect]:
    places = LEADING if before else (Position.AFTER,)
    return {e for place, e in mark.effects.items() if place in places and e in QUALIFYING}
