"""More than a number can be over a limit; what is printed and not read was not left untested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Judged, assess
from ketum.product.certificate import Censored
from ketum.product.content import contents
from ketum.product.document import certificate_object, certificate_of
from tests.unit.product.certificates import MITRAGYNINE
from tests.unit.product.texts import Reader, of, reader

TODAY = date(2026, 11, 23)
METALS = "Element    Result    Unit\nLead       >3        ppm\nArsenic    0.1       ppm\n"


@pytest.fixture
def read(tmp_path: Path, knowledge: KnowledgeBase) -> Reader:
    return reader(tmp_path, knowledge)


def test_a_metal_above_a_number_fails_a_limit_below_it(
    read: Reader, knowledge: KnowledgeBase
) -> None:
    found = read(METALS)
    lead = of(found, "lead")
    assert (lead.censored, lead.limit, lead.value) == (Censored.ABOVE, Decimal(3), None)
    judged = assess(found, knowledge, on=TODAY)
    failed = [v for v in judged.failed if v.analyte == "lead" and "ppm" in v.arithmetic]
    assert failed
    assert not [v for v in judged.verdicts if v.analyte == "lead" and v.verdict is Judged.PASS]


def test_above_a_number_says_nothing_of_a_limit_above_it(
    read: Reader, knowledge: KnowledgeBase
) -> None:
    found = read(METALS.replace(">3", ">0.2"))
    judged = {v.verdict for v in assess(found, knowledge, on=TODAY).verdicts if v.analyte == "lead"}
    assert judged == {Judged.CANNOT_TELL}


def test_above_a_number_is_kept_in_the_object_and_in_the_content(
    read: Reader, knowledge: KnowledgeBase
) -> None:
    found = read("Analyte        Result (mg/g)\nMitragynine    > 20\nPaynantheine    2\n")
    again = certificate_of(certificate_object(found))
    assert again.results == found.results
    held = contents(found, None, knowledge)[MITRAGYNINE]
    assert (held.low, held.high, held.mg_per_g) == (20.0, None, None)


def test_a_laboratory_that_says_fail_is_heard(read: Reader) -> None:
    found = read("Lead  0.20 ppm\nMercury  0.45 ppm   Limit 0.4  Fail\n")
    mercury = of(found, "mercury")
    assert mercury.value == Decimal("0.45")
    assert mercury.specification == "Limit 0.4"
    assert mercury.doubts == ("the laboratory itself says that it fails",)
    assert not of(found, "lead").doubts


def test_what_is_printed_and_not_read_is_not_called_untested(
    read: Reader, knowledge: KnowledgeBase
) -> None:
    found = read(METALS + "Cadmium    0.5 J?    ppm\n")
    assert [each.names for each in found.not_read] == [("cadmium",)]
    verdicts = assess(found, knowledge, on=TODAY).verdicts
    (panel,) = [v for v in verdicts if v.question == "Were the heavy metals tested?"]
    assert panel.arithmetic == "not tested: mercury; printed, but not read: cadmium"
