"""One wrong letter in a long name, never silently and never between two names."""

from __future__ import annotations

import pytest

from ketum.terminology import Field
from tests.unit.terminology.shipped import only, read, shipped


@pytest.mark.parametrize(
    ("text", "field", "name"),
    [
        ("escitalopran", Field.AGENTS, "escitalopram"),
        ("lamotrigin 100 mg", Field.AGENTS, "lamotrigine"),
        ("hypertenson", Field.CONDITIONS, "hypertension"),
        ("schizophrenea", Field.CONDITIONS, "schizophrenia"),
        ("seizurs", Field.SYMPTOMS, "seizure"),
    ],
)
def test_one_wrong_letter_is_read_and_shown(text: str, field: Field, name: str) -> None:
    concept = only(text, field)
    assert concept.label == name
    assert concept.read_as == name
    assert concept.why.startswith("one letter from")


def test_a_misspelt_name_may_still_be_denied() -> None:
    concept = only("not taking escitalopran", Field.AGENTS)
    assert concept.read_as == "escitalopram, not present"


@pytest.mark.parametrize("text", ["escitaloprens", "xanac", "codin", "escitalopran1"])
def test_two_letters_a_short_name_or_a_digit_are_not_guessed(text: str) -> None:
    assert read(text, Field.AGENTS).concepts == ()


def test_two_near_names_are_both_given_and_none_is_chosen() -> None:
    reading = read("borphine", Field.AGENTS)
    assert reading.concepts == ()
    assert set(reading.not_recognised[0].candidates) == {"morphine", "brorphine"}


def test_an_ordinary_word_is_no_neighbour() -> None:
    assert read("crystel", Field.AGENTS).concepts == ()


def test_a_listed_name_is_never_taken_for_its_neighbour() -> None:
    assert only("clonazepam", Field.AGENTS).id == "clonazepam"
    assert only("clonazolam", Field.AGENTS).id == "clonazolam"
    assert only("prednisone", Field.AGENTS).id == "prednisone"


def test_a_name_of_another_field_is_not_bent_into_this_one() -> None:
    listed = [term for term in shipped().terms.values() if term.kind == "laboratory"]
    for term in listed:
        for concept in read(term.label, Field.AGENTS).concepts:
            assert concept.read_as is None or not concept.why.startswith("one letter")
