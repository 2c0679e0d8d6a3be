"""One screen: what stands on it, in which order, and what it never leaves out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read, read_path
from ketum.report import Look, Report, Signs, build, full_lines, screen_lines, written
from ketum.report.lines import MARKS
from ketum.report.screen import READ_FIRST, SCREENS
from ketum.report.told import AS_ABOVE, SENTENCE_END, Shown, told_of
from ketum.review import review
from tests.vignettes.vignette import vignettes

DAY = date(2026, 11, 22)
EXAMPLE = Path(__file__).parents[3] / "examples" / "review_case.toml"
SAMPLE = list(vignettes())[::40]
SIGN = {ink.value: signs[0] for ink, signs in MARKS.items()}
BUSY: dict[str, Any] = {
    "person": {"location": "US-TX"},
    "symptoms": ["respiratory depression", "psychosis", "insomnia", "agitation"],
    "substances": ["heroin", "alcohol", "alprazolam", "venlafaxine", "cocaine", "Zebrafink"],
    "conditions": ["opioid use disorder", "cirrhosis", "epilepsy", "pregnancy"],
    "kratom": {"form": "7-OH tablets", "amount": "a lot"},
}
# One emergency and several serious findings, each with something that is forbidden.
WARNED: dict[str, Any] = {
    "symptoms": ["seizure"],
    "substances": ["tramadol", "alprazolam", "venlafaxine"],
    "conditions": ["pregnancy"],
    "kratom": {"form": "powder", "grams_per_day": 10},
}
# More danger at once than a screen holds.
FLOODED: dict[str, Any] = {
    "symptoms": [*BUSY["symptoms"], "seizure", "coma", "chest pain", "yellow eyes"],
    "substances": [*BUSY["substances"], "phenelzine", "methadone", "clarithromycin"],
    "conditions": BUSY["conditions"],
    "kratom": BUSY["kratom"],
    "observations": [
        {"what": "ALT", "value": 800, "unit": "U/L"},
        {"what": "QTc", "value": 530, "unit": "ms"},
        {"what": "potassium", "value": 2.4, "unit": "mmol/L"},
        {"what": "SpO2", "value": 82, "unit": "%"},
    ],
}


def reported(knowledge: KnowledgeBase, **case: object) -> Report:
    parsed = read(json.dumps(case).encode(), Format.JSON, today=DAY)
    return build(review(parsed, knowledge), knowledge, parsed.person.location)


def fits(report: Report) -> bool:
    """Whether each screen that is promised holds it."""
    return all(len(screen_lines(report, Look(width=width))) <= lines for width, lines in SCREENS)


def screen(report: Report) -> str:
    return written(screen_lines(report, Look()))


def test_the_example_fits_one_screen(knowledge: KnowledgeBase) -> None:
    case = read_path(EXAMPLE, today=DAY)
    report = build(review(case, knowledge), knowledge, case.person.location)
    assert SCREENS == ((80, 50), (100, 40))
    assert fits(report)


def test_nearly_every_vignette_fits_one_screen(knowledge: KnowledgeBase) -> None:
    fitting = [fits(build(v.review(knowledge), knowledge, "US-TX")) for v in SAMPLE]
    assert sum(fitting) / len(fitting) >= 0.98


def test_an_emergency_with_many_findings_fits_one_screen(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **BUSY)
    assert sum(len(tier.cards) for tier in report.tiers) > 25
    assert fits(report)


def test_what_is_folded_is_counted_and_the_option_that_shows_it_is_named(
    knowledge: KnowledgeBase,
) -> None:
    report = reported(knowledge, **BUSY)
    text = " ".join(screen(report).split())
    cards = [card for tier in report.tiers for card in tier.cards]
    untold = [card for card in cards if SENTENCE_END.split(card.action)[0] not in text]
    counted = re.search(r"Folded here: (\d+) actions, a part of (\d+) actions?, the reasons", text)
    assert counted is not None
    assert int(counted[1]) <= len(untold) <= int(counted[1]) + int(counted[2])
    assert "All of it: --full. Why: --explain CODE." in text
    more = re.search(r"More not checked: (\d+) \(--full lists them\)", text)
    assert more is not None
    whole = " ".join(written(full_lines(report, Look())).split())
    lines = (*report.not_checked, *report.not_checked_rest)
    assert all(line in whole for line in lines)
    assert sum(line in text for line in report.not_checked_short) + int(more[1]) == len(lines)


def test_more_danger_than_a_screen_holds_keeps_every_emergency_and_says_what_to_read(
    knowledge: KnowledgeBase,
) -> None:
    report = reported(knowledge, **FLOODED)
    text = " ".join(screen(report).split())
    assert READ_FIRST in text
    for tier in report.tiers:
        if tier.severity == "emergency":
            assert all(card.action in text for card in tier.cards)
        if tier.severity in ("contraindicated", "major"):
            assert all(card.title in text for card in tier.cards)
    assert '"Zebrafink" (substances), so not checked' in text


def test_a_sentence_that_stands_above_is_not_said_again(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, symptoms=["yellow eyes"], kratom=BUSY["kratom"])
    told = told_of(report.tiers, lambda _severity: Shown.ACTION)
    assert all(said.is_whole for said in told.values())
    actions = {card.code: card.action for tier in report.tiers for card in tier.cards}
    shorter = {code for code, said in told.items() if said.action != actions[code]}
    assert shorter
    above = " ".join(screen(report).split())
    for code in shorter:
        assert all(sentence.rstrip(".") in above for sentence in SENTENCE_END.split(actions[code]))


def test_a_sentence_stays_before_one_that_speaks_of_it(knowledge: KnowledgeBase) -> None:
    (tier, *_) = reported(knowledge, kratom={"grams_per_day": 20}, medicines=["alprazolam"]).tiers
    actions = {
        "FIRST": "No more kratom; liver tests today. Call us.",
        "SECOND": "Liver tests today. They are repeated in a week.",
        "THIRD": "Call us. No more kratom.",
        "FOURTH": "No more kratom with alcohol.",
    }
    cards = tuple(
        replace(tier.cards[0], code=code, action=action) for code, action in actions.items()
    )
    told = told_of([replace(tier, cards=cards)], lambda _severity: Shown.ACTION)
    assert told["SECOND"].action == actions["SECOND"]
    assert told["THIRD"].action == AS_ABOVE
    assert told["FOURTH"].action == actions["FOURTH"]


@pytest.mark.parametrize("case", [BUSY, {"symptoms": ["seizure"]}, {}])
def test_the_whole_action_of_an_emergency_is_always_shown(
    case: dict[str, object], knowledge: KnowledgeBase
) -> None:
    report = reported(knowledge, **case)
    text = " ".join(screen(report).split())
    for tier in report.tiers:
        assert f"{tier.word} {SIGN[tier.severity]} ({len(tier.cards)})" in text
        for card in tier.cards:
            if tier.severity in ("emergency", "contraindicated", "major"):
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
            sentences = SENTENCE_END.split(card.action)
            assert all(sentence in text for sentence in sentences if " not " in sentence)
        assert all(card.action in text for card in tier.cards) is is_whole


def test_beside_an_emergency_the_rest_of_what_is_serious_waits(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **BUSY)
    text = " ".join(screen(report).split())
    cut = [
        card
        for tier in report.tiers
        for card in tier.cards
        if tier.severity in ("contraindicated", "major") and card.action not in text
    ]
    assert cut
    assert "[more]" in text
    assert all(card.title in text for card in cut)


def test_what_must_not_be_done_is_never_folded(knowledge: KnowledgeBase) -> None:
    report = reported(knowledge, **WARNED)
    text = " ".join(screen(report).split())
    assert READ_FIRST not in text
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
