"""The vocabulary the package ships, read once for all tests."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ketum.citation import Source
from ketum.evidence.sources import read_sources
from ketum.evidence.vocabulary import Vocabulary, read_vocabulary
from ketum.terminology import Concept, Field, Reading, recognise


def terms_folder() -> Traversable:
    return files("ketum").joinpath("knowledge", "terms")


@cache
def knowledge_sources() -> dict[str, Source]:
    return read_sources(files("ketum").joinpath("knowledge", "sources"), [])


@cache
def shipped() -> Vocabulary:
    return read_vocabulary(terms_folder(), knowledge_sources(), [])


def read(text: str, field: Field) -> Reading:
    return recognise(text, shipped(), field)


def only(text: str, field: Field) -> Concept:
    """The one concept the text was read as, with nothing left unread."""
    reading = read(text, field)
    assert reading.not_recognised == ()
    assert len(reading.concepts) == 1, [concept.id for concept in reading.concepts]
    return reading.concepts[0]
