"""Where doses leave what was studied in people. Needs no simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketum.citation import Citation
from ketum.dosing.regimen import PARENT, Dose, Dosing
from ketum.evidence import KnowledgeBase

HOURS_OF_A_DAY = 24.0
# Doses that differ by less are the same: grams times content leave the last digits behind.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """One way in which doses leave what was studied, and from which hour of the history on."""

    respect: str
    from_h: float
    text: str
    cites: tuple[Citation, ...]


def beyond_studied(dosing: Dosing, knowledge: KnowledgeBase) -> tuple[Beyond, ...]:
    """Every way in which a dose, its frequency or its duration was never studied under control."""
    doses = dosing.of(PARENT)
    return tuple(_beyond(dosing, doses, knowledge)) if doses else ()


def _beyond(dosing: Dosing, doses: tuple[Dose, ...], knowledge: KnowledgeBase) -> Iterator[Beyond]:
    times, amounts = _listed(doses)
    is_repeated = len(times) > 1
    unit, limit = "mg mitragynine", knowledge.parameters["studied_mitragynine"]
    scale = 1.0
    if dosing.leaf_g is not None:
        unit = "g leaf"
        limit = knowledge.parameters[f"studied_leaf_{'repeated' if is_repeated else 'single'}"]
        scale = dosing.leaf_g / max(amounts)
    running = {"dose": amounts, "daily amount": _of_a_day(times, amounts)}
    for respect, taken in running.items():
        given = max(taken) * scale
        most = limit.value * (1.0 + ROUNDING)
        if given > most and (is_repeated or respect == "dose"):
            over = (time for time, mg in zip(times, taken, strict=True) if mg * scale > most)
            yield Beyond(
                respect=respect,
                from_h=next(over),
                text=f"{respect.capitalize()} {given:.3g} {unit}; studied to "
                f"{limit.value:g} {limit.unit}.",
                cites=limit.cites,
            )
    often = knowledge.parameters["studied_doses_a_day"]
    least = HOURS_OF_A_DAY / often.value * (1.0 - ROUNDING)
    close = [(b, b - a) for a, b in pairwise(times) if b - a < least]
    if close:
        apart = min(gap for _, gap in close)
        yield Beyond(
            respect="frequency",
            from_h=close[0][0],
            text=f"Doses {apart:.3g} h apart; studied {often.value:g} a day.",
            cites=often.cites,
        )
    longest = knowledge.parameters["studied_days"]
    days = max(dosing.days_of_use or 0.0, (times[-1] - times[0]) / HOURS_OF_A_DAY)
    if days > longest.value:
        yield Beyond(
            respect="duration",
            from_h=times[0]
            if (dosing.days_of_use or 0.0) > longest.value
            else times[0] + longest.value * HOURS_OF_A_DAY,
            text=f"{days:g} days of use; studied for {longest.value:g} days.",
            cites=longest.cites,
        )


def _listed(doses: Sequence[Dose]) -> tuple[list[float], list[float]]:
    """The hour and the milligrams of each dose, in the order of time."""
    every = sorted(
        (dose.time_h + k * dose.ii_h, dose.amount_mg)
        for dose in doses
        for k in range(dose.addl + 1)
    )
    return [time for time, _ in every], [amount for _, amount in every]


def _of_a_day(times: Sequence[float], amounts: Sequence[float]) -> list[float]:
    """For each dose, the sum of the doses of the 24 h that it ends."""
    sums = []
    total, first = 0.0, 0
    for last, amount in enumerate(amounts):
        total += amount
        while times[last] - times[first] >= HOURS_OF_A_DAY * (1.0 - ROUNDING):
            total -= amounts[first]
            first += 1
        sums.append(total)
    return sums
