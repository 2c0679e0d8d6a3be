"""Where it says so: a source, and a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

__all__ = ["Citation", "Source", "SourceKind"]


class SourceKind(Enum):
    """What a source is. A judgement names who judged and that nobody outside confirmed it."""

    PUBLICATION = "publication"
    LABEL = "label"
    STATUTE = "statute"
    DATASET = "dataset"
    WEB = "web"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of the knowledge base.

    `read` says what was actually read ("full text", "abstract", "copy", "not read");
    `confirmed` is True only when the fact was read in the source or in a copy of it.
    """

    id: str
    kind: SourceKind
    title: str
    authors: str
    year: str
    locator: str
    read: str
    confirmed: bool
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source and the place in it ("Table 1", "section 12.3"); confirmed for this very use."""

    source: Source
    at: str
    confirmed: bool
