"""A note beside a value may change its limit: then the limit of the table no longer holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product.certificate import Confidence, Result
from ketum.product.notes import mark_of_note, mark_of_row, may_change_a_limit
from ketum.product.tables import understand
from ketum.product.text_document import text_document

TABLE = """Certificate of Analysis (synthetic)
Analyte                Result (mg/g)   LOD (mg/g)
Mitragynine            {first:<16}0.01
7-Hydroxymitragynine   {second:<16}0.02
Paynantheine           3.1             0.01
{note}
"""


def read(knowledge: KnowledgeBase, **parts: str) -> dict[str, Result]:
    told = {"first": "", "second": "", "note": "", **parts}
    told |= {"first": f"15.2{told['first']}", "second": f"ND{told['second']}"}
    text = TABLE.format(**told)
    found = understand(text_document(text), knowledge)
    return {result.analyte: result for result in found.results}


def test_without_a_note_the_limit_of_the_table_holds(knowledge: KnowledgeBase) -> None:
    assert read(knowledge)["7-hydroxymitragynine"].limit == Decimal("0.02")


def test_a_limit_that_a_note_raised_is_not_known(knowledge: KnowledgeBase) -> None:
    note = "† LOD for 7-hydroxymitragynine was raised to 3 mg/g by matrix interference."
    result = read(knowledge, second="†", note=note)["7-hydroxymitragynine"]
    assert (result.limit, result.lod, result.confidence) == (None, None, Confidence.LOW)
    assert "raised to 3 mg/g" in result.doubts[0]


def test_a_limit_that_a_note_states_is_the_limit_of_its_own_row_only(
    knowledge: KnowledgeBase,
) -> None:
    text = (
        "Certificate of Analysis (synthetic)\n"
        "Analyte                Result (%)\n"
        "Mitragynine            1.52\n"
        "7-Hydroxymitragynine   ND (1)\n"
        "Speciogynine           ND\n"
        "(1) LOD 3.0 mg/g\n"
    )
    found = understand(text_document(text), knowledge)
    limits = {result.analyte: result.limit for result in found.results}
    assert limits["7-hydroxymitragynine"] == Decimal("0.3")
    assert limits["speciogynine"] is None


def test_an_estimated_value_is_of_low_confidence_and_says_why(knowledge: KnowledgeBase) -> None:
    found = read(knowledge, first=" *", note="* Estimated; outside calibration range.")
    assert found["mitragynine"].confidence is Confidence.LOW
    assert "outside calibration" in found["mitragynine"].doubts[0]
    assert found["paynantheine"].doubts == ()


def test_a_note_on_something_else_changes_nothing(knowledge: KnowledgeBase) -> None:
    found = read(knowledge, second="*", note="* Accredited method.")
    assert found["7-hydroxymitragynine"].limit == Decimal("0.02")


@pytest.mark.parametrize(
    ("cells", "mark"),
    [(["Lead", "ND†"], "†"), (["Lead*", "0.2"], "*"), (["Lead", "ND (1)"], "1"), (["Lead"], ""),
     (["Lead (Pb)", "0.2"], ""), (["Lead", "ND (0.01)"], "")],
)  # fmt: skip
def test_the_mark_of_a_row_is_found(cells: list[str], mark: str) -> None:
    assert mark_of_row(cells) == mark


def test_a_note_begins_with_its_mark_and_speaks_of_limits_or_not() -> None:
    assert [mark_of_note(t) for t in ("(1) LOD 3", "† raised", "* accredited", "Lead 0.2")] == [
        "1", "†", "*", "",
    ]  # fmt: skip
    assert may_change_a_limit("1", {"1": "(1) LOD 3 mg/g"})
    assert not may_change_a_limit("*", {"*": "* accredited to ISO 17025"})
    assert not may_change_a_limit("*", {})
