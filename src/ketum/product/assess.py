"""A certificate against every question that is asked of a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Context, localcontext

from ketum.evidence import KnowledgeBase
from ketum.evidence.product_limits import ProductLimit
from ketum.product.adulterants import foreign, judge_adulterants
from ketum.product.alkaloid_share import judge_share
from ketum.product.certificate import Certificate
from ketum.product.daily import Daily
from ketum.product.label import judge_label
from ketum.product.legal_caps import LegalCap, judge_cap
from ketum.product.limits import Asked, judge_limits, judge_own, limit_said
from ketum.product.paperwork import (
    judge_document,
    judge_lot,
    judge_panels,
    judge_total,
    samples_of_lot,
)
from ketum.product.profile import judge_profile
from ketum.product.sample import Sample, samples_of, text_of
from ketum.product.span import ZERO, Span, span_of
from ketum.product.support import judge_support
from ketum.product.two_part import is_liquid, judge_two_part
from ketum.product.verdicts import Judged, Verdict, standing_of

__all__ = ["Assessment", "assess"]

DIGITS = 60  # more than any certificate prints


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Every verdict in a fixed order, and on what day, where, and at which daily amount.

    `samples` are those that were judged: the ones of the lot in hand where it was found, else
    all. `is_confirmed` says that a person held the values against the document.
    """

    on: date
    place: str | None
    day: Daily
    samples: tuple[str, ...]
    is_confirmed: bool
    verdicts: tuple[Verdict, ...]

    def about(self, topic: str) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.topic == topic)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if v.verdict is Judged.FAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Questions:
    """What every sample is asked, made ready once."""

    knowledge: KnowledgeBase
    asked: Asked
    limits: tuple[ProductLimit, ...]
    caps: tuple[LegalCap, ...]
    label: Mapping[str, Span]
    groups: Mapping[str, str] = field(init=False)
    kratom: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        groups = {each.id: each.group for each in self.knowledge.analytes.by_id.values()}
        alkaloids = {name for name, group in groups.items() if group == "alkaloid"}
        object.__setattr__(self, "groups", groups)
        object.__setattr__(self, "kratom", frozenset(alkaloids - set(foreign(self.limits))))

    def of(self, sample: Sample) -> Iterator[Verdict]:
        """Every verdict on one sample."""
        knowledge, limits = self.knowledge, self.limits
        yield from judge_limits(sample, limits, self.asked)
        yield from judge_own(sample, self.groups)
        yield from self._contents(sample)
        yield from self._claims(sample)
        yield from judge_support(sample, limits, self.caps, self.asked)
        yield from judge_profile(
            sample, knowledge.parameters, knowledge.panels["minor-alkaloids"], knowledge.analytes
        )
        yield from judge_adulterants(
            sample,
            limits,
            knowledge.analytes.by_id,
            knowledge.parameters["product.absent_seen_from"],
            self.asked,
        )
        yield from judge_label(sample, self.label)
        words = knowledge.words["product_extract"]
        is_extract = any(words.occurs_in(sample.text(name)) for name in ("form", "product"))
        yield from judge_panels(sample, knowledge.panels, self.groups, is_extract=is_extract)
        yield from judge_total(sample, self.groups)

    def _contents(self, sample: Sample) -> Iterator[Verdict]:
        """The alkaloids against what limits them."""
        liquids = self.knowledge.words["product_liquid"]
        yield from judge_two_part(sample, self.limits, liquids, self.asked)
        yield from self._shares(sample)
        for cap in self.caps:
            liquid = is_liquid(sample, liquids)
            verdict = judge_cap(cap, sample, self.asked, kratom=self.kratom, liquid=liquid)
            if verdict is not None:
                yield verdict

    def _claims(self, sample: Sample) -> Iterator[Verdict]:
        """What a label claims can break a limit by its own word; it can keep none."""
        claims = replace(sample, measured=sample.claimed, claimed=())
        for verdict in self._contents(claims) if sample.claimed else ():
            if verdict.verdict is Judged.FAIL:
                said = f"by the label's own claim: {verdict.arithmetic}"
                yield replace(verdict, arithmetic=said)

    def _shares(self, sample: Sample) -> Iterator[Verdict]:
        """Standards, not laws, that cap a share of the alkaloids."""
        for limit in self.limits:
            if limit.unit != "% of alkaloids" or not sample.of(limit.analyte):
                continue
            standing = standing_of(limit, self.asked.place, self.asked.on)
            found = judge_share(
                sample, limit.analyte, limit.comparator, limit.value or ZERO, self.kratom
            )
            yield Verdict(
                topic="alkaloid-share",
                question=f"Does the share of {limit.analyte} keep {limit.standard}?",
                verdict=found.verdict,
                arithmetic=found.arithmetic,
                standing=standing,
                analyte=limit.analyte,
                sample=sample.name,
                limit=limit_said(limit, standing),
                limit_id=limit.id,
                place=limit.place,
                results=tuple(each.at for each in found.results),
                as_read=text_of(found.results),
                cites=limit.cites,
                confirmed=limit.confirmed,
            )


def assess(  # noqa: PLR0913 - each says one thing about the person, the place or the lot
    certificate: Certificate,
    knowledge: KnowledgeBase,
    *,
    on: date,
    grams_per_day: object = None,
    servings_per_day: object = None,
    legal: Iterable[LegalCap] = (),
    place: str | None = None,
    wanted_lot: str | None = None,
    label_mg_per_g: Mapping[str, object] | None = None,
) -> Assessment:
    """All verdicts on a certificate, as of a day.

    `grams_per_day`, `servings_per_day` and the values of `label_mg_per_g` are a number, or a range
    as two numbers or with `low` and `high`; `place` is the code of a place of the law, `legal` the
    caps that its record has; `wanted_lot` the lot in hand.
    """
    day = Daily(_amount(grams_per_day), _amount(servings_per_day))
    questions = _Questions(
        knowledge=knowledge,
        asked=Asked(on=on, place=place, day=day),
        limits=knowledge.product_limits,
        caps=tuple(legal),
        label={
            name: span
            for name, amount in (label_mg_per_g or {}).items()
            if (span := span_of(amount)) is not None
        },
    )
    samples = samples_of(certificate)
    judged = samples_of_lot(samples, wanted_lot) or samples
    oldest = knowledge.parameters["product.certificate_days"]
    # Numbers that are beyond a Decimal become infinite or no number: never an error, never a pass.
    with localcontext(Context(prec=DIGITS, traps=[])):
        verdicts = (
            *judge_document(certificate, judged[0], oldest, on),
            judge_lot(samples, wanted_lot),
            *(verdict for sample in judged for verdict in questions.of(sample)),
        )
    return Assessment(
        on=on,
        place=place,
        day=day,
        samples=tuple(sample.name for sample in judged),
        is_confirmed=certificate.is_confirmed,
        verdicts=verdicts,
    )


def _amount(amount: object) -> Span | None:
    """A daily amount; nothing a day, or none that is a number, is not known."""
    span = span_of(amount)
    return span if span is not None and span.high > ZERO else None
