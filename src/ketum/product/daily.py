"""What a person takes in a day of one analyte, from the grams or servings of a day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ketum.product.sample import Amount, Numbered, Sample
from ketum.product.span import Span

__all__ = ["Daily", "daily_ug", "grams_reaching", "said_per_day"]

UG_PER_MG = Decimal(1000)
UG_PER_SERVING = {"mg/serving": UG_PER_MG, "ug/serving": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Daily:
    """The grams and the servings of a day, each as a span or None where it is not known."""

    grams: Span | None = None
    servings: Span | None = None

    def grams_of(self, sample: Sample) -> Span | None:
        """The grams of a day; from the servings where only these are known."""
        serving = sample.grams("serving").span
        if self.grams is not None or self.servings is None or serving is None:
            return self.grams
        return self.servings.times(serving)


def daily_ug(sample: Sample, each: Numbered, day: Daily, *, guarded: bool = False) -> Amount:
    """The amount of a day in ug, or what is missing."""
    unit = each.result.unit
    if unit == "ug/day":
        return Amount(None, "the laboratory's own daily amount, which need not be this person's")
    if unit in UG_PER_SERVING and day.servings is not None:
        portion = sample.mg_per_portion(each, "serving", guarded=guarded)
        if portion.span is not None:
            return Amount(portion.span.times(UG_PER_MG).times(day.servings))
    share = sample.mg_per_g(each, guarded=guarded)
    grams = day.grams_of(sample)
    if share.span is None:
        return share
    if grams is None:
        return Amount(None, "the grams a day")
    return Amount(share.span.times(UG_PER_MG).times(grams))


def said_per_day(sample: Sample, each: Numbered, day: Daily) -> str | None:
    """The multiplication in words: "1.2 ug/g x 7.2 g/day = 8.64 ug/day"."""
    total = daily_ug(sample, each, day).span
    if total is None:
        return None
    share, grams = sample.mg_per_g(each).span, day.grams_of(sample)
    if share is not None and grams is not None and each.result.unit not in UG_PER_SERVING:
        return (
            f"{share.times(UG_PER_MG).said('ug/g')} x {grams.said('g/day')} = "
            f"{total.said('ug/day')}"
        )
    return f"{total.said('ug/day')}"


def grams_reaching(limit_ug: Decimal, share_mg_per_g: Span | None) -> Span | None:
    """The grams a day at which the limit is reached; None where that is never known to be."""
    if share_mg_per_g is None or share_mg_per_g.high == 0 or not share_mg_per_g.is_bounded:
        return None
    grams = limit_ug / (share_mg_per_g.high * UG_PER_MG)
    return Span(grams, grams)
