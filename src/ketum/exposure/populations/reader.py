"""Reading a document of a population: every complaint at once, each with its place, no value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeVar

from ketum.dosing import Form
from ketum.errors import Complaint, InputRefused
from ketum.evidence.plausible import shipped_limits
from ketum.exposure.populations.cohort import (
    MEASURES,
    QUANTILES,
    Above,
    Cohort,
    CoMedication,
    Product,
    Regimen,
    Shape,
    Weights,
)
from ketum.exposure.populations.drawing import share_within
from ketum.exposure.populations.tally import ANALYTES
from ketum.exposure.regimen import MOST_MG

MOST_PEOPLE = 100_000_000
MOST_SEED = 2**63 - 1
MOST_OF_A_LIST = 16
LEAST_AMOUNT, MOST_UNITS = 1e-3, 1e4
MOST_HOURS = 24.0 * 28
LEAST_HOURS = 0.5
MOST_LEVEL = 1e9
MOST_CV = 3.0
HUGE = 1e300  # beyond it a whole number is no float64
LEAST_FACTOR, MOST_FACTOR = 0.01, 100.0
SHARES_ADD_TO = 1e-9
# Bounds that leave less than this are taken for a slip: the middle lies outside of them.
LEAST_WITHIN = 0.01

KEYS = (
    "people", "seed", "weight", "form", "product", "regimen", "co_medication", "above", "quantiles",
)  # fmt: skip
GIVE_NUMBER = "Give a number."
ADD_TO_1 = "The shares do not add to 1."

Entry = Mapping[str, object]
# What is known of a medicine: why its takers cannot be computed, "" if they can, None if unknown.
Known = Callable[[str], str | None]
E = TypeVar("E", bound=Enum)


def cohort_of(tree: object, known: Known = lambda _: "") -> Cohort:
    """The cohort that a document describes.

    `known` says of the name of a medicine why the levels of people who take it cannot be
    computed, an empty text where they can, None where there is no such medicine.

    Raises:
        InputRefused: with everything that is wrong.
    """
    if not isinstance(tree, Mapping):
        remedy = "Give a table with people, weight, form, product and regimen."
        raise InputRefused([_complaint("the file", "It holds no population.", remedy)])
    reader = _Reader(known)
    cohort = reader.cohort(tree)
    if reader.complaints:
        raise InputRefused(dict.fromkeys(reader.complaints))
    return cohort


def _complaint(place: str, problem: str, remedy: str) -> Complaint:
    return Complaint(place=place, problem=problem, remedy=remedy)


class _Reader:
    """One reading; what is wrong is gathered, and read on as if something sound stood there."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.complaints: list[Complaint] = []

    def complain(self, place: str, problem: str, remedy: str) -> None:
        self.complaints.append(_complaint(place, problem, remedy))

    def cohort(self, tree: Entry) -> Cohort:
        self._only(tree, KEYS, "the file")
        weights = tuple(self._weights(tree))
        products = tuple(self._products(tree))
        forms = tuple(self._forms(tree, products))
        regimens = tuple(self._regimens(tree))
        for place, shares in (
            ("weight", [each.share for each in weights]),
            ("form", [share for _, share in forms]),
            ("product", [each.share for each in products]),
            ("regimen", [each.share for each in regimens]),
        ):
            if shares and abs(math.fsum(shares) - 1.0) > SHARES_ADD_TO:
                self.complain(place, ADD_TO_1, "Give shares that do.")
        self._most_of_a_dose(products, regimens)
        return Cohort(
            people=self._whole(tree, "people", 1, MOST_PEOPLE),
            seed=self._whole(tree, "seed", 0, MOST_SEED, default=1),
            weights=weights,
            forms=forms,
            products=products,
            regimens=regimens,
            medicines=tuple(self._medicines(tree)),
            above=tuple(self._above(tree)),
            quantiles=self._quantiles(tree),
        )

    def _weights(self, tree: Entry) -> Iterator[Weights]:
        keys = ("name", "share", "shape", "middle_kg", "cv", "least_kg", "most_kg")
        span = shipped_limits()["weight"]
        for place, entry, name, share in self._entries(tree, "weight", keys):
            before = len(self.complaints)
            shape = self._word(entry, "shape", place, Shape) or Shape.FIXED
            numbers = {"middle_kg": self._number(entry, "middle_kg", place, span.low, span.high)}
            spread = ("cv", "least_kg", "most_kg")
            if shape is Shape.FIXED:
                for key in set(entry) & set(spread):
                    self.complain(f"{place}.{key}", "A fixed weight has none.", "Take it out.")
            else:
                numbers["cv"] = self._number(entry, "cv", place, 0.0, 1.0, above=True)
                for key in spread[1:]:
                    numbers[key] = self._number(entry, key, place, span.low, span.high)
            found = Weights(name=name, share=share, shape=shape, **numbers)
            if len(self.complaints) == before and shape is not Shape.FIXED:
                self._bounds(found, place)
            yield found

    def _bounds(self, weights: Weights, place: str) -> None:
        if not weights.least_kg < weights.most_kg:
            self.complain(f"{place}.most_kg", "It is not above least_kg.", "Give more.")
        elif share_within(weights) < LEAST_WITHIN:
            problem = "Hardly anybody of this middle and cv lies between the bounds."
            self.complain(place, problem, "Check the middle, the cv and the bounds.")

    def _forms(self, tree: Entry, products: Sequence[Product]) -> Iterator[tuple[Form, float]]:
        given = tree.get("form")
        without = [product for product in products if product.form is None]
        if given is None:
            if without or not products:
                remedy = "Give shares of forms, or the form of each product."
                self.complain("form", "It is missing.", remedy)
            return
        if products and not without:
            self.complain("form", "Each product has a form already.", "Give one or the other.")
        if isinstance(given, str):
            given = {given: 1.0}
        if not isinstance(given, Mapping) or not given:
            self.complain("form", "It is no table of forms.", "Such as {capsules = 1.0}.")
            return
        for name in given:
            form = next((each for each in Form if each.value == name), None)
            if form is None:
                self.complain("form", *_no_such(Form))
            else:
                yield form, self._number(given, name, "form", 0.0, 1.0, above=True)

    def _products(self, tree: Entry) -> Iterator[Product]:
        keys = ("name", "share", "mg_per_unit", "cv", "form")
        for place, entry, name, share in self._entries(tree, "product", keys):
            yield Product(
                name=name,
                share=share,
                mg_per_unit=self._number(entry, "mg_per_unit", place, LEAST_AMOUNT, MOST_MG),
                cv=self._number(entry, "cv", place, 0.0, MOST_CV),
                form=self._word(entry, "form", place, Form) if "form" in entry else None,
            )

    def _regimens(self, tree: Entry) -> Iterator[Regimen]:
        keys = ("name", "share", "units", "interval_h")
        for place, entry, name, share in self._entries(tree, "regimen", keys):
            yield Regimen(
                name=name,
                share=share,
                units=self._number(entry, "units", place, LEAST_AMOUNT, MOST_UNITS),
                interval_h=self._number(entry, "interval_h", place, LEAST_HOURS, MOST_HOURS),
            )

    def _most_of_a_dose(self, products: Sequence[Product], regimens: Sequence[Regimen]) -> None:
        largest = max((product.mg_per_unit for product in products), default=0.0)
        for at, regimen in enumerate(regimens):
            if regimen.units * largest > MOST_MG:
                problem = "Of some product that is a dose of more than a kilogram."
                self.complain(f"regimen[{at}].units", problem, "Check the units.")

    def _medicines(self, tree: Entry) -> Iterator[CoMedication]:
        keys = ("name", "share", "clearance_factor")
        for place, entry, name, share in self._entries(tree, "co_medication", keys, needed=False):
            factor = None
            if "clearance_factor" in entry:
                factor = self._number(entry, "clearance_factor", place, LEAST_FACTOR, MOST_FACTOR)
            why = self.known(name) if name else ""
            if why is None:
                remedy = "Give the name of a medicine or substance."
                self.complain(f"{place}.name", "It is not recognised.", remedy)
            yield CoMedication(
                name=name,
                share=share,
                clearance_factor=factor,
                not_computed=(why or "") if factor is None else "",
            )

    def _above(self, tree: Entry) -> Iterator[Above]:
        keys = ("analyte", "measure", "level")
        for place, entry in self._tables(tree, "above", keys, needed=False):
            words = {}
            for key, known in (("analyte", ANALYTES), ("measure", MEASURES)):
                words[key] = str(entry.get(key, ""))
                if words[key] not in known:
                    remedy = f"There are {', '.join(known)}."
                    self.complain(f"{place}.{key}", "It is none of those that are known.", remedy)
            level = self._number(entry, "level", place, 0.0, MOST_LEVEL)
            yield Above(level=level, **words)

    def _quantiles(self, tree: Entry) -> tuple[float, ...]:
        given = tree.get("quantiles", list(QUANTILES))
        remedy = f"Give 1 to {MOST_OF_A_LIST} different numbers above 0 and below 1, rising."
        if isinstance(given, Sequence) and not isinstance(given, str):
            numbers = [each for each in given if _is_number(each) and 0.0 < each < 1.0]
            is_list = len(numbers) == len(given) and 0 < len(given) <= MOST_OF_A_LIST
            if is_list and numbers == sorted(set(numbers)):
                return tuple(map(float, numbers))
        self.complain("quantiles", "It is no such list.", remedy)
        return QUANTILES

    def _entries(
        self, tree: Entry, key: str, keys: Sequence[str], *, needed: bool = True
    ) -> Iterator[tuple[str, Entry, str, float]]:
        """Each table of a list with its place, name and share; a single one has all."""
        tables = list(self._tables(tree, key, keys, needed=needed))
        is_alone = len(tables) == 1 and needed
        seen = set()
        for place, entry in tables:
            name = entry.get("name", key if is_alone else None)
            if not isinstance(name, str) or not name.strip() or not name.isprintable():
                self.complain(f"{place}.name", "There is no name.", "Give a text of one line.")
                name = ""
            elif name in seen:
                self.complain(f"{place}.name", "Another has this name.", "Give each its own.")
            seen.add(name)
            share = 1.0
            if "share" in entry or not is_alone:
                share = self._number(entry, "share", place, 0.0, 1.0, above=True)
            yield place, entry, name, share

    def _tables(
        self, tree: Entry, key: str, keys: Sequence[str], *, needed: bool
    ) -> Iterator[tuple[str, Entry]]:
        given = tree.get(key)
        if not needed and (given is None or given == []):
            return
        listed = given if isinstance(given, list) else [given]
        if given is None or not listed:
            self.complain(key, "It is missing.", "Give one or more.")
            return
        if len(listed) > MOST_OF_A_LIST:
            self.complain(key, "There are too many.", f"Give at most {MOST_OF_A_LIST}.")
        for at, entry in enumerate(listed[:MOST_OF_A_LIST]):
            place = f"{key}[{at}]" if isinstance(given, list) else key
            if isinstance(entry, Mapping):
                self._only(entry, keys, place)
                yield place, entry
            else:
                self.complain(place, "It is no table.", f"Give {', '.join(keys)}.")

    def _only(self, entry: Entry, keys: Sequence[str], place: str) -> None:
        if set(entry) - set(keys):
            self.complain(place, "A key here is not known.", f"Known are {', '.join(keys)}.")

    def _number(
        self, entry: Entry, key: str, place: str, least: float, most: float, *, above: bool = False
    ) -> float:
        at = f"{place}.{key}"
        value = entry.get(key)
        if value is None:
            self.complain(at, "It is missing.", GIVE_NUMBER)
        elif not _is_number(value):
            self.complain(at, "It is no finite number.", GIVE_NUMBER)
        elif not least <= value <= most or (above and value == least):  # type: ignore[operator]
            start = "above" if above else "from"
            self.complain(
                at, "It is out of range.", f"Give a number {start} {least:g} to {most:g}."
            )
        else:
            return float(value)  # type: ignore[arg-type]
        # No comparison holds with it: what was refused brings no further complaints.
        return math.nan

    def _whole(
        self, tree: Entry, key: str, least: int, most: int, *, default: int | None = None
    ) -> int:
        value = tree.get(key, default)
        if value is None:
            self.complain(key, "It is missing.", "Give a whole number.")
        elif not isinstance(value, int) or isinstance(value, bool):
            self.complain(key, "It is no whole number.", "Give one.")
        elif not least <= value <= most:
            self.complain(key, "It is out of range.", f"Give a number from {least:,} to {most:,}.")
        else:
            return value
        return least

    def _word(self, entry: Entry, key: str, place: str, words: type[E]) -> E | None:
        value = entry.get(key)
        found = next((each for each in words if each.value == value), None)
        if found is None:
            self.complain(f"{place}.{key}", *_no_such(words))
        return found


def _no_such(words: type[Enum]) -> tuple[str, str]:
    return "There is no such one.", f"There are {', '.join(str(each.value) for each in words)}."


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < HUGE
