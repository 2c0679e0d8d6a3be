"""How much mitragynine the case says is taken, as the enzyme model needs it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from ketum.dosing import LotContent
from ketum.dosing.amount import amount_of, range_of
from ketum.evidence import KnowledgeBase
from ketum.facts.model import Facts

__all__ = ["NotKnown", "Range", "Regimen", "regimen_of"]

MOST_DOSES_PER_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number with the range it may lie in."""

    low: float
    typical: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """Mitragynine of each dose in mg, and how many doses a day, every day.

    `assumed` names what the case does not say; `beyond` each way in which the doses leave what
    was studied with another medicine in people.
    """

    dose_mg: Range
    doses_per_day: int
    assumed: tuple[str, ...]
    beyond: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why the case gives no regimen."""

    reason: str


def regimen_of(
    facts: Facts,
    knowledge: KnowledgeBase,
    assayed: LotContent | None = None,
    *,
    is_thai: bool = False,
) -> Regimen | NotKnown:
    """The regimen of the case, or why there is none; `assayed` is the content of the lot."""
    kratom = facts.kratom
    if "seven_oh" in kratom.families:
        return NotKnown(
            "The product is, or may be, of 7-hydroxymitragynine: what it does to enzymes in "
            "people was never measured."
        )
    last = kratom.days_since_last_use
    if last is not None and last.low > 2:
        return NotKnown(
            "Kratom was last taken days ago: the enzymes come back over days, and how far they "
            "are is not computed."
        )
    days = knowledge.parameters["enzyme.repeated_days"]
    assumed = [f"the same every day, for {days.value:g} days before the medicine"]
    daily = _per_day(facts, knowledge, assayed, assumed, is_thai=is_thai)
    if isinstance(daily, NotKnown):
        return daily
    asked = kratom.doses_per_day
    if asked is None or asked.high == inf or asked.low <= 0:
        doses = round(knowledge.parameters["enzyme.doses_per_day"].value)
        assumed.append(f"taken in {doses} doses a day")
    else:
        doses = min(MOST_DOSES_PER_DAY, max(1, round((asked.low + asked.high) / 2)))
    dose = Range(low=daily.low / doses, typical=daily.typical / doses, high=daily.high / doses)
    beyond = ["taken again and again: one single dose was studied"]
    if dose.high > knowledge.parameters["enzyme.studied_dose"].value:
        beyond.append("more in one dose than was studied")
    return Regimen(dose_mg=dose, doses_per_day=doses, assumed=tuple(assumed), beyond=tuple(beyond))


def _per_day(
    facts: Facts,
    knowledge: KnowledgeBase,
    assayed: LotContent | None,
    assumed: list[str],
    *,
    is_thai: bool,
) -> Range | NotKnown:
    """Mitragynine in mg a day: as given, or from grams and what a gram holds."""
    is_extract = "extract" in facts.kratom.families
    amount = amount_of(facts, knowledge, assayed, is_extract=is_extract, is_thai=is_thai)
    if isinstance(amount, str):
        return NotKnown(knowledge.texts[f"dosing.{amount}"].text)
    if amount.grams_a_day is not None and facts.kratom.families != {"leaf"}:
        assumed.append("leaf: the case does not say what kind of product")
    assumed += amount.assumed
    low, middle, high = range_of(amount)
    return Range(low=low, typical=middle, high=high)
