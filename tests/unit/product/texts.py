"""A certificate written as text, read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ketum.evidence import KnowledgeBase
from ketum.product import Certificate, Result, read_certificate

__all__ = ["Reader", "of", "reader"]

Reader = Callable[[str], Certificate]


def reader(folder: Path, knowledge: KnowledgeBase) -> Reader:
    def read(text: str) -> Certificate:
        path = folder / "certificate.txt"
        path.write_text(text, encoding="utf-8")
        return read_certificate(path, knowledge)

    return read


def of(certificate: Certificate, analyte: str, unit: str | None = None) -> Result:
    """The one result of an analyte, in a unit."""
    (found,) = [
        each
        for each in certificate.results
        if each.analyte == analyte and unit in (None, each.unit)
    ]
    return found
