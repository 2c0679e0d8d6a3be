"""How long the exposure ratios of one case take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from benchmarks.figure import MACHINE, Figure, times_ms
from ketum.evidence import load
from ketum.facts import establish
from ketum.intake import Format, read
from ketum.interactions.ratios import exposure_ratios

DAY = date(2026, 11, 22)
RUNS = 50
CASE = {
    "kratom": {"form": "powder", "grams_per_dose": 2, "doses_per_day": 3},
    "medicines": ["midazolam", "simvastatin", "dextromethorphan", "methadone", "ketoconazole"],
}


def figures() -> Iterator[Figure]:
    knowledge = load()
    facts = establish(read(json.dumps(CASE).encode(), Format.JSON, today=DAY), knowledge)
    median, least = times_ms(lambda: exposure_ratios(facts, knowledge), RUNS)
    yield Figure(
        name="ratios.five_medicines", value=median, unit="ms", n=RUNS,
        note=f"median exposure_ratios() alone, a week of three doses a day; least {least} ms; "
        f"{MACHINE}",
    )  # fmt: skip
