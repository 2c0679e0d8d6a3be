"""Certificates as text, CSV and JSON in many layouts: every number of them, and no other."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Censored, Certificate, Result, read_certificate
from ketum.product.certificate import Confidence

TEXTS = Path(__file__).resolve().parents[2] / "certificates" / "texts"
CERTIFICATES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(TEXTS.glob("*.toml"))
}
CENSORED = {
    "ND": Censored.NOT_DETECTED, "LOQ": Censored.BELOW_LOQ, "LOD": Censored.BELOW_LOD,
}  # fmt: skip

Value = tuple[str, str, Decimal | None, Censored | None, Decimal | None, bool | None]


def value_read(result: Result) -> Value:
    """What is held against the data; of one that is absent only that and the mass count."""
    if result.present is not None and result.unit.startswith("in "):
        return (result.analyte, result.unit, None, None, None, result.present)
    present = True if result.present else None
    return (result.analyte, result.unit, result.value, result.censored, result.limit, present)


def value_said(said: Sequence[Any]) -> Value:
    """A row of the data: "1.42", "ND", "LOQ<0.01", "absent" or "present"."""
    analyte, text, unit = said[:3]
    if text in ("absent", "present"):
        return (analyte, unit, None, None, None, text == "present")
    kind, _, limit = text.partition("<")
    if kind in CENSORED:
        return (analyte, unit, None, CENSORED[kind], Decimal(limit) if limit else None, None)
    return (analyte, unit, Decimal(text), None, None, None)


def says_something(value: Value) -> bool:
    """Whether there is a number, a limit, a mass of absence or a finding; "ND" alone says none."""
    return value[2] is not None or value[4] is not None or value[5] is not None


@pytest.fixture(scope="module")
def read(
    tmp_path_factory: pytest.TempPathFactory, knowledge: KnowledgeBase
) -> dict[str, Certificate]:
    folder = tmp_path_factory.mktemp("texts")
    found = {}
    for name, data in CERTIFICATES.items():
        path = folder / f"{name}.{data['suffix']}"
        path.write_text(data["text"].lstrip("\n"), encoding="utf-8")
        found[name] = read_certificate(path, knowledge)
    return found


@pytest.mark.parametrize("name", CERTIFICATES)
def test_every_number_is_read_and_none_is_wrong(name: str, read: dict[str, Certificate]) -> None:
    data = CERTIFICATES[name]
    found = Counter(map(value_read, read[name].results))
    said = Counter(map(value_said, data["results"]))
    possible = Counter(map(value_said, data.get("may", ())))
    missed = said - found
    wrong = found - said - possible
    assert not {v for v in wrong if says_something(v)}
    assert not missed


@pytest.mark.parametrize("name", CERTIFICATES)
def test_what_stands_beside_a_result_is_kept_with_it(
    name: str, read: dict[str, Certificate]
) -> None:
    for said in CERTIFICATES[name]["results"]:
        beside: Mapping[str, str] = said[3] if len(said) > 3 else {}
        near = [r for r in read[name].results if value_read(r) == value_said(said)]
        assert any(all(_has(r, key, text) for key, text in beside.items()) for r in near), said


def _has(result: Result, key: str, text: str) -> bool:
    if key in ("lod", "loq", "uncertainty"):
        return bool(getattr(result, key) == Decimal(text))
    if key in ("basis", "role"):
        return bool(getattr(result, key).value == text)
    return bool(getattr(result, "specification" if key == "spec" else key) == text)


@pytest.mark.parametrize("name", CERTIFICATES)
def test_what_is_not_taken_for_a_result_is_listed(name: str, read: dict[str, Certificate]) -> None:
    listed = [each.text for each in read[name].not_read]
    for text in CERTIFICATES[name].get("not_read", ()):
        assert any(each.startswith(text) for each in listed), text


@pytest.mark.parametrize("name", CERTIFICATES)
def test_the_header_is_read(name: str, read: dict[str, Certificate]) -> None:
    said = CERTIFICATES[name].get("header", {})
    header = read[name].header
    assert {key: header[key].value if key in header else None for key in said} == said


@pytest.mark.parametrize("name", CERTIFICATES)
def test_what_cannot_be_told_is_asked_and_doubted(name: str, read: dict[str, Certificate]) -> None:
    data = CERTIFICATES[name]
    assert len(read[name].questions) == data.get("asks", 0)
    assert sum(bool(result.doubts) for result in read[name].results) == data.get("doubts", 0)
    assert all(r.confidence in Confidence for r in read[name].results)
