"""Which findings a certificate gives; an unconfirmed one gives only that it needs confirming."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Finding, Severity
from ketum.product import Censored, Certificate, Result, Unreadable, assess
from ketum.product.findings import product_findings, unreadable_findings
from tests.unit.product.test_content import certificate

DAY = date(2026, 11, 23)
HEADER = {
    "lot": "A1",
    "reported": "2026-09-01",
    "accreditation": "ISO/IEC 17025 No. 1234",
}


def result(analyte: str, value: str, unit: str) -> Result:
    return Result(analyte=analyte, unit=unit, value=Decimal(value), as_read=value, page=1, line=1)


LEAF = (
    result("mitragynine", "14", "mg/g"),
    result("paynantheine", "3.6", "mg/g"),
    result("speciogynine", "2.2", "mg/g"),
    result("speciociliatine", "3.1", "mg/g"),
)
BELOW = Result(
    analyte="7-hydroxymitragynine", unit="mg/g", censored=Censored.BELOW_LOQ,
    limit=Decimal("0.03"), as_read="<LOQ", page=1, line=1,
)  # fmt: skip


def found(
    knowledge: KnowledgeBase, *results: Result, confirmed: bool = True, grams: float = 5.0,
    wanted: str = "A1",
) -> dict[str, Finding]:  # fmt: skip
    read: Certificate = certificate(*results, **HEADER)
    if confirmed:
        read = replace(read, confirmed_by="A. Reader", confirmed_on="2026-11-23")
    judged = assess(read, knowledge, on=DAY, grams_per_day=grams, wanted_lot=wanted)
    return {each.code: each for each in product_findings(judged, read, knowledge)}


@pytest.mark.parametrize(
    ("added", "code", "severity"),
    [
        (result("MGM-15", "0.5", "mg/g"), "PROD_ADULTERANT_SUSPECT", Severity.CONTRAINDICATED),
        (result("tramadol", "1", "mg/g"), "PROD_ADULTERANT_SUSPECT", Severity.CONTRAINDICATED),
        (
            result("7-hydroxymitragynine", "22", "mg/g"),
            "PROD_7OH_CONCENTRATE",
            Severity.CONTRAINDICATED,
        ),
        (result("7-hydroxymitragynine", "1.1", "mg/g"), "PROD_EXTRACT_POTENCY", Severity.MAJOR),
        (result("lead", "1.1", "ppm"), "PROD_CONTAMINANT", Severity.MAJOR),
        (
            Result(analyte="Salmonella", unit="in 25 g", present=True, as_read="Positive",
                   page=1, line=1),
            "PROD_CONTAMINANT",
            Severity.MAJOR,
        ),
        (
            result("total combined yeasts and moulds", "2000", "CFU/g"),
            "PROD_CONTAMINANT",
            Severity.MODERATE,
        ),
    ],
)  # fmt: skip
def test_what_is_over_is_found_as_loud_as_the_rule_says(
    knowledge: KnowledgeBase, added: Result, code: str, severity: Severity
) -> None:
    assert code not in found(knowledge, *LEAF, BELOW)
    finding = found(knowledge, *LEAF, added)[code]
    assert finding.severity is severity
    assert finding.because
    assert finding.cites


def test_lead_counts_at_the_daily_amount(knowledge: KnowledgeBase) -> None:
    lead = result("lead", "0.9", "ppm")
    assert "PROD_CONTAMINANT" not in found(knowledge, *LEAF, lead, grams=5.5)
    heavy = found(knowledge, *LEAF, lead, grams=5.6)["PROD_CONTAMINANT"]
    assert "0.9 ug/g x 5.6 g/day = 5.04 ug/day" in heavy.because[0].value


def test_a_limit_that_asks_only_for_a_warning_is_no_finding(knowledge: KnowledgeBase) -> None:
    assert "PROD_CONTAMINANT" not in found(knowledge, *LEAF, result("lead", "0.2", "ppm"))


def test_another_lot_in_hand_makes_the_certificate_inadequate(knowledge: KnowledgeBase) -> None:
    finding = found(knowledge, *LEAF, wanted="B2")["PROD_COA_INADEQUATE"]
    assert any("B2" in because.value for because in finding.because)


def test_a_detection_limit_that_is_too_high_makes_it_inadequate(knowledge: KnowledgeBase) -> None:
    blind = replace(BELOW, censored=Censored.NOT_DETECTED, limit=Decimal(3), as_read="ND")
    finding = found(knowledge, *LEAF, blind)["PROD_COA_INADEQUATE"]
    assert finding.severity is Severity.MODERATE


def test_of_an_unconfirmed_reading_one_finding_says_what_would_be_found(
    knowledge: KnowledgeBase,
) -> None:
    loud = found(knowledge, *LEAF, result("MGM-15", "5", "mg/g"), confirmed=False)
    assert set(loud) == {"PROD_COA_INADEQUATE"}
    (finding,) = loud.values()
    assert finding.severity is Severity.MODERATE
    assert any("would be found (contraindicated)" in because.value for because in finding.because)


def test_what_cannot_be_read_is_found_and_quotes_nothing(knowledge: KnowledgeBase) -> None:
    (finding,) = unreadable_findings(Unreadable("It cannot be opened."), knowledge)
    assert finding.code == "PROD_COA_INADEQUATE"
    assert "It cannot be opened." in finding.because[0].value
