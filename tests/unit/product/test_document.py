"""A certificate as an object: nothing is lost on the way, and damage is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketum.errors import InputRefused
from ketum.product import (
    Basis,
    Censored,
    Certificate,
    Confidence,
    HeaderField,
    NotRead,
    Result,
    Role,
)
from ketum.product.document import certificate_object, certificate_of

numbers = st.none() | st.decimals(min_value=0, max_value=10**9, places=6)
words = st.text(max_size=20)
results = st.builds(
    Result,
    analyte=words,
    unit=words,
    value=numbers,
    present=st.none() | st.booleans(),
    censored=st.none() | st.sampled_from(Censored),
    limit=numbers,
    lod=numbers,
    loq=numbers,
    uncertainty=numbers,
    basis=st.sampled_from(Basis),
    role=st.sampled_from(Role),
    specification=words,
    method=words,
    sample=words,
    as_read=words,
    page=st.integers(0, 60),
    line=st.integers(0, 900),
    confidence=st.sampled_from(Confidence),
    doubts=st.lists(words, max_size=2).map(tuple),
    corrected=st.booleans(),
)
fields = st.builds(
    HeaderField,
    value=words,
    as_read=words,
    page=st.integers(0, 60),
    line=st.integers(0, 900),
    confidence=st.sampled_from(Confidence),
)
missed = st.builds(NotRead, text=words, why=words, page=st.integers(0, 60), line=st.just(1))
headers = st.dictionaries(words, fields, max_size=3)
certificates = st.builds(
    Certificate,
    kind=st.sampled_from(["pdf", "text", "csv", "json"]),
    pages=st.integers(0, 60),
    header=headers,
    samples=st.dictionaries(words, headers, max_size=2),
    results=st.lists(results, max_size=4).map(tuple),
    not_read=st.lists(missed, max_size=2).map(tuple),
    questions=st.lists(words, max_size=2).map(tuple),
    marked_synthetic=st.booleans(),
    confirmed_by=words,
    confirmed_on=words,
)


@given(certificate=certificates)
def test_a_certificate_comes_back_from_its_json_as_it_was(certificate: Certificate) -> None:
    written = json.dumps(certificate_object(certificate))
    assert certificate_of(json.loads(written)) == certificate


LEAD = Result(analyte="lead", unit="ppm", value=Decimal("1.2"), as_read="1.2", page=1, line=3)
PLAIN = Certificate(
    kind="text",
    pages=1,
    results=(
        Result(analyte="lead", unit="ppm", value=Decimal("1.2"), as_read="1.2", page=1, line=3),
    ),
)


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("value", "much", "certificate.results[0].value"),
        ("value", -1, "certificate.results[0].value"),
        ("value", True, "certificate.results[0].value"),
        ("limit", "NaN", "certificate.results[0].limit"),
        ("censored", "hidden", "certificate.results[0].censored"),
        ("present", "yes", "certificate.results[0].present"),
        ("page", -1, "certificate.results[0].page"),
        ("doubts", [1], "certificate.results[0].doubts"),
        ("analyte", 5, "certificate.results[0].analyte"),
    ],
)
def test_a_damaged_value_is_refused_with_its_place_and_without_itself(
    key: str, value: object, place: str
) -> None:
    content = certificate_object(PLAIN)
    content["results"][0][key] = value  # type: ignore[index]
    with pytest.raises(InputRefused) as refused:
        certificate_of(content)
    (complaint,) = refused.value.complaints
    assert complaint.place == place
    assert "much" not in str(complaint)
    assert "hidden" not in str(complaint)


def test_every_fault_is_named_at_once() -> None:
    content = {**certificate_object(PLAIN), "results": 3, "header": [], "kind": 7}
    with pytest.raises(InputRefused) as refused:
        certificate_of(content)
    places = {complaint.place for complaint in refused.value.complaints}
    assert places == {"certificate.results", "certificate.header", "certificate.kind"}


def test_a_confirmed_certificate_stays_confirmed() -> None:
    signed = replace(PLAIN, confirmed_by="A. Reader", confirmed_on="2026-11-23")
    assert certificate_of(certificate_object(signed)).is_confirmed
    assert not certificate_of(certificate_object(PLAIN)).is_confirmed
