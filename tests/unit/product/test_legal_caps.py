"""Caps of the law in their units, at the edges and from both sides."""

from __future__ import annotations

from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.law import ContentLimit, EventKind, LegalEvent
from ketum.product import Basis, Judged, LegalCap, Result, Standing, Verdict, assess
from tests.unit.product.certificates import (
    MITRAGYNINE,
    SEVEN_OH,
    certificate,
    not_detected,
    result,
)

ON = date(2026, 11, 22)
PASS, FAIL, CANNOT_TELL = Judged.PASS, Judged.FAIL, Judged.CANNOT_TELL


def cap(analyte: str, value: str, unit: str, *, kind: EventKind = EventKind.IN_FORCE) -> LegalCap:
    return LegalCap(
        limit=ContentLimit(analyte=analyte, value=value, unit=unit),
        event="US-XX-001",
        place="US-XX",
        place_name="Somewhere",
        instrument="an act",
        kind=kind,
        is_in_force=kind is EventKind.IN_FORCE,
        cites=(),
        confirmed=True,
    )


def judged(
    knowledge: KnowledgeBase,
    of: LegalCap,
    *results: Result,
    header: dict[str, str] | None = None,
    place: str | None = "US-XX",
) -> Verdict:
    paper = certificate(*results, header=header)
    (verdict,) = assess(paper, knowledge, on=ON, legal=(of,), place=place).about("legal-cap")
    return verdict


TWO_PERCENT = cap("7-OH", "2", "% of alkaloids")


def seven_oh(value: str, unit: str = "mg/g", basis: Basis = Basis.PRODUCT) -> Result:
    return result(SEVEN_OH, value, unit, basis=basis)


@pytest.mark.parametrize(("value", "verdict"), [("0.4", PASS), ("0.4001", FAIL)])
def test_a_share_of_a_measured_total_is_told_exactly(
    knowledge: KnowledgeBase, value: str, verdict: Judged
) -> None:
    found = judged(knowledge, TWO_PERCENT, seven_oh(value), result("total alkaloids", "20", "mg/g"))

    assert found.verdict is verdict
    if verdict is PASS:
        assert "= 2 % of alkaloids" in found.arithmetic


def test_without_a_total_the_measured_parts_can_pass_a_share_but_not_fail_it(
    knowledge: KnowledgeBase,
) -> None:
    enough = judged(knowledge, TWO_PERCENT, seven_oh("0.4"), result(MITRAGYNINE, "19.6", "mg/g"))
    short = judged(knowledge, TWO_PERCENT, seven_oh("0.4"), result(MITRAGYNINE, "19.5", "mg/g"))

    assert enough.verdict is PASS
    assert short.verdict is CANNOT_TELL
    assert "missing: total alkaloids" in short.arithmetic


def test_a_share_in_a_tablet_needs_no_mass(knowledge: KnowledgeBase) -> None:
    tablet = result(MITRAGYNINE, "49", "mg/unit")

    assert judged(knowledge, TWO_PERCENT, seven_oh("1", "mg/unit"), tablet).verdict is PASS
    more = judged(knowledge, TWO_PERCENT, seven_oh("1.1", "mg/unit"), tablet)
    assert more.verdict is CANNOT_TELL


def test_more_7_oh_than_two_percent_of_the_product_fails_a_share_of_two_percent(
    knowledge: KnowledgeBase,
) -> None:
    assert judged(knowledge, TWO_PERCENT, seven_oh("20")).verdict is CANNOT_TELL
    above = judged(knowledge, TWO_PERCENT, seven_oh("20.1"))

    assert above.verdict is FAIL
    assert "the alkaloids are at most the whole product" in above.arithmetic


def test_a_printed_share_is_taken_and_a_percentage_of_nobody_knows_what_is_not(
    knowledge: KnowledgeBase,
) -> None:
    printed = seven_oh("2", "%", Basis.ALKALOIDS)
    unclear = seven_oh("2", "%", Basis.NOT_SAID)

    assert judged(knowledge, TWO_PERCENT, printed).verdict is PASS
    assert judged(knowledge, TWO_PERCENT, seven_oh("2.01", "% of alkaloids")).verdict is FAIL
    assert judged(knowledge, TWO_PERCENT, unclear).verdict is CANNOT_TELL


def test_7_oh_that_is_not_seen_passes_a_share_only_where_the_limit_is_low_enough(
    knowledge: KnowledgeBase,
) -> None:
    total = result("total alkaloids", "2", "%")
    low, high = not_detected(SEVEN_OH, "0.04", "%"), not_detected(SEVEN_OH, "0.3", "%")

    assert judged(knowledge, TWO_PERCENT, low, total).verdict is PASS
    assert judged(knowledge, TWO_PERCENT, high, total).verdict is CANNOT_TELL


def test_a_synthetic_alkaloid_does_not_dilute_the_share(knowledge: KnowledgeBase) -> None:
    made = result("MGM-15", "100", "mg/g")

    assert judged(knowledge, TWO_PERCENT, seven_oh("1"), made).verdict is CANNOT_TELL


