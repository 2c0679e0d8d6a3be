"""Models that are handed on: what each language can say of which model."""

from __future__ import annotations

import pytest

from ketum.dosing import Form
from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exchange import mrgsolve, nonmem, sbml, structure_of


@pytest.mark.parametrize("language", [mrgsolve, nonmem])
def test_a_model_that_its_own_doses_change_is_refused_with_the_reason(
    knowledge: KnowledgeBase, language: object
) -> None:
    found = structure_of(knowledge.models["M2"], Form.CAPSULES, "test")
    assert callable(language)
    with pytest.raises(WrongUsage, match="gut"):
        language(found)


def test_a_form_of_which_nothing_is_known_is_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(WrongUsage, match="capsules, tea"):
        structure_of(knowledge.models["paynantheine"], Form.EXTRACT, "test")


@pytest.mark.parametrize("language", [mrgsolve, nonmem, sbml])
def test_every_text_says_what_was_studied_and_that_no_dose_follows(
    knowledge: KnowledgeBase, language: object
) -> None:
    assert callable(language)
    text = language(structure_of(knowledge.models["M1"], Form.TEA, "2026.11.22"))
    whole = " ".join(text.replace(";", " ").split())
    assert "once a day for up to 15 days" in whole
    assert "No dose follows from it" in whole
    assert "2026.11.22" in whole
    assert "tea" in whole


def test_an_error_of_measurement_that_is_not_known_is_not_invented(
    knowledge: KnowledgeBase,
) -> None:
    found = structure_of(knowledge.models["paynantheine"], Form.TEA, "test")
    assert "not known of this alkaloid" in nonmem(found)
    assert "DV_CP" not in mrgsolve(found)
