"""Reading `knowledge/law`: dated legal events, disputes, caps, and how places are named."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml
from ketum.evidence.tables import Row, read_table

__all__ = [
    "SUBSTANCES",
    "Binds",
    "ContentLimit",
    "Dispute",
    "EventKind",
    "LawBook",
    "LawStatus",
    "LegalEvent",
    "Span",
    "read_law",
]

SUBSTANCES = ("leaf", "mitragynine", "7-OH", "semi-synthetic")
FORMS = ("leaf", "extract")
OTHER = "other"
EVENT_COLUMNS = (
    "id", "place", "place_name", "level", "substances", "forms", "scope", "kind", "status",
    "status_said", "binds", "minimum_age", "cap", "from", "to", "dated_by", "instrument", "as_of",
    "standing", "confidence", "remark",
)  # fmt: skip
DISPUTE_COLUMNS = ("id", "place", "substances", "sides", "from", "to", "why", "events")
LIMIT_COLUMNS = ("event", "analyte", "value", "unit")
CONFIDENCE = ("low", "medium", "high")
FILE = "law/reading.toml"


class LawStatus(Enum):
    """What the law says of one substance at one place on one day."""

    NO_SPECIFIC_LAW = "no_specific_law"
    NOT_PERMITTED_IN_FOOD = "not_permitted_in_food"
    AGE_LIMITED = "age_limited"
    REGULATED = "regulated"
    UNKNOWN = "unknown"
    PRESCRIPTION_ONLY = "prescription_only"
    UNCERTAIN = "uncertain"
    PROHIBITED = "prohibited"


class EventKind(Enum):
    """What kind of event a row is; only an act that has taken effect is law."""

    IN_FORCE = "in_force"
    ENACTED = "enacted"
    ENFORCEMENT = "enforcement"
    STATUS = "status"
    OPEN = "open"
    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"


class Binds(Enum):
    """Whom an event reaches: all below its place, its place alone, one group, or nobody."""

    ALL = "all"
    PLACE = "place"
    SERVICE_MEMBERS = "service members"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Span:
    """A date as it is known: a day, or the first and last day of a month or a year."""

    first: date
    last: date
    said: str

    @property
    def is_full(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLimit:
    """A cap on one analyte, as the act states it: the unit says of what."""

    analyte: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEvent:
    """One row: what was said to hold where, for what, from when; `statuses` has two if open.

    `as_of` is how new the source is, `checked` the day somebody last looked at the row.
    """

    id: str
    place: str
    place_name: str
    level: str
    substances: tuple[str, ...]
    forms: tuple[str, ...]
    scope: str
    kind: EventKind
    statuses: tuple[LawStatus, ...]
    status_said: str
    binds: Binds
    minimum_age: int | None
    cap: str
    starts: Span | None
    ends: Span | None
    by_signing: bool
    instrument: str
    as_of: Span | None
    standing: str
    confidence: str
    remark: str
    limits: tuple[ContentLimit, ...]
    cites: tuple[Citation, ...]
    confirmed: bool
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Sources that contradict each other about a place, from a day to a day (None: open)."""

    id: str
    place: str
    substances: tuple[str, ...]
    sides: tuple[LawStatus, ...]
    starts: Span
    ends: Span | None
    why: str
    events: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, kw_only=True, eq=False)
class LawBook:
    """All events and disputes by place; compared by identity.

    `names` leads from a name in small letters to every place that has it, `labels` from a code
    to the name that is shown; `unions` are places made of countries.
    """

    events: Mapping[str, tuple[LegalEvent, ...]]
    disputes: Mapping[str, tuple[Dispute, ...]]
    names: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    unions: Mapping[str, frozenset[str]]
    rising: tuple[LawStatus, ...]
    substance_names: Mapping[str, str]


def read_law(folder: Traversable, sources: Mapping[str, Source], faults: list[str]) -> LawBook:
    """Every table of `law/`; whatever cannot be read is a fault."""
    limits = _limits(folder, sources, faults)
    events: dict[str, list[LegalEvent]] = {}
    identities: set[str] = set()
    for row in read_table(folder, "events.csv", EVENT_COLUMNS, sources, faults, under="law"):
        if row["id"] in identities:
            row.fault("the entry is given twice. Rename or remove one.")
        identities.add(row["id"])
        event = _event(row, limits.get(row["id"], ()))
        events.setdefault(event.place, []).append(event)
    for unknown in sorted(set(limits) - identities):
        faults.append(f"law/limits.csv: there is no event `{unknown}`. Correct `event`.")
    disputes: dict[str, list[Dispute]] = {}
    for row in read_table(folder, "disputes.csv", DISPUTE_COLUMNS, sources, faults, under="law"):
        if unknown_events := set(row.words("events")) - identities:
            row.fault(f"there is no event {', '.join(sorted(unknown_events))}. Correct `events`.")
        dispute = _dispute(row)
        disputes.setdefault(dispute.place, []).append(dispute)
    labels = {place: rows[0].place_name for place, rows in events.items()}
    return _book(folder, events, disputes, labels, sources, faults)


