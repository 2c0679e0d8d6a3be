"""Answers of a simulation as tidy rows: levels, and what is read off a curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ketum.evidence import KnowledgeBase
from ketum.exchange.table import Row

CONCENTRATION = "ng/mL"
# What is read off a curve, with its unit.
QUANTITIES = {
    "cmax": CONCENTRATION, "tmax_h": "h", "auc_inf": "ng*h/mL", "half_life_h": "h",
    "trough": CONCENTRATION, "accumulation": "1", "steady_state_d": "d",
}  # fmt: skip
ONE = "1"
PARENT = "mitragynine"


def level_rows(document: Mapping[str, Any], knowledge: KnowledgeBase, whom: str = ONE) -> list[Row]:
    """Each analyte at each time of a document of `ketum simulate`, in the order of its analytes."""
    return [
        level_row(
            whom, name, time_h, (low, middle, high),
            extrapolated=is_extrapolated(
                document["beyond_studied"], knowledge.models[found["model"]].analyte, time_h
            ),
        )
        for name, found in document["analytes"].items()
        for time_h, low, middle, high in zip(
            document["times_h"], found["p05"], found["median"], found["p95"], strict=True
        )
    ]  # fmt: skip


def level_row(
    whom: str,
    analyte: str,
    time_h: float,
    levels: tuple[float, float, float],
    *,
    extrapolated: bool,
) -> Row:
    """One row of a table of levels; `levels` low, middle and high."""
    low, middle, high = levels
    return {
        "id": whom, "analyte": analyte, "unit": CONCENTRATION, "time_h": float(time_h),
        "median": float(middle), "p05": float(low), "p95": float(high),
        "extrapolated": extrapolated,
    }  # fmt: skip


def is_extrapolated(beyond: Sequence[Mapping[str, Any]], parent: str, time_h: float) -> bool:
    """Whether doses left what people were given before this hour.

    Of the alkaloids beside mitragynine one tea of five people is known, so they always did.
    """
    return parent != PARENT or any(time_h >= each["from_h"] for each in beyond)


def summary_rows(document: Mapping[str, Any], whom: str = ONE) -> list[Row]:
    """What is read off the curve of each analyte."""
    return [
        summary_row(whom, name, quantity, found[quantity])
        for name, found in document["analytes"].items()
        for quantity in QUANTITIES
        if found[quantity] is not None
    ]


def summary_row(whom: str, analyte: str, quantity: str, spread: Mapping[str, float]) -> Row:
    """One row of a table of what is read off curves."""
    return {
        "id": whom, "analyte": analyte, "quantity": quantity, "unit": QUANTITIES[quantity],
        "median": float(spread["median"]), "p05": float(spread["p05"]),
        "p95": float(spread["p95"]),
    }  # fmt: skip
