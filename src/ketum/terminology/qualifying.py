"""What the words around a name say of it: absent, in the past, in the family, only named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ketum.evidence.qualifiers import Effect, Position
from ketum.terminology.concept import Time
from ketum.terminology.relatives import Relatives
from ketum.terminology.sentence import Clause, Mark

__all__ = ["Said", "Sort", "Surroundings", "own_time", "said_about"]

# A phrase speaks of a name when at most this many words that name nothing stand between.
REACH = 3
# Of two times the words give, the first of these holds.
TIMES: tuple[tuple[Effect, Time], ...] = (
    (Effect.FAMILY, "family"),
    (Effect.PAST, "past"),
    (Effect.HISTORY, "history"),
    (Effect.CURRENT, "current"),
    (Effect.TODAY, "current"),
)
LEADING = (Position.BEFORE, Position.LIST)
# Inside a listed name there is no doubt who is meant, or that it is over.
SAME = {Effect.HISTORY: Effect.PAST, Effect.KIN: Effect.FAMILY}
# What ends the reach of a phrase about somebody else.
BREAKING = frozenset({Effect.SELF, Effect.AFFIRMED, Effect.WORRY})
TURNING = ("but", "however", "though", "although", "yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """What kind of thing a name stands for, as far as phrases mean something else beside it.

    `taken`: a medicine or substance. `lasting`: past once it has ended. `symptom`: something
    felt or seen. `danger`: a sign of danger now. `listed`: stands among conditions.
    """

    taken: bool
    lasting: bool
    symptom: bool
    danger: bool
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A text around its names: words spelled, phrases, and which words name nothing or a name."""

    spelled: tuple[str, ...]
    bracketed: frozenset[int]
    marks: tuple[Mark, ...]
    neutral: frozenset[int]
    named: frozenset[int]
    amounts: frozenset[int]
    relatives: Relatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a name.

    `carries` goes on over the rest of a list; `limited`: denied for a time, so there before;
    `doubtful`: to be shown, because the words say less than a plain denial.
    """

    present: bool = True
    time: Time | None = None
    carries: bool = False
    limited: bool = False
    affirmed: bool = False
    doubtful: bool = False
    suspected: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said."""
        unsaid = not (self.affirmed or self.doubtful or self.suspected)
        return self.present and self.time is None and unsaid

    @property
    def words(self) -> tuple[str, ...]:
        """What to show beside the label."""
        shown = {
            "past": "in the past",
            "history": "in the history",
            "family": "in the family or of somebody else",
            "possible": "named only: neither there nor denied",
        }
        parts = [] if self.present else ["not present"]
        if self.time in shown:
            parts.append(shown[self.time])
        if self.limited:
            parts.append("but in the past")
        if self.suspected:
            parts.append("only suspected: counts until it is settled")
        return tuple(parts)

    def queried(self, sort: Sort) -> Said:
        """As a question: of a danger sign it counts, a condition is only named."""
        if not self.present or self.time is not None:
            return self
        if sort.taken or sort.danger:
            return replace(self, suspected=True, doubtful=True)
        return replace(self, time="possible")

    def after(self, previous: Said, joint: str, *, leads: bool, alone: bool) -> Said:
        """This, or what was said of the name before it where the words go on ("no a or b").

        `leads`: only words that say nothing stand before the name; `alone`: and behind it.
        """
        goes_on = joint == "or" or (previous.carries and joint not in ("but", "stop") and alone)
        return previous if self.is_plain and leads and goes_on else self


def said_about(start: int, end: int, around: Surroundings, clause: Clause, sort: Sort) -> Said:
    """What the marked phrases of the clause say of the name at words start..end.

    Only words that name nothing may stand between.
    """
    before: set[Effect] = set()
    after: set[Effect] = set()
    carries = False
    for mark in around.marks:
        if not (clause.start <= mark.start and mark.end <= clause.end):
            continue
        leads = mark.end <= start
        between = range(mark.end, start) if leads else range(end, mark.start)
        found = _beside(mark, clause, around, leads=leads)
        # What is said of a relative is said of everything after it.
        if leads and _is_of_others(mark, found, start, around, clause, sort):
            before.add(Effect.FAMILY)
        told = found - {Effect.KIN}
        if not leads and _goes_on(mark, around):
            told -= {Effect.PAST}
        if not leads and between and around.named.issuperset(between):
            # "Passed out drunk in college": both were then.
            after.update(told & {Effect.PAST})
        elif len(between) <= REACH and around.neutral.issuperset(between):
            (before if leads else after).update(told)
            carries = carries or (leads and Position.LIST in mark.effects)
    if _names_somebody(start, end, around, clause, sort):
        before.add(Effect.FAMILY)
    if _turns(end, around, clause):
        before.discard(Effect.ABSENT)
        before.add(Effect.AFFIRMED)
    said = _resolved(before, after, sort, carries=carries)
    if Effect.QUERIED in before | after:
        return said.queried(sort)
    if Effect.SUSPECTED in before | after and said.present and said.time is None:
        return replace(said, suspected=True, doubtful=True)
    return said


def _goes_on(past: Mark, around: Surroundings) -> bool:
    """Whether a time in the past is only when it began, or one of two ("last month and today")."""
    began = any(
        other.end == past.start and other.effects.get(Position.AFTER) is Effect.LIMIT
        for other in around.marks
    )
    again = any(
        other.start == past.end + 1
        and around.spelled[past.end] == "and"
        and other.effects.get(Position.AFTER) in (Effect.TODAY, Effect.CURRENT)
        for other in around.marks
    )
    return began or again


