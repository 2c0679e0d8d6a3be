"""From the words of a case to doses, or to why there are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketum.case import Case, Kratom, Listing, Person
from ketum.dosing import Dosing, Form, NotComputable, beyond_studied, dosing_of
from ketum.evidence import KnowledgeBase
from ketum.facts import establish

OTHERS = 5


def read(
    knowledge: KnowledgeBase, *kratom: dict[str, Any], location: str | None = None
) -> Dosing | NotComputable:
    entries = tuple(Kratom(place=f"kratom[{i}]", **each) for i, each in enumerate(kratom))
    case = Case(
        on=date(2026, 11, 22),
        person=Person(location=location, weight_kg=82),
        kratom=Listing(asked=True, entries=entries),
    )
    return dosing_of(case, establish(case, knowledge), knowledge)


def computed(knowledge: KnowledgeBase, location: str | None = None, **kratom: Any) -> Dosing:
    found = read(knowledge, kratom, location=location)
    assert isinstance(found, Dosing)
    return found


def test_grams_become_a_week_of_doses_of_every_alkaloid(knowledge: KnowledgeBase) -> None:
    found = computed(knowledge, form="leaf powder", grams_per_dose=2, doses_per_day=3)
    assert found.form is Form.CAPSULES
    assert len(found.doses) == 1 + OTHERS
    (first,) = found.of("mitragynine")
    assert first.amount_mg == pytest.approx(30)
    assert (first.addl + 1, first.ii_h) == (21, 8)
    (second,) = found.of("speciociliatine")
    assert second.amount_mg == pytest.approx(30 * 5.12 / 19.48, rel=1e-3)
    assert found.weight_kg == 82
    assert found.leaf_g == pytest.approx(2)
    assert found.content_cv == pytest.approx(0.35)


def test_what_was_assumed_is_said(knowledge: KnowledgeBase) -> None:
    found = computed(knowledge, form="leaf powder", grams_per_day=6, doses_per_day=3)
    assert any("15 mg/g" in sentence for sentence in found.assumed)
    assert any("evenly" in sentence for sentence in found.assumed)
    stated = computed(knowledge, form="capsules", mitragynine_mg_per_day=30, doses_per_day=1)
    assert not any("mg/g" in sentence or "evenly" in sentence for sentence in stated.assumed)
    assert stated.content_cv == 0


def test_leaf_from_thailand_is_less_sure(knowledge: KnowledgeBase) -> None:
    here, there = (
        computed(knowledge, location=place, form="tea", grams_per_day=6, doses_per_day=3)
        for place in ("US-TX", "TH-84")
    )
    assert here.content_cv < there.content_cv
    assert here.form is Form.TEA


def test_a_range_of_grams_widens_the_content(knowledge: KnowledgeBase) -> None:
    exact = computed(knowledge, form="powder", amount="3 g twice daily")
    loose = computed(knowledge, form="powder", amount="2-4 g twice daily")
    assert loose.content_cv > exact.content_cv


def test_use_shorter_than_a_week_is_followed_for_as_long_as_it_lasted(
    knowledge: KnowledgeBase,
) -> None:
    for duration, doses in (("3 days", 3), ("2 years", 7), (None, 7)):
        use = computed(
            knowledge, form="powder", grams_per_day=3, doses_per_day=1, duration=duration
        )
        (first, *_) = use.doses
        assert first.addl + 1 == doses


def test_of_an_extract_only_mitragynine_is_known(knowledge: KnowledgeBase) -> None:
    found = computed(knowledge, form="extract", mitragynine_mg_per_day=60, doses_per_day=2)
    assert {dose.analyte for dose in found.doses} == {"mitragynine"}
    assert len(found.left_out) == OTHERS


@pytest.mark.parametrize(
    ("kratom", "says"),
    [
        ([{"form": "none"}], "not in use"),
        ([], "not in use"),
        ([{"form": "7-OH tablets", "doses_per_day": 3}], "itself"),
        ([{"form": "pseudoindoxyl", "doses_per_day": 3}], "itself"),
        ([{"form": "MGM-15", "doses_per_day": 3}], "itself"),
        ([{"form": "adulterated", "doses_per_day": 3}], "something else"),
        ([{"form": "gas station product", "grams_per_day": 5, "doses_per_day": 3}], "form"),
        ([{"grams_per_day": 5, "doses_per_day": 3}], "form"),
        ([{"form": "powder", "grams_per_day": 5}], "How many doses"),
        ([{"form": "powder", "doses_per_day": 3}], "How much"),
        ([{"form": "extract", "grams_per_day": 5, "doses_per_day": 3}], "strength"),
        (
            [{"form": "powder", "grams_per_day": 5, "doses_per_day": 3}, {"form": "tea"}],
            "Several products",
        ),
    ],
)
def test_what_cannot_be_computed_says_why(
    knowledge: KnowledgeBase, kratom: list[dict[str, Any]], says: str
) -> None:
    found = read(knowledge, *kratom)
    assert isinstance(found, NotComputable)
    assert says in found.why


def respects(knowledge: KnowledgeBase, **kratom: Any) -> set[str]:
    found = beyond_studied(computed(knowledge, form="capsules", **kratom), knowledge)
    assert all(entry.cites for entry in found)
    return {entry.respect for entry in found}


@pytest.mark.parametrize(
    ("kratom", "beyond"),
    [
        ({"grams_per_dose": 4, "doses_per_day": 1, "duration": "15 days"}, set()),
        ({"grams_per_dose": 4.1, "doses_per_day": 1}, {"dose", "daily amount"}),
        ({"grams_per_dose": 2, "doses_per_day": 2}, {"frequency"}),
        ({"grams_per_dose": 2.1, "doses_per_day": 2}, {"frequency", "daily amount"}),
        ({"grams_per_dose": 2, "doses_per_day": 1, "duration": "16 days"}, {"duration"}),
        ({"grams_per_dose": 12, "doses_per_day": 1, "duration": "1 day"}, set()),
        ({"grams_per_dose": 12.1, "doses_per_day": 1, "duration": "1 day"}, {"dose"}),
        ({"mitragynine_mg_per_day": 59.2, "doses_per_day": 1}, set()),
        ({"mitragynine_mg_per_day": 59.3, "doses_per_day": 1}, {"dose", "daily amount"}),
    ],
)
def test_each_limit_of_what_was_studied_from_both_sides(
    knowledge: KnowledgeBase, kratom: dict[str, Any], beyond: set[str]
) -> None:
    assert respects(knowledge, **kratom) == beyond


def test_the_rules_use_the_limits_that_the_data_give(knowledge: KnowledgeBase) -> None:
    rules = {rule.id: str(rule.applies) for rule in knowledge.rulebook.rules}
    for rule, names in (
        ("screening.beyond-studied", ("studied_leaf_single", "studied_mitragynine")),
        (
            "screening.use-beyond-studied",
            ("studied_leaf_repeated", "studied_doses_a_day", "studied_days"),
        ),
    ):
        for name in names:
            limit = knowledge.parameters[name].value
            assert f"over={limit:g}" in rules[rule].replace(".0", "")
