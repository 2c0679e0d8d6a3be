"""Certificates by hand, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ketum.product import Basis, Censored, Certificate, HeaderField, Result, Role

MITRAGYNINE = "mitragynine"
SEVEN_OH = "7-hydroxymitragynine"
PSEUDOINDOXYL = "mitragynine pseudoindoxyl"


def result(
    analyte: str,
    value: str | None,
    unit: str,
    *,
    present: bool | None = None,
    censored: Censored | None = None,
    limit: str | None = None,
    uncertainty: str | None = None,
    basis: Basis = Basis.PRODUCT,
    role: Role = Role.MEASURED,
    sample: str = "",
    as_read: str = "",
) -> Result:
    return Result(
        analyte=analyte,
        value=None if value is None else Decimal(value),
        unit=unit,
        present=present,
        censored=censored,
        limit=None if limit is None else Decimal(limit),
        uncertainty=None if uncertainty is None else Decimal(uncertainty),
        basis=basis,
        role=role,
        sample=sample,
        as_read=as_read or f"{analyte} {value} {unit}",
        page=1,
        line=1,
    )


def not_detected(analyte: str, limit: str | None, unit: str) -> Result:
    return result(analyte, None, unit, censored=Censored.NOT_DETECTED, limit=limit)


def fields(header: Mapping[str, str]) -> dict[str, HeaderField]:
    return {
        name: HeaderField(value=value, as_read=value, page=1, line=1)
        for name, value in header.items()
    }


def certificate(
    *results: Result,
    header: Mapping[str, str] | None = None,
    samples: Mapping[str, Mapping[str, str]] | None = None,
    marked_synthetic: bool = False,
    confirmed_by: str = "",
) -> Certificate:
    return Certificate(
        kind="typed",
        pages=1,
        header=fields(header or {}),
        samples={name: fields(own) for name, own in (samples or {}).items()},
        results=results,
        marked_synthetic=marked_synthetic,
        confirmed_by=confirmed_by,
    )