def _book(
    folder: Traversable,
    events: Mapping[str, list[LegalEvent]],
    disputes: Mapping[str, list[Dispute]],
    labels: dict[str, str],
    sources: Mapping[str, Source],
    faults: list[str],
) -> LawBook:
    content = read_toml(folder.joinpath("reading.toml"), FILE, faults)
    names: dict[str, list[str]] = {}
    for place, label in labels.items():
        names.setdefault(label.casefold(), []).append(place)
    for entry in _of(content, "alias", sources, faults):
        for name in entry.words("names"):
            names.setdefault(name, []).append(entry.text("id"))
    for entry in _of(content, "several", sources, faults):
        names[entry.text("id")] = list(entry.words("could_be"))
    unions = {
        entry.text("id"): frozenset(entry.words("members"))
        for entry in _of(content, "union", sources, faults)
    }
    substance_names = {
        name: entry.text("id")
        for entry in _of(content, "substance", sources, faults)
        for name in (entry.text("id").casefold(), *entry.words("names"))
    }
    rising: list[LawStatus] = []
    for entry in _of(content, "rank", sources, faults):
        entry.text("id")
        rising = [LawStatus(word) for word in entry.words("rising") if _is_status(word)]
        if sorted(s.value for s in rising) != sorted(s.value for s in LawStatus):
            entry.fault("`rising` must name every status once.")
    return LawBook(
        events={place: tuple(rows) for place, rows in events.items()},
        disputes={place: tuple(rows) for place, rows in disputes.items()},
        names={name: tuple(places) for name, places in names.items()},
        labels=labels,
        unions=unions,
        rising=tuple(rising),
        substance_names=substance_names,
    )


def _of(
    content: Mapping[str, object], kind: str, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Entry]:
    for entry in read_entries({kind: content.get(kind, [])}, kind, FILE, sources, faults):
        entry.cites()
        entry.day("checked")
        yield entry


def _limits(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, tuple[ContentLimit, ...]]:
    found: dict[str, list[ContentLimit]] = {}
    for row in read_table(folder, "limits.csv", LIMIT_COLUMNS, sources, faults, under="law"):
        limit = ContentLimit(analyte=row["analyte"], value=row["value"], unit=row["unit"])
        found.setdefault(row["event"], []).append(limit)
    return {event: tuple(limits) for event, limits in found.items()}


def _event(row: Row, limits: tuple[ContentLimit, ...]) -> LegalEvent:
    kind = row["kind"]
    if kind not in {k.value for k in EventKind}:
        row.fault(f"`kind` must be one of {', '.join(k.value for k in EventKind)}.")
        kind = EventKind.PROPOSED.value
    binds = row["binds"]
    if binds not in {b.value for b in Binds}:
        row.fault(f"`binds` must be one of {', '.join(b.value for b in Binds)}.")
        binds = Binds.ALL.value
    if unknown := set(row.words("substances")) - {*SUBSTANCES, OTHER}:
        row.fault(f"unknown substance {', '.join(sorted(unknown))}.")
    if unknown := set(row.words("forms")) - set(FORMS):
        row.fault(f"unknown form {', '.join(sorted(unknown))}.")
    if row["confidence"] not in CONFIDENCE:
        row.fault(f"`confidence` must be one of {', '.join(CONFIDENCE)}.")
    age = row["minimum_age"]
    if age and not age.isdigit():
        row.fault("`minimum_age` must be whole years.")
    return LegalEvent(
        id=row["id"],
        place=row["place"],
        place_name=row["place_name"],
        level=row["level"],
        substances=row.words("substances"),
        forms=row.words("forms"),
        scope=row["scope"],
        kind=EventKind(kind),
        statuses=_statuses(row, "status"),
        status_said=row["status_said"],
        binds=Binds(binds),
        minimum_age=int(age) if age.isdigit() else None,
        cap=row["cap"],
        starts=_span(row, "from"),
        ends=_span(row, "to"),
        by_signing=row["dated_by"] == "signing",
        instrument=row["instrument"],
        as_of=_span(row, "as_of"),
        standing=row["standing"],
        confidence=row["confidence"],
        remark=row["remark"],
        limits=limits,
        cites=row.cites,
        confirmed=row["confirmed"] == "yes",
        checked=row.checked,
    )


def _dispute(row: Row) -> Dispute:
    starts = _span(row, "from")
    if starts is None:
        row.fault("no `from`. Give the first day of the dispute.")
    return Dispute(
        id=row["id"],
        place=row["place"],
        substances=row.words("substances"),
        sides=_statuses(row, "sides"),
        starts=starts or Span(date.max, date.max, ""),
        ends=_span(row, "to"),
        why=row["why"],
        events=row.words("events"),
        cites=row.cites,
        checked=row.checked,
    )


def _is_status(word: str) -> bool:
    return word in {s.value for s in LawStatus}


def _statuses(row: Row, column: str) -> tuple[LawStatus, ...]:
    words = row.words(column)
    if not words or not all(map(_is_status, words)):
        row.fault(f"`{column}` must be of {', '.join(s.value for s in LawStatus)}.")
        return (LawStatus.UNKNOWN,)
    return tuple(map(LawStatus, words))


def _span(row: Row, column: str) -> Span | None:
    """The days that a year, a month or a day may mean; None where the cell is empty."""
    said = row[column]
    if not said:
        return None
    try:
        year, month, day = [*map(int, said.split("-")), 0, 0][:3]
        first = date(year, month or 1, day or 1)
        last_month = month or date.max.month
        last = date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        row.fault(f"`{column}` must be a year, a month or a day, such as 2026-11.")
        return None
    return Span(first, last, said)
