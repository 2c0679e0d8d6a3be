"""The model card is the one that its tool writes, and says what it must."""

from __future__ import annotations

import model_card
import predicted_observed
import pytest

from ketum.evidence import KnowledgeBase


@pytest.fixture(scope="module")
def page(knowledge: KnowledgeBase) -> str:
    return model_card.page(knowledge)


def test_the_card_is_current(page: str) -> None:
    written = model_card.PAGE.read_text(encoding="utf-8")
    assert page == written, "run tools/model_card.py"


def test_the_half_life_after_fifteen_doses_is_computed_and_missed(
    knowledge: KnowledgeBase, page: str
) -> None:
    ratios = {
        model: next(
            row.ratio
            for row in predicted_observed.rows(knowledge, model)
            if model_card._is_late_half_life(row)
        )
        for model in model_card.MODELS
    }
    assert ratios["M1"] == pytest.approx(0.66, abs=0.005)
    assert ratios["M3"] == pytest.approx(0.95, abs=0.02)
    assert f"**{ratios['M1']:.2f}** of it" in page


def test_every_number_that_is_missed_stands_under_where_it_fails(
    knowledge: KnowledgeBase, page: str
) -> None:
    failures = page.split("## Where it fails")[1].split("## ", maxsplit=1)[0]
    missed = [row for row in predicted_observed.rows(knowledge) if not 0.8 <= row.ratio <= 1.25]
    assert missed
    for row in missed:
        assert f"| {row.what} | {row.analyte} | {row.quantity} |" in failures


def test_every_parameter_of_every_model_stands_on_the_card(
    knowledge: KnowledgeBase, page: str
) -> None:
    rows = page.split("## Parameters")[1].split("\n## ", maxsplit=1)[0]
    for model in knowledge.models.values():
        for symbol, parameter in model.parameters.items():
            assert f"| {symbol} | {parameter.value:g} | {parameter.unit} |" in rows


def test_who_was_never_tested_is_named(page: str) -> None:
    for words in ("liver disease", "pregnancy", "CYP3A5", "every day for months", "isolated 7-"):
        assert words in page
