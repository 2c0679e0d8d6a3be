"""What a name alone is read as."""

from __future__ import annotations

import pytest

from ketum.evidence.spelling import SPELLINGS, spelling
from ketum.terminology import ConceptKind, Field
from tests.unit.terminology.shipped import only, read, shipped


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("amitriptyline", "amitriptyline"),
        ("oxycodone", "oxycodone"),
        ("ethanol", "ethanol"),
        ("tobacco", "tobacco-smoke"),
        ("datura/jimsonweed", "datura-jimsonweed"),
        ("kratom 7-OH", "kratom-7-oh-concentrate"),
        ("Xanax", "alprazolam"),
        ("ST. JOHN’S WORT", "st-john-s-wort"),
        ("St Johns wort", "st-john-s-wort"),
        ("country mallow", "ephedrine-ma-huang"),
        ("energy drinks", "caffeine"),
    ],
)
def test_a_generic_brand_or_plant_name_is_the_drug(text: str, drug: str) -> None:
    concept = only(text, Field.AGENTS)
    assert (concept.kind, concept.id, concept.drug_ids) == (ConceptKind.DRUG, drug, (drug,))
    assert concept.read_as is None
    assert concept.present


def test_a_combination_names_every_member_it_acts_by() -> None:
    percocet = only("Percocet", Field.AGENTS)
    assert percocet.kind is ConceptKind.COMBINATION
    assert set(percocet.drug_ids) == {"oxycodone", "acetaminophen"}


@pytest.mark.parametrize(
    "text", ["Suboxone", "buprenorphine/naloxone", "Buprenorphine-Naloxone 8 mg/2 mg"]
)
def test_naloxone_under_the_tongue_is_left_out_of_a_combination(text: str) -> None:
    assert only(text, Field.AGENTS).drug_ids == ("buprenorphine",)


def test_naltrexone_in_a_combination_stays_in() -> None:
    assert "naltrexone" in only("Contrave", Field.AGENTS).drug_ids


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("benzodiazepine", "benzodiazepines"),
        ("benzos", "benzodiazepines"),
        ("sleeping aids", "hypnotics_sleep_aids"),
        ("prescription opioids", "prescription_opioids"),
        ("pain pills", "prescription_opioids"),
        ("an antipsychotic", "antipsychotics"),
        ("SSRIs", "ssri"),
        ("uppers", "stimulants_any"),
    ],
)
def test_a_class_word_gives_the_class_and_leaves_the_drug_open(text: str, group: str) -> None:
    concept = only(text, Field.AGENTS)
    assert (concept.kind, concept.id) == (ConceptKind.DRUG_CLASS, group)
    assert concept.drug_ids == shipped().classes[group].members
    assert len(concept.drug_ids) > 1


def test_what_people_call_alcohol_is_ethanol_since_the_class_has_no_other_member() -> None:
    assert only("booze", Field.AGENTS).drug_ids == ("ethanol",)


@pytest.mark.parametrize("text", ["blues", "dope", "30s", "pseudo"])
def test_an_ambiguous_name_gives_every_drug_it_may_mean(text: str) -> None:
    concept = only(text, Field.AGENTS)
    assert concept.kind is ConceptKind.AMBIGUOUS
    assert len(concept.drug_ids) > 1
    assert " or " in concept.why


def test_a_generic_name_beats_an_ambiguous_row_of_the_same_name() -> None:
    assert only("MDA", Field.AGENTS).drug_ids == ("mda",)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("chronic pain", "chronic-pain"),
        ("depression", "depression"),
        ("recent surgery", "recent-surgery"),
        ("kratom use disorder", "kratom-use-disorder"),
        ("kratom-associated OUD", "kratom-use-disorder"),
        ("hypokalemia", "hypokalaemia"),
        ("sleep apnoea", "obstructive-sleep-apnoea"),
        ("CKD stage 4", "chronic-kidney-disease"),
        ("MS", "multiple-sclerosis"),
    ],
)
def test_a_condition_is_found_in_either_spelling(text: str, term: str) -> None:
    assert only(text, Field.CONDITIONS).id == term


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("seizure", "SYM_SEIZURE"),
        ("tonic-clonic seizure", "SYM_SEIZURE"),
        ("coma", "SYM_COMA"),
        ("brown urine", "SYM_JAUNDICE"),
        ("jaundice", "SYM_JAUNDICE"),
        ("pruritus", "SYM_JAUNDICE"),
        ("abdominal pain", "LAB_LFT_ABNORMAL"),
        ("no pulse", "SYM_CARDIAC"),
        ("not breathing", "SYM_RESP_FAILURE"),
        ("stopped breathing", "SYM_RESP_FAILURE"),
    ],
)
def test_a_symptom_says_which_findings_it_may_belong_to(text: str, group: str) -> None:
    concept = only(text, Field.SYMPTOMS)
    assert concept.term is not None
    assert group in concept.term.groups
    assert (concept.present, concept.time) == (True, None)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("GCS", "glasgow-coma-scale"),
        ("urine mitragynine", "urine-mitragynine"),
        ("QRS", "qrs-duration"),
        ("heart rate", "heart-rate"),
        ("HR at rest", "heart-rate"),
        ("direct bilirubin", "direct-bilirubin"),
        ("indirect bilirubin", "indirect-bilirubin"),
        ("pattern", "liver-injury-pattern"),
        ("serum potassium", "potassium"),
        ("K", "potassium"),
        ("ALT (peak)", "alanine-aminotransferase"),
    ],
)
def test_a_measurement_is_named_by_its_whole_text(text: str, term: str) -> None:
    assert only(text, Field.MEASUREMENT).id == term


