"""How kratom is used, all products of the case together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ketum.case import Case, Kratom
from ketum.evidence import KnowledgeBase
from ketum.facts.interval import Interval
from ketum.facts.model import KratomFacts
from ketum.truth import Truth, any_of

__all__ = ["read_kratom"]

Miss = Callable[[str, str, str], None]


def read_kratom(
    case: Case, knowledge: KnowledgeBase, named_elsewhere: Iterable[str], miss: Miss
) -> KratomFacts:
    """Form families, daily amount as a range, and the pattern of use.

    Grams are never made from a form alone; a product without an amount leaves the total open
    upwards. An amount known in grams leaves no units of unknown weight.
    """
    products = case.kratom.entries
    families = {_family(p, knowledge, miss) for p in products if p.form is not None}
    families |= set(named_elsewhere)
    in_use = {family for family in families if family is not None} - {"none"}
    product = case.product
    return KratomFacts(
        place=products[0].place if products else "kratom",
        used=_used(case, families, in_use),
        families=frozenset(in_use),
        family_known=_families_are_known(products, families),
        grams_per_day=(grams := _total([_grams(p) for p in products])),
        units_per_day=None if grams is None else Interval.exactly(0),
        doses_per_day=_total([_given(p.doses_per_day) for p in products]),
        amount_stated=Truth.of(any(_grams(p) is not None for p in products) or None),
        described_large=_any(knowledge.words["large"].occurs_in(p.amount) for p in products),
        regular=any_of(_regular(p, knowledge) for p in products),
        escalating=_any(knowledge.words["escalating"].occurs_in(p.amount) for p in products),
        changed_product=any_of(_changed(p, knowledge) for p in products),
        product_named=Truth.of(bool(product and (product.brand or product.lot)) or None),
        certificate=Truth.of(product is not None and product.certificate is not None or None),
    )


def _family(product: Kratom, knowledge: KnowledgeBase, miss: Miss) -> str | None:
    form = " ".join((product.form or "").lower().replace("_", " ").split())
    for known in knowledge.forms:
        if form in known.names:
            return known.family
    miss("kratom", product.form or "", f"{product.place}.form")
    return None


def _used(case: Case, families: set[str | None], in_use: set[str]) -> Truth:
    if in_use:
        return Truth.YES
    if case.kratom.asked and (not case.kratom.entries or families == {"none"}):
        return Truth.NO
    return Truth.YES if case.kratom.entries else Truth.UNKNOWN


def _families_are_known(products: tuple[Kratom, ...], families: set[str | None]) -> bool:
    every_form_given = bool(products) and all(p.form is not None for p in products)
    return every_form_given and None not in families and "unknown" not in families


def _given(number: float | None) -> Interval | None:
    return None if number is None else Interval.exactly(number)


def _grams(product: Kratom) -> Interval | None:
    if product.grams_per_day is not None:
        return Interval.exactly(product.grams_per_day)
    if product.grams_per_dose is not None and product.doses_per_day is not None:
        return Interval.exactly(product.grams_per_dose * product.doses_per_day)
    return None


def _total(parts: list[Interval | None]) -> Interval | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    total = Interval.exactly(0)
    for part in known:
        total = total.plus(part)
    return total if len(known) == len(parts) else Interval.at_least(total.low)


def _any(holds: Iterable[bool]) -> Truth:
    """YES where the words say so; silence says nothing."""
    return Truth.YES if any(holds) else Truth.UNKNOWN


def _regular(product: Kratom, knowledge: KnowledgeBase) -> Truth:
    """Daily use, or a stated duration: an unknown frequency with a duration counts as regular."""
    per_day = product.grams_per_day or product.doses_per_day
    alkaloid = product.mitragynine_mg_per_day or product.seven_oh_mg_per_day
    says_daily = knowledge.words["daily"].occurs_in(product.amount)
    duration = product.duration
    stated = bool(duration) and not knowledge.words["unknown"].is_all_of(duration or "")
    return Truth.YES if per_day or alkaloid or says_daily or stated else Truth.UNKNOWN


def _changed(product: Kratom, knowledge: KnowledgeBase) -> Truth:
    if isinstance(product.changed_product, bool):
        return Truth.of(product.changed_product)
    words = f"{product.changed_product or ''} {product.amount or ''}"
    return _any([knowledge.words["changed_product"].occurs_in(words)])
