"""Scales that a case lists among its observations, by name or by LOINC code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ketum.case import Case, Observation, ScaleResult
from ketum.evidence.instruments import Instrument
from ketum.facts.quantity import loinc_in
from ketum.facts.scales import find_instrument
from ketum.facts.value_words import read_number

__all__ = ["with_scales_observed"]

# "38/48", "38 out of 48", "38 points".
BEHIND = re.compile(r"\s*(?:(?:/|of|out\s+of)\s*\d+|points?)\s*$", re.IGNORECASE)
TOTAL = "total"


def with_scales_observed(case: Case, instruments: Mapping[str, Instrument]) -> Case:
    """The case with each scale among the observations moved to its scales, time and all."""
    moved: dict[Observation, ScaleResult] = {}
    for entry in case.observations.entries:
        result = _as_scale(entry, instruments)
        if result is not None:
            moved[entry] = result
    if not moved:
        return case
    kept = tuple(entry for entry in case.observations.entries if entry not in moved)
    scales = replace(case.scales, asked=True, entries=(*case.scales.entries, *moved.values()))
    return replace(case, observations=replace(case.observations, entries=kept), scales=scales)


def _as_scale(entry: Observation, instruments: Mapping[str, Instrument]) -> ScaleResult | None:
    points = _points(entry.value)
    if points is None:
        return None
    code = loinc_in(entry.what)
    if code is not None:
        return _of_code(code, points, entry, instruments)
    if find_instrument(entry.what, instruments) is None:
        return None
    return ScaleResult(scale=entry.what, place=entry.place, total=points, at=entry.at)


def _of_code(
    code: str, points: float, entry: Observation, instruments: Mapping[str, Instrument]
) -> ScaleResult | None:
    """A code of a total, or of one item."""
    for instrument in instruments.values():
        if TOTAL in dict(instrument.codes).get(code, ""):
            return ScaleResult(scale=instrument.name, place=entry.place, total=points, at=entry.at)
        for item in instrument.items:
            if item.loinc == code:
                return ScaleResult(
                    scale=instrument.name,
                    place=entry.place,
                    answers={item.id: points},
                    at=entry.at,
                )
    return None


def _points(value: float | str) -> float | None:
    if not isinstance(value, str):
        return float(value)
    written = read_number(BEHIND.sub("", value))
    if written is None or written.rest or written.number.low != written.number.high:
        return None
    return written.number.low
