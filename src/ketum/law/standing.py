"""What one layer of law says of one substance on one day, and how layers are stacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ketum.evidence.law import (
    Binds,
    Dispute,
    EventKind,
    LawBook,
    LawStatus,
    LegalEvent,
    Span,
)

__all__ = ["Standing", "State", "stacked", "standing_at", "state_of"]

LIMITING = (LawStatus.NOT_PERMITTED_IN_FOOD, LawStatus.AGE_LIMITED, LawStatus.REGULATED)
NEVER_LAW = (EventKind.PROPOSED, EventKind.WITHDRAWN)


class State(Enum):
    """Where an event stands on a day."""

    HOLDS = "in force"
    PERHAPS = "cannot be told: the date is not known to the day"
    UNDATED = "cannot be told: no date of effect was read"
    SIGNED = "cannot be told: signed, and no date of effect was read"
    NOT_YET = "not yet in force"
    EXPIRED = "expired"
    PROPOSED = "proposed, not law"
    WITHDRAWN = "withdrawn"
    OPEN = "open: it may be in force since, and that was not read"
    CONTRADICTED = "contradicted, not used"


OPEN_STATES = (State.PERHAPS, State.UNDATED, State.SIGNED, State.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One status with the events it rests on; `sides` are all that it may be when uncertain."""

    status: LawStatus
    why: str
    events: tuple[LegalEvent, ...] = ()
    sides: tuple[LawStatus, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    by_kin: bool = False


def state_of(event: LegalEvent, on: date) -> State:
    """Where an event stands on a day; a proposal is never law, an undated one never in force."""
    if event.kind in NEVER_LAW:
        return State.PROPOSED if event.kind is EventKind.PROPOSED else State.WITHDRAWN
    if event.binds is Binds.NOBODY:
        return State.CONTRADICTED
    if event.starts is None:
        return State.UNDATED
    if on < event.starts.first:
        return State.NOT_YET
    if event.ends is not None and on > event.ends.last:
        return State.EXPIRED
    if event.kind is EventKind.OPEN:
        return State.OPEN
    if event.by_signing:
        return State.SIGNED
    begins = not event.starts.is_full and on <= event.starts.last
    ends = event.ends is not None and not event.ends.is_full and on >= event.ends.first
    return State.PERHAPS if begins or ends else State.HOLDS


def standing_at(
    place: str, substance: str, form: str | None, on: date, book: LawBook, *, asked: str
) -> Standing | None:
    """What the records of this one layer say; None where they say nothing for that day."""
    events = [e for e in book.events.get(place, ()) if _reaches(e, asked)]
    named = [e for e in events if substance in e.substances and _is_of_form(e, form)]
    for dispute in book.disputes.get(place, ()):
        if substance in dispute.substances and _is_during(on, dispute.starts, dispute.ends):
            of = tuple(e for e in events if e.id in dispute.events)
            return Standing(
                status=LawStatus.UNCERTAIN,
                why=f"Sources contradict each other: {dispute.why}",
                events=of,
                sides=dispute.sides,
                disputes=(dispute,),
            )
    return _of_events(named, on, book) or _of_kin(events, substance, form, on)


def _of_events(named: Sequence[LegalEvent], on: date, book: LawBook) -> Standing | None:
    states = {event.id: state_of(event, on) for event in named}
    holding = [e for e in named if states[e.id] is State.HOLDS]
    doubtful = [e for e in named if states[e.id] in OPEN_STATES]
    strict = max(holding, key=lambda e: _rank(e.statuses[0], book), default=None)
    worse = [
        e
        for e in doubtful
        if strict is None
        or max(_rank(s, book) for s in e.statuses) > _rank(strict.statuses[0], book)
    ]
    if worse:
        return _doubt(strict, worse, states)
    if strict is not None:
        same = tuple(e for e in holding if e.statuses == strict.statuses)
        return Standing(status=strict.statuses[0], why="", events=same)
    expired = [e for e in named if states[e.id] is State.EXPIRED]
    if expired:
        last = max(expired, key=lambda e: e.ends.last if e.ends else date.min)
        return Standing(
            status=LawStatus.UNCERTAIN,
            why=f"What was recorded ended on {last.ends.said if last.ends else ''}, and nothing "
            "newer was read.",
            events=(last,),
            sides=(LawStatus.UNKNOWN, last.statuses[0]),
        )
    return None


def _doubt(
    strict: LegalEvent | None, worse: list[LegalEvent], states: dict[str, State]
) -> Standing:
    """Both sides: what holds without the doubtful events, and what they may have made of it."""
    if strict is None and all(e.statuses == (LawStatus.UNKNOWN,) for e in worse):
        return Standing(
            status=LawStatus.UNKNOWN, why="No instrument was found.", events=tuple(worse)
        )
    before = strict.statuses[0] if strict else LawStatus.UNKNOWN
    after = [s for e in worse for s in e.statuses]
    first = worse[0]
    state = states[first.id]
    reason = first.remark if state is State.OPEN else f"{state.value}."
    return Standing(
        status=LawStatus.UNCERTAIN,
        why=f"{first.instrument}: {reason}",
        events=tuple(worse) if strict is None else (strict, *worse),
        sides=tuple(dict.fromkeys((before, *after) if LawStatus.UNKNOWN not in after else after)),
    )


def _of_kin(
    events: Sequence[LegalEvent], substance: str, form: str | None, on: date
) -> Standing | None:
    """The layer names the leaf and not this alkaloid, or the alkaloid and not the leaf."""
    kin = "mitragynine" if substance == "leaf" else "leaf"
    holding = [
        e
        for e in events
        if kin in e.substances
        and _is_of_form(e, form)
        and state_of(e, on) is State.HOLDS
        and e.statuses[0] not in (LawStatus.NO_SPECIFIC_LAW, LawStatus.UNKNOWN)
    ]
    if not holding:
        return None
    return Standing(
        status=LawStatus.UNCERTAIN,
        why=f"The record names {kin}; whether that reaches {substance} was not read.",
        events=tuple(holding),
        sides=tuple(dict.fromkeys((LawStatus.UNKNOWN, *(e.statuses[0] for e in holding)))),
        by_kin=True,
    )


def stacked(
    own: Standing | None, above: Iterable[Standing], book: LawBook, *, where: str
) -> Standing:
    """The strictest layer decides; a layer above can forbid, it never allows."""
    place = own or Standing(
        status=LawStatus.UNKNOWN, why=f"Nothing is recorded for {where} and that day."
    )
    restricting = [s for s in above if _adds(s, own, book)]
    strictest = max((place, *restricting), key=lambda s: _weight(s, book))
    if strictest is not place and strictest.status is not LawStatus.UNCERTAIN:
        return _with_own(strictest, own)
    if strictest is place:
        return strictest
    sides = dict.fromkeys((*(place.sides or (place.status,)), *strictest.sides))
    if place.status is not LawStatus.NO_SPECIFIC_LAW:
        sides.pop(LawStatus.NO_SPECIFIC_LAW, None)
    return Standing(
        status=LawStatus.UNCERTAIN,
        why=strictest.why,
        events=(*strictest.events, *place.events),
        sides=tuple(sides),
        disputes=strictest.disputes,
    )


def _with_own(strictest: Standing, own: Standing | None) -> Standing:
    """What a layer above decides, and beside it what the place itself forbids."""
    if own is None or own.status not in LIMITING or strictest.status is LawStatus.PROHIBITED:
        return strictest
    words = own.status.value.replace("_", " ")
    return replace(
        strictest,
        why=f"{strictest.why} The place itself: {words}.".strip(),
        events=(*strictest.events, *(e for e in own.events if e not in strictest.events)),
    )


def _adds(layer: Standing, own: Standing | None, book: LawBook) -> bool:
    """Whether a layer above may forbid more than the place itself does."""
    if layer.status is LawStatus.NO_SPECIFIC_LAW:
        return False
    if own is None or layer.status is not LawStatus.UNCERTAIN:
        return True
    further = [s for s in layer.sides if s is not LawStatus.UNKNOWN]
    strictest = max((_rank(s, book) for s in further), default=0)
    return not layer.by_kin and strictest > _rank(own.status, book)


def _rank(status: LawStatus, book: LawBook) -> int:
    return book.rising.index(status)


def _weight(standing: Standing, book: LawBook) -> int:
    """An uncertain status weighs as much as uncertainty may, only if it may forbid."""
    if standing.status is not LawStatus.UNCERTAIN:
        return _rank(standing.status, book)
    may_forbid = max((_rank(s, book) for s in standing.sides), default=0)
    forbids = _rank(LawStatus.PRESCRIPTION_ONLY, book)
    return _rank(LawStatus.UNCERTAIN if may_forbid >= forbids else LawStatus.UNKNOWN, book)


def _reaches(event: LegalEvent, asked: str) -> bool:
    if event.binds is Binds.PLACE:
        return event.place == asked
    return event.binds is Binds.ALL


def _is_of_form(event: LegalEvent, form: str | None) -> bool:
    return not event.forms or form in event.forms


def _is_during(on: date, starts: Span, ends: Span | None) -> bool:
    return starts.first <= on and (ends is None or on <= ends.last)
