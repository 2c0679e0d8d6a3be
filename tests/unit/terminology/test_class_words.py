"""Words for what a medicine is for, ordinary words, and common misspellings."""

from __future__ import annotations

import pytest

from ketum.terminology import ConceptKind, Field
from tests.unit.terminology.shipped import only, read


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("antibiotics", "antibiotics"),
        ("antifungal", "antifungals"),
        ("seizure medicine", "antiepileptics"),
        ("nerve pills", "benzodiazepines"),
        ("diet pills", "diet_pills"),
    ],
)
def test_a_word_for_what_a_medicine_is_for_names_a_class(text: str, group: str) -> None:
    concept = only(text, Field.AGENTS)
    assert (concept.kind, concept.id) == (ConceptKind.DRUG_CLASS, group)
    assert len(concept.drug_ids) > 1


def test_unisom_is_either_of_two_sedating_antihistamines() -> None:
    assert set(only("Unisom", Field.AGENTS).drug_ids) == {"doxylamine", "diphenhydramine"}


@pytest.mark.parametrize("text", ["ice cream", "heart pills", "a coke a day"])
def test_an_ordinary_word_in_its_ordinary_place_is_no_drug_and_is_asked(text: str) -> None:
    reading = read(text, Field.AGENTS)
    assert reading.concepts == ()
    assert reading.not_recognised[0].candidates


@pytest.mark.parametrize(
    ("text", "drug"),
    [("zanex", "alprazolam"), ("Xannax", "alprazolam"), ("st john's wart", "st-john-s-wort")],
)
def test_a_common_misspelling_is_found(text: str, drug: str) -> None:
    assert only(text, Field.AGENTS).id == drug


def test_of_two_names_between_which_a_writer_wavers_neither_is_dropped() -> None:
    reading = read("hydroxyzine vs hydralazine", Field.AGENTS)
    assert [concept.id for concept in reading.concepts] == ["hydroxyzine"]
    assert [unread.text for unread in reading.not_recognised] == ["hydralazine"]


def test_never_smoked_or_used_denies_both() -> None:
    concepts = read("never smoked or used heroin", Field.AGENTS).concepts
    assert [(c.id, c.present) for c in concepts] == [("tobacco-smoke", False), ("heroin", False)]
