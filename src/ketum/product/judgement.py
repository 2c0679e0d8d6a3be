"""A content or a ratio against a number: the verdict, its arithmetic, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ketum.evidence.product_limits import Comparator
from ketum.product.amounts import MASS_FRACTIONS, SHARE
from ketum.product.certificate import Basis
from ketum.product.readings import Reading, reading_of, said_sum, sum_of
from ketum.product.sample import Numbered, Sample
from ketum.product.span import NONE_KNOWN, ZERO, Span, compare, in_digits
from ketum.product.verdicts import Judged, worst

__all__ = ["Judgement", "bases_of", "judge_content", "judge_ratio", "with_uncertainty"]

IN_PRODUCT = "mg/g"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its arithmetic, and the results it rests on."""

    verdict: Judged
    arithmetic: str
    results: tuple[Numbered, ...] = ()


def with_uncertainty(judge: Callable[[bool], Judged]) -> Judged:
    """The verdict on the number; a pass only where the printed uncertainty keeps it too."""
    plain = judge(False)
    if plain is Judged.PASS and judge(True) is not Judged.PASS:
        return Judged.CANNOT_TELL
    return plain


def _readings(
    sample: Sample, analytes: Iterable[str], unit: str, *, guarded: bool = False
) -> dict[str, Reading]:
    return {name: reading_of(sample, name, unit, guarded=guarded) for name in analytes}


def judge_content(
    sample: Sample, analytes: Sequence[str], unit: str, comparator: Comparator, value: Decimal
) -> Judgement:
    """The analytes together in a unit against a number."""

    def judge(guarded: bool) -> Judged:
        total = sum_of(_readings(sample, analytes, unit, guarded=guarded).values())
        return compare(total, comparator, value)

    found = _readings(sample, analytes, unit)
    total = f" = {sum_of(found.values()).said(unit, value)}" if len(found) > 1 else ""
    bound = f"limit {comparator.value} {in_digits(value)} {unit}"
    return Judgement(
        with_uncertainty(judge),
        f"{said_sum(found, unit)}{total}; {bound}",
        tuple(each for reading in found.values() for each in reading.results),
    )


def bases_of(sample: Sample, names: Iterable[str]) -> list[str]:
    """The units that amounts can be put in relation in: of the mass, and each other one there."""
    results = [each.result for name in names for each in sample.of(name)]
    units = {result.unit for result in results} - set(MASS_FRACTIONS)
    if any(result.basis is Basis.ALKALOIDS for result in results):
        units |= set(SHARE)
    return [IN_PRODUCT, *sorted(units)]


def judge_ratio(sample: Sample, above: str, below: Sequence[str], value: Decimal) -> Judgement:
    """At least so much of one for the others together, in any unit all of them are given in."""
    names = [above, *below]
    bases = bases_of(sample, names)
    complete = []
    judged = {}
    for unit in bases:
        judged[unit] = with_uncertainty(partial(_ratio_in, sample, above, below, value, unit))
        if not any(reading.missing for reading in _readings(sample, names, unit).values()):
            complete.append(unit)
    if Judged.FAIL in judged.values():
        verdict = Judged.FAIL
        unit = next(unit for unit in bases if judged[unit] is Judged.FAIL)
    else:
        verdict = worst(judged[unit] for unit in complete)
        unit = complete[0] if complete else IN_PRODUCT
    found = _readings(sample, names, unit)
    return Judgement(
        verdict,
        _ratio_said(found, above, unit, value),
        tuple(each for reading in found.values() for each in reading.results),
    )


def _ratio_in(
    sample: Sample, above: str, below: Sequence[str], value: Decimal, unit: str, guarded: bool
) -> Judged:
    """Multiplied out, so that a ratio on the limit is exactly on it."""
    over = reading_of(sample, above, unit, guarded=guarded).low
    under = sum_of(_readings(sample, below, unit, guarded=guarded).values())
    needed = under.times(value)
    if over.low >= needed.high:
        return Judged.PASS
    return Judged.FAIL if over.high < needed.low else Judged.CANNOT_TELL


def _ratio_said(found: Mapping[str, Reading], above: str, unit: str, value: Decimal) -> str:
    over = found[above]
    rest = {name: reading for name, reading in found.items() if name != above}
    under = sum_of(rest.values())
    bound = f"limit at least {in_digits(value)}"
    upper = over.missing or f"{above} {over.low.said(unit)}"
    lower = said_sum(rest, unit)
    most = over.low.high / under.low if under.low > 0 else NONE_KNOWN.high
    least = over.low.low / under.high if under.is_bounded and under.high > 0 else ZERO
    if most.is_finite() and most == least:
        ratio = f" = {Span(most, most).said('to 1', value)}"
    elif most.is_finite():
        ratio = f" = at most {Span(most, most).said('to 1', value)}"
    elif least > 0:
        ratio = f" = at least {Span(least, least).said('to 1', value)}"
    else:
        ratio = ""
    return f"{upper} / ({lower}){ratio}; {bound}"
