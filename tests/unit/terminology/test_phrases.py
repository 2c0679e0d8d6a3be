"""Names inside longer texts: doses, brackets, lists, and ordinary words."""

from __future__ import annotations

import pytest

from ketum.terminology import Field
from tests.unit.terminology.shipped import only, read


@pytest.mark.parametrize(
    ("text", "drug", "remark"),
    [
        ("diphenhydramine 100-200 mg/day", "diphenhydramine", "100-200 mg/day"),
        ("heroin (injected)", "heroin", "injected"),
        ("ethanol 0.02 pct", "ethanol", "0.02 pct"),
        ("caffeine heavy", "caffeine", "heavy"),
        ("nicotine pouches high dose", "nicotine", "high dose"),
        ("Oxycodone 10mg q4h prn", "oxycodone", "10mg q4h prn"),
        ("diphenhydramine (4 of 11)", "diphenhydramine", "4 of 11"),
        ("wine, two glasses a night", "ethanol", "two glasses a night"),
        ("lisinopril 1,5 mg", "lisinopril", "1,5 mg"),
    ],
)
def test_a_dose_route_or_bracket_is_kept_as_the_remark(text: str, drug: str, remark: str) -> None:
    concept = only(text, Field.AGENTS)
    assert (concept.id, concept.remark, concept.read_as) == (drug, remark, None)


def test_a_bracket_that_names_the_same_plant_adds_nothing() -> None:
    assert only("ma huang (ephedra)", Field.AGENTS).id == "ephedrine-ma-huang"


def test_a_name_only_in_the_bracket_is_read() -> None:
    assert only("white tablets (Xanax)", Field.AGENTS).id == "alprazolam"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("caffeine/energy drink", {"caffeine"}),
        ("sertraline 50 mg daily and trazodone 100 mg at night", {"sertraline", "trazodone"}),
        ("heroin, cocaine; fentanyl", {"heroin", "cocaine", "fentanyl"}),
        ("ibuprofen + codeine", {"ibuprofen", "codeine"}),
        ("weed, coke and xanax", {"cannabis-thc", "cocaine", "alprazolam"}),
    ],
)
def test_a_list_is_read_name_by_name(text: str, drugs: set[str]) -> None:
    reading = read(text, Field.AGENTS)
    assert reading.not_recognised == ()
    assert {drug for concept in reading.concepts for drug in concept.drug_ids} == drugs


def test_each_name_of_a_list_keeps_its_own_dose() -> None:
    first, second = read("sertraline 50 mg and trazodone 100 mg", Field.AGENTS).concepts
    assert (first.remark, second.remark) == ("50 mg", "100 mg")


def test_what_is_not_understood_in_a_list_is_given_back() -> None:
    reading = read("cannabis, moon rock tincture", Field.AGENTS)
    assert [concept.id for concept in reading.concepts] == ["cannabis-thc"]
    assert [unread.text for unread in reading.not_recognised] == ["moon rock tincture"]


@pytest.mark.parametrize(
    ("text", "term", "remark"),
    [
        ("seizures 10 min to 72 h after use", "seizures", "10 min to 72 h after use"),
        ("cardiac arrest about 24 h after use", "cardiac-arrest", "about 24 h after use"),
        ("chest pain on exertion", "chest-pain", "on exertion"),
        ("minor headache", "headache", "minor"),
        ("hypertension, well controlled", "hypertension", "well controlled"),
    ],
)
def test_the_longest_listed_name_inside_a_phrase_is_read(text: str, term: str, remark: str) -> None:
    concept = only(text, Field.SYMPTOMS)
    assert (concept.id, concept.remark) == (term, remark)


def test_the_longest_name_wins_and_the_rest_is_given_back() -> None:
    reading = read("found dead while driving / cycling", Field.SYMPTOMS)
    assert [concept.id for concept in reading.concepts] == ["found-while-driving"]
    assert [unread.text for unread in reading.not_recognised] == ["cycling"]


def test_a_longer_name_hides_the_graver_one_inside_it() -> None:
    assert only("sleep apnoea on CPAP", Field.CONDITIONS).id == "obstructive-sleep-apnoea"


def test_a_listed_name_that_says_no_is_not_a_denial() -> None:
    concept = only("no pulse for 10 min", Field.SYMPTOMS)
    assert (concept.id, concept.present) == ("sudden-cardiac-arrest", True)


@pytest.mark.parametrize(
    "text",
    [
        "went for a dance and felt the speed",
        "put a brown powder in the glass",
        "he was done with work by the evening",
        "feel free to call",
        "took it in the house with a green box",
        "the test was the same as before",
    ],
)
def test_an_ordinary_word_in_a_sentence_is_never_a_drug(text: str) -> None:
    assert read(text, Field.AGENTS).concepts == ()


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("weed", "cannabis-thc"),
        ("coke daily", "cocaine"),
        ("ice, smoked", "methamphetamine"),
        ("smokes weed daily", "cannabis-thc"),
    ],
)
def test_an_ordinary_word_as_the_whole_entry_is_the_drug(text: str, drug: str) -> None:
    assert only(text, Field.AGENTS).drug_ids == (drug,)


def test_an_amount_in_glasses_is_no_street_name() -> None:
    assert only("beer, two glasses", Field.AGENTS).drug_ids == ("ethanol",)


def test_two_words_do_not_make_one_name() -> None:
    assert read("no morph in the house", Field.AGENTS).concepts == ()


@pytest.mark.parametrize("text", ["THC gummies", "GHB last weekend"])
def test_an_abbreviation_in_capitals_counts_among_drugs(text: str) -> None:
    assert len(read(text, Field.AGENTS).concepts) == 1


@pytest.mark.parametrize("text", ["as he was told", "he is in the or", "all of it is hd"])
def test_an_abbreviation_in_prose_is_no_condition(text: str) -> None:
    assert read(text, Field.CONDITIONS).concepts == ()
