"""From what somebody writes for a place to its code, and the layers of law above it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from ketum.evidence.law import LawBook

__all__ = ["PlaceReading", "read_place"]

CODE = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?")
WORLD = "UN"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """What a place was read as; `code` is empty where it is not known or may be several.

    `layers` go from the widest to the place itself. `unlisted` is a part of the place that the
    records do not name: a town, or a region of a country. `could_be` are places of this name: a
    town alone is never one, since its state was not said.
    """

    said: str
    code: str = ""
    name: str = ""
    layers: tuple[str, ...] = ()
    unlisted: str = ""
    could_be: tuple[str, ...] = ()


def read_place(said: str, book: LawBook) -> PlaceReading:
    """Read an ISO 3166 code, "US-NY:Suffolk County", or a name such as "Suffolk County, NY"."""
    codes, unlisted = _codes(said.strip(), book)
    if len(codes) != 1:
        return PlaceReading(said=said, could_be=codes or _towns(said, book))
    code = codes[0]
    if "-" in code and code not in book.events:
        unlisted = unlisted or _iso_name(code)
    return PlaceReading(
        said=said,
        code=code,
        name=book.labels.get(code) or _iso_name(code),
        layers=_layers(code, book),
        unlisted=unlisted,
    )


def _layers(code: str, book: LawBook) -> tuple[str, ...]:
    subdivision = code.partition(":")[0]
    country = subdivision.partition("-")[0]
    unions = [union for union, members in book.unions.items() if country in members]
    chain = (WORLD, *unions, country, subdivision, code)
    return tuple(dict.fromkeys(place for place in chain if place))


def _codes(said: str, book: LawBook) -> tuple[tuple[str, ...], str]:
    """The codes the words may mean, and the part of the place that no record names."""
    head, colon, local = said.partition(":")
    if colon:
        outer, unlisted = _codes(head.strip(), book)
        return (outer, unlisted) if len(outer) != 1 else _within(outer[0], local, book)
    if CODE.fullmatch(said):
        code = said.upper()
        if code in book.events or _is_iso(code):
            return (code,), ""
    named = book.names.get(_bare(said)) or book.names.get(said.casefold())
    if named:
        return named, ""
    if "," in said:
        inner, _, outer_words = said.rpartition(",")
        outer, _ = _codes(_outer(inner.strip(), outer_words.strip(), book), book)
        # "Athens, Georgia": the words before the comma rule nothing out.
        return (outer, "") if len(outer) != 1 else _inside(inner.strip(), outer[0], book)
    return _by_iso_name(said), ""


def _outer(inner: str, words: str, book: LawBook) -> str:
    """After a comma two letters are a state ("Athens, GA"), unless a country has such a part."""
    state = f"US-{words.upper()}"
    if state in book.events and not _subdivisions(inner, words.upper()):
        return state
    return words


def _inside(inner: str, outer: str, book: LawBook) -> tuple[tuple[str, ...], str]:
    """A part of a place: a subdivision by its name, else a town or county."""
    if "-" not in outer:
        parts = [c for c in book.names.get(_bare(inner), ()) if c.startswith(f"{outer}-")]
        if len(parts) == 1:
            return (parts[0],), ""
        if parts := list(_subdivisions(inner, outer)):
            return tuple(parts), ""
        if "," in inner:
            return _codes(inner, book)
    return _within(outer, inner, book)


def _within(outer: str, local: str, book: LawBook) -> tuple[tuple[str, ...], str]:
    wanted = _bare(local)
    for code in book.events:
        if code.startswith(f"{outer}:") and _bare(code.partition(":")[2]) == wanted:
            return (code,), ""
    return (outer,), local.strip()


def _towns(said: str, book: LawBook) -> tuple[str, ...]:
    """The towns and counties of the records with this name: others may have it too."""
    wanted = _bare(said)
    names = {code: _bare(code.partition(":")[2]) for code in book.events if ":" in code}
    return tuple(
        code for code, name in names.items() if wanted in (name, name.removesuffix(" county"))
    )


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace(".", "")).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _iso(table: str) -> Any:
    """A table of ISO 3166. Loading it is slow, and most places stand in the records."""
    import pycountry  # noqa: PLC0415

    return getattr(pycountry, table)


def _is_iso(code: str) -> bool:
    if "-" in code:
        return _iso("subdivisions").get(code=code) is not None
    return _iso("countries").get(alpha_2=code) is not None


def _iso_name(code: str) -> str:
    if "-" in code:
        return str(_iso("subdivisions").get(code=code).name)
    return str(_iso("countries").get(alpha_2=code).name)


def _by_iso_name(words: str) -> tuple[str, ...]:
    """A country by its name or three letters, else every subdivision of this name."""
    try:
        return (str(_iso("countries").lookup(words).alpha_2),)
    except LookupError:
        return tuple(_subdivisions(words, ""))


def _subdivisions(words: str, country: str) -> list[str]:
    wanted = _bare(words)
    table = _iso("subdivisions")
    found = table.get(country_code=country) if country else table
    return [str(part.code) for part in found or () if _bare(part.name) == wanted]