@pytest.mark.parametrize("text", ["urine potassium", "central mg L", "urine mitragynine negative"])
def test_a_measurement_with_a_word_that_may_change_it_is_not_read(text: str) -> None:
    assert read(text, Field.MEASUREMENT).concepts == ()


def test_prothrombin_time_is_not_taken_for_the_ratio() -> None:
    assert only("prothrombin time", Field.MEASUREMENT).id == "prothrombin-time"
    assert only("INR", Field.MEASUREMENT).id == "international-normalised-ratio"


@pytest.mark.parametrize(
    "text", ["cholestatic", "hepatocellular", "mixed", "mixed cholestatic/hepatocellular"]
)
def test_words_for_a_liver_pattern_are_a_value(text: str) -> None:
    concept = only(text, Field.VALUE)
    assert concept.term is not None
    assert concept.term.kind == "value"
    assert concept.term.groups == ("LAB_LFT_ABNORMAL",)


def test_an_abnormal_rhythm_as_a_value_is_an_arrhythmia() -> None:
    assert only("abnormal rhythm", Field.VALUE).id == "arrhythmia"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("lives alone", "lives-alone"),
        ("naloxone at home", "naloxone-at-home"),
        ("no phone", "no-phone"),
        ("failed tapers", "failed-attempts-to-quit"),
        ("released from prison", "released-from-prison-recently"),
    ],
)
def test_a_circumstance_is_a_term_even_when_it_says_no(text: str, term: str) -> None:
    concept = only(text, Field.CIRCUMSTANCES)
    assert (concept.id, concept.present) == (term, True)


def test_an_allergy_is_a_drug_first() -> None:
    assert only("codeine", Field.ALLERGIES).drug_ids == ("codeine",)
    assert only("latex", Field.ALLERGIES).id == "latex"


@pytest.mark.parametrize(
    ("text", "read_first", "other"),
    [
        ("ARF", "respiratory-failure", "acute kidney injury"),
        ("ICP", "intracranial-hypertension", "intrahepatic cholestasis of pregnancy"),
        ("PD", "panic-attack", "Parkinson disease"),
    ],
)
def test_a_name_of_two_terms_is_read_as_the_graver_and_shows_the_other(
    text: str, read_first: str, other: str
) -> None:
    concept = only(text, Field.CONDITIONS)
    assert concept.id == read_first
    assert concept.read_as is not None
    assert other in concept.read_as


def test_a_label_says_nothing_stigmatising_while_the_words_are_still_understood() -> None:
    assert only("alcohol abuse", Field.CONDITIONS).label == "alcohol use, harmful"
    words = ("abuse", "addict", "alcoholic", "junkie")
    labels = [term.label for term in shipped().terms.values()]
    assert [label for label in labels if any(word in label.split() for word in words)] == []


def test_an_abbreviation_among_drugs_is_no_disease() -> None:
    reading = read("PE", Field.AGENTS)
    assert reading.concepts == ()
    assert reading.not_recognised[0].candidates == ("pulmonary embolism",)


def test_a_drug_among_conditions_is_given_back_with_what_it_may_be() -> None:
    reading = read("methadone", Field.CONDITIONS)
    assert reading.concepts == ()
    assert reading.not_recognised[0].candidates == ("methadone",)


@pytest.mark.parametrize("text", ["", "   ", "?!", "()"])
def test_a_text_without_words_is_given_back_unread(text: str) -> None:
    reading = read(text, Field.AGENTS)
    assert reading.concepts == ()
    assert reading.not_recognised[0].text == text


def test_what_cases_say_is_remembered_up_to_a_bound() -> None:
    for number in range(SPELLINGS + 100):
        spelling(f"the words of case {number}")
    assert spelling.cache_info().currsize <= SPELLINGS
