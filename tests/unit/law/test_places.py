"""What a place is read as."""

from __future__ import annotations

import pytest

from ketum.evidence import load
from ketum.law import read_place

BOOK = load().law


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("US-KY", "US-KY"),
        ("us-ky", "US-KY"),
        ("Kentucky", "US-KY"),
        ("Kentucky, United States", "US-KY"),
        ("Louisville, Kentucky", "US-KY"),
        ("US-NY:Suffolk County", "US-NY:Suffolk County"),
        ("Suffolk County, New York", "US-NY:Suffolk County"),
        ("suffolk county, ny", "US-NY:Suffolk County"),
        ("Georgia, USA", "US-GA"),
        ("Athens, GA", "US-GA"),
        ("Bayern, DE", "DE-BY"),
        ("DE-BY", "DE-BY"),
        ("UK", "GB"),
        ("Czech Republic", "CZ"),
        ("THA", "TH"),
        ("Deutschland", ""),
        ("Georgia", ""),
        ("", ""),
    ],
)
def test_a_place_is_read_from_its_code_or_its_name(said: str, code: str) -> None:
    assert read_place(said, BOOK).code == code


def test_a_name_of_several_places_gives_them_all() -> None:
    assert read_place("Georgia", BOOK).could_be == ("US-GA", "GE")


@pytest.mark.parametrize(
    ("said", "code"), [("Denver", "US-CO:Denver"), ("Sarasota", "US-FL:Sarasota County")]
)
def test_a_town_without_its_state_is_asked_for_with_it(said: str, code: str) -> None:
    reading = read_place(said, BOOK)
    assert (reading.code, reading.could_be) == ("", (code,))


def test_a_town_without_a_record_is_said_to_have_none() -> None:
    assert read_place("Nashville, Tennessee", BOOK).unlisted == "Nashville"
    assert read_place("Suffolk County, NY", BOOK).unlisted == ""


def test_the_layers_go_from_the_widest_to_the_place() -> None:
    assert read_place("US-NY:Suffolk County", BOOK).layers == (
        "UN", "US", "US-NY", "US-NY:Suffolk County",
    )  # fmt: skip
    assert read_place("DE", BOOK).layers == ("UN", "EU", "DE")
