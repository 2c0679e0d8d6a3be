"""The handout: plain words, what to do first, no blame, no dose, nothing stopped alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyphen  # type: ignore[import-untyped]
import pytest

from ketum.evidence import KnowledgeBase, load
from ketum.finding import Disposition, Severity
from ketum.intake import Format, read
from ketum.report import Handout, handout, render_handout_html, render_handout_text
from ketum.review import Review, review
from tests.vignettes.vignette import vignettes

# Thousands of cases: counting coverage would take longer than the tests.
pytestmark = pytest.mark.no_cover

DAY = date(2026, 11, 22)
GRADE = 6
WORDS_A_SENTENCE = 12

BANNED = re.compile(
    r"\b(addict\w*|abus\w*|clean|dirty|relaps\w*|fail\w*|junkie\w*|habit|drug.?seek\w*"
    r"|non-?complian\w*|misus\w*|user|sober|should have|safe\w*|cleared|approved|natural)\b",
    re.IGNORECASE,
)
DOSE_OR_LEVEL = re.compile(
    r"\d\s?(mg|g|kg|mcg|µg|ug|ml|l|%|ng|nmol|mmol|u/l|ms|bpm|per|grams?|capsules?|tablets?"
    r"|teaspoons?|times)\b",
    re.IGNORECASE,
)
STOPPING = re.compile(
    r"\b(stop|skip|reduce|lower|cut|leave out)\b[^.]*\b(medicines?|pills?|tablets?|methadone"
    r"|buprenorphine|prescribed)\b",
    re.IGNORECASE,
)
STYLE = re.DOTALL
ENDING = re.compile(r"take no more kratom|do not take kratom", re.IGNORECASE)
SYLLABLES = pyphen.Pyphen(lang="en_US")


@dataclass(frozen=True)
class Told:
    """One vignette: its review and what the person is told."""

    name: str
    review: Review
    handout: Handout


def told_of(case: Mapping[str, object], knowledge: KnowledgeBase, name: str = "case") -> Told:
    text = json.dumps(case, default=lambda moment: moment.isoformat())
    parsed = read(text.encode(), Format.JSON, today=DAY)
    reviewed = review(parsed, knowledge)
    return Told(name, reviewed, handout(reviewed, parsed, knowledge))


@cache
def everyone() -> tuple[Told, ...]:
    """The handouts of all vignettes."""
    knowledge = load()
    return tuple(told_of(v.case, knowledge, v.name) for v in vignettes())


def sentences(said: Handout) -> Iterator[str]:
    """Every sentence of ours, without help lines and the person's own names of medicines."""
    parts = [said.heading, said.first, said.why, said.danger_call, *said.danger_signs]
    parts += [said.danger_aid, said.danger_same_day, said.treatment, said.medicines_ask]
    parts += [
        said.later,
        said.not_known,
        *said.ask_about,
        said.unread,
        *said.labels.values(),
        said.made,
    ]
    for group in said.tidings:
        parts.append(group.word)
        for advice in group.advice:
            parts += [advice.do, *advice.why]
    for part in parts:
        yield from (s for s in re.split(r"(?<=[.!?:])\s+", part) if s)


def words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'-]*", sentence)


@cache
@cache
def syllables_of(word: str) -> int:
    """The larger of two counts: hyphens are put sparingly, groups of vowels too freely."""
    vowels = re.findall(r"[aeiouy]+", word.lower())
    return max(len(SYLLABLES.positions(word)) + 1, len(vowels), 1)


def grade(said: Handout) -> float:
    """The Flesch-Kincaid grade of a handout."""
    counted = [words(sentence) for sentence in sentences(said) if words(sentence)]
    flat = [word for sentence in counted for word in sentence]
    syllables = sum(map(syllables_of, flat))
    return 0.39 * len(flat) / len(counted) + 11.8 * syllables / len(flat) - 15.59


def test_a_handout_is_read_at_grade_six() -> None:
    grades = {told.name: grade(told.handout) for told in everyone()}
    assert len(grades) > 500
    assert {name: found for name, found in grades.items() if found > GRADE} == {}


def test_the_grade_counts_what_is_hard() -> None:
    assert [syllables_of(word) for word in ("kratom", "medication", "day")] == [2, 4, 1]


def test_no_sentence_is_longer_than_twelve_words(
    knowledge: KnowledgeBase,
) -> None:
    said = {s for told in everyone() for s in sentences(told.handout)}
    for text in knowledge.person_texts.values():
        for way in text.all_said:
            said |= {s for part in way for s in re.split(r"(?<=[.!?:])\s+", part)}
    assert [s for s in said if len(s.split()) > WORDS_A_SENTENCE] == []


def test_no_word_blames_or_reassures() -> None:
    for told in everyone():
        for sentence in sentences(told.handout):
            assert not BANNED.search(sentence), (told.name, sentence)


def test_no_dose_and_no_level_reaches_a_person() -> None:
    for told in everyone():
        text = render_handout_text(told.handout)
        body = text.partition(told.handout.labels["lines"].upper())[0]
        assert not DOSE_OR_LEVEL.search(body), told.name


def test_nobody_is_told_to_stop_a_prescribed_medicine() -> None:
    for told in everyone():
        for sentence in sentences(told.handout):
            found = STOPPING.search(sentence)
            assert not found or sentence.lower().startswith("do not"), sentence


def test_the_word_checks_find_what_may_not_be_said() -> None:
    for sentence in ("You failed.", "Stay clean.", "An addict.", "It is safe.", "You relapsed."):
        assert BANNED.search(sentence)
    for sentence in ("Take 5 mg.", "A level of 30 ng/mL.", "3 capsules.", "2 times a day"):
        assert DOSE_OR_LEVEL.search(sentence)
    assert STOPPING.search("Stop your blood pressure pills.")


