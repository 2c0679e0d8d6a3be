"""What a number can be: an interval of Decimal, closed, without an upper end where none is known.

All arithmetic is exact but for division; a result that overflows is infinite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ketum.evidence.product_limits import Comparator
from ketum.product.verdicts import Judged

__all__ = ["NONE_KNOWN", "ZERO", "Span", "compare", "in_digits", "span_of"]

ZERO = Decimal(0)
ENDLESS = Decimal("Infinity")
SHORT = 6  # digits shown of an exact number
ROUNDED = 4  # digits shown of one that is not
PLAIN = 12  # beyond this power of ten a number is shown with an exponent


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; a known number is both."""

    low: Decimal
    high: Decimal

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    @property
    def is_bounded(self) -> bool:
        return self.high < ENDLESS

    def times(self, other: Span | Decimal) -> Span:
        low, high = (other, other) if isinstance(other, Decimal) else (other.low, other.high)
        return Span(_product(self.low, low), _product(self.high, high))

    def over(self, divisor: Decimal) -> Span:
        return Span(self.low / divisor, self.high / divisor)

    def plus(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def said(self, unit: str, beside: Decimal | None = None) -> str:
        """As words with its unit; as many digits as it takes to differ from `beside`."""
        if self.is_point:
            return f"{in_digits(self.low, beside)} {unit}"
        if not self.is_bounded:
            if self.low == 0:
                return f"an unknown number of {unit}"
            return f"{in_digits(self.low, beside)} {unit} or more"
        return f"{in_digits(self.low, beside)} to {in_digits(self.high, beside)} {unit}"


NONE_KNOWN = Span(ZERO, ENDLESS)


def _product(first: Decimal, second: Decimal) -> Decimal:
    """Nothing times no known end is still nothing on the low side."""
    return ZERO if first == 0 or second == 0 else first * second


def span_of(amount: object) -> Span | None:
    """A number, or two of them (`low` and `high`), as a span; None where it is neither.

    A number is taken as it is printed: a binary fraction by its shortest spelling.
    """
    if isinstance(amount, Span) or amount is None:
        return amount
    if isinstance(amount, Decimal | int | float) and not isinstance(amount, bool):
        number = Decimal(str(amount))
        return Span(number, number) if number.is_finite() and number >= 0 else None
    ends = (
        tuple(amount)
        if isinstance(amount, tuple | list)
        else (getattr(amount, "low", None), getattr(amount, "high", None))
    )
    spans = [span_of(end) for end in ends]
    if len(spans) != 2 or spans[0] is None or spans[1] is None or spans[0].low > spans[1].high:
        return None
    return Span(spans[0].low, spans[1].high)


def compare(span: Span, comparator: Comparator, limit: Decimal) -> Judged:
    """PASS where the whole span keeps the limit, FAIL where none of it does."""
    match comparator:
        case Comparator.AT_MOST:
            passes, fails = span.high <= limit, span.low > limit
        case Comparator.BELOW:
            passes, fails = span.high < limit, span.low >= limit
        case Comparator.AT_LEAST:
            passes, fails = span.low >= limit, span.high < limit
        case _:
            passes, fails = False, span.low > 0
    if passes:
        return Judged.PASS
    return Judged.FAIL if fails else Judged.CANNOT_TELL


def lowest(spans: Iterable[Span]) -> Span:
    """The lower of each end."""
    listed = list(spans)
    return Span(min(span.low for span in listed), min(span.high for span in listed))


def highest(spans: Iterable[Span]) -> Span:
    """The higher of each end."""
    listed = list(spans)
    return Span(max(span.low for span in listed), max(span.high for span in listed))


def in_digits(number: Decimal, beside: Decimal | None = None) -> str:
    """A number for people: exact where it is short, else rounded, yet never onto `beside`."""
    if not number.is_finite():
        return "an unknown number"
    if number == 0:
        return "0"
    exact = number.normalize()
    digits = ROUNDED
    shown = exact
    if len(exact.as_tuple().digits) > SHORT:
        shown = _rounded(exact, digits)
        while beside is not None and shown == beside and shown != exact:
            digits += 1
            shown = _rounded(exact, digits)
    is_plain = abs(shown.adjusted()) <= PLAIN
    return f"{shown.normalize():f}" if is_plain else str(shown.normalize())


def _rounded(number: Decimal, digits: int) -> Decimal:
    return Decimal(f"{number:.{digits - 1}E}")
