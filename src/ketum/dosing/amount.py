"""How much mitragynine is taken a day, from what the case says and what the lot holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ketum.case import Case
from ketum.dosing.regimen import LotContent
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts, Interval

__all__ = ["Amount", "amount_of", "is_thai", "middle_of", "range_of"]

# Of a normal distribution nine in ten lie within so many deviations of the middle.
NINE_IN_TEN = 1.645
THAILAND = "TH"


@dataclass(frozen=True, slots=True)
class Amount:
    """Milligrams of mitragynine a day, how uncertain they are, and the grams they came from.

    `mg_a_day` is the middle on the scale of ratios, `cv` a coefficient of variation;
    `weighed_g` are the grams of the assayed product they were computed from.
    """

    mg_a_day: float
    cv: float
    grams_a_day: float | None
    assumed: tuple[str, ...]
    weighed_g: float | None = None


def amount_of(
    facts: Facts,
    knowledge: KnowledgeBase,
    assayed: LotContent | None,
    *,
    is_extract: bool,
    is_thai: bool,
) -> Amount | str:
    """What is taken a day, or the name of the text that says why it is not known.

    `assayed` is the content of mitragynine in the lot in hand; without one, leaf is taken as
    published, and an extract has no strength.
    """
    kratom = facts.kratom
    stated = kratom.mitragynine_mg_per_day
    if stated is not None and middle_of(stated) is not None:
        return Amount(middle_of(stated) or 0.0, _cv_of(stated), None, ())
    grams = kratom.grams_per_day
    middle = middle_of(grams)
    if grams is None or middle is None:
        return "no_amount"
    if assayed is not None and assayed.mg_per_g > 0.0:
        said = knowledge.texts["dosing.content_of_lot"].text.format(
            content=f"{assayed.mg_per_g:.3g} mg/g", cv=f"{assayed.cv:.0%}"
        )
        return Amount(
            middle * assayed.mg_per_g,
            _together(assayed.cv, _cv_of(grams)),
            None if is_extract else middle,
            (said,),
            weighed_g=middle,
        )
    if is_extract:
        return "no_strength"
    known = knowledge.models["M1"].parameters
    content = known["content_leaf_thai" if is_thai else "content_leaf"]
    assumed = knowledge.texts["dosing.content_of_leaf"].text.format(
        content=f"{content.value:g} {content.unit}", cv=f"{content.cv:.0%}"
    )
    return Amount(middle * content.value, _together(content.cv, _cv_of(grams)), middle, (assumed,))


def is_thai(case: Case) -> bool:
    """Whether the person is in Thailand, where leaf holds more."""
    return (case.person.location or "").upper().startswith(THAILAND)


def range_of(amount: Amount) -> tuple[float, float, float]:
    """Milligrams a day: where nine in ten lie, and the middle between the two."""
    spread = math.exp(NINE_IN_TEN * math.sqrt(math.log1p(amount.cv * amount.cv)))
    return amount.mg_a_day / spread, amount.mg_a_day, amount.mg_a_day * spread


def middle_of(interval: Interval | None) -> float | None:
    """The middle of a closed range above 0, on the scale of ratios."""
    if interval is None or not 0.0 < interval.low <= interval.high < math.inf:
        return None
    return math.sqrt(interval.low * interval.high)


def _cv_of(interval: Interval) -> float:
    """The spread of a range that is read as holding nine in ten."""
    omega = math.log(interval.high / interval.low) / (2.0 * NINE_IN_TEN)
    return math.sqrt(math.expm1(omega * omega))


def _together(first: float, second: float) -> float:
    """The coefficient of variation of a product of two log-normal quantities."""
    return math.sqrt((1.0 + first * first) * (1.0 + second * second) - 1.0)
