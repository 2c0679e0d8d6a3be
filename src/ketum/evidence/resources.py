"""Help lines for a place, and which sentences a review says when: `knowledge/resources`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml

__all__ = [
    "Country",
    "FirstKind",
    "HelpLine",
    "HelpLines",
    "LineKind",
    "PlaceLines",
    "PlaceStanding",
    "Section",
    "SectionText",
    "lines_for",
    "read_help_lines",
    "read_sections",
]

FILE = "help_lines.toml"
NAME = f"resources/{FILE}"
TABLES = ("line", "country", "first", "section")
SECTIONS = ("treatment", "evidence")
WORLD = "001"
CODE = re.compile(r"([A-Za-z]{2})-[A-Za-z0-9]{1,3}")


class LineKind(Enum):
    """What a line is for, in the order in which lines are shown."""

    EMERGENCY = "emergency"
    SUICIDE_CRISIS = "suicide_crisis"
    POISON = "poison"
    OVERDOSE = "overdose"
    TREATMENT_REFERRAL = "treatment_referral"
    DRUG_ADVICE = "drug_advice"
    HEALTH_ADVICE = "health_advice"
    DIRECTORY = "directory"


class PlaceStanding(Enum):
    """How well a place is known; the value names the sentence `help.place.<value>`."""

    KNOWN = "known"
    NO_EMERGENCY = "no_emergency"
    AMBIGUOUS = "ambiguous"
    NOT_KNOWN = "not_known"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """One number: for which country (or part of it), whether it was read, and when."""

    id: str
    country: str
    regions: tuple[str, ...]
    kind: LineKind
    name: str
    number: str
    hours: str | None
    confirmed: bool
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or area: the names people write for it, its parts, the areas it lies in."""

    id: str
    name: str
    names: tuple[str, ...]
    within: tuple[str, ...]
    regions: Mapping[str, tuple[str, ...]]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstKind:
    """Which kind of line comes right after the emergency number when a code is found."""

    id: str
    kind: LineKind
    when_codes: tuple[str, ...]
    cites: tuple[Citation, ...]
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLines:
    """All lines and places; `names` leads from a bare name to every place that has it.

    `first` stands in the order in which it is tried.
    """

    lines: tuple[HelpLine, ...]
    first: tuple[FirstKind, ...]
    countries: Mapping[str, Country]
    names: Mapping[str, tuple[str, ...]]

    def label(self, place: str) -> str:
        """The place as it is shown: "Texas, United States"."""
        country = self.countries[place.partition("-")[0]]
        region = country.regions.get(place)
        return f"{region[0]}, {country.name}" if region else country.name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLines:
    """What may be shown for one place.

    `beside` are unconfirmed lines: they may stand only next to an emergency number, so there
    are none where no emergency number is known.
    """

    standing: PlaceStanding
    place: str = ""
    could_be: tuple[str, ...] = ()
    emergency: tuple[HelpLine, ...] = ()
    confirmed: tuple[HelpLine, ...] = ()
    beside: tuple[HelpLine, ...] = ()

    @property
    def checked(self) -> date | None:
        """The oldest day on which one of these lines was checked."""
        lines = (*self.emergency, *self.confirmed, *self.beside)
        return min((line.checked for line in lines), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """A text of a section; with codes, said only when one of them is among the findings."""

    text: str
    when_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Texts said together, in order; with codes, only when one of them is found."""

    id: str
    when_codes: tuple[str, ...]
    texts: tuple[SectionText, ...]
    cites: tuple[Citation, ...]
    reviewed: date

    def said_with(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The ids of the texts to say when these codes are among the findings."""
        found = frozenset(codes)
        if self.when_codes and found.isdisjoint(self.when_codes):
            return ()
        return tuple(
            entry.text
            for entry in self.texts
            if not entry.when_codes or not found.isdisjoint(entry.when_codes)
        )


def lines_for(location: str | None, help_lines: HelpLines) -> PlaceLines:
    """The lines of a place written as a code or a name; none where the place is in doubt."""
    if location is None or not location.strip():
        return PlaceLines(standing=PlaceStanding.NOT_GIVEN)
    places = _places(location, help_lines)
    if not places:
        return PlaceLines(standing=PlaceStanding.NOT_KNOWN)
    if len(places) > 1:
        labels = tuple(help_lines.label(place) for place in places)
        return PlaceLines(standing=PlaceStanding.AMBIGUOUS, could_be=labels)
    place = places[0]
    lines = sorted(
        (line for line in help_lines.lines if _holds_in(line, place, help_lines)),
        key=lambda line: list(LineKind).index(line.kind),
    )
    emergency = tuple(line for line in lines if line.kind is LineKind.EMERGENCY)
    others = [line for line in lines if line.kind is not LineKind.EMERGENCY]
    return PlaceLines(
        standing=PlaceStanding.KNOWN if emergency else PlaceStanding.NO_EMERGENCY,
        place=help_lines.label(place),
        emergency=emergency,
        confirmed=tuple(line for line in others if line.confirmed),
        beside=tuple(line for line in others if emergency and not line.confirmed),
    )


def _holds_in(line: HelpLine, place: str, help_lines: HelpLines) -> bool:
    country = help_lines.countries[place.partition("-")[0]]
    if line.country not in (country.id, *country.within, WORLD):
        return False
    return not line.regions or place == country.id or place in line.regions


def _places(location: str, help_lines: HelpLines) -> tuple[str, ...]:
    """Every place the words may mean; a part before a comma narrows what stands after it."""
    coded = CODE.fullmatch(location.partition(":")[0].strip())
    if coded:
        return _of_code(coded.group(0).upper(), coded.group(1), help_lines)
    if location.strip().upper() in help_lines.countries:
        # "DE" is the code of a country; the state is written US-DE.
        return (location.strip().upper(),)
    whole = help_lines.names.get(_bare(location), ())
    if whole or "," not in location:
        return whole
    *before, last = (help_lines.names.get(_bare(part), ()) for part in location.split(","))
    found = last
    for places in reversed(before):
        narrower = tuple(p for p in places if any(p.startswith(f"{f}-") for f in found))
        found = narrower or found
    return found


def _of_code(code: str, prefix: str, help_lines: HelpLines) -> tuple[str, ...]:
    """A code as it is where its part is listed, else its country: lines are mostly national."""
    country = help_lines.countries.get(prefix.upper())
    if country is None:
        return help_lines.names.get(_bare(prefix), ())
    return (code,) if code in country.regions else (country.id,)


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace(".", "")).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def read_help_lines(
    folder: Traversable, codes: Iterable[str], sources: Mapping[str, Source], faults: list[str]
) -> HelpLines:
    """`resources/help_lines.toml`: its lines and places; `codes` are the known ones."""
    content = read_toml(folder.joinpath(FILE), NAME, faults)
    for table in content:
        if table not in TABLES:
            tables = ", ".join(f"[[{known}]]" for known in TABLES)
            faults.append(f"{NAME}: unknown table `{table}`; this file holds {tables}.")
    countries = {
        country.id: country
        for country in (_country(entry) for entry in _entries(content, "country", sources, faults))
    }
    for country in countries.values():
        for area in country.within:
            if area not in countries:
                faults.append(f"{NAME}: {country.id}: `within` names {area}, which is not listed.")
    lines = tuple(_line(entry, countries) for entry in _entries(content, "line", sources, faults))
    known = frozenset(codes)
    first = tuple(_first(entry, known) for entry in _entries(content, "first", sources, faults))
    names = _names(countries.values())
    return HelpLines(lines=lines, first=first, countries=countries, names=names)