def test_a_finding_of_weight_always_reaches_the_person(
    knowledge: KnowledgeBase,
) -> None:
    """By its own sentences, or because a louder one has said them."""
    for told in everyone():
        text = " ".join(sentences(told.handout))
        found = {finding.code: finding.severity for finding in told.review.findings}
        for finding in told.review.findings:
            if finding.severity >= Severity.MAJOR:
                said = knowledge.person_texts[finding.code].said(finding.severity, found)
                for sentence in re.split(r"(?<=[.?!])\s+", f"{said.do} {said.why}"):
                    assert sentence in text, (told.name, finding.code)


def test_nothing_is_said_twice() -> None:
    for told in everyone():
        advice = [a for group in told.handout.tidings for a in group.advice]
        reasons = [reason for a in advice for reason in a.why]
        assert len(set(reasons)) == len(reasons), told.name
        text = render_handout_text(told.handout)
        assert text.count("Do not stop a prescribed medicine on your own.") <= 2


def test_in_an_emergency_what_can_wait_waits() -> None:
    seen = 0
    for told in everyone():
        waits = {group.severity for group in told.handout.tidings} & {"moderate", "minor", "info"}
        if told.review.disposition is Disposition.EMERGENCY:
            assert not waits, told.name
            seen += bool(told.handout.later)
        else:
            assert not told.handout.later
    assert seen > 10


def test_louder_words_come_first_and_an_emergency_stays_one() -> None:
    order = [severity.word for severity in sorted(Severity, reverse=True)]
    for told in everyone():
        shown = [order.index(group.severity) for group in told.handout.tidings]
        assert shown == sorted(shown)
        loud = any(f.severity is Severity.EMERGENCY for f in told.review.findings)
        assert not loud or shown[0] == 0, told.name


def test_a_pregnant_person_is_never_told_to_end_kratom_at_once() -> None:
    seen = 0
    for told in everyone():
        codes = {finding.code for finding in told.review.findings}
        if "COND_PREGNANCY" not in codes or told.review.disposition.word == "emergency":
            continue
        seen += 1
        text = " ".join(sentences(told.handout))
        assert not ENDING.search(text), told.name
        assert "Do not stop kratom" in text
    assert seen > 10


def test_danger_signs_and_the_number_to_call_are_in_every_handout() -> None:
    for told in everyone():
        text = render_handout_text(told.handout)
        assert "DANGER SIGNS" in text
        assert "NUMBERS TO CALL" in text
        assert "{" not in text


def test_what_to_do_comes_before_why(knowledge: KnowledgeBase) -> None:
    said = told_of({"symptoms": ["seizure"], "person": {"location": "US-TX"}}, knowledge).handout
    text = " ".join(render_handout_text(said).split())
    assert text.startswith("GET HELP NOW Call 911 now.")
    assert text.index("Take no more kratom.") < text.index("A seizure can come back.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Xanax", "Xanax"),
        ("Xanax 0.5 mg twice daily", "Xanax"),
        ("takes xanax for sleep", "xanax"),
        ("Percocet 10/325", "Percocet"),
        ("alprazolm", "alprazolam"),
    ],
)
def test_a_medicine_keeps_the_name_the_person_uses_and_loses_its_dose(
    knowledge: KnowledgeBase, written: str, shown: str
) -> None:
    case = {"medicines": [written], "kratom": {"grams_per_day": 12, "form": "leaf powder"}}
    assert told_of(case, knowledge).handout.medicines == (shown,)


def test_a_stopped_medicine_is_not_among_those_taken(knowledge: KnowledgeBase) -> None:
    case: dict[str, object] = {"medicines": [{"name": "Xanax", "status": "stopped"}]}
    said = told_of(case, knowledge).handout
    assert said.medicines == ()
    assert "prescribed medicine on your own" in said.medicines_ask


def test_a_place_that_is_not_known_names_no_number(knowledge: KnowledgeBase) -> None:
    for place in (None, "Mars", "Georgia"):
        person = {} if place is None else {"person": {"location": place}}
        said = told_of(person, knowledge).handout
        assert said.lines == ()
        assert "your local emergency number" in said.danger_call


def test_an_unconfirmed_number_stands_beside_the_emergency_number(
    knowledge: KnowledgeBase,
) -> None:
    said = told_of({"person": {"location": "SE"}}, knowledge).handout
    doubted = [call for call in said.lines if call.doubt]
    assert [call.number for call in doubted] == ["1177"]
    assert doubted[0].doubt == "not confirmed; in danger call 112"
    assert [call.dial for call in said.emergency] == ["112"]


def test_page_and_text_say_the_same() -> None:
    for told in everyone()[::25]:
        page = re.sub(r"<style>.*?</style>", "", render_handout_html(told.handout), flags=STYLE)
        bare = " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace("&#x27;", "'")
        unused = {told.handout.labels["about"], told.handout.labels["ask"]}
        for sentence in set(sentences(told.handout)) - unused:
            assert " ".join(words(sentence)) in " ".join(words(bare)), sentence


def test_a_sentence_left_out_takes_nobody_with_it() -> None:
    for told in everyone():
        for group in told.handout.tidings:
            for advice in group.advice:
                first = re.split(r"(?<=[.?!])\s+", advice.do)[0]
                assert not re.search(r"\b(?:how to use it|they|them)\b", first), first


def test_a_visit_within_days_begins_with_a_call_where_something_is_for_today() -> None:
    for told in everyone():
        if told.handout.disposition == "supervised_only":
            today = any(group.severity == "major" for group in told.handout.tidings)
            assert told.handout.first.startswith("Call us today") is today
