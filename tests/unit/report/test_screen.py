"""One screen: what stands on it, in which order, and what it never leaves out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read, read_path
from ketum.report import Look, Report, Signs, build, full_lines, screen_lines, written
from ketum.report.screen import SCREEN_LINES, SENTENCE_END
from ketum.review import review
from tests.vignettes.vignette import vignettes

DAY = date(2026, 11, 22)
EXAMPLE = Path(__file__).parents[3] / "examples" / "review_case.toml"
SAMPLE = list(vignettes())[::40]
BUSY = {
    "person": {"location": "US-TX"},
    "symptoms": ["respiratory depression", "psychosis", "insomnia", "agitation"],
    "substances": ["heroin", "alcohol", "alprazolam", "venlafaxine", "cocaine", "Zebrafink"],
    "conditions": ["opioid use disorder", "cirrhosis", "epilepsy", "pregnancy"],
    "kratom": {"form": "7-OH tablets", "amount": "a lot"},
}


def reported(knowledge: KnowledgeBase, **case: object) -> Report:
    parsed = read(json.dumps(case).encode(), Format.JSON, today=DAY)
    return build(review(parsed, knowledge), knowledge, parsed.person.location)


def screen(report: Report) -> str:
    return written(screen_lines(report, Look()))


def test_the_example_fits_one_screen(knowledge: KnowledgeBase) -> None:
    case = read_path(EXAMPLE, today=DAY)
    report = build(review(case, knowledge), knowledge, case.person.location)
    assert len(screen_lines(report, Look())) <= SCREEN_LINES == 50


def test_nearly_every_vignette_fits_one_screen(knowledge: KnowledgeBase) -> None:
    lengths = [
        len(screen_lines(build(v.review(knowledge), knowledge, "US-TX"), Look())) for v in SAMPLE
    ]
    fitting = sum(length <= SCREEN_LINES for length in lengths)
    assert fitting / len(lengths) >= 0.98


@pytest.mark.parametrize("case", [BUSY, {"symptoms": ["seizure"]}, {}])
def test_the_whole_action_of_an_emergency_is_always_shown(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    report = reported(knowledge, **case)
    text = " ".join(screen(report).split())
    for tier in report.tiers:
        for card in tier.cards:
            assert card.title in text
            if tier.severity == "emergency":
                assert card.action in text


def test_what_rules_kratom_out_waits_for_nothing_but_an_emergency(
    knowledge: KnowledgeBase,
) -> None:
    calm = {key: value for key, value in BUSY.items() if key != "symptoms"}
    for case, is_whole in ((BUSY, False), (calm, True)):
        report = reported(knowledge, **case)
        text = " ".join(screen(report).split())
        (tier,) = [tier for tier in report.tiers if tier.severity == "contraindicated"]
        for card in tier.cards:
            assert SENTENCE_END.split(card.action)[0] in text
        assert all(card.action in text for card in tier.cards) is is_whole


def test_beside_an_emergency_the_rest_of_what_is_serious_waits(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **BUSY)
    (tier,) = [tier for tier in report.tiers if tier.severity == "major"]
    text = " ".join(screen(report).split())
    cut = [card for card in tier.cards if card.action not in text]
    assert cut
    assert "[more: --full]" in text
    assert all(card.title in text for card in cut)


def test_what_must_not_be_done_is_never_folded(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **BUSY)
    text = " ".join(screen(report).split())
    loud = [card for tier in report.tiers if tier.severity == "major" for card in tier.cards]
    warnings = [
        sentence
        for card in loud
        for sentence in card.action.split(". ")
        if " not " in sentence or " never " in sentence
    ]
    assert warnings
    assert all(sentence.removesuffix(".") in text for sentence in warnings)


def test_the_order_is_danger_then_treatment_then_serious_then_not_checked_then_the_rest(
    knowledge: KnowledgeBase,
) -> None:
    text = screen(reported(knowledge, **BUSY))
    places = [
        text.index(part)
        for part in (
            "EMERGENCY  (now)", "Help: Emergency: 911.", "Emergency ‼",
            "Kratom is not a recommended treatment", "Do not use ⊘", "Serious ▲",
            "Not checked ?", "Not recognised ?", '"Zebrafink"', "Caution ◆", "Sources: ",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_a_quiet_review_still_says_what_was_not_checked(knowledge: KnowledgeBase) -> None:
    text = screen(reported(knowledge))
    assert text.startswith("NOTHING FOUND IN WHAT WAS CHECKED  (next planned contact)")
    assert "Not checked ? (facts not known: " in text
    assert "Nothing was said about" in text
    assert "No answer: product, exposure, law, plan" in text


@pytest.mark.parametrize(
    ("signs", "heading"),
    [(Signs.UNICODE, "Emergency ‼ (1)"), (Signs.ASCII, "Emergency !! (1)"),
     (Signs.NONE, "Emergency (1)")],
)  # fmt: skip
def test_the_word_stands_before_its_sign(
    signs: Signs, heading: str, knowledge: KnowledgeBase
) -> None:
    report = reported(knowledge, symptoms=["seizure"])
    for layout in (screen_lines, full_lines):
        lines = [line.text for line in layout(report, Look(signs=signs))]
        assert heading in lines
        drawn = {sign for line in lines for sign in line if "─" <= sign <= "╿"}
        assert not drawn


def test_the_long_text_holds_what_the_screen_folds_away(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **BUSY)
    whole = " ".join(written(full_lines(report, Look())).split())
    for tier in report.tiers:
        for card in tier.cards:
            assert card.action in whole
            assert f"Code: {card.code}" in whole
    assert " ".join(report.evidence.split()) in whole
    assert f"[{len(report.sources)}] " in whole
