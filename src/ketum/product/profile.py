"""Does it look like leaf: its strength, its 7-hydroxymitragynine, and its minor alkaloids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from ketum.evidence.product_limits import Comparator, Panel
from ketum.evidence.quantities import Parameter
from ketum.product.judgement import judge_ratio
from ketum.product.readings import Reading, reading_of
from ketum.product.sample import Sample, text_of
from ketum.product.span import compare
from ketum.product.verdicts import Judged, Standing, Verdict

__all__ = ["judge_profile"]

MITRAGYNINE = "mitragynine"
SEVEN_OH = "7-hydroxymitragynine"
UNIT = "mg/g"


class Presence(Enum):
    """How a minor alkaloid stands beside the mitragynine."""

    IN_PROPORTION = "in proportion"
    MISSING = "missing"
    TOO_MUCH = "more than in leaf"
    UNCLEAR = "cannot be told"
    NOT_TESTED = "not tested"


def judge_profile(
    sample: Sample, parameters: Mapping[str, Parameter], minor: Panel
) -> Iterator[Verdict]:
    """Nothing where no alkaloid that these questions need was measured."""
    names = (MITRAGYNINE, SEVEN_OH, *minor.analytes)
    if not any(sample.of(name) for name in names):
        return
    if sample.of(MITRAGYNINE):
        yield _strength(sample, parameters["product.leaf_mitragynine_highest"])
    if sample.of(SEVEN_OH):
        yield _seven_oh(sample, parameters)
    yield _minors(sample, parameters, minor)


def _value(parameter: Parameter) -> Decimal:
    return Decimal(str(parameter.value))


def _verdict(
    sample: Sample,
    said: tuple[str, str, str],
    verdict: Judged,
    readings: tuple[Reading, ...],
    parameters: tuple[Parameter, ...],
) -> Verdict:
    topic, question, arithmetic = said
    used = tuple(each for reading in readings for each in reading.results)
    cites = tuple(dict.fromkeys(cite for parameter in parameters for cite in parameter.cites))
    return Verdict(
        topic=topic,
        question=question,
        verdict=verdict,
        arithmetic=arithmetic,
        standing=Standing.PUBLISHED,
        analyte=readings[0].results[0].result.analyte if readings[0].results else "",
        sample=sample.name,
        limit="; ".join(
            f"{p.population}: {p.value:g} {p.unit}" if p.low == p.high
            else f"{p.population}: {p.low:g} to {p.high:g}"
            for p in parameters
        ),
        limit_id=" ".join(parameter.id for parameter in parameters),
        results=tuple(each.at for each in used),
        as_read=text_of(used),
        cites=cites,
        confirmed=all(cite.confirmed for cite in cites),
    )  # fmt: skip


def _strength(sample: Sample, leaf: Parameter) -> Verdict:
    reading, most = reading_of(sample, MITRAGYNINE, UNIT), _value(leaf)
    verdict = compare(reading.high, Comparator.AT_MOST, most)
    said = reading.missing or f"mitragynine {reading.high.said(UNIT, most)}"
    more = ": an extract, whatever it is called" if verdict is Judged.FAIL else ""
    return _verdict(
        sample,
        (
            "profile-strength",
            "Is there no more mitragynine than in any leaf that was published?",
            f"{said}; the strongest leaf published {most:f} mg/g{more}",
        ),
        verdict,
        (reading,),
        (leaf,),
    )


def _seven_oh(sample: Sample, parameters: Mapping[str, Parameter]) -> Verdict:
    leaf = parameters["product.leaf_7oh_highest"]
    made = parameters["product.semisynthetic_7oh_lowest"]
    own, beside = (
        reading_of(sample, SEVEN_OH, UNIT),
        reading_of(sample, MITRAGYNINE, UNIT),
    )
    low = own.high.low
    least = judge_ratio(sample, MITRAGYNINE, (SEVEN_OH,), Decimal(1))
    if low >= _value(made):
        verdict, why = Judged.FAIL, f"as in products made from 7-OH ({made.value:g} mg/g and more)"
    elif least.verdict is Judged.FAIL:
        verdict = Judged.FAIL
        why = f"more of it than mitragynine, not as in leaf ({least.arithmetic})"
    elif own.high.high <= _value(leaf):
        verdict, why = Judged.PASS, "no more than in leaf"
    else:
        verdict, why = Judged.CANNOT_TELL, "what the laboratory can see does not decide it"
        if low > _value(leaf):
            why = "more than in leaf: dried in heat, an extract, or added; this does not tell which"
    said = own.missing or f"7-hydroxymitragynine {own.high.said(UNIT, _value(leaf))}"
    other = beside.missing or f"mitragynine {beside.low.said(UNIT)}"
    return _verdict(
        sample,
        (
            "profile-seven-oh",
            "Is there no more 7-hydroxymitragynine than leaf holds?",
            f"{said}; {other}; leaf published up to {leaf.value:g} mg/g: {why}",
        ),
        verdict,
        (own, beside),
        (leaf, made),
    )


def _minors(sample: Sample, parameters: Mapping[str, Parameter], minor: Panel) -> Verdict:
    margin = _value(parameters["product.minor_margin"])
    mitragynine = reading_of(sample, MITRAGYNINE, UNIT)
    shares = {name: parameters[f"product.{name}_of_mitragynine"] for name in minor.analytes}
    readings = {name: reading_of(sample, name, UNIT) for name in minor.analytes}
    found = {
        name: _presence(readings[name], mitragynine, shares[name], margin)
        for name in minor.analytes
    }
    kinds = set(found.values())
    if kinds == {Presence.MISSING}:
        verdict, why = Judged.FAIL, "the other alkaloids of the leaf are missing"
    elif kinds == {Presence.IN_PROPORTION}:
        verdict, why = Judged.PASS, "as in leaf"
    else:
        verdict, why = Judged.CANNOT_TELL, "this decides nothing"
    said = "; ".join(
        readings[name].missing or f"{_said_minor(readings[name])} ({found[name].value})"
        for name in minor.analytes
    )
    other = mitragynine.missing or f"mitragynine {mitragynine.high.said(UNIT)}"
    return _verdict(
        sample,
        (
            "profile",
            "Do the minor alkaloids stand beside the mitragynine as in leaf?",
            f"{other}; {said}: {why}",
        ),
        verdict,
        (mitragynine, *readings.values()),
        (*shares.values(), parameters["product.minor_margin"]),
    )


def _said_minor(reading: Reading) -> str:
    return f"{reading.results[0].result.analyte} {reading.low.said(UNIT)}"


def _presence(
    reading: Reading, mitragynine: Reading, share: Parameter, margin: Decimal
) -> Presence:
    """Missing and present are both said only beyond doubt; of several results the lower counts."""
    if not reading.results:
        return Presence.NOT_TESTED
    least, most = Decimal(str(share.low)) / margin, Decimal(str(share.high)) * margin
    if reading.low.high < least * mitragynine.high.low:
        return Presence.MISSING
    if reading.high.low > most * mitragynine.high.high:
        return Presence.TOO_MUCH
    is_enough = reading.low.low >= least * mitragynine.high.high
    is_not_more = reading.high.high <= most * mitragynine.low.low
    return Presence.IN_PROPORTION if is_enough and is_not_more else Presence.UNCLEAR
