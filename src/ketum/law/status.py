"""The status of kratom at a place on a day: the days between changes are computed once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ketum.evidence import KnowledgeBase
from ketum.evidence.law import (
    CONFIDENCE,
    SUBSTANCES,
    Binds,
    Dispute,
    EventKind,
    LawBook,
    LawStatus,
    LegalEvent,
)
from ketum.law.answer import LawAnswer, LawLayer, LawOfPlace
from ketum.law.places import PlaceReading, read_place
from ketum.law.standing import Standing, stacked, standing_at, state_of

__all__ = ["History", "history", "status"]

ONE_DAY = timedelta(days=1)
PLACES_KEPT = 4096
REASSURING = (
    LawStatus.NO_SPECIFIC_LAW,
    LawStatus.NOT_PERMITTED_IN_FOOD,
    LawStatus.AGE_LIMITED,
    LawStatus.REGULATED,
)
EXTRACT = "extract"


@dataclass(frozen=True, slots=True)
class History:
    """The answers for one substance at one place: each holds from its day to the next one's.

    `reassures_until` is, for each, the last day on which it may still reassure.
    """

    starts: tuple[date, ...]
    answers: tuple[LawAnswer, ...]
    reassures_until: tuple[date, ...]

    def on(self, day: date) -> LawAnswer:
        at = bisect_right(self.starts, day) - 1
        answer = self.answers[at]
        if answer.status in REASSURING and day > self.reassures_until[at]:
            return _too_old(answer, day)
        return answer


def status(
    place: str,
    on: date,
    knowledge: KnowledgeBase,
    *,
    substances: Iterable[str] = SUBSTANCES,
    form: str | None = None,
) -> LawOfPlace:
    """What the law says there, that day. A place that is not known answers unknown.

    `form` is "leaf" or "extract"; without one, an extract is answered beside the rest where a
    rule is about extracts only.
    """
    reading = _reading(place, knowledge.law)
    answers = [
        history(reading, substance, asked, knowledge).on(on)
        for asked in _forms(reading, form, knowledge.law)
        for substance in substances
    ]
    return LawOfPlace(place=reading, on=on, answers=tuple(answers))


@lru_cache(maxsize=PLACES_KEPT)
def _reading(place: str, book: LawBook) -> PlaceReading:
    return read_place(place, book)


@lru_cache(maxsize=PLACES_KEPT)
def _forms(reading: PlaceReading, form: str | None, book: LawBook) -> tuple[str | None, ...]:
    if form is not None:
        return (form,)
    events = [e for layer in reading.layers for e in book.events.get(layer, ())]
    own = any(e.forms and e.kind is not EventKind.PROPOSED for e in events)
    return (None, EXTRACT) if own else (None,)


@lru_cache(maxsize=PLACES_KEPT)
def history(
    reading: PlaceReading, substance: str, form: str | None, knowledge: KnowledgeBase
) -> History:
    """The answers of every day, computed once a place, substance and form."""
    book = knowledge.law
    if not reading.code:
        return History((date.min,), (_not_known(reading, substance, form),), (date.max,))
    found = [
        event
        for layer in reading.layers
        for event in book.events.get(layer, ())
        if event.place == reading.code or event.binds is not Binds.NOBODY
    ]
    disputes = [d for layer in reading.layers for d in book.disputes.get(layer, ())]
    starts = sorted({date.min, *_edges(found), *_edges(disputes)})
    answers = [_answer(reading, substance, form, day, found, book) for day in starts]
    with_changes = tuple(_with_change(at, starts, answers) for at in range(len(answers)))
    until = tuple(_reassures_until(answer, knowledge) for answer in answers)
    return History(tuple(starts), with_changes, until)


def _edges(dated: Iterable[LegalEvent | Dispute]) -> Iterator[date]:
    """Every day on which an event may change what is answered."""
    for one in dated:
        if one.starts is not None:
            yield one.starts.first
            if not one.starts.is_full:
                yield one.starts.last + ONE_DAY
        if one.ends is not None:
            yield one.ends.last + ONE_DAY
            if not one.ends.is_full:
                yield one.ends.first


def _answer(
    reading: PlaceReading,
    substance: str,
    form: str | None,
    day: date,
    found: Sequence[LegalEvent],
    book: LawBook,
) -> LawAnswer:
    standing = _standing(reading, substance, form, day, book)
    events = standing.events
    layers = tuple(
        LawLayer(event=event, state=state_of(event, day))
        for event in found
        if substance in event.substances and (not event.forms or form in event.forms)
    )
    weakest = min((CONFIDENCE.index(e.confidence) for e in events), default=0)
    is_uncertain = standing.status in (LawStatus.UNCERTAIN, LawStatus.UNKNOWN)
    ages = [] if is_uncertain else [e.minimum_age for e in events if e.minimum_age is not None]
    return LawAnswer(
        substance=substance,
        form=form,
        status=standing.status,
        why=standing.why,
        sides=standing.sides,
        minimum_age=max(ages, default=None),
        limits=tuple(dict.fromkeys(cap for e in events for cap in e.limits)),
        events=events,
        layers=layers,
        last_checked=min((e.checked for e in events), default=None),
        confidence=CONFIDENCE[0] if is_uncertain else CONFIDENCE[weakest],
        confirmed=bool(events) and all(e.confirmed for e in events) and not standing.disputes,
    )


def _standing(
    reading: PlaceReading, substance: str, form: str | None, day: date, book: LawBook
) -> Standing:
    """The layers of the place, stacked: the narrowest that says something is the place's own."""
    each = [
        (layer, standing_at(layer, substance, form, day, book, asked=reading.code))
        for layer in reading.layers
    ]
    said = [(layer, standing) for layer, standing in each if standing is not None]
    own = next((pair for pair in reversed(said) if _is_own(pair[0], reading, book)), None)
    above = [standing for layer, standing in said if own is None or layer != own[0]]
    return stacked(own[1] if own else None, above, book, where=f"{substance} in {reading.name}")


