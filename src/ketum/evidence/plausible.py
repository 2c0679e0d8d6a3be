"""Plausibility limits: the numbers beyond which an entry is taken for a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli

from ketum.errors import EvidenceDamaged

__all__ = ["Limits", "Span", "read_limits", "shipped_limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The lowest and highest plausible number, both allowed, in words of a unit."""

    low: float
    high: float
    unit: str


Limits = Mapping[str, Span]

_NAMED = (
    "age",
    "weight",
    "height",
    "grams-per-dose",
    "doses-per-day",
    "grams-per-day",
    "alkaloid-per-day",
    "morphine-equivalent-per-day",
    "overdoses",
    "days-since-last-opioid",
    "scale-total",
    "year-of-a-date",
)


def read_limits(text: str) -> Limits:
    """The limits of a `limits/plausible.toml`.

    Raises:
        EvidenceDamaged: a limit the models name is missing, or an entry is not complete.
    """
    try:
        content = tomli.loads(text)
        sources = {source["id"] for source in content["source"]}
        limits = {
            entry["id"]: Span(low=entry["low"], high=entry["high"], unit=entry["unit"])
            for entry in content["limit"]
            if entry["low"] <= entry["high"]
            and entry["checked"]
            and {cite["source"] for cite in entry["cites"]} & sources
        }
    except (tomli.TOMLDecodeError, KeyError, TypeError):
        limits = {}
    missing = [name for name in _NAMED if name not in limits]
    if missing:
        raise EvidenceDamaged(
            f"limits/plausible.toml: {name}: missing, or without low, high, unit, source or date."
            " Restore the file from the release."
            for name in missing
        )
    return limits


@cache
def shipped_limits() -> Limits:
    """The limits of the knowledge base shipped with the package."""
    file = files("ketum").joinpath("knowledge", "limits", "plausible.toml")
    try:
        return read_limits(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise EvidenceDamaged(
            ["limits/plausible.toml: cannot be read. Restore the file from the release."]
        ) from None
