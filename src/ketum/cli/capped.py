"""A certificate held against the caps on content of one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ketum.evidence import KnowledgeBase
from ketum.law import LawOfPlace
from ketum.lots import legal_caps
from ketum.product import assess, read_certificate
from ketum.product.judged_document import verdict_object
from ketum.report.lines import Ink, Line, Look, fold

__all__ = ["caps_held_against", "caps_lines"]

TOPIC = "legal-cap"
NONE = (
    "The record of this place holds no cap on the content of alkaloids that day. Limits of metals "
    "and microbes are judged by: ketum product check."
)
UNCONFIRMED = "The certificate was read by the program: hold the values against the document."


def caps_held_against(
    file: Path, law: LawOfPlace, day: date, knowledge: KnowledgeBase
) -> list[dict[str, object]]:
    """The verdict on each cap of the place, as objects; none where it has no cap.

    Raises:
        InputRefused: the certificate cannot be read.
    """
    certificate = read_certificate(file, knowledge)
    place = law.place.code or None
    found = assess(certificate, knowledge, on=day, place=place, legal=legal_caps(law))
    return [verdict_object(verdict) for verdict in found.about(TOPIC)]


def caps_lines(held: Sequence[Mapping[str, object]], look: Look) -> Iterator[Line]:
    """Each cap with its verdict and the arithmetic."""
    yield Line("This product against the caps on content", Ink.STRONG)
    yield from fold(UNCONFIRMED if held else NONE, look)
    for each in held:
        word = str(each["verdict"]).replace("_", " ")
        said = f"{word}: {each['question']} {each['arithmetic']}"
        ink = Ink.MAJOR if word == "fail" else Ink.PLAIN
        yield from fold(said, look, indent="  ", hang="    ", ink=ink)
        yield from fold(str(each["limit_source"]), look, indent="    ", hang="    ", ink=Ink.MUTED)