def _first(entry: Entry, known: frozenset[str]) -> FirstKind:
    return FirstKind(
        id=entry.text("id"),
        kind=_kind(entry),
        when_codes=_codes(entry, known),
        cites=entry.cites(),
        reviewed=entry.day("reviewed"),
    )


def _entries(
    content: Mapping[str, object], kind: str, sources: Mapping[str, Source], faults: list[str]
) -> Iterator[Entry]:
    tables = {kind: content[kind]} if kind in content else {}
    yield from read_entries(tables, kind, NAME, sources, faults)


def _country(entry: Entry) -> Country:
    return Country(
        id=entry.text("id"),
        name=entry.text("name"),
        names=entry.words("names"),
        within=entry.words("within"),
        regions=_regions(entry),
        cites=entry.cites(),
        checked=entry.day("checked"),
    )


def _regions(entry: Entry) -> dict[str, tuple[str, ...]]:
    """Each part by its code, with its name first; a code starts with that of its country."""
    value = entry.get("regions")
    if value is None:
        return {}
    regions = {}
    for code, names in value.items() if isinstance(value, dict) else ():
        named = isinstance(names, list) and names and all(isinstance(n, str) for n in names)
        if not named or not str(code).startswith(f"{entry.table.get('id')}-"):
            break
        regions[str(code)] = tuple(names)
    if not isinstance(value, dict) or len(regions) < len(value):
        entry.fault("`regions` must be a table: a code of this country, then its names.")
    return regions


