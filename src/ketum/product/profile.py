"""Does it look like leaf: its strength, its 7-hydroxymitragynine, and its minor alkaloids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from ketum.evidence.analytes import Analytes
from ketum.evidence.product_limits import Comparator, Panel
from ketum.evidence.quantities import Parameter
from ketum.product.judgement import judge_ratio
from ketum.product.readings import Reading, reading_of
from ketum.product.sample import Sample, text_of
from ketum.product.sentences import names_in
from ketum.product.span import compare
from ketum.product.verdicts import Judged, Standing, Verdict

__all__ = ["judge_profile"]

MITRAGYNINE = "mitragynine"
SEVEN_OH = "7-hydroxymitragynine"
UNIT = "mg/g"
MARGIN = "product.minor_margin"
NOT_OF_LEAF = frozenset({SEVEN_OH, "mitragynine pseudoindoxyl", "MGM-15", "MGM-16"})
HOLDS_NONE = re.compile(r"free|low|less|\bno\b|without|below|under|[<≤%]", re.IGNORECASE)


class Presence(Enum):
    """How a minor alkaloid stands beside the mitragynine."""

    IN_PROPORTION = "in proportion"
    MISSING = "missing"
    TOO_MUCH = "more than in leaf"
    UNCLEAR = "cannot be told"
    NOT_TESTED = "not tested"


def judge_profile(
    sample: Sample, parameters: Mapping[str, Parameter], minor: Panel, analytes: Analytes
) -> Iterator[Verdict]:
    """What its name says, and nothing more where no alkaloid that is needed was measured."""
    leaf = parameters["product.leaf_7oh_highest"]
    if named := _named(sample, analytes):
        yield _by_name(sample, named, leaf)
    names = (MITRAGYNINE, SEVEN_OH, *minor.analytes)
    if not any(sample.of(name) for name in names):
        return
    if sample.of(MITRAGYNINE):
        yield _strength(sample, parameters["product.leaf_mitragynine_highest"])
    if sample.of(SEVEN_OH):
        yield _seven_oh(sample, parameters)
    yield _minors(sample, parameters, minor)


def _named(sample: Sample, analytes: Analytes) -> str:
    """The first of the alkaloids no leaf is sold for that the product's own name holds."""
    for field in ("product", "form"):
        text = sample.text(field)
        if HOLDS_NONE.search(text) is None:
            found = names_in(text, analytes) & NOT_OF_LEAF
            if found:
                return f"{text} ({', '.join(sorted(found))})"
    return ""


def _by_name(sample: Sample, named: str, leaf: Parameter) -> Verdict:
    said = (
        f"named {named}: leaf was published with up to {leaf.value:g} mg/g of "
        "7-hydroxymitragynine, and is not sold for it"
    )
    return _verdict(
        sample,
        ("profile-name", "Is it leaf by its own name?", said),
        Judged.FAIL,
        (),
        (leaf,),
    )


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
        analyte=readings[0].results[0].result.analyte if readings and readings[0].results else "",
        sample=sample.name,
        limit="; ".join(
            _said_reference(parameter) for parameter in parameters
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


def _said_reference(parameter: Parameter) -> str:
    if parameter.id == MARGIN:
        return f"less than 1/{parameter.value:g} of the least counts as missing (judgement)"
    if parameter.low == parameter.high:
        return f"{parameter.population}: {parameter.value:g} {parameter.unit}"
    return f"{parameter.population}: {parameter.low:g} to {parameter.high:g}"


def _minors(sample: Sample, parameters: Mapping[str, Parameter], minor: Panel) -> Verdict:
    margin = _value(parameters[MARGIN])
    mitragynine = reading_of(sample, MITRAGYNINE, UNIT)
    shares = {name: parameters[f"product.{name}_of_mitragynine"] for name in minor.analytes}
    readings = {name: reading_of(sample, name, UNIT) for name in minor.analytes}
    found = {
        name: _presence(readings[name], mitragynine, shares[name], margin)
        for name in minor.analytes
    }
    kinds = set(found.values())
    tested = kinds != {Presence.NOT_TESTED}
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
        (*shares.values(), parameters[MARGIN]) if tested else (),
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
