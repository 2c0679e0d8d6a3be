"""Numbers and words of amounts in a text, in order: what ages, amounts and doses are read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, nextafter

from ketum.evidence.amount_words import AmountWord, AmountWords
from ketum.facts.interval import Interval

__all__ = ["Counted", "Token", "count", "product", "quotient", "tokens_of"]

PIECE = re.compile(r"\d+(?:[.,]\d+)*|[½¼]|[^\W\d_]+|[<>≤≥%/+();,]|[-–—]")
FRACTIONS = {"½": 1 / 2, "¼": 1 / (2 * 2)}
HYPHENS = ("-", "–", "—")
DASHES = (*HYPHENS, "to")
ARTICLES = ("a", "an")
COUNTABLE = frozenset({"mass", "spoon", "unit", "serving"})
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, or a word with the roles it may play; `text` as written."""

    text: str
    number: Interval | None
    roles: Mapping[str, AmountWord]

    def amount(self, role: str) -> Interval | None:
        """What the word counts in this role, or None when it has no such role."""
        word = self.roles.get(role)
        return None if word is None else Interval(word.low, word.high)


NOTHING = Token("", None, {})


@dataclass(slots=True)
class Counted:
    """What one part of a text counts. Masses are grams, a period is days."""

    masses: list[Interval]
    each: Interval | None = None
    spoons: Interval | None = None
    units: Interval | None = None
    bare: Interval | None = None
    servings: Interval | None = None
    frequency: Interval | None = None
    period: Interval | None = None
    single: bool = False
    as_needed: bool = False

    @property
    def rate(self) -> Interval | None:
        """Times a day, as far as the words say how often."""
        if self.frequency is not None:
            return self.frequency
        if self.period is None:
            return None
        return quotient(self.servings or Interval.exactly(1), self.period)

    @property
    def is_empty(self) -> bool:
        counts = (self.spoons, self.units, self.servings, self.frequency, self.period)
        return not self.masses and all(value is None for value in counts)


def product(first: Interval, second: Interval) -> Interval:
    """All products of two ranges; nothing times no upper end is no upper end."""
    open_upwards = inf in (first.high, second.high)
    return Interval(first.low * second.low, inf if open_upwards else first.high * second.high)


def quotient(first: Interval, second: Interval) -> Interval:
    """All quotients of two ranges above zero."""
    return Interval(first.low / second.high, first.high / second.low)


def tokens_of(text: str, words: AmountWords) -> list[Token]:
    """The text as numbers (ranges and bounds joined) and words."""
    return list(_bounded(list(_ranged(list(_plain(text, words))))))


def _plain(text: str, words: AmountWords) -> Iterator[Token]:
    pieces = PIECE.findall(text.casefold())
    at = 0
    while at < len(pieces):
        size, roles = _phrase(pieces, at, words)
        number = _number(pieces[at]) if size == 0 else None
        if number is not None and pieces[at + 1 : at + 2] == ["+"]:
            number, size = Interval.at_least(number.low), 2
        if roles and set(roles) == {"number"}:
            number = Interval(roles["number"].low, roles["number"].high)
        yield Token(" ".join(pieces[at : at + max(size, 1)]), number, roles)
        at += max(size, 1)


def _phrase(
    pieces: Sequence[str], at: int, words: AmountWords
) -> tuple[int, Mapping[str, AmountWord]]:
    """The longest listed phrase that starts here, hyphens inside it left out."""
    for size in range(min(2 * words.longest, len(pieces) - at), 0, -1):
        run = pieces[at : at + size]
        if run[0] not in HYPHENS and run[-1] not in HYPHENS:
            roles = words.phrases.get(tuple(piece for piece in run if piece not in HYPHENS))
            if roles is not None:
                return size, roles
    return 0, {}


def _number(piece: str) -> Interval | None:
    if piece in FRACTIONS:
        return Interval.exactly(FRACTIONS[piece])
    if not piece[0].isdigit():
        return None
    if THOUSANDS.fullmatch(piece):
        return Interval.exactly(float(piece.replace(",", "")))
    plain = piece.replace(",", ".")
    return Interval.exactly(float(plain)) if plain.count(".") <= 1 else None


def _ranged(tokens: Sequence[Token]) -> Iterator[Token]:
    """Two numbers with a dash or "to" between them are one range, bounds included."""
    at = 0
    while at < len(tokens):
        first, after = _bound(tokens, at)
        if first is not None and _joins(tokens, at, after):
            second, end = _bound(tokens, after + 1)
            if second is not None and first.low <= second.high:
                text = " ".join(token.text for token in tokens[at:end])
                yield Token(text, Interval(first.low, max(first.high, second.high)), {})
                at = end
                continue
        yield tokens[at]
        at += 1


def _joins(tokens: Sequence[Token], first: int, after: int) -> bool:
    """Whether a word after a number leads to the upper end of a range."""
    word = _at(tokens, after).text
    return word in DASHES or (word == "and" and _at(tokens, first - 1).text == "between")


