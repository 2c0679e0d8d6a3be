"""What the room answers, as values and as the object of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketum.evidence.law import ContentLimit, LawStatus, LegalEvent
from ketum.law.places import PlaceReading
from ketum.law.standing import State

__all__ = ["LawAnswer", "LawLayer", "LawOfPlace", "event_object", "is_old_enough", "law_object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLayer:
    """One event of the place or of a layer above it, and where it stands that day."""

    event: LegalEvent
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAnswer:
    """The status of one substance in one form (None: any) on one day.

    `sides` are all statuses it may have when uncertain; `why` says so where it needs words.
    `events` are those that decide; `confidence` is the weakest of theirs, `confirmed` whether
    each was read in its source. `last_checked` is the oldest of their checks.
    """

    substance: str
    form: str | None
    status: LawStatus
    why: str
    sides: tuple[LawStatus, ...]
    minimum_age: int | None
    limits: tuple[ContentLimit, ...]
    events: tuple[LegalEvent, ...]
    layers: tuple[LawLayer, ...]
    last_checked: date | None
    confidence: str
    confirmed: bool
    changes_on: date | None = None
    changes_to: LawStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawOfPlace:
    """Every answer for one place on one day."""

    place: PlaceReading
    on: date
    answers: tuple[LawAnswer, ...]


def law_object(law: LawOfPlace, age: float | None = None) -> dict[str, object]:
    """The object of the contract, with the keys that say why and what else was read.

    With an age in years each answer also says whether a limit of age is met.
    """
    return {
        "place": law.place.code or None,
        "name": law.place.name or None,
        "unlisted": law.place.unlisted or None,
        "could_be": list(law.place.could_be),
        "on": law.on.isoformat(),
        "summary": _summary(law),
        "answers": [_answer_object(answer, age) for answer in law.answers],
    }


def _summary(law: LawOfPlace) -> str:
    """One sentence: the status of each substance, when it flips, when it was last checked."""
    said = []
    for answer in law.answers:
        age = f" from {answer.minimum_age} years" if answer.minimum_age is not None else ""
        flips = f" (changes on {answer.changes_on.isoformat()})" if answer.changes_on else ""
        form = f" {answer.form}" if answer.form else ""
        said.append(f"{answer.substance}{form} {_words(answer.status)}{age}{flips}")
    checked = min((a.last_checked for a in law.answers if a.last_checked), default=None)
    when = f"; last checked {checked.isoformat()}" if checked else ""
    place = law.place.name or "This place"
    return f"{place} on {law.on.isoformat()}: {', '.join(said)}{when}."


def _words(status: LawStatus) -> str:
    return status.value.replace("_", " ")


def is_old_enough(answer: LawAnswer, age: float | None) -> bool | None:
    """Whether this age in years meets the limit; None where either is not known."""
    if age is None or answer.minimum_age is None:
        return None
    return age >= answer.minimum_age


def _answer_object(answer: LawAnswer, age: float | None) -> dict[str, object]:
    first = answer.events[0] if answer.events else None
    return {
        "substance": answer.substance,
        "form": answer.form or "any",
        "status": answer.status.value,
        "why": answer.why,
        "sides": [side.value for side in answer.sides],
        "minimum_age": answer.minimum_age,
        "old_enough": is_old_enough(answer, age),
        "limits": [
            {"analyte": cap.analyte, "value": cap.value, "unit": cap.unit} for cap in answer.limits
        ],
        "layers": [
            event_object(layer.event) | {"state": layer.state.value} for layer in answer.layers
        ],
        "instrument": first.instrument if first else None,
        "source": _source(first) if first else None,
        "last_checked": answer.last_checked.isoformat() if answer.last_checked else None,
        "confidence": answer.confidence,
        "confirmed": answer.confirmed,
        "changes_on": answer.changes_on.isoformat() if answer.changes_on else None,
        "changes_to": answer.changes_to.value if answer.changes_to else None,
    }


def event_object(event: LegalEvent) -> dict[str, object]:
    """One event as it was recorded."""
    return {
        "event": event.id,
        "place": event.place,
        "level": event.level,
        "kind": event.kind.value,
        "binds": event.binds.value,
        "status": " or ".join(s.value for s in event.statuses),
        "status_said": event.status_said,
        "substances": list(event.substances),
        "scope": event.scope,
        "from": event.starts.said if event.starts else None,
        "to": event.ends.said if event.ends else None,
        "precision": precision(event),
        "minimum_age": event.minimum_age,
        "cap": event.cap or None,
        "instrument": event.instrument,
        "source": _source(event),
        "source_date": event.as_of.said if event.as_of else None,
        "standing": event.standing,
        "confirmed": event.confirmed,
        "confidence": event.confidence,
        "last_checked": event.checked.isoformat(),
        "remark": event.remark or None,
    }


def precision(event: LegalEvent) -> str:
    """How well the day of effect is known: full, partial or none."""
    if event.starts is None:
        return "none"
    return "full" if event.starts.is_full else "partial"


def _source(event: LegalEvent) -> str:
    source = event.cites[0].source
    return f"{source.authors}, {source.locator}"
