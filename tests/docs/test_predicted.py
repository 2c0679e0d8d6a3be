"""The page on predicted and observed is the one that its tool writes."""

from __future__ import annotations

from pathlib import Path

import predicted_observed
import pytest

from ketum.evidence import KnowledgeBase


def test_the_page_is_current(knowledge: KnowledgeBase) -> None:
    written = predicted_observed.PAGE.read_text(encoding="utf-8")
    assert predicted_observed.page(knowledge) == written, "run tools/predicted_observed.py"


def test_the_fit_is_as_close_as_it_was_published_to_be(
    knowledge: KnowledgeBase,
) -> None:
    ratios = [row.ratio for row in predicted_observed.rows(knowledge) if row.in_fit]
    assert predicted_observed.fold_error(ratios) < 1.1
    assert all(0.75 <= ratio <= 1.3 for ratio in ratios)


def test_a_fold_error_counts_too_much_as_it_counts_too_little() -> None:
    assert predicted_observed.fold_error([2, 0.5]) == pytest.approx(2)
    assert predicted_observed.fold_error([1]) == 1


def test_what_was_measured_names_its_source(knowledge: KnowledgeBase) -> None:
    text = Path(predicted_observed.OBSERVED).read_text(encoding="utf-8")
    sources = {line.split(",")[1] for line in text.splitlines()[1:]}
    assert sources <= set(knowledge.sources)
