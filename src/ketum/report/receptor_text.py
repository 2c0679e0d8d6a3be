"""The research view of the mu receptor, as lines: always an interval, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from ketum.report.levels import SPOKEN
from ketum.report.lines import Ink, Line, Look, fold

__all__ = ["receptor_lines"]

Object = Mapping[str, object]


def receptor_lines(document: Object, look: Look) -> Iterator[Line]:
    """The share that each substance may hold at its peak, and all together."""
    yield Line("")
    yield Line("Mu receptor at the peaks, share that may be held", Ink.STRONG)
    yield from fold(str(document["label"]), look, ink=Ink.UNKNOWN)
    for name, share in cast("Mapping[str, Mapping[str, float]]", document["each"]).items():
        yield from fold(f"- {SPOKEN.get(name, name)}: {_range(share)}", look, indent="  ")
    together = cast("Mapping[str, float]", document["together"])
    yield from fold(f"- together: {_range(together)}", look, indent="  ")
    for name, why in cast("Mapping[str, str]", document["not_computed"]).items():
        yield from fold(f"- {SPOKEN.get(name, name)}: not computed. {why}", look, indent="  ")


def _range(share: Mapping[str, float]) -> str:
    return f"{share['low']:.1%} to {share['high']:.1%}".replace("%", " %")