def _is_own(layer: str, reading: PlaceReading, book: LawBook) -> bool:
    """Whether a layer can answer for the place: federal law is not the law of a state."""
    if layer == reading.code:
        return True
    country = reading.code.partition("-")[0]
    if layer == country:
        return "-" in reading.code and not any(p.startswith(f"{country}-") for p in book.events)
    return layer.startswith(f"{country}-")


def _with_change(at: int, starts: Sequence[date], answers: Sequence[LawAnswer]) -> LawAnswer:
    now = answers[at]
    for day, later in zip(starts[at + 1 :], answers[at + 1 :], strict=True):
        if (later.status, later.minimum_age, later.limits) != (
            now.status,
            now.minimum_age,
            now.limits,
        ):
            return replace(now, changes_on=day, changes_to=later.status)
    return now


def _reassures_until(answer: LawAnswer, knowledge: KnowledgeBase) -> date:
    """The last day on which a record is new enough to say that something is allowed."""
    check = timedelta(days=knowledge.parameters["law.days_since_check"].value)
    absence = timedelta(days=knowledge.parameters["law.days_since_none_seen"].value)
    days = [] if answer.last_checked is None else [answer.last_checked + check]
    days += [
        event.as_of.last + absence
        for event in answer.events
        if event.kind is EventKind.STATUS and event.as_of is not None
    ]
    return min(days, default=date.max)


def _too_old(answer: LawAnswer, day: date) -> LawAnswer:
    read = max(
        (e.as_of.said for e in answer.events if e.as_of is not None), default="an unread day"
    )
    return replace(
        answer,
        status=LawStatus.UNCERTAIN,
        sides=(answer.status, LawStatus.UNKNOWN),
        why=f"The newest record is too old to reassure for {day.isoformat()}: its source is of "
        f"{read}, last checked {answer.last_checked}. Look again.",
        confidence=CONFIDENCE[0],
    )


def _not_known(reading: PlaceReading, substance: str, form: str | None) -> LawAnswer:
    why = "This place was not recognised. Give an ISO 3166 code, such as US-KY."
    if len(reading.could_be) == 1:
        why = f'The state was not said. If it is this one, ask for "{reading.could_be[0]}".'
    elif reading.could_be:
        why = f"Several places have this name: {', '.join(reading.could_be)}."
    return LawAnswer(
        substance=substance, form=form, status=LawStatus.UNKNOWN, why=why, sides=(),
        minimum_age=None, limits=(), events=(), layers=(), last_checked=None,
        confidence=CONFIDENCE[0], confirmed=False,
    )  # fmt: skip