def _bounded(tokens: Sequence[Token]) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        number, after = _bound(tokens, at)
        if number is not None:
            yield Token(tokens[after - 1].text, number, {})
            at = after
        else:
            yield tokens[at]
            at += 1


def _bound(tokens: Sequence[Token], at: int) -> tuple[Interval | None, int]:
    """The number at this place with the bound before it, and the place after it."""
    if at >= len(tokens):
        return None, at
    token = tokens[at]
    if token.number is not None:
        return token.number, at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    counted = at + 2 < len(tokens) and "period" in tokens[at + 2].roles
    if following is None or following.number is None or ("per" in token.roles and counted):
        return None, at
    if "at_least" in token.roles:
        return Interval.at_least(following.number.low), at + 2
    if "at_most" in token.roles:
        return Interval(0, following.number.high), at + 2
    if "below" in token.roles:
        return Interval(0, nextafter(following.number.high, 0)), at + 2
    return None, at


def count(tokens: Sequence[Token]) -> Counted:
    """What the tokens of one part count."""
    counted = Counted(masses=[])
    at = 0
    while at < len(tokens):
        at += _take(tokens, at, counted)
    return counted


def _take(tokens: Sequence[Token], at: int, counted: Counted) -> int:
    """Read what starts at this place into `counted`; how many tokens it took."""
    token = tokens[at]
    if "per" in token.roles or token.text == "/":
        taken = _take_period(tokens, at + 1, counted) or _second_strength(tokens, at, counted)
        if taken:
            return 1 + taken
    number = token.number
    if number is None and token.text in ARTICLES and _counts_something(_at(tokens, at + 1)):
        number = Interval.exactly(1)
    if number is not None:
        return 1 + _take_quantity(number, tokens, at + 1, counted)
    _take_word(token, counted)
    return 1


def _at(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else NOTHING


def _counts_something(token: Token) -> bool:
    return not COUNTABLE.isdisjoint(token.roles)


def _take_period(tokens: Sequence[Token], at: int, counted: Counted) -> int:
    """Such as "per day", "in 3 days", "every 4 hours"."""
    number = _at(tokens, at).number
    days = _at(tokens, at if number is None else at + 1).amount("period")
    if days is None:
        return 0
    counted.period = days if number is None else product(number, days)
    return 1 if number is None else 2


def _second_strength(tokens: Sequence[Token], at: int, counted: Counted) -> int:
    """In "8 mg/2 mg", tablet of two drugs, the second strength is set aside."""
    second = _at(tokens, at + 1).number is not None and "mass" in _at(tokens, at + 2).roles
    return 2 if tokens[at].text == "/" and counted.masses and second else 0


def _take_quantity(number: Interval, tokens: Sequence[Token], at: int, counted: Counted) -> int:
    """A number and the word it counts, which may follow an article."""
    article = _at(tokens, at).text in ARTICLES
    # "2 a day" says how many, "half a day" how long.
    skipped = int(article and (number.low < 1 or _counts_something(_at(tokens, at + 1))))
    named = _at(tokens, at + skipped)
    if named.text == "/" and _at(tokens, at + 1).number is not None:
        named, skipped = _at(tokens, at + 2), 2
    if named.text == "x" and _at(tokens, at + 1).number is not None:
        counted.bare = number
        return 1
    if (grams := named.amount("mass")) is not None:
        mass = product(number, grams)
        if _is_of_each(tokens, at - 1, at + skipped + 1, counted):
            counted.each = mass
        else:
            counted.masses.append(mass)
    elif (spoons := named.amount("spoon")) is not None:
        counted.spoons = product(number, spoons)
    elif "unit" in named.roles:
        counted.units = number
    elif "serving" in named.roles:
        counted.servings = number
    elif not {"volume", "period"} & set(named.roles):
        counted.bare = counted.bare or number
        return 0
    return skipped + 1


def _is_of_each(tokens: Sequence[Token], number_at: int, after: int, counted: Counted) -> bool:
    """Whether a mass is of each thing counted: "of 500 mg", "2 g each", "500 mg capsules"."""
    before, following = _at(tokens, number_at - 1), _at(tokens, after)
    if "unit" in following.roles:
        return True
    if "each" in following.roles:
        return _at(tokens, after + 1).amount("period") is None
    counts = (counted.units, counted.spoons, counted.servings, counted.bare)
    return before.text in ("of", "x") and any(value is not None for value in counts)


def _take_word(token: Token, counted: Counted) -> None:
    if (times := token.amount("frequency")) is not None:
        both = counted.frequency
        counted.frequency = times if both is None else both.plus(times)
    if (times := token.amount("repeat")) is not None:
        counted.servings = times
    if (days := token.amount("regularly")) is not None:
        counted.period = days
    counted.single = counted.single or "single" in token.roles
    counted.as_needed = counted.as_needed or "as_needed" in token.roles