def _resolved(before: set[Effect], after: set[Effect], sort: Sort, *, carries: bool) -> Said:
    every = before | after
    absent = {Effect.ABSENT, Effect.UNTAKEN} if sort.taken else {Effect.ABSENT}
    affirmed = Effect.AFFIRMED in every
    family: Time | None = "family" if Effect.FAMILY in every else None
    if absent.isdisjoint(every):
        return Said(time=_time_of(every, sort), carries=carries and bool(family), affirmed=affirmed)
    is_today = Effect.TODAY in after or (Effect.BRIEF in after and Effect.LIMIT in after)
    if sort.taken and is_today:
        return Said(doubtful=True)
    if absent.isdisjoint(before) and {Effect.CURRENT, Effect.TODAY} & after:
        return Said(time="past" if sort.lasting else None, affirmed=True, doubtful=True)
    if Effect.LIMIT in every and Effect.BRIEF in after:
        return Said(affirmed=True, doubtful=True)
    if Effect.LIMIT in every and sort.taken:
        return Said(time="past")
    return Said(present=False, time=family, carries=carries, limited=Effect.LIMIT in every)


def _time_of(effects: set[Effect], sort: Sort) -> Time | None:
    """The time of something that is not denied."""
    named = Effect.NAMED in effects or (Effect.WORRY in effects and not sort.symptom)
    if named and not sort.taken and not {Effect.AFFIRMED, Effect.FAMILY} & effects:
        return "possible"
    if sort.lasting and Effect.ENDED in effects:
        effects = effects | {Effect.PAST}
    if sort.taken and Effect.HISTORY in effects:
        effects = effects | {Effect.PAST}
    return _time(effects)


def own_time(start: int, end: int, marks: Iterable[Mark]) -> Time | None:
    """The time a name gives itself ("family history of psychosis"); it never denies itself."""
    effects: set[Effect] = set()
    for mark in marks:
        for place, effect in mark.effects.items():
            leads = mark.start == start and place in LEADING and mark.end < end
            closes = mark.end == end and place is Position.AFTER and mark.start > start
            if leads or closes:
                effects.add(SAME.get(effect, effect))
    return _time(effects & {Effect.PAST, Effect.FAMILY})


def _time(effects: set[Effect]) -> Time | None:
    return next((time for effect, time in TIMES if effect in effects), None)


def _beside(mark: Mark, clause: Clause, around: Surroundings, *, leads: bool) -> set[Effect]:
    """The effects of a phrase on a name on this side of it."""
    places = {*LEADING} if leads else {Position.AFTER}
    if not leads and mark.end == clause.end:
        places.add(Position.CLOSING)
    if not leads and mark.end in around.amounts and Position.COUNTED in mark.effects:
        # "In the past 24 hours" is no "in the past".
        places = {Position.COUNTED}
    return {effect for place, effect in mark.effects.items() if place in places}


def _is_of_others(
    mark: Mark, found: set[Effect], start: int, around: Surroundings, clause: Clause, sort: Sort
) -> bool:
    """Whether a phrase about somebody else reaches the name, and is not who came along."""
    if not {Effect.FAMILY, Effect.KIN} & found:
        return False
    breaks = {
        at
        for other in around.marks
        if BREAKING & set(other.effects.values())
        or other.effects.get(Position.BEFORE) is Effect.CURRENT
        for at in range(other.start, other.end)
    }
    between = set(range(mark.end, start))
    if between & breaks:
        return False
    # "Family history: sudden cardiac death", "brother died of a heroin overdose": what is not
    # known in it is the family's too.
    if Position.LIST in mark.effects or Effect.FAMILY in found:
        return True
    if not between <= around.neutral | around.named:
        return False
    # "My husband is unconscious": who says so may speak of the person of the case.
    if sort.symptom and not sort.listed:
        return False
    led_by = range(clause.start, mark.start)
    family = {
        at
        for other in around.marks
        if Effect.FAMILY in other.effects.values()
        for at in range(other.start, other.end)
    }
    return all(at in family or around.spelled[at] in around.relatives.leads for at in led_by)


def _names_somebody(start: int, end: int, around: Surroundings, clause: Clause, sort: Sort) -> bool:
    """Whether the entry is such as "epilepsy (mother)", or of a disease "mother: epilepsy".

    Beside a symptom a relative may be who tells it; "friend overdosed" is of the friend.
    """
    led_by = around.spelled[clause.start : start]
    others = around.relatives
    if bool(led_by) and others.are_acquaintances(led_by):
        return True
    if sort.taken or (sort.symptom and not sort.listed):
        return False
    inside = [around.spelled[at] for at in range(end, clause.end) if at in around.bracketed]
    if inside and others.are_all_of(inside):
        return True
    return not sort.symptom and bool(led_by) and others.are_all_of(led_by)


def _turns(end: int, around: Surroundings, clause: Clause) -> bool:
    """Whether a "but" behind the name takes its denial back ("none now, but had some")."""
    turn = next((at for at in range(end, clause.end) if around.spelled[at] in TURNING), None)
    return turn is not None and any(
        turn <= mark.start and mark.end <= clause.end and Effect.AFFIRMED in mark.effects.values()
        for mark in around.marks
    )