def _names(countries: Iterable[Country]) -> dict[str, tuple[str, ...]]:
    places: dict[str, dict[str, None]] = {}
    for country in countries:
        for name in (country.id, country.name, *country.names):
            places.setdefault(_bare(name), {})[country.id] = None
        for code, names in country.regions.items():
            for name in names:
                places.setdefault(_bare(name), {})[code] = None
    return {name: tuple(codes) for name, codes in places.items()}


def _line(entry: Entry, countries: Mapping[str, Country]) -> HelpLine:
    line = HelpLine(
        id=entry.text("id"),
        country=entry.text("country"),
        regions=entry.words("regions"),
        kind=_kind(entry),
        name=entry.text("name"),
        number=entry.text("number"),
        hours=entry.text("hours", "") or None,
        confirmed=entry.flag("confirmed"),
        cites=entry.cites(),
        checked=entry.day("checked"),
    )
    if entry.get("confirmed") is None:
        entry.fault("no `confirmed`. Say true where the number was read, else false.")
    if line.confirmed and not any(cite.confirmed for cite in line.cites):
        entry.fault("`confirmed` is true and no source is. Cite one that was read, or say false.")
    country = countries.get(line.country)
    if country is None and line.country != WORLD:
        entry.fault(f"`country` is {line.country}, which no [[country]] lists. Add it there.")
    known = country.regions if country is not None else {}
    for region in line.regions:
        if region not in known:
            entry.fault(f"`regions` names {region}, which its country does not list.")
    return line


def _kind(entry: Entry) -> LineKind:
    value = entry.get("kind")
    try:
        return LineKind(value)
    except ValueError:
        entry.fault(f"`kind` must be one of {', '.join(kind.value for kind in LineKind)}.")
        return LineKind.DIRECTORY


def read_sections(
    folder: Traversable,
    texts: Iterable[str],
    codes: Iterable[str],
    sources: Mapping[str, Source],
    faults: list[str],
) -> dict[str, Section]:
    """`resources/help_lines.toml`: its sections, by id; `texts` and `codes` are the known ids."""
    # A file that cannot be read is reported once, by `read_help_lines`.
    content = read_toml(folder.joinpath(FILE), NAME, [])
    known_texts, known_codes = frozenset(texts), frozenset(codes)
    sections = {}
    for entry in _entries(content, "section", sources, faults):
        section = Section(
            id=entry.text("id"),
            when_codes=_codes(entry, known_codes),
            texts=tuple(_section_texts(entry, known_texts, known_codes)),
            cites=entry.cites(),
            reviewed=entry.day("reviewed"),
        )
        if not section.texts:
            entry.fault("no `texts`. Name at least one text to say.")
        sections[section.id] = section
    for identity in SECTIONS:
        if content and identity not in sections:
            faults.append(f"{NAME}: no section `{identity}`: every review needs it. Restore it.")
    return sections


def _section_texts(
    entry: Entry, texts: frozenset[str], codes: frozenset[str]
) -> Iterator[SectionText]:
    for part in entry.entries("texts"):
        text = part.text("text")
        if text and text not in texts:
            part.fault(f"there is no text `{text}` in texts/. Add it there or correct it.")
        yield SectionText(text=text, when_codes=_codes(part, codes))
        part.finish()


def _codes(entry: Entry, known: frozenset[str]) -> tuple[str, ...]:
    codes = entry.words("when_codes")
    for code in codes:
        if code not in known:
            entry.fault(f"`{code}` is not in rules/codes.toml. Add it there or correct it.")
    return codes
