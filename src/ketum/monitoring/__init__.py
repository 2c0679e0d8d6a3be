"""Following a person by a plan: `watch` folds what was told into what is due and what alarms."""

from ketum.monitoring.after import RiskWeeks
from ketum.monitoring.agenda import Item, State
from ketum.monitoring.alerts import Alert
from ketum.monitoring.answer import watched_object
from ketum.monitoring.document import read_event_file, read_events, read_sound_events
from ketum.monitoring.events import Event, Kind, Reading, Role
from ketum.monitoring.readings import Reader
from ketum.monitoring.tolerance import Against, EndRange, Move, Proposal
from ketum.monitoring.watch import Unread, Watched, watch

__all__ = [
    "Against",
    "Alert",
    "EndRange",
    "Event",
    "Item",
    "Kind",
    "Move",
    "Proposal",
    "Reader",
    "Reading",
    "RiskWeeks",
    "Role",
    "State",
    "Unread",
    "Watched",
    "read_event_file",
    "read_events",
    "read_sound_events",
    "watch",
    "watched_object",
]
