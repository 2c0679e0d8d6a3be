"""How much of each alkaloid a gram of the product holds, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ketum.citation import Citation
from ketum.evidence import KnowledgeBase
from ketum.evidence.quantities import Parameter
from ketum.product.certificate import Censored, Certificate, Result
from ketum.product.conflicts import in_conflict
from ketum.product.sample import Numbered, Sample, samples_of

__all__ = ["Content", "contents", "lognormal_range", "together"]

# The 5 % and the 95 % point of a normal distribution, in deviations from the middle.
DEVIATIONS = 1.645
PUBLISHED = "content."
NOT_MEASURED = "not measured in this lot"
KNOWN_FAMILIES = ("leaf", "extract", "seven_oh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Milligrams of one alkaloid in a gram of product, as a middle with its 5-95 % range.

    `mg_per_g` is None where there is only a range, and `high` too where a laboratory did not see
    it and named no limit: that says nothing. `cv` is what the range rests on, as a coefficient of
    variation, None where there is no middle. `measured` says that it is this certificate's.
    """

    analyte: str
    mg_per_g: float | None
    low: float
    high: float | None
    cv: float | None
    measured: bool
    why: str
    cites: tuple[Citation, ...]


def contents(
    certificate: Certificate | None,
    family: str | None,
    knowledge: KnowledgeBase,
    *,
    sample: str = "",
    same_lot: bool = True,
) -> dict[str, Content]:
    """The content by analyte: measured where the certificate says so, else the published range.

    `family` is the family of the form (leaf, extract, seven_oh), None where it is not known.
    A certificate of another lot keeps its middle and takes the spread between products.
    A strain or a colour changes nothing: neither was seen to tell the content.
    """
    found = {each.analyte: each for each in _published(family, knowledge)}
    if certificate is None:
        return found
    for each in _untold(certificate, sample, found, knowledge):
        found[each.analyte] = each
    for each in _measured(certificate, sample, knowledge, same_lot=same_lot):
        before = found.get(each.analyte)
        # What was not seen by a limit nobody named takes nothing from what another column says.
        if each.high is None and each.low == 0.0 and before is not None and before.measured:
            continue
        found[each.analyte] = each
    return found


def _untold(
    certificate: Certificate, name: str, found: Mapping[str, Content], knowledge: KnowledgeBase
) -> Iterator[Content]:
    """The published range of what was measured, but not in a way that tells what a gram holds."""
    for sample, each in _alkaloids(certificate, name, knowledge):
        published = found.get(each.result.analyte)
        amount = sample.mg_per_g(each)
        if published is not None and amount.span is None:
            why = published.why.removeprefix(f"{NOT_MEASURED}; ")
            said = f"{each.result.as_read} measured, which says nothing of a gram without"
            yield replace(published, why=f"{said} {amount.missing}; {why}")


def _published(family: str | None, knowledge: KnowledgeBase) -> Iterator[Content]:
    wanted = family if family in KNOWN_FAMILIES else "unknown"
    for identity, parameter in knowledge.parameters.items():
        if not identity.startswith(f"{PUBLISHED}{wanted}."):
            continue
        yield Content(
            analyte=identity.removeprefix(f"{PUBLISHED}{wanted}."),
            mg_per_g=None,
            low=parameter.low,
            high=parameter.high,
            cv=None,
            measured=False,
            why=f"{NOT_MEASURED}; published: {parameter.low:g} to {parameter.high:g} "
            f"mg/g in {parameter.population}",
            cites=parameter.cites,
        )


def _measured(
    certificate: Certificate, name: str, knowledge: KnowledgeBase, *, same_lot: bool
) -> Iterator[Content]:
    for sample, each in _alkaloids(certificate, name, knowledge):
        content = _content(sample, each, knowledge, same_lot=same_lot)
        if content is not None:
            yield content


def _alkaloids(
    certificate: Certificate, name: str, knowledge: KnowledgeBase
) -> Iterator[tuple[Sample, Numbered]]:
    """The alkaloids of the sample that was measured, without those of which two values differ."""
    samples = samples_of(certificate)
    for sample in samples:
        if sample.name != name and len(samples) > 1:
            continue
        doubted = in_conflict(each.result for each in sample.measured)
        for each in sample.measured:
            is_doubted = (each.result.sample, each.result.analyte) in doubted
            if not is_doubted and knowledge.analytes.group_of(each.result.analyte) == "alkaloid":
                yield sample, each


def _content(
    sample: Sample, each: Numbered, knowledge: KnowledgeBase, *, same_lot: bool
) -> Content | None:
    result, span = each.result, sample.mg_per_g(each).span
    if span is None:
        return None
    if result.value is None or not result.value:
        said = "no limit named, so it may hold any amount"
        if result.censored is Censored.ABOVE:
            said = f"more than {_plain(span.low)} mg/g, and how much more is not said"
        elif span.high.is_finite():
            said = f"not seen by a method that sees {_plain(span.high)} mg/g and more; not zero"
        return Content(
            analyte=result.analyte,
            mg_per_g=None,
            low=float(span.low),
            high=float(span.high) if span.high.is_finite() else None,
            cv=None,
            measured=True,
            why=f"{result.as_read}: {said}",
            cites=(),
        )
    spread = [knowledge.parameters["assay_repeat_cv"], knowledge.parameters["assay_method_gap"]]
    if not same_lot:
        spread.append(knowledge.parameters["between_lots_cv"])
    cv = together(*(_share(parameter) for parameter in spread))
    low, high = lognormal_range(float(span.high), cv)
    lots = "" if same_lot else ", and lots"
    return Content(
        analyte=result.analyte,
        mg_per_g=float(span.high),
        low=low,
        high=high,
        cv=cv,
        measured=True,
        why=f"{result.as_read}{_around(result)} = {_plain(span.high)} mg/g; repeats, "
        f"methods{lots} differ by {cv:.0%}, which gives {low:.3g} to {high:.3g} mg/g",
        cites=tuple(cite for parameter in spread for cite in parameter.cites),
    )


def _around(result: Result) -> str:
    """The uncertainty that the laboratory gives, which is that of its own method alone."""
    if result.uncertainty is None:
        return ""
    return f" (± {_plain(result.uncertainty)} {result.unit} by the laboratory)"


def _share(parameter: Parameter) -> float:
    return parameter.value / 100.0 if parameter.unit == "%" else parameter.value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def together(*cvs: float) -> float:
    """The coefficient of variation of a product of independent log-normal quantities."""
    return math.sqrt(math.prod(1.0 + cv * cv for cv in cvs) - 1.0)


def lognormal_range(middle: float, cv: float) -> tuple[float, float]:
    """The 5 % and 95 % point of a log-normal quantity with this median."""
    omega = math.sqrt(math.log1p(cv * cv))
    return middle * math.exp(-DEVIATIONS * omega), middle * math.exp(DEVIATIONS * omega)
