"""How kratom is used, all products of the case together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from ketum.case import Case, Kratom, Product
from ketum.evidence import KnowledgeBase
from ketum.evidence.plausible import shipped_limits
from ketum.evidence.quantities import Parameter
from ketum.facts.amounts import AmountReading, read_amount
from ketum.facts.forms import form_of, is_label, strong_families
from ketum.facts.interval import Interval
from ketum.facts.last_use import days_of, days_since
from ketum.facts.model import KratomFacts
from ketum.truth import Truth, any_of

__all__ = ["read_kratom"]

Miss = Callable[[str, str, str], None]
Note = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """One product of the case, its form family ("" when not given, None when not read)."""

    given: Kratom
    family: str | None
    words: AmountReading

    @property
    def grams(self) -> Interval | None:
        """Grams a day: as given or dose times doses, the larger if they differ; else the words."""
        given = self.given
        amounts = [] if given.grams_per_day is None else [given.grams_per_day]
        if given.grams_per_dose is not None and given.doses_per_day is not None:
            amounts.append(given.grams_per_dose * given.doses_per_day)
        return Interval.exactly(max(amounts)) if amounts else self.words.grams_per_day

    @property
    def is_estimated(self) -> bool:
        return self.words.estimated and self.grams is self.words.grams_per_day

    @property
    def units(self) -> Interval | None:
        """Capsules or tablets of unknown weight a day; none where the grams are known."""
        if self.words.units_per_day is not None:
            return self.words.units_per_day
        return None if self.grams is None else Interval.exactly(0)

    @property
    def doses(self) -> Interval | None:
        if self.given.doses_per_day is not None:
            return Interval.exactly(self.given.doses_per_day)
        return self.words.doses_per_day


def read_kratom(
    case: Case,
    knowledge: KnowledgeBase,
    named_elsewhere: Iterable[str],
    ended_elsewhere: Sequence[Interval | None],
    miss: Miss,
    note: Note,
) -> KratomFacts:
    """Form families, daily amount as a range, and the pattern of use.

    A product without an amount leaves the total open upwards. `ended_elsewhere` are the days
    since kratom that a list of substances calls stopped. `miss` is told each form and amount
    that was not read, `note` what was read in one of two ways.
    """
    products = [_read(given, knowledge, miss) for given in case.kratom.entries]
    for given in case.kratom.entries:
        if (amounts := _two_amounts(given)) is not None:
            note(amounts[0], f"{given.place}.grams_per_day", amounts[1])
    families = {p.family for p in products if p.family != ""} | set(named_elsewhere)
    if any(_is_concentrate(p.given, knowledge) for p in products):
        families.add("seven_oh")
    families |= {f for p in products for f in strong_families(p.given.amount, knowledge)}
    product = case.product
    if product is not None:
        families |= _families_of_label(product, knowledge)
    in_use = {family for family in families if family} - {"none"}
    return KratomFacts(
        place=products[0].given.place if products else "kratom",
        used=_used(case, families, in_use, ended_elsewhere),
        families=frozenset(in_use),
        forms=frozenset(_form_ids(products, knowledge)),
        family_known=_families_are_known(products, families),
        grams_per_day=_total([p.grams for p in products]),
        grams_estimated=any(p.is_estimated for p in products),
        units_per_day=_total([p.units for p in products]),
        doses_per_day=_total([p.doses for p in products]),
        mitragynine_mg_per_day=_total([_exactly(p.given.mitragynine_mg_per_day) for p in products]),
        used_for_days=_longest([_duration(p.given, knowledge, miss) for p in products]),
        days_since_last_use=_latest_use(products, ended_elsewhere, case, knowledge),
        amount_stated=Truth.of(any(p.grams is not None for p in products) or None),
        described_large=_any(p.words.described_large for p in products),
        regular=_of_any(case, [_regular(p, knowledge) for p in products]),
        escalating=_of_any(case, [Truth.of(p.words.escalating) for p in products]),
        stopping=_stopping(case, knowledge),
        changed_product=_of_any(case, [_changed(p.given, knowledge) for p in products]),
        product_named=Truth.of(bool(product and (product.brand or product.lot)) or None),
        certificate=Truth.of((product is not None and product.certificate is not None) or None),
    )


def _read(given: Kratom, knowledge: KnowledgeBase, miss: Miss) -> _Product:
    spoon, unit = (knowledge.parameters[name] for name in ("grams_per_teaspoon", "grams_per_unit"))
    words = AmountReading()
    if given.amount is not None:
        words = read_amount(
            given.amount,
            knowledge.vocabulary.amounts,
            grams_per_teaspoon=_range(spoon),
            grams_per_unit=_range(unit),
        )
        grams = words.grams_per_day
        if grams is not None and grams.low > shipped_limits()["grams-per-day"].high:
            words = AmountReading()
        if not words.read and not knowledge.words["unknown"].is_all_of(given.amount):
            miss("kratom", given.amount, f"{given.place}.amount")
    return _Product(given=given, family=_family(given, knowledge, miss), words=words)


def _two_amounts(given: Kratom) -> tuple[str, str] | None:
    """Two amounts of a day that differ in two digits, and what counts then."""
    a_day, a_dose, doses = given.grams_per_day, given.grams_per_dose, given.doses_per_day
    if a_day is None or a_dose is None or doses is None:
        return None
    told = a_dose * doses
    if f"{a_day:.1e}" == f"{told:.1e}":
        return None
    text = f"{a_day:g} g a day, and {a_dose:g} g {doses:g} times a day"
    return text, f"{max(a_day, told):g} g a day: the larger of the two"


def _longest_life(knowledge: KnowledgeBase) -> float:
    year = days_of("1 year", knowledge)
    return inf if year is None else shipped_limits()["age"].high * year.high


def _duration(given: Kratom, knowledge: KnowledgeBase, miss: Miss) -> Interval | None:
    days = days_of(given.duration, knowledge)
    if days is not None and days.low > _longest_life(knowledge):
        miss("kratom", str(given.duration), f"{given.place}.duration")
        return None
    return days


def _range(parameter: Parameter) -> Interval:
    return Interval(parameter.low, parameter.high)


def _is_concentrate(given: Kratom, knowledge: KnowledgeBase) -> bool:
    """7-hydroxymitragynine counted in mg, in a form that is not plain leaf or tea."""
    form = given.form or "unknown"
    return bool(given.seven_oh_mg_per_day) and knowledge.words["dosage_units"].occurs_in(form)


def _families_of_label(product: Product, knowledge: KnowledgeBase) -> set[str | None]:
    """What the form, name or label of the product in hand says, where it names a form."""
    texts = [" ".join(t.lower().split()) for t in (product.form, product.name, product.label) if t]
    return {
        known.family
        for known in knowledge.forms
        if known.family not in ("none", "unknown") and set(texts) & set(known.names)
    }


def _family(given: Kratom, knowledge: KnowledgeBase, miss: Miss) -> str | None:
    if given.form is None:
        return "seven_oh" if given.seven_oh_mg_per_day else ""
    known = form_of(given.form, knowledge)
    if known is not None:
        return known.family
    if is_label(given.form, knowledge):
        return ""
    miss("kratom", given.form, f"{given.place}.form")
    return "unknown"


def _form_ids(products: Iterable[_Product], knowledge: KnowledgeBase) -> Iterator[str]:
    for text in (product.given.form for product in products):
        known = None if text is None else form_of(text, knowledge)
        yield "unknown" if known is None else known.id


def _used(
    case: Case,
    families: set[str | None],
    in_use: set[str],
    ended: Sequence[Interval | None],
) -> Truth:
    """NO only where kratom is denied, and nothing says that it ended at a time nobody gave."""
    if in_use:
        return Truth.YES
    if None in ended:
        return Truth.UNKNOWN
    if case.kratom.asked and (not case.kratom.entries or families == {"none"}):
        return Truth.NO
    return Truth.YES if case.kratom.entries else Truth.UNKNOWN


def _families_are_known(products: list[_Product], families: set[str | None]) -> bool:
    every_form_given = bool(products) and all(p.family for p in products)
    return every_form_given and None not in families and "unknown" not in families


def _total(parts: list[Interval | None]) -> Interval | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    total = Interval.exactly(0)
    for part in known:
        total = total.plus(part)
    return total if len(known) == len(parts) else Interval.at_least(total.low)


def _exactly(number: float | None) -> Interval | None:
    return None if number is None else Interval.exactly(number)


def _longest(times: list[Interval | None]) -> Interval | None:
    """At least as long as the longest that is known; a product that does not say may be longer."""
    known = [time for time in times if time is not None]
    if not known:
        return None
    low = max(time.low for time in known)
    return (
        Interval(low, max(time.high for time in known))
        if len(known) == len(times)
        else (Interval.at_least(low))
    )


def _latest_use(
    products: list[_Product],
    ended: Sequence[Interval | None],
    case: Case,
    knowledge: KnowledgeBase,
) -> Interval | None:
    """Days since any product was used; unknown as soon as one of them does not say.

    A product of the form "none" says nothing about the last use of what a list calls stopped.
    """
    in_question = [p for p in products if not (ended and p.family == "none")]
    times = [days_since(p.given.last_use, case.on, knowledge) for p in in_question]
    times += ended
    known = [time for time in times if time is not None]
    return min(known, key=lambda t: t.low) if known and len(known) == len(times) else None


def _of_any(case: Case, truths: list[Truth]) -> Truth:
    """Whether it holds for any product; a key that was not given answers nothing."""
    return any_of(truths) if truths or case.kratom.asked else Truth.UNKNOWN


def _any(holds: Iterable[bool]) -> Truth:
    """YES where the words say so; silence says nothing."""
    return Truth.YES if any(holds) else Truth.UNKNOWN


def _regular(product: _Product, knowledge: KnowledgeBase) -> Truth:
    """Daily use, or a stated duration: an unknown frequency with a duration counts as regular."""
    given = product.given
    alkaloid = given.mitragynine_mg_per_day or given.seven_oh_mg_per_day
    near_daily = knowledge.parameters["near_daily_doses"].value
    if product.doses is not None and product.doses.high < near_daily:
        return Truth.NO
    daily = given.grams_per_day or (product.doses is not None and product.doses.low >= near_daily)
    says_daily = knowledge.words["daily"].occurs_in(given.amount)
    unknown = knowledge.words["unknown"]
    stated = given.duration is not None and not unknown.is_all_of(given.duration)
    return Truth.YES if alkaloid or daily or says_daily or stated else Truth.UNKNOWN


def _stopping(case: Case, knowledge: KnowledgeBase) -> Truth:
    """YES where the plan, an amount or a last use says that kratom ends; silence says nothing."""
    entries = case.kratom.entries
    said = [*_texts(case.plan), *(f"{given.amount} {given.last_use}" for given in entries)]
    return _any([knowledge.words["stopping"].occurs_in(" ".join(said).replace("_", " "))])


def _texts(part: object) -> Iterator[str]:
    """Every key and text of a free group, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _changed(given: Kratom, knowledge: KnowledgeBase) -> Truth:
    if isinstance(given.changed_product, bool):
        return Truth.of(given.changed_product)
    words = f"{given.changed_product or ''} {given.amount or ''}"
    return _any([knowledge.words["changed_product"].occurs_in(words)])
