"""What a gram holds: measured, below a limit, or only published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ketum.evidence import KnowledgeBase
from ketum.product import Basis, Censored, Certificate, HeaderField, Result
from ketum.product.content import contents, lognormal_range, together

MITRAGYNINE = Result(
    analyte="mitragynine", unit="%", value=Decimal("1.40"), as_read="1.40", page=1, line=2
)
SEVEN_OH = Result(
    analyte="7-hydroxymitragynine", unit="%", censored=Censored.NOT_DETECTED,
    limit=Decimal("0.3"), as_read="ND", page=1, line=3,
)  # fmt: skip
LEAD = Result(analyte="lead", unit="ppm", value=Decimal(1), as_read="1", page=1, line=4)


def certificate(*results: Result, **header: str) -> Certificate:
    fields = {
        name: HeaderField(value=value, as_read=value, page=1, line=1)
        for name, value in header.items()
    }
    return Certificate(kind="text", pages=1, header=fields, results=results)


def test_a_percentage_of_mass_is_turned_into_milligrams_a_gram(knowledge: KnowledgeBase) -> None:
    held = contents(certificate(MITRAGYNINE), "leaf", knowledge)["mitragynine"]
    assert held.mg_per_g == 14.0
    assert held.measured
    assert held.low < 14.0 < (held.high or 0.0)


def test_repeats_and_methods_set_the_range(knowledge: KnowledgeBase) -> None:
    held = contents(certificate(MITRAGYNINE), "leaf", knowledge)["mitragynine"]
    assert held.cv == pytest.approx(together(0.0631, 0.095))
    assert (held.low, held.high) == pytest.approx(lognormal_range(14.0, held.cv or 0.0))


def test_another_lot_widens_the_range_and_keeps_the_middle(knowledge: KnowledgeBase) -> None:
    own = contents(certificate(MITRAGYNINE), "leaf", knowledge)["mitragynine"]
    other = contents(certificate(MITRAGYNINE), "leaf", knowledge, same_lot=False)["mitragynine"]
    assert other.mg_per_g == own.mg_per_g
    assert other.low < own.low
    assert (other.high or 0.0) > (own.high or 0.0)


def test_what_was_not_detected_may_hold_anything_up_to_the_limit(knowledge: KnowledgeBase) -> None:
    held = contents(certificate(SEVEN_OH), "leaf", knowledge)["7-hydroxymitragynine"]
    assert (held.mg_per_g, held.low, held.high) == (None, 0.0, 3.0)
    assert "not zero" in held.why


def test_without_a_limit_nothing_bounds_it(knowledge: KnowledgeBase) -> None:
    blind = replace(SEVEN_OH, limit=None)
    held = contents(certificate(blind), "leaf", knowledge)["7-hydroxymitragynine"]
    assert held.high is None
    assert "no limit named" in held.why


def test_a_share_of_the_alkaloids_is_no_content(knowledge: KnowledgeBase) -> None:
    share = replace(MITRAGYNINE, unit="% of alkaloids", basis=Basis.ALKALOIDS)
    assert not contents(certificate(share), "leaf", knowledge)["mitragynine"].measured


def test_milligrams_a_capsule_need_the_mass_of_the_capsule(knowledge: KnowledgeBase) -> None:
    each = replace(MITRAGYNINE, unit="mg/unit", value=Decimal(7))
    assert not contents(certificate(each), "leaf", knowledge)["mitragynine"].measured
    weighed = certificate(each, unit_mass="500 mg")
    assert contents(weighed, "leaf", knowledge)["mitragynine"].mg_per_g == 14.0


def test_metals_are_no_content_of_alkaloids(knowledge: KnowledgeBase) -> None:
    assert "lead" not in contents(certificate(LEAD), "leaf", knowledge)


@pytest.mark.parametrize("family", ["leaf", "extract", "seven_oh", None, "adulterated"])
def test_without_a_certificate_there_is_a_range_and_no_middle(
    family: str | None, knowledge: KnowledgeBase
) -> None:
    for held in contents(None, family, knowledge).values():
        assert held.mg_per_g is None
        assert not held.measured
        assert held.high is not None
        assert held.low < held.high
        assert held.cites


def test_an_unknown_product_spans_every_form(knowledge: KnowledgeBase) -> None:
    unknown = contents(None, None, knowledge)
    for family in ("leaf", "extract", "seven_oh"):
        for name, held in contents(None, family, knowledge).items():
            assert unknown[name].low <= held.low
            assert (unknown[name].high or 0.0) >= (held.high or 0.0)


def test_the_sample_that_is_asked_for_is_the_one_that_counts(knowledge: KnowledgeBase) -> None:
    two = certificate(
        replace(MITRAGYNINE, sample="A"), replace(MITRAGYNINE, sample="B", value=Decimal(2))
    )
    assert contents(two, "leaf", knowledge, sample="B")["mitragynine"].mg_per_g == 20.0
    assert contents(two, "leaf", knowledge, sample="A")["mitragynine"].mg_per_g == 14.0
    assert not contents(two, "leaf", knowledge)["mitragynine"].measured
