"""A certificate against every question that is asked of a product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from ketum.evidence import KnowledgeBase
from ketum.product.certificate import Certificate
from ketum.product.daily import Daily
from ketum.product.limits import Asked, judge_limits
from ketum.product.sample import Sample, samples_of
from ketum.product.span import Span, span_of
from ketum.product.two_part import judge_two_part
from ketum.product.verdicts import Judged, Verdict

__all__ = ["Assessment", "assess"]

DIGITS = 60  # more than any certificate prints


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Every verdict in a fixed order, and on what day and at which daily amount."""

    on: date
    place: str | None
    day: Daily
    is_confirmed: bool
    verdicts: tuple[Verdict, ...]

    def about(self, topic: str) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.topic == topic)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if v.verdict is Judged.FAIL)


def assess(
    certificate: Certificate,
    knowledge: KnowledgeBase,
    *,
    on: date,
    grams_per_day: object = None,
    servings_per_day: object = None,
    place: str | None = None,
) -> Assessment:
    """All verdicts on a certificate, as of a day.

    `grams_per_day` and `servings_per_day` are a number, or a range as two numbers or with `low`
    and `high`; `place` is the code of a place of the law.
    """
    asked = Asked(
        on=on,
        place=place,
        day=Daily(_amount(grams_per_day), _amount(servings_per_day)),
    )
    # Numbers that are beyond a Decimal become infinite or no number: never an error, never a pass.
    with localcontext(Context(prec=DIGITS, traps=[])):
        verdicts = tuple(
            verdict
            for sample in samples_of(certificate)
            for verdict in _of_sample(sample, knowledge, asked)
        )
    return Assessment(
        on=on,
        place=place,
        day=asked.day,
        is_confirmed=certificate.is_confirmed,
        verdicts=verdicts,
    )


def _amount(amount: object) -> Span | None:
    """A daily amount; nothing a day, or none that is a number, is not known."""
    span = span_of(amount)
    return span if span is not None and span.high > Decimal(0) else None


def _of_sample(sample: Sample, knowledge: KnowledgeBase, asked: Asked) -> Iterator[Verdict]:
    limits = knowledge.product_limits
    yield from judge_limits(sample, limits, asked)
    yield from judge_two_part(sample, limits, knowledge.words["product_liquid"], asked)
