"""Substances that do not belong in a product: found, looked for and not seen, or not tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from ketum.evidence.analytes import Analyte
from ketum.evidence.product_limits import ProductLimit
from ketum.evidence.quantities import Parameter
from ketum.product.legal_caps import is_found
from ketum.product.limits import Asked, limit_said
from ketum.product.sample import Numbered, Sample, text_of
from ketum.product.span import in_digits
from ketum.product.verdicts import Judged, Standing, Verdict, standing_of

__all__ = ["foreign", "judge_adulterants"]

GROUP = "adulterant"
TOPIC = "adulterant"


def foreign(limits: Iterable[ProductLimit]) -> dict[str, ProductLimit]:
    """The limits on substances of which a product must hold none, by analyte."""
    return {limit.analyte: limit for limit in limits if limit.unit == "any amount"}


def judge_adulterants(
    sample: Sample,
    limits: Iterable[ProductLimit],
    analytes: Mapping[str, Analyte],
    seen_from: Parameter,
    asked: Asked,
) -> Iterator[Verdict]:
    """One verdict for each result of such a substance, and one for all that were not tested.

    What a label names is in the product by its own word, where no laboratory looked for it.
    """
    none_of = foreign(limits)
    for each in sample.measured:
        name = each.result.analyte
        limit = none_of.get(name)
        known = analytes.get(name)
        if limit is None and (known is None or known.group != GROUP):
            continue
        yield _verdict(sample, each, limit, known, seen_from, asked)
    tested = {each.result.analyte for each in sample.measured}
    for claim in sample.claimed:
        name = claim.result.analyte
        known = analytes.get(name)
        is_foreign = name in none_of or (known is not None and known.group == GROUP)
        if is_foreign and name not in tested and is_found(claim):
            yield _verdict(sample, claim, none_of.get(name), known, seen_from, asked)
    if sample.measured and (missing := [name for name in none_of if name not in tested]):
        yield _not_tested(sample, missing, none_of)


def _verdict(
    sample: Sample,
    each: Numbered,
    limit: ProductLimit | None,
    known: Analyte | None,
    seen_from: Parameter,
    asked: Asked,
) -> Verdict:
    name = each.result.analyte
    standing = standing_of(limit, asked.place, asked.on) if limit else Standing.JUDGEMENT
    cites = limit.cites if limit else known.cites if known else ()
    declared = any(claim.result.analyte == name for claim in sample.claimed)
    verdict, arithmetic = _looked(sample, each, Decimal(str(seen_from.value)))
    return Verdict(
        topic=TOPIC,
        question=f"Is the product free of {name}, as far as can be seen?",
        verdict=verdict,
        arithmetic=arithmetic + ("; the label names it" if declared else ""),
        standing=standing,
        analyte=name,
        sample=sample.name,
        limit=limit_said(limit, standing) if limit else f"{name} does not belong in kratom.",
        limit_id=limit.id if limit else "",
        place=limit.place if limit else "",
        results=(each.at,),
        as_read=text_of((each,)),
        cites=(*cites, *seen_from.cites) if verdict is Judged.PASS else cites,
        confirmed=limit is not None and limit.confirmed,
    )


def _looked(sample: Sample, each: Numbered, seen_from: Decimal) -> tuple[Judged, str]:
    """Not seen passes only where the method would have seen very little."""
    if is_found(each):
        return Judged.FAIL, f"found: {each.result.as_read}"
    amount = sample.mg_per_g(each)
    if amount.span is None or not amount.span.is_bounded:
        why = f" (missing: {amount.missing})" if amount.missing else ""
        return Judged.CANNOT_TELL, f"not seen, and from where on it would be is not said{why}"
    said = f"not seen above {in_digits(amount.span.high)} mg/g; that is not none"
    if amount.span.high > seen_from:
        return Judged.CANNOT_TELL, f"{said}; a method should see {seen_from:f} mg/g"
    return Judged.PASS, said


def _not_tested(
    sample: Sample, missing: Collection[str], limits: Mapping[str, ProductLimit]
) -> Verdict:
    cites = dict.fromkeys(cite for name in missing for cite in limits[name].cites)
    return Verdict(
        topic=TOPIC,
        question="Was the product looked through for what does not belong in it?",
        verdict=Judged.CANNOT_TELL,
        arithmetic=f"not tested: {', '.join(missing)}",
        standing=Standing.JUDGEMENT,
        sample=sample.name,
        limit="What a product must not hold, as far as this program lists it.",
        cites=tuple(cites),
    )
