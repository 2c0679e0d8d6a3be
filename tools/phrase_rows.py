"""Rows of the phrases around names: qualifiers, names that deny, and words of amounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, str]


def qualifier_rows(additions: Mapping[str, Any], footer: Row) -> list[Row]:
    return [
        {"phrase": phrase, "effect": effect, "position": position} | footer
        for effect, places in additions["qualifiers"].items()
        for position, phrases in places.items()
        for phrase in phrases
    ]


def denied_rows(additions: Mapping[str, Any], footer: Row) -> list[Row]:
    names, whole = additions["denied"]["names"], additions["denied"]["whole_names"]
    return [
        {
            "id": identity,
            "names": "|".join(names.get(identity, ())),
            "whole_names": "|".join(whole.get(identity, ())),
        }
        | footer
        for identity in dict.fromkeys([*names, *whole])
    ]


def amount_rows(additions: Mapping[str, Any], footer: Row) -> list[Row]:
    rows = []
    for role, words in additions["amounts"].items():
        for word, value in words.items():
            low, high = value if isinstance(value, list) else (value, value)
            span = {"low": plain(low), "high": "" if high < 0 else plain(high)}
            rows.append({"word": word, "role": role, **span} | footer)
    return rows


def plain(number: float) -> str:
    return f"{number:.10f}".rstrip("0").rstrip(".")