@pytest.mark.parametrize(
    ("of", "results", "header", "verdict"),
    [
        (cap("7-OH", "0.5", "mg/g"), [seven_oh("0.05", "%")], {}, PASS),
        (cap("7-OH", "0.5", "mg/g"), [seven_oh("0.0501", "%")], {}, FAIL),
        (cap("7-OH", "1", "mg/serving"), [seven_oh("0.4")], {}, CANNOT_TELL),
        (cap("7-OH", "1", "mg/serving"), [seven_oh("0.4")], {"serving": "2.5 g"}, PASS),
        (cap("7-OH", "1", "mg/serving"), [seven_oh("0.4")], {"serving": "2.6 g"}, FAIL),
        (cap("7-OH", "1", "mg/serving"), [seven_oh("0.5", "mg/unit")], {}, CANNOT_TELL),
        (
            cap("7-OH", "1", "mg/serving"),
            [seven_oh("0.5", "mg/unit")],
            {"units_per_serving": "2 capsules"},
            PASS,
        ),
        (
            cap("7-OH", "0.5", "mg/container"),
            [seven_oh("0.1", "mg/unit")],
            {"units_per_container": "10"},
            FAIL,
        ),
        (
            cap("7-OH", "1.00", "mg/article, processed or synthetic"),
            [seven_oh("2", "mg/g")],
            {"unit_mass": "500 mg"},
            PASS,
        ),
        (cap("7-OH", "400", "ppm of dry weight"), [seven_oh("401", "ppm")], {}, FAIL),
        (cap("7-OH", "400", "ppm of dry weight"), [seven_oh("350", "ppm")], {}, CANNOT_TELL),
        (
            cap("7-OH", "400", "ppm of dry weight"),
            [seven_oh("360", "ppm"), result("moisture", "10", "%")],
            {},
            PASS,
        ),
        (
            cap("7-OH", "400", "ppm of dry weight"),
            [seven_oh("361", "ppm"), result("moisture", "10", "%")],
            {},
            FAIL,
        ),
        (cap("7-OH", "0.050", "% of dry weight"), [seven_oh("0.06", "%")], {}, FAIL),
        (cap("7-OH", "1", "mg/mL, liquid"), [seven_oh("1", "mg/mL")], {}, PASS),
        (
            cap("mitragynine to 7-OH", "100", "least ratio"),
            [result(MITRAGYNINE, "1.4", "%"), seven_oh("0.014", "%")],
            {},
            PASS,
        ),
        (
            cap("mitragynine to 7-OH", "100", "least ratio"),
            [result(MITRAGYNINE, "1.4", "%"), seven_oh("0.0141", "%")],
            {},
            FAIL,
        ),
        (
            cap("7-OH and mitragynine pseudoindoxyl", "1", "mg/g, solid"),
            [seven_oh("0.5")],
            {},
            CANNOT_TELL,
        ),
        (cap("7-OH", "", "any amount"), [seven_oh("0.001")], {}, FAIL),
        (cap("7-OH", "", "any amount"), [not_detected(SEVEN_OH, "0.001", "%")], {}, CANNOT_TELL),
        (cap("7-OH", "3", "grains"), [seven_oh("0.5")], {}, CANNOT_TELL),
    ],
)
def test_each_unit_of_a_cap_is_judged_or_says_what_is_missing(
    knowledge: KnowledgeBase,
    of: LegalCap,
    results: list[Result],
    header: dict[str, str],
    verdict: Judged,
) -> None:
    found = judged(knowledge, of, *results, header=header)

    assert found.verdict is verdict, found.arithmetic


def test_a_cap_on_liquids_does_not_speak_of_a_powder(knowledge: KnowledgeBase) -> None:
    paper = certificate(seven_oh("2"), header={"form": "powder"})
    liquid, solid = cap("7-OH", "1", "mg/mL, liquid"), cap("7-OH", "1", "mg/g, solid")

    (found,) = assess(paper, knowledge, on=ON, legal=(liquid, solid)).about("legal-cap")

    assert found.limit_id == "US-XX-001"
    assert "mg/g, solid" in found.question


def test_a_proposal_is_never_law_and_a_law_binds_only_at_its_place(
    knowledge: KnowledgeBase,
) -> None:
    proposed = cap("7-OH", "1", "mg/g", kind=EventKind.PROPOSED)

    assert judged(knowledge, proposed, seven_oh("2")).standing is Standing.PROPOSED
    here = judged(knowledge, cap("7-OH", "1", "mg/g"), seven_oh("2"))
    elsewhere = judged(knowledge, cap("7-OH", "1", "mg/g"), seven_oh("2"), place="US-YY")
    assert (here.standing, here.is_binding) == (Standing.LAW_HERE, True)
    assert (elsewhere.standing, elsewhere.is_binding) == (Standing.LAW_ELSEWHERE, False)


def every_event(knowledge: KnowledgeBase) -> list[LegalEvent]:
    return [e for events in knowledge.law.events.values() for e in events if e.limits]


def test_every_cap_in_the_record_of_the_law_is_read(knowledge: KnowledgeBase) -> None:
    results = (
        seven_oh("50"),
        result(MITRAGYNINE, "200", "mg/g"),
        result("mitragynine pseudoindoxyl", "1", "mg/g"),
        result("total alkaloids", "300", "mg/g"),
        result("moisture", "5", "%"),
    )
    header = {
        "unit_mass": "1 g",
        "units_per_serving": "1",
        "units_per_container": "5",
        "density": "1 g/mL",
    }
    events = every_event(knowledge)
    caps = [each for event in events for each in LegalCap.all_of(event, is_in_force=True)]
    found = [
        verdict
        for form in ("powder", "liquid")
        for verdict in assess(
            certificate(*results, header={**header, "form": form}), knowledge, on=ON, legal=caps
        ).about("legal-cap")
    ]

    assert len(caps) > 25
    assert {verdict.limit_id for verdict in found} == {event.id for event in events}
    open_ones = [v for v in found if v.verdict is not FAIL]
    assert {v.verdict for v in open_ones} == {CANNOT_TELL}
    assert all("of what was not read" in v.limit for v in open_ones)
