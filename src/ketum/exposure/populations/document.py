"""A population as plain numbers and words, for JSON, CSV and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketum.exposure.document import DIGITS
from ketum.exposure.populations.answer import DoseGap, OfGroup, PopulationAnswer
from ketum.exposure.populations.cohort import MEASURES, Cohort
from ketum.exposure.populations.tally import ANALYTES
from ketum.exposure.summaries import RESOLUTION

UNITS = {"cmax": "ng/mL", "cmin": "ng/mL", "auc_24h": "ng*h/mL"}


def population_document(answer: PopulationAnswer, release: str) -> dict[str, object]:
    """What `ketum population --format json` prints."""
    cohort = answer.cohort
    return {
        "model": answer.model.id,
        "release": release,
        "status": answer.model.standing,
        "domain": answer.model.domain,
        "seed": cohort.seed,
        "people": cohort.people,
        "people_done": answer.done,
        "partial": answer.is_partial,
        "people_not_computed": answer.not_computed,
        "quantile_resolution": _digits(RESOLUTION),
        "groups": [_group(found, cohort) for found in answer.groups],
        "co_medications": [
            {
                "name": medicine.name,
                "people": people,
                "clearance_factor": medicine.clearance_factor,
                "not_computed": medicine.not_computed or None,
            }
            for medicine, people in zip(cohort.medicines, answer.with_medicine, strict=True)
        ],
        "beyond_studied": list(answer.beyond),
        "other_models": [_gap(each) for each in answer.gaps],
        "cites": [
            {"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in answer.cites
        ],
    }


def _group(found: OfGroup, cohort: Cohort) -> dict[str, object]:
    return {
        "respect": found.group.respect,
        "name": found.group.name,
        "people": found.people,
        "analytes": {
            analyte: {
                measure: {
                    "unit": UNITS[measure],
                    "quantiles": _quantiles(found, analyte, measure, cohort),
                }
                for measure in MEASURES
            }
            for analyte in ANALYTES
        },
        "above": [
            {
                "analyte": asked.analyte,
                "measure": asked.measure,
                "level": asked.level,
                "unit": UNITS[asked.measure],
                "people": people,
                "share": _digits(people / found.people) if found.people else None,
            }
            for asked, people in zip(cohort.above, found.above, strict=True)
        ],
    }


def _quantiles(
    found: OfGroup, analyte: str, measure: str, cohort: Cohort
) -> dict[str, float | None]:
    """By share of people; None where there is nobody."""
    values = found.quantiles(analyte, measure, cohort.quantiles)
    return {
        f"{share:g}": None if value is None else _digits(value)
        for share, value in zip(cohort.quantiles, values, strict=True)
    }


def _gap(each: DoseGap) -> dict[str, object]:
    return {
        "product": each.product,
        "regimen": each.regimen,
        "amount_mg": each.amount_mg,
        "interval_h": each.interval_h,
        "models": {
            gap.model: dict(zip(ANALYTES, map(_rounded, (gap.parent, gap.metabolite)), strict=True))
            for gap in each.gaps
        },
    }


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: _digits(value) for name, value in numbers.items()}


def _digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def population_rows(document: Mapping[str, object]) -> Iterator[list[object]]:
    """A line of names, then one for each group, substance, measure and quantile or level."""
    yield ["respect", "group", "people", "analyte", "measure", "unit", "statistic", "at", "value"]
    groups: list[dict[str, object]] = document["groups"]  # type: ignore[assignment]
    for group in groups:
        head = [group["respect"], group["name"], group["people"]]
        analytes: dict[str, dict[str, dict[str, object]]] = group["analytes"]  # type: ignore[assignment]
        for analyte, measures in analytes.items():
            for measure, found in measures.items():
                quantiles: dict[str, float | None] = found["quantiles"]  # type: ignore[assignment]
                for at, value in quantiles.items():
                    yield [*head, analyte, measure, found["unit"], "quantile", at, value]
        asked: list[dict[str, object]] = group["above"]  # type: ignore[assignment]
        for each in asked:
            names = [each["analyte"], each["measure"], each["unit"]]
            yield [*head, *names, "share above", each["level"], each["share"]]
