"""What the law says of kratom at a place on a day: `status(place, on, ...)`."""

from ketum.law.answer import (
    LawAnswer,
    LawLayer,
    LawOfPlace,
    event_object,
    is_old_enough,
    law_object,
)
from ketum.law.find import law_findings, law_of, substances_used
from ketum.law.history import Change, changes, timeline
from ketum.law.places import PlaceReading, read_place
from ketum.law.standing import State
from ketum.law.status import status

__all__ = [
    "Change",
    "LawAnswer",
    "LawLayer",
    "LawOfPlace",
    "PlaceReading",
    "State",
    "changes",
    "event_object",
    "is_old_enough",
    "law_findings",
    "law_object",
    "law_of",
    "read_place",
    "status",
    "substances_used",
    "timeline",
]
