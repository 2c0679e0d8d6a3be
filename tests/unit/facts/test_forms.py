"""The form of a product is read beside whatever else is written; the most dangerous one counts."""

from __future__ import annotations

import pytest

from ketum.evidence import load
from ketum.facts.forms import form_of, is_label, strong_families


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("7OH chewables", "seven_oh"),
        ("pseudoindoxyl tablets", "seven_oh"),
        ("capsules and sometimes 7-OH tablets", "seven_oh"),
        ("leaf, plus 7-OH at night", "seven_oh"),
        ("full spectrum extract", "extract"),
        ("extract tablets 50x", "extract"),
        ("Feel Free", "extract"),
        ("K shot", "extract"),
        ("isolate", "extract"),
        ("red vein leaf powder", "leaf"),
        ("green maeng da powder", "leaf"),
        ("white borneo capsules", "leaf"),
        ("leaf powder, no extract", "leaf"),
        ("powder, never 7-OH", "leaf"),
    ],
)
def test_the_most_dangerous_form_named_inside_counts(text: str, family: str) -> None:
    form = form_of(text, load())
    assert form is not None
    assert form.family == family


def test_words_that_name_no_form_are_no_form() -> None:
    assert form_of("something purple", load()) is None


def test_the_name_of_a_strain_is_a_label_and_no_unknown_form() -> None:
    assert is_label("Red Bali", load())
    assert not is_label("Red Bali something", load())
    assert not is_label("", load())


@pytest.mark.parametrize(
    ("amount", "families"),
    [
        ("300 mg 7-OH a day", {"seven_oh"}),
        ("8 7-OH tablets of 20 mg a day", {"seven_oh"}),
        ("6 feel free shots a day", {"extract"}),
        ("5 g a day", set()),
        (None, set()),
    ],
)
def test_an_amount_that_names_a_strong_product_says_its_family(
    amount: str | None, families: set[str]
) -> None:
    assert strong_families(amount, load()) == families
