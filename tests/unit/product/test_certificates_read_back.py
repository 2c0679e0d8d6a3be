"""What a certificate reports is what is read from its PDF: no number wrong, hardly one missed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from certificate_layouts import certificate_data
from make_certificates import Made, Reported, certificates, make

from ketum.evidence import KnowledgeBase
from ketum.product import read_certificate
from ketum.product.certificate import Certificate, Result

CERTIFICATES = list(certificates())
SEEDS = range(12)
RECALL = Decimal("0.98")

Value = tuple[str, str, str, Decimal | None, bool, Decimal | None, bool | None]


def value_of(result: Result, sample: str) -> Value:
    """What is held against the data; which of two limits censors is told by the limit itself."""
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


def says_something(value: Value) -> bool:
    """Whether there is a number, a limit or a test of absence; "ND" alone says nothing."""
    return value[3] is not None or value[5] is not None or bool(value[6] is not None and value[2])


def compared(made: Made, certificate: Certificate) -> tuple[Counter[Value], Counter[Value]]:
    """What was read and not reported, and what was reported and not read."""
    is_alone = not any(each.sample for each in made.reported)
    read = Counter(value_of(each, "" if is_alone else each.sample) for each in certificate.results)
    reported = Counter(map(value_reported, made.reported))
    wrong = Counter({v: n for v, n in (read - reported).items() if says_something(v)})
    return wrong, Counter({v: n for v, n in (reported - read).items() if says_something(v)})


def read_back(made: Made, folder: Path, knowledge: KnowledgeBase) -> Certificate:
    path = folder / f"{made.name}.pdf"
    path.write_bytes(made.pdf)
    return read_certificate(path, knowledge)


@pytest.fixture(scope="module")
def read(
    tmp_path_factory: pytest.TempPathFactory, knowledge: KnowledgeBase
) -> dict[str, Certificate]:
    """Every certificate of the folder, read once."""
    folder = tmp_path_factory.mktemp("certificates")
    return {made.name: read_back(made, folder, knowledge) for made in CERTIFICATES}


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_no_number_is_wrong(made: Made, read: dict[str, Certificate]) -> None:
    wrong, _ = compared(made, read[made.name])
    assert not wrong


def test_hardly_a_value_is_missed(read: dict[str, Certificate]) -> None:
    missed: Counter[Value] = Counter()
    for made in CERTIFICATES:
        missed += compared(made, read[made.name])[1]
    total = sum(len(made.reported) for made in CERTIFICATES)
    assert total - missed.total() >= RECALL * total, missed


@pytest.mark.parametrize("made", CERTIFICATES, ids=lambda made: made.name)
def test_the_header_is_read_and_the_mark_seen(made: Made, read: dict[str, Certificate]) -> None:
    certificate = read[made.name]
    assert certificate.marked_synthetic
    assert {key: certificate.header[key].value for key in made.header} == made.header


@pytest.mark.parametrize("seed", SEEDS)
def test_a_layout_that_nobody_chose_gives_no_wrong_number(
    seed: int, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    made = make(f"layout-{seed}", certificate_data(seed))
    wrong, missed = compared(made, read_back(made, tmp_path, knowledge))
    assert not wrong
    assert not missed
