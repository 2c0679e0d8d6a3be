"""What a certificate reports is what is read from its PDF: no number wrong, hardly one missed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from make_certificates import Made, Reported, certificates

from ketum.evidence import KnowledgeBase
from ketum.product import read_certificate
from ketum.product.certificate import Certificate, Result

CERTIFICATES = list(certificates())
RECALL = Decimal("0.98")

Value = tuple[str, str, str, Decimal | None, bool, Decimal | None, bool | None]


def value_of(result: Result, is_alone: bool) -> Value:
    """What is held against the data; which of the limits censors is held by the limit itself."""
    sample = "" if is_alone else result.sample
    return (
        sample, result.analyte, result.unit, result.value,
        result.present is None and result.censored is not None, result.limit, result.present,
    )  # fmt: skip


def value_reported(reported: Reported) -> Value:
    value, limit = (None if n is None else Decimal(n) for n in (reported.value, reported.limit))
    return (
        reported.sample, reported.analyte, reported.unit, value,
        reported.censored is not None, limit, reported.present,
    )  # fmt: skip


def read_back(made: Made, folder: Path, knowledge: KnowledgeBase) -> Certificate:
    path = folder / f"{made.name}.pdf"
    path.write_bytes(made.pdf)
    return read_certificate(path, knowledge)


def compared(made: Made, certificate: Certificate) -> tuple[Counter[Value], Counter[Value]]:
    """What was read and not reported, and what was reported and not read."""
    is_alone = not any(each.sample for each in made.reported)
    read = Counter(value_of(result, is_alone) for result in certificate.results)
    reported = Counter(map(value_reported, made.reported))
    return read - reported, reported - read


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_no_number_is_wrong(made: Made, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    wrong, _ = compared(made, read_back(made, tmp_path, knowledge))
    assert not wrong


def test_hardly_a_value_is_missed(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    missed: Counter[Value] = Counter()
    for made in CERTIFICATES:
        missed += compared(made, read_back(made, tmp_path, knowledge))[1]
    total = sum(len(made.reported) for made in CERTIFICATES)
    assert total - missed.total() >= RECALL * total, missed


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_the_header_is_read_and_the_mark_seen(
    made: Made, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    certificate = read_back(made, tmp_path, knowledge)
    assert certificate.marked_synthetic
    assert {key: certificate.header[key].value for key in made.header} == made.header
